"""What readers are told about the samples: what ran, on what, and what did not."""

from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any

from handbook.model import Handbook, Place, Question, Record, Status
from handbook.prose import inline_html
from handbook.samples.jobs import Job, jobs_of

NOT_RUN = "not run"
_UNREVIEWED = "its question is imported and not yet reviewed"
_FRAMEWORKS = ("TensorFlow", "PyTorch")


def ran(question: Question, handbook: Handbook) -> str:
    """Give what the question's page says about its samples, nothing where it has none."""
    if not question.answer.samples:
        return ""
    records = [_valid(job, handbook) for job in jobs_of(question, handbook)]
    if not records or None in records:
        return NOT_RUN
    return f"ran on {' and '.join(_versions([r for r in records if r]))}"


def records(question: Question, handbook: Handbook) -> Mapping[Place, Record]:
    """Give the records of a question's samples, those in translations included, by their places."""
    found = ((job, _valid(job, handbook)) for job in jobs_of(question, handbook))
    return {
        sample.place: record
        for job, record in found
        if record
        for sample in (job.sample, *job.copies)
    }


def _versions(records: list[Record]) -> list[str]:
    """Name the frameworks, or where there are none what else the samples ran on."""
    names = sorted({told(record) for record in records})
    named = [name for title in _FRAMEWORKS for name in names if name.startswith(title)]
    return named or names[-1:]


def told(record: Record) -> str:
    """Name what a sample ran on, with its version."""
    return record.ran_on or f"Python {record.python}"


def summary(handbook: Handbook, address: Callable[[Question], str]) -> dict[str, Any]:
    """Give the numbers for the pages, texts as HTML.

    Args:
        handbook: without problems
        address: gives the link to a question

    """
    questions = sorted((q for q in handbook.questions if q.on_site), key=lambda q: q.id)
    found = [(job, _valid(job, handbook)) for q in questions for job in jobs_of(q, handbook)]
    records = [record for _, record in found if record]
    counts = Counter(told(record) for record in records)
    return {
        "run": len(records),
        "in_translations": sum(len(job.copies) for job, record in found if record),
        "versions": [{"title": title, "samples": counts[title]} for title in sorted(counts)],
        "pythons": sorted({record.python for record in records}),
        "first": min((record.date for record in records), default=""),
        "last": max((record.date for record in records), default=""),
        "not_run": [
            {
                "question": inline_html(question.wording),
                "address": address(question),
                "reason": inline_html(reason),
                "samples": count,
            }
            for question in questions
            for reason, count in _not_run(question, handbook)
        ],
    }


def _valid(job: Job, handbook: Handbook) -> Record | None:
    return None if job.question.status is Status.IMPORTED else job.valid_record(handbook)


def _not_run(question: Question, handbook: Handbook) -> list[tuple[str, int]]:
    """Give the reasons why samples of a question are not run, each with how many there are."""
    reasons: list[str] = [s.not_run for s in question.answer.samples if s.not_run]
    if question.status is Status.IMPORTED:
        reasons += [_UNREVIEWED] * len(jobs_of(question, handbook))
    return sorted(Counter(reasons).items())
