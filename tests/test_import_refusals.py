"""`handbook import`: where it does not write, and what it cannot read and says so."""

import codecs
from pathlib import Path

import pytest
from conftest import Project

TALK = "Q: Wofür ist ein Kessel?\nA: Für Wasser.\n"


@pytest.fixture
def empty(tmp_path: Path) -> Project:
    """Give a folder without anything."""
    made = Project(tmp_path / "team")
    made.root.mkdir()
    made.write({"chat.md": TALK})
    return made


@pytest.mark.parametrize(
    ("to", "file"),
    [
        (".", "mkdocs.yml"),
        ("scripts", "scripts/hooks.py"),
        ("tests", "tests/cases/clean/one.txt"),
        ("site", "site/index.html"),
        ("overrides", "overrides/main.html"),
        ("notes", "notes/a/b/deep.md"),
    ],
)
@pytest.mark.parametrize("ready", [True, False])
def test_a_folder_of_something_else_is_refused(
    empty: Project, to: str, file: str, *, ready: bool
) -> None:
    if ready:
        empty.write({"questions/categories.yml": "- title: A\n  categories: []\n"})
    empty.write({file: "x"})
    before = empty.tree()
    done = empty.invoke("import", "chat.md", "--to", to)
    assert done.exit_code == 2, done.output
    told = "which is generated" if to == "site" else "which is no source file"
    assert told in " ".join(done.output.split())
    assert empty.tree() == before


@pytest.mark.parametrize("to", ["docs", "site", "site/questions", "docs/../site"])
def test_what_a_build_replaces_is_refused_before_there_is_a_build(empty: Project, to: str) -> None:
    done = empty.invoke("import", "chat.md", "--to", to)
    assert (done.exit_code, sorted(empty.tree())) == (2, ["chat.md"])


def test_hidden_files_make_no_folder_strange(empty: Project) -> None:
    empty.write({"kettles/.gitkeep": "", "kettles/a/one.md~": "x"})
    assert empty.invoke("import", "chat.md", "--to", "kettles").exit_code == 0


@pytest.mark.parametrize("exists", [True, False])
@pytest.mark.parametrize(
    ("files", "code"),
    [
        ({}, 1),
        ({"notes/.hidden": "Q: a?\nA: b\n"}, 1),
        ({"notes/prose.md": "Only words.\n"}, 1),
        ({"notes/a.png": b"\x89PNG\0"}, 1),
        ({"notes/a.png": b"\x89PNG\0", "notes/chat.md": TALK}, 0),
    ],
)
def test_a_folder_counts_as_one_file(
    empty: Project, files: dict[str, str | bytes], code: int, *, exists: bool
) -> None:
    if exists:
        empty.invoke("import", "chat.md")
    (empty.root / "notes").mkdir()
    empty.write(files)
    done = empty.invoke("import", "notes", "--report", "report.json")
    assert done.exit_code == code, done.output
    assert "notes" in done.output
    if not files or "notes/.hidden" in files:
        assert done.output.splitlines()[0] == "notes: holds no notes"


def test_a_link_out_of_a_folder_is_not_followed(empty: Project) -> None:
    empty.write({"notes/one.md": TALK, "other/two.md": "Q: Is it secret?\nA: Yes.\n"})
    (empty.root / "notes/link.md").symlink_to(empty.root / "other/two.md")
    (empty.root / "notes/same.md").symlink_to("one.md")
    done = empty.invoke("import", "notes")
    told = "notes/link.md: is a link that leads out of its folder; not followed"
    assert told in done.output.splitlines()
    assert "notes/same.md: dialogue" in done.output
    assert not any(b"secret" in text for text in empty.tree("questions").values())


def test_nothing_is_written_through_a_link(empty: Project) -> None:
    empty.write({"questions/categories.yml": "[]\n", "other/.keep": ""})
    (empty.root / "questions/imported").symlink_to(empty.root / "other")
    done = empty.invoke("import", "chat.md")
    assert done.exit_code == 2, done.output
    told = "questions/imported is a link out of questions/; not written through"
    assert told in " ".join(done.output.split())
    assert [path.name for path in (empty.root / "other").iterdir()] == [".keep"]


