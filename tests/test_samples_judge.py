"""Judging: what a run proves, and what it does not."""

from dataclasses import replace

import pytest

from handbook.model import Place, Sample
from handbook.samples.judge import Failure, Titles, judge
from handbook.samples.sandbox import Run

SAMPLE = Sample("print(1)\n", "1\n", 9, None, False, False, Place("questions/a/b.md", 5))
WARNS = replace(SAMPLE, warns=True)
GOOD = Run(0, "1\n", "", 0.1)
TITLES = Titles("expected (then)", "found (now)")
CHANNELS = [
    "sample.py:3: DeprecationWarning: use that",
    "lib.py:3: PendingDeprecationWarning: use that",
    "lib.py:3: FutureWarning: this will go",
    "WARNING:tensorflow:From x.py:9: f (from m) is deprecated and will be removed.",
    "lib.py:3: UserWarning: f has been DEPRECATED, use g",
]


def test_a_good_run_is_a_proof() -> None:
    assert judge(SAMPLE, GOOD, TITLES) == []
    noisy = replace(GOOD, stderr="WARNING: All log messages before …\nUserWarning: slow\n")
    assert judge(SAMPLE, noisy, TITLES) == []


@pytest.mark.parametrize("line", CHANNELS)
def test_a_deprecation_fails_a_sample_through_each_channel(line: str) -> None:
    run = replace(GOOD, stderr=f"some log\n{line}\n")
    must = "must not warn of a deprecation, unless `warns` behind python says that it is meant"
    assert judge(SAMPLE, run, TITLES) == [Failure("sample-deprecated", must, line)]
    assert judge(WARNS, run, TITLES) == []


def test_a_sample_that_is_marked_must_warn() -> None:
    must = "must warn of a deprecation, because it is marked `warns`"
    noisy = replace(GOOD, stderr="UserWarning: slow\n")
    expected = [Failure("sample-unwarned", must, "UserWarning: slow")]
    assert judge(WARNS, noisy, TITLES) == expected


def test_another_output_is_shown_as_a_diff_with_both_versions() -> None:
    shown = "--- expected (then)\n+++ found (now)\n@@ -1 +1 @@\n-1\n+2"
    expected = [Failure("output-differs", "must print what its output block shows", shown)]
    assert judge(SAMPLE, replace(GOOD, stdout="2\n"), TITLES) == expected


def test_a_missing_output_block_is_told_with_what_was_printed() -> None:
    must = 'must be followed by its output, a block ```text title="Output"'
    without = replace(SAMPLE, output=None)
    assert judge(without, GOOD, TITLES) == [Failure("output-differs", must, "1")]


@pytest.mark.parametrize("stdout", ["1\n" * 1001, "1" * 70_000])
def test_too_long_an_output_is_told(stdout: str) -> None:
    (failure,) = judge(SAMPLE, replace(GOOD, stdout=stdout), TITLES)
    assert failure.code == "output-too-long"
    assert failure.must == "must print at most 1000 lines and 64 KiB"


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        (None, Failure("sample-slow", "must end within 60 seconds", "the end")),
        (1, Failure("sample-failed", "must end without an error: exit code 1", "the end")),
        (-9, Failure("sample-failed", "must end without an error: killed by SIGKILL", "the end")),
    ],
)
def test_an_error_is_told_whatever_was_printed(code: int | None, expected: Failure) -> None:
    assert judge(SAMPLE, Run(code, "1\n", "the end\n", 1), TITLES) == [expected]


def test_a_refused_namespace_is_told() -> None:
    run = Run(71, "", "no network namespace: unshare\n", 0)
    must, detail = "must have a network of its own", "no network namespace: unshare"
    assert judge(SAMPLE, run, TITLES) == [Failure("sample-failed", must, detail)]


def test_a_signal_without_a_name_is_told_by_its_number() -> None:
    [failure] = judge(SAMPLE, replace(GOOD, code=-40), TITLES)
    assert failure.must == "must end without an error: killed by signal 40"


@pytest.mark.parametrize("printed", ["", "\n", "...\n", " ... \n...\n"])
def test_nothing_that_can_be_compared_is_no_proof(printed: str) -> None:
    open_output = replace(SAMPLE, output="...\n")
    [failure] = judge(open_output, replace(GOOD, stdout=printed), TITLES)
    assert failure.code == "output-empty"
