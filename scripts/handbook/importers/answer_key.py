"""Reads questions that are listed first, and answers that follow under the same numbers."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from handbook.importers import fences
from handbook.importers.notes import Line
from handbook.importers.scribe import Scribe
from handbook.importers.wording import asked, depends, unlinked
from handbook.likeness import normalized

_TITLE = re.compile(r"^ {0,3}(?P<hashes>#{1,6}\s+)?(?P<bold>\*{2})?(?P<text>[^#*|\s][^|]{0,79})$")
_ANSWERS = r"(?:answers?(?: key)?|solutions?|antworten|lösungen|答案|解答)"
_NAMES_ANSWERS = re.compile(rf"\b{_ANSWERS}\b|答案|解答", re.IGNORECASE)
_BEGINS_ANSWERS = re.compile(
    rf"^{_ANSWERS}(?:[\s\d.:：*–-]|to|for|key|questions?)*$", re.IGNORECASE
)
_BEGINS_QUESTIONS = re.compile(r"^(?:questions?|问题|题目)[\s\d–-]*$", re.IGNORECASE)
_QUESTIONS = re.compile(r"\bquestions?\b|问题|^题", re.IGNORECASE)
_COUNTED = re.compile(
    r"^ {0,3}(?:#{1,6}\s+)?\*{0,2}(?P<who>Q|Question|A|Ans|Answer)?\s?(?P<number>\d{1,4})"
    r"(?:[.):](?=\s|\*|[^\x00-\x7f])|[．、：）])\*{0,2}\s*(?P<text>\S.*)$",
    re.IGNORECASE,
)
_OPTION = re.compile(r"^\s*\(?[A-Ha-h][.):]\s+\S")
# A whole key on one line, or a part of it: `1. A  2. B  3. C`.
_ONE = r"(?P<number>\d{1,4})\s?[.):=-]\s?\(?(?P<letter>[A-Ha-h])\)?(?=[\s,;|]|$)"
_KEYED = re.compile(_ONE)
_ROW_OF_KEY = re.compile(
    rf"^\s*(?:{re.sub(r'[?]P<[a-z]+>', '?:', _ONE)}[\s,;|]*){{2,}}$", re.IGNORECASE
)
_LETTER = re.compile(r"^\(?[A-Ha-h]\)?[.)]?$")
_FEWEST = 2
_QUESTION, _ANSWER = "question", "answer"


@dataclass
class Item:
    """A question with the lines of its own and, once found, those of its answer.

    `context` holds what stands below the question in its list: options, a sample.
    """

    number: str
    line: Line
    text: str
    section: str
    context: list[Line] = field(default_factory=list)
    answer: list[Line] = field(default_factory=list)


@dataclass
class Key:
    """What a file was found to hold: its questions, titles, and lines that belong to none."""

    items: list[Item] = field(default_factory=list)
    titles: list[Line] = field(default_factory=list)
    rest: list[Line] = field(default_factory=list)
    waiting: int = 0  # most questions that were without an answer when the first answer came

    @property
    def answered(self) -> int:
        """How many questions have an answer."""
        return sum(bool(item.answer) for item in self.items)


def find(lines: Sequence[Line]) -> Key | None:
    """Pair questions and answers by their numbers; None where the file is no such list."""
    search = _Search()
    inside = fences.within(lines)
    for line, is_code in zip(lines, inside, strict=True):
        for each in _pieces(line):
            search.take(each, is_code=is_code)
    key = search.key
    context = (line for item in key.items for line in item.context)
    beside = sum(not line.blank and not _OPTION.match(line.text) for line in context)
    enough = key.answered >= _FEWEST and key.answered * 2 >= len(key.items)
    listed = key.waiting >= _FEWEST and beside <= 2 * len(key.items)
    return key if enough and listed and not search.repeated else None


def _pieces(line: Line) -> list[Line]:
    """Give the answers of a key that stand on one line as lines of their own."""
    if not _ROW_OF_KEY.match(line.text):
        return [line]
    found = _KEYED.finditer(line.text)
    return [Line(line.number, f"{each['number']}. {each['letter']}") for each in found]


class _Search:
    """Goes through the lines, and knows whether questions or answers are listed here."""

    def __init__(self) -> None:
        self.key = Key()
        self.open: dict[str, Item] = {}  # questions without an answer, by their numbers
        self.mode = ""
        self.section = ""
        self.level = 0  # of the heading above the answers
        self.asked = 0  # number of the last question
        self.last = 0  # number of the last answer
        self.target: list[Line] = self.key.rest
        self.repeated = False

    def take(self, line: Line, *, is_code: bool) -> None:
        """Take one line."""
        title = None if is_code else self._title(line)
        found = None if is_code or title else _COUNTED.match(line.text)
        if title:
            self._enter(line, *title)
        elif found and self._kind(found) == _QUESTION:
            self._ask(line, found)
        elif found and self._is_answer(found):
            self._answer(line, found)
        else:
            self.target.append(line)

    def _title(self, line: Line) -> tuple[str, int] | None:
        """Give text and level of a title; level 7 is that of one without a heading's marks."""
        found = _TITLE.match(line.text)
        if not found or _COUNTED.match(line.text):
            return None
        text = found["text"].strip(" #*:：")
        if found["hashes"]:
            return text, len(found["hashes"].strip())
        plain = found["bold"] or len(text.split()) <= 4
        named = _BEGINS_ANSWERS.match(text) or _BEGINS_QUESTIONS.match(text)
        return (text, 7) if plain and named else None

    def _enter(self, line: Line, text: str, level: int) -> None:
        answers = bool(_NAMES_ANSWERS.search(text)) and not _QUESTIONS.search(
            _NAMES_ANSWERS.split(text)[0]
        )
        if self.mode == _ANSWER and not answers and level > self.level:
            self.target.append(line)  # a heading of an answer's own
            return
        above = [each for each in self.target if not each.blank][-1:]
        if above and above[0].text.startswith("#"):
            # A heading of the next list, which stood behind the last answer.
            self.key.titles.append(above[0])
            self.target.remove(above[0])
        self.mode = _ANSWER if answers else _QUESTION
        self.level, self.last = level, 0
        self.section = self.section if answers else text
        self.key.titles.append(line)
        self.target = self.key.rest

    def _kind(self, found: re.Match[str]) -> str:
        who = (found["who"] or "").lower()
        if who:
            return _QUESTION if who.startswith("q") else _ANSWER
        if self.mode == _ANSWER:
            return _ANSWER
        follows = not self.open or int(found["number"]) > self.asked
        return _QUESTION if follows else ""

    def _is_answer(self, found: re.Match[str]) -> bool:
        number = int(found["number"])
        named = bool(found["who"])
        known = str(number) in self.open
        return self._kind(found) == _ANSWER and known and (named or number > self.last)

    def _ask(self, line: Line, found: re.Match[str]) -> None:
        item = Item(found["number"], line, found["text"], self.section)
        self.key.items.append(item)
        self.asked = int(item.number)
        self.open[str(self.asked)] = item
        self.target = item.context

    def _answer(self, line: Line, found: re.Match[str]) -> None:
        self.key.waiting = max(self.key.waiting, len(self.open))
        self.last = int(found["number"])
        item = self.open.pop(str(self.last))
        # A table of contents is made of links to what it names.
        self.repeated |= normalized(unlinked(item.text)[0]) == normalized(found["text"])
        text = found["text"].strip()
        chosen = _LETTER.match(text) and any(_OPTION.match(each.text) for each in item.context)
        item.answer.append(Line(line.number, f"Answer: {text}" if chosen else found["text"]))
        self.target = item.answer


def take(scribe: Scribe, key: Key) -> None:
    """Take down what was found."""
    scribe.drop("title", *key.titles)
    for item in key.items:
        scribe.section = "" if _BEGINS_QUESTIONS.match(item.section) else item.section
        found = asked(item.text)
        scribe.ask(item.number, found.wording, [item.line], found.given)
        if depends(found.wording):
            scribe.doubt(item.line, "the question depends on the one before it")
        scribe.answer(*item.context, Line(item.line.number, ""), *_dedented(item.answer))
    scribe.end()
    scribe.leave("belongs to no question of the list", *key.rest)


def _dedented(lines: Sequence[Line]) -> Iterator[Line]:
    """Take off the spaces that put lines below the number of their answer."""
    indents = [len(x.text) - len(x.text.lstrip(" ")) for x in lines[1:] if not x.blank]
    indent = min(indents, default=0)
    yield from lines[:1]
    yield from (Line(line.number, line.text[indent:]) for line in lines[1:])
