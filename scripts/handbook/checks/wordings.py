"""Rules on how questions are worded, and on questions that are asked twice."""

from collections.abc import Iterator
from dataclasses import dataclass

from handbook.checks.rules import Context, Finding, Weight, document_rule, handbook_rule
from handbook.likeness import near_pairs, normalized
from handbook.lists import values_in
from handbook.model import Place, Question, Status
from handbook.parse import Document
from handbook.schema import LONGEST_WORDING


@document_rule(Weight.CONTENT)
def wording_too_long(document: Document) -> Iterator[Finding]:
    """A wording has at most 110 characters.

    Bad: a wording that tells half of the answer
    Good: a wording that an interviewer would say in one breath
    """
    wording = document.values.get("question", "")
    if len(wording) > LONGEST_WORDING:
        must = f"must have at most {LONGEST_WORDING} characters, it has {len(wording)}"
        yield Finding(document.values.line("question"), must, wording)


@document_rule(Weight.CONTENT)
def wording_end(document: Document) -> Iterator[Finding]:
    """A wording ends in a question mark or a period.

    Bad: What is a tensor
    Good: What is a tensor?
    """
    wording = document.values.get("question", "")
    # The full-width marks are those of Chinese and Japanese translations.
    if wording and not wording.endswith(("?", ".", "？", "。")):
        must = "must end in a question mark or a period"
        yield Finding(document.values.line("question"), must, wording)


@handbook_rule(Weight.CONTENT)
def wording_repeated(context: Context) -> Iterator[Finding]:
    """No two questions have the same or nearly the same wording, `also_asked` included.

    Bad: What is a tensor? beside: What is the tensor?
    Good: one question, the other wording under also_asked; or distinct_from with the other's id
    """
    entries = [
        entry for question in context.handbook.questions for entry in _asked(context, question)
    ]
    told: set[tuple[str, str]] = set()
    for first, second, likeness in near_pairs([normalized(entry.wording) for entry in entries]):
        earlier, later = entries[first], entries[second]
        pair = (earlier.question.place.path, later.question.place.path)
        if pair[0] != pair[1] and pair not in told and not _apart(earlier.question, later.question):
            told.add(pair)
            # What is published was there first, whatever the order of the files.
            if later.published and not earlier.published:
                earlier, later = later, earlier
            yield _too_alike(later, earlier, likeness)


@dataclass(frozen=True)
class _Asked:
    """One of the wordings of a question."""

    wording: str
    question: Question
    place: Place

    @property
    def published(self) -> bool:
        """Whether its question stands on the site as one that can be relied on."""
        return self.question.status is Status.PUBLISHED


def _asked(context: Context, question: Question) -> Iterator[_Asked]:
    path = question.place.path
    values = context.documents[path].values.by_key
    first = (values["question"],) if "question" in values else ()
    for value in (*first, *values_in(values, "also_asked")):
        if normalized(value.value):
            yield _Asked(value.value, question, Place(path, value.line))


def _apart(first: Question, second: Question) -> bool:
    """Tell whether somebody has said that the two are not the same."""
    marked = {m.id for m in first.distinct_from} | {m.id for m in second.distinct_from}
    repeated = [question.duplicate_of.id for question in (first, second) if question.duplicate_of]
    return bool({*marked, *repeated} & {first.id, second.id}) or len(set(repeated)) < len(repeated)


def _too_alike(later: _Asked, earlier: _Asked, likeness: float) -> Finding:
    where = f"{earlier.place.path}:{earlier.place.line}"
    must = f"must not be asked twice, {where} asks it too ({likeness:.0f} of 100 alike)"
    return Finding(later.place, must, later.wording)
