"""What a rule is. A rule is a generator; its name is its code, its docstring is what it demands."""

import inspect
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property
from typing import Any

from handbook.drawing import Drawings
from handbook.model import Handbook, Place, Question, Status
from handbook.parse import Document, Parsed
from handbook.problems import Problem
from handbook.values import Fault


class Weight(Enum):
    """Whether a rule stops a build always, or only for published questions."""

    STRUCTURE = "structure"
    CONTENT = "content"


class Subject(Enum):
    """What a rule looks at: one source file, or everything together."""

    DOCUMENT = "document"
    HANDBOOK = "handbook"


@dataclass(frozen=True)
class Finding:
    """What a rule yields; rules on a document give the line, the others the whole place."""

    at: int | Place
    must: str
    found: str | None = None
    meant: str | None = None


@dataclass(frozen=True)
class Context:
    """Everything that was parsed, with the look-ups that rules share."""

    parsed: Parsed
    drawings: Drawings = field(default_factory=dict)

    @property
    def handbook(self) -> Handbook:
        """The handbook."""
        return self.parsed.handbook

    def whole(self, name: str) -> bool:
        """Tell whether a list could be read, so that what it lacks is missing indeed."""
        file = self.parsed.lists[name]
        unread = any(problem.path == file.path for problem in self.parsed.source.problems)
        return not unread and not file.values.faults

    @cached_property
    def documents(self) -> Mapping[str, Document]:
        """Source files by their path."""
        return {document.file.path: document for document in self.parsed.documents}

    @cached_property
    def questions(self) -> Mapping[str, Question]:
        """Questions by id; of two with the same id, the first."""
        return {question.id: question for question in reversed(self.handbook.questions)}

    @cached_property
    def renamed(self) -> Mapping[str, str]:
        """Present ids of questions by their former ids."""
        return {
            former.id: question.id
            for question in self.handbook.questions
            for former in question.former_ids
        }

    @cached_property
    def unpublished(self) -> frozenset[str]:
        """Paths of the source files whose question is not published, translations included."""
        quiet = {
            (question.category, question.id)
            for question in self.handbook.questions
            if question.status is not Status.PUBLISHED
        }
        documents = self.parsed.documents
        return frozenset(d.file.path for d in documents if (d.category, d.id) in quiet)


@dataclass(frozen=True)
class Rule:
    """A rule with what is known about it."""

    code: str
    weight: Weight
    subject: Subject
    find: Callable[[Any], Iterator[Finding]]

    @property
    def doc(self) -> str:
        """One sentence, Bad and Good."""
        return inspect.getdoc(self.find) or ""

    def check(self, subject: Document | Context) -> Iterator[Problem]:
        """Give the rule's problems."""
        own = subject.file.path if isinstance(subject, Document) else ""
        for finding in self.find(subject):
            place = finding.at if isinstance(finding.at, Place) else Place(own, finding.at)
            yield Problem(
                place.path, place.line, self.code, finding.must, finding.found, finding.meant
            )


def document_rule(
    weight: Weight,
) -> Callable[[Callable[[Document], Iterator[Finding]]], Rule]:
    """Declare a rule on one source file, of a question or of a translation."""
    return lambda find: _rule(find, weight, Subject.DOCUMENT)


def handbook_rule(weight: Weight) -> Callable[[Callable[[Context], Iterator[Finding]]], Rule]:
    """Declare a rule on everything together."""
    return lambda find: _rule(find, weight, Subject.HANDBOOK)


def _rule(find: Callable[[Any], Iterator[Finding]], weight: Weight, subject: Subject) -> Rule:
    rule = Rule(find.__name__.replace("_", "-"), weight, subject, find)
    if "\nBad: " not in rule.doc or "\nGood: " not in rule.doc:
        raise TypeError(f"the docstring of {rule.code} needs lines 'Bad: ' and 'Good: '")
    return rule


def all_faults(context: Context, code: str) -> Iterator[Finding]:
    """Give what the reading of YAML found under a rule's code, in every file."""
    for document in context.parsed.documents:
        yield from _faults(document.values.faults, document.file.path, code)
    for file in context.parsed.lists.values():
        yield from _faults(file.values.faults, file.path, code)


def _faults(faults: tuple[Fault, ...], path: str, code: str) -> Iterator[Finding]:
    for fault in faults:
        if fault.code == code:
            yield Finding(Place(path, fault.line), fault.must, fault.found, fault.meant)


def reading(context: Context, code: str) -> Iterator[Finding]:
    """Give what the reading of files found under a rule's code."""
    for problem in context.parsed.source.problems:
        if problem.code == code:
            yield Finding(Place(problem.path, problem.line), problem.must, problem.found)
