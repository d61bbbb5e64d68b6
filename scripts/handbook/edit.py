"""Changes to the source that touch several files: worked out, checked, then made in one go."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from handbook.checks import check
from handbook.checks.ids import well_formed
from handbook.likeness import did_you_mean
from handbook.model import Permanent
from handbook.parse import Document, Parsed, parse, parse_document, text_hash
from handbook.problems import Problem
from handbook.prose import relinked
from handbook.read import Source, TextFile
from handbook.samples import records
from handbook.write import change_files
from handbook.yaml_text import scalar, with_items, with_last_item, with_value_replaced

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
# Keys whose values are ids of questions, and those whose values are hashes of texts.
_HOLD_IDS = ("related", "distinct_from", "duplicate_of", "questions")
_HOLD_HASH = ("translates",)

UNLOCKED = "id-unlocked"  # the rule that `publish` satisfies


class WrongUseError(Exception):
    """An argument names something that does not exist, or exists already."""


@dataclass(frozen=True)
class Change:
    """New texts of files by name below the folder of questions; None deletes a file."""

    before: Parsed
    texts: Mapping[str, str | None]
    added: tuple[str, ...] = ()

    def apply(self, questions: Path) -> list[Problem]:
        """Write the files, unless that would give the source problems that it did not have."""
        # A question that `publish` has not seen yet may be edited.
        found = [p for p in check(parse(self.after())) if not p.listed and p.code != UNLOCKED]
        # Checking thousands of questions takes seconds, and most sources are sound before.
        known = set(check(self.before)) if found else set()
        problems = [problem for problem in found if problem not in known]
        return problems or change_files(questions, self._contents())

    def _contents(self) -> dict[str, bytes | None]:
        return {name: None if text is None else text.encode() for name, text in self.texts.items()}

    def after(self) -> Source:
        """Give the source as it will be."""
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
    _require_category(before, category)
    _require_free(before, id_)
    if not wording.strip():
        raise WrongUseError("the question must not be empty")
    text = _DRAFT.format(wording=scalar(" ".join(wording.split())), today=today.isoformat())
    return Change(before, {f"{category}/{id_}.md": text})


def rename(before: Parsed, old: str, new_id: str) -> Change:
    """Give a question another id: its files, mentions in other files, and ids.lock."""
    own = _own(before, old)
    _require_free(before, new_id)
    replaced = {f.name: _with_id_replaced(f, old, new_id) for f in before.source.files}
    texts = {f.name: replaced[f.name] for f in before.source.files if replaced[f.name] != f.text}
    texts |= _translations_followed(before, texts)
    result: dict[str, str | None] = dict(texts)
    for name in own:
        result[_renamed(name, new_id)] = texts.get(name, replaced[name])
        result[name] = None
    if old in before.handbook.lock.questions:
        page = _renamed(f"{own[0].split('/')[0]}/{old}.md", new_id)
        result[page] = _with_former_id(result[page] or "", old)
        result["ids.lock"] = _lock_text(before, questions=[new_id])
    result |= _moved_records(before, {name: _renamed(name, new_id) for name in own})
    return Change(before, result)


def move(before: Parsed, id_: str, category: str) -> Change:
    """Put a question into another category; its permanent link leads there from then on."""
    own = _own(before, id_)
    _require_category(before, category)
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
        "categories": _missing(lock.categories, handbook.shown.categories),
        "tracks": _missing(lock.tracks, handbook.tracks),
    }
    ids = tuple(id_ for missing in added.values() for id_ in missing)
    texts = {"ids.lock": _lock_text(before, **added)} if ids else {}
    return Change(before, texts, ids)


def _missing(locked: Mapping[str, int], holders: Iterable[Permanent]) -> list[str]:
    """Give the ids and former ids that are not locked yet."""
    ids: set[str] = set()
    for holder in holders:
        ids |= {holder.id, *(former.id for former in holder.former_ids)}
    return sorted(ids - locked.keys())


def _lock_text(before: Parsed, **added: Iterable[str]) -> str:
    """Give the text of ids.lock with further ids."""
    text = next((f.text for f in before.source.files if f.name == "ids.lock"), _LOCK_HEAD)
    for key, ids in added.items():
        text = with_items(text, key, ids)
    return text


def _documents(before: Parsed, id_: str) -> list[Document]:
    return [document for document in before.documents if document.id == id_]


def _own(before: Parsed, id_: str) -> list[str]:
    """Give the names of a question's files, the question's own and its translations'."""
    names = [document.file.name for document in _documents(before, id_)]
    if not names:
        meant = did_you_mean(id_, [document.id for document in before.documents])
        raise WrongUseError(f"there is no question '{id_}'{_hint(meant)}")
    return names


def _require_free(before: Parsed, id_: str) -> None:
    if not well_formed(id_):
        raise WrongUseError(f"an id is lower-case words with hyphens, not '{id_}'")
    lock = before.handbook.lock
    formers = {former.id for q in before.handbook.questions for former in q.former_ids}
    if _documents(before, id_) or id_ in formers or id_ in lock.questions:
        raise WrongUseError(f"the id '{id_}' is taken; ids are never used twice")


def _require_category(before: Parsed, category: str) -> None:
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
    if old not in file.text:
        return file.text
    if file.name == "tracks.yml":
        return with_value_replaced(file.text, _HOLD_IDS, old, new_id)
    if not file.name.endswith(".md"):
        return file.text
    head, below = _split(file.text)
    return with_value_replaced(head, _HOLD_IDS, old, new_id) + relinked(below, old, new_id)


def _translations_followed(before: Parsed, texts: Mapping[str, str]) -> dict[str, str]:
    """Give the translations of texts in which only a link has changed the present hash to quote."""
    originals = {(d.category, d.id): d for d in before.documents if d.language is None}
    followed: dict[str, str] = {}
    for document in before.documents:
        original = originals[document.category, document.id]
        if document.language is not None and original.file.name in texts:
            present = replace(original.file, text=texts[original.file.name])
            hashes = text_hash(original), text_hash(parse_document(present))
            head, below = _split(texts.get(document.file.name, document.file.text))
            followed[document.file.name] = with_value_replaced(head, _HOLD_HASH, *hashes) + below
    return followed


def _split(text: str) -> tuple[str, str]:
    """Split a source file into front matter and the rest, which begins with the line `---`."""
    end = text.index("\n---\n") + 1
    return text[:end], text[end:]


def _with_former_id(text: str, old: str) -> str:
    """Add a former id to the front matter of a question, behind those that are older."""
    head, below = _split(text)
    return with_last_item(head, "former_ids", old) + below
