"""Writing: only what changed, never over a hand-written page, never half of it for good."""

import errno
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import Project, as_a_user, question

from handbook.problems import Problem
from handbook.write import MANIFEST, change_files, remove_generated, replace_file, write

MUST = "must not stand where a generated page belongs; rename it, or delete it"


def _files(folder: Path) -> dict[str, str]:
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_text() for path in paths}


def test_only_changed_files_are_rewritten(tmp_path: Path) -> None:
    write(tmp_path, {"a/one.md": b"1", "a/two.md": b"2"})
    before = {name: (tmp_path / name).stat() for name in _files(tmp_path)}
    assert write(tmp_path, {"a/one.md": b"1", "a/two.md": b"22"}) == []
    after = {name: (tmp_path / name).stat() for name in _files(tmp_path)}
    # A file that is written gets another inode, however coarse the clock is.
    assert [name for name in before if before[name].st_ino != after[name].st_ino] == ["a/two.md"]
    assert before["a/one.md"].st_mtime_ns == after["a/one.md"].st_mtime_ns
    assert _files(tmp_path)["a/two.md"] == "22"


def test_stale_files_go_and_hand_written_ones_stay(tmp_path: Path) -> None:
    write(tmp_path, {"a/b/one.md": b"1", "a/two.md": b"2", "c/three.md": b"3"})
    (tmp_path / "a/mine.md").write_text("mine")
    assert write(tmp_path, {"d.md": b"4"}) == []
    assert _files(tmp_path) == {MANIFEST: "d.md\n", "a/mine.md": "mine", "d.md": "4"}
    assert not (tmp_path / "a/b").exists()
    assert not (tmp_path / "c").exists()


def test_manifest_lists_what_was_generated(tmp_path: Path) -> None:
    write(tmp_path, {"b.md": b"", "a/c.md": b""})
    assert (tmp_path / MANIFEST).read_text() == "a/c.md\nb.md\n"


def _file_in_the_way(docs: Path) -> None:
    (docs / "a/one.md").write_text("mine")


def _folder_in_the_way(docs: Path) -> None:
    (docs / "a/one.md").mkdir()


def _file_for_a_folder(docs: Path) -> None:
    (docs / "a").rmdir()
    (docs / "a").write_text("mine")


@pytest.mark.parametrize(
    ("put", "name"),
    [
        (_file_in_the_way, "a/one.md"),
        (_folder_in_the_way, "a/one.md"),
        (_file_for_a_folder, "a"),
    ],
)
def test_page_in_the_way(tmp_path: Path, put: Callable[[Path], None], name: str) -> None:
    (tmp_path / "a").mkdir()
    put(tmp_path)
    before = _files(tmp_path)
    problems = write(tmp_path, {"0.md": b"0", "a/one.md": b"1"})
    assert problems == [Problem(str(tmp_path / name), 1, "page-in-the-way", MUST, name)]
    assert _files(tmp_path) == before


def test_equal_page_is_not_in_the_way(tmp_path: Path) -> None:
    (tmp_path / "one.md").write_bytes(b"1")
    assert write(tmp_path, {"one.md": b"1"}) == []


@pytest.mark.parametrize("line", ["../mine.md", "{outside}", "link/mine.md", "a/../../mine.md"])
def test_edited_manifest_deletes_nothing_elsewhere(tmp_path: Path, line: str) -> None:
    outside, docs = tmp_path / "mine.md", tmp_path / "docs"
    outside.write_text("mine")
    write(docs, {"one.md": b"1"})
    (docs / "link").symlink_to(tmp_path)
    (docs / MANIFEST).write_text(f"one.md\n{line.format(outside=outside)}\n")
    assert write(docs, {"two.md": b"2"}) == []
    assert outside.read_text() == "mine"
    assert (docs / MANIFEST).read_text() == "two.md\n"
    assert not (docs / "one.md").exists()


@pytest.mark.parametrize("line", ["", ".", "a", "a/one.md/x", "gone.md", "x\0y", "\xff"])
def test_strange_manifest_is_mended(tmp_path: Path, line: str) -> None:
    write(tmp_path, {"a/one.md": b"1"})
    (tmp_path / MANIFEST).write_bytes(f"a/one.md\n{line}\n".encode("latin-1"))
    assert write(tmp_path, {"a/one.md": b"1"}) == []
    assert _files(tmp_path) == {MANIFEST: "a/one.md\n", "a/one.md": "1"}


