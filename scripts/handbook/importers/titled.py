"""Finds questions that are text, right below headings that only name what they are about."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from handbook.importers.markdown_lists import Form, Mark, main_form
from handbook.importers.notes import Line
from handbook.importers.wording import asked, asks, labeled, numbered

_MARKED = re.compile(r"^\s*(?:[-*+>|#<]|\d+[.)]|`{3}|~{3}|(?:A|Ans|Answer)\s?[:.])")
_BREAK = re.compile(r"(?:<br\s?/?>|\s)+$", re.IGNORECASE)
_MOST_LINES = 4
_LONGEST = 800  # characters
_NEAREST = 2  # lines below the heading: one may be blank
_FEWEST = 3  # that show a habit


def with_titled(found: Sequence[Mark], lines: Sequence[Line], inside: Sequence[bool]) -> list[Mark]:
    """Make titles of headings with the question right below, and questions of the text there.

    Args:
        found: the marks of a file
        lines: the file
        inside: which of them belong to code

    Returns:
        the marks, in their order

    """
    begins = {mark.first for mark in found}
    below: dict[int, Mark] = {}
    for mark in found:
        if _names(mark) and (question := _below(mark, lines, inside, begins)):
            below[mark.first] = question
    asking = {first: mark for first, mark in below.items() if mark.text.endswith("?")}
    best = main_form([*(mark for mark in found if mark.first not in asking), *asking.values()])
    level = best[1] if best and best[0] is Form.HEADING else 0
    habit = sum(mark.level == level for mark in asking.values()) >= _FEWEST
    result: list[Mark] = []
    for mark in found:
        question = below.get(mark.first) if habit else asking.get(mark.first)
        if question and (mark.level <= level or asks(mark.text)):
            result += [replace(mark, titles=True), replace(question, title=mark.text)]
        else:
            result.append(mark)
    return sorted(result, key=lambda mark: mark.first)


def _names(mark: Mark) -> bool:
    """Tell whether a heading may only name something."""
    counted = labeled(mark.text) or numbered(mark.text)
    return (
        mark.form is Form.HEADING
        and not mark.indent
        and not counted
        and not asked(mark.text).wording.endswith("?")
    )


def _below(
    mark: Mark, lines: Sequence[Line], inside: Sequence[bool], begins: set[int]
) -> Mark | None:
    """Give the question that is the text right below a heading, None for other text."""
    near = range(mark.last + 1, min(mark.last + 1 + _NEAREST, len(lines)))
    first = next((index for index in near if not lines[index].blank), None)
    if first is None:
        return None
    texts: list[str] = []
    for index in _paragraph(first, lines, inside, begins):
        texts.append(_BREAK.sub("", lines[index].text.strip()))
        text = " ".join(texts)
        if text.endswith("?") and len(text) <= _LONGEST:
            return Mark(Form.HEADING, first, index, text, mark.level)
    alone = len(texts) == 1 and asks(texts[0]) and len(texts[0]) <= _LONGEST
    return Mark(Form.HEADING, first, first, texts[0], mark.level) if alone else None


def _paragraph(
    first: int, lines: Sequence[Line], inside: Sequence[bool], begins: set[int]
) -> Iterator[int]:
    for index in range(first, min(first + _MOST_LINES, len(lines))):
        line = lines[index]
        if line.blank or inside[index] or index in begins or _MARKED.match(line.text):
            return
        yield index
