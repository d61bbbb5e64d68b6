"""`handbook import`: what it reads, what it writes, what it refuses, and what it tells."""

import json
import os
import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT, Project, question

from handbook.importers import match, plan
from handbook.importers.formats import NAMES, described
from handbook.importers.ids import free

TALK = """\
Q: What is a kettle?
A: A vessel that boils water.

It has a spout.

Q: Why does a kettle whistle?
A: Steam leaves it through a narrow hole.

Q: Who invented it?
"""
SOURCE = """\
---
question: What is a kettle?
kind: concept
level: basic
framework: general
status: imported
added: {today}
origin:
  file: chat.md
  lines: 1-4
  written: {written}
---
A vessel that boils water.

<!-- more -->

It has a spout.
"""


@pytest.fixture
def empty(tmp_path: Path) -> Project:
    """Give a folder without anything."""
    made = Project(tmp_path / "team")
    made.root.mkdir()
    return made


def report(project: Project, *names: str, code: int = 0) -> dict[str, Any]:
    """Import files and give the report."""
    done = project.invoke("import", *names, "--report", "report.json")
    assert done.exit_code == code, done.output
    found: dict[str, Any] = json.loads(project.read("report.json"))
    return found


def texts(project: Project) -> dict[str, str]:
    return {name: content.decode() for name, content in project.tree("questions").items()}


def test_a_chat_becomes_source_files(empty: Project) -> None:
    empty.write({"chat.md": TALK})
    done = empty.invoke("import", "chat.md")
    assert done.output.splitlines()[0] == (
        "chat.md: dialogue; 3 questions (3 new, 1 draft); 0 lines left over, 0 noise"
    )
    found = texts(empty)
    assert sorted(found) == [
        "categories.yml",
        "ids.lock",
        "imported/invented.md",
        "imported/kettle-whistle.md",
        "imported/kettle.md",
    ]
    text = found["imported/kettle.md"]
    varies = re.search(r"added: (?P<today>\S+)\n(?s:.*)written: (?P<written>\S+)\n", text)
    assert varies
    assert text == SOURCE.format(**varies.groupdict())
    assert "status: draft" in found["imported/invented.md"]


def test_the_handbook_is_sound_afterwards(empty: Project) -> None:
    empty.write({"chat.md": TALK})
    empty.invoke("import", "chat.md")
    checked = empty.invoke("check")
    assert checked.exit_code == 0, checked.output
    assert "invented" not in texts(empty)["ids.lock"]
    assert "kettle-whistle" in texts(empty)["ids.lock"]


def test_importing_again_changes_nothing(empty: Project) -> None:
    empty.write({"chat.md": TALK})
    empty.invoke("import", "chat.md")
    before = empty.tree("questions")
    done = empty.invoke("import", "chat.md")
    assert "3 questions (3 unchanged, 1 draft)" in done.output
    assert empty.tree("questions") == before


def test_an_unrelated_edit_keeps_ids_and_texts(empty: Project) -> None:
    empty.write({"chat.md": TALK})
    empty.invoke("import", "chat.md")
    before = texts(empty)
    empty.write({"chat.md": f"Q: What is a lid?\nA: It covers.\n\n{TALK}"})
    empty.invoke("import", "chat.md")
    after = texts(empty)
    assert set(after) - set(before) == {"imported/lid.md"}
    for name in ("imported/kettle.md", "imported/kettle-whistle.md"):
        moved = re.sub(r"lines: \S+", "lines: …", after[name])
        assert moved == re.sub(r"lines: \S+", "lines: …", before[name])


def test_a_changed_answer_updates_its_file_alone(empty: Project) -> None:
    empty.write({"chat.md": TALK})
    empty.invoke("import", "chat.md")
    before = texts(empty)
    empty.write({"chat.md": TALK.replace("narrow hole", "whistle")})
    done = empty.invoke("import", "chat.md")
    assert "1 updated" in done.output
    changed = {name for name, text in texts(empty).items() if before[name] != text}
    assert changed == {"imported/kettle-whistle.md"}


def test_a_changed_wording_keeps_its_id(empty: Project) -> None:
    empty.write({"chat.md": TALK})
    empty.invoke("import", "chat.md")
    empty.write({"chat.md": TALK.replace("Why does a kettle whistle?", "What makes the sound?")})
    empty.invoke("import", "chat.md")
    assert "question: What makes the sound?" in texts(empty)["imported/kettle-whistle.md"]


