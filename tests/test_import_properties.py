"""What holds for whatever notes are imported: nothing is lost, breaks, or happens twice."""

import html
import json
import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from handbook.checks import check
from handbook.importers.files import Notes
from handbook.importers.formats import NAMES
from handbook.importers.notes import numbered
from handbook.importers.report import Read, as_json
from handbook.importers.run import Imported, take, work_out
from handbook.importers.voices import DOTTED, POINTED, SPEAKERS
from handbook.parse import Parsed, parse
from handbook.read import Source

CASES = Path(__file__).parent / "cases" / "import"
TODAY = date(2026, 1, 2)
EMPTY = parse(Source("questions", (), ()))

# Pieces of every format, and of what is in none: what stands in one line of notes.
PIECES = [
    re.sub(
        r"\\(?:t|u[0-9a-f]{4})", lambda code: code.group().encode().decode("unicode_escape"), each
    )
    for each in (CASES / "pieces.txt").read_text(encoding="utf-8").split("\n")
]
# They say where a question or a part of it is, and nothing else.
NAMES_OF_PARTS = re.compile(
    '</?(?:details|summary|div|br|ul|ol|li|pre)>|"(?:wording|question|answer)" *:'
    # Of cards, of those who speak, and of a chat that a program exports.
    r"|\b(?:Ans|Answer|Front|Back)(?=[.:])|\b(?:User|You|Assistant|ChatGPT)\b"
    r'|"(?:mapping|message|author|content|parts)" *:|"role" *: *"user"'
)
LINES = st.lists(st.sampled_from(PIECES) | st.text(max_size=30), max_size=40)
FORMATS = st.sampled_from([None, *NAMES])
LONGER = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def imported(texts: Sequence[str], name: str | None = None, before: Parsed = EMPTY) -> Imported:
    found = [
        take(Notes(f"notes-{number}.md", numbered(text)), name) for number, text in enumerate(texts)
    ]
    return work_out(found, before, None, TODAY)


def words(text: str) -> set[str]:
    return set(re.findall(r"[^\W\d_]{2,}", text))


def without_marks(lines: list[str]) -> list[str]:
    """Leave out what would make code of the lines below, or others speak in them."""
    others = (POINTED, DOTTED, SPEAKERS)
    return [
        line
        for line in lines
        if not line.lstrip().startswith(("```", "~~~"))
        if not any(who.question.match(line) or who.answer.match(line) for who in others)
    ]


def everything(found: Imported) -> str:
    report = json.dumps(as_json(found.read, found.plan), ensure_ascii=False)
    return "\n".join([*(text or "" for text in found.change.texts.values()), report])


@LONGER
@given(lines=LINES, name=FORMATS)
@example(lines=["Q: a", "A: | b | c |", "|---|---|", "| one | two | three |"], name="dialogue")
@example(lines=['{"Easy": {"Hard": ["Why a knob?"]}}'], name=None)
@example(lines=["# Why a lid?", "It covers.", "", "[ref]: https://example.org"], name="readme")
@example(lines=["# Why a lid?", "", '!!! warning "Hot"', "    It covers."], name="readme")
def test_every_word_is_in_the_source_or_in_the_report(lines: list[str], name: str | None) -> None:
    found = imported(["\n".join(lines)], name)
    # What was written as an escape may be read as one.
    written = everything(found).replace("\\n", " ").replace("\\t", " ").replace("\\", "")
    seen = "".join(c for c in "\n".join(lines) if c not in "\u200b\u202e")
    visible = NAMES_OF_PARTS.sub(" ", html.unescape(seen))
    missing = words(visible) - words(written)
    assert not {word for word in missing if word not in written}


@LONGER
@given(lines=LINES, name=FORMATS)
def test_every_line_has_one_fate(lines: list[str], name: str | None) -> None:
    found = imported(["\n".join(lines)], name)
    (file,) = as_json(found.read, found.plan)["files"]
    counts = dict(file["lines"])
    assert counts.pop("total") == sum(counts.values()) == len(numbered("\n".join(lines)))


@LONGER
@given(texts=st.lists(LINES.map("\n".join), min_size=1, max_size=2), name=FORMATS)
def test_source_files_are_sound_and_importing_again_changes_nothing(
    texts: list[str], name: str | None
) -> None:
    first = imported(texts, name)
    if not first.change.texts:
        return
    after = parse(first.change.after())
    assert [str(problem) for problem in check(after) if not problem.listed] == []
    again = imported(texts, name, after)
    assert dict(again.change.texts) == {}


@LONGER
@given(lines=LINES.map(without_marks), above=LINES.map(without_marks))
def test_ids_stay_when_something_is_added(lines: list[str], above: list[str]) -> None:
    question = ["", "Q: Where does the steam go?", "A: Out.", ""]
    first = imported(["\n".join([*question, *lines])], "dialogue")
    after = parse(first.change.after())
    again = imported(["\n".join([*above, *question, *lines])], "dialogue", after)
    ids = [t.one.id for t in first.plan.targets if t.one.wording == "Where does the steam go?"]
    kept = [t.one.id for t in again.plan.targets if t.one.wording == "Where does the steam go?"]
    assert ids[0] in kept


@pytest.mark.parametrize("name", NAMES)
def test_an_empty_file_gives_nothing(name: str) -> None:
    assert imported([""], name).plan.targets == ()


def test_reads_are_told_apart_by_what_was_read() -> None:
    (read,) = imported(["nothing here"]).read
    assert isinstance(read, Read)
    assert read.refused.startswith("fits no format")
