"""Widens tables of raw notes whose rows have more cells than their head, which parsers drop."""

import re
from collections.abc import Sequence

from handbook.importers.notes import Line

_RULE = re.compile(r"\s*:?-+:?\s*")
_PIPE = re.compile(r"(?<!\\)\|")


def widened(lines: Sequence[Line]) -> list[Line]:
    """Give the head of each table as many cells as its widest row has."""
    result = list(lines)
    for index in range(1, len(lines)):
        rule, head = lines[index], lines[index - 1]
        if "|" in head.text and "|" in rule.text and _is_delimiter(rule.text):
            missing = _widest(lines, index + 1) - _cells(head.text)
            if missing > 0 and _cells(head.text) == _cells(rule.text):
                result[index - 1] = Line(head.number, _closed(head.text) + " |" * missing)
                result[index] = Line(rule.number, _closed(rule.text) + "---|" * missing)
    return result


def _is_delimiter(text: str) -> bool:
    """Tell whether a line is the rule below the head of a table."""
    bare = text.strip().removeprefix("|").removesuffix("|")
    return all(_RULE.fullmatch(cell) for cell in bare.split("|"))


def _cells(text: str) -> int:
    bare = text.strip()
    return len(_PIPE.findall(bare.removeprefix("|").removesuffix("|"))) + 1


def _closed(text: str) -> str:
    return text if text.rstrip().endswith("|") else f"{text} |"


def _widest(lines: Sequence[Line], start: int) -> int:
    widest = 0
    for line in lines[start:]:
        if line.blank or "|" not in line.text:
            break
        widest = max(widest, _cells(line.text))
    return widest
