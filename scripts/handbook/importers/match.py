"""Decides what becomes of each entry: new, known, a further answer, or said twice."""

from collections import defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from rapidfuzz import fuzz

from handbook.checks.ids import well_formed
from handbook.importers.blocks import Rendered
from handbook.importers.existing import Known, by_wording
from handbook.importers.files import PIPED
from handbook.importers.ids import free, proposed
from handbook.importers.notes import Entry
from handbook.likeness import near_pairs, normalized

_SAME_ANSWER = 97.0  # of 100; what differs less is a typing error
_COMPARED = 4000  # characters of two answers
_TELLING = 4  # words of an answer that no other question has
MOST_NEAR = 2000  # pairs that are told; of thousands that are alike, all are too many
_MOST = 50  # answers to one question that another is compared with, letter by letter


class Fate(StrEnum):
    """What becomes of an entry."""

    QUESTION = "question"
    FURTHER_ANSWER = "further answer"
    REPEATED = "repeated"


@dataclass
class Incoming:
    """An entry on its way to a source file.

    Attributes:
        file: the notes, as reports name them
        entry: the question as the notes have it
        wording: the question as the front matter will have it
        rendered: its answer as the site will have it
        known: the source file that was imported from it before
        id: what it is called, empty for what is said twice
        of: the question that it repeats, or answers further
        language: what the questions of its notes are written in
        often: whether the notes ask other questions in the same words

    """

    file: str
    entry: Entry
    wording: str
    rendered: Rendered
    language: str = "en"
    often: bool = False
    known: Known | None = None
    id: str = ""
    fate: Fate = Fate.QUESTION
    of: "Incoming | Known | None" = None
    likeness: float = 100.0

    @property
    def key(self) -> str:
        """The wording, for comparing."""
        return normalized(self.wording)

    @property
    def answer(self) -> str:
        """The answer, for comparing."""
        return self.rendered.text

    @property
    def prose(self) -> str:
        """The answer without its code blocks."""
        blocks = (block for block in self.rendered.blocks if not block[0].startswith("```"))
        return "\n".join(line for block in blocks for line in block)

    @property
    def answered(self) -> bool:
        """Whether it has an answer."""
        return bool(self.rendered.blocks)


@dataclass(frozen=True)
class Near:
    """Two questions that are worded nearly alike, in the order in which they were met."""

    first: Incoming | Known
    second: Incoming | Known
    likeness: float


@dataclass
class _Register:
    """The ids that are taken, and the numbers that are, of ids with a number."""

    taken: set[str]
    tried: dict[str, int] = field(default_factory=dict)


def match(incoming: Sequence[Incoming], known: Sequence[Known], taken: Iterable[str]) -> list[Near]:
    """Settle id and fate of each entry.

    Args:
        incoming: entries of all files, in their order; they are changed
        known: what the handbook has
        taken: every id that is, or was, in use

    Returns:
        pairs of questions that are worded nearly, but not quite, alike; not all of thousands,
        one more than MOST_NEAR where there are more

    """
    _recognize(incoming, known)
    used = {each.known.id for each in incoming if each.known}
    others = by_wording(known, used)
    groups: dict[str, list[Incoming]] = defaultdict(list)
    for each in incoming:
        groups[each.key].append(each)
    for key, group in groups.items():
        _settle(group, others.get(key, []))
    register = _Register(set(taken))
    for each in incoming:
        _name(each, register)
    return _near(incoming, known, used)


def _recognize(incoming: Sequence[Incoming], known: Sequence[Known]) -> None:
    """Find the source files that were imported from the same notes before.

    First by wording and answer, then by the answer, then by the wording in the order of lines;
    what is left, by a wording that is nearly the same.
    """
    from_notes: dict[tuple[str, str], list[Known]] = defaultdict(list)
    for each in sorted(known, key=lambda one: one.first_line):
        if each.file:
            from_notes[each.file, each.wording].append(each)
    same_text = {(each.file, each.wording, each.answer): each for each in known if each.file}
    for one in incoming:
        text = (one.file, one.key, _stored(one))
        if text in same_text:
            one.known = same_text.pop(text)
            from_notes[one.file, one.key].remove(one.known)
    _recognize_by_answer(incoming, from_notes)
    for one in incoming:
        same = from_notes.get((one.file, one.key))
        if one.known is None and same:
            one.known = same.pop(0)
    left = [each for rest in from_notes.values() for each in rest if each.file != PIPED]
    _recognize_reworded([one for one in incoming if one.known is None], left)


