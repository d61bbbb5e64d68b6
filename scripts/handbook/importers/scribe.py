"""Collects what a format's reader finds while it goes through the lines of raw notes."""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from handbook.importers import formulas, paragraphs
from handbook.importers.body import Body, Step, mended
from handbook.importers.notes import (
    Aside,
    Bank,
    Entry,
    Fate,
    Line,
    Reading,
    Repair,
    numbers_of,
    trimmed,
)
from handbook.importers.printed import PAGE
from handbook.importers.wording import (
    plain_wording,
    unformatted,
    unlinked,
    with_answer,
    without_page,
)
from handbook.likeness import normalized
from handbook.schema import LONGEST_ANSWER

_LONGEST_WORDING = 1000  # characters; what is longer is no question
_MOST_ALIKE = 50  # questions that one is compared with
_BEGINNING = 3  # words that a question shares with its repetition at least
# Escaping makes text longer, though seldom by more than this.
_ROOM = 3 * LONGEST_ANSWER // 4


@dataclass
class _Open:
    label: str
    wording: str
    asked: list[Line]
    section: str
    given: dict[str, str]
    answer: list[Line] = field(default_factory=list)
    doubts: list[tuple[Line, str]] = field(default_factory=list)
    repairs: list[Repair] = field(default_factory=list)
    covered: list[Line] = field(default_factory=list)
    lists: dict[str, Any] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """The wording, for comparing; the number of its page is none of it."""
        return normalized(without_page(self.wording))

    def announces(self, other: "_Open") -> bool:
        """Tell whether another question is the same, or this one in full, where this one is cut."""
        ends = self.wording.rstrip().endswith(("?", "？"))
        number = self.label.rpartition(" ")[2]
        cut = not ends or (number and number == other.label.rpartition(" ")[2])
        long = len(self.key.split()) >= _BEGINNING
        return other.key == self.key or bool(cut and long and other.key.startswith(self.key))


