"""Reads notes with named fields: CSV and TSV, and what Anki and JSON share with them."""

import csv
from collections.abc import Iterator, Mapping, Sequence

from handbook.checks.ids import well_formed
from handbook.importers import cells, choices, fences, options, paragraphs, unfenced
from handbook.importers.notes import Line, Reading
from handbook.importers.scribe import Scribe
from handbook.importers.wording import asked, asks, level_of
from handbook.prose import without_blocks

QUESTION = (
    *("question", "front", "q", "prompt", "wording", "question_text", "term", "frage"),
    *("instruction", "interview_question", "query", "pregunta"),
)
# In the order in which they stand in an answer.
ANSWER = (
    *("short_answer", "short", "answer", "back", "a", "response", "answer_text", "definition"),
    *("antwort", "solution", "output", "long_answer", "correct_answer"),
    *("completion", "ideal_answer", "model_answer", "sample_answer", "expected_answer"),
    *("reference_answer", "respuesta", "explanation"),
)
# What columns are called besides; a list of objects may be called so, too.
_COLUMNS = {
    "questions": "question", "answers": "answer", "interview_questions": "question",
    "difficulty_level": "difficulty", "solutions": "solution",
}  # fmt: skip
_GIVEN = ("category", "level", "tags", "kind", "framework", "deck", "id", "topic", "difficulty")
_HINT = "hint"
# What only a program needs.
_NOISE = (
    *("#", "no", "no.", "nr", "nr.", "number", "index", "type", "guid", "uuid", "notetype"),
    *("note_type", "question_id", "card_id", "question_number", "question_no", "sno", "s.no"),
    *("s.no.", "sl.no", "sr.no", "sl_no", "sr_no", "conversation_id", "current_node"),
    *("create_time", "update_time", "created_at", "updated_at"),
)
_USED = (*QUESTION, *ANSWER, *_GIVEN, _HINT, *_NOISE)
_LONGEST_HEADER = 2000  # characters
_LONGEST = 30  # characters of the name of a column
_LOOKED_AT = 20  # rows
_FEWEST_BARE = 3  # rows without a header
_BARE, _NEARLY = 0.9, 0.2  # how well rows without a header fit, and those without a question
STEPS = (
    fences.close,
    unfenced.fenced,
    fences.samples,
    choices.answered,
    choices.lettered,
    paragraphs.split_lists,
)


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
            if len(names) > 1 and _field(names, QUESTION) is not None:
                return 1.0, f"a header row with '{names[_field(names, QUESTION) or 0]}'"
        if cls._asks(lines):
            return _BARE, "no header row; the first column asks"
        found = next(filter(None, (_header(lines, each) for each in cls.separators)), [])
        if found:
            return _NEARLY, f"no column called question; found: {', '.join(found)}"
        return 0.0, "no header row with 'question'"

    @classmethod
    def _asks(cls, lines: Sequence[Line]) -> str:
        """Give what separates rows without a header that ask in the first of two columns."""
        return next((each for each in cls.separators if _in_two_columns(lines, each)), "")

    @classmethod
    def read(cls, lines: Sequence[Line]) -> Reading:
        """Read the rows below the header."""
        scribe = Scribe()
        head = next((index for index, line in enumerate(lines) if not line.blank), None)
        if head is None:
            return scribe.reading(STEPS)
        separator = max(cls.separators, key=lambda s: len(_names(lines[head].text, s)))
        names = _names(lines[head].text, separator)
        if _field(names, QUESTION) is None and (bare := cls._asks(lines)):
            separator, names = bare, ["question", "answer"]
        else:
            scribe.drop("header row", lines[head])
            head += 1
        for taken, row in rows(lines[head:], separator):
            record(scribe, taken, named(names, [cells.markdown(cell) for cell in row]))
        return scribe.reading(STEPS)


class Tsv(Csv):
    """Tab-separated values with a header row."""

    NAME = "tsv"
    separators = ("\t",)


def _names(text: str, separator: str) -> list[str]:
    """Give the fields that a header row names; a line without an end is none."""
    if len(text) > _LONGEST_HEADER:
        return []
    row = next(csv.reader([text], delimiter=separator), [])
    names = [name.strip().lower().replace(" ", "_") for name in row]
    return [_COLUMNS.get(name, name) for name in names]


def _header(lines: Sequence[Line], separator: str) -> list[str]:
    """Give the names in a first row that others of as many cells follow; none without such."""
    head = [line.text for line in lines[:_LOOKED_AT] if not line.blank]
    found = [len(row) for _, row in _parsed([f"{text}\n" for text in head], separator) if row]
    names = [name for name in _names(head[0], separator) if name] if head else []
    fits = len(found) > 1 and found[0] > 1 and len(set(found[:-1])) == 1
    return names if fits and max(map(len, names), default=_LONGEST) < _LONGEST else []


