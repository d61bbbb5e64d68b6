"""Reads Anki's export of notes as text."""

import re
from collections.abc import Mapping, Sequence
from itertools import takewhile

from handbook.importers import cells
from handbook.importers.notes import Line, Reading
from handbook.importers.records import QUESTION, STEPS, named, record, rows
from handbook.importers.scribe import Scribe

NAME = "anki"

_DIRECTIVE = re.compile(r"^#(?P<key>[a-z ]+):(?P<value>.*)$")
_SEPARATORS = {"tab": "\t", "comma": ",", "semicolon": ";", "pipe": "|", "space": " ", "colon": ":"}
_KNOWN = ("separator", "html", "deck", "notetype", "columns")
_KINDS_OF_COLUMN = ("notetype", "deck", "tags", "guid")
_MOST_COLUMNS = 100
# `{{c1::lid::what covers}}`: a gap, what fills it, and a hint.
_GAP = re.compile(
    r"\{\{c\d+::(?P<filled>(?:(?!\{\{|\}\}).)*?)(?:::(?P<hint>(?:(?!\{\{|\}\}).)*))?\}\}", re.DOTALL
)
_BLANK = "___"


def score(lines: Sequence[Line]) -> tuple[float, str]:
    """Tell how well a file fits, 0 to 1, and what speaks for it."""
    keys = [m["key"] for line in lines[:20] if (m := _DIRECTIVE.match(line.text))]
    known = [key for key in keys if key in _KNOWN]
    return (0.95 if known else 0.0), f"{len(known)} directives such as '#separator:'"


def read(lines: Sequence[Line]) -> Reading:
    """Read the notes below the directives, whose fields stand in the order of their type."""
    scribe = Scribe()
    above = list(takewhile(lambda line: _DIRECTIVE.match(line.text), lines))
    scribe.drop("directive of the export", *above)
    found = (_DIRECTIVE.match(line.text) for line in above)
    said = {match["key"]: match["value"].strip() for match in found if match}
    separator = _separator(said)
    names = _names(said, separator)
    for taken, row in rows(lines[len(above) :], separator):
        values = row if said.get("html") == "false" else [*map(cells.markdown, row)]
        fields = named(names, values)
        scribe.section = fields.get("deck") or said.get("deck", "")
        record(scribe, taken, _with_gaps(fields))
    return scribe.reading(STEPS)


def _with_gaps(fields: Mapping[str, str]) -> dict[str, str]:
    """Ask a sentence with gaps as one with blanks; filled in, it is the answer."""
    name = next((name for name in QUESTION if _GAP.search(fields.get(name, ""))), None)
    if name is None:
        return dict(fields)
    filled = asking = fields[name]
    while _GAP.search(filled):  # from the innermost gap on
        filled = _GAP.sub(lambda gap: gap["filled"], filled)
        asking = _GAP.sub(_blank, asking)
    return {**fields, name: asking, "short_answer": filled}


def _blank(gap: re.Match[str]) -> str:
    """Give a blank with its hint; in code of its own, as underscores elsewhere are emphasis."""
    within_code = gap.string.count("`", 0, gap.start()) % 2
    blank = _BLANK if within_code else f"`{_BLANK}`"
    return f"{blank} ({gap['hint']})" if gap["hint"] else blank


def _separator(said: Mapping[str, str]) -> str:
    value = said.get("separator", "")
    return _SEPARATORS.get(value.lower(), value[:1] or "\t")


def _names(said: Mapping[str, str], separator: str) -> list[str]:
    """Give the columns their names: those that the directives count out, then the fields."""
    if "columns" in said:
        return [name.strip().lower() for name in said["columns"].split(separator)]
    counted = {said.get(f"{kind} column", ""): kind for kind in _KINDS_OF_COLUMN}
    fields = iter(("question", "answer"))
    if set(counted) == {""}:
        return ["question", "answer", "tags"]
    columns = range(1, _MOST_COLUMNS)
    return [counted.get(str(n)) or next(fields, f"column {n}") for n in columns]
