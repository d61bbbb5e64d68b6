"""YAML by its schema: values with lines, and a fault for everything that does not fit."""

from datetime import date

import pytest
import yaml

from handbook import schema, values
from handbook.model import Kind
from handbook.values import Fault, Field, Many, Reasons, Record, Text, Value, read_values

TEXTS = Record({"a": Field(Text()), "b": Field(Many(Text())), "c": Field(Reasons())})


def test_lines_count_from_the_first_line() -> None:
    read = read_values("# one\na: x\nb:\n  - y\n\n  - z\n", TEXTS, first_line=2)
    assert read.by_key["a"] == Value("x", 3)
    assert read.by_key["b"] == Value((Value("y", 5), Value("z", 7)), 4)
    assert (read.line("b"), read.line("c", default=9)) == (4, 9)
    assert (read.get("b"), read.get("c", "none")) == (("y", "z"), "none")


def test_text_is_folded() -> None:
    assert read_values("a: >\n  two\n  lines \n", TEXTS).get("a") == "two lines"


def test_types_of_the_schema() -> None:
    read = read_values("kind: coding\nadded: 2026-11-20\nrevised: '2026-11-21'\n", schema.QUESTION)
    assert read.get("kind") is Kind.CODING
    assert read.get("added") == date(2026, 11, 20)
    assert read.get("revised") == date(2026, 11, 21)


def test_what_does_not_fit_is_left_out() -> None:
    read = read_values("a: [x]\nb: [x, 1, y]\nc: {k: v, l: 2}\n", TEXTS)
    assert "a" not in read.by_key
    assert read.get("b") == ("x", "y")
    assert read.get("c") == {"k": Value("v", 3)}
    assert [(fault.line, fault.found) for fault in read.faults] == [
        (1, "a list"),
        (2, "1"),
        (3, "2"),
    ]


@pytest.mark.parametrize("day", ["2026-W47-5", "20261120", "2026-11-31", "２０２６-11-20", "[]"])
def test_dates_have_one_form(day: str) -> None:
    faults = read_values(f"added: {day}", schema.QUESTION).faults
    assert [f.must for f in faults if f.code == "value-mistyped"] == ["must be a date, YYYY-MM-DD"]


@pytest.mark.parametrize("text", ["? [a, b]\n: c\n", "{[a, b]: c}", "{{a: b}: c}"])
def test_keys_that_are_no_text(text: str) -> None:
    (fault,) = read_values(text, TEXTS).faults
    assert (fault.code, fault.line) == ("key-unknown", 1)


@pytest.mark.parametrize("text", ["b: &x [*x]", "&x\na: *x", "b: &x\n  - y\n  - *x\n"])
def test_aliases_to_what_is_around_them(text: str) -> None:
    faults = read_values(text, TEXTS).faults
    assert {fault.code for fault in faults} == {"value-mistyped"}


DEEP = "must not be nested so deep"
MANY = 200_000


@pytest.mark.parametrize("text", ["[", "{", "a: [", "- ", "? ", "- ? "])
def test_deep_nesting_is_a_fault_and_no_crash(text: str) -> None:
    assert read_values(text * MANY, TEXTS, 2).faults == (Fault("yaml-broken", 2, DEEP),)


def test_many_flat_lists_are_not_deep() -> None:
    assert not read_values("b:\n" + "  - '[[['\n" * 30 + "  - x\n" * 5000, TEXTS).faults


@pytest.mark.parametrize("text", ["b: [" + "x," * 5000 + "]", "c:\n" + "  k: v\n" * 2])
def test_long_is_not_deep(text: str) -> None:
    assert DEEP not in {fault.must for fault in read_values(text, TEXTS).faults}


@pytest.mark.parametrize(
    ("text", "line", "must", "found"),
    [
        ("", 5, "must not be empty", None),
        ("# only a comment\n", 5, "must not be empty", None),
        ("a: x\nb: y: z\n", 6, "must be in quotes where a value holds ': '", None),
        ("a: x\n\x07\n", 6, "must be valid YAML", "control characters are not allowed"),
        ("a: é\nb: [x\n", 7, "must be valid YAML", "did not find expected ',' or ']'"),
    ],
)
def test_broken_yaml(text: str, line: int, must: str, found: str | None) -> None:
    assert read_values(text, TEXTS, 5).faults == (Fault("yaml-broken", line, must, found),)


def test_without_libyaml_the_same_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "a: x\nb: [y, 1]\n"
    fast = read_values(text, TEXTS)
    monkeypatch.setattr(values, "LOADER", yaml.SafeLoader)
    assert read_values(text, TEXTS) == fast
    assert fast.get("b") == ("y",)


@pytest.mark.parametrize("character", ["\\0", "\\u200b", "\\u202e", "\\u2028", "\\x02", "\\uFEFF"])
def test_characters_that_cannot_be_seen(character: str) -> None:
    (fault,) = read_values(f'a: "x{character}y"', TEXTS).faults
    assert fault.must == "must be text without characters that cannot be seen"