def test_what_was_edited_by_hand_is_not_overwritten(empty: Project) -> None:
    empty.write({"chat.md": TALK})
    empty.invoke("import", "chat.md")
    name = "questions/imported/kettle.md"
    edited = (
        empty.read(name).replace("A vessel that", "A pot that").replace("imported\n", "draft\n")
    )
    empty.write({name: edited, "chat.md": TALK.replace("a spout", "a spout and a lid")})
    found = report(empty, "chat.md")
    assert empty.read(name) == edited
    (question,) = [q for q in found["files"][0]["questions"] if q["id"] == "kettle"]
    assert question["state"] == "kept"
    assert "+It has a spout and a lid." in question["difference"]
    assert "-A pot that boils water." in question["difference"]


def test_an_edit_by_hand_is_no_difference_while_the_notes_stay(empty: Project) -> None:
    empty.write({"chat.md": TALK})
    empty.invoke("import", "chat.md")
    name = "questions/imported/kettle.md"
    empty.write({name: empty.read(name).replace("A vessel", "A pot")})
    (file,) = report(empty, "chat.md")["files"]
    (question,) = [q for q in file["questions"] if q["id"] == "kettle"]
    assert (question["state"], "difference" in question) == ("kept", False)


def test_another_answer_becomes_a_draft_and_the_same_answer_nothing(empty: Project) -> None:
    empty.write({"chat.md": TALK})
    empty.invoke("import", "chat.md")
    other = "Q: What is a kettle?\nA: Something else.\n\n"
    same = "Q: what is the kettle?\nA: A vessel that boils water.\n\nIt has a spout.\n"
    empty.write({"other.md": other + same})
    found = report(empty, "other.md")
    text = texts(empty)["imported/kettle-2.md"]
    assert "status: draft" in text
    assert "duplicate_of: kettle\n" in text
    outcomes = [(each["outcome"], each["first"]["id"]) for each in found["duplicates"]]
    assert outcomes == [("further answer", "kettle"), ("repeated", "kettle")]
    assert len([name for name in texts(empty) if name.startswith("imported/")]) == 4
    assert "unchanged" in empty.invoke("import", "other.md").output
    assert "3 unchanged" in empty.invoke("import", "chat.md").output


def test_nearly_the_same_question_is_told(empty: Project) -> None:
    empty.write({"one.md": "Q: How do you clean the old copper kettle?\nA: Acid.\n"})
    empty.write({"two.md": "Q: How do you clean the old copper kettles?\nA: Salt.\n"})
    (near,) = report(empty, "one.md", "two.md")["duplicates"]
    assert (near["first"]["path"], near["second"]["path"]) == ("one.md", "two.md")
    assert 90 <= near["likeness"] < 100


def test_pairs_that_are_alike_do_not_hide_what_is_left_over(empty: Project) -> None:
    alike = "".join(
        f"Q: What is the kettle of number {n} for?\nA: For tea {n}.\n\n" for n in range(9)
    )
    empty.write({"chat.md": f"Some words.\n\n{alike}"})
    told = empty.invoke("import", "chat.md").output.splitlines()
    assert told[1].startswith("chat.md:1: left over, ")
    assert told[-2] == "… and 11 more; --report FILE tells all."


