"""Turns the text of source files into the types of the model; what does not fit becomes a fault."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import PurePosixPath

from handbook import schema
from handbook.lists import (
    YamlFile,
    category_groups,
    lock,
    mentions_in,
    read_lists,
    text_in,
    tracks,
    values_in,
)
from handbook.markdown import Body, Fence, take_apart
from handbook.model import (
    Answer,
    Handbook,
    Mention,
    Misconception,
    Place,
    Question,
    Reference,
    Sample,
    Translation,
)
from handbook.read import Source, TextFile
from handbook.samples.frameworks import read_pins
from handbook.samples.records import FILE as RECORDS
from handbook.samples.records import read_records
from handbook.values import Fault, Type, Value, Values, read_values


@dataclass(frozen=True)
class Document:
    """The source file of a question or of a translation, taken apart.

    `language` is None for a question, else the BCP 47 tag from the file's name.
    """

    file: TextFile
    id: str
    category: str
    language: str | None
    values: Values
    body: Body
    samples: tuple[Sample, ...]

    def place(self, key: str | None = None) -> Place:
        """Give the place of a key of the front matter, the file's first line without one."""
        return Place(self.file.path, self.values.line(key) if key else 1)


@dataclass(frozen=True)
class Parsed:
    """Everything that was read, as documents for the checks and as a handbook for the pages."""

    source: Source
    documents: tuple[Document, ...]
    lists: Mapping[str, YamlFile]
    handbook: Handbook


def parse(source: Source) -> Parsed:
    """Parse all files of the source."""
    named = {file.name: file for file in source.files}
    documents = tuple(parse_document(file) for file in source.files if file.name.endswith(".md"))
    lists = read_lists(source)
    handbook = Handbook(
        questions=tuple(_questions(documents)),
        groups=category_groups(lists["categories.yml"]),
        tracks=tracks(lists["tracks.yml"]),
        lock=lock(lists["ids.lock"]),
        records=read_records(named[RECORDS].text)[0] if RECORDS in named else {},
        pins={file.name.removesuffix(".txt"): read_pins(file.text) for file in source.pins},
    )
    return Parsed(source, documents, lists, handbook)


@lru_cache(maxsize=20_000)  # a rebuild while serving parses only what was edited
def parse_document(file: TextFile) -> Document:
    """Parse one source file."""
    path = PurePosixPath(file.name)
    id_, dot, language = path.stem.partition(".")
    # A carriage return is one problem, told by its own rule, and not one of each line.
    lines = file.text.replace("\r\n", "\n").split("\n")
    how = schema.TRANSLATION if dot else schema.QUESTION
    values, body_starts = _front_matter(lines, how)
    body = take_apart(lines[body_starts:], body_starts + 1)
    samples = tuple(_samples(file.path, body))
    return Document(file, id_, path.parts[0], language if dot else None, values, body, samples)


def _front_matter(lines: Sequence[str], how: Type) -> tuple[Values, int]:
    """Read the front matter; give it with the index of the first line below it."""
    if lines[0] != "---":
        fault = Fault("front-matter-missing", 1, "must begin with a line '---'", lines[0])
        return Values(faults=(fault,)), 0
    end = next((n for n, line in enumerate(lines) if n and line == "---"), None)
    if end is None:
        fault = Fault("front-matter-missing", 1, "must end with a line '---'")
        return Values(faults=(fault,)), len(lines)
    return read_values("\n".join(lines[1:end]), how, first_line=2), end + 1


def _samples(path: str, body: Body) -> Iterable[Sample]:
    for fence, after in pairwise((*body.fences, None)):
        assert fence, "only the last of all is None"
        if fence.language != "python":
            continue
        output = after if after and is_output(after) and _adjoin(fence, after, body) else None
        yield Sample(
            code=fence.content,
            output=output.content if output else None,
            output_line=output.first if output else None,
            not_run=fence.word("not-run"),
            legacy=fence.word("legacy") is not None,
            warns=fence.word("warns") is not None,
            place=Place(path, fence.first),
        )


def is_output(fence: Fence) -> bool:
    """Tell whether a block is written as the output of a sample."""
    return fence.language == "text" and fence.word("title") == "Output"


def _adjoin(fence: Fence, after: Fence, body: Body) -> bool:
    return not any(body.line(n).strip() for n in range(fence.last + 1, after.first))


def text_hash(document: Document) -> str:
    """Give the name of a text's present state, which a translation of it quotes.

    Returns:
        the first 12 hexadecimal digits of the SHA-256 of wording, short and long answer

    """
    parts = (document.values.get("question", ""), document.body.short, document.body.long)
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:12]


def _questions(documents: Sequence[Document]) -> Iterable[Question]:
    translations: dict[tuple[str, str], list[Translation]] = defaultdict(list)
    for document in documents:
        if document.language is not None:
            translations[document.category, document.id].append(_translation(document))
    for document in documents:
        if document.language is None:
            yield _question(document, translations[document.category, document.id])


def _answer(document: Document) -> Answer:
    return Answer(document.body.short, document.body.long, document.samples)


def _translation(document: Document) -> Translation:
    return Translation(
        language=document.language or "",
        wording=document.values.get("question", ""),
        translates=document.values.get("translates", ""),
        answer=_answer(document),
        place=document.place("translates"),
    )


def _question(document: Document, translations: Sequence[Translation]) -> Question:
    values, path = document.values, document.file.path
    given = {key: values.get(key) for key in _AS_GIVEN if key in values.by_key}
    return Question(
        id=document.id,
        category=document.category,
        wording=values.get("question", ""),
        place=document.place("question"),
        related=mentions_in(values.by_key, path, "related"),
        links=_links(document),
        misconceptions=tuple(_misconception(path, v) for v in values_in(values.by_key, _WRONG)),
        references=tuple(_reference(path, v) for v in values_in(values.by_key, "references")),
        former_ids=mentions_in(values.by_key, path, "former_ids"),
        distinct_from=mentions_in(values.by_key, path, "distinct_from"),
        duplicate_of=_duplicate_of(values, path),
        answer=_answer(document),
        translations=tuple(translations),
        **given,
    )


_WRONG = "misconceptions"
_AS_GIVEN = (
    *("kind", "level", "framework", "status", "added", "revised", "also_asked"),
    "answer_language",
)


def _links(document: Document) -> tuple[Mention, ...]:
    return tuple(
        Mention(link.text.removeprefix("q:"), Place(document.file.path, link.line))
        for link in document.body.links
        if link.text.startswith("q:")
    )


def _duplicate_of(values: Values, path: str) -> Mention | None:
    of = values.get("duplicate_of")
    return Mention(of, Place(path, values.line("duplicate_of"))) if of else None


def _misconception(path: str, record: Value) -> Misconception:
    return Misconception(
        claim=text_in(record, "claim"),
        correction=text_in(record, "correction"),
        true_form=text_in(record, "true_form") or None,
        place=Place(path, record.line),
    )


def _reference(path: str, record: Value) -> Reference:
    line = record.value["url"].line if "url" in record.value else record.line
    return Reference(text_in(record, "title"), text_in(record, "url"), Place(path, line))
