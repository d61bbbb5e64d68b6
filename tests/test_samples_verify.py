"""The command `handbook verify`, with samples in plain Python."""

import os
import pty
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from sample_project import SampleProject, bare_environments, sample, source

from handbook.samples import environments
from handbook.samples.sandbox import best_network
from handbook.samples.telling import NETWORK

GOOD = source("What is one?", sample("print(1)", "1"), sample("print('a b')", "a ..."))
OTHER = source("What does two say?", sample("print(2)", "2"))
NEWEST = (3, 99)
FIRST, SECOND = "questions/basics/first.md", "questions/basics/second.md"


@pytest.fixture(scope="module")
def environments_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return bare_environments(tmp_path_factory.mktemp("environments"))


@pytest.fixture(autouse=True)
def any_python(monkeypatch: pytest.MonkeyPatch) -> None:
    """Run on a Python that has no TensorFlow too: the samples here need none."""
    monkeypatch.setattr(environments, "NEWEST", NEWEST)


@pytest.fixture
def project(tmp_path: Path, environments_folder: Path) -> SampleProject:
    made = SampleProject(tmp_path, environments_folder)
    made.start({"first": GOOD, "second": OTHER})
    return made


def test_what_has_no_record_is_run_and_recorded(project: SampleProject) -> None:
    done = project.verify()
    assert done.exit_code == 0, done.output
    lines = done.output.splitlines()
    assert lines[0] == NETWORK[best_network()]
    assert [re.sub(r"\d+\.\d s", "… s", line) for line in sorted(lines[1:4])] == [
        f"[{n}/3] {line.split()[1]} good, … s" for n, line in enumerate(sorted(lines[1:4]), 1)
    ]
    assert lines[4:6] == ["3 samples run: 3 good, 0 failed.", "Slowest:"]
    assert len(lines) == 9
    records = project.records()
    assert list(records) == ["basics/first#1", "basics/first#2", "basics/second#1"]
    python = ".".join(map(str, sys.version_info[:3]))
    assert {(r["ran_on"], r["python"]) for r in records.values()} == {("", python)}
    assert project.handbook("check").output == "No problems.\n"


def test_what_has_a_valid_record_is_not_run(project: SampleProject) -> None:
    project.verify()
    before = project.records_text()
    done = project.verify()
    assert done.output == "0 samples run: 0 good, 0 failed; 3 with a valid record.\n"
    assert project.records_text() == before


def test_files_and_folders_limit_what_is_run(project: SampleProject) -> None:
    assert project.verify(SECOND).exit_code == 0
    assert list(project.records()) == ["basics/second#1"]
    project.verify("questions/basics")
    assert len(project.records()) == 3


def test_a_file_that_holds_no_question_is_wrong_use(project: SampleProject) -> None:
    done = project.verify("questions/categories.yml")
    assert done.exit_code == 2
    assert "questions/categories.yml holds no question of questions" in done.output
    assert project.verify("questions/basics/absent.md").exit_code == 2


def test_all_and_update_contradict_each_other(project: SampleProject) -> None:
    done = project.verify("--all", "--update")
    assert done.exit_code == 2
    assert "--all writes nothing, --update does: give one of them" in done.output


def test_a_difference_fails_with_a_diff_and_leaves_no_record(project: SampleProject) -> None:
    project.change("first", "\n1\n```", "\n7\n```")
    done = project.verify()
    assert done.exit_code == 1
    python = ".".join(map(str, sys.version_info[:3]))
    assert (
        f"{FIRST}:14: output-differs must print what its output block shows\n"
        f"    --- expected\n    +++ found (Python {python})\n    @@ -1 +1 @@\n    -7\n    +1\n"
    ) in done.output
    assert "3 samples run: 2 good, 1 failed." in done.output
    assert list(project.records()) == ["basics/first#2", "basics/second#1"]


def test_a_later_difference_names_the_versions_of_both_runs(project: SampleProject) -> None:
    project.verify()
    project.change_record("basics/first#1", ran_on="PyTorch 1.0.0", date="2020-01-02", python="3.9")
    project.change("first", "\n1\n```", "\n7\n```")
    shown = project.verify().output
    assert "    --- expected (PyTorch 1.0.0, Python 3.9, 2020-01-02)\n" in shown


