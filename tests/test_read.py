"""Reading: whatever lies in the folder of questions becomes text or a problem."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import CATEGORIES, Project, as_a_user, question

from handbook.read import LARGEST, read_source

Spoil = Callable[[Path], object]


def _latin(folder: Path) -> None:
    (folder / "tensors/tensor.md").write_bytes(question("What?").encode() + b"caf\xe9\n")


def _binary(folder: Path) -> None:
    (folder / "tensors/tensor.md").write_bytes(b"---\nquestion: What?\n\x00\x01---\n")


def _five_megabytes(folder: Path) -> None:
    (folder / "tensors/tensor.md").write_bytes(b"a line\n" * 750_000)


def _pipe(folder: Path) -> None:
    (folder / "tensors/tensor.md").unlink()
    os.mkfifo(folder / "tensors/tensor.md")


def _dangling(folder: Path) -> None:
    (folder / "tensors/tensor.md").unlink()
    (folder / "tensors/tensor.md").symlink_to("nowhere")


def _linked_folder(folder: Path) -> None:
    (folder / "again").symlink_to("tensors")


def _misplaced(folder: Path) -> None:
    (folder / "tensors/deep").mkdir()
    (folder / "tensors/deep/tensor.md").write_text("deep")
    (folder / "picture.png").write_text("x")


MUST = "must be CATEGORY/ID.md or one of categories.yml, tracks.yml, ids.lock, verified.json"
SPOILED = [
    pytest.param(
        _latin, ["tensors/tensor.md:13: file-not-utf8 must be UTF-8: 'byte 0xe9'"], id="latin-1"
    ),
    pytest.param(
        _binary, ["tensors/tensor.md:3: file-not-utf8 must be text: 'byte 0x00'"], id="binary"
    ),
    pytest.param(
        _five_megabytes,
        ["tensors/tensor.md:1: file-too-large must have at most 512 KiB"],
        id="5 MB",
    ),
    pytest.param(
        _pipe,
        ["tensors/tensor.md:1: file-unreadable must be readable: 'not a regular file'"],
        id="pipe",
    ),
    pytest.param(
        _dangling,
        ["tensors/tensor.md:1: file-unreadable must be readable: 'No such file or directory'"],
        id="dangling link",
    ),
    pytest.param(
        _linked_folder,
        ["again:1: file-misplaced must be a folder, not a link to one: 'again'"],
        id="linked folder",
    ),
    pytest.param(
        _misplaced,
        [
            f"picture.png:1: file-misplaced {MUST}: 'picture.png'",
            f"tensors/deep/tensor.md:1: file-misplaced {MUST}: 'tensors/deep/tensor.md'",
        ],
        id="misplaced",
    ),
]


@pytest.mark.parametrize(("spoil", "expected"), SPOILED)
def test_bad_file_is_a_problem(
    project: Project, monkeypatch: pytest.MonkeyPatch, spoil: Spoil, expected: list[str]
) -> None:
    monkeypatch.chdir(project.questions)
    spoil(project.questions)
    source = read_source(Path())
    assert [str(problem) for problem in source.problems] == expected
    assert source.root == "."
    # What can be read is read all the same.
    assert "graphs/eager-mode.md" in [file.name for file in source.files]


@pytest.mark.parametrize(("spoil", "expected"), SPOILED)
def test_bad_file_stops_the_build(project: Project, spoil: Spoil, expected: list[str]) -> None:
    assert project.invoke("build").exit_code == 0
    before = project.tree("docs")
    spoil(project.questions)
    result = project.run("build")
    assert result.returncode == 1
    told = result.stderr.splitlines()
    assert [line for line in told if line.removeprefix("questions/") in expected] == [
        f"questions/{line}" for line in expected
    ]
    assert "Traceback" not in result.stderr
    assert result.stdout == ""
    assert project.tree("docs") == before


def test_largest_file_is_read(project: Project) -> None:
    path = project.questions / "tensors/tensor.md"
    path.write_bytes(b"x" * LARGEST)
    assert read_source(project.questions).problems == ()
    path.write_bytes(b"x" * (LARGEST + 1))
    assert [p.code for p in read_source(project.questions).problems] == ["file-too-large"]


def test_file_that_vanishes_while_it_is_read(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert project.invoke("build").exit_code == 0
    before = project.tree("docs")
    original = Path.read_bytes

    def vanishing(path: Path) -> bytes:
        if path.name == "tensor.md":
            path.unlink()
        return original(path)

    monkeypatch.setattr(Path, "read_bytes", vanishing)
    result = project.invoke("build")
    monkeypatch.undo()
    assert result.exit_code == 1
    told = "questions/tensors/tensor.md:1: file-unreadable must be readable: "
    assert f"{told}'No such file or directory'" in result.stderr
    assert project.tree("docs") == before


@pytest.mark.parametrize(
    ("mode", "expected"),
    [
        (0o000, "questions/tensors:1: file-unreadable must be readable: 'Permission denied'"),
        (
            0o444,
            "questions/tensors/tensor.md:1: file-unreadable must be readable: 'Permission denied'",
        ),
    ],
)
def test_folder_without_rights(project: Project, mode: int, expected: str) -> None:
    assert project.invoke("build").exit_code == 0
    before = project.tree("docs")
    folder = project.questions / "tensors"
    folder.chmod(mode)
    try:
        result = project.run("build", prefix=as_a_user())
    finally:
        folder.chmod(0o755)
    assert result.returncode == 1
    assert expected in result.stderr.splitlines()
    assert "Traceback" not in result.stderr
    assert project.tree("docs") == before


@pytest.mark.parametrize("exists", [True, False])
def test_empty_folder(project: Project, exists: bool) -> None:
    assert project.invoke("build").exit_code == 0
    before = project.tree("docs")
    if exists:
        (project.root / "none").mkdir()
    result = project.invoke("build", "--questions", "none")
    unread = "none:1: file-unreadable must be readable: 'No such file or directory'\n"
    missing = "none/categories.yml:1: file-missing must exist\n"
    expected = f"{missing}1 problem.\n" if exists else f"{unread}{missing}2 problems.\n"
    assert (result.exit_code, result.stderr) == (1, expected)
    assert project.tree("docs") == before


def test_what_editors_leave_is_not_read(tmp_path: Path) -> None:
    project = Project(tmp_path)
    names = [".hidden/a.md", "c/.a.md.swp", "c/a.md~", "c/a.md", "categories.yml"]
    project.write({f"questions/{name}": CATEGORIES for name in names})
    source = read_source(project.questions)
    assert [file.name for file in source.files] == ["c/a.md", "categories.yml"]
    assert source.problems == ()


def test_files_come_in_order_of_their_names(tmp_path: Path) -> None:
    project = Project(tmp_path)
    names = ["a/b.md", "a-b/a.md", "ab/a.md", "a/a.md"]
    project.write({f"questions/{name}": "x" for name in names})
    source = read_source(project.questions)
    assert [file.name for file in source.files] == sorted(names)


def test_byte_order_mark_is_no_text(project: Project) -> None:
    project.write({"questions/tensors/tensor.md": b"\xef\xbb\xbf---\n"})
    texts = {file.name: file.text for file in read_source(project.questions).files}
    assert texts["tensors/tensor.md"] == "---\n"


def test_name_that_is_no_text(project: Project) -> None:
    strange = os.fsencode(project.questions / "tensors") + b"/caf\xe9\n.md"
    Path(os.fsdecode(strange)).write_text(question("What is this?"))
    result = project.run("check", PYTHONIOENCODING="utf-8:strict")
    assert result.returncode == 1
    assert "Traceback" not in result.stderr
    assert result.stdout.startswith("questions/tensors/cafU+DCE9U+000A.md:1: ")
