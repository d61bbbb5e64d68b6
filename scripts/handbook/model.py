"""The words of the handbook as types: immutable, and without any access to disk or processes."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import Protocol


class Kind(StrEnum):
    """What a question asks for."""

    CONCEPT = "concept"
    CODING = "coding"
    SCENARIO = "scenario"
    BEHAVIORAL = "behavioral"


class Level(StrEnum):
    """How far into the subject a question goes."""

    BASIC = "basic"
    INTERMEDIATE = "intermediate"
    ADVANCED = "advanced"


class Framework(StrEnum):
    """Which framework a question is about."""

    TENSORFLOW = "tensorflow"
    PYTORCH = "pytorch"
    BOTH = "both"
    GENERAL = "general"


class Status(StrEnum):
    """Whether a question is on the site, and how far it can be trusted."""

    PUBLISHED = "published"
    DRAFT = "draft"
    IMPORTED = "imported"


@dataclass(frozen=True, order=True)
class Place:
    """A line of a file; lines count from 1, as editors show them."""

    path: str
    line: int


class Permanent(Protocol):
    """What has an id that readers link to: a question, a category or a track."""

    @property
    def id(self) -> str:
        """Its name."""

    @property
    def place(self) -> Place:
        """Where it is declared."""

    @property
    def former_ids(self) -> tuple["Mention", ...]:
        """Names that it had before."""


@dataclass(frozen=True)
class Mention:
    """The id of something else, where it is mentioned."""

    id: str
    place: Place


@dataclass(frozen=True)
class Misconception:
    """A claim that is often made and wrong, with the right one."""

    claim: str
    correction: str
    true_form: str | None
    place: Place


@dataclass(frozen=True)
class Reference:
    """Where a reader can go on."""

    title: str
    url: str
    place: Place


@dataclass(frozen=True)
class Sample:
    """A Python block of an answer; `output` is the block directly after it, None without one."""

    code: str
    output: str | None
    output_line: int | None
    not_run: str | None
    legacy: bool
    warns: bool
    place: Place


@dataclass(frozen=True)
class Answer:
    """The Markdown of an answer, split at `<!-- more -->`, and its samples in their order."""

    short: str
    long: str
    samples: tuple[Sample, ...] = ()


@dataclass(frozen=True)
class Translation:
    """A question and its answer in another language; `language` is a BCP 47 tag."""

    language: str
    wording: str
    translates: str
    answer: Answer
    place: Place


@dataclass(frozen=True)
class Question:
    """One interview question with everything that belongs to it: one source file.

    `answer_language` is a BCP 47 tag where the answer is in another language than its question.
    A question whose source file has structure problems holds what could be read of it; it serves
    to resolve links to it and is never rendered.
    """

    id: str
    category: str
    wording: str
    place: Place
    kind: Kind = Kind.CONCEPT
    level: Level = Level.BASIC
    framework: Framework = Framework.GENERAL
    status: Status = Status.PUBLISHED
    added: date = date.min
    revised: date | None = None
    also_asked: tuple[str, ...] = ()
    related: tuple[Mention, ...] = ()
    links: tuple[Mention, ...] = ()
    misconceptions: tuple[Misconception, ...] = ()
    references: tuple[Reference, ...] = ()
    former_ids: tuple[Mention, ...] = ()
    distinct_from: tuple[Mention, ...] = ()
    duplicate_of: Mention | None = None
    answer: Answer = field(default_factory=lambda: Answer("", ""))
    answer_language: str | None = None
    translations: tuple[Translation, ...] = ()

    @property
    def on_site(self) -> bool:
        """Whether readers see it."""
        return self.status is not Status.DRAFT

    @property
    def changed(self) -> date:
        """The day of its last real change."""
        return self.revised or self.added


@dataclass(frozen=True)
class Category:
    """The folder that questions live in."""

    id: str
    title: str
    scope: str
    place: Place
    former_ids: tuple[Mention, ...] = ()


@dataclass(frozen=True)
class CategoryGroup:
    """Categories that stand together in the navigation."""

    title: str
    categories: tuple[Category, ...]


@dataclass(frozen=True)
class TrackGroup:
    """A stretch of a track; a track without groups has one with an empty title."""

    title: str
    questions: tuple[Mention, ...]


@dataclass(frozen=True)
class Track:
    """An ordered list of questions for one purpose; `order` says why it is in this order."""

    id: str
    title: str
    audience: str
    groups: tuple[TrackGroup, ...]
    place: Place
    former_ids: tuple[Mention, ...] = ()
    order: str | None = None

    def mentions(self) -> Iterator[Mention]:
        """All questions of the track, in order."""
        for group in self.groups:
            yield from group.questions


@dataclass(frozen=True)
class Lock:
    """Every id that was ever published, with its line in `ids.lock`; `retired` with the reason."""

    path: str
    questions: Mapping[str, int] = field(default_factory=dict)
    categories: Mapping[str, int] = field(default_factory=dict)
    tracks: Mapping[str, int] = field(default_factory=dict)
    retired: Mapping[str, tuple[str, int]] = field(default_factory=dict)


@dataclass(frozen=True)
class Record:
    """What is known of a sample's last good run.

    Attributes:
        hash: of everything that the run depends on
        ran_on: the framework with its version, empty for plain Python
        python: the version of Python
        date: the day of the run
        line: its line in `verified.json`

    """

    hash: str
    ran_on: str
    python: str
    date: str
    line: int = field(default=0, compare=False)


@dataclass(frozen=True)
class Pins:
    """What one environment of samples holds: `name==version`, sorted."""

    lines: tuple[str, ...] = ()

    def version(self, package: str) -> str:
        """Give a pinned version without its local part, empty for a package that is not pinned."""
        for line in self.lines:
            name, _, version = line.partition("==")
            if name.lower() == package:
                return version.partition("+")[0]
        return ""


@dataclass(frozen=True)
class Handbook:
    """Everything that the source says, parsed; `records` by key, `pins` by environment."""

    questions: tuple[Question, ...]
    groups: tuple[CategoryGroup, ...]
    tracks: tuple[Track, ...]
    lock: Lock
    records: Mapping[str, Record] = field(default_factory=dict)
    pins: Mapping[str, Pins] = field(default_factory=dict)

    @property
    def categories(self) -> tuple[Category, ...]:
        """All categories, in their order."""
        return tuple(category for group in self.groups for category in group.categories)

    @property
    def shown(self) -> "Handbook":
        """The same without the categories that have no question on the site."""
        used = {question.category for question in self.questions if question.on_site}
        kept = (
            CategoryGroup(group.title, tuple(c for c in group.categories if c.id in used))
            for group in self.groups
        )
        return replace(self, groups=tuple(group for group in kept if group.categories))
