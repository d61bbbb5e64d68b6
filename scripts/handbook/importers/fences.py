"""Finds fenced code blocks in raw notes before anything else is read, and mends them."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise, zip_longest

from markdown_it import MarkdownIt

from handbook.importers.body import Body
from handbook.importers.language import language_of, syntax_error
from handbook.importers.notes import Line
from handbook.importers.sample import mend, session

_FENCE = re.compile(r"^(?P<indent> {0,40})(?P<marks>`{3,}|~{3,})(?P<info>(?:[^`~][^`]*)?)$")
_ITEM = re.compile(r"^(?P<indent> *)(?:[-*+]|\d{1,9}[.)]) {1,4}(?=\S)")
_PARSER = MarkdownIt("commonmark")
_PARSER.core.ruler.enableOnly(["normalize", "block"])
_SLOPPY = 7  # spaces before marks that close a code block; more are part of the code
AROUND = "fence around the whole file"
_PLAIN = ("", "text", "txt", "markdown", "md", "plaintext")
_MOST_FENCES = 400  # within a chat
_INVALID = "the sample is no valid Python"


@dataclass(frozen=True)
class Span:
    """A code block: indices of its first and last line, marks included; `info` is behind them."""

    first: int
    last: int
    info: str
    closed: bool

    def content(self) -> range:
        """Give the indices of the lines between the marks."""
        return range(self.first + 1, self.last if self.closed else self.last + 1)


def spans(lines: Sequence[Line]) -> list[Span]:
    """Find code blocks; one that is not closed ends before the next that names a language."""
    found: list[Span] = []
    start, marks, info, deepest = -1, "", "", 0
    for index, line in enumerate(lines):
        match = _FENCE.match(line.text.rstrip())
        if not match or (start >= 0 and len(match["indent"]) > deepest):
            continue
        behind = match["info"].strip()
        if start >= 0 and not behind and match["marks"].startswith(marks):
            found.append(Span(start, index, info, closed=True))
            start = -1
        elif start < 0 or (behind and match["marks"] == marks):
            if start >= 0:
                found.append(Span(start, index - 1, info, closed=False))
            start, marks, info = index, match["marks"], behind
            deepest = max(_SLOPPY, len(match["indent"]) + 3)
    if start >= 0:
        found.append(Span(start, len(lines) - 1, info, closed=False))
    return found


def within(lines: Sequence[Line]) -> list[bool]:
    """Tell for each line whether it belongs to a code block, marks included."""
    inside = [False] * len(lines)
    for span in spans(lines):
        inside[span.first : span.last + 1] = [True] * (span.last + 1 - span.first)
    return inside


def outer(lines: Sequence[Line], opens: re.Pattern[str]) -> tuple[Line, ...]:
    """Find the fences around a whole file, or around each chat in it: opening, closing, and so on.

    Args:
        lines: the file
        opens: what an entry begins with; a fence stands above the first of them

    """
    filled = [line for line in lines if not line.blank]
    fences = [i for i, line in enumerate(filled) if _FENCE.match(line.text.rstrip())]
    entries = [i for i, line in enumerate(filled) if opens.match(line.text)]
    found: list[Line] = []
    position = 0
    while position < len(fences):
        start = fences[position]
        position += 1
        if _is_plain(filled[start]) and _begins_entry(filled, start + 1, opens):
            end = _outer_end(filled, fences[position : position + _MOST_FENCES], entries, opens)
            found += [filled[start], filled[end]] if end else []
            position = bisect_right(fences, end) if end else position
        elif position < len(fences) and _is_bare(filled[fences[position]]):
            position += 1
    return tuple(found)


def _outer_end(
    filled: Sequence[Line], fences: Sequence[int], entries: Sequence[int], opens: re.Pattern[str]
) -> int:
    """Give the index of the fence that ends a chat, 0 without one.

    Within, fences come in pairs. So it ends at the first odd one below which no entry stands, or
    the next one stands in a fence of its own.
    """
    for index, after in zip_longest(fences[::2], fences[1::2]):
        below = bisect_right(entries, index)
        last = below == len(entries)
        inside = after and not last and entries[below] > after and _is_plain(filled[after])
        again = inside and _begins_entry(filled, after + 1, opens)
        if _is_bare(filled[index]) and (last or again):
            return index
    return 0


def _begins_entry(filled: Sequence[Line], index: int, opens: re.Pattern[str]) -> bool:
    """Tell whether an entry begins here, or below a title."""
    titled = index < len(filled) and filled[index].text.startswith("#")
    return any(opens.match(line.text) for line in filled[index : index + 1 + titled])


def _is_bare(line: Line) -> bool:
    match = _FENCE.match(line.text.rstrip())
    return bool(match and not match["info"].strip())


def _is_plain(line: Line) -> bool:
    match = _FENCE.match(line.text.rstrip())
    return bool(match and match["info"].strip().lower() in _PLAIN)


def close(body: Body) -> Body:
    """Close code blocks that are not closed, where they end."""
    lines = list(body.lines)
    for span in reversed(spans(lines)):
        if not span.closed:
            last = lines[span.last]
            marks = _FENCE.match(lines[span.first].text.rstrip())
            assert marks, "a span begins with its marks"
            lines.insert(span.last + 1, Line(last.number, marks["indent"] + marks["marks"]))
            body = body.repaired(lines[span.first], "code block closed")
    return body.having(lines)


def placed(body: Body) -> Body:
    """Move code blocks that stand too far in for Markdown to where what is above them begins."""
    lines = list(body.lines)
    if not any(lines[span.first].text.startswith("    ") for span in spans(lines)):
        return body
    tokens = _PARSER.parse("\n".join(line.text for line in lines))
    known = {token.map[0] for token in tokens if token.type == "fence" and token.map}
    for span in spans(lines):
        indent = len(lines[span.first].text) - len(lines[span.first].text.lstrip(" "))
        surplus = indent - _text_column(lines, span.first)
        if span.first in known or surplus <= 0:
            continue
        for index in range(span.first, span.last + 1):
            lines[index] = Line(lines[index].number, _outdented(lines[index].text, surplus))
        body = body.repaired(lines[span.first], "code block moved out of an indentation")
    return body.having(lines)


def _text_column(lines: Sequence[Line], index: int) -> int:
    """Give the column at which text of the item begins that is above a line, 0 without one."""
    above = next((line.text for line in reversed(lines[:index]) if not line.blank), "")
    column = len(above) - len(above.lstrip(" "))
    for line in reversed(lines[:index]):
        item = _ITEM.match(line.text)
        if item and len(item["indent"]) <= column:
            return len(item.group())
        if not line.blank and not line.text.startswith(" "):
            return 0
    return 0


def join(body: Body) -> Body:
    """Join two code blocks with only blank lines between: a page break closed one, opened one."""
    lines = body.lines
    found = spans(lines)
    unwanted: set[int] = set()
    for before, after in pairwise(found):
        between = lines[before.last + 1 : after.first]
        if before.closed and not after.info and all(line.blank for line in between):
            unwanted.update(range(before.last, after.first + 1))
            body = body.repaired(lines[after.first], "fences joined over a page break")
    return body.having(line for index, line in enumerate(lines) if index not in unwanted)


def samples(body: Body) -> Body:
    """Mend the code in code blocks, name its language, and tell what does not parse."""
    result: list[Line] = []
    end = 0
    for span in spans(body.lines):
        result += body.lines[end : span.first]
        body, block = _mended(body, span)
        result += block
        end = span.last + 1
    return body.having([*result, *body.lines[end:]])


def _mended(body: Body, span: Span) -> tuple[Body, list[Line]]:
    block = list(body.lines[span.first : span.last + 1])
    inside = [body.lines[index] for index in span.content()]
    indent = len(block[0].text) - len(block[0].text.lstrip(" "))
    content = "\n".join(_outdented(line.text, indent) for line in inside)
    language, _ = language_of(span.info, content)
    if language not in ("python", "text") or (language == "text" and span.info) or not inside:
        return body, block
    if found := session(content):
        error = syntax_error(found.code)
        return (body.doubted(block[0], f"{_INVALID}: {error[1]}") if error else body), block
    done = mend(content)
    for what in done.repairs:
        body = body.repaired(block[0], what)
    if done.error and language_of(span.info, done.code)[0] == "python":
        at, reason = done.error
        place = inside[min(at, len(inside)) - 1]
        body = body.doubted(place, f"{_INVALID}: {reason}")
    changed = _lines(done.code, inside, " " * indent) if done.code != content else inside
    tail = block[-1:] if span.closed else []
    return body, [block[0], *changed, *tail]


def _outdented(text: str, indent: int) -> str:
    """Take off the spaces that the marks of a block have too, as within an item of a list."""
    return text[min(indent, len(text) - len(text.lstrip(" "))) :]


def _lines(code: str, before: Sequence[Line], indent: str) -> Iterator[Line]:
    for index, text in enumerate(code.split("\n")):
        yield Line(before[min(index, len(before) - 1)].number, indent + text if text else "")
