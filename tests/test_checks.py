"""Every rule, by its cases: whole outputs of `handbook check` are compared."""

import os
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from sample_project import record_everything

from handbook.build import load
from handbook.checks import RULES
from handbook.problems import as_text
from handbook.samples.records import FILE as RECORDS

CASES = Path(__file__).parent / "cases"
BASE = CASES / "clean" / "base"
QUESTION = "execution/tf-function.md"
CODES = {rule.code for rule in RULES}
_SECTION = re.compile(r"^=== (.+)\n", re.MULTILINE)


def code_of(case: Path) -> str:
    """Give the rule of a case; what follows a tilde tells the cases of a rule apart."""
    return case.stem.partition("~")[0]


def cases(kind: str) -> list[Path]:
    return sorted((CASES / kind).glob("*.txt"))


def sections(case: Path) -> dict[str, str]:
    """Split a case at its lines `=== NAME`."""
    parts = _SECTION.split(case.read_text(encoding="utf-8"))
    assert parts[0] == "", f"{case} must begin with a line '=== NAME'"
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def lay_out(folder: Path, given: dict[str, str]) -> None:
    """Lay the files of a case over a copy of the base.

    `answer` and `front matter` stand for a part of the base's first question, `without` lists
    files that are taken away. Samples have records, unless the case brings its own.
    """
    shutil.copytree(BASE, folder)
    head, _, answer = (BASE / QUESTION).read_text(encoding="utf-8").partition("\n---\n")
    for name, text in given.items():
        if name == "without":
            for unwanted in text.split():
                (folder / unwanted).unlink()
        elif name == "answer":
            (folder / QUESTION).write_text(f"{head}\n---\n{text}", encoding="utf-8")
        elif name == "front matter":
            (folder / QUESTION).write_text(f"---\n{text}---\n{answer}", encoding="utf-8")
        elif name != "expected":
            (folder / name).parent.mkdir(exist_ok=True)
            (folder / name).write_text(text, encoding="utf-8")
    if RECORDS not in given:
        record_everything(folder)


@pytest.fixture
def checked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], str]:
    """Give a function that checks the folder `questions` of a folder of its own."""
    monkeypatch.chdir(tmp_path)
    return lambda: as_text(load(Path("questions"))[1]) + "\n"


@pytest.mark.parametrize("case", cases("broken"), ids=lambda case: case.stem)
def test_broken(case: Path, checked: Callable[[], str]) -> None:
    given = sections(case)
    lay_out(Path("questions"), given)
    assert checked() == given["expected"]
    assert f": {code_of(case)} must " in given["expected"]


@pytest.mark.parametrize("case", cases("clean"), ids=lambda case: case.stem)
def test_clean(case: Path, checked: Callable[[], str]) -> None:
    lay_out(Path("questions"), sections(case))
    assert checked() == "No problems.\n"


def test_base_is_clean(checked: Callable[[], str]) -> None:
    lay_out(Path("questions"), {})
    assert checked() == "No problems.\n"


# Cases that would not survive git or an editor as files: name, bytes, and the only problem.
EXTRA = "execution/extra.md"  # a file that nothing else asks for
GOOD = (BASE / QUESTION).read_bytes()
LAST = GOOD.count(b"\n")
END = "must be the last line, with one line end"
BYTES: dict[str, list[tuple[str, bytes, str]]] = {
    "file-not-utf8": [
        (EXTRA, b"Two\nCaf\xe9\n", "2: file-not-utf8 must be UTF-8: 'byte 0xe9'"),
        (EXTRA, b"Two\n\0\n", "2: file-not-utf8 must be text: 'byte 0x00'"),
    ],
    "file-too-large": [
        (EXTRA, b"a\n" * 2**18 + b"a", "1: file-too-large must have at most 512 KiB"),
    ],
    "last-line": [
        (QUESTION, GOOD[:-1], f"{LAST}: last-line {END}"),
        (QUESTION, GOOD + b"\n\n", f"{LAST}: last-line {END}"),
    ],
    "tab": [
        (QUESTION, GOOD + b"\nA\tb.\n", f"{LAST + 2}: tab must be spaces: 'AU+0009b.'"),
    ],
    "trailing-space": [
        (
            QUESTION,
            GOOD + b"\nA line \n",
            f"{LAST + 2}: trailing-space must not end in a space: 'A line '",
        ),
    ],
    "invisible-character": [
        (
            QUESTION,
            GOOD + "\nA\u200bb.\n".encode(),
            f"{LAST + 2}: invisible-character must not stand here: 'U+200B'",
        ),
        (
            QUESTION,
            GOOD + b"\nA\x02b.\n",
            f"{LAST + 2}: invisible-character must not stand here: 'U+0002'",
        ),
    ],
    "line-end": [
        (
            QUESTION,
            GOOD.replace(b"once.\n", b"once.\r\n"),
            "12: line-end must end lines with a line feed alone: 'carriage return'",
        ),
    ],
    "answer-too-long": [
        (
            QUESTION,
            GOOD + b"\n" + b"[" * 32768 + b"\n",
            "8: answer-too-long must have at most 32768 characters, it has 32902",
        ),
    ],
}
CLEAN_BYTES = [
    b"\xef\xbb\xbf" + GOOD,
    GOOD + "\nÀ propos : 日本語, 🙂 and a\u00a0space.\n".encode(),
    GOOD + b"\n" + b"a" * (32768 - 134) + b"\n",
]


