"""Works out which source files an import writes, so that the handbook stays sound."""

import difflib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from handbook.checks import RULES, check_file
from handbook.checks.rules import Weight
from handbook.importers.blocks import Rendered, as_plain
from handbook.importers.existing import Known, known_questions
from handbook.importers.guess import UNSORTED, Guess, guesses, known_topics, topics
from handbook.importers.ids import slug
from handbook.importers.language import prose_language
from handbook.importers.match import Fate, Incoming, Near, match
from handbook.importers.notes import Bank
from handbook.importers.source_text import (
    body_text,
    source_text,
    text_hash,
    with_origin,
)
from handbook.importers.wording import plain_wording
from handbook.model import Status
from handbook.parse import Parsed
from handbook.problems import Problem
from handbook.read import TextFile
from handbook.yaml_text import dumped

_STRUCTURE = frozenset(rule.code for rule in RULES if rule.weight is Weight.STRUCTURE)
_IMPORTED_GROUP = "Imported"
_GIVEN_SCOPE = "Questions that the notes put here"
_UNSORTED_SCOPE = "Questions from notes that nobody has sorted yet"


@dataclass
class Target:
    """What becomes of one entry in the source.

    `state` is one of new, updated, unchanged, kept (edited by hand), repeated.
    """

    one: Incoming
    guesses: Mapping[str, Guess]
    path: str = ""  # below the folder of questions
    shown: str = ""  # the same as messages show it
    text: str = ""
    state: str = "new"
    status: str = ""
    repairs: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    difference: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Plan:
    """All targets, pairs that are worded nearly alike, and texts to write by file name."""

    targets: tuple[Target, ...]
    near: tuple[Near, ...]
    texts: Mapping[str, str]
    notes: tuple[str, ...] = ()


def plan(
    before: Parsed,
    incoming: Sequence[Incoming],
    banks: Sequence[tuple[str, Bank]],
    category: str | None,
    today: date,
) -> Plan:
    """Work out an import.

    Args:
        before: the handbook as it is
        incoming: the entries of all files, in their order
        banks: questions in an order of their own, each with the file that lists them
        category: where everything goes, None to guess it
        today: the day that new questions are added on

    Returns:
        what to write, and what to tell

    """
    known = known_questions(before)
    near = match(incoming, known, _taken(before, known))
    choices = known_topics(before.handbook.categories)
    targets = [
        _target(one, guesses(one.entry, choices, category), before, today) for one in incoming
    ]
    texts = {target.path: target.text for target in targets if target.state in ("new", "updated")}
    lists, notes = _lists(before, targets, banks)
    return Plan(tuple(targets), tuple(near), texts | lists, tuple(notes))


def _taken(before: Parsed, known: Iterable[Known]) -> set[str]:
    lock = before.handbook.lock
    formers = {former.id for q in before.handbook.questions for former in q.former_ids}
    # A locked id that no question has is free for the question that it was locked for.
    return {each.id for each in known} | formers | set(lock.retired)


def _target(one: Incoming, guessed: Mapping[str, Guess], before: Parsed, today: date) -> Target:
    target = Target(
        one, guessed, repairs=[*map(str, one.entry.repairs), *map(str, one.rendered.repairs)]
    )
    target.problems = [*map(str, one.entry.doubts)]
    if one.fate is Fate.REPEATED:
        target.state = "repeated"
        if one.known:
            target.path = one.known.document.file.name
            target.shown = one.known.document.file.path
        return target
    folder = one.known.document.category if one.known else guessed["category"].value
    target.path = f"{folder}/{one.id}.md"
    target.shown = f"{before.source.root}/{target.path}"
    added = one.known.document.values.get("added", today) if one.known else today
    _write(target, added)
    _compare(target)
    return target


def _write(target: Target, added: date) -> None:
    """Write the text; an answer that cannot keep the structure rules is kept as plain text."""
    one = target.one
    target.status = _status(one)
    extra = _extra(target)
    target.text = _text(target, added, extra, one.rendered)
    broken = [problem for problem in _check(target) if problem.code in _STRUCTURE]
    if broken:
        why = f"answer kept as plain text ({broken[0].code})"
        target.repairs.append(f"line {one.entry.span[0]}: {why}")
        target.text = _text(target, added, extra, as_plain(one.entry.body))
    target.problems += [f"{p.code} {p.must}" for p in _check(target) if p.code not in _STRUCTURE]


def _text(target: Target, added: date, extra: Sequence[tuple[str, str]], answer: Rendered) -> str:
    one, (first, last) = target.one, target.one.entry.span
    body = body_text(answer)
    text = source_text(
        one.wording, target.guesses, target.status, added, extra, one.entry.lists, body
    )
    return with_origin(text, one.file, str(first) if first == last else f"{first}-{last}")


def _check(target: Target) -> tuple[Problem, ...]:
    return check_file(TextFile(target.path, target.path, target.text))


def _status(one: Incoming) -> str:
    # A further answer waits for somebody to merge it, unless it is the only one.
    waits = one.fate is Fate.FURTHER_ANSWER and one.of is not None and bool(one.of.answer)
    return str(Status.DRAFT if waits or not one.answered else Status.IMPORTED)


