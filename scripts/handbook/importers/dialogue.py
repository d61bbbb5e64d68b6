"""Reads a saved chat: `Q:` and `A:`, or speakers, now and then a question without either."""

import re
from collections.abc import Iterator, Sequence

from handbook.importers import choices, copied, fences, paragraphs, unfenced
from handbook.importers.notes import Line, Reading
from handbook.importers.page import unruled
from handbook.importers.scribe import Scribe
from handbook.importers.stamped import unstamped
from handbook.importers.voices import SPEAKERS, Voices, said, voices
from handbook.importers.wording import asked, asks, depends

NAME = "dialogue"

_THOUGHT = re.compile(
    r"^\W*(?:thought|reasoned) (?:for|about \S.*\bfor) (?:a couple of|a few|\d+) ?"
    r"(?:s|m|seconds?|minutes?)\b(?: \d+ ?s(?:econds?)?)?\W*$",
    re.IGNORECASE,
)
_TITLE = re.compile(r"^#{1,6}\s+\S")
# What is no running text: items, tables, options, headings.
_MARKED = re.compile(r"^\s*(?:[-*+>|#]|\d+[.)]|\(?[A-Ha-h][.):]\s|`{3}|~{3})")
_LETTER = re.compile(r"^\(?[A-Ha-h]\)?[.)]?$")
_LONGEST_QUESTION = 300  # characters of all lines of a question
_LONGEST = 160  # characters of a question without a prefix
_UNMARKED, _BARE = 0.6, 0.3  # answers without a mark; questions alone
_NAMED = 0.95  # whoever asks and answers has a name
STEPS = (
    unruled,
    fences.close,
    copied.fenced,
    unfenced.fenced,
    fences.samples,
    choices.answered,
    choices.lettered,
    paragraphs.split_lists,
)


def score(lines: Sequence[Line]) -> tuple[float, str]:
    """Tell how well a file fits, 0 to 1, and what speaks for it."""
    lines = unstamped(lines).lines
    who = voices(lines)
    questions = sum(bool(who.question.match(line.text)) for line in lines)
    answers = sum(bool(who.answer.match(line.text)) for line in lines)
    asking, answering = who.told
    basis = f"{questions} lines that begin with {asking}, {answers} with {answering}"
    if not questions:
        return 0.0, basis
    if not answers:
        others = sum(not line.blank for line in lines) - questions
        return (_UNMARKED if others >= questions else _BARE), basis
    share = min(questions, answers) / max(questions, answers)
    sure = share >= 0.5 and who is SPEAKERS and _set_off(lines, who)
    return (_NAMED if sure else 0.6 + 0.3 * share), basis


def _set_off(lines: Sequence[Line], who: Voices) -> bool:
    """Tell whether the names of both speakers are headings or bold, as programs save chats.

    Answers then hold headings that ask, which are no turns of anybody.
    """
    inside = fences.within(lines)
    shown = [line.text.lstrip() for i, line in enumerate(lines) if not inside[i]]
    named = [text for text in shown if text.startswith(("#", "**", "__"))]
    return all(any(v.match(text) for text in named) for v in (who.question, who.answer))


def read(lines: Sequence[Line]) -> Reading:
    """Read the notes.

    Args:
        lines: the whole file

    Returns:
        an entry for each turn of whoever asks, and for each question that stands above its answer
        without a mark

    """
    scribe = Scribe()
    log = unstamped(lines)
    lines = log.lines
    scribe.drop("who says it, and when", *log.marks)
    who = voices(lines)
    around = fences.outer(lines, who.question)
    scribe.drop(fences.AROUND, *around)
    _Talk(scribe, lines, who, around).take()
    return scribe.reading(STEPS)


