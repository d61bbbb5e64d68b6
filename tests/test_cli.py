"""The command line: what it prints, and the exit codes 0, 1 and 2."""

import json

import pytest
from conftest import Project, question

from handbook.cli import main

DRAFT = question("Later", more="status: draft\n")
LISTED = (
    "questions/tensors/later.md:2: wording-end must end in a question mark or a period:"
    " 'Later' [not published yet]\n"
)


def _break(project: Project) -> None:
    project.write(
        {
            "questions/tensors/tensor.md": question("What is a tensor"),
            "questions/graphs/eager-mode.md": question("When?", more="leval: basic\n"),
        }
    )


TENSOR = (
    "questions/tensors/tensor.md:2: wording-end must end in a question mark or a period:"
    " 'What is a tensor'\n"
)
EAGER = (
    "questions/graphs/eager-mode.md:7: key-unknown must be a key of the schema: 'leval'"
    " (did you mean 'level'?)\n"
)


def test_check_of_a_good_source(project: Project) -> None:
    result = project.invoke("check")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "No problems.\n", "")


def test_check_tells_everything_at_once(project: Project) -> None:
    _break(project)
    result = project.invoke("check")
    assert (result.exit_code, result.stdout) == (1, f"{EAGER}{TENSOR}2 problems.\n")


@pytest.mark.parametrize(
    ("files", "code", "expected"),
    [
        (["questions/tensors/tensor.md"], 1, f"{TENSOR}1 problem.\n"),
        (["questions/tensors/tensor-rank.md"], 0, "No problems.\n"),
        (["questions/graphs"], 1, f"{EAGER}1 problem.\n"),
        (["questions/tensors/tensor.md", "questions/graphs/"], 1, f"{EAGER}{TENSOR}2 problems.\n"),
        (["questions"], 1, f"{EAGER}{TENSOR}2 problems.\n"),
        (["./questions/../questions/tensors"], 1, f"{TENSOR}1 problem.\n"),
    ],
)
def test_check_of_some_files(project: Project, files: list[str], code: int, expected: str) -> None:
    _break(project)
    result = project.invoke("check", *files)
    assert (result.exit_code, result.stdout) == (code, expected)


def test_check_of_a_file_that_is_no_source(project: Project) -> None:
    project.write({"README.md": "x"})
    result = project.invoke("check", "README.md")
    assert result.exit_code == 2
    assert "Error: 'README.md' is not below questions/\n" in result.stderr


def test_check_from_another_folder(project: Project) -> None:
    _break(project)
    (project.root / "other").mkdir()
    elsewhere = Project(project.root / "other")
    result = elsewhere.invoke("check", "--questions", "../questions")
    assert result.stdout.splitlines()[1] == f"{project.root}/{TENSOR.strip()}"


def test_listed_problems_leave_with_0(project: Project) -> None:
    project.write({"questions/tensors/later.md": DRAFT})
    result = project.invoke("check")
    count = "No problems, 1 listed for questions that are not published.\n"
    assert (result.exit_code, result.stdout) == (0, f"{LISTED}{count}")


def test_check_as_json(project: Project) -> None:
    _break(project)
    result = project.invoke("check", "--format", "json", "questions/graphs")
    assert result.exit_code == 1
    assert json.loads(result.stdout) == [
        {
            "path": "questions/graphs/eager-mode.md",
            "line": 7,
            "code": "key-unknown",
            "must": "must be a key of the schema",
            "found": "leval",
            "meant": "level",
            "listed": False,
        }
    ]
    good = project.invoke("check", "--format", "json", "questions/tensors/tensor-rank.md")
    assert (good.exit_code, good.stdout) == (0, "[]\n")


def test_check_lists_the_rules(project: Project) -> None:
    result = project.invoke("check", "--list", "--questions", "nowhere")
    assert result.exit_code == 0
    assert (
        "wording-end (content)\nA wording ends in a question mark or a period.\n\n"
        "Bad: What is a tensor\nGood: What is a tensor?\n"
    ) in result.stdout


WRONG = [
    ([], "Usage: handbook [OPTIONS] COMMAND [ARGS]..."),
    (["chekc"], "No such command 'chekc'."),
    (["check", "--quick"], "No such option"),
    (["check", "--format", "xml"], "'xml' is not one of 'text', 'json'."),
    (["check", "nowhere.md"], "Path 'nowhere.md' does not exist."),
    (["build", "more"], "Got unexpected extra argument (more)"),
    (["build", "--docs"], "Option '--docs' requires an argument."),
    (["build", "--docs", "questions/ids.lock"], "is a file."),
    (["build", "--config", "questions"], "is a directory."),
    (["new", "graphs", "a-thing"], "Missing argument 'QUESTION'."),
    (["rename", "tensor"], "Missing argument 'NEW'."),
    (["move"], "Missing argument 'ID'."),
    (["publish", "tensor"], "Got unexpected extra argument (tensor)"),
    (["serve", "--port", "x"], "'x' is not a valid integer range."),
    (["serve", "--port", "70000"], "70000 is not in the range 0<=x<=65535."),
]


@pytest.mark.parametrize(("arguments", "expected"), WRONG)
def test_wrong_use_leaves_with_2(project: Project, arguments: list[str], expected: str) -> None:
    before = project.tree()
    result = project.invoke(*arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert expected in result.stderr
    assert project.tree() == before


@pytest.mark.parametrize("verb", sorted(main.commands))
def test_every_verb_has_help(project: Project, verb: str) -> None:
    result = project.invoke(verb, "--help")
    assert result.exit_code == 0
    told = main.commands[verb].help
    assert told
    assert told.split(";")[0].split(",")[0] in " ".join(result.stdout.split())


def test_all_folders_can_be_elsewhere(project: Project) -> None:
    (project.root / "questions").rename(project.root / "elsewhere")
    options = ("--questions", "elsewhere")
    built = project.invoke("build", *options, "--docs", "pages")
    assert (built.exit_code, built.stderr) == (0, "")
    assert (project.root / "pages/q/tensor/index.html").exists()
    assert project.invoke("new", "graphs", "a-thing", "What is it?", *options).stdout == (
        "Wrote elsewhere/graphs/a-thing.md\n"
    )
    assert project.invoke("rename", "tensor", "array", *options).exit_code == 0
    assert project.invoke("move", "array", "graphs", *options).exit_code == 0
    assert project.invoke("publish", *options).exit_code == 0
    assert project.invoke("check", *options).exit_code == 0
    assert project.invoke("clean", "--docs", "pages").exit_code == 0
    assert project.tree("pages") == {}


def test_settings_that_cannot_be_read_stop_the_build(project: Project) -> None:
    project.write({"mkdocs.yml": "site_name: a\nextra: b: c\n"})
    result = project.invoke("build")
    reason = "mapping values are not allowed here"
    assert (result.exit_code, result.stderr) == (
        1,
        f"mkdocs.yml:2: settings-broken must be readable YAML: '{reason}'\n1 problem.\n",
    )
    assert not project.docs.exists()


def test_locale_without_the_sign_that_was_found(project: Project) -> None:
    project.write({"questions/tensors/tensor.md": question("What is 张量 " + "x" * 90)})
    result = project.run("check", PYTHONIOENCODING="iso-8859-1")
    assert result.returncode == 1
    assert r"'What is \u5f20\u91cf xxx" in result.stdout
    assert result.stdout.endswith("xx\\u2026'\n1 problem.\n")
    assert result.stderr == ""


def test_version(project: Project) -> None:
    result = project.invoke("--version")
    assert (result.exit_code, result.stdout) == (0, "handbook, version 0.1.0\n")