def test_of_two_folders_each_must_hold_notes(empty: Project) -> None:
    empty.write({"a/chat.md": TALK, "b/prose.md": "Only words.\n"})
    done = empty.invoke("import", "a", "b")
    assert done.exit_code == 1
    assert "1 new" in done.output


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (b"", "utf-8"),
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
    ],
)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_text_with_a_mark_is_read(empty: Project, mark: bytes, encoding: str, end: str) -> None:
    empty.write({"chat.md": mark + TALK.replace("\n", end).encode(encoding)})
    done = empty.invoke("import", "chat.md")
    assert done.exit_code == 0, done.output
    assert "question: Wofür ist ein Kessel?\n" in "".join(
        text.decode() for text in empty.tree("questions").values()
    )


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (
            TALK.encode("utf-16-le"),
            "looks like UTF-16 (little-endian) without a byte-order mark; save it as UTF-8",
        ),
        (
            TALK.encode("utf-16-be"),
            "looks like UTF-16 (big-endian) without a byte-order mark; save it as UTF-8",
        ),
        (
            TALK.encode("cp1252"),
            "is not UTF-8: byte 0xfc on line 1; if it is Windows-1252 or Latin-1 text, save it as"
            " UTF-8",
        ),
        (codecs.BOM_UTF16_LE + b"Q\0\n\0\x00\xd8\x00\xd8", "is not UTF-16-LE: byte 0x00 on line 2"),
        (codecs.BOM_UTF16_LE + b"Q\0\n\0\0\0", "is no text: byte 0x00 on line 2"),
        (b"\x7fELF\x02\x01\x01\0\0\0\0", "is no text: byte 0x00 on line 1"),
        (b"\0", "is no text: byte 0x00 on line 1"),
    ],
)
def test_other_bytes_are_told_by_what_they_are(empty: Project, content: bytes, told: str) -> None:
    empty.write({"chat.md": content})
    done = empty.invoke("import", "chat.md")
    assert (done.exit_code, done.output.splitlines()[0]) == (1, f"chat.md: {told}")


@pytest.mark.parametrize(
    ("report", "told"),
    [
        ("missing/report.json", "there is no folder 'missing'"),
        ("chat.md/report.json", "there is no folder 'chat.md'"),
        ("notes", "is a directory"),
        ("questions/report.json", "holds source files alone"),
        ("chat.md", "must not replace"),
    ],
)
def test_a_report_needs_a_place(empty: Project, report: str, told: str) -> None:
    empty.write({"notes/a.md": "", "questions/categories.yml": "[]\n"})
    before = empty.tree()
    done = empty.invoke("import", "chat.md", "--report", report)
    assert done.exit_code == 2
    assert told in " ".join(done.output.replace("│", " ").split())
    assert empty.tree() == before


def test_source_files_are_no_notes(empty: Project) -> None:
    empty.invoke("import", "chat.md")
    (name,) = empty.questions.glob("*/*.md")
    assert empty.invoke("import", str(name)).exit_code == 2
    assert empty.invoke("import", "questions").exit_code == 2
    before = empty.tree()
    done = empty.invoke("import", ".")
    assert "questions/" not in done.output
    assert (done.exit_code, empty.tree()) == (0, before)


def test_notes_of_the_same_name_are_told_apart_or_refused(tmp_path: Path) -> None:
    project = Project(tmp_path / "here")
    project.root.mkdir()
    project.write({"../a/chat.md": TALK, "../b/chat.md": "Q: Why?\nA: So.\n"})
    done = project.invoke("import", "../a/chat.md", "../b/chat.md")
    assert (done.exit_code, project.tree()) == (2, {})
    assert "would both be called 'chat.md'" in " ".join(done.output.split())
    assert project.invoke("import", "../a", "../b").exit_code == 0
    origins = "".join(text.decode() for text in project.tree("questions").values())
    assert "file: a/chat.md\n" in origins
    assert "file: b/chat.md\n" in origins


@pytest.mark.parametrize("limit", ["0", "-1", "nan", "inf", "many"])
def test_a_limit_is_more_than_nothing(empty: Project, limit: str) -> None:
    assert empty.invoke("import", "chat.md", "--limit", limit).exit_code == 2
