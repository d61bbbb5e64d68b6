"""Reads text that was pulled out of a PDF: `Question 3`, the question, its repetition, parts."""

import re
from collections.abc import Collection, Iterator, Sequence

from handbook.importers import fences, paragraphs, parts, unfenced
from handbook.importers.flattened import rebuild_lists
from handbook.importers.notes import Line, Reading
from handbook.importers.parts import PART
from handbook.importers.printed import printed
from handbook.importers.scribe import Scribe
from handbook.importers.tabbed import rebuild_tables
from handbook.importers.wording import names_part
from handbook.likeness import normalized

NAME = "pdf-export"

_HEAD = re.compile(r"^\s{0,99}\*{0,3}Question\s{1,9}(\d{1,5})\s{0,9}:?\*{0,3}\s{0,99}$")
_AGAIN = re.compile(r"^\s{0,99}\*{0,3}Question\s{0,9}:?\*{0,3}\s{0,99}$")
_BARE = re.compile(r"^\s{0,99}\*{0,3}Question\*{0,3}\s{0,99}$")
_FEWEST = 3
_TICK = re.compile(r"^\s{0,99}(?:[-*]\s{1,9})?\*{0,3}\s{0,9}[✓✔☑✅√]")
_BOILERPLATE = re.compile(
    r"^\W{0,99}clear\b.{0,80}\b(?:explanation|answer)\W{0,99}$", re.IGNORECASE
)
_SECTION = re.compile(r"\bquestions\b", re.IGNORECASE)
_LONGEST_TITLE = 100


def score(lines: Sequence[Line]) -> tuple[float, str]:
    """Tell how well a file fits, 0 to 1, and what speaks for it."""
    counted = any(_HEAD.match(line.text) for line in lines)
    lines = _headed(lines)
    heads = sum(bool(_HEAD.match(line.text)) for line in lines)
    repeats = sum(bool(_AGAIN.match(line.text)) for line in lines)
    parts = sum(bool(PART.match(line.text)) for line in lines)
    if not heads:
        return 0.0, "no line 'Question 1'"
    told = "such as 'Question 1'" if counted else "'Question'"
    basis = f"{heads} lines {told}, {repeats} repetitions, {parts} part headings"
    if not counted:
        return 0.95, basis
    return min(1.0, 0.6 + 0.2 * bool(repeats) + 0.2 * bool(parts)), basis


def read(lines: Sequence[Line]) -> Reading:
    """Read the notes.

    Args:
        lines: the whole file

    Returns:
        an entry for each `Question N`; titles, rulers and boilerplate are noise

    """
    scribe = Scribe()
    lines = _headed(lines)
    unwanted = printed(lines, keep=_structures)
    for line in lines:
        scribe.drop(unwanted.get(line.number, ""), *([line] if line.number in unwanted else []))
    lines = [line for line in lines if line.number not in unwanted]
    boilerplate = _boilerplate(lines)
    titles = set(_titles(lines))
    inside = _within(lines)
    part = _Part()
    position = 0
    while position < len(lines):
        line = lines[position]
        head = _HEAD.match(line.text)
        if line.number in titles or (not inside[position] and _is_part(line)):
            part.enter(scribe, line, is_part=line.number not in titles)
        elif head:
            part.ask(scribe, int(head[1]))
            position = _asked(scribe, lines, position, titles)
        elif not inside[position] and _is_boilerplate(line, boilerplate):
            scribe.drop("boilerplate", line)
        else:
            scribe.answer(line)
        position += 1
    scribe.merge_repeated("table of contents")
    return scribe.reading(_STEPS)


def _headed(lines: Sequence[Line]) -> list[Line]:
    """Write `Question 0` for `Question`, where notes count nothing and name parts below each."""
    bare = sum(bool(_BARE.match(line.text)) for line in lines)
    parts = sum(bool(PART.match(line.text)) for line in lines)
    counted = any(_HEAD.match(line.text) for line in lines)
    if counted or bare < _FEWEST or parts < bare:
        return list(lines)
    return [Line(x.number, "Question 0") if _BARE.match(x.text) else x for x in lines]


class _Part:
    """Keeps the section: a part ends where counting starts again, as below a table of contents."""

    def __init__(self) -> None:
        self.title = ""
        self.asked = False

    def enter(self, scribe: Scribe, line: Line, *, is_part: bool) -> None:
        """Take a line as the title of a section, or of a part."""
        scribe.section = line.text.strip(" #*|")
        self.title = self.title if is_part else scribe.section
        self.asked = False
        scribe.drop("section title", line)
        scribe.end()

    def ask(self, scribe: Scribe, number: int) -> None:
        """Take the number of a question."""
        if number == 1 and self.asked:
            scribe.section = self.title
        self.asked = True


def _structures(line: Line) -> bool:
    return _ends(line) or bool(_AGAIN.match(line.text)) or not line.text.strip("-–—_ \t{}()[]")


def _within(lines: Sequence[Line]) -> list[bool]:
    """Tell which lines stand in code; a block that reaches over `Question N` was left open."""
    inside = [False] * len(lines)
    for span in fences.spans(lines):
        last = span.last
        for index in range(span.first, span.last + 1):
            if _HEAD.match(lines[index].text):
                last = index - 1
                break
        inside[span.first : last + 1] = [True] * (last + 1 - span.first)
    return inside


