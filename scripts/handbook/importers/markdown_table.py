"""Reads Markdown tables with a question, and mostly its answer, in each row."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise, takewhile

from handbook.importers import cells, fences
from handbook.importers.notes import Line, Reading
from handbook.importers.readme_plan import all_marks
from handbook.importers.records import ANSWER, QUESTION, STEPS, named, record
from handbook.importers.scribe import Scribe
from handbook.importers.wording import asked, unanchored, unemphasized

NAME = "table"

_RULE = re.compile(r"^\s{0,3}\|?(?:\s*:?-+:?\s*\|)*\s*:?-+:?\s*\|?\s*$")
_HEADING = re.compile(r"^ {0,3}(?P<hashes>#{1,6})\s+(?P<text>\S.{0,300}?)\s{0,9}#{0,9}$")
_PIPE = re.compile(r"(?<!\\)\|")
_NUMBERS = ("#", "no", "no.", "nr", "nr.", "number", "№")
_NUMBER = re.compile(r"[0-9]{1,4}")
_OTHER_NAMES = {"questions": "question", "answers": "answer"}
_SHARE = 5  # lines for each row, at most, where something else asks too
_FEWEST = 3
_LONGEST = 100_000  # characters of a row


@dataclass(frozen=True)
class _Table:
    """A table of questions: the index of its head, the names of its columns, its rows."""

    first: int
    names: tuple[str, ...]
    rows: tuple[Line, ...]


def score(lines: Sequence[Line]) -> tuple[float, str]:
    """Tell how well a file fits, 0 to 1, and what speaks for it."""
    count = sum(len(table.rows) for table in _tables(lines))
    basis = f"{count} rows of tables with a column 'question'"
    if not count:
        return 0.0, basis
    marks = all_marks(lines, fences.within(lines))
    others = sum(mark.is_question and mark.text.endswith("?") for mark in marks)
    # A list of questions can end with a table of some more.
    beside = count * _SHARE < sum(not line.blank for line in lines) and others >= _FEWEST
    return (0.95 if count > others and not beside else 0.0), basis


def read(lines: Sequence[Line]) -> Reading:
    """Read the notes.

    Args:
        lines: the whole file

    Returns:
        an entry for each row of a table whose head names a question; headings are sections

    """
    scribe = Scribe()
    tables = {table.first: table for table in _tables(lines)}
    index = 0
    while index < len(lines):
        line = lines[index]
        if table := tables.get(index):
            scribe.drop("head of the table", *lines[index : index + 2])
            for row in table.rows:
                record(scribe, [row], _fields(table, row))
            index += 2 + len(table.rows)
            continue
        if heading := _HEADING.match(line.text):
            scribe.section = asked(unanchored(heading["text"])).wording
            scribe.drop("heading of a section", line)
        else:
            scribe.leave("stands outside of the tables", line)
        index += 1
    return scribe.reading(STEPS)


def _tables(lines: Sequence[Line]) -> Iterator[_Table]:
    inside = fences.within(lines)
    for index, (head, rule) in enumerate(pairwise(lines)):
        if inside[index] or "|" not in head.text or not _is_rule(rule.text):
            continue
        names = tuple(_name(cell) for cell in _cells(head.text))
        rows = tuple(takewhile(lambda line: "|" in line.text, lines[index + 2 :]))
        if any(name in QUESTION for name in names) and any(name in ANSWER for name in names):
            yield _Table(index, names, rows)


def _is_rule(text: str) -> bool:
    return "|" in text and len(text) <= _LONGEST and bool(_RULE.match(text))


def _name(cell: str) -> str:
    name = unemphasized(cell).lower().replace(" ", "_")
    return _OTHER_NAMES.get(name, name)


def _cells(text: str) -> list[str]:
    bare = text.strip().removeprefix("|")
    bare = bare[:-1] if bare.endswith("|") and not bare.endswith("\\|") else bare
    return [cell.strip().replace("\\|", "|") for cell in _PIPE.split(bare)]


def _fields(table: _Table, row: Line) -> dict[str, str]:
    """Give the cells of a row by their names; the number of a question stands before it."""
    fields = named(table.names, [cells.markdown(cell) for cell in _cells(row.text)])
    counts = next((name for name in _NUMBERS if _NUMBER.fullmatch(fields.get(name, ""))), "")
    asking = next((name for name in QUESTION if fields.get(name, "").strip()), "")
    if counts and asking:
        fields[asking] = f"{fields.pop(counts)}. {fields[asking]}"
    return fields
