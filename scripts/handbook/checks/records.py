"""Rules on the records of samples: what is published has been run as it stands."""

from collections.abc import Iterator

from handbook.checks.rules import Context, Finding, Weight, document_rule, handbook_rule
from handbook.model import Place
from handbook.parse import Document
from handbook.samples.frameworks import frameworks
from handbook.samples.jobs import jobs
from handbook.samples.records import FILE, read_records


@document_rule(Weight.CONTENT)
def sample_frameworks(document: Document) -> Iterator[Finding]:
    """A sample imports TensorFlow or PyTorch, not both: no environment holds both.

    Bad: one block with import tensorflow and import torch
    Good: a block in each of two tabs
    """
    for sample in document.samples:
        if len(frameworks(sample.code)) > 1:
            must = "must import one framework, TensorFlow or PyTorch"
            yield Finding(sample.place.line, must, "both")


@handbook_rule(Weight.CONTENT)
def sample_unverified(context: Context) -> Iterator[Finding]:
    """A sample has been run as it stands: verified.json holds its record.

    Bad: a sample that was edited after its last run
    Good: the same sample after `handbook verify`
    """
    handbook = context.handbook
    for job in jobs(handbook):
        if not job.in_one_environment or job.valid_record(handbook):
            continue
        record = handbook.records.get(job.key)
        for sample in (job.sample, *job.copies):
            if record:
                must = f"must be run again, it is not what ran on {record.date}: `handbook verify`"
            else:
                must = "must have been run: `handbook verify`"
            yield Finding(sample.place, must, job.key)


@handbook_rule(Weight.STRUCTURE)
def record_orphaned(context: Context) -> Iterator[Finding]:
    """A record belongs to a sample that is meant to be run.

    Bad: a record of the third sample of an answer that has two
    Good: the records that `handbook verify` leaves
    """
    handbook = context.handbook
    keys = {job.key for job in jobs(handbook)}
    for key, record in handbook.records.items():
        if key not in keys:
            must = "must belong to a sample; `handbook verify` removes it"
            yield Finding(Place(_path(context), record.line), must, key)


@handbook_rule(Weight.STRUCTURE)
def records_broken(context: Context) -> Iterator[Finding]:
    """The file verified.json is as `handbook verify` writes it: sorted, a line for each record.

    Bad: a line that a conflict in a merge left
    Good: the file after another `handbook verify`
    """
    for file in context.parsed.source.files:
        if file.name == FILE:
            for broken in read_records(file.text)[1]:
                must = "must be as `handbook verify` writes it; run it"
                yield Finding(Place(file.path, broken.line), must, broken.text or None)


def _path(context: Context) -> str:
    return f"{context.parsed.source.root}/{FILE}"