def _in_two_columns(lines: Sequence[Line], separator: str) -> bool:
    """Tell whether each row has two cells, and most ask in the first.

    Commas stand in any text: between them, more rows are needed, and question marks.
    """
    table = [row for _, row in _parsed([f"{line.text}\n" for line in lines], separator) if row]
    sure = separator == "\t"
    shown = [row[0].strip() for row in table[:_LOOKED_AT] if len(row) == 2]
    asking = sum(asks(cell) and (sure or cell.endswith(("?", "？"))) for cell in shown)
    enough = len(table) >= (2 if sure else _FEWEST_BARE) and 2 * asking > len(shown)
    return enough and asks(table[0][0]) and all(len(row) == 2 for row in table)


def _field(names: Sequence[str], wanted: Sequence[str]) -> int | None:
    return next((index for index, name in enumerate(names) if name in wanted), None)


def rows(lines: Sequence[Line], separator: str) -> Iterator[tuple[list[Line], list[str]]]:
    """Yield each row with the lines that it stands on."""
    start = 0
    for end, row in _parsed([f"{line.text}\n" for line in lines], separator):
        if any(cell.strip() for cell in row):
            yield list(lines[start:end]), row
        start = end


def _parsed(texts: Sequence[str], separator: str) -> list[tuple[int, list[str]]]:
    """Give each row with the number of lines read by then; quotes that do not match are text."""
    csv.field_size_limit(2**31 - 1)  # the command has a limit for whole files
    try:
        reader = csv.reader(texts, delimiter=separator, strict=True)
        return [(reader.line_num, row) for row in reader]
    except csv.Error:
        # Between tabs, people need no quotes; between commas they do, however wrong.
        if separator == "\t":
            reader = csv.reader(texts, delimiter=separator, quoting=csv.QUOTE_NONE)
        else:
            reader = csv.reader(texts, delimiter=separator)
        return [(reader.line_num, row) for row in reader]


def named(names: Sequence[str], row: Sequence[str]) -> dict[str, str]:
    """Give a row's cells by their names; those beyond the header are numbered."""
    numbered = [*names, *(f"column {number}" for number in range(len(names) + 1, len(row) + 1))]
    return dict(zip(numbered, row, strict=False))


def record(scribe: Scribe, taken: Sequence[Line], fields: Mapping[str, str]) -> bool:
    """Take one record as an entry; the first of its lines counts as the question.

    Returns:
        whether it is one

    """
    wording = next((fields[name] for name in QUESTION if fields.get(name, "").strip()), "")
    if not wording or not taken:
        scribe.leave("a record without a question", *taken)
        return False
    found = asked(" ".join(wording.split()))
    given = {name: fields[name].strip() for name in _GIVEN if fields.get(name, "").strip()}
    if "difficulty" in given:
        given.setdefault("level", given.pop("difficulty"))
    if not well_formed(given.get("id", "")) and "id" in given:
        given.pop("id")
        scribe.drop("field 'id' says nothing of the question", Line(taken[0].number, fields["id"]))
    scribe.section = given.get("topic", scribe.section)
    named_level = given.get("level", "")
    if found.level or level_of(named_level):
        given["level"] = level_of(named_level) or found.level
    scribe.ask(found.label, found.wording, taken[:1], given)
    if given.get("level") and not level_of(given["level"]):
        scribe.doubt(taken[0], f"the level '{given['level']}' is not known")
    elif named_level and named_level.lower() != given["level"]:
        scribe.mend(taken[0], f"level '{named_level}' read as {given['level']}")
    number = taken[0].number
    parts = _parts(fields)
    for part in dict.fromkeys(map(without_blocks, parts)):
        scribe.answer(*(Line(number, text) for text in ["", *part.split("\n")]))
    scribe.cover(taken[1:])
    for name, value in fields.items():
        if value.strip() and name in _NOISE:
            why = f"field '{name}' says nothing of the question"
            scribe.drop(why, Line(number, " ".join(value.split())))
        elif value.strip() and name not in _USED and not options.is_option(name):
            scribe.leave(f"field '{name}' has no place", Line(number, " ".join(value.split())))
    return True


def _parts(fields: Mapping[str, str]) -> list[str]:
    """Give the parts of an answer in their order, the options of a choice first."""
    chosen = options.written(fields)
    told = options.RIGHT if chosen else ()
    parts = [fields[name] for name in ANSWER if fields.get(name, "").strip() and name not in told]
    hint = fields.get(_HINT, "").strip()
    return [*chosen, *parts, *([f"**Hint:** {hint}"] if hint else [])]