def test_of_many_that_are_alike_some_pairs_are_told(
    empty: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (match, plan):
        monkeypatch.setattr(module, "MOST_NEAR", 10)
    talk = (f"Q: What is the kettle of number {n} for?\nA: For {n}.\n\n" for n in range(30))
    empty.write({"chat.md": "".join(talk)})
    found = report(empty, "chat.md")
    assert len(found["duplicates"]) == 10
    assert found["notes"] == [
        "more than 10 pairs of questions are nearly alike; the first are told"
    ]


def test_every_line_is_accounted_for(empty: Project) -> None:
    empty.write({"chat.md": f"# Kettles\n\nSome words.\n{TALK}"})
    (file,) = report(empty, "chat.md")["files"]
    assert file["lines"] == {
        "total": 12, "blank": 4, "question": 3, "answer": 3, "leftover": 1, "noise": 1
    }  # fmt: skip
    assert file["leftovers"][0]["text"] == "Some words."
    assert file["noise"] == [{"lines": [1, 1], "text": "# Kettles", "reason": "title"}]


def test_a_guess_tells_its_basis(empty: Project) -> None:
    empty.write({"chat.md": "Q: Write a `tf.data` pipeline that shuffles.\nA: Call shuffle.\n"})
    (question,) = report(empty, "chat.md")["files"][0]["questions"]
    assert question["target"] == "questions/data/tf-data-pipeline-shuffles.md"
    assert (empty.root / question["target"]).exists()
    assert {key: guess["value"] for key, guess in question["guesses"].items()} == {
        "category": "data", "kind": "coding", "level": "intermediate", "framework": "tensorflow"
    }  # fmt: skip
    assert all(guess["basis"] for guess in question["guesses"].values())


@pytest.mark.parametrize(
    ("asked", "category"),
    [
        ("How do you compile a Java program?", "imported"),
        ("What are variables in Go?", "imported"),
        ("What is a pipeline in Jenkins?", "imported"),
        ("How do you manage resources?", "imported"),
        ("What does compile do to a Keras model?", "keras"),
        ("What is a variable in TensorFlow?", "tensors"),
        ("What is broadcasting?", "tensors"),
    ],
)
def test_one_word_that_says_little_makes_no_category(
    empty: Project, asked: str, category: str
) -> None:
    empty.write({"chat.md": f"Q: {asked}\nA: So.\n"})
    (found,) = report(empty, "chat.md")["files"][0]["questions"]
    assert found["guesses"]["category"]["value"] == category


def test_questions_go_into_the_categories_that_exist(project: Project) -> None:
    project.write({"chat.md": "Q: Which dtype does a new tensor of a matrix have?\nA: float32.\n"})
    done = project.invoke("import", "chat.md")
    assert done.exit_code == 0, done.output
    assert "tensors/dtype-new-tensor-matrix.md" in texts(project)
    assert texts(project)["categories.yml"].startswith("# The categories.\n")


def test_a_category_can_be_given(empty: Project) -> None:
    empty.write({"chat.md": TALK})
    empty.invoke("import", "chat.md", "--category", "kettles")
    assert "kettles/kettle.md" in texts(empty)
    assert empty.invoke("check").exit_code == 0


@pytest.mark.parametrize("category", ["../x", "/etc", "A b", "index", ""])
def test_a_category_cannot_leave_the_folder(empty: Project, category: str) -> None:
    empty.write({"chat.md": TALK, "table.csv": f"question,answer,category\nWhy?,So,{category}\n"})
    if category:
        done = empty.invoke("import", "chat.md", "--category", category)
        assert (done.exit_code, texts(empty)) == (2, {})
    assert empty.invoke("import", "table.csv").exit_code == 0
    assert empty.invoke("check").exit_code == 0
    assert {path.name for path in empty.root.iterdir()} == {"chat.md", "table.csv", "questions"}


def test_a_folder_is_walked_and_what_fits_nothing_is_told(empty: Project) -> None:
    empty.write(
        {
            "notes/a/chat.md": TALK,
            "notes/picture.png": b"\x89PNG\x00",
            "notes/.hidden/chat.md": TALK,
            "notes/prose.md": "Only words.\n",
        }
    )
    found = report(empty, "notes")
    told = {file["path"]: file.get("refused", file["format"]) for file in found["files"]}
    assert told == {
        "notes/a/chat.md": "dialogue",
        "notes/picture.png": "is no text: byte 0x00 on line 1",
        "notes/prose.md": "fits no format; nothing in it looks like a question",
    }
    assert "file: notes/a/chat.md" in texts(empty)["imported/kettle.md"]


def test_standard_input_is_read(empty: Project) -> None:
    done = empty.run(
        "import", "-", prefix=["sh", "-c", 'printf "Q: Why?\\nA: So.\\n" | "$@"', "sh"]
    )
    assert done.returncode == 0, done.stderr
    assert "file: standard input" in "".join(texts(empty).values())


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("Only words, and no question.\n", "fits no format; nothing in it looks like a question"),
        ("Q: What is left?\n\nQ: Where?\n", "came closest"),
        (b"Q: a\xff?\nA: b\n", "is not UTF-8: byte 0xff on line 1"),
        (b"\x00\x01", "is no text: byte 0x00 on line 1"),
        ("", "notes.md: is empty"),
        (" \n\n", "notes.md: is empty"),
        ('[{"id": 1, "name": "lid"}]', "no object with a question; found: id, name"),
        ("id,Ask me\n1,lid\n2,cup\n", "no column called question; found: id, ask_me"),
    ],
)
def test_what_cannot_be_read_is_refused(empty: Project, content: str | bytes, told: str) -> None:
    empty.write({"notes.md": content})
    done = empty.invoke("import", "notes.md")
    assert done.exit_code == 1
    assert told in done.output
    assert texts(empty) == {}