@pytest.mark.parametrize(
    ("code", "marks"),
    [
        ("import warnings; warnings.warn('x', DeprecationWarning)", ""),
        ("import logging; logging.getLogger('tensorflow').warning('f is deprecated')", ""),
        ("import warnings; warnings.warn('f is deprecated')", ""),
        ("pass", "warns"),
    ],
)
def test_deprecations_are_told_by_marks_alone(
    project: SampleProject, code: str, marks: str
) -> None:
    project.start({"first": source("What is old?", sample(f"{code}\nprint(1)", "1", marks))})
    done = project.verify()
    assert done.exit_code == 1
    assert ("sample-unwarned" if marks else "sample-deprecated") in done.output
    other = "" if marks else "warns"
    project.start({"first": source("What is old?", sample(f"{code}\nprint(1)", "1", other))})
    assert project.verify().exit_code == 0


def test_all_runs_everything_and_writes_nothing(project: SampleProject) -> None:
    project.verify()
    before = project.records_text()
    done = project.verify("--all")
    assert (done.exit_code, project.records_text()) == (0, before)
    assert "3 samples run: 3 good, 0 failed." in done.output
    assert project.verify("--all", SECOND).output.count("good, ") == 2


def _both_fail(project: SampleProject, message: str) -> None:
    """See that check and verify --all fail with a problem, and that nothing is written."""
    before = project.records_text()
    for done in (project.handbook("check"), project.verify("--all")):
        assert done.exit_code == 1
        assert message in done.output.splitlines()
    assert project.records_text() == before


def test_a_changed_output_in_the_answer_fails_both(project: SampleProject) -> None:
    project.verify()
    date = project.records()["basics/first#1"]["date"]
    project.change("first", "\n1\n```", "\n7\n```")
    again = f"must be run again, it is not what ran on {date}: `handbook verify`"
    _both_fail(project, f"{FIRST}:14: sample-unverified {again}: 'basics/first#1'")
    assert "    -7\n    +1\n" in project.verify("--all").output


def test_an_output_that_still_matches_but_was_changed_fails_both(project: SampleProject) -> None:
    project.verify()
    date = project.records()["basics/first#2"]["date"]
    project.change("first", "a ...", "... b")
    again = f"must be run again, it is not what ran on {date}: `handbook verify`"
    _both_fail(project, f"{FIRST}:22: sample-unverified {again}: 'basics/first#2'")


def test_a_changed_record_fails_both(project: SampleProject) -> None:
    project.verify()
    date = project.records()["basics/second#1"]["date"]
    project.change_record("basics/second#1", hash="0123456789abcdef")
    again = f"must be run again, it is not what ran on {date}: `handbook verify`"
    _both_fail(project, f"{SECOND}:14: sample-unverified {again}: 'basics/second#1'")


def test_a_missing_record_fails_both(project: SampleProject) -> None:
    project.verify(FIRST)
    must = "must have been run: `handbook verify`"
    _both_fail(project, f"{SECOND}:14: sample-unverified {must}: 'basics/second#1'")


def test_an_extra_record_fails_both_and_verify_removes_it(project: SampleProject) -> None:
    project.verify()
    project.answer("second").write_text(source("What does two say?"))
    must = "must belong to a sample; `handbook verify` removes it"
    _both_fail(project, f"questions/verified.json:4: record-orphaned {must}: 'basics/second#1'")
    assert project.verify().exit_code == 0
    assert list(project.records()) == ["basics/first#1", "basics/first#2"]


def test_other_pins_fail_both(project: SampleProject) -> None:
    project.verify()
    date = project.records()["basics/second#1"]["date"]
    project.write("requirements/pytorch.txt", "six==1.17.0\n")
    done = project.handbook("check")
    again = f"must be run again, it is not what ran on {date}: `handbook verify`"
    assert f"{SECOND}:14: sample-unverified {again}: 'basics/second#1'" in done.output
    assert done.output.endswith("3 problems.\n")


def test_a_conflict_in_the_records_is_told_and_mended(project: SampleProject) -> None:
    project.verify()
    whole = project.records_text()
    project.write("questions/verified.json", whole.replace('"basics/first#2"', '>>>>>>>\n"x#2"'))
    must = "must be as `handbook verify` writes it; run it"
    _both_fail(project, f"questions/verified.json:3: records-broken {must}: '>>>>>>>'")
    assert project.verify().exit_code == 0
    assert project.records_text() == whole