class _Talk:
    """Takes down questions and answers in their turns; `around` are fences around the chat."""

    def __init__(
        self, scribe: Scribe, lines: Sequence[Line], who: Voices, around: Sequence[Line]
    ) -> None:
        self.scribe = scribe
        self.ends = {line.number for line in around[1::2]}
        kept = {line.number for line in around}
        # The fences hide no line's neighbors: in their place is nothing.
        self.lines = [Line(line.number, "") if line.number in kept else line for line in lines]
        self.who = who
        self.inside = fences.within(self.lines)

    def take(self) -> None:
        """Take all lines."""
        index = 0
        while index < len(self.lines):
            index = self._take(index) + 1

    def _take(self, index: int) -> int:
        """Take a line, and those that go on with its question; give the index of the last."""
        scribe, line = self.scribe, self.lines[index]
        if line.number in self.ends:
            scribe.end()
        elif not self.inside[index] and _THOUGHT.match(line.text):
            scribe.drop("how long a machine thought", line)
        elif self.inside[index]:
            scribe.answer(line)
        elif match := self.who.question.match(line.text):
            return self._ask(index, said(match), match.groupdict().get("number") or "")
        elif (match := self.who.answer.match(line.text)) and scribe.answering:
            self._answer(said(match), line)
        elif _stands_alone(self.lines, self.inside, index) and scribe.answered:
            _ask(scribe, line.text, [line])
        elif _TITLE.match(line.text) and (not scribe.answering or self._asked_below(index)):
            scribe.section = line.text.strip("# ")
            scribe.drop("title", line)
            scribe.end()
        else:
            scribe.answer(line)
        return index

    def _asked_below(self, index: int) -> bool:
        """Tell whether a question follows a heading, and no answer with text of its own."""
        further = (line for line in self.lines[index + 1 :] if not line.blank)
        below = next((line for line in further if not _TITLE.match(line.text)), None)
        return below is not None and bool(self.who.question.match(below.text))

    def _ask(self, index: int, text: str, number: str) -> int:
        """Take a question; it may stand below its mark, and go on to the mark of its answer."""
        below = self._to_answer(index)
        if not below and not text:
            below = list(self._paragraph(index))
        asking = [self.lines[index], *(self.lines[each] for each in below)]
        wording = " ".join([text, *(line.text for line in asking[1:])])
        _ask(self.scribe, wording, asking, number)
        return below[-1] if below else index

    def _to_answer(self, index: int) -> list[int]:
        """Give the indices of the lines down to the mark of an answer, if they are running text."""
        found: list[int] = []
        length = 0
        for below in range(index + 1, len(self.lines)):
            line = self.lines[below]
            if self.who.answer.match(line.text):
                return found
            length += len(line.text)
            plain = not self.inside[below] and not _MARKED.match(line.text)
            if not plain or length > _LONGEST_QUESTION or self._ends(line):
                break
            found += [] if line.blank else [below]
        return []

    def _paragraph(self, index: int) -> Iterator[int]:
        """Yield the indices of the paragraph below a line."""
        index += 1
        while index < len(self.lines) and self._is_blank(index):
            index += 1
        while index < len(self.lines) and not self.lines[index].blank:
            if self.inside[index] or self._ends(self.lines[index]):
                return
            yield index
            index += 1

    def _ends(self, line: Line) -> bool:
        marked = any(v.match(line.text) for v in (self.who.question, self.who.answer))
        return marked or line.number in self.ends

    def _is_blank(self, index: int) -> bool:
        line = self.lines[index]
        return line.blank and line.number not in self.ends

    def _answer(self, text: str, line: Line) -> None:
        if _LETTER.match(text):
            # It names one of the options above, which a lone letter would not.
            self.scribe.answer(Line(line.number, f"Answer: {text}"))
        elif text:
            self.scribe.answer(Line(line.number, text))
        else:
            self.scribe.drop("label of the answer", line)


def _ask(scribe: Scribe, text: str, lines: Sequence[Line], number: str = "") -> None:
    found = asked(text)
    # People end a spoken question without its mark.
    wording = found.wording
    scribe.ask(found.label or number, wording, lines, found.given)
    if depends(wording):
        scribe.doubt(lines[0], "the question depends on the one before it")


def _stands_alone(lines: Sequence[Line], inside: Sequence[bool], index: int) -> bool:
    """Tell whether a line without a prefix is a question above its answer: two lines, one block."""
    line = lines[index]
    begins = index == 0 or lines[index - 1].blank
    goes_on = index + 1 < len(lines) and not lines[index + 1].blank and not inside[index + 1]
    fits = line.text.rstrip().endswith(("?", "？")) and len(line.text) <= _LONGEST
    return begins and goes_on and fits and line.text[:1].isalnum() and asks(line.text)