def test_a_large_file_is_refused_unless_allowed(empty: Project) -> None:
    empty.write({"chat.md": TALK + "\nmore " * 30_000})
    done = empty.invoke("import", "chat.md", "--limit", "0.1")
    assert (done.exit_code, texts(empty)) == (1, {})
    assert "has more than 0.1 MB; --limit allows more" in done.output
    assert empty.invoke("import", "chat.md").exit_code == 0


def test_a_pipe_is_refused_and_not_waited_for(empty: Project) -> None:
    os.mkfifo(empty.root / "pipe")
    done = empty.invoke("import", "pipe")
    assert (done.exit_code, "is no regular file" in done.output) == (1, True)


@pytest.mark.parametrize("to", ["docs", "docs/questions", "sub/../docs/q"])
def test_nothing_is_written_into_docs(empty: Project, to: str) -> None:
    empty.write({"chat.md": TALK})
    done = empty.invoke("import", "chat.md", "--to", to)
    assert done.exit_code == 2
    assert "docs/, which is generated" in done.output
    assert not (empty.root / "docs").exists()


def test_a_dry_run_writes_no_source(empty: Project) -> None:
    empty.write({"chat.md": TALK})
    done = empty.invoke("import", "chat.md", "--dry-run", "--report", "report.json")
    assert (done.exit_code, texts(empty)) == (0, {})
    assert json.loads(empty.read("report.json"))["files"][0]["questions"][0]["id"] == "kettle"


def test_a_missing_file_and_an_unknown_format_are_wrong_use(empty: Project) -> None:
    empty.write({"chat.md": TALK})
    assert empty.invoke("import", "chta.md").exit_code == 2
    assert empty.invoke("import", "chat.md", "--format", "dialog").exit_code == 2


def test_the_format_can_be_given(empty: Project) -> None:
    empty.write({"notes.txt": "Q: Only this?\n"})
    assert empty.invoke("import", "notes.txt").exit_code == 1
    assert empty.invoke("import", "notes.txt", "--format", "dialogue").exit_code == 0
    assert "imported/only.md" in texts(empty)


def test_the_track_of_a_bank_leads_to_what_is_answered(empty: Project) -> None:
    bank = "# Kettle quiz\n### Basics\n1. What is a kettle?\n2. How hot is it?\n3. Who fills it?\n"
    answers = "The end.\n\n3. Who fills it?\nYou do.\n\n1. What is a kettle?\nA pot.\n"
    empty.write({"quiz.md": bank + answers})
    empty.invoke("import", "quiz.md")
    assert empty.invoke("check").exit_code == 0
    tracks = texts(empty)["tracks.yml"]
    assert re.findall(r"    - (\S+)", tracks) == ["kettle", "fills"]


def test_what_an_answer_has_no_room_for_is_left_over(empty: Project) -> None:
    empty.write({"chat.md": "Q: Why?\nA: So.\n" + "\nIt is hot there.\n" * 3000})
    (file,) = report(empty, "chat.md")["files"]
    assert empty.invoke("check").exit_code == 0
    assert file["lines"]["leftover"] > 1000
    (left,) = file["leftovers"]
    assert left["reason"] == "longer than an answer may be, 32768 characters"
    assert left["lines"][1] == file["lines"]["total"]


def test_the_data_of_a_site_become_its_questions_again(project: Project, empty: Project) -> None:
    more = "also_asked: [What is an array?]\nmisconceptions:\n- claim: No.\n  correction: Yes.\n"
    sample = '\n```python not-run="one"\nprint(1)\n```\n'
    text = question("What is a tensor?", more) + sample
    project.write({"questions/tensors/tensor.md": text, "mkdocs.yml": "site_name: X\n"})
    assert project.invoke("build").exit_code == 0
    empty.write({"site.json": project.read("docs/data/questions.json")})
    empty.invoke("import", "site.json")
    found = texts(empty)
    assert {"graphs/eager-mode.md", "tensors/tensor.md", "tensors/tensor-rank.md"} < set(found)
    assert "also_asked:\n- What is an array?\n" in found["tensors/tensor.md"]
    assert "misconceptions:\n- claim: No.\n  correction: Yes.\n" in found["tensors/tensor.md"]
    answer = text.partition("\n---\n")[2].replace(' not-run="one"', "")
    assert found["tensors/tensor.md"].endswith(answer)


