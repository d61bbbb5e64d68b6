"""Reads a Markdown list of questions from a repository, now and then scraped from its page."""

import re
from collections.abc import Sequence

from handbook.importers import choices, copied, fences, paragraphs, unfenced
from handbook.importers.boxed import unboxed
from handbook.importers.markdown_lists import (
    Form,
    Mark,
    folds_answer,
    is_fold,
    main_form,
)
from handbook.importers.notes import Line, Reading
from handbook.importers.page import contents, is_ad, noise, unfilled, unruled
from handbook.importers.readme_plan import ANSWER, all_marks, is_label
from handbook.importers.readme_plan import plan as planned
from handbook.importers.scribe import Scribe
from handbook.importers.wording import asked, depends
from handbook.likeness import normalized
from handbook.problems import counted

NAME = "readme"

_LEAD_IN = re.compile(
    r"^\W{0,9}(?:here(?:[’']s| is| are)|below (?:is|are)|the following is)"
    r"(?: (?:an?|the|some|simple|basic|quick|short|full|complete|python|code|example|sample|snippet"
    r"|implementation|codes|examples|snippets|of|for|how|it|looks|this|in|works)){1,9}:\W{0,9}$",
    re.IGNORECASE,
)
_ANSWER = re.compile(rf"^{ANSWER}[*_]{{0,3}}\s?[:：.]?[*_]{{0,3}}\s*(?P<rest>.*)$")


def score(lines: Sequence[Line]) -> tuple[float, str]:
    """Tell how well a file fits, 0 to 1, and what speaks for it."""
    found = all_marks(lines, fences.within(lines))
    best = main_form(found)
    if best is None:
        return 0.0, "no heading, bold paragraph or folded section that is a question"
    count = sum((mark.form, mark.level) == best and mark.is_question for mark in found)
    basis = f"{counted(count, 'question')} as {best[0]}"
    if best[0] is Form.BULLET:
        return min(0.8, 0.45 + 0.03 * count), basis
    if best[0] in (Form.ITEM, Form.PARAGRAPH):
        return 0.5, basis
    return min(0.9, 0.6 + 0.1 * count), basis


def read(lines: Sequence[Line]) -> Reading:
    """Read the notes.

    Args:
        lines: the whole file

    Returns:
        an entry for each question in the form that most have; what a page puts around them is
        noise

    """
    scribe = Scribe()
    plan = planned(lines)
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
    return _ANSWER.match(text) if is_label(text) and not option else None


def _answer(scribe: Scribe, line: Line, rest: str) -> None:
    if rest.strip(" *_:"):
        scribe.answer(Line(line.number, rest))
    else:
        scribe.drop("label of the answer", line)


def _unlabeled(text: str) -> str:
    label = _ANSWER.match(text)
    return label["rest"] if label and is_label(text) else text


def _indent_below(mark: Mark, lines: Sequence[Line]) -> int:
    """Give the spaces that an answer within an item of a list begins with."""
    below = next((line.text for line in lines[mark.last + 1 :] if not line.blank), "")
    indent = len(below) - len(below.lstrip(" ")) if mark.indent else 0
    # An item that is labeled as the answer holds all of it.
    return (
        indent + 2 if indent and below.lstrip()[:2] in ("- ", "* ") and is_label(below) else indent
    )


def _dedented(line: Line, indent: int) -> Line:
    taken = min(indent, len(line.text) - len(line.text.lstrip(" ")))
    return Line(line.number, line.text[taken:]) if taken else line


_STEPS = (
    unruled,
    unboxed,
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
