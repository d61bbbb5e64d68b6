"""data/ids.json: where each question is, what it was called before, and what is gone."""

import json
from pathlib import Path
from typing import Any

from conftest import Project, question

from handbook.addresses import QUESTIONS_A_PAGE
from handbook.parse import parse
from handbook.read import read_source
from handbook.render import render
from handbook.render.ids import IDS
from handbook.render.view import View
from handbook.settings import Settings

CASES = Path(__file__).parent / "cases" / "render"


def _ids(questions: Path, settings: Settings | None = None) -> dict[str, Any]:
    files = render(View(parse(read_source(questions)).handbook, settings or Settings()))
    return dict(json.loads(files[IDS]))


def test_each_question_with_its_address(project: Project) -> None:
    assert _ids(project.questions) == {
        "schema": 1,
        "questions": {
            "eager-mode": "questions/graphs/#eager-mode",
            "tensor": "questions/tensors/#tensor",
            "tensor-rank": "questions/tensors/#tensor-rank",
        },
        "former": {},
        "retired": {},
    }


def test_addresses_are_those_that_are_served(project: Project) -> None:
    found = _ids(project.questions, Settings(directory_urls=False))["questions"]
    assert found["tensor"] == "questions/tensors/index.html#tensor"


def test_further_pages_and_order(project: Project) -> None:
    names = [f"z{number:02}" for number in range(QUESTIONS_A_PAGE + 1)]
    for name in names:
        project.write({f"questions/graphs/{name}.md": question(f"What is {name}?")})
    found = _ids(project.questions)["questions"]
    assert list(found) == sorted(found)
    assert found[names[-1]] == f"questions/graphs/2/#{names[-1]}"


def test_former_ids_and_order(project: Project) -> None:
    text = question("What is a tensor?", more="former_ids: [zeta, alpha]\n")
    project.write({"questions/tensors/tensor.md": text})
    assert list(_ids(project.questions)["former"].items()) == [
        ("alpha", "tensor"),
        ("zeta", "tensor"),
    ]


def test_drafts_are_not_there(project: Project) -> None:
    text = question("What is a tensor?", more="former_ids: [array]\nstatus: draft\n")
    project.write({"questions/tensors/tensor.md": text})
    found = _ids(project.questions)
    assert list(found["questions"]) == ["eager-mode", "tensor-rank"]
    assert found["former"] == {}


def test_of_what_was_retired_only_questions(project: Project) -> None:
    lock = project.read("questions/ids.lock").replace("  - tensor\n", "  - lost\n  - tensor\n")
    lock = lock.replace("  - graphs\n", "  - graphs\n  - old\n")
    lock += "retired:\n  lost: Nobody asked it.\n  old: Split up.\n"
    project.write({"questions/ids.lock": lock})
    assert _ids(project.questions)["retired"] == {"lost": "Nobody asked it."}
