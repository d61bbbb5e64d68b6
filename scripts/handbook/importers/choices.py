"""Reads multiple choice: ticked boxes become a list of options and the answer below it."""

import re

from handbook.importers.body import Body
from handbook.importers.fences import within
from handbook.importers.notes import Line

_OPTION = re.compile(r"^(?P<mark>\s*[-*+]\s+)\[(?P<tick>[ xX])\]\s+(?P<text>\S.*)$")
_FEWEST = 2


def answered(body: Body) -> Body:
    """Write each run of boxes as a list, and below it the options that are ticked."""
    inside = within(body.lines)
    result: list[Line] = []
    options: list[tuple[bool, str]] = []
    for index, line in enumerate(body.lines):
        option = None if inside[index] else _OPTION.match(line.text)
        if option:
            options.append((option["tick"] != " ", option["text"]))
            result.append(Line(line.number, option["mark"] + option["text"]))
        elif not line.blank:
            result += _told(options, result)
            options = []
            result.append(line)
        else:
            result.append(line)
    told = _told(options, result)
    changed = body.having([*result, *told])
    boxes = [line for line in body.lines if _OPTION.match(line.text)]
    return changed.repaired(boxes[0], "boxes of a choice written as a list") if boxes else changed


def _told(options: list[tuple[bool, str]], above: list[Line]) -> list[Line]:
    right = [text for ticked, text in options if ticked]
    if len(options) < _FEWEST or not right:
        return []
    number = above[-1].number
    texts = ("", f"**Answer:** {'; '.join(right)}", "")
    return [Line(number, text) for text in texts]
