"""Reads notes with named fields: CSV, TSV, Anki's text export, JSON."""

import csv
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import takewhile

from handbook.importers import choices, fences, paragraphs
from handbook.importers.notes import Line, Reading
from handbook.importers.scribe import Scribe
from handbook.importers.wording import asked, level_of

_QUESTION = ("question", "front", "q", "prompt", "wording")
_ANSWER = ("answer", "back", "a", "response", "long_answer")
_SHORT = ("short_answer", "short")
_GIVEN = ("category", "level", "tags", "kind", "framework")
# What else the site's own data hold of a question says nothing about it elsewhere.
_USED = (*_QUESTION, *_ANSWER, *_SHORT, *_GIVEN)
_DIRECTIVE = re.compile(r"^#(?P<key>[a-z ]+):(?P<value>.*)$")
_SEPARATORS = {"tab": "\t", "comma": ",", "semicolon": ";", "pipe": "|", "space": " ", "colon": ":"}
_LONGEST_HEADER = 2000  # characters
_STEPS = (fences.close, fences.samples, choices.answered, choices.lettered, paragraphs.split_lists)


class Csv:
    """Comma- or semicolon-separated values with a header row."""

    NAME = "csv"
    separators: tuple[str, ...] = (",", ";")

    @classmethod
    def score(cls, lines: Sequence[Line]) -> tuple[float, str]:
        """Tell how well a file fits, 0 to 1, and what speaks for it."""
        first = next((line.text for line in lines if not line.blank), "")
        for separator in cls.separators:
            names = _names(first, separator)
            if len(names) > 1 and _field(names, _QUESTION) is not None:
                return 1.0, f"a header row with '{names[_field(names, _QUESTION) or 0]}'"
        return 0.0, "no header row with 'question'"

    @classmethod
    def read(cls, lines: Sequence[Line]) -> Reading:
        """Read the rows below the header."""
        scribe = Scribe()
        head = next((index for index, line in enumerate(lines) if not line.blank), None)
        if head is None:
            return scribe.reading(_STEPS)
        separator = max(cls.separators, key=lambda s: len(_names(lines[head].text, s)))
        names = _names(lines[head].text, separator)
        scribe.drop("header row", lines[head])
        for taken, row in _rows(lines[head + 1 :], separator):
            _record(scribe, taken, _fields(names, row))
        return scribe.reading(_STEPS)


class Tsv(Csv):
    """Tab-separated values with a header row."""

    NAME = "tsv"
    separators = ("\t",)


class Anki:
    """Anki's export of notes as text: directives, then fields in the order of the note's type."""

    NAME = "anki"

    @staticmethod
    def score(lines: Sequence[Line]) -> tuple[float, str]:
        """Tell how well a file fits, 0 to 1, and what speaks for it."""
        keys = [m["key"] for line in lines[:20] if (m := _DIRECTIVE.match(line.text))]
        known = [key for key in keys if key in ("separator", "html", "deck", "notetype", "columns")]
        return (0.95 if known else 0.0), f"{len(known)} directives such as '#separator:'"

    @staticmethod
    def read(lines: Sequence[Line]) -> Reading:
        """Read the notes below the directives."""
        scribe = Scribe()
        separator, names = "\t", ["question", "answer", "tags"]
        directives = list(takewhile(lambda line: _DIRECTIVE.match(line.text), lines))
        for line in directives:
            match = _DIRECTIVE.match(line.text)
            assert match, "these lines were taken for it"
            scribe.drop("directive of the export", line)
            value = match["value"].strip()
            if match["key"] == "separator":
                separator = _SEPARATORS.get(value.lower(), value[:1] or "\t")
            elif match["key"] == "columns":
                names = [name.strip().lower() for name in match["value"].split(separator)]
        for taken, row in _rows(lines[len(directives) :], separator):
            _record(scribe, taken, _fields(names, [*map(_from_html, row)]))
        return scribe.reading(_STEPS)


