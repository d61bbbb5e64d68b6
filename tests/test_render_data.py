"""The questions as data: what is in it, and that its schema describes it and nothing else."""

import copy
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, replace
from typing import Any

import pytest
from conftest import ROOT, Project, question
from jsonschema import Draft202012Validator, FormatChecker

from handbook.build import load
from handbook.model import (
    Framework,
    Handbook,
    Kind,
    Level,
    Misconception,
    Question,
    Reference,
    Sample,
    Status,
    Translation,
)
from handbook.render import render
from handbook.render.view import View
from handbook.settings import Settings

ADDRESS = "https://example.org/handbook/"
CASES = ROOT / "tests/cases/render"
SOURCES = [ROOT / "questions", CASES / "everything/questions", CASES / "bare/questions"]
PLACE = {"place"}  # where something stands in the source is nothing to a reader


def handbook_of(source: Any) -> Handbook:
    return load(source)[0].handbook


def rendered(handbook: Handbook, address: str = ADDRESS) -> Mapping[str, str]:
    return render(View(handbook, Settings(address=address)))


@pytest.fixture(scope="module")
def everything() -> Mapping[str, str]:
    """What the case with one of everything becomes."""
    return rendered(handbook_of(SOURCES[1]))


@pytest.fixture(scope="module")
def data(everything: Mapping[str, str]) -> Any:
    return json.loads(everything["data/questions.json"])


@pytest.fixture(scope="module")
def schema(everything: Mapping[str, str]) -> Any:
    return json.loads(everything["data/schema.json"])


def faults(schema: Any, data: Any) -> list[str]:
    validator = Draft202012Validator(schema, format_checker=FormatChecker())
    return [f"{error.json_path}: {error.message}" for error in validator.iter_errors(data)]


@pytest.mark.parametrize("source", SOURCES, ids=["own", "everything", "bare"])
@pytest.mark.parametrize("address", [ADDRESS, ""], ids=["address", "no address"])
def test_the_data_fits_its_schema(source: Any, address: str) -> None:
    files = rendered(handbook_of(source), address)
    schema = json.loads(files["data/schema.json"])
    Draft202012Validator.check_schema(schema)
    data = json.loads(files["data/questions.json"])
    assert data["questions"]
    assert faults(schema, data) == []


def objects(schema: Any, path: str = "$") -> Iterator[tuple[str, Any]]:
    """Yield every part of a schema that describes an object."""
    if isinstance(schema, dict):
        if "properties" in schema and schema.get("type") == "object":
            yield path, schema
        for key, inner in schema.items():
            yield from objects(inner, f"{path}.{key}")
    elif isinstance(schema, list):
        for number, inner in enumerate(schema):
            yield from objects(inner, f"{path}[{number}]")


def test_the_schema_leaves_nothing_open(schema: Any) -> None:
    found = dict(objects(schema))
    assert len(found) == 13
    for path, described in found.items():
        assert described["additionalProperties"] is False, path
        assert described["required"] == list(described["properties"]), path


def test_every_property_is_described(schema: Any) -> None:
    properties = [(p, n, v) for p, o in objects(schema) for n, v in o["properties"].items()]
    definitions = [("$defs", name, value) for name, value in schema["$defs"].items()]
    without = [
        (path, name)
        for path, name, value in properties + definitions
        if not value.get("description", "").endswith(".")
    ]
    assert without == []


def test_allowed_values_are_those_of_the_model(schema: Any) -> None:
    properties = schema["$defs"]["question"]["properties"]
    for name, values in {"kind": Kind, "level": Level, "framework": Framework}.items():
        assert properties[name]["enum"] == list(values)
    assert properties["status"]["enum"] == [Status.PUBLISHED, Status.IMPORTED]


BREAKS: dict[str, tuple[Callable[[Any], Any], str]] = {
    "unknown property": (lambda q: q.update(more=1), ""),
    "missing property": (lambda q: q.pop("level"), ""),
    "unknown value": (lambda q: q.update(kind="riddle"), ".kind"),
    "draft": (lambda q: q.update(status="draft"), ".status"),
    "no id": (lambda q: q.update(id="Not an id"), ".id"),
    "no date": (lambda q: q.update(added="2026-2-3"), ".added"),
    "no such day": (lambda q: q.update(added="2026-02-30"), ".added"),
    "empty wording": (lambda q: q.update(wording=""), ".wording"),
    "more in a part": (lambda q: q["misconceptions"][0].update(more=1), ".misconceptions[0]"),
    "less in a part": (lambda q: q["samples"][0].pop("warns"), ".samples[0]"),
    "half a run": (lambda q: q["samples"][0].update(run={"on": "x"}), ".samples[0].run"),
}