def test_the_date_stays_where_nothing_else_changes(project: SampleProject) -> None:
    project.verify()
    project.change_record("basics/first#1", date="2020-01-02")
    project.change("second", "\n2\n```", "\n...2\n```")
    project.verify()
    records = project.records()
    assert records["basics/first#1"]["date"] == "2020-01-02"
    assert records["basics/second#1"]["date"] != "2020-01-02"


def test_update_writes_outputs_and_records_them(project: SampleProject) -> None:
    lines = "print('first 9'); print('x'); print('loss 2')"
    before = source("What changes?", sample(lines, "first ...\n...\nloss 1"), sample("print(3)"))
    project.start({"first": before, "second": OTHER})
    done = project.verify("--update")
    assert done.exit_code == 0, done.output
    text = source("What changes?", sample(lines, "first ...\n...\nloss 2"), sample("print(3)", "3"))
    assert project.answer("first").read_text() == text
    assert project.handbook("check").output == "No problems.\n"
    assert project.verify("--all").exit_code == 0


def test_update_writes_no_output_of_a_sample_that_failed(project: SampleProject) -> None:
    text = source("What fails?", sample("print(1); raise SystemExit(3)", "2"))
    project.start({"first": text})
    done = project.verify("--update")
    assert (done.exit_code, project.answer("first").read_text()) == (1, text)
    assert "sample-failed must end without an error: exit code 3" in done.output
    assert not (project.questions / "verified.json").exists()


def test_without_update_answers_are_left_alone(project: SampleProject) -> None:
    project.change("first", "\n1\n```", "\n7\n```")
    before = project.answer("first").read_bytes()
    project.verify()
    assert project.answer("first").read_bytes() == before


TRANSLATED = """\
---
question: 一是什么？
translates: "{translates}"
---
简短。

<!-- more -->

长。
"""


def translation(project: SampleProject, samples: str) -> None:
    """Write a translation that quotes the present text's hash."""
    project.write("questions/basics/first.zh-Hans.md", TRANSLATED.format(translates="0") + samples)
    told = project.handbook("check").output
    found = re.search(r"translation-stale must be (\w+)", told)
    assert found, told
    text = TRANSLATED.format(translates=found[1]) + samples
    project.write("questions/basics/first.zh-Hans.md", text)


def test_the_same_samples_in_a_translation_are_counted_and_not_run(project: SampleProject) -> None:
    translation(project, sample("print(1)", "1") + sample("print('a b')", "a ..."))
    must = "must have been run: `handbook verify`"
    path = "questions/basics/first.zh-Hans.md"
    shown = project.handbook("check").output
    assert f"{path}:11: sample-unverified {must}: 'basics/first#1'" in shown
    done = project.verify()
    assert done.exit_code == 0
    counted = "3 samples run: 3 good, 0 failed; 2 in translations, equal to the original's."
    assert counted in done.output
    assert list(project.records()) == ["basics/first#1", "basics/first#2", "basics/second#1"]
    assert project.handbook("check").output == "No problems.\n"


def test_another_sample_in_a_translation_is_run(project: SampleProject) -> None:
    translation(project, sample("print(1)", "1") + sample("print('c d')", "a ..."))
    done = project.verify()
    assert done.exit_code == 1
    path = "questions/basics/first.zh-Hans.md"
    assert f"{path}:19: output-differs must print what its output block shows" in done.output


def test_update_reaches_the_same_sample_in_a_translation(project: SampleProject) -> None:
    project.change("first", "\n1\n```", "\n7\n```")
    translation(project, sample("print(1)", "7") + sample("print('a b')", "a ..."))
    assert project.verify("--update").exit_code == 0
    text = (project.questions / "basics/first.zh-Hans.md").read_text()
    assert sample("print(1)", "1") in text


def test_drafts_are_run_when_they_are_named(project: SampleProject) -> None:
    draft = source("What is a draft?", sample("print(3)", "4"), more="status: draft\n")
    project.write("questions/basics/draft.md", draft)
    assert project.verify().exit_code == 0
    assert project.verify("--all").exit_code == 0
    assert project.verify("questions/basics/draft.md").exit_code == 1
    assert "basics/draft#1" not in project.records()


def test_samples_marked_not_run_are_counted(project: SampleProject) -> None:
    marked = sample("import absent", None, 'not-run="needs two GPUs"')
    project.start({"first": source("What needs more?", marked, marked), "second": OTHER})
    done = project.verify()
    assert done.exit_code == 0
    assert "1 sample run: 1 good, 0 failed; 2 marked not-run." in done.output


