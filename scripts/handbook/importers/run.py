"""Imports raw notes: reads files, works out what to write, writes it, and tells what it did."""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from handbook import edit
from handbook.figures import draw
from handbook.importers import formats, formulas
from handbook.importers.blocks import render
from handbook.importers.files import Notes, find, read
from handbook.importers.language import prose_language
from handbook.importers.match import Incoming
from handbook.importers.notes import Bank, Reading, Repair
from handbook.importers.plan import Plan, plan
from handbook.importers.report import Read, as_json
from handbook.importers.wording import plain_wording
from handbook.likeness import normalized
from handbook.parse import Parsed, parse
from handbook.problems import Problem
from handbook.read import read_source
from handbook.write import replace_file

# "What does this print?" above many samples is not one question with many answers.
_OFTEN = 3


@dataclass(frozen=True)
class Order:
    """What somebody asked for; `format` and `category` are None where they are to be guessed."""

    names: tuple[str, ...]
    questions: Path
    format: str | None = None
    category: str | None = None
    limit: float = 50.0


@dataclass(frozen=True)
class Imported:
    """What an import found and worked out, before anything is written."""

    read: tuple[Read, ...]
    plan: Plan
    change: edit.Change

    @property
    def refused(self) -> bool:
        """Whether a file that somebody named could not be imported."""
        return any(each.refused and each.notes.named for each in self.read)

    def apply(self, questions: Path) -> list[Problem]:
        """Write the source files, unless the handbook would not be sound then."""
        return self.change.apply(questions) if self.change.texts else []


Progress = Callable[[Sequence[tuple[Path, bool]]], Iterable[tuple[Path, bool]]]


def import_notes(wanted: Order, today: date, progress: Progress = lambda found: found) -> Imported:
    """Read raw notes and work out what to write.

    Args:
        wanted: the files, the handbook, and what is not to be guessed
        today: the day that new questions are added on
        progress: is given the files, and gives them back one by one

    Returns:
        everything that was found; nothing is written yet

    """
    notes = (
        read(path, named=named, limit=wanted.limit) for path, named in progress(find(wanted.names))
    )
    found = [take(each, wanted.format) for each in notes]
    return work_out(found, parse(read_source(wanted.questions)), wanted.category, today)


def work_out(found: Sequence[Read], before: Parsed, category: str | None, today: date) -> Imported:
    """Work out what to write for notes that were read; touches no disk."""
    incoming = [one for each in found for one in _incoming(each)]
    banks = [(each.notes.path, bank) for each in found for bank in _banks(each)]
    planned = plan(before, incoming, banks, category, today)
    change = edit.Change(before, dict(planned.texts))
    locked = edit.publish(parse(change.after())).texts if planned.texts else {}
    return Imported(tuple(found), planned, edit.Change(before, {**planned.texts, **locked}))


def take(notes: Notes, name: str | None) -> Read:
    """Take notes apart, in the format of a name, or in the one that they fit best."""
    if notes.refused:
        return Read(notes)
    if name:
        format_ = formats.named(name)
        fit = formats.Fit(format_, 1.0, "given as --format")
    else:
        fit = formats.best(notes.lines)
    return Read(notes, fit, _reading(notes, fit) if formats.fits(fit) else None)


def _reading(notes: Notes, fit: formats.Fit) -> Reading:
    """Take notes apart; formulas that cannot be drawn are told."""
    reading = fit.format.read(notes.lines)
    drawings, _ = draw(formulas.figures(reading))
    return formulas.settled(reading, drawings)


def _incoming(read: Read) -> Iterable[Incoming]:
    """Give the entries of a file; what is asked in the same words again and again is numbered."""
    entries = read.reading.entries if read.reading else ()
    counts = Counter(normalized(entry.wording) for entry in entries)
    met: Counter[str] = Counter()
    path = read.notes.path
    language = prose_language(" ".join(entry.wording for entry in entries)) or "en"
    for entry in entries:
        wording = plain_wording(entry.wording)
        key = normalized(entry.wording)
        met[key] += 1
        if counts[key] > _OFTEN:
            wording = f"{wording} ({entry.label or met[key]})"
            repair = Repair(entry.span[0], "number added to a question that is asked often")
            entry = replace(entry, repairs=(*entry.repairs, repair))
        often = counts[key] > _OFTEN
        yield Incoming(path, entry, wording, render(entry.body), language, often)


def _banks(read: Read) -> Iterable[Bank]:
    if read.reading and read.reading.bank:
        yield read.reading.bank


def write_report(imported: Imported, path: Path) -> None:
    """Write the report as JSON."""
    text = json.dumps(as_json(imported.read, imported.plan), indent=1, ensure_ascii=False)
    replace_file(path, f"{text}\n".encode())
