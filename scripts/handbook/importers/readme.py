"""Reads a Markdown list of questions from a repository, now and then scraped from its page."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise, zip_longest

from handbook.importers import choices, copied, fences, paragraphs, unfenced
from handbook.importers.markdown_lists import (
    Form,
    Mark,
    folded,
    folds_answer,
    is_fold,
    main_form,
    marks,
)
from handbook.importers.notes import Line, Reading
from handbook.importers.page import contents, is_ad, noise, unfilled, unruled
from handbook.importers.scribe import Scribe
from handbook.importers.titled import with_titled
from handbook.importers.wording import asked, asks, depends, labeled, numbered
from handbook.likeness import normalized

NAME = "readme"

_FEWEST_WORDS = 3  # of a question in a fold
_LEAD_IN = re.compile(
    r"^\W{0,9}(?:here(?:[’']s| is| are)|below (?:is|are)|the following is)"
    r"(?: (?:an?|the|some|simple|basic|quick|short|full|complete|python|code|example|sample|snippet"
    r"|implementation|codes|examples|snippets|of|for|how|it|looks|this|in|works)){1,9}:\W{0,9}$",
    re.IGNORECASE,
)
_ANSWER = re.compile(
    r"^\s{0,99}(?:[-*+] )?\*{0,3}(?:A|Ans|Answer|Solution)\s{0,9}[:.]?\*{0,3}\s*(?P<rest>.*)$"
)


def score(lines: Sequence[Line]) -> tuple[float, str]:
    """Tell how well a file fits, 0 to 1, and what speaks for it."""
    found = _marks(lines, fences.within(lines))
    best = main_form(found)
    if best is None:
        return 0.0, "no heading, bold paragraph or folded section that is a question"
    count = sum((mark.form, mark.level) == best and mark.is_question for mark in found)
    basis = f"{count} questions as {best[0]}"
    if best[0] in (Form.ITEM, Form.BULLET):
        return 0.5, basis
    return min(0.9, 0.6 + 0.1 * count), basis


@dataclass(frozen=True)
class _Plan:
    """Where questions begin and answers end: marks by the index of their first line."""

    questions: dict[int, Mark]
    ends: dict[int, Mark]
    inside: Sequence[bool]


def read(lines: Sequence[Line]) -> Reading:
    """Read the notes.

    Args:
        lines: the whole file

    Returns:
        an entry for each question in the form that most have; what a page puts around them is
        noise

    """
    scribe = Scribe()
    plan = _plan(lines)
    known = {normalized(asked(mark.text).wording) for mark in plan.questions.values()}
    listed = contents(lines, min(plan.questions, default=0))
    indent = index = 0
    while index < len(lines):
        if mark := plan.questions.get(index):
            _ask(scribe, mark, lines)
            indent, index = _indent_below(mark, lines), mark.last
        elif index in listed:
            scribe.drop("table of contents", lines[index])
        elif (end := plan.ends.get(index)) and not plan.inside[index]:
            _end(scribe, end, lines)
            index = end.last
        elif plan.inside[index]:
            scribe.answer(_dedented(lines[index], indent))
        else:
            _take(scribe, lines, index, indent, known)
        index += 1
    return scribe.reading(_STEPS)


def _marks(lines: Sequence[Line], inside: Sequence[bool]) -> list[Mark]:
    return with_titled(marks(lines, inside), lines, inside)


def _plan(lines: Sequence[Line]) -> _Plan:
    inside = fences.within(lines)
    found = _marks(lines, inside)
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
    questions |= {mark.first: mark for mark in _of_other_form(found, best, lines)}
    questions |= {mark.first: mark for mark in _of_other_level(found, best, lines, questions)}
    if best and best[0] is Form.SUMMARY:
        outside = folded(lines, inside, questions)
        questions |= {mark.first: mark for mark in same if not outside[mark.first]}
    for mark in _titles_of_folds(found, lines):
        questions.pop(mark.first, None)
    hidden = folded(lines, inside, questions)
    shown = [mark for mark in found if not hidden[mark.first]]
    return _Plan(questions, {end.first: end for end in _ends(shown, best, questions)}, inside)


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
        own = _has_text(mark, after.get(mark.first), lines)
        parts = answering and (counted or depends(asked(mark.text).wording))
        if mark.first in questions:
            answering = mark.level
        elif mark.titles or is_ad(mark.text):
            answering = 0
        elif _is_labeled(mark) or (own and _asks_elsewhere(mark, best[1]) and not parts):
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
    below = next((line for line in lines[mark.last + 1 :] if not line.blank), None)
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
    if _is_label(mark.text):
        return False
    if level:
        return mark.level <= level or is_ad(mark.text)
    # Where questions are no headings, headings are sections.
    return best is None or best[0] is not Form.BOLD or mark.level <= 3


def _ask(scribe: Scribe, mark: Mark, lines: Sequence[Line]) -> None:
    found = asked(mark.text)
    own = lines[mark.first : mark.last + 1]
    section = scribe.section
    scribe.section = asked(mark.title).wording or section
    scribe.ask(found.label, found.wording, own, found.given)
    scribe.section = section
    if depends(found.wording):
        scribe.doubt(own[0], "the question depends on the one before it")
    if mark.rest:
        scribe.answer(Line(own[-1].number, _unlabeled(mark.rest)))


def _end(scribe: Scribe, mark: Mark, lines: Sequence[Line]) -> None:
    own = lines[mark.first : mark.last + 1]
    scribe.end()
    if is_ad(mark.text):
        scribe.drop("advertisement", *own)
        return
    if mark.titles:
        scribe.drop("title of a question", *own)
        return
    scribe.section = asked(mark.text).wording
    scribe.drop("heading of a section", *own)


def _take(scribe: Scribe, lines: Sequence[Line], index: int, indent: int, known: set[str]) -> None:
    """Take a line of running text: as noise, or as part of an answer."""
    line = lines[index]
    reason = noise(line, known, answering=scribe.answering)
    if reason:
        scribe.drop(reason, line)
    elif _LEAD_IN.match(line.text) and _code_follows(lines, index):
        scribe.drop("lead-in to a sample", line)
    elif is_fold(line):
        _unfold(scribe, line)
    elif (label := _label(lines, index)) and not scribe.answered:
        _answer(scribe, line, label["rest"])
    else:
        scribe.answer(_dedented(line, indent))


def _code_follows(lines: Sequence[Line], index: int) -> bool:
    below = next((line for line in lines[index + 1 :] if not line.blank), None)
    return bool(below and below.text.lstrip().startswith(("```", "~~~")))


def _unfold(scribe: Scribe, line: Line) -> None:
    """Take the tags of a folded section off a line; what else it holds belongs to the answer."""
    text = re.sub(r"</?(?:details|summary)\b[^>]{0,300}>", " ", line.text, flags=re.IGNORECASE)
    bare = re.sub(r"<[^<>]+>", " ", text).strip()
    if not bare or folds_answer(bare):
        scribe.drop("tags that fold an answer", line)
    elif "<summary" in line.text.lower():
        scribe.answer(Line(line.number, f"**{bare}**"))
        scribe.mark("")
    else:
        scribe.answer(Line(line.number, text.strip()))


def _label(lines: Sequence[Line], index: int) -> re.Match[str] | None:
    """Match the label of an answer; `A.` above `B.` is an option of a choice."""
    text = lines[index].text
    below = next((line.text for line in lines[index + 1 :] if not line.blank), "")
    option = re.match(r"^[\s*+-]*A[.:]", text) and re.match(r"^[\s*+-]*B[.:]", below)
    return _ANSWER.match(text) if _is_label(text) and not option else None


def _is_label(text: str) -> bool:
    return bool(
        re.match(
            r"^\s{0,99}(?:[-*+] )?\*{0,3}(?:A|Ans|Answer|Solution)\s{0,9}"
            r"(?:[:.]\*{0,3}|\*{0,3}[:.]?\*{0,3}\s{0,99}$)",
            text,
        )
    )


def _answer(scribe: Scribe, line: Line, rest: str) -> None:
    if rest.strip(" *:"):
        scribe.answer(Line(line.number, rest))
    else:
        scribe.drop("label of the answer", line)


def _unlabeled(text: str) -> str:
    label = _ANSWER.match(text)
    return label["rest"] if label and _is_label(text) else text


def _indent_below(mark: Mark, lines: Sequence[Line]) -> int:
    """Give the spaces that an answer within an item of a list begins with."""
    below = next((line.text for line in lines[mark.last + 1 :] if not line.blank), "")
    indent = len(below) - len(below.lstrip(" ")) if mark.indent else 0
    # An item that is labeled as the answer holds all of it.
    return (
        indent + 2 if indent and below.lstrip()[:2] in ("- ", "* ") and _is_label(below) else indent
    )


def _dedented(line: Line, indent: int) -> Line:
    taken = min(indent, len(line.text) - len(line.text.lstrip(" ")))
    return Line(line.number, line.text[taken:]) if taken else line


_STEPS = (
    unruled,
    unfilled,
    fences.close,
    fences.placed,
    copied.fenced,
    unfenced.fenced,
    fences.samples,
    choices.answered,
    choices.lettered,
    paragraphs.split_lists,
)