def test_failing_write_is_mended_by_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, {"old.md": b"old", "a/one.md": b"1"})
    wanted = {"a/one.md": b"11", "a/two.md": b"22", "b/three.md": b"33"}
    original = Path.write_bytes

    def full(path: Path, content: bytes) -> int:
        if content == b"22":
            original(path, content[:1])
            raise OSError(errno.ENOSPC, "No space left on device", str(path))
        return original(path, content)

    monkeypatch.setattr(Path, "write_bytes", full)
    told = str(tmp_path / "a/two.md"), 1, "docs-unwritable", "must be writable"
    assert write(tmp_path, wanted) == [Problem(*told, "No space left on device")]
    # No part of a file is left, and the manifest knows what is ours.
    assert "a/two.md" not in _files(tmp_path)
    assert set((tmp_path / MANIFEST).read_text().splitlines()) == {"old.md", *wanted}
    monkeypatch.undo()
    assert write(tmp_path, wanted) == []
    expected = {name: content.decode() for name, content in wanted.items()}
    assert _files(tmp_path) == {MANIFEST: "a/one.md\na/two.md\nb/three.md\n"} | expected


def test_interrupted_write_leaves_no_part_of_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(path: Path, content: bytes) -> int:
        path.touch()
        raise KeyboardInterrupt

    replace_file(tmp_path / "a.md", b"1")
    monkeypatch.setattr(Path, "write_bytes", interrupted)
    with pytest.raises(KeyboardInterrupt):
        replace_file(tmp_path / "a.md", b"2")
    assert _files(tmp_path) == {"a.md": "1"}


def test_docs_that_cannot_be_written(project: Project) -> None:
    assert project.invoke("build").exit_code == 0
    before = project.tree("docs")
    project.write({"questions/tensors/tensor.md": question("What is a tensor, really?")})
    locked = project.docs / "questions/tensors"
    locked.chmod(0o555)
    try:
        result = project.run("build", prefix=as_a_user())
    finally:
        locked.chmod(0o755)
    page = "docs/questions/tensors/index.md"
    assert result.stderr == (
        f"{page}:1: docs-unwritable must be writable: 'Permission denied'\n1 problem.\n"
    )
    assert (result.returncode, result.stdout) == (1, "")
    assert project.tree("docs/questions/tensors") == {
        name.removeprefix("questions/tensors/"): content
        for name, content in before.items()
        if name.startswith("questions/tensors/")
    }
    assert project.invoke("build").exit_code == 0
    assert "really" in project.read(page)


def test_clean_deletes_what_was_generated_and_no_more(project: Project) -> None:
    project.write({"docs/index.md": "home", "docs/q/mine.md": "mine"})
    assert project.invoke("build").exit_code == 0
    assert project.invoke("clean").exit_code == 0
    assert project.tree("docs") == {"index.md": b"home", "q/mine.md": b"mine"}
    assert remove_generated(project.root / "none") == []


def test_clean_tells_what_it_cannot_delete(project: Project) -> None:
    assert project.invoke("build").exit_code == 0
    locked = project.docs / "tracks"
    locked.chmod(0o555)
    try:
        result = project.run("clean", prefix=as_a_user())
    finally:
        locked.chmod(0o755)
    assert result.returncode == 1
    assert result.stderr.startswith("docs/tracks/")
    assert ":1: docs-unwritable must be writable: 'Permission denied'\n" in result.stderr


def test_files_of_the_source_change_together(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("a")
    (tmp_path / "b.md").write_text("b")
    assert change_files(tmp_path, {"a.md": b"aa", "c/d.md": b"d", "b.md": None}) == []
    assert _files(tmp_path) == {"a.md": "aa", "c/d.md": "d"}


@pytest.mark.parametrize("step", ["write_bytes", "replace", "unlink"])
def test_files_of_the_source_change_all_or_not_at_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    (tmp_path / "a.md").write_text("a")
    (tmp_path / "b.md").write_text("b")
    original = getattr(Path, step)
    # The second file that is written, the second that is put in place, the one that is deleted.
    calls = {"write_bytes": 2, "replace": 2, "unlink": 1}[step]

    def failing(path: Path, *arguments: object, **options: object) -> object:
        nonlocal calls
        calls -= 1
        if calls == 0:
            raise OSError(errno.EIO, "Input/output error", str(path))
        return original(path, *arguments, **options)

    monkeypatch.setattr(Path, step, failing)
    (problem,) = change_files(tmp_path, {"a.md": b"aa", "c/d.md": b"d", "b.md": None})
    monkeypatch.undo()
    assert (problem.code, problem.found) == ("source-unwritable", "Input/output error")
    assert _files(tmp_path) == {"a.md": "a", "b.md": "b"}
    assert not (tmp_path / "c").exists()
