"""Records: their hashes, their file, and runs side by side."""

import multiprocessing
from dataclasses import replace
from pathlib import Path

import pytest

from handbook.model import Pins, Place, Record, Sample
from handbook.samples.records import (
    Broken,
    merge,
    moved,
    read_records,
    record_key,
    records_text,
    sample_hash,
    write_records,
)

SAMPLE = Sample("print(1)\n", "1\n", 9, None, False, False, Place("questions/a/b.md", 5))
PINS = {"tensorflow": Pins(("keras==3.15.1",)), "pytorch": Pins(("torch==2.13.0",))}


def record(hash_: str = "00", date: str = "2026-01-02", **more: str) -> Record:
    values = {"ran_on": "PyTorch 2.13.0", "python": "3.11.7"} | more
    return Record(hash_, values["ran_on"], values["python"], date)


@pytest.mark.parametrize(
    "other",
    [
        replace(SAMPLE, code="print(2)\n"),
        replace(SAMPLE, output="...1\n"),
        replace(SAMPLE, output=None),
        replace(SAMPLE, legacy=True),
        replace(SAMPLE, warns=True),
        replace(SAMPLE, code="import keras\n"),
    ],
)
def test_what_a_run_depends_on_is_in_the_hash(other: Sample) -> None:
    assert sample_hash(other, PINS) != sample_hash(SAMPLE, PINS)


def test_the_pins_of_the_sample_s_own_environment_are_in_the_hash() -> None:
    newer = Pins(("torch==2.14.0",))
    assert sample_hash(SAMPLE, PINS | {"pytorch": newer}) != sample_hash(SAMPLE, PINS)
    assert sample_hash(SAMPLE, PINS | {"tensorflow": newer}) == sample_hash(SAMPLE, PINS)


def test_its_place_is_not_in_the_hash() -> None:
    elsewhere = replace(SAMPLE, place=Place("questions/c/d.md", 50), output_line=60)
    assert sample_hash(elsewhere, PINS) == sample_hash(SAMPLE, PINS)


def test_a_key_is_the_file_and_the_number() -> None:
    assert record_key("tensors/rank.md", 2) == "tensors/rank#2"
    assert record_key("tensors/rank.zh-Hans.md", 1) == "tensors/rank.zh-Hans#1"


TEXT = """\
{
"a/b#2": {"hash": "22", "ran_on": "", "python": "3.11.7", "date": "2026-01-02"},
"a/b#10": {"hash": "33", "ran_on": "PyTorch 2.13.0", "python": "3.11.7", "date": "2026-01-02"},
"a/c#1": {"hash": "11", "ran_on": "PyTorch 2.13.0", "python": "3.11.7", "date": "2026-01-02"}
}
"""
RECORDS = {"a/c#1": record("11"), "a/b#10": record("33"), "a/b#2": record("22", ran_on="")}


def test_the_file_has_a_line_a_sample_sorted() -> None:
    assert records_text(RECORDS) == TEXT
    assert records_text({}) == "{}\n"


def test_the_file_is_read_with_its_lines() -> None:
    records, broken = read_records(TEXT)
    assert (records, broken) == (RECORDS, ())
    assert [records[key].line for key in records] == [2, 3, 4]
    assert read_records("{}\n") == ({}, ())
    assert read_records("") == ({}, ())


@pytest.mark.parametrize(
    "line",
    [
        "<<<<<<< HEAD",
        '"a/x#1": {"hash": "22"},',
        '"a/x#1": [],',
        '"a/x#1": {"hash": 1, "ran_on": "", "python": "", "date": ""},',
        '"a/b#2": {"hash": "99", "ran_on": "", "python": "", "date": ""},',
        '"a/x#1": 1, "a/y#1": 2,',
    ],
)
def test_a_broken_line_costs_only_itself(line: str) -> None:
    text = TEXT.replace('"a/b#10"', f'{line}\n"a/b#10"')
    assert read_records(text) == (RECORDS, (Broken(3, line),))


def test_another_order_is_not_what_the_command_writes() -> None:
    first, second, *_ = TEXT.splitlines()[1:]
    text = TEXT.replace(f"{first}\n{second}", f"{second}\n{first}")
    assert read_records(text) == (RECORDS, (Broken(1, ""),))


def test_the_date_stays_where_nothing_else_changes() -> None:
    present = {"a/b#1": record("11")}
    later = record("11", "2026-02-03")
    assert merge(present, {"a/b#1": later}, {})["a/b#1"].date == "2026-01-02"
    for other in (
        replace(later, hash="22"),
        replace(later, ran_on="PyTorch 2.14.0"),
        replace(later, python="3.12.1"),
    ):
        assert merge(present, {"a/b#1": other}, {})["a/b#1"] == other


def test_what_is_gone_leaves_unless_another_run_wrote_it_meanwhile() -> None:
    old, new = record("11"), record("22")
    assert merge({"a/b#1": old, "a/b#2": old}, {}, {"a/b#1": old}) == {"a/b#2": old}
    assert merge({"a/b#1": new}, {}, {"a/b#1": old}) == {"a/b#1": new}


def test_records_follow_a_renamed_file() -> None:
    text = moved(TEXT, {"a/b.md": "z/q.md", "a/b.zh.md": "z/q.zh.md"})
    assert list(read_records(text)[0]) == ["a/c#1", "z/q#2", "z/q#10"]


def _write(questions: Path, writer: int) -> None:
    for number in range(20):
        write_records(questions, {record_key(f"a/w{writer}.md", number): record()}, {})


def test_runs_side_by_side_lose_nothing(tmp_path: Path) -> None:
    start = multiprocessing.get_context("spawn")
    writers = [start.Process(target=_write, args=(tmp_path, writer)) for writer in range(6)]
    for each in writers:
        each.start()
    for each in writers:
        each.join()
    assert [each.exitcode for each in writers] == [0] * 6
    text = (tmp_path / "verified.json").read_text()
    assert len(read_records(text)[0]) == 120
    assert text == records_text(read_records(text)[0])


def test_nothing_to_tell_makes_no_file(tmp_path: Path) -> None:
    write_records(tmp_path, {}, {})
    assert not (tmp_path / "verified.json").exists()
