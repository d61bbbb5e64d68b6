"""Changes to the source that touch several files: worked out, checked, then made in one go."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import yaml

from handbook import prose
from handbook.checks import check
from handbook.checks.ids import KEBAB
from handbook.likeness import did_you_mean
from handbook.model import Lock, Permanent
from handbook.parse import Document, Parsed, parse
from handbook.problems import Problem, stops
from handbook.read import Source, TextFile
from handbook.samples import records
from handbook.write import replace_file

_LOCK_HEAD = """\
# Every id that was ever published. `handbook publish` adds to it; nothing is ever deleted.
# An id that has no successor goes under `retired`, with a reason.
"""
_DRAFT = """\
---
question: {wording}
kind: concept
level: basic
framework: general
status: draft
added: {today}
---

<!-- more -->
"""
# Keys whose values are ids of questions.
_HOLD_IDS = ("related", "distinct_from", "duplicate_of", "questions")


class WrongUseError(Exception):
    """An argument names something that does not exist, or exists already."""


@dataclass(frozen=True)
class Change:
    """New texts of files by name below the folder of questions; None deletes a file."""

    before: Parsed
    texts: Mapping[str, str | None]
    added: tuple[str, ...] = field(default=())

    def apply(self, questions: Path) -> list[Problem]:
        """Write the files, unless that would leave the source with problems that stop a build."""
        problems = [p for p in check(parse(self._after())) if not p.listed]
        if stops(problems):
            return problems
        kept = {name: text for name, text in self.texts.items() if text is not None}
        for name, text in kept.items():
            replace_file(questions / name, text.encode())
        for name in self.texts.keys() - kept.keys():
            (questions / name).unlink()
        return []

    def _after(self) -> Source:
        source = self.before.source
        files = {file.name: file for file in source.files}
        for name, text in self.texts.items():
            if text is None:
                del files[name]
            else:
                files[name] = TextFile(name, f"{source.root}/{name}", text)
        ordered = tuple(files[name] for name in sorted(files))
        return Source(source.root, ordered, source.problems, source.pins)


def new(before: Parsed, category: str, id_: str, wording: str, today: date) -> Change:
    """Write a draft that asks for what is missing."""
    _category(before, category)
    _free(before, id_)
    written = yaml.safe_dump(wording, width=1000, allow_unicode=True).removesuffix("...\n").strip()
    text = _DRAFT.format(wording=written, today=today.isoformat())
    return Change(before, {f"{category}/{id_}.md": text})


def rename(before: Parsed, old: str, new_id: str) -> Change:
    """Give a question another id: its files, mentions in other files, and ids.lock."""
    own = _own(before, old)
    _free(before, new_id)
    locked = old in before.handbook.lock.questions
    texts: dict[str, str | None] = {}
    for file in before.source.files:
        text = _with_id_replaced(file, old, new_id)
        if file.name in own:
            texts[file.name] = None
            if locked and file.name == f"{own[0].split('/')[0]}/{old}.md":
                text = _with_former_id(text, old)
            texts[_renamed(file.name, new_id)] = text
        elif text != file.text:
            texts[file.name] = text
    if locked:
        texts["ids.lock"] = lock_text(before.handbook.lock, questions=[new_id])
    texts |= _moved_records(before, {name: _renamed(name, new_id) for name in own})
    return Change(before, texts)


def move(before: Parsed, id_: str, category: str) -> Change:
    """Put a question into another category; its permanent link leads there from then on."""
    own = _own(before, id_)
    _category(before, category)
    if own[0].startswith(f"{category}/"):
        raise WrongUseError(f"'{id_}' is in {category} already")
    texts: dict[str, str | None] = dict.fromkeys(own)
    for file in before.source.files:
        if file.name in own:
            texts[f"{category}/{file.name.split('/')[1]}"] = file.text
    names = {name: f"{category}/{name.split('/')[1]}" for name in own}
    texts |= _moved_records(before, names)
    return Change(before, texts)


def _moved_records(before: Parsed, names: Mapping[str, str]) -> dict[str, str]:
    """Give verified.json after source files got other names, where that changes it."""
    for file in before.source.files:
        if file.name == records.FILE and (text := records.moved(file.text, names)) != file.text:
            return {file.name: text}
    return {}


def publish(before: Parsed) -> Change:
    """Add the ids of everything on the site to ids.lock."""
    handbook, lock = before.handbook, before.handbook.lock
    on_site = [question for question in handbook.questions if question.on_site]
    added = {
        "questions": _missing(lock.questions, on_site),
        "categories": _missing(lock.categories, handbook.categories),
        "tracks": _missing(lock.tracks, handbook.tracks),
    }
    ids = tuple(id_ for missing in added.values() for id_ in missing)
    texts = {"ids.lock": lock_text(lock, **added)} if ids else {}
    return Change(before, texts, ids)


def _missing(locked: Mapping[str, int], holders: Iterable[Permanent]) -> list[str]:
    """Give the ids and former ids that are not locked yet."""
    ids: set[str] = set()
    for holder in holders:
        ids |= {holder.id, *(former.id for former in holder.former_ids)}
    return sorted(ids - locked.keys())


def lock_text(
    lock: Lock,
    *,
    questions: Iterable[str] = (),
    categories: Iterable[str] = (),
    tracks: Iterable[str] = (),
) -> str:
    """Give the text of ids.lock with further ids."""
    content: dict[str, object] = {
        "questions": sorted({*lock.questions, *questions}),
        "categories": sorted({*lock.categories, *categories}),
        "tracks": sorted({*lock.tracks, *tracks}),
        "retired": {id_: reason for id_, (reason, _) in lock.retired.items()},
    }
    filled = {key: value for key, value in content.items() if value}
    return _LOCK_HEAD + yaml.safe_dump(filled, sort_keys=False, width=1000, allow_unicode=True)


def _documents(before: Parsed, id_: str) -> list[Document]:
    return [document for document in before.documents if document.id == id_]


def _own(before: Parsed, id_: str) -> list[str]:
    """Give the names of a question's files, the question's own and its translations'."""
    names = [document.file.name for document in _documents(before, id_)]
    if not names:
        meant = did_you_mean(id_, [document.id for document in before.documents])
        raise WrongUseError(f"there is no question '{id_}'{_hint(meant)}")
    return names


