r"""Writes the formulas of notes as the handbook does, and asks whether each can be shown.

Notes have them between `$`, `$$`, `\(` and `\)`, or `\[` and `\]`; a price is none.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from urllib.parse import unquote

from handbook.drawing import Drawings, Figure, Kind
from handbook.importers import fences
from handbook.importers.body import Body
from handbook.importers.notes import Doubt, Entry, Line, Reading
from handbook.markdown import outside_code_spans
from handbook.spans import formulas

_OPENS = re.compile(r"^(?P<indent>\s{0,12})(?P<mark>\$\$|\\\[)(?P<text>.*)$")
_CLOSED = {"$$": "$$", "\\[": "\\]"}
_WITHIN = re.compile(
    r"\$\$(?P<display>[^$]{1,400})\$\$"
    r"|\\\((?P<round>(?:(?!\\[()])[^$]){1,400})\\\)"
    r"|\\\[(?P<square>(?:(?!\\[\[\]])[^$]){1,400})\\\]"
    r"|(?<![\w$\\])\$(?![\s$])(?P<single>[^$]{1,400})(?<![\s\\])\$(?![\w$])"
)
_SIGNS = ("$", "\\", "math?math=", "codecogs.com")
# A formula that another site draws.
_DRAWN = (
    r"https://(?:render\.githubusercontent\.com/render/math\?math="
    r"|latex\.codecogs\.com/(?:svg|png|gif)\.(?:latex|image)\?)"
)
_PICTURE = re.compile(
    rf"<img\b[^<>]{{0,99}}?\bsrc=\"{_DRAWN}(?P<html>[^\"<>]{{1,400}})\"[^<>]{{0,99}}>"
    rf"|!\[[^\]]{{0,99}}\]\({_DRAWN}(?P<markdown>[^\s]{{1,400}})\)"
)
_SIGN = re.compile(r"[\\^_={}<>+]")
# Numbers and letters, no word: a vector, a fraction, a probability.
_SHORT = re.compile(r"(?=.{1,60}$)(?!.*[A-Za-z]{3})[\w\s,.;:()\[\]/*|!%'-]+")
_WORDS = re.compile(r"(?<![\\\w{])[A-Za-z]{3,} [a-z]{3,}(?![\w}])")
_LONGEST_LINE = 5000  # characters; what is longer is no text that somebody wrote
_MOST_LINES = 40  # of a formula on lines of its own

Judge = Callable[[Figure], str]


def written(body: Body) -> Body:
    """Write each formula in the handbook's form."""
    lines = body.lines
    if not any(sign in line.text for line in lines for sign in _SIGNS):
        return body
    inside = fences.within(lines)
    result: list[Line] = []
    index = 0
    while index < len(lines):
        end, block = (index, []) if inside[index] else _block(lines, inside, index)
        if block:
            result += block
            index = end + 1
            continue
        result.append(lines[index] if inside[index] else _line(lines[index]))
        index += 1
    return body.having(result)


def _block(lines: Sequence[Line], inside: Sequence[bool], start: int) -> tuple[int, list[Line]]:
    """Give the index of the last line of a formula on lines of its own, and its lines as code."""
    opened = _OPENS.match(lines[start].text)
    if not opened:
        return start, []
    mark = _CLOSED[opened["mark"]]
    texts = [opened["text"]]
    for index in range(start, min(start + _MOST_LINES, len(lines))):
        if inside[index]:
            break
        if index > start:
            texts.append(lines[index].text)
        before, closes, behind = texts[-1].partition(mark)
        if closes:
            source = [text.strip() for text in (*texts[:-1], before) if text.strip()]
            whole = not behind.strip(" .,;") and bool(_SIGN.search(" ".join(source)))
            return (
                (index, _fenced(lines[start], opened["indent"], source)) if whole else (start, [])
            )
    return start, []


def _fenced(line: Line, indent: str, source: Sequence[str]) -> list[Line]:
    texts = ["", f"{indent}```math", *(indent + text for text in source), f"{indent}```", ""]
    return [Line(line.number, text) for text in texts]


def _line(line: Line) -> Line:
    if len(line.text) > _LONGEST_LINE or not any(sign in line.text for sign in _SIGNS):
        return line
    text = _PICTURE.sub(lambda m: f"${unquote(m['html'] or m['markdown']).strip()}$", line.text)
    in_table = line.text.lstrip().startswith("|")
    pieces = []
    for is_code, piece in outside_code_spans(text):
        pieces.append(piece if is_code else _WITHIN.sub(lambda m: _inline(m, in_table), piece))
    return Line(line.number, "".join(pieces))


def _inline(found: re.Match[str], in_table: bool) -> str:
    source = next(text for text in found.groups() if text is not None).strip()
    short = bool(_SHORT.fullmatch(source)) and found["square"] is None
    means = (bool(_SIGN.search(source)) and not _WORDS.search(source)) or short
    shown = means and "`" not in source and not (in_table and "|" in source)
    return f"$`{source}`$" if shown else found.group()


def figures(reading: Reading) -> Iterator[Figure]:
    """Yield every formula of a file."""
    found: list[Figure] = []

    def note(figure: Figure) -> str:
        found.append(figure)
        return ""

    for entry in reading.entries:
        _judged(entry, note)
    yield from found


def settled(reading: Reading, drawings: Drawings) -> Reading:
    """Show a formula that cannot be drawn as code, and tell why."""

    def judge(figure: Figure) -> str:
        return drawings[figure].problem if figure in drawings else ""

    return replace(reading, entries=tuple(_judged(entry, judge) for entry in reading.entries))


def _judged(entry: Entry, judge: Judge) -> Entry:
    """Give an entry with each formula that a judge has something against as code."""
    doubts: list[Doubt] = []
    lines = list(entry.body)
    inside = [False] * len(lines)
    for span in fences.spans(lines):
        inside[span.first : span.last + 1] = [True] * (span.last + 1 - span.first)
        if span.info.split(" ")[0].lower() == "math":
            source = "\n".join(lines[index].text.strip() for index in span.content())
            if problem := judge(Figure(Kind.BLOCK, source)):
                first = lines[span.first]
                lines[span.first] = Line(first.number, re.sub("(?i)math.*", "latex", first.text))
                doubts.append(_doubt(first, problem))
    for index, line in enumerate(lines):
        if "$`" in line.text and not inside[index]:
            lines[index], told = _kept(line, judge)
            doubts += told
    told = sorted(doubts, key=lambda doubt: doubt.line)
    return replace(entry, body=tuple(lines), doubts=(*entry.doubts, *told))


def _kept(line: Line, judge: Judge) -> tuple[Line, list[Doubt]]:
    pieces: list[str] = []
    doubts: list[Doubt] = []
    for source, piece in formulas(line.text):
        problem = judge(Figure(Kind.INLINE, source)) if source else ""
        pieces.append(f"`${source}$`" if problem and "`" not in (source or "") else piece)
        doubts += [_doubt(line, problem)] if problem else []
    return Line(line.number, "".join(pieces)), doubts


def _doubt(line: Line, problem: str) -> Doubt:
    return Doubt(line.number, f"a formula cannot be shown, and is kept as code: {problem}")
