"""Writes the source file of an entry, and tells what there is to do with it."""

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from handbook.checks import RULES, check_file
from handbook.checks.rules import Weight
from handbook.importers.blocks import Rendered, as_plain
from handbook.importers.guess import Guess
from handbook.importers.language import prose_language
from handbook.importers.match import Fate, Incoming
from handbook.importers.source_text import (
    body_text,
    source_text,
    text_hash,
    with_origin,
)
from handbook.model import Status
from handbook.parse import Parsed
from handbook.problems import Problem
from handbook.read import TextFile

_STRUCTURE = frozenset(rule.code for rule in RULES if rule.weight is Weight.STRUCTURE)


@dataclass
class Target:
    """What becomes of one entry in the source.

    `state` is one of new, updated, moved (to other lines of the notes), unchanged, kept (edited by
    hand), repeated.
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


def target_of(one: Incoming, guessed: Mapping[str, Guess], before: Parsed, today: date) -> Target:
    """Give what becomes of an entry of which id and fate are settled."""
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
    return check_file(TextFile(target.path, target.shown, target.text))


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
        target.state = "moved" if text_hash(target.text) == known.written else "updated"
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