def _recognize_by_answer(
    incoming: Sequence[Incoming], from_notes: Mapping[tuple[str, str], list[Known]]
) -> None:
    """Find those of which the notes have another wording now, above the same answer."""
    known = (each for rest in from_notes.values() for each in rest)
    # What comes through a pipe is something else each time, and many questions have the answer yes.
    left = [each for each in known if each.file != PIPED and len(each.answer.split()) >= _TELLING]
    by_answer = {(each.file, each.answer): each for each in left}
    for one in incoming:
        key = (one.file, _stored(one))
        if one.known is None and key in by_answer:
            one.known = each = by_answer.pop(key)
            from_notes[each.file, each.wording].remove(each)


def _recognize_reworded(incoming: Sequence[Incoming], left: Sequence[Known]) -> None:
    """Find those of which the notes have nearly the same wording now."""
    if not left or not incoming:
        return
    free_ids = {each.id for each in left}
    pairs = near_pairs([*(each.wording for each in left), *(one.key for one in incoming)])
    for first, second, _ in pairs:
        if first < len(left) <= second:
            one, each = incoming[second - len(left)], left[first]
            if one.known is None and one.file == each.file and each.id in free_ids:
                one.known = each
                free_ids.remove(each.id)


def _stored(one: Incoming) -> str:
    """Give the answer as parsing its source file gives it."""
    blocks = ["\n".join(block) for block in one.rendered.blocks]
    if len(blocks) > 1 and one.rendered.opens_with_text:
        return f"{blocks[0]}\n" + "\n\n".join(blocks[1:])
    return "\n\n".join(blocks)


def _settle(group: Sequence[Incoming], others: Sequence[Known]) -> None:
    """Tell apart, of entries with the same wording, the question, further answers, repetitions."""
    first = _first(group, others)
    kept: list[Incoming | Known] = [first, *(other for other in others if other is not first)]
    equal = {each.answer[:_COMPARED]: each for each in reversed(kept)}
    for one in group:
        if one is first:
            continue
        same = equal.get(one.answer[:_COMPARED]) if one.answered else None
        same = same or next((each for each in kept[:_MOST] if _same_answer(one, each)), None)
        if one.known is None and (same is not None or not one.answered):
            one.fate, one.of = Fate.REPEATED, same or first
        else:
            one.fate, one.of = Fate.FURTHER_ANSWER, first
            kept.append(one)
            equal.setdefault(one.answer[:_COMPARED], one)


def _first(group: Sequence[Incoming], others: Sequence[Known]) -> Incoming | Known:
    """Give the question that further answers belong to: what was it before stays it."""
    before = [one for one in group if one.known and not one.known.further]
    candidates: list[Incoming | Known] = [
        *before,
        *(other for other in others if not other.further),
    ]
    answered = [one for one in group if one.answered and one.known is None]
    return next(iter([*candidates, *answered, *group]))


def _same_answer(one: Incoming, other: "Incoming | Known") -> bool:
    first, second = one.answer[:_COMPARED], other.answer[:_COMPARED]
    if not first or not second:
        return False
    return fuzz.ratio(first, second, score_cutoff=_SAME_ANSWER) >= _SAME_ANSWER


def _name(one: Incoming, register: _Register) -> None:
    """Give an id: the one that it has, or one that was never used."""
    if one.fate is Fate.REPEATED and one.known is None:
        return
    one.id = one.known.id if one.known else free(_wanted(one), register.taken, register.tried)
    register.taken.add(one.id)


def _wanted(one: Incoming) -> str:
    """Give the id that the notes name, else the one that the wording proposes."""
    given = one.entry.given.get("id", "")
    return given if well_formed(given) else proposed(one.wording)


def _near(incoming: Sequence[Incoming], known: Sequence[Known], used: Container[str]) -> list[Near]:
    """Find questions that are worded nearly alike; the same wording was settled before."""
    met: list[tuple[str, Incoming | Known]] = [
        (each.wording, each) for each in known if each.id not in used
    ]
    met += [(wording, each) for each in known for wording in each.also]
    # What is said twice is told with what it repeats.
    met += [(one.key, one) for one in incoming if not one.often and one.fate is not Fate.REPEATED]
    found: dict[tuple[int, int], Near] = {}
    for first, second, likeness in near_pairs([wording for wording, _ in met]):
        near = Near(met[first][1], met[second][1], likeness)
        if met[first][0] != met[second][0] and not _told(near):
            found.setdefault((id(near.first), id(near.second)), near)
        if len(found) > MOST_NEAR:
            break
    return list(found.values())


def _told(near: Near) -> bool:
    """Tell whether nothing is new about a pair: both were there, or one is the other's."""
    one = near.second
    return not isinstance(one, Incoming) or any(near.first is each for each in (one.of, one.known))