def test_an_answer_that_the_notes_lost_stays(empty: Project) -> None:
    empty.write({"chat.md": TALK})
    empty.invoke("import", "chat.md")
    before = texts(empty)["imported/kettle-whistle.md"]
    empty.write({"chat.md": TALK.replace("A: Steam leaves it through a narrow hole.\n", "")})
    done = empty.invoke("import", "chat.md")
    assert done.exit_code == 0, done.output
    assert texts(empty)["imported/kettle-whistle.md"] == before
    assert empty.invoke("check").exit_code == 0


def test_a_deleted_file_comes_back_under_its_id(empty: Project) -> None:
    empty.write({"chat.md": TALK})
    empty.invoke("import", "chat.md")
    (empty.questions / "imported/kettle.md").unlink()
    assert empty.invoke("import", "chat.md").exit_code == 0
    assert "imported/kettle.md" in texts(empty)
    assert empty.invoke("check").exit_code == 0


def test_notes_may_ask_what_the_handbook_also_asks(project: Project) -> None:
    more = "also_asked: [Which array has axes?]\n"
    project.write({"questions/tensors/tensor.md": question("What is a tensor?", more)})
    project.write({"chat.md": "Q: Which array has axes?\nA: All.\n"})
    done = project.invoke("import", "chat.md", "--category", "graphs")
    assert done.exit_code == 0, done.output
    assert project.invoke("check").exit_code == 0


def test_a_name_without_letters_names_nothing(empty: Project) -> None:
    empty.write({"chat.md": TALK})
    assert (empty.invoke("import", "").exit_code, texts(empty)) == (2, {})


def test_what_is_said_twice_is_not_told_as_nearly_the_same(empty: Project) -> None:
    one = "Q: How do you clean the old copper kettle?\nA: Acid.\n"
    empty.write(
        {"notes/a.md": one, "notes/b.md": one, "notes/c.md": one.replace("kettle", "kettles")}
    )
    outcomes = [each["outcome"] for each in report(empty, "notes")["duplicates"]]
    assert outcomes == ["repeated", "both kept"]


def test_the_report_never_replaces_notes(empty: Project) -> None:
    empty.write({"notes/chat.md": TALK})
    assert empty.invoke("import", "notes", "--report", "notes/chat.md").exit_code == 2
    assert empty.read("notes/chat.md") == TALK


def test_signs_that_end_lines_elsewhere_part_words(empty: Project) -> None:
    empty.write({"chat.md": "Q: Where does\x0csteam go?\nA: Out\x0bof\u2028it.\n"})
    empty.invoke("import", "chat.md")
    assert "question: Where does steam go?" in texts(empty)["imported/steam-go.md"]
    assert "Out of it." in texts(empty)["imported/steam-go.md"]


def test_names_between_underlines_are_no_emphasis(empty: Project) -> None:
    empty.write(
        {"chat.md": "Q: What is __init__ in __bold words__?\nA: See __call__, __so bold__.\n"}
    )
    empty.invoke("import", "chat.md")
    (text,) = [text for name, text in texts(empty).items() if name.startswith("imported/")]
    assert "question: What is __init__ in bold words?" in text
    assert "See `__call__`, **so bold**." in text


def questions(number: int) -> str:
    return "".join(f"Q: Why is {each * 7919} so?\nA: b {each}\n\n" for each in range(number))


FAMILIES: dict[str, Callable[[int], str]] = {
    "open fences": lambda n: "Q: a?\nA: b\n" + "```python\n" * n,
    "open folds": lambda n: "## What is x?\n" + "<details>\n" * n,
    "questions in folds": lambda n: "<details><summary>What is x?</summary>\n" * n,
    "brackets": lambda n: "## What is x?\n\n" + "[" * n + "\n",
    "quotes": lambda n: "## What is x?\n\n" + ">" * n + " a\n",
    "one line": lambda n: "Q: " + "word " * n + "?\nA: b\n",
    "tabs": lambda n: "Question 1\n\nWhy?\n\nAnswer\n\n" + "a\tb\n\n" * n,
    "items": lambda n: "Question 1\n\nWhy?\n\nAnswer\n\n" + "- a. b:\n\n" * n,
    "many questions": questions,
}