class Scribe:
    """Takes down questions, the lines of their answers, noise, and what cannot be placed."""

    def __init__(self) -> None:
        self._entries: list[_Open] = []
        self._asides: list[Aside] = []
        self._closed = True
        self.section = ""

    @property
    def answering(self) -> bool:
        """Whether there is a question whose answer goes on."""
        return not self._closed

    @property
    def answered(self) -> bool:
        """Whether something of the last question's answer is there."""
        return bool(self._entries) and any(not line.blank for line in self._entries[-1].answer)

    def ask(
        self, label: str, wording: str, lines: Iterable[Line], given: Mapping[str, str] = {}
    ) -> None:
        """Begin an entry; `lines` are those that hold the question."""
        label = unicodedata.normalize("NFKC", label)
        self._entries.append(
            _Open(label, " ".join(wording.split()), list(lines), self.section, dict(given))
        )
        self._closed = False

    def asked_more(self, line: Line, text: str = "") -> None:
        """Let a line go on with the question, or repeat it."""
        self._entries[-1].asked.append(line)
        if text:
            self._entries[-1].wording += f" {text}"

    def give(self, key: str, value: str) -> None:
        """Note what the notes say themselves of the last question."""
        self._entries[-1].given[key] = value

    def answer(self, *lines: Line) -> None:
        """Take lines as the answer of the last question; without one, they are left over.

        Wherever a page was printed, its number is no part of anything.
        """
        self.drop("number of a page", *(line for line in lines if PAGE.match(line.text)))
        lines = tuple(line for line in lines if not PAGE.match(line.text))
        if self._closed:
            self.leave("stands before the first question, or after the end of an answer", *lines)
        else:
            self._entries[-1].answer += lines

    def merge_repeated(self, reason: str) -> None:
        """Drop each question without an answer that a later one repeats, maybe more fully."""
        later: dict[str, list[_Open]] = {}
        kept: list[_Open] = []
        for entry in reversed(self._entries):
            same = later.setdefault(" ".join(entry.key.split()[:_BEGINNING]), [])
            answered = any(not line.blank for line in entry.answer)
            if not answered and any(entry.announces(other) for other in same[-_MOST_ALIKE:]):
                self.drop(reason, *entry.asked)
                continue
            kept.append(entry)
            same += [entry] if answered else []
        self._entries = kept[::-1]

    def mark(self, *texts: str) -> None:
        """Put lines into the answer that the notes do not have: marks of code, blank lines."""
        answer = self._entries[-1].answer if not self._closed else []
        answer += [Line(answer[-1].number, text) for text in texts if answer]

    def add_lists(self, lists: Mapping[str, Any]) -> None:
        """Note what the last question has in the handbook's own form."""
        self._entries[-1].lists |= lists

    def cover(self, lines: Iterable[Line]) -> None:
        """Count lines as the answer's that hold it in another form."""
        self._entries[-1].covered += lines

    def doubt(self, line: Line, what: str) -> None:
        """Note that somebody has to look at the last question."""
        self._entries[-1].doubts.append((line, what))

    def mend(self, line: Line, what: str) -> None:
        """Note that something of the last question was mended."""
        self._entries[-1].repairs.append(Repair(line.number, what))

    def end(self) -> None:
        """End the last question's answer; what follows belongs to no question."""
        self._closed = True

    def drop(self, reason: str, *lines: Line) -> None:
        """Take lines as noise."""
        self._aside(Fate.NOISE, reason, lines)

    def leave(self, reason: str, *lines: Line) -> None:
        """Take lines as leftovers."""
        self._aside(Fate.LEFTOVER, reason, lines)

    def _aside(self, fate: Fate, reason: str, lines: Iterable[Line]) -> None:
        self._asides += [Aside(line, fate, reason) for line in lines if not line.blank]

    def reading(self, steps: Sequence[Step], bank: Bank | None = None) -> Reading:
        """Mend the answers and give everything that was taken down."""
        entries = tuple(self._entry(entry, steps) for entry in self._entries if self._fits(entry))
        return Reading(entries, tuple(self._asides), bank)

    def _fits(self, entry: _Open) -> bool:
        reason = ""
        wording = with_answer(entry.wording)[0] if not entry.answer else entry.wording
        if not plain_wording(entry.wording):
            reason = "a question without words"
        elif len(wording) > _LONGEST_WORDING:
            reason = f"longer than a question can be, {_LONGEST_WORDING} characters"
        if reason:
            self.leave(reason, *entry.asked, *entry.answer)
        return not reason

    def _entry(self, entry: _Open, steps: Sequence[Step]) -> Entry:
        lines = self._within_limit(entry.answer)
        body = Body(trimmed(lines), tuple(entry.repairs))
        asked_as, answer = entry.wording, ""
        if not body.lines:
            asked_as, answer = with_answer(asked_as)
        if answer:
            what = "answer on the line of its question taken off it"
            found = (Line(entry.asked[0].number, answer),)
            body = body.having(found).repaired(entry.asked[0], what)
        wording = unformatted(asked_as)
        if wording != asked_as:
            body = body.repaired(entry.asked[0], "HTML dropped from the question", asked_as)
        bare, links = unlinked(wording)
        for link in links if bare else ():
            body = body.repaired(entry.asked[0], "link taken off the question", link)
        wording = bare or wording
        for line, what in entry.doubts:
            body = body.doubted(line, what)
        body = mended(body, (formulas.written, paragraphs.signs, *steps))
        self._asides += [Aside(line, Fate.NOISE, why) for line, why in body.noise if not line.blank]
        noise = {line.number for line, _ in body.noise}
        asked = numbers_of(entry.asked)
        answered = {*numbers_of(lines), *numbers_of(entry.covered)} - noise - set(asked)
        return Entry(
            label=entry.label,
            wording=wording,
            asked=asked,
            answered=tuple(sorted(answered)),
            body=trimmed(body.lines),
            section=entry.section,
            given=entry.given,
            lists=entry.lists,
            repairs=body.repairs,
            doubts=body.doubts,
        )

    def _within_limit(self, lines: Sequence[Line]) -> list[Line]:
        """Leave what an answer has no room for."""
        size = 0
        for index, line in enumerate(lines):
            size += len(line.text) + 1
            if size > _ROOM:
                self.leave(
                    f"longer than an answer may be, {LONGEST_ANSWER} characters", *lines[index:]
                )
                return list(lines[:index])
        return list(lines)
