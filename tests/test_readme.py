"""The question that the README shows is one that the handbook would take."""

import re
import shutil
from pathlib import Path

import pytest
from conftest import ROOT, Project
from sample_project import record_everything

from handbook.samples.records import FILE as RECORDS

README = (ROOT / "README.md").read_text(encoding="utf-8")
_EXAMPLE = re.compile(r"`(questions/\S+\.md)`, complete.*?\n````markdown\n(.+?)\n````\n", re.DOTALL)


@pytest.fixture
def example(tmp_path: Path) -> tuple[Project, str]:
    """Give the handbook's own questions with the example among them, and the example's file."""
    found = _EXAMPLE.search(README)
    assert found, "the README has no example"
    project = Project(tmp_path / "project")
    shutil.copytree(ROOT / "questions", project.questions)
    assert not (project.root / found[1]).exists()
    project.write({found[1]: found[2] + "\n"})
    record_everything(project.questions)
    return project, found[1]


def test_the_example_has_no_problem_once_it_is_published(example: tuple[Project, str]) -> None:
    project, name = example
    published = project.run("publish")
    assert (published.returncode, published.stdout) == (0, "Added 1 id to ids.lock.\n")
    checked = project.run("check", name)
    assert (checked.stdout, checked.stderr, checked.returncode) == ("No problems.\n", "", 0)


def test_the_example_has_no_problem_as_a_draft(example: tuple[Project, str]) -> None:
    project, name = example
    text = project.read(name)
    project.write({name: text.replace("\nadded:", "\nstatus: draft\nadded:", 1)})
    checked = project.run("check", name)
    assert (checked.stdout, checked.stderr, checked.returncode) == ("No problems.\n", "", 0)


def test_the_steps_are_those_of_the_commands(example: tuple[Project, str]) -> None:
    project, name = example
    _, category, file = name.split("/")
    (project.root / name).unlink()
    (project.questions / RECORDS).unlink()
    command = re.search(r"`\.venv/bin/handbook (new \S+ \S+) \"", README)
    assert command and command[1].split() == ["new", category, file.removesuffix(".md")]
    assert project.run(*command[1].split(), "What remains of an array?").returncode == 0
    assert "\nstatus: draft\n" in project.read(name)


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md", "LICENSE-TEXT.md"])
def test_linked_files_exist(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    linked = re.findall(r"\]\((?!https:)([^)#]+)\)", text)
    assert [file for file in linked if not (ROOT / file).exists()] == []


def test_the_map_names_folders_that_exist() -> None:
    [found] = re.findall(r"## Map\n\n```text\n(.+?)```", README, re.DOTALL)
    folders = [line.split()[0] for line in found.splitlines()]
    assert len(folders) > 4
    assert [folder for folder in folders if not (ROOT / folder).is_dir()] == []
