"""Writes the categories and tracks that imported questions need."""

from collections import defaultdict
from collections.abc import Sequence

from handbook.importers.guess import UNSORTED, topics
from handbook.importers.ids import slug
from handbook.importers.match import Fate
from handbook.importers.notes import Bank
from handbook.importers.target import Target
from handbook.importers.wording import plain_wording
from handbook.model import Status
from handbook.parse import Parsed
from handbook.yaml_text import dumped

_IMPORTED_GROUP = "Imported"
_GIVEN_SCOPE = "Questions that the notes put here"
_UNSORTED_SCOPE = "Questions from notes that nobody has sorted yet"
_TRACKS_HEAD = "# Tracks: questions in a sensible order, for one purpose each.\n"
_CATEGORIES_HEAD = (
    "# The categories in their order, in groups. A category is a folder; `id` is its name.\n"
)


def lists(
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
            before, _ended(present.get("categories.yml", _CATEGORIES_HEAD)), missing
        )
    tracks, notes = _tracks(before, targets, banks)
    if tracks:
        texts["tracks.yml"] = _ended(present.get("tracks.yml", _TRACKS_HEAD)) + dumped(tracks)
    return texts, notes


def _ended(text: str) -> str:
    """End the last line, so that another can follow."""
    return text if text.endswith("\n") or not text else f"{text}\n"


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
    return text + dumped([{"title": title, "categories": listed}])


def _tracks(
    before: Parsed, targets: Sequence[Target], banks: Sequence[tuple[str, Bank]]
) -> tuple[list[dict[str, object]], list[str]]:
    """Make a track of each bank, of its questions that are on the site."""
    tracks: list[dict[str, object]] = []
    notes: list[str] = []
    ids = {track.id for track in before.handbook.tracks} | set(before.handbook.lock.tracks)
    titles = {track.title for track in before.handbook.tracks}
    by_file: dict[str, list[Target]] = defaultdict(list)
    for target in targets:
        by_file[target.one.file].append(target)
    for file, bank in banks:
        title = plain_wording(bank.title) or file
        groups = _track_groups(bank, by_file[file])
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
    named: dict[tuple[str, str], list[Target]] = defaultdict(list)
    for target in targets:
        named[target.one.entry.section, target.one.entry.label].append(target)
    for title, labels in bank.groups:
        wanted = (id_ for label in labels for t in named[title, label] if (id_ := _shown(t)))
        found = [id_ for id_ in dict.fromkeys(wanted) if id_ not in told]
        told.update(found)
        if found:
            group: dict[str, object] = {"title": plain_wording(title)} if title.strip() else {}
            groups.append({**group, "questions": found})
    return groups


def _shown(target: Target) -> str:
    """Give the id under which readers find a listed question, empty where they do not."""
    one = target.one
    if one.fate is not Fate.QUESTION and one.of is not None:
        return one.of.id if one.of.answer else ""
    return one.id if target.status == Status.IMPORTED else ""
