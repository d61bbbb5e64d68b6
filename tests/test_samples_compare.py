"""Outputs: what matches, what a difference looks like, and what an update keeps."""

import time

import pytest

from handbook.samples.compare import align, diff, differs, line_fits, lines_of, updated


@pytest.mark.parametrize(
    ("pattern", "line"),
    [
        ("exact", "exact"),
        ("a ... c", "a b c"),
        ("a...c", "ac"),
        ("...", "anything"),
        ("... end", "the end"),
        ("start ...", "start here"),
        ("a...b...c", "a1b2b3c"),
        ("x...ab...ab", "x-ab-ab"),
        ("[0 ... 9]", "[0 ... 9]"),
        ("(.*)", "(.*)"),
    ],
)
def test_a_line_fits(pattern: str, line: str) -> None:
    assert line_fits(pattern, line)


@pytest.mark.parametrize(
    ("pattern", "line"),
    [
        ("exact", "exact "),
        ("a ... c", "a b"),
        ("ab...ba", "aba"),
        ("a...b...c", "a1c2b"),
        ("x...ab...ab", "x-ab"),
        ("x...ab...ab...y", "x-ab-y"),
        (".*", "anything"),
        ("..", "anything"),
    ],
)
def test_a_line_does_not_fit(pattern: str, line: str) -> None:
    assert not line_fits(pattern, line)


@pytest.mark.parametrize(
    ("pattern", "found", "same"),
    [
        ("a\nb", "a\nb", True),
        ("a\nb", "a", False),
        ("a", "a\nb", False),
        ("a\n...\nd", "a\nb\nc\nd", True),
        ("a\n...\nd", "a\nd", True),
        ("  ...\nd", "a\nd", True),
        ("...\nb", "b\nx\nb", True),
        ("...\nb\n...\nc", "b\nb\nc\nc", True),
        ("...\nb\n...\nc", "c\nb", False),
        ("a\n...", "b\nc", False),
        ("", "", True),
        ("", "a", False),
        ("a\n\nb", "a\n\nb", True),
        ("a\n\nb", "a\nb", False),
    ],
)
def test_outputs_are_compared_line_by_line(pattern: str, found: str, same: bool) -> None:
    assert differs(align(lines_of(pattern), lines_of(found))) is not same


def test_what_a_source_file_cannot_hold_makes_no_difference() -> None:
    assert lines_of("a  \nb\tc\n\n\n") == ["a", "b       c"]


def test_patterns_that_ruin_regular_expressions_take_no_time() -> None:
    started = time.process_time()
    pattern = ["...".join("a" * 40) + "...b", *["...", "x"] * 50]
    assert differs(align(pattern, ["a" * 20_000, *["y"] * 900]))
    assert time.process_time() - started < 5


def test_a_difference_shows_both_sides_and_what_matched() -> None:
    steps = align(["first ...", "...", "loss 1", "end"], ["first 9", "x", "y", "loss 2", "end"])
    assert diff(steps, "expected", "found").splitlines() == [
        "--- expected",
        "+++ found",
        "@@ -1,5 +1,5 @@",
        " first 9",
        " x",
        " y",
        "-loss 1",
        "+loss 2",
        " end",
    ]


def test_an_update_keeps_every_line_whose_pattern_matches() -> None:
    pattern = ["first ...", "...", "loss 1", "end ..."]
    found = ["first 9", "x", "y", "loss 2", "end 7", "more"]
    expected = ["first ...", "...", "loss 2", "end ...", "more"]
    assert updated(align(pattern, found)) == expected


def test_an_update_does_not_hide_a_changed_line_behind_an_open_one() -> None:
    assert updated(align(["a", "...", "b"], ["a", "x", "y", "c"])) == ["a", "...", "c"]
