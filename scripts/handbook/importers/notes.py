"""What is known of raw notes: their lines, what became of each, and the entries found in them."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

_LINE_END = re.compile(r"\r\n|\r|\n")
_KEY = re.compile(r"(?P<key>[A-Za-z_][\w-]*)\s*:(?:\s|$)")
_TITLE = re.compile(r"""(?:title|question)\s*:\s+(?P<quote>["']?)(?P<asked>.*\?)(?P=quote)\s*$""")
_BELOW_KEY = re.compile(r"\s*$|\s*- |\s+\S|#|\s*[\]}]")  # lists, texts of several lines, comments
_ASKING = frozenset({"q", "a", "question", "answer"})


class Fate(StrEnum):
    """What became of a line."""

    BLANK = "blank"
    QUESTION = "question"
    ANSWER = "answer"
    LEFTOVER = "leftover"
    NOISE = "noise"


@dataclass(frozen=True)
class Line:
    """A line of raw notes; lines count from 1, and a mended line keeps its number."""

    number: int
    text: str

    @property
    def blank(self) -> bool:
        """Whether it holds nothing that can be seen."""
        return not self.text.strip()


@dataclass(frozen=True)
class Repair:
    """What was mended, from which line on; `lost` is text that is not in the answer any more."""

    line: int
    what: str
    lost: str = ""

    def __str__(self) -> str:
        lost = f": {self.lost}" if self.lost else ""
        return f"line {self.line}: {self.what}{lost}"


@dataclass(frozen=True)
class Doubt:
    """What somebody has to look at, and where."""

    line: int
    what: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.what}"


@dataclass(frozen=True)
class Entry:
    """A question as it stands in raw notes.

    Attributes:
        label: how the notes count it, `3` or `Kettle Care 3`
        wording: the question, as Markdown
        asked: numbers of the lines that hold the question
        answered: numbers of the lines that hold its answer, without blank ones
        body: its answer as Markdown, mended line by line
        section: the heading above it, empty without one
        given: what the notes say themselves: category, level, tags
        lists: what they say in the handbook's own form: other wordings, misconceptions, references

    """

    label: str
    wording: str
    asked: tuple[int, ...]
    answered: tuple[int, ...] = ()
    body: tuple[Line, ...] = ()
    section: str = ""
    given: dict[str, str] = field(default_factory=dict)
    lists: dict[str, Any] = field(default_factory=dict)
    repairs: tuple[Repair, ...] = ()
    doubts: tuple[Doubt, ...] = ()

    @property
    def span(self) -> tuple[int, int]:
        """Its first and last line."""
        numbers = (*self.asked, *self.answered)
        return min(numbers), max(numbers)


@dataclass(frozen=True)
class Aside:
    """A line that belongs to no entry: a leftover or noise, and why."""

    line: Line
    fate: Fate
    reason: str


@dataclass(frozen=True)
class Bank:
    """Questions that the notes list in an order of their own: titles with labels of entries."""

    title: str
    groups: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True)
class Reading:
    """What a format's reader found in one file."""

    entries: tuple[Entry, ...]
    asides: tuple[Aside, ...]
    bank: Bank | None = None


def numbered(text: str) -> tuple[Line, ...]:
    """Split text into lines, whatever their ends; the end of the last line begins no further one.

    Only these three are line ends: what other programs break lines at stands within lines here.
    """
    pieces = _LINE_END.split(text.removeprefix("\ufeff"))
    if pieces and not pieces[-1]:
        pieces.pop()
    return tuple(Line(number, piece) for number, piece in enumerate(pieces, 1))


def without_front_matter(lines: Sequence[Line]) -> tuple[tuple[Line, ...], tuple[Aside, ...]]:
    """Take off what a Markdown file says of itself between two lines `---` at its start.

    What stands there is no question: it is dropped, and left over where it asks something.
    """
    head = _front_matter(lines)
    asks = any(line.text.rstrip(" \"'").endswith("?") for line in head)
    fate = Fate.LEFTOVER if asks else Fate.NOISE
    asides = tuple(Aside(line, fate, "front matter") for line in head if not line.blank)
    return tuple(lines[len(head) :]), asides


def _front_matter(lines: Sequence[Line]) -> Sequence[Line]:
    """Give the lines of the front matter, none where the first lines are something else.

    A rule can open notes too, and `Q: What is it?` looks like a key.
    """
    if not lines or lines[0].text.rstrip() != "---":
        return ()
    ends = (i for i, line in enumerate(lines) if i and line.text.rstrip() in ("---", "..."))
    end = next(ends, 0)
    inner = [line.text for line in lines[1:end]]
    keys = {found["key"].lower() for text in inner if (found := _KEY.match(text))}
    fits = all(_KEY.match(text) or _BELOW_KEY.match(text) for text in inner)
    return lines[: end + 1] if fits and keys - _ASKING else ()


def asked_above(head: Sequence[Aside]) -> Line | None:
    """Give the question that front matter holds as the title of its file, as a heading."""
    found = (_TITLE.match(aside.line.text) for aside in head)
    titles = zip(head, found, strict=True)
    return next((Line(a.line.number, f"## {title['asked']}") for a, title in titles if title), None)


def trimmed(lines: Sequence[Line]) -> tuple[Line, ...]:
    """Drop blank lines at both ends."""
    kept = [index for index, line in enumerate(lines) if not line.blank]
    return tuple(lines[kept[0] : kept[-1] + 1]) if kept else ()


def numbers_of(lines: Iterable[Line]) -> tuple[int, ...]:
    """Give the numbers of the lines that are not blank."""
    return tuple(line.number for line in lines if not line.blank)