@pytest.mark.parametrize(
    ("name", "data", "expected"), [given for made in BYTES.values() for given in made]
)
def test_broken_bytes(name: str, data: bytes, expected: str, checked: Callable[[], str]) -> None:
    lay_out(Path("questions"), {})
    Path("questions", name).write_bytes(data)
    Path("questions", RECORDS).unlink()
    record_everything(Path("questions"))
    assert checked() == f"questions/{name}:{expected}\n1 problem.\n"


@pytest.mark.parametrize("data", CLEAN_BYTES, ids=["mark", "scripts", "long"])
def test_clean_bytes(data: bytes, checked: Callable[[], str]) -> None:
    lay_out(Path("questions"), {})
    Path("questions", QUESTION).write_bytes(data)
    assert checked() == "No problems.\n"


def test_file_unreadable_without_target(checked: Callable[[], str]) -> None:
    lay_out(Path("questions"), {})
    Path("questions/execution/gone.md").symlink_to("nowhere.md")
    expected = "questions/execution/gone.md:1: file-unreadable must be readable: "
    assert checked() == expected + "'No such file or directory'\n1 problem.\n"


def test_file_unreadable_vanishes(
    checked: Callable[[], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    lay_out(Path("questions"), {})
    Path("questions/execution/gone.md").write_text("gone", encoding="utf-8")
    read_bytes = Path.read_bytes

    def vanish(path: Path) -> bytes:
        if path.name == "gone.md":
            path.unlink()
        return read_bytes(path)

    monkeypatch.setattr(Path, "read_bytes", vanish)
    expected = "questions/execution/gone.md:1: file-unreadable must be readable: "
    assert checked() == expected + "'No such file or directory'\n1 problem.\n"


def test_file_unreadable_without_rights(
    checked: Callable[[], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    lay_out(Path("questions"), {})
    scandir = os.scandir

    # Rights do not hold root back, so the system's answer is given here.
    def deny(path: str) -> object:
        if Path(path).name == "locked":
            raise PermissionError(13, "Permission denied", str(path))
        return scandir(path)

    Path("questions/locked").mkdir()
    monkeypatch.setattr(os, "scandir", deny)
    expected = "questions/locked:1: file-unreadable must be readable: 'Permission denied'\n"
    assert checked() == expected + "1 problem.\n"


MADE_HERE = {*BYTES, "file-unreadable"}


@pytest.mark.parametrize("kind", ["broken", "clean"])
def test_every_rule_has_a_case(kind: str) -> None:
    assert {code_of(case) for case in cases(kind)} | MADE_HERE == CODES


def test_codes_are_unique() -> None:
    assert len(CODES) == len(RULES)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_docstring_is_a_sentence_with_bad_and_good(rule: object) -> None:
    doc = getattr(rule, "doc")  # noqa: B009
    sentence, _, examples = doc.partition("\n\n")
    assert re.fullmatch(r"[A-Z][^\n]+[.]", sentence)
    assert re.fullmatch(r"Bad: [^\n]+\nGood: [^\n]+", examples)
