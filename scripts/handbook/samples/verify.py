"""The command `handbook verify`: what to run, telling how it goes, and what is left behind."""

import platform
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import click

from handbook.checks import check
from handbook.checks import records as record_rules
from handbook.checks.rules import Rule
from handbook.locking import locked
from handbook.model import Handbook, Record
from handbook.parse import Parsed, parse
from handbook.problems import Problem, as_text, stops
from handbook.read import among, read_source, requirements_of, shown
from handbook.samples.environments import (
    EnvironmentFailedError,
    is_made,
    make_environment,
    unfit_python,
)
from handbook.samples.frameworks import environment_of, ran_on
from handbook.samples.jobs import Job, jobs
from handbook.samples.judge import Failure, Titles, judge
from handbook.samples.records import write_records
from handbook.samples.sandbox import Sandbox, best_network
from handbook.samples.telling import NETWORK, Outcome, failures, progress, summary
from handbook.samples.update import with_outputs
from handbook.write import replace_file

AT_A_TIME = 2
_RULES = {rule.code for rule in vars(record_rules).values() if isinstance(rule, Rule)}


class NoSuchSourceError(Exception):
    """A file that is to be verified is none of the handbook's."""


@dataclass(frozen=True)
class Wanted:
    """What is asked for on the command line.

    Attributes:
        questions: the folder of questions
        environments: the folder that holds the samples' environments
        files: source files or folders of them; empty for everything that is published
        everything: run also what has a valid record, and write nothing
        update: write what was printed into the answers

    """

    questions: Path
    environments: Path
    files: tuple[Path, ...] = ()
    everything: bool = False
    update: bool = False

    @property
    def places(self) -> Sequence[str]:
        """The files and folders as paths are shown."""
        return [shown(file) for file in self.files]


@dataclass
class _Verification:
    """One call of the command, from what it found at its start to what it writes."""

    wanted: Wanted
    today: date
    parsed: Parsed
    chosen: Sequence[Job]
    sandbox: Sandbox
    outcomes: list[Outcome] = field(default_factory=list)

    @property
    def handbook(self) -> Handbook:
        return self.parsed.handbook


def verify(wanted: Wanted, today: date) -> int:
    """Run samples and compare what they print with what their answers show.

    Returns:
        the exit code

    """
    if reason := unfit_python():
        click.echo(reason, err=True)
        return 1
    parsed = parse(read_source(wanted.questions))
    if parsed.source.problems:
        click.echo(as_text(parsed.source.problems), err=True)
        return 1
    chosen = list(_chosen(parsed, wanted.places))
    this = _Verification(wanted, today, parsed, chosen, Sandbox(best_network()))
    try:
        return _verify(this)
    except EnvironmentFailedError as error:
        click.echo(str(error), err=True)
        return 1


def _chosen(parsed: Parsed, places: Sequence[str]) -> Iterator[Job]:
    """Give the samples of the files that are asked for, else those of published questions."""
    paths = [document.file.path for document in parsed.documents]
    for place in places:
        if not any(among(path, [place]) for path in paths):
            raise NoSuchSourceError(f"{place} holds no question of {parsed.source.root}")
    for job in jobs(parsed.handbook):
        asked = any(among(s.place.path, places) for s in (job.sample, *job.copies))
        if asked or (not places and job.published):
            yield job


def _verify(this: _Verification) -> int:
    pending = [job for job in this.chosen if _to_run(this, job)]
    try:
        if pending:
            click.echo(NETWORK[this.sandbox.network])
            _run_all(this, pending)
    finally:
        # An interruption keeps what has passed before it.
        if not this.wanted.everything:
            _write(this)
    problems = list(_problems(this))
    for text in failures(this.outcomes):
        click.echo(text)
    if problems:
        click.echo(as_text(problems))
    click.echo(summary(this.chosen, this.outcomes, _not_run(this)))
    return 1 if stops(problems) or any(outcome.failures for outcome in this.outcomes) else 0


def _not_run(this: _Verification) -> int:
    """Count the samples that are marked as not run, in what was asked for."""
    places = this.wanted.places
    return sum(
        sample.not_run is not None
        for question in this.handbook.questions
        if among(question.place.path, places) or not places
        for sample in question.answer.samples
    )


