"""Rules on ids: they are permanent, so that no link that was ever published stops working."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, pairwise

from handbook.checks.rules import Context, Finding, Weight, handbook_rule
from handbook.likeness import did_you_mean
from handbook.lists import values_in
from handbook.model import Mention, Permanent, Place

KEBAB = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
# The longest name that every file system and host takes is far longer than anyone would type.
_LONGEST = 80
# A BCP 47 tag as far as the site uses it: language, script, region.
LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Z][a-z]{3})?(?:-[A-Z]{2})?")
# A page of a category goes on at questions/<category>/2/.
_NUMBER = re.compile(r"[0-9]+")
# The list of tracks stands at tracks/index.
_INDEX = "index"


@handbook_rule(Weight.STRUCTURE)
def id_form(context: Context) -> Iterator[Finding]:
    """An id is lower-case words with hyphens between them, of at most 80 characters.

    Bad: tf_function, TfFunction, 2, index
    Good: tf-function
    """
    for document in context.parsed.documents:
        yield from _malformed(document.id, document.place())
        if document.language is not None and not LANGUAGE.fullmatch(document.language):
            must = "must be ID.md, or ID.LANGUAGE.md with a language such as zh-Hans"
            yield Finding(document.place(), must, document.language)
    lists: Iterable[Permanent] = chain(context.handbook.categories, context.handbook.tracks)
    for listed in lists:
        yield from _malformed(listed.id, listed.place)
    for former in _former(context):
        yield from _malformed(former.id, former.place)


def _former(context: Context) -> Iterator[Mention]:
    handbook = context.handbook
    holders: Iterable[Permanent] = chain(handbook.questions, handbook.categories, handbook.tracks)
    for holder in holders:
        yield from holder.former_ids


def well_formed(id_: str) -> bool:
    """Tell whether something may be an id."""
    plain = KEBAB.fullmatch(id_) and not _NUMBER.fullmatch(id_)
    return bool(plain) and len(id_) <= _LONGEST and id_ != _INDEX


def _malformed(id_: str, place: Place) -> Iterator[Finding]:
    # A missing id is a problem of its own.
    if id_ and not well_formed(id_):
        proposal = "-".join(re.findall(r"[a-z0-9]+", id_.lower()))[:_LONGEST].strip("-")
        meant = proposal if well_formed(proposal) else None
        yield Finding(place, f"must be lower-case words with hyphens, not {_INDEX}", id_, meant)


@handbook_rule(Weight.STRUCTURE)
def id_repeated(context: Context) -> Iterator[Finding]:
    """Two questions have different ids, also in different categories.

    Bad: execution/graphs.md and pytorch/graphs.md
    Good: execution/graphs.md and pytorch/dynamic-graphs.md
    """
    seen: dict[str, str] = {}
    for question in context.handbook.questions:
        if question.id in seen:
            must = f"must be the id of one question, {seen[question.id]} has it too"
            yield Finding(Place(question.place.path, 1), must, question.id)
        seen.setdefault(question.id, question.place.path)


@handbook_rule(Weight.STRUCTURE)
def id_former(context: Context) -> Iterator[Finding]:
    """A former id is not in use, belongs to one successor, and is not retired.

    Bad: former_ids: [tf-function] while execution/tf-function.md exists
    Good: former_ids: [tf-functions] after the file was renamed
    """
    retired, path = context.handbook.lock.retired, context.handbook.lock.path
    for holders, locked in _kinds(context):
        used = {holder.id: holder.place.path for holder in holders}
        for former in (mention for holder in holders for mention in holder.former_ids):
            if former.id in used:
                must = f"must not be in use, {used[former.id]} has it"
                yield Finding(former.place, must, former.id)
            elif former.id in retired and former.id in locked:
                must = f"must not be retired, {path}:{retired[former.id][1]} says so"
                yield Finding(former.place, must, former.id)
            used.setdefault(former.id, former.place.path)


def _kinds(context: Context) -> Iterator[tuple[Sequence[Permanent], Mapping[str, int]]]:
    """Yield what has ids, kind by kind, with the locked ids of each kind."""
    handbook, lock = context.handbook, context.handbook.lock
    yield handbook.questions, lock.questions
    yield handbook.categories, lock.categories
    yield handbook.tracks, lock.tracks


@handbook_rule(Weight.STRUCTURE)
def id_unlocked(context: Context) -> Iterator[Finding]:
    """Every id that readers can link to stands in ids.lock; `handbook publish` adds it.

    Bad: a new question on the site that ids.lock does not list
    Good: the same after handbook publish
    """
    if not context.whole("ids.lock"):
        return
    handbook, lock = context.handbook, context.handbook.lock
    questions = [q for q in handbook.questions if q.on_site]
    must = "must be in ids.lock (run: handbook publish)"
    for question in questions:
        if question.id not in lock.questions:
            yield Finding(Place(question.place.path, 1), must, question.id)
    formers = (former for question in questions for former in question.former_ids)
    for former in formers:
        if former.id not in lock.questions:
            yield Finding(former.place, must, former.id)
    yield from _unlocked(handbook.shown.categories, lock.categories, must)
    yield from _unlocked(handbook.tracks, lock.tracks, must)


def _unlocked(
    holders: Iterable[Permanent], locked: Mapping[str, int], must: str
) -> Iterator[Finding]:
    for holder in holders:
        for mention in (Mention(holder.id, holder.place), *holder.former_ids):
            if mention.id and mention.id not in locked:
                yield Finding(mention.place, must, mention.id)


@handbook_rule(Weight.STRUCTURE)
def id_vanished(context: Context) -> Iterator[Finding]:
    """An id that was published lives on: as an id, as a former id, or retired with a reason.

    Bad: a question deleted while ids.lock lists it
    Good: the same with a line under retired in ids.lock that says why
    """
    handbook, lock = context.handbook, context.handbook.lock
    alive = {q.id for q in handbook.questions if q.on_site} | set(lock.retired)
    alive |= {former.id for q in handbook.questions if q.on_site for former in q.former_ids}
    yield from _vanished(lock.path, lock.questions, alive)
    for name, holders, locked in (
        ("categories.yml", handbook.categories, lock.categories),
        ("tracks.yml", handbook.tracks, lock.tracks),
    ):
        formers = {former.id for holder in holders for former in holder.former_ids}
        if context.whole(name):
            yield from _vanished(lock.path, locked, _ids(holders) | formers | set(lock.retired))


def _vanished(path: str, locked: Mapping[str, int], alive: set[str]) -> Iterator[Finding]:
    for id_, line in locked.items():
        if id_ not in alive:
            must = "must be on the site, be a former id or be retired with a reason"
            yield Finding(Place(path, line), must, id_)


@handbook_rule(Weight.STRUCTURE)
def id_retired(context: Context) -> Iterator[Finding]:
    """A retired id was published once and is not in use.

    Bad: a line under retired for an id that ids.lock does not list
    Good: a line under retired for a question that was deleted
    """
    lock = context.handbook.lock
    known = {*lock.questions, *lock.categories, *lock.tracks}
    free = {id_ for holders, locked in _kinds(context) for id_ in locked.keys() - _ids(holders)}
    for id_, (_, line) in lock.retired.items():
        if id_ not in known:
            meant = did_you_mean(id_, known)
            yield Finding(Place(lock.path, line), "must be an id listed above", id_, meant)
        elif id_ not in free:
            yield Finding(Place(lock.path, line), "must not be in use any more", id_)


def _ids(holders: Iterable[Permanent]) -> set[str]:
    return {holder.id for holder in holders}


@handbook_rule(Weight.STRUCTURE)
def lock_order(context: Context) -> Iterator[Finding]:
    """The ids of ids.lock are sorted and stand once, so that changes merge.

    Bad: tf-function above eager-execution
    Good: eager-execution above tf-function
    """
    file = context.parsed.lists["ids.lock"]
    for key in ("questions", "categories", "tracks"):
        for before, value in pairwise(values_in(file.values.by_key, key)):
            if value.value <= before.value:
                must = f"must stand once and in order, after '{before.value}'"
                yield Finding(Place(file.path, value.line), must, value.value)
