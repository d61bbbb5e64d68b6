"""Reads a saved chat: `Q:` and `A:`, now and then a question without either."""

import re
from collections.abc import Sequence

from handbook.importers import choices, fences, paragraphs
from handbook.importers.notes import Line, Reading
from handbook.importers.scribe import Scribe
from handbook.importers.wording import asked, asks, depends

NAME = "dialogue"

QUESTION = re.compile(r"^\s{0,3}\**(?:Q|Question)\s*\d*\s*[:：]\**\s*(?P<text>.*)$", re.IGNORECASE)
ANSWER = re.compile(r"^\s{0,3}\**(?:A|Ans|Answer)\s*[:：]\**\s*(?P<text>.*)$", re.IGNORECASE)
_TITLE = re.compile(r"^#{1,6}\s+\S")
_LONGEST = 160  # characters of a question without a prefix
_UNMARKED, _BARE = 0.6, 0.3  # answers without a mark; questions alone
STEPS = (
    fences.close,
    fences.samples,
    choices.answered,
    choices.lettered,
    paragraphs.split_lists,
)


def score(lines: Sequence[Line]) -> tuple[float, str]:
    """Tell how well a file fits, 0 to 1, and what speaks for it."""
    questions = sum(bool(QUESTION.match(line.text)) for line in lines)
    answers = sum(bool(ANSWER.match(line.text)) for line in lines)
    basis = f"{questions} lines that begin with 'Q:', {answers} with 'A:'"
    if not questions:
        return 0.0, basis
    if not answers:
        others = sum(not line.blank for line in lines) - questions
        return (_UNMARKED if others >= questions else _BARE), basis
    return 0.6 + 0.3 * min(questions, answers) / max(questions, answers), basis


def read(lines: Sequence[Line]) -> Reading:
    """Read the notes.

    Args:
        lines: the whole file

    Returns:
        an entry for each `Q:`, and for each question that stands above its answer without it

    """
    scribe = Scribe()
    around = fences.outer(lines, QUESTION)
    scribe.drop("fence around the whole file", *around)
    kept = [line for line in lines if line not in around]
    talk(scribe, kept)
    return scribe.reading(STEPS)


def talk(scribe: Scribe, lines: Sequence[Line]) -> None:
    """Take down questions and answers in their turns."""
    inside = fences.within(lines)
    for index, line in enumerate(lines):
        if inside[index]:
            scribe.answer(line)
        elif match := QUESTION.match(line.text):
            _ask(scribe, match["text"], line)
        elif (match := ANSWER.match(line.text)) and scribe.answering:
            _answer(scribe, match["text"], line)
        elif _stands_alone(lines, inside, index) and scribe.answered:
            _ask(scribe, line.text, line)
        elif _TITLE.match(line.text) and not scribe.answering:
            scribe.section = line.text.strip("# ")
            scribe.drop("title", line)
        else:
            scribe.answer(line)


def _ask(scribe: Scribe, text: str, line: Line) -> None:
    found = asked(text)
    # People end a spoken question without its mark.
    wording = found.wording
    scribe.ask(found.label, wording, [line], found.given)
    if depends(wording):
        scribe.doubt(line, "the question depends on the one before it")


def _answer(scribe: Scribe, text: str, line: Line) -> None:
    scribe.answer(Line(line.number, text))


def _stands_alone(lines: Sequence[Line], inside: Sequence[bool], index: int) -> bool:
    """Tell whether a line without a prefix is a question above its answer: two lines, one block."""
    line = lines[index]
    begins = index == 0 or lines[index - 1].blank
    goes_on = index + 1 < len(lines) and not lines[index + 1].blank and not inside[index + 1]
    fits = line.text.rstrip().endswith("?") and len(line.text) <= _LONGEST
    return begins and goes_on and fits and line.text[:1].isalnum() and asks(line.text)
