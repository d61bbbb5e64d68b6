"""What the tests share."""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from handbook.cli import main

ROOT = Path(__file__).resolve().parent.parent
GENERATED = (
    *("questions", "q", "tracks", "data", ".generated"),
    *("feed.xml", "handbook.apkg", "llms.txt", "licenses.md"),
    *("browse.md", "misconceptions.md"),
)
# Whoever runs the tests in the background or under nohup ignores these, and so would every command
# that the tests start: it inherits what is ignored.
signal.signal(signal.SIGINT, signal.default_int_handler)
signal.signal(signal.SIGHUP, signal.SIG_DFL)

# A session's own addresses must not leak into what the tests compare.
_ADDRESSES = ("SITE_URL", "REPOSITORY_URL", "SOURCE_DATE_EPOCH")

QUESTION = """\
---
question: {wording}
kind: concept
level: basic
framework: general
added: 2026-01-02
{more}---
The short answer.

<!-- more -->

The long answer.
"""


def question(wording: str, more: str = "", answer: str = "") -> str:
    """Give a source file; `more` are further lines of front matter, `answer` replaces the text."""
    text = QUESTION.format(wording=wording, more=more)
    return text[: text.index("The short")] + answer if answer else text


@dataclass(frozen=True)
class Project:
    """A folder with a source, and the command `handbook` run in it."""

    root: Path

    @property
    def questions(self) -> Path:
        return self.root / "questions"

    @property
    def docs(self) -> Path:
        return self.root / "docs"

    def write(self, files: Mapping[str, str | bytes]) -> None:
        """Write files by their paths below the project, their bytes as given."""
        for name, content in files.items():
            path = self.root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content.encode() if isinstance(content, str) else content)

    def read(self, name: str) -> str:
        """Read a file with its line ends as they are."""
        return (self.root / name).read_bytes().decode()

    def run(
        self, *arguments: str, prefix: Sequence[str] = (), **environment: str
    ) -> subprocess.CompletedProcess[str]:
        """Run `handbook` in the project's folder; `prefix` is a command that runs a command."""
        main = "from handbook.cli import main; main(prog_name='handbook')"
        command = [*prefix, sys.executable, "-W", "error", "-c", main, *arguments]
        inherited = {k: v for k, v in os.environ.items() if k not in _ADDRESSES}
        return subprocess.run(
            command,
            cwd=self.root,
            env=inherited | environment,
            capture_output=True,
            encoding="utf-8",
            errors="backslashreplace",
            check=False,
        )

    def invoke(self, *arguments: str) -> Result:
        """Run `handbook` in the project's folder, within this process."""
        with contextlib.chdir(self.root):
            return CliRunner().invoke(main, arguments, prog_name="handbook")

    def tree(self, folder: str = "") -> dict[str, bytes]:
        """Give the bytes of every file below a folder of the project."""
        top = self.root / folder
        return {
            path.relative_to(top).as_posix(): path.read_bytes()
            for path in sorted(top.rglob("*"))
            if path.is_file()
        }


CATEGORIES = """\
# The categories.
- title: Basics
  categories:
    - {id: tensors, title: Tensors, scope: Axes and types}
    - {id: graphs, title: Graphs, scope: Execution}
"""
LOCK = """\
# Never deleted.
questions:
  - eager-mode
  - tensor
  - tensor-rank
categories:
  - graphs
  - tensors
"""


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """Give a project with three published questions in two categories, without problems."""
    made = Project(tmp_path / "project")
    made.write(
        {
            "questions/categories.yml": CATEGORIES,
            "questions/ids.lock": LOCK,
            "questions/tensors/tensor.md": question("What is a tensor?"),
            "questions/tensors/tensor-rank.md": question("What does the rank of an array say?"),
            "questions/graphs/eager-mode.md": question("When does an operation run at once?"),
        }
    )
    return made


@pytest.fixture
def site_project(tmp_path: Path) -> Callable[[str], Project]:
    """Give a function that copies everything that a site is built from, as it is in this folder."""

    def copied(name: str) -> Project:
        made = Project(tmp_path / name)
        made.root.mkdir()
        for file in ("mkdocs.yml", "package.json"):
            shutil.copy(ROOT / file, made.root)
        (made.root / "node_modules").symlink_to(ROOT / "node_modules")
        for folder in ("overrides", "questions", "requirements", "scripts"):
            ignored = shutil.ignore_patterns("__pycache__", "*.egg-info")
            shutil.copytree(ROOT / folder, made.root / folder, ignore=ignored)
        by_hand = shutil.ignore_patterns(*GENERATED)
        shutil.copytree(ROOT / "docs", made.docs, ignore=by_hand)
        return made

    return copied


def as_a_user() -> list[str]:
    """Give a command that runs a command with nobody's special rights, for root too."""
    if os.geteuid():
        return []
    rights = "-dac_override,-dac_read_search"
    return ["setpriv", "--bounding-set", rights, "--inh-caps", rights]
