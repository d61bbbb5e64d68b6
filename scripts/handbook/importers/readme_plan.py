"""Tells which marks of a Markdown file are its questions, and where their answers end."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, zip_longest

from handbook.importers import fences
from handbook.importers.bullets import with_bullets
from handbook.importers.markdown_lists import (
    Form,
    Mark,
    folded,
    folds_answer,
    is_fold,
    main_form,
    marks,
)
from handbook.importers.notes import Line
from handbook.importers.page import is_ad
from handbook.importers.plain import with_plain
from handbook.importers.titled import with_titled
from handbook.importers.wording import asked, asks, depends, labeled, numbered

# The label of an answer, with what stands before it: a heading's marks, an item's, a sign.
ANSWER = (
    r"\s{0,99}(?:#{1,6}\s{1,9})?(?:[-*+] )?[^\w\s`<>|\[\]()#*:.+-]{0,3}\s?[*_]{0,3}"
    r"(?:(?:Sample|Strong|Model|Suggested|Expected|Ideal|Short)\s)?"
    r"(?:(?i:answer|ans|solution|respuesta|resposta|risposta|r[eé]ponse|antwort|ответ)|A"
    r"|答案|回答|解答|答|정답)(?![^\W_])\s{0,9}"
)
_FEWEST_WORDS = 3  # of a question in a fold


@dataclass(frozen=True)
class Plan:
    """Where questions begin and answers end: marks by the index of their first line."""

    questions: dict[int, Mark]
    ends: dict[int, Mark]
    inside: Sequence[bool]


def all_marks(lines: Sequence[Line], inside: Sequence[bool]) -> list[Mark]:
    """Find all places where a question may begin, also those below a title."""
    found = with_titled(with_bullets(marks(lines, inside)), lines, inside)
    return with_plain(_with_answered(found, lines, inside), lines, inside)


def _with_answered(
    found: Sequence[Mark], lines: Sequence[Line], inside: Sequence[bool]
) -> list[Mark]:
    """Make questions of headings that ask nothing, and have what is marked as an answer below."""
    heads = [mark for mark in found if mark.form is Form.HEADING and not is_label(mark.text)]
    ends = {mark.first: after.first for mark, after in pairwise(heads)}
    counted = {
        mark.first
        for mark in heads
        if not (mark.titles or mark.indent or mark.is_question)
        and any(
            not inside[index] and _marks_answer(lines[index])
            for index in range(mark.last + 1, ends.get(mark.first, len(lines)))
        )
    }
    return [replace(mark, counted=mark.counted or mark.first in counted) for mark in found]


def _marks_answer(line: Line) -> bool:
    """Tell whether a line folds an answer, or is its label; `A.` may be an option."""
    if is_fold(line):
        return folds_answer(" ".join(re.sub(r"<[^<>]*>", " ", line.text).split()))
    return is_label(line.text) and not re.match(r"[\s#*_-]*A\W", line.text)


def plan(lines: Sequence[Line]) -> Plan:
    """Find the questions of a file in the form that most have, and what ends their answers."""
    inside = fences.within(lines)
    found = all_marks(lines, inside)
    best = main_form(found)
    same = [mark for mark in found if (mark.form, mark.level) == best]
    counted = sum(numbered(mark.text) for mark in same) * 2 > len(same)
    questions = {
        mark.first: mark
        for mark in same
        if mark.is_question
        and not is_ad(mark.text)
        and (numbered(mark.text) or not counted or mark.text.endswith("?"))
    }
    if best and best[0] is Form.ITEM:
        questions |= {mark.first: mark for mark in _between(same)}
    questions |= {mark.first: mark for mark in _of_other_form(found, best, lines)}
    questions |= {mark.first: mark for mark in _of_other_level(found, best, lines, questions)}
    if best and best[0] is Form.SUMMARY:
        outside = folded(lines, inside, questions)
        questions |= {mark.first: mark for mark in same if not outside[mark.first]}
    for mark in _titles_of_folds(found, lines):
        questions.pop(mark.first, None)
    hidden = folded(lines, inside, questions)
    shown = [mark for mark in found if not hidden[mark.first]]
    return Plan(questions, {end.first: end for end in _ends(shown, best, questions)}, inside)


def _ends(
    found: Sequence[Mark], best: tuple[Form, int] | None, questions: dict[int, Mark]
) -> Iterator[Mark]:
    """Yield the headings that end an answer: those that are not below that of its question."""
    usual = level = best[1] if best else 0
    for mark in found:
        if mark.first in questions:
            level = mark.level if usual and mark.form is Form.HEADING else usual
        elif _is_end(mark, level, best, questions):
            level = usual
            yield mark


def _between(items: Sequence[Mark]) -> Iterator[Mark]:
    """Yield items that ask nothing themselves, with questions of the next numbers on both sides."""
    labels = [asked(mark.text).label for mark in items]
    numbers = [int(label) if label.isdecimal() else 0 for label in labels]
    counted = list(zip(items, numbers, strict=True))
    for (above, first), (mark, number), (below, last) in zip(
        counted, counted[1:], counted[2:], strict=False
    ):
        if (first + 1, last - 1) == (number, number) and above.is_question and below.is_question:
            yield mark


def _of_other_form(
    found: Sequence[Mark], best: tuple[Form, int] | None, lines: Sequence[Line]
) -> Iterator[Mark]:
    """Yield questions in folds among those that are headings, and the other way round."""
    form = best[0] if best else None
    for mark, after in zip_longest(found, found[1:]):
        if not (mark.text.endswith("?") or _is_labeled(mark)) or is_ad(mark.text):
            continue
        folds = mark.form is Form.SUMMARY and len(mark.text.split()) >= _FEWEST_WORDS
        heads = mark.form is Form.HEADING and not mark.indent and _has_text(mark, after, lines)
        if (form is Form.HEADING and folds) or (form is Form.SUMMARY and heads):
            yield mark


def _of_other_level(
    found: Sequence[Mark],
    best: tuple[Form, int] | None,
    lines: Sequence[Line],
    questions: Collection[int],
) -> Iterator[Mark]:
    """Yield questions whose headings have another level than most.

    One that is marked as a question is taken anywhere, one that only has a question mark where it
    does not look like a part of an answer, or like a title.
    """
    if not best or best[0] is not Form.HEADING:
        return
    heads = [mark for mark in found if mark.form is Form.HEADING and not mark.indent]
    counted = sum(numbered(h.text) for h in heads if h.first in questions) * 2 > len(questions)
    after = {mark.first: following for mark, following in pairwise(found)}
    answering = 0  # level of the question that is being answered
    for mark in heads:
        parts = answering and (counted or depends(asked(mark.text).wording))
        if mark.first in questions:
            answering = mark.level
        elif mark.titles or is_ad(mark.text):
            answering = 0
        elif _is_labeled(mark) or (
            _asks_elsewhere(mark, best[1])
            and not parts
            and _has_text(mark, after.get(mark.first), lines)
        ):
            answering = mark.level
            yield mark
        elif mark.level <= answering:
            answering = 0


def _is_labeled(mark: Mark) -> bool:
    return labeled(mark.text) and mark.is_question


def _asks_elsewhere(mark: Mark, level: int) -> bool:
    """Tell whether a heading asks, though not at the level of most; a title of a file does not."""
    title = mark.level == 1 and level > 1 and not numbered(mark.text)
    return asks(mark.text) and "?" in mark.text and not title


def _has_text(mark: Mark, after: Mark | None, lines: Sequence[Line]) -> bool:
    """Tell whether text stands below a heading, and not at once the next mark or a fold."""
    further = (lines[index] for index in range(mark.last + 1, len(lines)))
    below = next((line for line in further if not line.blank), None)
    reached = below is None or (after is not None and below.number > lines[after.first].number - 1)
    return not reached and below is not None and not is_fold(below)


def _titles_of_folds(found: Sequence[Mark], lines: Sequence[Line]) -> Iterator[Mark]:
    """Yield headings without a number with a folded question directly below: they are titles."""
    for mark, after in pairwise(found):
        folds = after.form is Form.SUMMARY and after.text.endswith("?")
        between = all(line.blank for line in lines[mark.last + 1 : after.first])
        if mark.form is Form.HEADING and folds and between and not numbered(mark.text):
            yield mark


def _is_end(
    mark: Mark, level: int, best: tuple[Form, int] | None, questions: dict[int, Mark]
) -> bool:
    """Tell whether a heading ends the answer above it: not one of an answer's own headings."""
    if mark.form is not Form.HEADING or mark.first in questions or mark.indent:
        return False
    if is_label(mark.text):
        return False
    if level:
        return mark.level <= level or is_ad(mark.text)
    # Where questions are no headings, headings are sections.
    return best is None or best[0] is not Form.BOLD or mark.level <= 3


def is_label(text: str) -> bool:
    """Tell whether a line begins with what marks an answer: `A:`, `**Answer**`."""
    return bool(re.match(rf"^{ANSWER}[*_]{{0,3}}\s?(?:[:：.][*_]{{0,3}}|\s{{0,99}}$)", text))
