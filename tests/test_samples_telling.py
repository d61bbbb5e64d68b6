"""The summary of a verification."""

from handbook.model import Place, Question, Sample
from handbook.samples.jobs import Job
from handbook.samples.judge import Failure
from handbook.samples.sandbox import Run
from handbook.samples.telling import Outcome, failures, summary

PLACE = Place("questions/a/b.md", 5)


def outcome(number: int, seconds: float, *failed: Failure) -> Outcome:
    sample = Sample("", "", None, None, False, False, Place(PLACE.path, 10 * number))
    job = Job(f"a/b#{number}", Question("b", "a", "What?", PLACE), sample, "00")
    return Outcome(job, Run(0, "", "", seconds), failed)


def test_the_slowest_five_come_last_slowest_first() -> None:
    outcomes = [outcome(n, seconds) for n, seconds in enumerate((1, 12.34, 3, 5, 4, 2), 1)]
    assert summary([o.job for o in outcomes], outcomes, 0).splitlines() == [
        "6 samples run: 6 good, 0 failed.",
        "Slowest:",
        "  12.3 s  a/b#2",
        "   5.0 s  a/b#4",
        "   4.0 s  a/b#5",
        "   3.0 s  a/b#3",
        "   2.0 s  a/b#6",
    ]


def test_failures_are_told_in_the_order_of_their_lines() -> None:
    late, early = outcome(9, 1, Failure("c", "must")), outcome(2, 1, Failure("d", "must", "a\nb"))
    assert list(failures([late, early])) == [
        "questions/a/b.md:20: d must\n    a\n    b",
        "questions/a/b.md:90: c must",
    ]