def _titles(lines: Sequence[Line]) -> Iterator[int]:
    """Yield the numbers of section titles: alone above a question, where counting starts again."""
    above: Line | None = None
    last = 0
    for line in lines:
        head = _HEAD.match(line.text)
        if head:
            restarts = int(head[1]) <= last or not last
            if above and _could_be_title(above, restarts=restarts):
                yield above.number
            last = int(head[1])
        if not line.blank:
            above = line


def _could_be_title(line: Line, *, restarts: bool) -> bool:
    text = line.text.strip(" #*")
    plain = len(text) <= _LONGEST_TITLE and not text.endswith((".", ":", "?", "`", ";", ")"))
    return plain and bool(_SECTION.search(text)) and (restarts or "Interview Questions" in text)


def _asked(scribe: Scribe, lines: Sequence[Line], position: int, titles: Collection[int]) -> int:
    """Take the head, the question and its repetition; give the index of the last line taken."""
    head = _HEAD.match(lines[position].text)
    assert head, "the caller has matched it"
    label = f"{scribe.section} {head[1]}".strip() if int(head[1]) else ""
    first = _next(lines, position)
    wording = lines[first].text.strip() if first < len(lines) else ""
    if first == len(lines) or _no_wording(lines[first], titles):
        scribe.leave("a number without a question", lines[position])
        scribe.end()
        return position
    scribe.ask(label, wording, [lines[position], lines[first]])
    return _repeated(scribe, lines, first, wording)


def _no_wording(line: Line, titles: Collection[int]) -> bool:
    if line.number in titles or _is_part(line) or line.text.lstrip().startswith("|"):
        return True
    return bool(_HEAD.match(line.text) or _AGAIN.match(line.text))


def _is_part(line: Line) -> bool:
    return len(line.text) <= _LONGEST_TITLE and names_part(line.text)


def _repeated(scribe: Scribe, lines: Sequence[Line], first: int, wording: str) -> int:
    """Take further lines of a wrapped question, and its repetition; give the last index taken."""
    end = first
    position = _next(lines, first)
    # A long question may be wrapped; nothing but its own lines stands above the repetition.
    while position < len(lines) and not _AGAIN.match(lines[position].text):
        if _ends(lines[position]) or _is_part(lines[position]) or position - first > 6:
            return _wrapped(scribe, lines, first)
        position = _next(lines, position)
    if position == len(lines):
        return first
    for index in range(_next(lines, first), position):
        if not lines[index].blank:
            scribe.asked_more(lines[index], lines[index].text.strip())
            wording += f" {lines[index].text.strip()}"
    scribe.drop("heading of the repeated question", lines[position])
    return _again(scribe, lines, position, normalized(wording)) or end


def _wrapped(scribe: Scribe, lines: Sequence[Line], first: int) -> int:
    """Take the lines on which a question without repetition goes on; give the last index taken."""
    last = first
    while not lines[last].text.rstrip(" *").endswith((".", "?", "？")) and last - first < 2:
        below = lines[last + 1] if last + 1 < len(lines) else Line(0, "")
        if below.blank or _ends(below) or _is_part(below):
            return first
        last += 1
    for line in lines[first + 1 : last + 1]:
        scribe.asked_more(line, line.text.strip())
    return last


def _again(scribe: Scribe, lines: Sequence[Line], position: int, wording: str) -> int:
    said = ""
    end = position
    while said != wording:
        following = _next(lines, end)
        if following >= len(lines) or not lines[following].text.strip():
            break
        text = f"{said} {normalized(lines[following].text)}".strip()
        if not wording.startswith(text):
            break
        said, end = text, following
        scribe.drop("the question, repeated", lines[following])
    return end


def _ends(line: Line) -> bool:
    return bool(_HEAD.match(line.text) or PART.match(line.text) or line.text.startswith("```"))


def _next(lines: Sequence[Line], position: int) -> int:
    """Give the index of the next line that is not blank, the number of lines without one."""
    position += 1
    while position < len(lines) and lines[position].blank:
        position += 1
    return position


def _boilerplate(lines: Sequence[Line]) -> frozenset[str]:
    """Give what stands behind a tick, in its several spellings."""
    ticked = (normalized(line.text.strip(" ✓✔☑✅√*-")) for line in lines if _TICK.match(line.text))
    return frozenset(text for text in ticked if text.startswith("clear "))


def _is_boilerplate(line: Line, known: frozenset[str]) -> bool:
    text = line.text.strip()
    return bool(_BOILERPLATE.match(text)) or normalized(text.strip(" ✓✔☑✅√*-")) in known


_STEPS = (
    fences.close,
    fences.join,
    unfenced.fenced,
    fences.samples,
    parts.unpaged,
    parts.unwrapped,
    parts.formulas,
    parts.unruled,
    rebuild_tables,
    parts.named,
    rebuild_lists,
    paragraphs.join_cut,
    paragraphs.sub_headings,
)