@pytest.mark.parametrize("family", FAMILIES)
def test_time_grows_as_the_notes_do(empty: Project, family: str) -> None:
    seconds = []
    for number in (500, 2000):
        empty.write({"notes.md": FAMILIES[family](number)})
        start = time.process_time()
        done = empty.invoke("import", "notes.md", "--dry-run")
        seconds.append(time.process_time() - start)
        assert done.exit_code in (0, 1), done.output
    # Four times as much; quadratic time would be sixteen times as long.
    assert seconds[1] < max(10 * seconds[0], 1.0)


@pytest.mark.parametrize(
    "asked", ["Which array has axes?", "which `array` has the axes", "WHICH array — has axes…"]
)
def test_another_wording_of_a_question_is_that_question(project: Project, asked: str) -> None:
    more = "also_asked: [What is an array?, Which array has axes?]\n"
    project.write({"questions/tensors/tensor.md": question("What is a tensor?", more)})
    answer = project.read("questions/tensors/tensor.md").partition("---\n")[2].partition("---\n")[2]
    same = answer.replace("<!-- more -->\n\n", "")
    project.write({"chat.md": f"Q: {asked}\nA: All.\n", "same.md": f"Q: {asked}\nA: {same}\n"})
    found = report(project, "chat.md", "same.md")
    outcomes = [(each["outcome"], each["first"]["id"]) for each in found["duplicates"]]
    assert outcomes == [("further answer", "tensor"), ("repeated", "tensor")]
    assert found["duplicates"][0]["first"]["path"] == "questions/tensors/tensor.md"
    ((target, states),) = [
        (each["target"], (each["state"], each["status"])) for each in found["files"][0]["questions"]
    ]
    assert states == ("new", "draft")
    assert "duplicate_of: tensor\n" in project.read(target)
    assert project.invoke("check").exit_code == 0
    before = project.tree("questions")
    assert "1 unchanged" in project.invoke("import", "chat.md", "same.md").output
    assert project.tree("questions") == before


def test_a_wording_that_is_added_by_hand_makes_no_other_question_of_it(empty: Project) -> None:
    empty.write({"chat.md": TALK})
    empty.invoke("import", "chat.md")
    name = "questions/imported/kettle.md"
    more = "also_asked: [Which pot has a spout?]\nkind:"
    empty.write({name: empty.read(name).replace("kind:", more)})
    empty.write({"other.md": "Q: Which pot has a spout?\nA: The kettle.\n"})
    (found,) = report(empty, "chat.md", "other.md")["duplicates"]
    assert (found["outcome"], found["first"]["id"]) == ("further answer", "kettle")


def test_nearly_another_wording_of_a_question_is_told(project: Project) -> None:
    more = "also_asked: [How do you clean the old copper kettle?]\n"
    project.write({"questions/tensors/tensor.md": question("What is a tensor?", more)})
    project.write({"chat.md": "Q: How do you clean the old copper kettles?\nA: Salt.\n"})
    (near,) = report(project, "chat.md")["duplicates"]
    assert (near["first"]["id"], near["outcome"]) == ("tensor", "both kept")
    assert report(project, "chat.md")["duplicates"] == [near]


def test_a_question_is_not_told_as_like_itself(empty: Project) -> None:
    empty.write({"chat.md": "Q: How do you clean the old copper kettle?\nA: With acid.\n"})
    empty.invoke("import", "chat.md")
    (path,) = empty.questions.glob("*/*.md")
    more = "also_asked: [How do you clean the old copper kettles?]\nkind:"
    path.write_text(path.read_text(encoding="utf-8").replace("kind:", more), encoding="utf-8")
    assert report(empty, "chat.md")["duplicates"] == []
    empty.write({"other.md": "Q: How do you clean the old copper kettles?\nA: Salt.\n"})
    (only,) = report(empty, "other.md")["duplicates"]
    assert only["outcome"] == "further answer"


def test_a_question_that_vanished_is_told_and_stays(empty: Project) -> None:
    empty.write({"chat.md": TALK, "other.md": "Q: What is a lid?\nA: It covers.\n"})
    empty.invoke("import", "chat.md", "other.md")
    before = texts(empty)
    empty.write({"chat.md": TALK.partition("Q: Why")[0]})
    found = report(empty, "chat.md")["files"][0]["vanished"]
    assert found == [
        {"id": "invented", "target": "questions/imported/invented.md"},
        {"id": "kettle-whistle", "target": "questions/imported/kettle-whistle.md"},
    ]
    told = empty.invoke("import", "chat.md").output.splitlines()
    assert "questions/imported/invented.md: no longer in chat.md; the file stays" in told
    assert texts(empty) == before


