"""Tells how a verification goes and how it ended."""

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from textwrap import indent

import click

from handbook.problems import Problem, counted
from handbook.samples.jobs import Job
from handbook.samples.judge import Failure
from handbook.samples.sandbox import Network, Run

NETWORK = {
    Network.NAMESPACE: "Network: each sample has a namespace with nothing but the loopback.",
    Network.GUARD: "Network: this kernel gives no namespace; a guard in Python refuses every "
    "connection but to the loopback.",
}
_SLOWEST = 5


@dataclass(frozen=True)
class Outcome:
    """How one sample did; `run` is None where it could not be run at all."""

    job: Job
    run: Run | None
    failures: Sequence[Failure]

    @property
    def seconds(self) -> float:
        """How long it ran."""
        return self.run.seconds if self.run else 0.0

    @property
    def only_printed_otherwise(self) -> bool:
        """Whether a new output block would mend it."""
        return [failure.code for failure in self.failures] == ["output-differs"]


@contextmanager
def progress(total: int) -> Iterator[Callable[[Outcome], None]]:
    """Give what is to be called after each sample: a bar on a terminal, else a line for each."""
    if sys.stdout.isatty():
        with click.progressbar(length=total, label="Samples", show_pos=True) as bar:
            yield lambda outcome: bar.update(1)
        return
    width, done = len(str(total)), 0

    def tell(outcome: Outcome) -> None:
        nonlocal done
        done += 1
        how = "failed" if outcome.failures else "good"
        click.echo(f"[{done:{width}}/{total}] {outcome.job.key} {how}, {outcome.seconds:.1f} s")

    yield tell


def failures(outcomes: Iterable[Outcome]) -> Iterator[str]:
    """Give the text of each failure, in the order of files and lines."""
    for outcome in sorted(outcomes, key=lambda o: o.job.sample.place):
        place = outcome.job.sample.place
        for failure in outcome.failures:
            problem = Problem(place.path, place.line, failure.code, failure.must)
            detail = f"\n{indent(failure.detail, '    ')}" if failure.detail else ""
            yield f"{problem}{detail}"


def summary(chosen: Sequence[Job], outcomes: Sequence[Outcome], not_run: int) -> str:
    """Give the counts and the slowest samples.

    Args:
        chosen: the samples that were asked for
        outcomes: how those did that were run
        not_run: how many samples are marked as not run

    """
    failed = sum(bool(outcome.failures) for outcome in outcomes)
    copies = sum(len(job.copies) for job in chosen)
    counts = [
        f"{counted(len(outcomes), 'sample')} run: {len(outcomes) - failed} good, {failed} failed",
        *_some(len(chosen) - len(outcomes), "with a valid record"),
        *_some(copies, "in translations, equal to the original's"),
        *_some(not_run, "marked not-run"),
    ]
    slowest = sorted(outcomes, key=lambda o: (-o.seconds, o.job.key))[:_SLOWEST]
    lines = [f"{o.seconds:6.1f} s  {o.job.key}" for o in slowest]
    return "\n".join(["; ".join(counts) + ".", *(["Slowest:"] if lines else []), *lines])


def _some(count: int, what: str) -> Iterator[str]:
    if count:
        yield f"{count} {what}"