def _free(before: Parsed, id_: str) -> None:
    if not KEBAB.fullmatch(id_):
        raise WrongUseError(f"an id is lower-case words with hyphens, not '{id_}'")
    lock = before.handbook.lock
    formers = {former.id for q in before.handbook.questions for former in q.former_ids}
    if _documents(before, id_) or id_ in formers or id_ in lock.questions:
        raise WrongUseError(f"the id '{id_}' is taken; ids are never used twice")


def _category(before: Parsed, category: str) -> None:
    known = [listed.id for listed in before.handbook.categories]
    if category not in known:
        meant = did_you_mean(category, known)
        raise WrongUseError(f"categories.yml has no category '{category}'{_hint(meant)}")


def _hint(meant: str | None) -> str:
    return f" (did you mean '{meant}'?)" if meant else ""


def _renamed(name: str, new_id: str) -> str:
    folder, _, file = name.partition("/")
    _, dot, ending = file.partition(".")
    return f"{folder}/{new_id}{dot}{ending}"


def _with_id_replaced(file: TextFile, old: str, new_id: str) -> str:
    """Give the text with every mention of a question's id replaced."""
    if file.name == "tracks.yml":
        return _scalars_replaced(file.text, old, new_id)
    if not file.name.endswith(".md"):
        return file.text
    head, line, below = _split(file.text)
    return _scalars_replaced(head, old, new_id) + line + prose.relinked(below, old, new_id)


def _split(text: str) -> tuple[str, str, str]:
    """Split a source file into front matter, the line that ends it, and the answer."""
    head, line, below = text.removeprefix("---\n").partition("\n---\n")
    return f"---\n{head}", line, below


def _scalars_replaced(text: str, old: str, new_id: str) -> str:
    """Replace an id where it is a value, with everything around it left as it is."""
    for start, end in sorted(_positions(yaml.compose(text, yaml.SafeLoader), old), reverse=True):
        text = text[:start] + new_id + text[end:]
    return text


def _positions(node: yaml.Node | None, old: str, key: str = "") -> Iterator[tuple[int, int]]:
    if isinstance(node, yaml.MappingNode):
        for name, inner in node.value:
            yield from _positions(inner, old, str(name.value))
    elif isinstance(node, yaml.SequenceNode):
        for inner in node.value:
            yield from _positions(inner, old, key)
    elif isinstance(node, yaml.ScalarNode) and node.value == old and key in _HOLD_IDS:
        yield node.start_mark.index, node.end_mark.index


def _with_former_id(text: str, old: str) -> str:
    """Add a former id to the front matter of a question."""
    head, line, below = _split(text)
    root = yaml.compose(head, yaml.SafeLoader)
    assert isinstance(root, yaml.MappingNode), "a file without problems has front matter"
    formers = next((inner for name, inner in root.value if name.value == "former_ids"), None)
    if formers is None:
        return f"{head}\nformer_ids: [{old}]{line}{below}"
    last = formers.value[-1].end_mark
    indent = " " * (formers.value[-1].start_mark.column - 2)
    added = f", {old}" if formers.flow_style else f"\n{indent}- {old}"
    return f"{head[: last.index]}{added}{head[last.index :]}{line}{below}"
