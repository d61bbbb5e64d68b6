"""Tells what an import did: as JSON for programs, in lines for people."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from handbook.importers.existing import Known
from handbook.importers.files import Notes
from handbook.importers.formats import Fit, closest
from handbook.importers.match import Fate as Outcome
from handbook.importers.match import Incoming, Near
from handbook.importers.notes import Aside, Entry, Fate, Line, Reading
from handbook.importers.plan import Plan
from handbook.importers.target import Target
from handbook.problems import counted

UNPLACED = "could not be placed"
_SHOWN = 20
_LONGEST = 70


@dataclass(frozen=True)
class Read:
    """A file with what was found in it; `fit` is None where it could not be read."""

    notes: Notes
    fit: Fit | None = None
    reading: Reading | None = None

    @property
    def refused(self) -> str:
        """Why nothing was read, empty where something was."""
        if self.notes.refused:
            return self.notes.refused
        if self.reading is None and self.fit:
            return f"fits no format; {closest(self.fit)}"
        return ""


def fates(lines: Sequence[Line], reading: Reading | None) -> dict[int, tuple[Fate, str]]:
    """Give what became of each line, with the reason for leftovers and noise.

    What stands in an entry counts as that, question before answer; what nobody has placed is
    left over.
    """
    entries: Iterable[Entry] = reading.entries if reading else ()
    asides: Iterable[Aside] = reading.asides if reading else ()
    found = {line.number: (Fate.LEFTOVER, UNPLACED) for line in lines}
    found |= {aside.line.number: (aside.fate, aside.reason) for aside in asides}
    for entry in entries:
        found |= dict.fromkeys(entry.answered, (Fate.ANSWER, ""))
    for entry in entries:
        found |= dict.fromkeys(entry.asked, (Fate.QUESTION, ""))
    return found | {line.number: (Fate.BLANK, "") for line in lines if line.blank}


def as_json(read: Sequence[Read], plan: Plan) -> dict[str, Any]:
    """Give the whole report."""
    by_file = _by_file(plan)
    return {
        "files": [_file(each, by_file.get(each.notes.path, []), plan) for each in read],
        "duplicates": [*_repeated(plan), *(_near(near) for near in plan.near)],
        "notes": list(plan.notes),
    }


def _by_file(plan: Plan) -> dict[str, list[Target]]:
    by_file: dict[str, list[Target]] = {}
    for target in plan.targets:
        by_file.setdefault(target.one.file, []).append(target)
    return by_file


def _file(read: Read, targets: Sequence[Target], plan: Plan) -> dict[str, Any]:
    lines = read.notes.lines
    placed = fates(lines, read.reading)
    counts = Counter(fate for fate, _ in placed.values())
    told: dict[str, Any] = {
        "path": read.notes.path,
        "format": read.fit.format.NAME if read.fit and read.reading else None,
        "basis": read.fit.basis if read.fit else "",
    }
    if read.refused:
        told["refused"] = read.refused
    return told | {
        "lines": {"total": len(lines), **{str(fate): counts[fate] for fate in Fate}},
        "leftovers": _told(read, placed, Fate.LEFTOVER),
        "noise": _told(read, placed, Fate.NOISE),
        "questions": [_question(target) for target in targets],
        "vanished": [
            {"id": each.id, "target": each.document.file.path}
            for each in plan.vanished
            if each.file == read.notes.path
        ],
    }


def _told(read: Read, placed: dict[int, tuple[Fate, str]], fate: Fate) -> list[dict[str, Any]]:
    """Give what is left over, or noise: whole lines, and pieces of those that count otherwise."""
    asides = read.reading.asides if read.reading else ()
    texts = {line.number: line.text for line in read.notes.lines}
    pieces = [
        {"lines": [each.line.number] * 2, "text": each.line.text, "reason": each.reason}
        for each in asides
        if each.fate is fate is not placed[each.line.number][0]
        and (fate is Fate.LEFTOVER or each.line.text != texts[each.line.number])
    ]
    whole = _ranges(read.notes.lines, placed, fate)
    return sorted([*whole, *pieces], key=lambda found: int(found["lines"][0]))


def _ranges(
    lines: Sequence[Line], placed: dict[int, tuple[Fate, str]], wanted: Fate
) -> Iterator[dict[str, Any]]:
    """Yield runs of lines with one fate and reason; blank lines do not end a run."""
    kept = [line for line in lines if placed[line.number][0] is not Fate.BLANK]
    for (fate, reason), run in groupby(kept, key=lambda line: placed[line.number]):
        if fate is wanted:
            found = list(run)
            yield {
                "lines": [found[0].number, found[-1].number],
                "text": "\n".join(line.text for line in found),
                "reason": reason,
            }


def _question(target: Target) -> dict[str, Any]:
    entry = target.one.entry
    told: dict[str, Any] = {
        "label": entry.label,
        "question": target.one.wording,
        "lines": list(entry.span),
        "id": target.one.id or _id_of(target.one.of),
        "target": target.shown or None,
        "answered": target.one.answered,
        "state": target.state,
        "status": target.status,
        "given": entry.given,
        "guesses": {
            key: {"value": guess.value, "basis": guess.basis}
            for key, guess in target.guesses.items()
        },
        "repairs": target.repairs,
        "problems": target.problems,
    }
    return told | ({"difference": target.difference} if target.difference else {})


def _repeated(plan: Plan) -> Iterator[dict[str, Any]]:
    for target in plan.targets:
        one = target.one
        if one.of is not None and one.fate is not Outcome.QUESTION:
            yield {
                "first": _place(one.of),
                "second": _place(one),
                "likeness": 100.0,
                "outcome": str(one.fate),
            }


def _near(near: Near) -> dict[str, Any]:
    return {
        "first": _place(near.first),
        "second": _place(near.second),
        "likeness": round(near.likeness, 1),
        "outcome": "both kept",
    }


def _place(one: Incoming | Known) -> dict[str, Any]:
    if isinstance(one, Known):
        line = one.document.place("question").line
        return {"path": one.document.file.path, "lines": [line, line], "id": one.id}
    return {"path": one.file, "lines": list(one.entry.span), "id": one.id or _id_of(one.of)}


def _id_of(of: Incoming | Known | None) -> str:
    return of.id if of else ""


def for_people(read: Sequence[Read], plan: Plan) -> Iterator[str]:
    """Yield the summary line by line: what each file gave, and what needs a look."""
    by_file = _by_file(plan)
    for each in read:
        if each.refused:
            yield f"{each.notes.path}: {each.refused}"
        else:
            yield _summary(each, by_file.get(each.notes.path, []))
    # Of thousands that are worded alike, the pairs would hide everything else.
    told = [*_to_look_at(plan), *plan.notes, *_leftovers(read), *_near_pairs(plan)]
    yield from told[:_SHOWN]
    if len(told) > _SHOWN:
        yield f"… and {len(told) - _SHOWN} more; --report FILE tells all."


def _summary(read: Read, targets: Sequence[Target]) -> str:
    placed = Counter(fate for fate, _ in fates(read.notes.lines, read.reading).values())
    states = Counter(target.state for target in targets)
    drafts = sum(target.status == "draft" for target in targets)
    said = [f"{count} {state}" for state, count in states.items()]
    said += [counted(drafts, "draft")] if drafts else []
    told = f" ({', '.join(said)})" if said else ""
    found = f"{counted(len(targets), 'question')}{told}"
    left, noise = placed[Fate.LEFTOVER], placed[Fate.NOISE]
    name = read.fit.format.NAME if read.fit else ""
    return f"{read.notes.path}: {name}; {found}; {counted(left, 'line')} left over, {noise} noise"


def _to_look_at(plan: Plan) -> Iterator[str]:
    for target in plan.targets:
        line = target.one.entry.span[0]
        if target.difference:
            yield f"{target.shown}: edited by hand, left as it is; {target.one.file}:{line} differs"
        elif target.one.fate is Outcome.FURTHER_ANSWER and target.state == "new":
            yield f"{target.shown}: a further answer to '{_id_of(target.one.of)}', a draft"
    for each in plan.vanished:
        yield f"{each.document.file.path}: no longer in {each.file}; the file stays"


def _near_pairs(plan: Plan) -> Iterator[str]:
    for near in plan.near:
        first, second = _place(near.first), _place(near.second)
        where = f"{first['path']}:{first['lines'][0]}"
        yield f"{second['path']}:{second['lines'][0]}: {near.likeness:.0f} of 100 like {where}"


def _leftovers(read: Sequence[Read]) -> Iterator[str]:
    for each in read:
        if each.reading is None:
            continue
        placed = fates(each.notes.lines, each.reading)
        for found in _told(each, placed, Fate.LEFTOVER):
            first, last = found["lines"]
            where = f"{each.notes.path}:{first}" + (f"-{last}" if last > first else "")
            text = " ".join(found["text"].split())
            shown = text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
            yield f"{where}: left over, {found['reason']}: {shown}"
