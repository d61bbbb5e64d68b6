"""Mends running text of raw notes: paragraphs that were cut, lists that ran into one line."""

import re
from collections.abc import Iterator

from handbook.importers.body import Body
from handbook.importers.fences import within
from handbook.importers.notes import Line

_STRUCTURE = re.compile(r"^\s*(?:[-*+>|#]|\d+[.)]|`{3}|~{3}|\S*\t)")
_SUB_HEADING = re.compile(r"^(?=.{2,60}$)[A-Z`][^.:;?!\t|]*:$")
_MOST_WORDS = 7
_COUNTED = re.compile(r"(?:(?<=\s)|^)(\d{1,2})\. (?=\S)")
_FEWEST_ITEMS = 2
# How other programs, and Chinese notes, begin the items of a list.
_SIGN = re.compile(
    r"^(?P<indent>\s{0,12})(?:[•●▪◦‣∙]\s*|(?P<number>\d{1,3})[．、）]\s*(?!\d))(?=\S)"
)


def join_cut(body: Body) -> Body:
    """Join a paragraph that a blank line cut in two: its rest begins in lower case."""
    lines = body.lines
    inside = within(lines)
    result: list[Line] = []
    last = -1  # index in `result` of the text that may go on
    for index, line in enumerate(lines):
        if line.blank and not inside[index]:
            result.append(line)
            continue
        plain = not inside[index] and not _STRUCTURE.match(line.text)
        cut = last >= 0 and len(result) - last > 1 and line.text[:1].islower()
        if plain and cut and not result[last].text.rstrip().endswith((".", ":", "?", "!", "**")):
            joined = f"{result[last].text.rstrip()} {line.text.strip()}"
            result[last:] = [Line(result[last].number, joined)]
            body = body.repaired(line, "cut paragraph joined")
        else:
            result.append(line)
            last = len(result) - 1 if not inside[index] and "\t" not in line.text else -1
    return body.having(result)


def signs(body: Body) -> Body:
    """Begin the items of lists as Markdown does, where they begin with a bullet of another kind."""
    inside = within(body.lines)
    result: list[Line] = []
    first: Line | None = None
    for index, line in enumerate(body.lines):
        found = None if inside[index] else _SIGN.match(line.text)
        if found:
            number = found["number"]
            mark = f"{int(number)}." if number else "-"
            indent = found["indent"].replace("\t", "    ")
            first = first or line
            line = Line(line.number, f"{indent}{mark} {line.text[found.end() :]}")
        result.append(line)
    changed = body.having(result)
    return changed.repaired(first, "signs of a list written as Markdown") if first else body


def sub_headings(body: Body) -> Body:
    """Make short plain lines that end with a colon, and stand alone, bold lead-ins."""
    inside = within(body.lines)
    result: list[Line] = []
    for index, line in enumerate(body.lines):
        alone = _blank_at(body, index - 1) and _blank_at(body, index + 1)
        text = line.text.strip()
        fits = _SUB_HEADING.match(text) and len(text.split()) <= _MOST_WORDS
        if fits and alone and not inside[index]:
            body = body.repaired(line, "short line with a colon made a bold lead-in")
            line = Line(line.number, f"**{text}**")
        result.append(line)
    return body.having(result)


def _blank_at(body: Body, index: int) -> bool:
    return not 0 <= index < len(body.lines) or body.lines[index].blank


def split_lists(body: Body) -> Body:
    """Put each item of a list that stands in one paragraph on a line of its own."""
    inside = within(body.lines)
    result: list[Line] = []
    for index, line in enumerate(body.lines):
        pieces = [] if inside[index] else list(_items(line.text))
        if len(pieces) > _FEWEST_ITEMS:
            body = body.repaired(line, "list rebuilt from one paragraph")
            before = [piece for piece in pieces[:1] if piece]
            result += [Line(line.number, text) for piece in before for text in (piece, "")]
            result += [Line(line.number, piece) for piece in pieces[1:]]
        else:
            result.append(line)
    return body.having(result)


def _items(text: str) -> Iterator[str]:
    """Yield what stands before `1. `, and then each item with its number, as long as they count."""
    start, expected = 0, 1
    for match in _COUNTED.finditer(text):
        if int(match[1]) == expected:
            yield text[start : match.start()].strip()
            start, expected = match.start(), expected + 1
    if expected > 1:
        yield text[start:].strip()
