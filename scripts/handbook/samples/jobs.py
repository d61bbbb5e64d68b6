"""Extracts the samples of a handbook, and tells which of them have a valid record."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from handbook.model import Handbook, Question, Record, Sample, Status
from handbook.samples.frameworks import frameworks, ran_on
from handbook.samples.records import record_key, sample_hash


@dataclass(frozen=True)
class Job:
    """A sample to run; `copies` are the equal ones in translations, which need no run."""

    key: str
    question: Question
    sample: Sample
    hash: str
    copies: tuple[Sample, ...] = ()

    @property
    def in_one_environment(self) -> bool:
        """Whether there is an environment for it: none holds both frameworks."""
        return len(frameworks(self.sample.code)) < 2

    @property
    def published(self) -> bool:
        """Whether its question is published."""
        return self.question.status is Status.PUBLISHED

    def valid_record(self, handbook: Handbook) -> Record | None:
        """Give the record, if the sample is still what was run."""
        record = handbook.records.get(self.key)
        told = ran_on(self.sample.code, handbook.pins)
        fits = record and record.hash == self.hash and record.ran_on == told
        return record if fits else None


def jobs(handbook: Handbook) -> Iterator[Job]:
    """Yield all samples that are meant to be run, in the order of their files."""
    for question in handbook.questions:
        yield from jobs_of(question, handbook)


def jobs_of(question: Question, handbook: Handbook) -> list[Job]:
    """Give the samples of one question and of its translations that are meant to be run."""
    file = f"{question.category}/{question.id}"
    found = {job.key: job for job in _jobs(file, question, question.answer.samples, handbook)}
    for translation in question.translations:
        name = f"{file}.{translation.language}"
        for job in _jobs(name, question, translation.answer.samples, handbook):
            original = found.get(f"{file}#{job.key.rpartition('#')[2]}")
            if original and original.hash == job.hash:
                copies = (*original.copies, job.sample)
                found[original.key] = replace(original, copies=copies)
            else:
                found[job.key] = job
    return list(found.values())


def _jobs(
    file: str, question: Question, samples: Sequence[Sample], handbook: Handbook
) -> Iterator[Job]:
    for number, sample in enumerate(samples, 1):
        if not sample.not_run:
            hash_ = sample_hash(sample, handbook.pins)
            yield Job(record_key(file, number), question, sample, hash_)
