"""Imports raw notes: reads files, works out what to write, writes it, and tells what it did."""

import json
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from handbook import edit
from handbook.figures import draw
from handbook.importers import formats, formulas
from handbook.importers.blocks import render
from handbook.importers.existing import known_questions
from handbook.importers.files import PIPED, Found, Notes, read
from handbook.importers.language import prose_language
from handbook.importers.match import Incoming
from handbook.importers.notes import (
    Bank,
    Fate,
    Line,
    Reading,
    Repair,
    asked_above,
    without_front_matter,
)
from handbook.importers.often import told_apart
from handbook.importers.order import Order
from handbook.importers.plan import Plan, plan
from handbook.importers.report import Read, as_json
from handbook.importers.wording import plain_wording
from handbook.parse import Parsed, parse
from handbook.problems import Problem
from handbook.read import read_source, shown
from handbook.write import replace_file


@dataclass(frozen=True)
class Imported:
    """What an import found and worked out, before anything is written.

    `locked` are the ids that it adds to ids.lock.
    """

    read: tuple[Read, ...]
    plan: Plan
    change: edit.Change
    locked: tuple[str, ...] = ()

    @property
    def refused(self) -> bool:
        """Whether something that somebody named, file or folder, holds no notes that fit."""
        given = {each.notes.given for each in self.read}
        return given != {each.notes.given for each in self.read if not each.refused}

    def apply(self, questions: Path) -> list[Problem]:
        """Write the source files, unless the handbook would not be sound then."""
        return self.change.apply(questions) if self.change.texts else []


Progress = Callable[[Sequence[Found]], Iterable[Found]]


def import_notes(wanted: Order, today: date, progress: Progress = lambda found: found) -> Imported:
    """Read raw notes and work out what to write.

    Args:
        wanted: the files, the handbook, and what is not to be guessed
        today: the day that new questions are added on
        progress: is given the files, and gives them back one by one

    Returns:
        everything that was found; nothing is written yet

    """
    notes = (read(each, limit=wanted.limit) for each in progress(wanted.found()))
    found = [take(each, wanted.format) for each in notes]
    before = parse(read_source(wanted.questions))
    origins = {known.file for known in known_questions(before)} - {"", PIPED}
    gone = [name for name in sorted(origins) if not Path(name).exists()]
    return work_out(found, before, wanted.category, today, gone)


def work_out(
    found: Sequence[Read],
    before: Parsed,
    category: str | None,
    today: date,
    gone: Collection[str] = (),
) -> Imported:
    """Work out what to write for notes that were read; touches no disk.

    `gone` are notes of earlier imports that do not exist any more.
    """
    incoming = [one for each in found for one in _incoming(each)]
    banks = [(each.notes.path, bank) for each in found for bank in _banks(each)]
    files = [each.notes.path for each in found if not each.refused]
    planned = plan(before, incoming, banks, category, today, files, gone)
    change = edit.Change(before, dict(planned.texts))
    locked = edit.publish(parse(change.after())) if planned.texts else edit.Change(before, {})
    texts = {**planned.texts, **locked.texts}
    return Imported(tuple(found), planned, edit.Change(before, texts), locked.added)


def take(notes: Notes, name: str | None) -> Read:
    """Take notes apart, in the format of a name, or in the one that they fit best."""
    if notes.refused:
        return Read(notes)
    lines, head = without_front_matter(notes.lines)
    if name:
        format_ = formats.named(name)
        fit = formats.Fit(format_, 1.0, "given as --format")
    else:
        fit = formats.best(lines)
    if not formats.fits(fit) and (heading := asked_above(head)):
        lines = (heading, *lines)
        head = tuple(replace(aside, fate=Fate.NOISE) for aside in head)
        fit = replace(formats.best(lines), basis="the front matter asks, the text below answers")
    if not formats.fits(fit):
        return Read(notes, fit)
    reading = _reading(fit, lines)
    return Read(notes, fit, replace(reading, asides=(*head, *reading.asides)))


def _reading(fit: formats.Fit, lines: Sequence[Line]) -> Reading:
    """Take notes apart; formulas that cannot be drawn are told."""
    reading = fit.format.read(lines)
    drawings, _ = draw(formulas.figures(reading))
    return formulas.settled(reading, drawings)


def _incoming(read: Read) -> Iterable[Incoming]:
    """Give the entries of a file; other questions in the same words get a name each."""
    entries = read.reading.entries if read.reading else ()
    path = read.notes.path
    language = prose_language(" ".join(entry.wording for entry in entries)) or "en"
    for each in told_apart(entries, [render(entry.body) for entry in entries]):
        entry, wording = each.entry, plain_wording(each.entry.wording)
        if each.name:
            wording = f"{wording} ({each.name})"
            repair = Repair(entry.span[0], "number added to a question that is asked often")
            entry = replace(entry, repairs=(*entry.repairs, repair))
        yield Incoming(path, entry, wording, each.rendered, language, bool(each.name))


def _banks(read: Read) -> Iterable[Bank]:
    if read.reading and read.reading.bank:
        yield read.reading.bank


def write_report(imported: Imported, path: Path) -> list[Problem]:
    """Write the report as JSON, or give a problem that says why not."""
    text = json.dumps(as_json(imported.read, imported.plan), indent=1, ensure_ascii=False)
    try:
        replace_file(path, f"{text}\n".encode())
    except OSError as error:
        reason = error.strerror or str(error)
        return [Problem(shown(path), 1, "report-unwritable", "must be writable", reason)]
    return []
