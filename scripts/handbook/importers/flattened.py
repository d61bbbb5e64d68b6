"""Rebuilds lists whose nesting was flattened: the kind of marker tells the level."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from handbook.importers.body import Body
from handbook.importers.fences import spans, within
from handbook.importers.notes import Line

_NUMBER = re.compile(r"^\s*(?:- )?(?P<mark>\d{1,3})\. +(?P<text>\S.*)$")
_LETTER = re.compile(r"^\s*- (?P<mark>[a-z])\. +(?P<text>\S.*)$")
_ROMAN = re.compile(r"^\s*- (?P<mark>[ivx]{1,5})\. +(?P<text>\S.*)$")
_BARE = re.compile(r"^\s*[-*+•] +(?P<text>\S.*)$")
_HALF_BOLD = re.compile(r"^(?P<lead>[^*`]{1,80}?:?)\*\*(?P<rest>(?:\s|:|$).*)$")
_ITEM = re.compile(r"^(?P<indent> *)(?P<mark>-|\d+\.) ")
_CODE = re.compile(r"`[^`]*`")
_ROMANS = {
    "i": 1,
    "ii": 2,
    "iii": 3,
    "iv": 4,
    "v": 5,
    "vi": 6,
    "vii": 7,
    "viii": 8,
    "ix": 9,
    "x": 10,
}
_INDENT = "    "
_DEEPEST = 4


@dataclass
class _Level:
    """An open list: the kind of its marks, and the last of them.

    `announces` tells whether its last item ends in a colon, `leads` whether it begins in bold.
    """

    kind: str
    last: int
    announces: bool = False
    leads: bool = False

    def take(self, ordinal: int, text: str) -> None:
        """Take an item."""
        self.last = ordinal
        self.announces = text.rstrip("* ").endswith(":")
        self.leads = text.startswith("**")


def rebuild_lists(body: Body) -> Body:
    """Write flattened lists as nested ones; letters go, and numbers begin at one.

    Text between two items ends a list; only code and blank lines do not.
    """
    lines = body.lines
    inside = within(lines)
    result: list[Line] = []
    open_lists: list[_Level] = []
    changed: Line | None = None
    lost = False
    for index, line in enumerate(lines):
        found = None if inside[index] else _marked(line.text, open_lists)
        if found is None:
            if not line.blank and not inside[index]:
                open_lists.clear()
            result.append(line)
            continue
        kind, ordinal, text = found
        whole = bold(text)
        if kind == "bare" and whole != text:
            kind, ordinal = _unmarked(open_lists)
        depth = _enter(open_lists, kind, ordinal)
        open_lists[depth].take(ordinal, whole)
        mark = f"{ordinal}." if kind == "number" else "-"
        written = f"{_INDENT * min(depth, _DEEPEST - 1)}{mark} {whole}"
        changed = changed or (line if written.lstrip() != line.text.strip() else None)
        lost |= kind in ("letter", "roman")
        result.append(Line(line.number, written))
    if changed:
        what = "flattened list rebuilt, its letters dropped" if lost else "flattened list rebuilt"
        body = body.repaired(changed, what)
    return nest_code(body.having(_loosened(result, within(result))))


def nest_code(body: Body) -> Body:
    """Put code between two items of a numbered list into the first, so that the list counts on."""
    lines = list(body.lines)
    for span in spans(lines):
        above = next((line for line in reversed(lines[: span.first]) if not line.blank), None)
        below = next((line for line in lines[span.last + 1 :] if not line.blank), None)
        before, after = (_ITEM.match(line.text) if line else None for line in (above, below))
        if before and after and after["mark"] != "-" and _counts_on(before, after):
            width = len(_INDENT) * (len(before["indent"]) // len(_INDENT) + 1)
            for index in range(span.first, span.last + 1):
                lines[index] = Line(lines[index].number, " " * width + lines[index].text)
    return body.having(lines)


def _counts_on(before: re.Match[str], after: re.Match[str]) -> bool:
    within_item = len(before["indent"]) > len(after["indent"])
    return within_item or (before["mark"] != "-" and before["indent"] == after["indent"])


def _marked(text: str, open_lists: Sequence[_Level]) -> tuple[str, int, str] | None:
    """Give kind, ordinal and text of an item, None for other lines."""
    if match := _NUMBER.match(text):
        return "number", int(match["mark"]), match["text"]
    roman = _ROMAN.match(text)
    if roman and roman["mark"] in _ROMANS and _counts_as_roman(roman["mark"], open_lists):
        return "roman", _ROMANS[roman["mark"]], roman["text"]
    if match := _LETTER.match(text):
        return "letter", ord(match["mark"]) - ord("a") + 1, match["text"]
    if match := _BARE.match(text):
        return "bare", 0, match["text"]
    return None


def _counts_as_roman(mark: str, open_lists: Sequence[_Level]) -> bool:
    """Tell whether `i`, `v` or `x` is a Roman number and not a letter."""
    if len(mark) > 1:
        return True
    letter = ord(mark) - ord("a") + 1
    # As a letter, it follows the one before it.
    return not any(level.kind == "letter" and level.last == letter - 1 for level in open_lists)


def _enter(open_lists: list[_Level], kind: str, ordinal: int) -> int:
    """Close and open lists so that an item of this kind fits; give its depth."""
    for depth in range(len(open_lists) - 1, -1, -1):
        level = open_lists[depth]
        if level.kind != kind:
            continue
        restarts = ordinal == 1 and level.last >= 1 and kind != "bare"
        if restarts and level.announces and depth == len(open_lists) - 1:
            break  # the first item below one that announces a list
        goes_on = ordinal == level.last + 1 or kind in ("bare", "number") or depth == 0
        if goes_on or not any(other.kind == kind for other in open_lists[:depth]):
            del open_lists[depth + 1 :]
            level.last = ordinal
            return depth
    if kind == "number":
        open_lists.clear()
    open_lists.append(_Level(kind, ordinal))
    return len(open_lists) - 1


def _unmarked(open_lists: Sequence[_Level]) -> tuple[str, int]:
    """Give kind and ordinal of an item that lost its mark together with half of its bold.

    It goes on with the innermost list whose items begin in bold, as it does.
    """
    like = next((level for level in reversed(open_lists) if level.leads), None)
    return (like.kind, like.last + 1) if like else ("bare", 0)


def bold(text: str) -> str:
    """Give bold text back the half of its signs that it has lost."""
    outside = _CODE.sub("", text)
    if outside.count("**") % 2 == 0:
        return text
    match = _HALF_BOLD.match(text)
    if match and "**" in outside:
        return f"**{match['lead'].strip()}**{match['rest']}"
    position = text.rfind("**")
    return text[:position] + text[position + 2 :]


def _loosened(lines: Sequence[Line], inside: Sequence[bool]) -> Iterator[Line]:
    """Put blank lines around lists, and drop those within them."""
    previous = ""
    for index, line in enumerate(lines):
        item = not inside[index] and bool(_ITEM.match(line.text))
        following = next((other for other in lines[index + 1 :] if not other.blank), None)
        within_list = previous == "item" and following and _ITEM.match(following.text)
        if line.blank and within_list and not inside[index]:
            continue
        if item and previous == "text":
            yield Line(line.number, "")
        if not item and not line.blank and previous == "item":
            yield Line(line.number, "")
        yield line
        previous = "item" if item else ("" if line.blank else "text")