def test_notes_with_another_name_keep_their_questions(empty: Project) -> None:
    empty.write({"chat.md": TALK})
    empty.invoke("import", "chat.md")
    before = texts(empty)
    (empty.root / "chat.md").rename(empty.root / "talk.md")
    empty.write({"talk.md": TALK.replace("through a narrow hole", "through a whistle")})
    told = empty.invoke("import", "talk.md").output.splitlines()
    assert told[0].startswith("talk.md: dialogue; 3 questions (2 moved, 1 updated, 1 draft)")
    assert "talk.md: its questions came from chat.md, which is gone" in told
    after = texts(empty)
    assert set(after) == set(before)
    assert all("file: talk.md\n" in text for name, text in after.items() if name.endswith(".md"))
    assert "3 unchanged" in empty.invoke("import", "talk.md").output
    assert texts(empty) == after


def test_notes_that_are_there_are_not_taken_for_others(empty: Project) -> None:
    empty.write({"chat.md": TALK})
    empty.invoke("import", "chat.md")
    before = texts(empty)
    empty.write({"copy.md": TALK})
    assert "3 questions (3 repeated)" in empty.invoke("import", "copy.md").output
    empty.write({"new.md": "Q: What is a kettle?\nA: Another thing.\n"})
    (empty.root / "chat.md").unlink()
    assert "1 new" in empty.invoke("import", "new.md").output
    assert texts(empty).items() > before.items() - {("ids.lock", before["ids.lock"])}


def test_what_came_through_a_pipe_does_not_vanish(empty: Project) -> None:
    answer = "Because steam has to go somewhere."
    for wording in ("Why?", "How?"):
        command = ["sh", "-c", f'printf "Q: {wording}\\nA: {answer}\\n" | "$@"', "sh"]
        done = empty.run("import", "-", prefix=command)
        assert done.returncode == 0, done.stderr
    assert "no longer" not in done.stdout
    assert len([name for name in texts(empty) if name.startswith("imported/")]) == 2


def test_what_only_stands_on_other_lines_is_not_updated(empty: Project) -> None:
    empty.write({"chat.md": TALK})
    empty.invoke("import", "chat.md")
    empty.write({"chat.md": f"\n\n{TALK.replace('narrow hole', 'whistle')}"})
    told = empty.invoke("import", "chat.md").output
    assert "3 questions (2 moved, 1 updated, 1 draft)" in told
    before = texts(empty)
    assert "  lines: 3-6\n" in before["imported/kettle.md"]
    assert "3 questions (3 unchanged, 1 draft)" in empty.invoke("import", "chat.md").output
    assert texts(empty) == before


def test_a_short_answer_makes_no_other_question_the_same(empty: Project) -> None:
    empty.write({"chat.md": "Q: Is it hot?\nA: Yes.\n"})
    empty.invoke("import", "chat.md")
    empty.write({"chat.md": "Q: Is copper heavy?\nA: Yes.\n"})
    assert "imported/hot.md: no longer in chat.md" in empty.invoke("import", "chat.md").output
    assert {"imported/hot.md", "imported/copper-heavy.md"} < set(texts(empty))


def test_what_was_written_is_told(empty: Project) -> None:
    empty.write({"chat.md": TALK})
    planned = empty.invoke("import", "chat.md", "--dry-run").output.splitlines()[-1]
    assert planned == (
        "Nothing was written; without --dry-run: 5 files below questions/, 3 ids recorded."
    )
    told = empty.invoke("import", "chat.md").output.splitlines()[-1]
    assert told == "Wrote 5 files below questions/; 3 ids recorded in questions/ids.lock."
    assert empty.read("questions/ids.lock").count("\n  - ") == 3
    assert empty.invoke("import", "chat.md").output.splitlines()[-1] == "Nothing to write."


def test_what_cannot_be_written_is_told(empty: Project) -> None:
    empty.write({"chat.md": TALK})
    (empty.questions / "categories.yml").mkdir(parents=True)
    before = empty.tree()
    done = empty.invoke("import", "chat.md")
    assert done.exit_code == 1
    assert "Nothing was written." in done.output.splitlines()
    assert empty.tree() == before


