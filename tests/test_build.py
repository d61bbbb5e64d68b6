"""The build script as a whole: what it leaves alone; the same input gives the same bytes."""

import shutil
from collections.abc import Callable

import pytest
from conftest import ROOT, Project, question
from synthetic import source, write_source

from handbook.build import build, load
from handbook.settings import Settings


def test_hand_written_page_survives_when_everything_generated_is_stale(project: Project) -> None:
    assert project.invoke("build").exit_code == 0
    mine = {
        "docs/index.md": "home",
        "docs/questions/graphs/mine.md": "mine",
        "docs/q/mine/index.html": "mine",
    }
    project.write(mine)
    shutil.rmtree(project.questions)
    project.write(
        {
            "questions/categories.yml": "- title: G\n  categories:\n"
            "    - {id: other, title: Other, scope: Other}\n",
            "questions/ids.lock": "questions: [new]\ncategories: [other]\n",
            "questions/other/new.md": question("What is new?"),
        }
    )
    assert project.invoke("build").exit_code == 0
    left = project.tree("docs")
    assert {name: left.pop(name.removeprefix("docs/")).decode() for name in mine} == mine
    generated = project.read("docs/.generated").splitlines()
    assert sorted(left) == sorted([".generated", *generated])
    assert "questions/graphs/index.md" not in generated


def test_hand_written_page_in_the_way_stops_the_build(project: Project) -> None:
    project.write({"docs/q/tensor/index.html": "mine"})
    result = project.invoke("build")
    must = "must not stand where a generated page belongs; rename it, or delete it"
    assert (result.exit_code, result.stderr) == (
        1,
        f"docs/q/tensor/index.html:1: page-in-the-way {must}: 'q/tensor/index.html'\n1 problem.\n",
    )
    assert project.tree("docs") == {"q/tensor/index.html": b"mine"}


def test_build_says_what_it_did(project: Project) -> None:
    result = project.invoke("build")
    files = len(project.tree("docs")) - 1
    assert (result.exit_code, result.stdout) == (0, f"3 questions, {files} files below docs/.\n")


def test_second_build_writes_nothing(project: Project) -> None:
    assert project.invoke("build").exit_code == 0
    before = {path: path.stat().st_ino for path in project.docs.rglob("*")}
    assert project.invoke("build").exit_code == 0
    assert {path: path.stat().st_ino for path in project.docs.rglob("*")} == before


def test_drafts_are_listed_and_built_around(project: Project) -> None:
    project.write(
        {"questions/tensors/later.md": question("Later", more="status: draft\n", answer="x\n")}
    )
    result = project.invoke("build")
    assert result.exit_code == 0
    assert result.stderr == (
        "questions/tensors/later.md:2: wording-end must end in a question mark or a period:"
        " 'Later' [not published yet]\n"
        "questions/tensors/later.md:9: more-missing must be followed by a line '<!-- more -->'"
        " [not published yet]\n"
        "No problems, 2 listed for questions that are not published.\n"
    )
    assert not (project.docs / "q/later").exists()


def test_synthetic_questions_are_without_problems(project: Project) -> None:
    shutil.rmtree(project.questions)
    write_source(project.questions, 200)
    parsed, problems = load(project.questions)
    assert problems == []
    assert len(parsed.handbook.questions) == 200
    assert source(200) == source(200)
    words = [len(text.split("---\n", 2)[2].split()) for n, text in source(200).items() if "/" in n]
    assert 200 < sum(words) / len(words) < 250


ELSEWHERE = [
    {"TZ": "Pacific/Kiritimati", "PYTHONHASHSEED": "1", "LC_ALL": "C.UTF-8"},
    {"TZ": "America/Adak", "PYTHONHASHSEED": "2", "LC_ALL": "C", "PYTHONUTF8": "0"},
]


def test_pages_are_the_same_everywhere(project: Project) -> None:
    case = ROOT / "tests/cases/render/everything/questions"
    shutil.copytree(case, project.root / "other/q")
    trees = []
    for number, environment in enumerate(ELSEWHERE):
        here = Project(project.root / ("other" * number))
        options = ("--questions", "q" if number else "other/q", "--docs", "made")
        result = here.run("build", *options, **environment)
        assert (result.returncode, result.stdout[:12]) == (0, "5 questions,")
        trees.append(here.tree("made"))
    assert trees[0] == trees[1]
    assert len(trees[0]) > 20


@pytest.mark.parametrize("address", ["", "https://example.org/handbook/"])
def test_site_is_the_same_everywhere_and_strict(
    site_project: Callable[[str], Project], address: str
) -> None:
    trees = []
    for number, environment in enumerate(ELSEWHERE):
        made = site_project(f"{number}{'/deep' * number}".replace("/", "-"))
        epoch = str(1_790_000_000 + number * 2 * 24 * 3600)
        settings = {"SITE_URL": address, "REPOSITORY_URL": address and "https://example.org/repo"}
        result = made.run("site", SOURCE_DATE_EPOCH=epoch, **environment, **settings)
        assert result.returncode == 0, result.stderr
        assert "WARNING" not in result.stdout + result.stderr
        assert "Documentation built" in result.stdout + result.stderr
        trees.append(made.tree("site"))
    first, second = trees
    assert sorted(first) == sorted(second)
    assert [name for name in first if first[name] != second[name]] == []
    assert "questions/execution/index.html" in first
    assert ("sitemap.xml" in first) == bool(address)


def test_build_reports_and_keeps_docs_when_the_source_is_broken(project: Project) -> None:
    assert build(project.questions, project.docs, Settings()).good
    before = project.tree("docs")
    project.write({"questions/tensors/tensor.md": "no front matter\n"})
    report = build(project.questions, project.docs, Settings())
    assert (report.good, report.questions, report.files) == (False, 0, 0)
    assert project.tree("docs") == before
