"""Reads a list of questions that is followed by answers to some of them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from handbook.importers import answer_key, fences
from handbook.importers.dialogue import STEPS
from handbook.importers.notes import Bank, Line, Reading
from handbook.importers.scribe import Scribe
from handbook.importers.voices import LABELS
from handbook.importers.wording import SHIFTED, asked, asks, depends
from handbook.likeness import normalized

NAME = "quiz-bank"

_HEADING = re.compile(r"^#{1,6}\s+(?P<text>\S.{0,300}?)\s{0,9}#{0,9}$")
_BOLD = re.compile(r"^ {0,3}\*\*[^*]{1,300}\*\*\s{0,9}$")
_FEWEST = 3
_OPENS = re.compile(r"^\s{0,3}(?:\**Q(?:uestion)?\s*\d*\s*[:：]|\d{1,4}[.)]\s+\S)", re.IGNORECASE)


@dataclass(frozen=True)
class _Region:
    """The lines of the bank: indices of its first and last one."""

    first: int
    last: int
    questions: int


def score(lines: Sequence[Line]) -> tuple[float, str]:
    """Tell how well a file fits, 0 to 1, and what speaks for it."""
    if key := answer_key.find(lines):
        return 0.97, f"{len(key.items)} questions in a row, {key.answered} answers by their numbers"
    region = _region(lines)
    if region is None:
        return 0.0, "no list of questions without answers"
    listed = {normalized(asked(m["text"]).wording) for _, m in _counted(lines, region)}
    below = lines[region.last + 1 :]
    repeated = sum(_repeats(line, listed) for line in below)
    prefixed = sum(bool(LABELS.question.match(line.text)) for line in below)
    basis = f"{region.questions} questions in a row, {repeated} of them repeated above an answer"
    if not repeated and not prefixed:
        return 0.45, basis
    return min(1.0, 0.8 + 0.15 * bool(repeated) + 0.05 * bool(prefixed)), basis


def _repeats(line: Line, listed: set[str]) -> bool:
    match = SHIFTED.match(line.text)
    return bool(match) and normalized(asked(match["text"] if match else "").wording) in listed


def _region(lines: Sequence[Line]) -> _Region | None:
    """Find the first list of questions: what asks is most of it, and no heading above asks it."""
    found = next((run for run in _runs(lines) if _asks_mostly(lines, run)), None)
    return None if found is None or _asked_above(lines, found) else found


def _runs(lines: Sequence[Line]) -> Iterator[_Region]:
    """Yield runs of numbered lines with only headings and blank lines between."""
    first = last = -1
    count = number = 0
    for index, line in enumerate(lines):
        match = SHIFTED.match(line.text)
        if match and _could_be_listed(lines, index, match, number if count else None):
            first = index if not count else first
            last = index
            count += 1
            number = int(match["number"])
        elif line.blank or _HEADING.match(line.text):
            continue
        else:
            if count >= _FEWEST:
                yield _Region(first, last, count)
            count = 0
    if count >= _FEWEST:
        yield _Region(first, last, count)


def _could_be_listed(
    lines: Sequence[Line], index: int, match: re.Match[str], above: int | None
) -> bool:
    """Tell whether a numbered line may be one of a list: a question, a task, or between others.

    What asks nothing goes on with the numbers; `above` is the last of them, None for the first.
    """
    if asks(match["text"]):
        return True
    if above is not None and int(match["number"]) != above + 1:
        return False
    below = next((line.text for line in lines[index + 1 : index + 3] if line.text.strip()), "")
    between = above is not None and bool(SHIFTED.match(below))
    return between or asked(match["text"]).wording.endswith(".")


def _asks_mostly(lines: Sequence[Line], region: _Region) -> bool:
    return sum(asks(match["text"]) for _, match in _counted(lines, region)) * 2 > region.questions


def _asked_above(lines: Sequence[Line], region: _Region) -> bool:
    """Tell whether a list is the answer of a heading above it, as are those of other headings."""
    titles = [index for index in _titles(lines) if lines[index].text.rstrip("#* ").endswith("?")]
    marked = sum("?" in match["text"] for _, match in _counted(lines, region))
    nearest = max((index for index in _titles(lines) if index < region.first), default=-1)
    return nearest in titles and len(titles) > max(1, marked)


def _titles(lines: Sequence[Line]) -> list[int]:
    """Give the indices of headings, and of lines that are bold as a whole."""
    inside = fences.within(lines)
    return [
        index
        for index, line in enumerate(lines)
        if not inside[index] and (_HEADING.match(line.text) or _BOLD.match(line.text))
    ]


def _counted(lines: Sequence[Line], region: _Region) -> Iterator[tuple[Line, re.Match[str]]]:
    for line in lines[region.first : region.last + 1]:
        match = SHIFTED.match(line.text)
        if match:
            yield line, match


def read(lines: Sequence[Line]) -> Reading:
    """Read the notes.

    Args:
        lines: the whole file

    Returns:
        an entry for each question of the bank, with its answer where one follows, and for each
        other question; the bank in its order

    """
    scribe = Scribe()
    around = fences.outer(lines, _OPENS)
    scribe.drop(fences.AROUND, *around)
    outside = {line.number for line in around}
    kept = [line for line in lines if line.number not in outside]
    if key := answer_key.find(kept):
        answer_key.take(scribe, key)
        return scribe.reading(STEPS)
    region = _region(kept)
    if region is None:
        scribe.leave("no list of questions", *kept)
        return scribe.reading(())
    answers = list(_answers(kept, region))
    title = _above(scribe, kept, region)
    bank = _list(scribe, kept, region, _by_wording(answers), title)
    _others(scribe, kept, region, answers)
    return scribe.reading(STEPS, bank)


@dataclass(frozen=True)
class _Answered:
    """A question below the bank: its heading line, its wording, and the lines of its answer."""

    heading: Line
    wording: str
    lines: tuple[Line, ...]


def _answers(lines: Sequence[Line], region: _Region) -> Iterator[_Answered]:
    """Yield what stands below the bank, by questions."""
    listed = {normalized(asked(m["text"]).wording) for _, m in _counted(lines, region)}
    inside = fences.within(lines)
    heading: Line | None = None
    wording = ""
    taken: list[Line] = []
    for index in range(region.last + 1, len(lines)):
        line = lines[index]
        found = None if inside[index] else _heading(line, listed) or _unlisted(lines, index)
        if found is None:
            taken.append(line)
            continue
        if heading:
            yield _Answered(heading, wording, tuple(taken))
        heading, wording, taken = line, found, []
    if heading:
        yield _Answered(heading, wording, tuple(taken))


def _heading(line: Line, listed: set[str]) -> str | None:
    """Give the wording of a question that a line begins, None for other lines."""
    if match := LABELS.question.match(line.text):
        return asked(match["text"]).wording
    match = SHIFTED.match(line.text)
    wording = asked(match["text"]).wording if match else ""
    return wording if wording and normalized(wording) in listed else None


def _unlisted(lines: Sequence[Line], index: int) -> str | None:
    """Give the wording of a numbered question that is not in the bank, above its answer."""
    match = SHIFTED.match(lines[index].text)
    wording = asked(match["text"]).wording if match else ""
    below = lines[index + 1] if index + 1 < len(lines) else Line(0, "")
    alone = lines[index - 1].blank and not below.blank and not SHIFTED.match(below.text)
    return wording if alone and wording.endswith("?") and asks(wording) else None


def _by_wording(answers: Sequence[_Answered]) -> dict[str, _Answered]:
    return {normalized(answer.wording): answer for answer in reversed(answers)}


def _above(scribe: Scribe, lines: Sequence[Line], region: _Region) -> str:
    """Take what stands above the bank; give the title of the file."""
    title = ""
    last_heading = max(
        (i for i in range(region.first) if _HEADING.match(lines[i].text)), default=-1
    )
    for index, line in enumerate(lines[: region.first]):
        heading = _HEADING.match(line.text)
        if heading:
            title = title or heading["text"]
            scribe.section = heading["text"] if index == last_heading else scribe.section
            scribe.drop("title" if index != last_heading else "heading of the bank", line)
        else:
            scribe.leave("introduces the list of questions", line)
    return title


def _list(
    scribe: Scribe,
    lines: Sequence[Line],
    region: _Region,
    answers: dict[str, _Answered],
    title: str,
) -> Bank:
    """Take the questions of the bank, each with its answer; give the bank."""
    groups: list[tuple[str, list[str]]] = [(scribe.section, [])]
    for line in lines[region.first : region.last + 1]:
        match = SHIFTED.match(line.text)
        if heading := _HEADING.match(line.text):
            scribe.section = heading["text"]
            scribe.drop("heading of the bank", line)
            groups.append((heading["text"], []))
        elif match:
            _ask(scribe, match, line, answers)
            groups[-1][1].append(match["number"])
    return Bank(title, tuple((name, tuple(labels)) for name, labels in groups if labels))


def _ask(scribe: Scribe, match: re.Match[str], line: Line, answers: dict[str, _Answered]) -> None:
    found = asked(match["text"])
    # What the bank asks twice has one answer.
    answer = answers.pop(normalized(found.wording), None)
    heading = [answer.heading] if answer else []
    scribe.ask(match["number"], found.wording, [line, *heading])
    if depends(found.wording):
        scribe.doubt(line, "the question depends on the one before it")
    if answer:
        scribe.answer(*map(_unprefixed, answer.lines))


def _unprefixed(line: Line) -> Line:
    match = LABELS.answer.match(line.text)
    return Line(line.number, match["text"]) if match else line


def _others(
    scribe: Scribe, lines: Sequence[Line], region: _Region, answers: Sequence[_Answered]
) -> None:
    """Take the questions that are not in the bank, and what stands between the bank and them."""
    used = _by_wording(answers)
    listed = {normalized(asked(m["text"]).wording) for _, m in _counted(lines, region)}
    scribe.section = ""
    for answer in answers:
        known = normalized(answer.wording)
        if known in listed and used[known] is answer:
            continue
        label = SHIFTED.match(answer.heading.text)
        scribe.ask(label["number"] if label else "", answer.wording, [answer.heading])
        scribe.answer(*map(_unprefixed, answer.lines))
    first = answers[0].heading.number if answers else lines[-1].number + 1
    between = [line for line in lines[region.last + 1 :] if line.number < first]
    scribe.leave("closes the list of questions", *between)
