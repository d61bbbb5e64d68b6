"""Finds questions that are text, right below headings that only name what they are about."""

import re
from collections.abc import Iterator, Mapping, Sequence
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
# What only counts a question, which stands below it.
_COUNTS = re.compile(
    r"^\W{0,9}(?:Q(?:uestion)?|Frage|Pregunta|Pergunta|Domanda|Вопрос|问题|题目?)"
    r"\s?[#№]?\s?(?P<number>\d{1,4})\W{0,9}$",
    re.IGNORECASE,
)


def with_titled(found: Sequence[Mark], lines: Sequence[Line], inside: Sequence[bool]) -> list[Mark]:
    """Make titles of headings with the question right below, and questions of the text there.

    Args:
        found: the marks of a file
        lines: the file
        inside: which of them belong to code

    Returns:
        the marks, in their order

    """
    found = _with_counted(found, lines, inside)
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


def _with_counted(
    found: Sequence[Mark], lines: Sequence[Line], inside: Sequence[bool]
) -> Sequence[Mark]:
    """Make a question of what stands right below a heading that only counts it."""
    by_first = {mark.first: mark for mark in found}
    for mark in found:
        counts = _COUNTS.match(mark.text) if mark.form is Form.HEADING else None
        first = None if not counts or mark.indent else _next(mark, lines)
        if counts and first is not None and (question := _at(first, by_first, lines, inside)):
            text = f"Question {counts['number']}: {question.text}"
            by_first[mark.first] = replace(mark, titles=True)
            by_first[first] = replace(question, form=Form.HEADING, text=text, level=mark.level)
    return sorted(by_first.values(), key=lambda mark: mark.first)


def _at(
    first: int, marks: Mapping[int, Mark], lines: Sequence[Line], inside: Sequence[bool]
) -> Mark | None:
    """Give what is asked at an index: a mark, or a paragraph; another count is no question."""
    known = marks.get(first)
    if known and known.form in (Form.HEADING, Form.BOLD):
        return None if _COUNTS.match(known.text) else known
    paragraph = [] if known else list(_paragraph(first, lines, inside, set(marks)))
    text = " ".join(_BREAK.sub("", lines[index].text.strip()) for index in paragraph)
    fits = paragraph and len(text) <= _LONGEST
    return Mark(Form.HEADING, first, paragraph[-1], text) if fits else None


def _next(mark: Mark, lines: Sequence[Line]) -> int | None:
    """Give the index of the line right below a mark, None where none is near."""
    near = range(mark.last + 1, min(mark.last + 1 + _NEAREST, len(lines)))
    return next((index for index in near if not lines[index].blank), None)


def _names(mark: Mark) -> bool:
    """Tell whether a heading may only name something."""
    counted = mark.titles or labeled(mark.text) or numbered(mark.text)
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
    first = _next(mark, lines)
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
