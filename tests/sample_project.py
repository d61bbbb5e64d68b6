"""A handbook of a few samples in plain Python, and environments that hold nothing else."""

import contextlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result
from conftest import question

from handbook.cli import main
from handbook.model import Handbook, Record
from handbook.parse import parse
from handbook.read import read_source
from handbook.samples.environments import make_environment
from handbook.samples.frameworks import PYTORCH, TENSORFLOW, ran_on
from handbook.samples.jobs import Job, jobs
from handbook.samples.records import write_records

PINS = {"tensorflow": "# nothing\n", "pytorch": "# nothing\n"}


def sample(code: str, output: str | None = None, marks: str = "") -> str:
    """Give a sample as it stands in an answer."""
    block = f"\n```python{marks and ' '}{marks}\n{code}\n```\n"
    return block if output is None else f'{block}\n```text title="Output"\n{output}\n```\n'


def source(wording: str, *samples: str, more: str = "") -> str:
    """Give the source file of a question."""
    return question(wording, more) + "".join(samples)


def bare_environments(folder: Path) -> Path:
    """Make both environments without any package, and give the folder that holds them."""
    requirements = folder / "requirements"
    requirements.mkdir()
    for name in (TENSORFLOW, PYTORCH):
        (requirements / f"{name}.txt").write_text(PINS[name])
        make_environment(name, requirements, folder)
    return folder


def record_everything(questions: Path) -> None:
    """Write valid records of all samples without running them, for tests of something else."""
    handbook = parse(read_source(questions)).handbook
    good = {job.key: _record(job, handbook) for job in jobs(handbook)}
    write_records(questions, good, {})


def _record(job: Job, handbook: Handbook) -> Record:
    told = ran_on(job.sample.code, handbook.pins)
    return Record(job.hash, told, "3.11.7", "2026-01-02")


@dataclass(frozen=True)
class SampleProject:
    """A folder with questions, and the folder that holds the environments of its samples."""

    root: Path
    environments: Path

    @property
    def questions(self) -> Path:
        return self.root / "questions"

    def start(self, answers: Mapping[str, str]) -> None:
        """Write the lists, the pins, and source files by their ids."""
        self.write("requirements/tensorflow.txt", PINS["tensorflow"])
        self.write("requirements/pytorch.txt", PINS["pytorch"])
        category = "{id: basics, title: Basics, scope: What comes first}"
        self.write("questions/categories.yml", f"- title: All\n  categories: [{category}]\n")
        ids = "".join(f"  - {id_}\n" for id_ in sorted(answers) if "." not in id_)
        self.write("questions/ids.lock", f"questions:\n{ids}categories:\n  - basics\n")
        for old in self.questions.rglob("*.md"):
            old.unlink()
        for id_, text in answers.items():
            self.write(f"questions/basics/{id_}.md", text)

    def write(self, name: str, text: str) -> None:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def answer(self, id_: str) -> Path:
        return self.questions / "basics" / f"{id_}.md"

    def change(self, id_: str, old: str, new: str) -> None:
        """Replace a text that an answer holds."""
        text = self.answer(id_).read_text()
        assert old in text
        self.answer(id_).write_text(text.replace(old, new))

    def handbook(self, *arguments: str) -> Result:
        """Run the command in the project's folder."""
        with contextlib.chdir(self.root):
            return CliRunner().invoke(main, arguments, prog_name="handbook")

    def verify(self, *arguments: str) -> Result:
        return self.handbook("verify", "--environments", str(self.environments), *arguments)

    def records_text(self) -> str:
        return (self.questions / "verified.json").read_text()

    def records(self) -> dict[str, dict[str, Any]]:
        """Give the records as any program would read them."""
        return dict(json.loads(self.records_text()))

    def change_record(self, key: str, **values: str) -> None:
        """Change one line of verified.json, in the form that the command writes."""
        records = self.records()
        changed = {**records, key: {**records[key], **values}}
        lines = ",\n".join(f"{json.dumps(k)}: {json.dumps(v)}" for k, v in changed.items())
        self.write("questions/verified.json", f"{{\n{lines}\n}}\n")
