"""Turns categories.yml, tracks.yml and ids.lock into the types of the model."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from handbook import schema
from handbook.model import Category, CategoryGroup, Lock, Mention, Place, Track, TrackGroup
from handbook.read import Source, TextFile
from handbook.values import Fault, Type, Value, Values, plain, read_values

_LISTS: Mapping[str, Type] = {
    "categories.yml": schema.CATEGORIES,
    "tracks.yml": schema.TRACKS,
    "ids.lock": schema.LOCK,
}
_OPTIONAL = ("tracks.yml", "ids.lock")


@dataclass(frozen=True)
class YamlFile:
    """One of these lists."""

    path: str
    values: Values


def read_lists(source: Source) -> Mapping[str, YamlFile]:
    """Read the lists; one that may be missing is empty then."""
    named = {file.name: file for file in source.files}
    return {name: _yaml_file(source, named.get(name), name, how) for name, how in _LISTS.items()}


def _yaml_file(source: Source, file: TextFile | None, name: str, how: Type) -> YamlFile:
    path = f"{source.root}/{name}"
    if file:
        return YamlFile(path, read_values(file.text, how))
    if name in _OPTIONAL or any(problem.path == path for problem in source.problems):
        return YamlFile(path, Values())
    return YamlFile(path, Values(faults=(Fault("file-missing", 1, "must exist"),)))


def category_groups(file: YamlFile) -> tuple[CategoryGroup, ...]:
    """Give the categories in their groups."""
    return tuple(_category_group(file, record) for record in file.values.items)


def tracks(file: YamlFile) -> tuple[Track, ...]:
    """Give the tracks."""
    return tuple(_track(file.path, record) for record in file.values.items)


def _category_group(file: YamlFile, record: Value) -> CategoryGroup:
    inner = values_in(record.value, "categories")
    return CategoryGroup(text_in(record, "title"), tuple(_category(file.path, v) for v in inner))


def _category(path: str, record: Value) -> Category:
    return Category(
        id=text_in(record, "id"),
        title=text_in(record, "title"),
        scope=text_in(record, "scope"),
        place=_id_place(path, record),
        former_ids=mentions_in(record.value, path, "former_ids"),
    )


def _id_place(path: str, record: Value) -> Place:
    return Place(path, record.value["id"].line if "id" in record.value else record.line)


def _track(path: str, record: Value) -> Track:
    return Track(
        id=text_in(record, "id"),
        title=text_in(record, "title"),
        audience=text_in(record, "audience"),
        order=text_in(record, "order") or None,
        groups=tuple(
            TrackGroup(text_in(group, "title"), mentions_in(group.value, path, "questions"))
            for group in values_in(record.value, "groups")
        ),
        place=_id_place(path, record),
        former_ids=mentions_in(record.value, path, "former_ids"),
    )


def lock(file: YamlFile) -> Lock:
    """Give every id that was ever published."""
    by_key = file.values.by_key
    lines = {
        key: {value.value: value.line for value in values_in(by_key, key)}
        for key in ("questions", "categories", "tracks")
    }
    retired = by_key["retired"].value if "retired" in by_key else {}
    reasons = {key: (value.value, value.line) for key, value in retired.items()}
    return Lock(file.path, retired=reasons, **lines)


def values_in(by_key: Mapping[str, Value], key: str) -> tuple[Value, ...]:
    """Give the values of a list, none where it is missing."""
    return by_key[key].value if key in by_key else ()


def text_in(record: Value, key: str) -> Any:
    """Give a text of a record, empty where it is missing (which is a fault of its own)."""
    return plain(record.value[key]) if key in record.value else ""


def mentions_in(by_key: Mapping[str, Value], path: str, key: str) -> tuple[Mention, ...]:
    """Give the ids in a list, each with its place."""
    return tuple(Mention(v.value, Place(path, v.line)) for v in values_in(by_key, key))
