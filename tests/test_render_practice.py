"""data/practice.json and data/statements/: what practice needs to know."""

import json
from pathlib import Path
from typing import Any

from conftest import Project, question

from handbook.parse import parse
from handbook.read import read_source
from handbook.render import render
from handbook.render.practice import PRACTICE, statements_file
from handbook.render.view import View
from handbook.settings import Settings

EVERYTHING = Path(__file__).parent / "cases" / "render" / "everything" / "questions"
MISCONCEPTIONS = """\
misconceptions:
  - claim: "`a < b` is *one* value."
    correction: It is not.
  - claim: A tensor is a list.
    correction: No.
    true_form: A tensor is an array.
"""


def _files(questions: Path, settings: Settings | None = None) -> dict[str, str]:
    return dict(render(View(parse(read_source(questions)).handbook, settings or Settings())))


def _practice(questions: Path, settings: Settings | None = None) -> dict[str, Any]:
    return dict(json.loads(_files(questions, settings)[PRACTICE]))


def test_each_question_with_what_the_filters_of_browse_know(project: Project) -> None:
    found = _practice(project.questions)["questions"]["tensor"]
    assert found["address"] == "questions/tensors/#tensor"
    assert found["values"]["category"] == ["tensors"]
    assert found["values"]["verification"] == ["no-code"]


def test_addresses_are_those_that_are_served(project: Project) -> None:
    found = _practice(project.questions, Settings(directory_urls=False))["questions"]
    assert found["tensor"]["address"] == "questions/tensors/index.html#tensor"


def test_questions_stand_in_the_order_of_the_site() -> None:
    found = _practice(EVERYTHING)
    categories = [c["id"] for group in found["groups"] for c in group["categories"]]
    order = [categories.index(q["values"]["category"][0]) for q in found["questions"].values()]
    assert order == sorted(order)
    assert len(set(order)) > 1


def test_former_ids_are_told() -> None:
    found = _practice(EVERYTHING)["questions"]
    assert any(question["former_ids"] for question in found.values())


def test_statements_are_html_by_question(project: Project) -> None:
    project.write({"questions/tensors/tensor.md": question("What is a tensor?", MISCONCEPTIONS)})
    files = _files(project.questions)
    assert json.loads(files[statements_file("tensors")]) == {
        "tensor": [
            {
                "claim": "<code>a &lt; b</code> is *one* value.",
                "truth": "It is not.",
                "correction": "It is not.",
            },
            {"claim": "A tensor is a list.", "truth": "A tensor is an array.", "correction": "No."},
        ]
    }
    assert json.loads(files[PRACTICE])["questions"]["tensor"]["statements"] == 2
