"""Judges a run: whether the sample printed what its answer shows, and warned of nothing."""

import re
import signal
from collections.abc import Iterator
from dataclasses import dataclass

from handbook.model import Sample
from handbook.samples import compare
from handbook.samples.launch import REFUSED
from handbook.samples.sandbox import MOST_OUTPUT, SECONDS, Run

# Python's own lines, the loggers' ("WARNING:tensorflow: … is deprecated") and warnings of other
# categories all say it in words, except those about the future.
_DEPRECATION = re.compile("deprecat|FutureWarning", re.IGNORECASE)
_LINES_SHOWN = 20


@dataclass(frozen=True)
class Failure:
    """Why a run is no proof: a code, what must hold, and what happened instead."""

    code: str
    must: str
    detail: str = ""


@dataclass(frozen=True)
class Titles:
    """What the two sides of a diff are called."""

    expected: str
    found: str


def judge(sample: Sample, run: Run, titles: Titles) -> list[Failure]:
    """Give every reason why a run is no proof of what the answer shows."""
    if stopped := _stopped(run):
        return [stopped]
    return [*_deprecations(sample, run), *_differences(sample, run, titles)]


def _stopped(run: Run) -> Failure | None:
    shown = _end_of(run.stderr)
    if run.code is None:
        return Failure("sample-slow", f"must end within {SECONDS:.0f} seconds", shown)
    if run.code == REFUSED and shown.startswith("no network namespace"):
        return Failure("sample-failed", "must have a network of its own", shown)
    if run.code:
        return Failure("sample-failed", f"must end without an error: {_how(run.code)}", shown)
    return None


def _how(code: int) -> str:
    if code > 0:
        return f"exit code {code}"
    try:
        return f"killed by {signal.Signals(-code).name}"
    except ValueError:  # a real-time signal has no name
        return f"killed by signal {-code}"


def _end_of(text: str) -> str:
    return "\n".join(text.strip().splitlines()[-_LINES_SHOWN:])


def _deprecations(sample: Sample, run: Run) -> Iterator[Failure]:
    lines = [line for line in run.stderr.splitlines() if _DEPRECATION.search(line)]
    if lines and not sample.warns:
        must = "must not warn of a deprecation, unless `warns` behind python says that it is meant"
        yield Failure("sample-deprecated", must, "\n".join(lines[:_LINES_SHOWN]))
    if sample.warns and not lines:
        must = "must warn of a deprecation, because it is marked `warns`"
        yield Failure("sample-unwarned", must, _end_of(run.stderr))


def _differences(sample: Sample, run: Run, titles: Titles) -> Iterator[Failure]:
    found = compare.lines_of(run.stdout)
    if len(run.stdout.encode()) > MOST_OUTPUT or len(found) > compare.MOST_LINES:
        must = f"must print at most {compare.MOST_LINES} lines and {MOST_OUTPUT // 1024} KiB"
        yield Failure("output-too-long", must, "\n".join(found[:_LINES_SHOWN]))
        return
    if not "\n".join(found).replace(compare.OPEN, "").strip():
        must = "must print something that can be compared"
        yield Failure("output-empty", must, "\n".join(found))
        return
    steps = compare.align(compare.lines_of(sample.output or ""), found)
    if sample.output is None:
        must = 'must be followed by its output, a block ```text title="Output"'
        yield Failure("output-differs", must, "\n".join(found))
    elif compare.differs(steps):
        shown = compare.diff(steps, titles.expected, titles.found)
        yield Failure("output-differs", "must print what its output block shows", shown)
