"""What the importer makes of a messy file in each format, compared with what it should make."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from test_import_properties import CASES, EMPTY, TODAY

from handbook.importers import formats
from handbook.importers.files import Notes
from handbook.importers.notes import Line, numbered
from handbook.importers.report import Read, as_json
from handbook.importers.run import Imported, take, work_out
from handbook.parse import Parsed, parse

SUFFIX = ".expected.yml"
NAMES = sorted(path.name.removesuffix(SUFFIX) for path in CASES.glob(f"*{SUFFIX}"))
# Reasons that Python gives differ from version to version.
REASON = re.compile(r"(is no valid Python): .*")
HASH = re.compile(r"written: t\w{11}")
CODE = re.compile(r"^( *)```.*?^\1```$|`[^`\n]+`", re.DOTALL | re.MULTILINE)
every = pytest.mark.parametrize("name", NAMES)


def notes(name: str) -> Path:
    (found,) = (path for path in CASES.glob(f"{name}.*") if not path.name.endswith(SUFFIX))
    return found


def text_of(name: str) -> str:
    # Whatever ends its lines, nothing is changed here.
    return notes(name).read_bytes().decode()


def imported(name: str, text: str, before: Parsed = EMPTY) -> Imported:
    return work_out([read(name, text)], before, None, TODAY)


def read(name: str, text: str) -> Read:
    return take(Notes(notes(name).name, numbered(text)), None)


def expected(name: str) -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((CASES / f"{name}{SUFFIX}").read_text(encoding="utf-8"))
    return found


def reported(found: Imported) -> dict[str, Any]:
    (file,) = as_json(found.read, found.plan)["files"]
    return dict(file)


def span(lines: list[int]) -> str:
    first, last = lines
    return str(first) if first == last else f"{first}-{last}"


def asides(found: Imported, fate: str) -> list[str]:
    return [f"{span(each['lines'])} {each['reason']}" for each in reported(found)[fate]]


def questions(found: Imported) -> list[dict[str, Any]]:
    told = zip(reported(found)["questions"], found.plan.targets, strict=True)
    return [question(each, target.text) for each, target in told]


def question(told: dict[str, Any], text: str) -> dict[str, Any]:
    # Problems of content are those of any answer; only what the importer says itself is compared.
    problems = [REASON.sub(r"\1", each) for each in told["problems"] if each.startswith("line ")]
    shown = {
        "label": told["label"],
        "question": told["question"],
        "lines": span(told["lines"]),
        "status": told["status"] or told["state"],
        "given": told["given"],
        "repairs": told["repairs"],
        "problems": problems,
        "answer": text.partition("\n---\n")[2].strip("\n"),
    }
    return {key: value for key, value in shown.items() if value}


def wanted(each: dict[str, Any]) -> dict[str, Any]:
    answer = {"answer": each["answer"].strip("\n")} if "answer" in each else {}
    return {**each, "lines": str(each["lines"]), **answer}


@every
def test_a_file_is_known_for_what_it_is(name: str) -> None:
    found = reported(imported(name, text_of(name)))
    assert found["format"] == expected(name)["format"]


@every
def test_each_line_has_the_fate_it_should_have(name: str) -> None:
    found = imported(name, text_of(name))
    assert asides(found, "noise") == expected(name).get("noise", [])
    assert asides(found, "leftovers") == expected(name).get("leftovers", [])
    assert reported(found)["lines"] == expected(name)["lines"]


@every
def test_each_question_is_as_it_should_be(name: str) -> None:
    found = questions(imported(name, text_of(name)))
    everything = [wanted(each) for each in expected(name)["questions"]]
    for one, other in zip(found, everything, strict=False):
        assert one == other
    assert len(found) == len(everything)


@every
def test_source_files_are_as_they_should_be(name: str) -> None:
    texts = imported(name, text_of(name)).change.texts
    for path, text in expected(name)["sources"].items():
        assert HASH.sub("written: HASH", texts[path] or "") == text


@every
def test_what_is_asked_twice_is_told_with_both_places(name: str) -> None:
    found = imported(name, text_of(name))
    told = [
        f"{span(each['first']['lines'])} and {span(each['second']['lines'])}: {each['outcome']}"
        for each in as_json(found.read, found.plan)["duplicates"]
    ]
    assert told == expected(name).get("duplicates", [])


@every
@pytest.mark.parametrize("end", ["\r", "\r\n"])
def test_line_ends_and_a_mark_at_the_beginning_change_nothing(name: str, end: str) -> None:
    text = text_of(name)
    other = "\ufeff" + text.replace("\n", end).removesuffix(end)
    assert reported(imported(name, other)) == reported(imported(name, text))
    assert imported(name, other).change.texts == imported(name, text).change.texts


@every
def test_importing_again_changes_nothing(name: str) -> None:
    after = parse(imported(name, text_of(name)).change.after())
    assert dict(imported(name, text_of(name), after).change.texts) == {}


def test_a_changed_answer_changes_one_source_file_and_no_id() -> None:
    text = text_of("pdf-export")
    after = parse(imported("pdf-export", text).change.after())
    changed = text.replace("A whistle warns the cook", "A bell warns the cook")
    texts = imported("pdf-export", changed, after).change.texts
    assert list(texts) == ["imported/keeps-water-kettle-boiling-over-2.md"]


def test_what_stands_above_changes_lines_and_no_id() -> None:
    text = text_of("readme")
    before = imported("readme", text)
    changed = text.replace("## 1. What", "## 0. Who drinks?\n\nAll.\n\n## 1. What")
    found = imported("readme", changed, parse(before.change.after()))
    ids = [target.one.id for target in before.plan.targets]
    assert [target.one.id for target in found.plan.targets] == ["drinks", *ids]


def test_what_two_files_ask_is_told_with_both() -> None:
    found = work_out([read(n, text_of(n)) for n in ("readme-items", "csv")], EMPTY, None, TODAY)
    first, *_ = as_json(found.read, found.plan)["duplicates"]
    assert (first["first"]["path"], first["second"]["path"]) == ("readme-items.md", "csv.csv")
    assert (first["first"]["lines"], first["second"]["lines"]) == ([3, 13], [3, 3])


@every
def test_no_html_of_strangers_is_left_outside_of_code(name: str) -> None:
    for target in imported(name, text_of(name)).plan.targets:
        bare = CODE.sub("", target.text.replace("<!-- more -->", ""))
        assert not re.search(r"<[A-Za-z/!?]", bare)


def test_one_long_line_does_not_keep_formats_from_looking() -> None:
    notes = ["# Notes", "x" * 200_000, "## What is a kettle?", "", "A pot."]
    fit = formats.best([Line(number, text) for number, text in enumerate(notes, 1)])
    assert fit.format.NAME == "readme"
