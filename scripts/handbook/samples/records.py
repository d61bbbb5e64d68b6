"""The records of samples that were run: one line for each in verified.json."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from handbook.locking import locked
from handbook.model import Pins, Record, Sample
from handbook.samples.frameworks import environment_of
from handbook.write import replace_file

FILE = "verified.json"

Records = Mapping[str, Record]

_KEYS = tuple(f.name for f in fields(Record) if f.compare)


@dataclass(frozen=True)
class Broken:
    """A line of verified.json that holds no record."""

    line: int
    text: str


def record_key(file: str, number: int) -> str:
    """Give the key of a sample's record.

    Args:
        file: the source file's path below the folder of questions
        number: the sample's place among the samples of the file, from 1

    """
    return f"{file.removesuffix('.md')}#{number}"


def sample_hash(sample: Sample, pins: Mapping[str, Pins]) -> str:
    """Give the name of everything that a run depends on: code, output, marks, pinned versions."""
    own = pins.get(environment_of(sample.code), Pins())
    return _hash(sample.code, sample.output, sample.legacy, sample.warns, own.lines)


@lru_cache(maxsize=20_000)
def _hash(*parts: Any) -> str:
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:16]


def read_records(text: str) -> tuple[Records, tuple[Broken, ...]]:
    """Read records line by line, so that a conflict in a merge costs only the lines in it."""
    records: dict[str, Record] = {}
    broken: list[Broken] = []
    for number, line in enumerate(text.splitlines(), 1):
        if line in ("{", "}", "{}"):
            continue
        entry = _entry(line, number)
        if entry is None or entry[0] in records:
            broken.append(Broken(number, line))
        else:
            records[entry[0]] = entry[1]
    if not broken and text and text != records_text(records):
        broken.append(Broken(1, ""))
    return records, tuple(broken)


def _entry(line: str, number: int) -> tuple[str, Record] | None:
    try:
        ((key, values),) = json.loads(f"{{{line.rstrip(',')}}}").items()
    except ValueError:
        return None
    if not isinstance(values, dict) or tuple(values) != _KEYS:
        return None
    if not all(isinstance(value, str) for value in values.values()):
        return None
    return key, Record(**values, line=number)


def records_text(records: Records) -> str:
    """Give the text of verified.json: a line a sample, sorted."""
    lines = ",\n".join(_line(key, records[key]) for key in sorted(records, key=_order))
    return f"{{\n{lines}\n}}\n" if lines else "{}\n"


def _line(key: str, record: Record) -> str:
    values = {name: getattr(record, name) for name in _KEYS}
    return f"{json.dumps(key)}: {json.dumps(values, ensure_ascii=False)}"


def _order(key: str) -> tuple[str, int, str]:
    """Sort the tenth sample of a file behind its second."""
    file, _, number = key.rpartition("#")
    return file, int(number) if number.isdecimal() else 0, key


def merge(
    present: Records, good: Mapping[str, Record], gone: Mapping[str, Record | None]
) -> Records:
    """Give the records after a run.

    Args:
        present: what the file holds now, with what other runs have written meanwhile
        good: of samples that passed; where only the date is new, the old one stays
        gone: of samples that failed or are no more, as they were when this run began

    """
    kept = {key: old for key, old in present.items() if key not in gone or gone[key] != old}
    return kept | {key: _unless_same(new, present.get(key)) for key, new in good.items()}


def _unless_same(new: Record, old: Record | None) -> Record:
    return old if old and replace(old, date=new.date) == new else new


def write_records(
    questions: Path, good: Mapping[str, Record], gone: Mapping[str, Record | None]
) -> None:
    """Bring verified.json up to date; runs side by side wait for each other and lose nothing."""
    file = questions / FILE
    with locked(questions):
        text = file.read_text(encoding="utf-8") if file.exists() else ""
        after = merge(read_records(text)[0], good, gone)
        if after or text:
            replace_file(file, records_text(after).encode())


def moved(text: str, names: Mapping[str, str]) -> str:
    """Give the text of verified.json after source files got other names."""
    records, _ = read_records(text)
    keys = {record_key(old, 0)[:-1]: record_key(new, 0)[:-1] for old, new in names.items()}
    return records_text({_moved(key, keys): record for key, record in records.items()})


def _moved(key: str, keys: Mapping[str, str]) -> str:
    file, mark, number = key.rpartition("#")
    return f"{keys.get(f'{file}{mark}', f'{file}{mark}')}{number}"