@pytest.mark.parametrize("name", BREAKS)
def test_the_schema_notices(schema: Any, data: Any, name: str) -> None:
    broken = copy.deepcopy(data)
    number = [question["id"] for question in broken["questions"]].index("tensor")
    break_it, place = BREAKS[name]
    break_it(broken["questions"][number])
    told = {fault.partition(": ")[0] for fault in faults(schema, broken)}
    assert told == {f"$.questions[{number}]{place}"}


def names(type_: Any) -> set[str]:
    return {field.name for field in fields(type_)} - PLACE


def test_everything_of_the_model_is_there(schema: Any, data: Any) -> None:
    definitions = schema["$defs"]
    answer = {"short_answer", "long_answer", "samples"}
    # Links stand in the text.
    wanted = names(Question) - {"answer", "links"} | answer | {"address", "page", "markdown"}
    assert set(definitions["question"]["properties"]) == wanted
    # The hash of what was translated is for those who translate.
    wanted = names(Translation) - {"answer", "translates"} | answer
    assert set(definitions["translation"]["properties"]) == wanted
    assert set(definitions["misconception"]["properties"]) == names(Misconception)
    reference = definitions["question"]["properties"]["references"]["items"]
    assert set(reference["properties"]) == names(Reference)
    wanted = names(Sample) - {"output_line"} | {"run"}
    assert set(definitions["sample"]["properties"]) == wanted


def addresses(data: Any) -> Iterator[str]:
    for each in data["questions"]:
        yield from (each[name] for name in ("address", "page", "markdown"))
    for group in data["groups"]:
        yield from (category["address"] for category in group["categories"])
    yield from (track["address"] for track in data["tracks"])


def file_at(address: str) -> str:
    """Give the file below docs/ that is served at an address below the site's."""
    path = address.partition("#")[0]
    if path.endswith(".txt"):
        return path
    if path.startswith("tracks/"):
        return path.removesuffix("/") + ".md"
    return path + ("index.html" if path.startswith("q/") else "index.md")


@pytest.mark.parametrize("address", [ADDRESS, ""], ids=["address", "no address"])
def test_addresses_lead_somewhere(address: str) -> None:
    files = rendered(handbook_of(SOURCES[1]), address)
    found = list(addresses(json.loads(files["data/questions.json"])))
    assert len(found) == 5 * 3 + 2 + 2
    assert [a for a in found if not a.startswith(address)] == []
    assert [a for a in found if file_at(a.removeprefix(address)) not in files] == []


def test_links_in_answers_are_addresses(project: Project) -> None:
    answer = "See [it](q:tensor), not `q:tensor`.\n\n<!-- more -->\n\nLong: [it](q:tensor).\n"
    project.write({"questions/graphs/eager-mode.md": question("Eager?", answer=answer)})
    texts = {}
    for address in (ADDRESS, ""):
        files = rendered(handbook_of(project.questions), address)
        eager = json.loads(files["data/questions.json"])["questions"][0]
        texts[address] = eager["short_answer"], eager["long_answer"]
    assert texts[ADDRESS] == (
        f"See [it]({ADDRESS}q/tensor/), not `q:tensor`.",
        f"Long: [it]({ADDRESS}q/tensor/).",
    )
    assert texts[""] == ("See [it](q/tensor/), not `q:tensor`.", "Long: [it](q/tensor/).")


def test_counts(data: Any) -> None:
    assert data["counts"] == {
        "questions": 5,
        "categories": 2,
        "tracks": 2,
        "misconceptions": 2,
        "samples": 3,
        "samples_run": 2,
    }


def test_what_is_not_on_the_site_is_not_in_the_data(project: Project) -> None:
    draft = question("Draft?", "status: draft\n")
    more = "distinct_from: [unfinished, tensor]\n"
    project.write(
        {
            "questions/graphs/unfinished.md": draft,
            "questions/graphs/eager-mode.md": question("Eager?", more),
        }
    )
    text = rendered(handbook_of(project.questions))["data/questions.json"]
    assert "unfinished" not in text
    assert json.loads(text)["questions"][0]["distinct_from"] == ["tensor"]


def test_the_order_of_the_source_changes_nothing() -> None:
    handbook = handbook_of(SOURCES[1])
    turned = replace(handbook, questions=handbook.questions[::-1])
    assert rendered(turned)["data/questions.json"] == rendered(handbook)["data/questions.json"]
