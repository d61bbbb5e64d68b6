"""Parsing: texts become documents and a handbook."""

from datetime import date
from pathlib import Path

from conftest import Project, question

from handbook.model import Framework, Kind, Level, Mention, Place, Status
from handbook.parse import parse, parse_document, text_hash
from handbook.read import TextFile, read_source

FULL = """\
---
question: What is a tensor?
also_asked: [What are tensors?, "Are arrays tensors?"]
kind: coding
level: advanced
framework: both
status: imported
added: 2026-01-02
revised: 2026-02-03
former_ids:
  - tensors-explained
related: [tensor-rank]
distinct_from: [eager-mode]
duplicate_of: eager-mode
misconceptions:
  - claim: It is a matrix.
    correction: It may be.
    true_form: A matrix is one kind.
references:
  - title: The guide
    url: https://example.org/guide
---
Short, see [rank](q:tensor-rank).

<!-- more -->

Long.

```python legacy warns
print(1)
```

```text title="Output"
1
```

```python not-run="needs a GPU"
print(2)
```
"""


def _document(name: str, text: str) -> TextFile:
    return TextFile(name, f"questions/{name}", text)


def test_question_with_every_key(project: Project) -> None:
    project.write({"questions/tensors/tensor.md": FULL})
    parsed = parse(read_source(project.questions))
    (tensor,) = [q for q in parsed.handbook.questions if q.id == "tensor"]
    path = str(project.questions / "tensors/tensor.md")
    assert (tensor.kind, tensor.level, tensor.framework) == (
        Kind.CODING,
        Level.ADVANCED,
        Framework.BOTH,
    )
    assert (tensor.status, tensor.on_site) == (Status.IMPORTED, True)
    assert (tensor.added, tensor.revised) == (date(2026, 1, 2), date(2026, 2, 3))
    assert tensor.also_asked == ("What are tensors?", "Are arrays tensors?")
    assert tensor.former_ids == (Mention("tensors-explained", Place(path, 11)),)
    assert tensor.related == (Mention("tensor-rank", Place(path, 12)),)
    assert tensor.distinct_from == (Mention("eager-mode", Place(path, 13)),)
    assert tensor.duplicate_of == Mention("eager-mode", Place(path, 14))
    assert tensor.links == (Mention("tensor-rank", Place(path, 23)),)
    (wrong,) = tensor.misconceptions
    assert (wrong.claim, wrong.true_form) == ("It is a matrix.", "A matrix is one kind.")
    assert wrong.place == Place(path, 16)
    (reference,) = tensor.references
    assert (reference.url, reference.place.line) == ("https://example.org/guide", 21)
    assert tensor.answer.short == "Short, see [rank](q:tensor-rank)."
    assert tensor.answer.long.startswith("Long.\n\n```python legacy")
    first, second = tensor.answer.samples
    assert (first.code, first.output, first.output_line) == ("print(1)\n", "1\n", 33)
    assert (first.legacy, first.warns, first.not_run) == (True, True, None)
    assert (second.output, second.not_run, second.place.line) == (None, "needs a GPU", 37)


def test_output_is_the_block_directly_below() -> None:
    apart = question(
        "What?", answer='```python\n1\n```\n\nText.\n\n```text title="Output"\n1\n```\n'
    )
    (sample,) = parse_document(_document("a/b.md", apart)).samples
    assert sample.output is None
    other = question("What?", answer='```python\n1\n```\n\n```text title="Elsewhere"\n1\n```\n')
    (sample,) = parse_document(_document("a/b.md", other)).samples
    assert sample.output is None


def test_translation_belongs_to_its_question(project: Project) -> None:
    translated = "---\nquestion: 什么是张量？\ntranslates: abc\n---\n短。\n"
    project.write({"questions/tensors/tensor.zh-Hans.md": translated})
    parsed = parse(read_source(project.questions))
    (tensor,) = [q for q in parsed.handbook.questions if q.id == "tensor"]
    (translation,) = tensor.translations
    assert (translation.language, translation.wording) == ("zh-Hans", "什么是张量？")
    assert (translation.translates, translation.answer.short) == ("abc", "短。")


def test_name_with_a_dot_too_many_is_no_question(project: Project) -> None:
    project.write({"questions/tensors/array..md": question("What is an array?")})
    problems = project.invoke("check").stdout
    must = "must be ID.md, or ID.LANGUAGE.md with a language such as zh-Hans: ''"
    assert f"questions/tensors/array..md:1: id-form {must}" in problems
    parsed = parse(read_source(project.questions))
    assert "array" not in [q.id for q in parsed.handbook.questions]


def test_hash_follows_wording_and_text_alone() -> None:
    def named(text: str) -> str:
        return text_hash(parse_document(_document("a/b.md", text)))

    before = named(question("What?"))
    assert before == "203cb3fa2af7"
    assert named(question("What?", more="revised: 2026-03-04\n")) == before
    assert named(question("Which?")) != before
    assert named(question("What?") + "\nMore.\n") != before


def test_lists_that_are_not_there_are_empty(project: Project) -> None:
    (project.questions / "ids.lock").unlink()
    handbook = parse(read_source(project.questions)).handbook
    assert handbook.tracks == ()
    assert handbook.lock.questions == {}
    assert [category.id for category in handbook.categories] == ["tensors", "graphs"]


def test_track_lists_its_questions_in_order(project: Project) -> None:
    track = (
        "- id: first\n  title: First\n  audience: All\n  former_ids: [zero]\n  groups:\n"
        "    - questions: [tensor-rank]\n    - title: Then\n      questions:\n        - tensor\n"
    )
    project.write({"questions/tracks.yml": track})
    (parsed,) = parse(read_source(project.questions)).handbook.tracks
    assert [m.id for m in parsed.mentions()] == ["tensor-rank", "tensor"]
    assert [m.place.line for m in parsed.mentions()] == [6, 9]
    assert [g.title for g in parsed.groups] == ["", "Then"]
    assert parsed.place == Place(str(project.questions / "tracks.yml"), 1)
    assert [m.id for m in parsed.former_ids] == ["zero"]


def test_broken_files_are_parsed_as_far_as_they_go(tmp_path: Path) -> None:
    project = Project(tmp_path)
    broken = [
        "",
        "---",
        "---\n---\n",
        "---\n[\n---\n",
        "no\n",
        "---\n- a\n---\n",
        "\x00",
        "---\r\n",
    ]
    project.write({f"questions/c/a{n}.md": text for n, text in enumerate(broken)})
    project.write({"questions/categories.yml": "a: b", "questions/tracks.yml": "- [", "x": ""})
    result = project.invoke("check")
    assert result.exit_code == 1
    assert result.exception is None or isinstance(result.exception, SystemExit)
    assert result.stdout.endswith(" problems.\n")