@pytest.mark.parametrize(
    "text", ["- title: A\n  categories: [{id: a, title: A, scope: A}]", "", "# None yet."]
)
def test_categories_are_added_below_what_is_there(empty: Project, text: str) -> None:
    empty.write({"questions/categories.yml": text, "chat.md": TALK})
    done = empty.invoke("import", "chat.md", "--category", "kettles")
    assert done.exit_code == 0, done.output
    assert empty.read("questions/categories.yml").startswith(text)
    assert empty.invoke("check").exit_code in (0, 1)
    assert "id: kettles" in empty.read("questions/categories.yml")


FRONT = "---\ntitle: Kettles\ntags:\n  - tea\n# none\ndraft: false\n---\n"


@pytest.mark.parametrize(
    ("head", "fate", "span"),
    [
        (FRONT, "noise", [1, 7]),
        (FRONT.replace("Kettles", "What is a stove?"), "leftovers", [1, 7]),
        ("---\n\nauthor: Me\n...\n", "noise", [1, 4]),
    ],
)
@pytest.mark.parametrize("body", [TALK, "## What is a kettle?\n\nA pot.\n\n## Why?\n\nSo.\n"])
def test_front_matter_is_no_question(
    empty: Project, head: str, fate: str, span: list[int], body: str
) -> None:
    empty.write({"chat.md": body})
    expected = report(empty, "chat.md", "--dry-run")["files"][0]
    empty.write({"chat.md": head + body})
    (file,) = report(empty, "chat.md")["files"]
    assert [each["question"] for each in file["questions"]] == [
        each["question"] for each in expected["questions"]
    ]
    assert [(each["lines"], each["reason"]) for each in file[fate]] == [(span, "front matter")]
    assert file[fate][0]["text"] == "\n".join(line for line in head.split("\n") if line)


@pytest.mark.parametrize("title", ["title: What is a kettle?", "question: 'What is a kettle?'"])
def test_front_matter_can_be_the_only_place_of_the_question(empty: Project, title: str) -> None:
    empty.write({"kettle.md": f"---\ntags: [tea]\n{title}\n---\n\nA vessel that boils water.\n"})
    (file,) = report(empty, "kettle.md")["files"]
    assert [each["question"] for each in file["questions"]] == ["What is a kettle?"]
    assert file["basis"] == "the front matter asks, the text below answers"
    assert file["lines"] == {
        "total": 6, "blank": 1, "question": 1, "answer": 1, "leftover": 0, "noise": 3
    }  # fmt: skip
    assert "A vessel that boils water." in texts(empty)["imported/kettle.md"]


@pytest.mark.parametrize(
    "head", ["---\n", "---\nQ: What is a stove?\nA: It burns.\n---\n", "---\n---\n"]
)
def test_a_rule_is_no_front_matter(empty: Project, head: str) -> None:
    empty.write({"chat.md": head + TALK})
    (file,) = report(empty, "chat.md")["files"]
    assert "front matter" not in json.dumps(file)
    assert len(file["questions"]) == 3 + head.count("Q: ")


def test_help_and_readme_name_every_format(empty: Project) -> None:
    told = empty.invoke("import", "--help").output
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    (section,) = re.findall(r"## Bringing your own notes\n(.*?)\n## ", readme, re.DOTALL)
    listed = told.partition("Formats:")[2]
    assert re.findall(r"^ {4}([a-z-]+) +\S.*$", listed, re.MULTILINE) == list(NAMES)
    assert all(f"`{name}`" in section for name in NAMES)
    codes = re.findall(r"^ {4}(\d)  ", told, re.MULTILINE)
    assert codes == ["0", "1", "2"]
    assert all(f"exits with {code}" in section for code in codes)


def test_every_format_says_what_it_looks_like() -> None:
    looks = described()
    assert list(looks) == list(NAMES)
    assert all(len(text) > 10 for text in looks.values())


def test_many_that_want_the_same_name_take_time_by_their_number() -> None:
    taken: set[str] = set()
    tried: dict[str, int] = {}
    start = time.process_time()
    for _ in range(20_000):
        taken.add(free("kettle", taken, tried))
    assert time.process_time() - start < 2
    assert (len(taken), "kettle-20000" in taken, "kettle" in taken) == (20_000, True, True)