class Json:
    """A list of objects, alone or under `questions`."""

    NAME = "json"

    @staticmethod
    def score(lines: Sequence[Line]) -> tuple[float, str]:
        """Tell how well a file fits, 0 to 1, and what speaks for it."""
        text = "\n".join(line.text for line in lines).lstrip()
        if text[:1] not in ("[", "{"):
            return 0.0, "does not begin with a bracket"
        count = sum(1 for _ in _objects(text))
        return (1.0 if count else 0.3), f"{count} objects with a question"

    @staticmethod
    def read(lines: Sequence[Line]) -> Reading:
        """Read the objects; commas and brackets between them are noise."""
        scribe = Scribe()
        text = "\n".join(line.text for line in lines)
        taken: set[int] = set()
        for start, end, found in _objects(text):
            first, last = text.count("\n", 0, start), text.count("\n", 0, end)
            own = [line for line in lines[first : last + 1] if line.number not in taken]
            taken.update(line.number for line in own)
            _record(scribe, own, _flat(found))
        scribe.drop("brackets of the list", *(n for n in lines if n.number not in taken))
        return scribe.reading(_STEPS)


def _names(text: str, separator: str) -> list[str]:
    """Give the fields that a header row names; a line without an end is none."""
    if len(text) > _LONGEST_HEADER:
        return []
    row = next(csv.reader([text], delimiter=separator), [])
    return [name.strip().lower().replace(" ", "_") for name in row]


def _field(names: Sequence[str], wanted: Sequence[str]) -> int | None:
    return next((index for index, name in enumerate(names) if name in wanted), None)


def _rows(lines: Sequence[Line], separator: str) -> Iterator[tuple[list[Line], list[str]]]:
    """Yield each row with the lines that it stands on."""
    csv.field_size_limit(2**31 - 1)
    reader = csv.reader((f"{line.text}\n" for line in lines), delimiter=separator)
    start = 0
    for row in reader:
        taken = list(lines[start : reader.line_num])
        start = reader.line_num
        if any(cell.strip() for cell in row):
            yield taken, row


def _fields(names: Sequence[str], row: Sequence[str]) -> dict[str, str]:
    """Give a row's cells by their names; those beyond the header are numbered."""
    numbered = [*names, *(f"column {number}" for number in range(len(names) + 1, len(row) + 1))]
    return dict(zip(numbered, row, strict=False))


def _record(scribe: Scribe, taken: Sequence[Line], fields: Mapping[str, str]) -> None:
    """Take one record as an entry; the first of its lines counts as the question."""
    wording = next((fields[name] for name in _QUESTION if fields.get(name, "").strip()), "")
    if not wording or not taken:
        scribe.leave("a record without a question", *taken)
        return
    found = asked(" ".join(wording.split()))
    given = {name: fields[name].strip() for name in _GIVEN if fields.get(name, "").strip()}
    if found.level or level_of(given.get("level", "")):
        given["level"] = level_of(given.get("level", "")) or found.level
    scribe.ask(found.label, found.wording, taken[:1], given)
    number = taken[0].number
    parts = [fields[name] for name in (*_SHORT, *_ANSWER) if fields.get(name, "").strip()]
    for part in dict.fromkeys(parts):
        scribe.answer(*(Line(number, text) for text in ["", *part.split("\n")]))
    scribe.cover(taken[1:])
    for name, value in fields.items():
        if value.strip() and name not in _USED:
            scribe.doubt(taken[0], f"field '{name}' has no place: {' '.join(value.split())}")


def _from_html(cell: str) -> str:
    """Give the line ends that Anki writes as HTML."""
    text = re.sub(r"<br\s*/?>|</div>|</p>", "\n", cell, flags=re.IGNORECASE)
    return re.sub(r"<(?:div|p)>", "", text, flags=re.IGNORECASE).replace("&nbsp;", " ")


def _objects(text: str) -> Iterator[tuple[int, int, dict[str, object]]]:
    """Yield each object of the list with where it begins and ends; stop at what is no JSON."""
    decoder = json.JSONDecoder()
    position = _list_start(text)
    while 0 <= position < len(text):
        while position < len(text) and text[position] in " \t\r\n,[":
            position += 1
        if text[position : position + 1] != "{":
            return
        try:
            found, end = decoder.raw_decode(text, position)
        except (ValueError, RecursionError):
            return
        if any(name in found for name in _QUESTION):
            yield position, end - 1, found
        position = end


def _list_start(text: str) -> int:
    bare = text.lstrip()
    if bare.startswith("["):
        return len(text) - len(bare)
    found = re.search(r'"(?:questions|items|data|notes)"\s*:\s*\[', text)
    return found.end() - 1 if found else -1


def _flat(found: Mapping[str, object]) -> dict[str, str]:
    return {
        str(key).lower(): " ".join(map(str, value)) if isinstance(value, list) else str(value)
        for key, value in found.items()
        if value is not None and not isinstance(value, dict)
    }