def _to_run(this: _Verification, job: Job) -> bool:
    return this.wanted.everything or job.valid_record(this.handbook) is None


def _problems(this: _Verification) -> Iterator[Problem]:
    """Give what is wrong with the records, where the command does not mend that."""
    if this.wanted.everything:
        places = this.wanted.places
        for problem in check(this.parsed):
            mine = not places or among(problem.path, places)
            if problem.code in _RULES and mine and not problem.listed:
                yield problem


def _run_all(this: _Verification, pending: Sequence[Job]) -> None:
    """Run samples, as many at a time as are allowed, and tell how each did."""
    pythons = _environments(this.wanted, pending)
    with progress(len(pending)) as tell, ThreadPoolExecutor(AT_A_TIME) as pool:
        running = [pool.submit(_outcome, this, pythons, job) for job in pending]
        try:
            for done in as_completed(running):
                this.outcomes.append(done.result())
                tell(this.outcomes[-1])
        except BaseException:
            this.sandbox.stop()
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def _environments(wanted: Wanted, pending: Iterable[Job]) -> Mapping[str, Path]:
    """Make the environments that are needed, and give their Pythons."""
    requirements = requirements_of(wanted.questions)
    names = sorted({environment_of(j.sample.code) for j in pending if j.in_one_environment})
    pythons: dict[str, Path] = {}
    for name in names:
        if not is_made(name, requirements, wanted.environments):
            click.echo(f"Making the environment .venv-{name}; this takes some minutes.")
        pythons[name] = make_environment(name, requirements, wanted.environments)
    return pythons


def _outcome(this: _Verification, pythons: Mapping[str, Path], job: Job) -> Outcome:
    if not job.in_one_environment:
        return Outcome(job, None, [Failure("sample-frameworks", "must import one framework")])
    run = this.sandbox.run(pythons[environment_of(job.sample.code)], job.sample.code)
    return Outcome(job, run, judge(job.sample, run, _titles(this, job)))


def _titles(this: _Verification, job: Job) -> Titles:
    """Name both sides of a diff by the versions that they are of."""
    before = this.handbook.records.get(job.key)
    expected = f" ({_versions(before)}, {before.date})" if before else ""
    return Titles(f"expected{expected}", f"found ({_versions(_record(this, job))})")


def _versions(record: Record) -> str:
    return ", ".join(filter(None, (record.ran_on, f"Python {record.python}")))


def _record(this: _Verification, job: Job) -> Record:
    on = ran_on(job.sample.code, this.handbook.pins)
    return Record(job.hash, on, platform.python_version(), this.today.isoformat())


def _write(this: _Verification) -> None:
    """Write the outputs, if that is asked for, and the records."""
    if this.wanted.update:
        this.outcomes[:] = _with_outputs_written(this)
    good = {o.job.key: _record(this, o.job) for o in this.outcomes if not o.failures}
    keys = {job.key for job in jobs(this.handbook)}
    gone = {key: old for key, old in this.handbook.records.items() if key not in keys}
    write_records(this.wanted.questions, good, gone)


def _with_outputs_written(this: _Verification) -> list[Outcome]:
    """Write outputs into the answers; give the outcomes with those samples as they are now."""
    printed: dict[str, dict[int, str]] = {}
    for outcome in this.outcomes:
        if outcome.only_printed_otherwise and outcome.run:
            for sample in (outcome.job.sample, *outcome.job.copies):
                printed.setdefault(sample.place.path, {})[sample.place.line] = outcome.run.stdout
    with locked(this.wanted.questions):
        for document in this.parsed.documents:
            file = this.wanted.questions / document.file.name
            # What somebody has edited since it was read is left to them.
            if document.file.path in printed and file.read_text("utf-8") == document.file.text:
                replace_file(file, with_outputs(document, printed[document.file.path]).encode())
    now = {job.key: job for job in jobs(parse(read_source(this.wanted.questions)).handbook)}
    return [_judged_again(outcome, now.get(outcome.job.key)) for outcome in this.outcomes]


def _judged_again(outcome: Outcome, now: Job | None) -> Outcome:
    """Judge the same run by the answer as it is now."""
    if not (outcome.only_printed_otherwise and outcome.run and now):
        return outcome
    return Outcome(now, outcome.run, judge(now.sample, outcome.run, Titles("expected", "found")))