def test_a_sample_with_both_frameworks_is_a_problem(project: SampleProject) -> None:
    project.start({"first": source("What is both?", sample("import torch\nimport keras", "1"))})
    must = "must import one framework, TensorFlow or PyTorch"
    shown = f"{FIRST}:14: sample-frameworks {must}: 'both'\n1 problem.\n"
    assert project.handbook("check").output == shown
    done = project.verify()
    assert done.exit_code == 1
    assert f"{FIRST}:14: sample-frameworks must import one framework\n" in done.output


def test_an_unreadable_source_is_told(project: SampleProject) -> None:
    (project.questions / "basics/broken.md").write_bytes(b"\xff")
    done = project.verify()
    assert (done.exit_code, (project.questions / "verified.json").exists()) == (1, False)
    assert "file-not-utf8" in done.output


def test_missing_pins_are_told(project: SampleProject) -> None:
    (project.root / "requirements" / "pytorch.txt").unlink()
    done = project.verify()
    assert done.exit_code == 1
    missing = project.root / "requirements" / "pytorch.txt"
    assert f"{missing}: No such file or directory" in done.output


def test_another_python_is_told(project: SampleProject, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(environments, "NEWEST", (3, 10))
    done = project.verify()
    assert done.exit_code == 1
    assert done.output.startswith("The samples run on Python 3.11 to 3.13, not 3.")


def test_records_follow_a_question_that_is_renamed_or_moved(project: SampleProject) -> None:
    project.verify()
    assert project.handbook("rename", "first", "one").exit_code == 0
    assert list(project.records()) == ["basics/one#1", "basics/one#2", "basics/second#1"]
    assert project.handbook("check").output == "No problems.\n"


def _command(project: SampleProject, *arguments: str) -> list[str]:
    main = "from handbook.cli import main; from handbook.samples import environments\n"
    main += f"environments.NEWEST = {NEWEST}; main(prog_name='handbook')"
    place = ["verify", "--environments", str(project.environments), *arguments]
    return [sys.executable, "-c", main, *place]


def test_runs_side_by_side_lose_nothing(project: SampleProject) -> None:
    answers = {f"q{n}": source(f"What is {n}?", sample(f"print({n})", str(n))) for n in range(6)}
    project.start(answers)
    runs = [
        subprocess.Popen(_command(project, f"questions/basics/{id_}.md"), cwd=project.root)
        for id_ in answers
    ]
    assert [run.wait() for run in runs] == [0] * 6
    assert list(project.records()) == [f"basics/{id_}#1" for id_ in answers]


def _on_terminal(project: SampleProject) -> Iterator[str]:
    """Run the command on a terminal of its own and give what it shows."""
    ours, theirs = pty.openpty()
    run = subprocess.Popen(_command(project), cwd=project.root, stdout=theirs)
    os.close(theirs)
    try:
        while piece := os.read(ours, 4096):
            yield piece.decode()
    except OSError:
        pass  # how Linux tells that the other side has been closed
    finally:
        os.close(ours)
        run.wait()


def test_a_terminal_shows_a_bar_with_the_time_left(project: SampleProject) -> None:
    # The bar reckons once a second.
    slow = [sample(f"import time; time.sleep(1.1); print({n})", str(n)) for n in range(3)]
    project.start({"first": source("What is slow?", *slow)})
    shown = "".join(_on_terminal(project))
    assert re.search(r"Samples  \[#+-+\]  [12]/3  \d\d:\d\d:\d\d", shown), shown
    assert "[####################################]  3/3" in shown
    assert "[1/3]" not in shown
    assert "3 samples run: 3 good, 0 failed." in shown


def test_an_interruption_keeps_what_has_passed(project: SampleProject) -> None:
    wait = sample("import time; time.sleep(50)", "1")
    project.start({"first": GOOD, "second": source("What waits?", wait, wait)})
    command = _command(project)
    run = subprocess.Popen(command, cwd=project.root, stdout=subprocess.PIPE, text=True)
    assert run.stdout
    with run.stdout:
        while "[2/4]" not in run.stdout.readline():
            assert run.poll() is None
        interrupted = time.monotonic()
        run.send_signal(2)
        run.stdout.read()
    assert run.wait() == 1
    assert time.monotonic() - interrupted < 25, "what was running has been stopped"
    assert list(project.records()) == ["basics/first#1", "basics/first#2"]