def _extra(target: Target) -> list[tuple[str, str]]:
    one = target.one
    extra = [("duplicate_of", one.of.id)] if one.fate is Fate.FURTHER_ANSWER and one.of else []
    language = prose_language(one.prose)
    if language and language != one.language:
        target.problems.append(
            f"line {one.entry.span[0]}: the answer is in another language: {language}"
        )
        extra.append(("answer_language", language))
    return extra


def _compare(target: Target) -> None:
    """Tell what there is to do: a source file that somebody edited is never overwritten."""
    known = target.one.known
    if known is None:
        return
    present = known.document.file.text
    if present == target.text:
        target.state = "unchanged"
    elif known.answer and not target.one.answered:
        # Readers may have its link.
        target.state = "kept"
        target.problems.append("the notes have no answer any more; the old one stays")
    elif not known.edited:
        target.state = "updated"
    else:
        target.state = "kept"
        if text_hash(target.text) != known.written:
            target.difference = list(
                difflib.unified_diff(
                    present.splitlines(),
                    target.text.splitlines(),
                    target.path,
                    "notes",
                    lineterm="",
                    n=1,
                )
            )
            target.problems.append("edited by hand, and the notes differ: see the difference")


def _lists(
    before: Parsed, targets: Sequence[Target], banks: Sequence[tuple[str, Bank]]
) -> tuple[dict[str, str], list[str]]:
    """Give the texts of categories.yml and tracks.yml where they lack something."""
    texts: dict[str, str] = {}
    present = {file.name: file.text for file in before.source.files}
    categories = {category.id for category in before.handbook.categories}
    used = {target.path.partition("/")[0]: target for target in targets if target.text}
    missing = sorted(set(used) - categories)
    if missing:
        texts["categories.yml"] = _with_categories(
            before, present.get("categories.yml", ""), missing
        )
    tracks, notes = _tracks(before, targets, banks)
    if tracks:
        texts["tracks.yml"] = present.get("tracks.yml", _TRACKS_HEAD) + dumped(tracks)
    return texts, notes


_TRACKS_HEAD = "# Tracks: questions in a sensible order, for one purpose each.\n"
_CATEGORIES_HEAD = (
    "# The categories in their order, in groups. A category is a folder; `id` is its name.\n"
)


def _with_categories(before: Parsed, text: str, missing: Sequence[str]) -> str:
    by_id = {topic.id: topic for topic in topics()}
    order = [topic.id for topic in topics()]
    taken = {category.title for category in before.handbook.categories}
    listed = []
    for id_ in sorted(missing, key=lambda id_: order.index(id_) if id_ in by_id else len(order)):
        topic = by_id.get(id_)
        title = topic.title if topic else id_.replace("-", " ").capitalize()
        scope = topic.scope if topic else (_UNSORTED_SCOPE if id_ == UNSORTED else _GIVEN_SCOPE)
        listed.append({"id": id_, "title": title if title not in taken else id_, "scope": scope})
    groups = {group.title for group in before.handbook.groups}
    title = next(t for t in (_IMPORTED_GROUP, "Imported later", *missing) if t not in groups)
    return (text or _CATEGORIES_HEAD) + dumped([{"title": title, "categories": listed}])


def _tracks(
    before: Parsed, targets: Sequence[Target], banks: Sequence[tuple[str, Bank]]
) -> tuple[list[dict[str, object]], list[str]]:
    """Make a track of each bank, of its questions that are on the site."""
    tracks: list[dict[str, object]] = []
    notes: list[str] = []
    ids = {track.id for track in before.handbook.tracks} | set(before.handbook.lock.tracks)
    titles = {track.title for track in before.handbook.tracks}
    for file, bank in banks:
        title = plain_wording(bank.title) or file
        groups = _track_groups(bank, [t for t in targets if t.one.file == file])
        id_ = slug(title) or "notes"
        if not groups:
            notes.append(f"{file}: none of the listed questions is answered, so there is no track")
        elif id_ not in ids and title not in titles:
            ids.add(id_)
            titles.add(title)
            order = f"The order in which {file} lists them."
            tracks.append(
                {
                    "id": id_,
                    "title": title,
                    "audience": f"Readers of {file}",
                    "order": order,
                    "groups": groups,
                }
            )
    return tracks, notes


def _track_groups(bank: Bank, targets: Sequence[Target]) -> list[dict[str, object]]:
    groups: list[dict[str, object]] = []
    told: set[str] = set()
    for title, labels in bank.groups:
        named = [t for t in targets if t.one.entry.section == title]
        wanted = (shown for label in labels for t in named if (shown := _shown(t, label)))
        found = [id_ for id_ in dict.fromkeys(wanted) if id_ not in told]
        told.update(found)
        if found:
            group: dict[str, object] = {"title": plain_wording(title)} if title.strip() else {}
            groups.append({**group, "questions": found})
    return groups


def _shown(target: Target, label: str) -> str:
    """Give the id under which readers find a listed question, empty where they do not."""
    one = target.one
    if one.entry.label != label:
        return ""
    if one.fate is not Fate.QUESTION and one.of is not None:
        return one.of.id if one.of.answer else ""
    return one.id if target.status == Status.IMPORTED else ""
