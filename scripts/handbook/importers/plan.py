"""Works out which source files an import writes, so that the handbook stays sound."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from handbook.importers.existing import Known, known_questions, renamed
from handbook.importers.files import PIPED
from handbook.importers.guess import guesses, known_topics
from handbook.importers.lists import lists
from handbook.importers.match import MOST_NEAR, Incoming, Near, match
from handbook.importers.notes import Bank
from handbook.importers.target import Target, target_of
from handbook.parse import Parsed

_WRITTEN = ("new", "updated", "moved")


@dataclass(frozen=True)
class Plan:
    """All that an import comes to.

    Attributes:
        targets: what becomes of each entry
        near: pairs that are worded nearly alike
        texts: what to write, by file name
        notes: sentences for people
        vanished: questions that the notes had at an earlier import, and have no more

    """

    targets: tuple[Target, ...]
    near: tuple[Near, ...]
    texts: Mapping[str, str]
    notes: tuple[str, ...] = ()
    vanished: tuple[Known, ...] = ()


def plan(
    before: Parsed,
    incoming: Sequence[Incoming],
    banks: Sequence[tuple[str, Bank]],
    category: str | None,
    today: date,
    files: Collection[str] = (),
    gone: Collection[str] = (),
) -> Plan:
    """Work out an import.

    Args:
        before: the handbook as it is
        incoming: the entries of all files, in their order
        banks: questions in an order of their own, each with the file that lists them
        category: where everything goes, None to guess it
        today: the day that new questions are added on
        files: the notes that were read
        gone: notes that were read at an earlier import, and do not exist any more

    Returns:
        what to write, and what to tell

    """
    known = known_questions(before)
    names = renamed(known, set(gone) - set(files), [(one.key, one.file) for one in incoming])
    known = [replace(each, file=names.get(each.file, each.file)) for each in known]
    near = match(incoming, known, _taken(before, known))
    choices = known_topics(before.handbook.categories)
    targets = [
        target_of(one, guesses(one.entry, choices, category), before, today) for one in incoming
    ]
    texts = {target.path: target.text for target in targets if target.state in _WRITTEN}
    listed, notes = lists(before, targets, banks)
    notes += [f"{new}: its questions came from {old}, which is gone" for old, new in names.items()]
    vanished = _vanished(known, incoming, set(files))
    if len(near) > MOST_NEAR:
        notes.append(
            f"more than {MOST_NEAR} pairs of questions are nearly alike; the first are told"
        )
    return Plan(
        tuple(targets), tuple(near[:MOST_NEAR]), texts | listed, tuple(notes), tuple(vanished)
    )


def _taken(before: Parsed, known: Iterable[Known]) -> set[str]:
    lock = before.handbook.lock
    formers = {former.id for q in before.handbook.questions for former in q.former_ids}
    # A locked id that no question has is free for the question that it was locked for.
    return {each.id for each in known} | formers | set(lock.retired)


def _vanished(
    known: Iterable[Known], incoming: Iterable[Incoming], files: set[str]
) -> Iterable[Known]:
    """Give what came from files that were read now, and is in them no more."""
    present = {one.known.id for one in incoming if one.known}
    # What comes through a pipe is something else each time.
    read = files - {PIPED}
    return [each for each in known if each.file in read and each.id not in present]
