"""Changes that touch several files: in one go, all of them or none, everything else as it was."""

import errno
from datetime import date
from pathlib import Path

import pytest
from conftest import CATEGORIES, Project, question

from handbook.parse import parse_document, text_hash
from handbook.read import TextFile

TRACKS = """\
# Tracks, kept by hand.
- id: first   # the first
  title: First
  audience: All
  groups:
    - title: Flow
      questions: [ tensor-rank , 'tensor', "eager-mode" ]  # tensor stays here
    # between
- id: second
  title: Second
  audience: All
  groups:
    - title: Block
      questions:
        # tensor first
        - &tensor tensor   # why tensor
        - &rank tensor-rank
        - >-
          eager-mode
"""
EAGER = """\
---
question: When does an operation run at once?
kind: concept
level: basic
framework: general
added: 2026-01-02
related:
    - tensor-rank  # near tensor
    - "tensor"
distinct_from: [tensor-rank, tensor]
references:
  - title: tensor
    url: https://example.org/tensor
---
The tensor, see [it](q:tensor) and [rank](q:tensor-rank).

<!-- more -->

Also [a `code` link](q:tensor) and `[no](q:tensor)` and [titled](q:tensor "q:tensor").

- A list with [a link](q:tensor) and ``code ` marks``.

An escaped \\[ bracket, then [a link](q:tensor).

```python not-run="shows [text](q:tensor)"
tensor = "[no](q:tensor)"
```

No fence: ```c`x` q```, then [a link](q:tensor).

/// tab | One

~~~text
[no](q:tensor)
~~~

[a link](q:tensor)
///
"""


def _full(project: Project) -> None:
    """Let everything mention the question `tensor`."""
    lock = project.read("questions/ids.lock") + "tracks: [first, second]  # flow\n"
    project.write(
        {
            "questions/tracks.yml": TRACKS,
            "questions/graphs/eager-mode.md": EAGER,
            "questions/ids.lock": lock,
        }
    )
    _translate(project, "graphs/eager-mode.md")
    _translate(project, "tensors/tensor.md")


def _translate(project: Project, name: str) -> None:
    text = project.read(f"questions/{name}")
    hash_ = text_hash(parse_document(TextFile(name, name, text)))
    body = text[text.index("\n---\n") :]
    translation = f"---\nquestion: 何？\ntranslates: '{hash_}'  # of tensor{body}"
    project.write({f"questions/{name.removesuffix('.md')}.ja.md": translation})


def _sound(project: Project) -> None:
    result = project.invoke("check")
    assert (result.exit_code, result.stdout) == (0, "No problems.\n")


def test_rename_changes_every_mention_and_nothing_else(project: Project) -> None:
    _full(project)
    _sound(project)
    before = project.tree("questions")
    result = project.invoke("rename", "tensor", "what-is-a-tensor")
    assert (result.exit_code, result.stdout) == (0, "Renamed tensor to what-is-a-tensor.\n")
    _sound(project)
    after = project.tree("questions")
    assert before.keys() - after.keys() == {"tensors/tensor.md", "tensors/tensor.ja.md"}
    new = {"tensors/what-is-a-tensor.md", "tensors/what-is-a-tensor.ja.md"}
    assert after.keys() - before.keys() == new
    kept = {"categories.yml", "tensors/tensor-rank.md"}
    assert {name for name in before if before[name] == after.get(name)} == kept
    expected = TRACKS.replace("'tensor'", "'what-is-a-tensor'")
    assert project.read("questions/tracks.yml") == expected.replace(
        "&tensor tensor", "&tensor what-is-a-tensor"
    )
    renamed = EAGER.replace('- "tensor"', '- "what-is-a-tensor"')
    renamed = renamed.replace("[tensor-rank, tensor]", "[tensor-rank, what-is-a-tensor]")
    for link in ("[it]", "[a `code` link]", "[a link]", "[titled]"):
        renamed = renamed.replace(f"{link}(q:tensor", f"{link}(q:what-is-a-tensor")
    assert project.read("questions/graphs/eager-mode.md") == renamed
    assert renamed.count("q:tensor)") == 4
    own = question("What is a tensor?", more="former_ids:\n  - tensor\n")
    assert project.read("questions/tensors/what-is-a-tensor.md") == own
    translation = project.read("questions/tensors/what-is-a-tensor.ja.md")
    assert translation.encode() == before["tensors/tensor.ja.md"]
    assert project.read("questions/ids.lock") == (
        "# Never deleted.\nquestions:\n  - eager-mode\n  - tensor\n  - tensor-rank\n"
        "  - what-is-a-tensor\ncategories:\n  - graphs\n  - tensors\n"
        "tracks: [first, second]  # flow\n"
    )


def test_translations_follow_when_only_a_link_changes(project: Project) -> None:
    _full(project)
    before = project.read("questions/graphs/eager-mode.ja.md")
    assert project.invoke("rename", "tensor", "array").exit_code == 0
    text = project.read("questions/graphs/eager-mode.md")
    hash_ = text_hash(parse_document(TextFile("a/b.md", "a/b.md", text)))
    after = project.read("questions/graphs/eager-mode.ja.md")
    assert f"translates: '{hash_}'  # of tensor\n" in after
    assert hash_ not in before


def test_rename_twice(project: Project) -> None:
    _full(project)
    assert project.invoke("rename", "tensor", "b-tensor").exit_code == 0
    assert project.invoke("rename", "b-tensor", "a-tensor").exit_code == 0
    _sound(project)
    own = question("What is a tensor?", more="former_ids:\n  - tensor\n  - b-tensor\n")
    assert project.read("questions/tensors/a-tensor.md") == own
    assert project.invoke("build").exit_code == 0
    for id_ in ("tensor", "b-tensor", "a-tensor"):
        assert "../../questions/tensors/#a-tensor" in project.read(f"docs/q/{id_}/index.html")
    before = project.tree("questions")
    back = project.invoke("rename", "a-tensor", "tensor")
    assert (back.exit_code, back.stderr) == (
        2,
        "Error: the id 'tensor' is taken; ids are never used twice\n",
    )
    assert project.tree("questions") == before


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("former_ids: [x-old]", "former_ids: [x-old, tensor]"),
        ("former_ids: [a-old,]  # why", "former_ids: [a-old, tensor,]  # why"),
        ("former_ids:\n- 'a-old'  # why", "former_ids:\n- 'a-old'  # why\n- tensor"),
        ("former_ids:\n    -   x-old # y", "former_ids:\n    -   x-old # y\n    - tensor"),
        (
            "former_ids:\n  - >-\n    x-old\nrevised: 2026-03-04",
            "former_ids:\n  - >-\n    x-old\n  - tensor\nrevised: 2026-03-04",
        ),
    ],
)
def test_former_ids_keep_their_layout(project: Project, before: str, after: str) -> None:
    lock = project.read("questions/ids.lock").replace("  - eager", "  - a-old\n  - eager")
    other = "x-old" if "x-old" in before else "a-old"
    lock = lock.replace("  - a-old\n", "") if other == "x-old" else lock
    lock = lock.replace("categories:", "  - x-old\ncategories:") if other == "x-old" else lock
    text = question("What is a tensor?", more=f"{before}\n")
    project.write({"questions/ids.lock": lock, "questions/tensors/tensor.md": text})
    _sound(project)
    assert project.invoke("rename", "tensor", "array").exit_code == 0
    _sound(project)
    expected = question("What is a tensor?", more=f"{after}\n")
    assert project.read("questions/tensors/array.md") == expected


def test_ids_that_yaml_would_take_for_something_else(project: Project) -> None:
    _full(project)
    assert project.invoke("rename", "tensor", "no").exit_code == 0
    assert project.invoke("rename", "no", "2026-01-02").exit_code == 0
    assert project.invoke("rename", "2026-01-02", "null").exit_code == 0
    _sound(project)
    assert "- &tensor 'null'   # why tensor" in project.read("questions/tracks.yml")
    assert "  - 'no'\n" in project.read("questions/tensors/null.md")


def test_rename_of_a_draft_that_was_never_published(project: Project) -> None:
    draft = question("What comes later?", more="status: draft\nrelated: [tensor]\n")
    link = question("What is next?", more="status: draft\n", answer="[it](q:later).\n")
    project.write({"questions/graphs/later.md": draft, "questions/graphs/next.md": link})
    lock = project.read("questions/ids.lock")
    assert project.invoke("rename", "later", "sooner").exit_code == 0
    assert project.read("questions/graphs/sooner.md") == draft
    assert "[it](q:sooner)." in project.read("questions/graphs/next.md")
    assert project.read("questions/ids.lock") == lock


def test_rename_of_a_question_that_is_not_locked_yet(project: Project) -> None:
    project.write({"questions/graphs/fresh.md": question("What is fresh?")})
    assert project.invoke("rename", "fresh", "new-one").exit_code == 0
    assert project.read("questions/graphs/new-one.md") == question("What is fresh?")
    assert project.invoke("publish").stdout == "Added 1 id to ids.lock.\n"
    _sound(project)


def test_carriage_returns_of_lists_stay(project: Project) -> None:
    _full(project)
    project.write({"questions/tracks.yml": TRACKS.replace("\n", "\r\n")})
    assert project.invoke("rename", "tensor", "array").exit_code == 0
    expected = TRACKS.replace("'tensor'", "'array'").replace("&tensor tensor", "&tensor array")
    assert project.read("questions/tracks.yml") == expected.replace("\n", "\r\n")


def test_words_of_other_scripts_before_a_mention(project: Project) -> None:
    more = "also_asked: [Was heißt ‚Größe‘ 🙂?]\nrelated: [tensor] # 🙂\n"
    project.write({"questions/graphs/eager-mode.md": question("Wann läuft es 🙂?", more=more)})
    assert project.invoke("rename", "tensor", "array").exit_code == 0
    expected = question("Wann läuft es 🙂?", more=more.replace("tensor", "array"))
    assert project.read("questions/graphs/eager-mode.md") == expected


def test_move_takes_translations_along(project: Project) -> None:
    _full(project)
    before = project.tree("questions")
    result = project.invoke("move", "tensor", "graphs")
    assert (result.exit_code, result.stdout) == (0, "Moved tensor to graphs.\n")
    _sound(project)
    for name in ("tensor.md", "tensor.ja.md"):
        before[f"graphs/{name}"] = before.pop(f"tensors/{name}")
    assert project.tree("questions") == before


def test_last_question_of_a_category_stays(project: Project) -> None:
    before = project.tree("questions")
    result = project.invoke("move", "eager-mode", "tensors")
    assert (result.exit_code, result.stderr) == (
        1,
        "questions/categories.yml:5: category-empty must have a question that is no draft:"
        " 'graphs'\n1 problem.\n",
    )
    assert project.tree("questions") == before


def test_new_writes_a_draft(project: Project) -> None:
    wording = "What: is\n a 'quoted' #thing, and {why}?"
    result = project.invoke("new", "graphs", "a-thing", wording)
    assert (result.exit_code, result.stdout) == (0, "Wrote questions/graphs/a-thing.md\n")
    assert project.read("questions/graphs/a-thing.md") == (
        "---\nquestion: 'What: is a ''quoted'' #thing, and {why}?'\nkind: concept\nlevel: basic\n"
        f"framework: general\nstatus: draft\nadded: {date.today()}\n---\n\n<!-- more -->\n"
    )
    assert project.invoke("check").exit_code == 0


def test_new_opens_a_category(project: Project) -> None:
    listed = f"{CATEGORIES}    - {{id: next, title: Next, scope: Later}}\n"
    project.write({"questions/categories.yml": listed})
    assert project.invoke("new", "next", "a-thing", "What is it?").exit_code == 0


def test_new_adds_no_problem(project: Project) -> None:
    before = project.tree("questions")
    result = project.invoke("new", "graphs", "seven", "What is\u200b seven?")
    assert result.exit_code == 1
    place, found = "questions/graphs/seven.md:2:", "What isU+200B seven?"
    assert result.stderr == (
        f"{place} invisible-character must not stand here: 'U+200B'\n"
        f"{place} value-mistyped must be text without characters that cannot be seen: '{found}'\n"
        "2 problems.\n"
    )
    assert project.tree("questions") == before


def test_publish_adds_to_the_lock_in_its_layout(project: Project) -> None:
    lock = (
        "# Head.\nquestions:\n- eager-mode  # e\n- gone\n- 'tensor'\n- tensor-rank # last\n"
        "retired: {gone: For a reason}\ncategories: [graphs]\n"
    )
    files = {f"questions/graphs/{id_}.md": question(f"What is {id_}?") for id_ in ("a", "zz", "m")}
    project.write({**files, "questions/ids.lock": lock, "questions/tracks.yml": TRACKS})
    result = project.invoke("publish")
    assert (result.exit_code, result.stdout) == (0, "Added 6 ids to ids.lock.\n")
    assert project.read("questions/ids.lock") == (
        "# Head.\nquestions:\n- a\n- eager-mode  # e\n- gone\n- m\n- 'tensor'\n"
        "- tensor-rank # last\n- zz\nretired: {gone: For a reason}\n"
        "categories: [graphs, tensors]\ntracks:\n  - first\n  - second\n"
    )
    _sound(project)
    assert project.invoke("publish").stdout == "Added 0 ids to ids.lock.\n"


def test_first_publish_writes_the_lock(project: Project) -> None:
    (project.questions / "ids.lock").unlink()
    assert project.invoke("publish").stdout == "Added 5 ids to ids.lock.\n"
    head, _, listed = project.read("questions/ids.lock").partition("questions:\n")
    assert head.startswith("# Every id that was ever published.")
    assert listed == (
        "  - eager-mode\n  - tensor\n  - tensor-rank\ncategories:\n  - graphs\n  - tensors\n"
    )
    _sound(project)


def test_publish_refuses_what_is_not_finished(project: Project) -> None:
    listed = f"{CATEGORIES}    - {{id: next, title: Next, scope: Later}}\n"
    project.write({"questions/categories.yml": listed})
    before = project.tree("questions")
    result = project.invoke("publish")
    assert result.exit_code == 1
    assert "questions/categories.yml:6: category-empty " in result.stderr
    assert project.tree("questions") == before


VERBS = [
    ("new", "graphs", "a-thing", "What is it?"),
    ("rename", "tensor", "array"),
    ("move", "tensor", "graphs"),
    ("publish",),
]


@pytest.mark.parametrize("arguments", VERBS, ids=lambda arguments: arguments[0])
def test_broken_source_is_not_edited(project: Project, arguments: tuple[str, ...]) -> None:
    crlf = question("What is a tensor?").replace("\n", "\r\n")
    broken = {
        "questions/tensors/tensor.md": crlf,
        "questions/graphs/broken.md": "---\n[\n",
        "questions/graphs/orphan.ja.md": "---\nquestion: a\ntranslates: b\n---\n",
        "questions/tracks.yml": "- [",
    }
    for name, text in broken.items():
        kept = (project.root / name).read_bytes() if (project.root / name).exists() else None
        project.write({name: text})
        before = project.tree("questions")
        result = project.invoke(*arguments)
        assert (result.exit_code, result.stdout) == (1, "")
        assert f"{name}:" in result.stderr
        assert project.tree("questions") == before
        (project.root / name).unlink()
        if kept is not None:
            project.write({name: kept})


@pytest.mark.parametrize("arguments", VERBS, ids=lambda arguments: arguments[0])
def test_nothing_changes_when_something_fails(
    project: Project, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...]
) -> None:
    _full(project)
    project.write({"questions/graphs/fresh.md": question("What is fresh?")})
    before = project.tree("questions")
    original = Path.replace
    done: list[Path] = []

    def failing(path: Path, target: Path) -> Path:
        # The last of the files to be put in place fails, once.
        if len(list(project.questions.rglob(".*"))) == 1 and not done:
            done.append(path)
            raise OSError(errno.EIO, "Input/output error", str(target))
        return original(path, target)

    monkeypatch.setattr(Path, "replace", failing)
    result = project.invoke(*arguments)
    monkeypatch.undo()
    assert result.exit_code == 1
    assert result.stderr.endswith("must be writable: 'Input/output error'\n1 problem.\n")
    assert project.tree("questions") == before


WRONG = [
    (
        ("new", "graph", "a", "A?"),
        "categories.yml has no category 'graph' (did you mean 'graphs'?)",
    ),
    (("new", "graphs", "7", "A?"), "an id is lower-case words with hyphens, not '7'"),
    (("new", "graphs", "index", "A?"), "an id is lower-case words with hyphens, not 'index'"),
    (("new", "graphs", "A_b", "A?"), "an id is lower-case words with hyphens, not 'A_b'"),
    (("new", "graphs", "tensor", "A?"), "the id 'tensor' is taken; ids are never used twice"),
    (("new", "graphs", "a", " \n"), "the question must not be empty"),
    (("rename", "tensr", "a"), "there is no question 'tensr' (did you mean 'tensor'?)"),
    (("rename", "zzz", "a"), "there is no question 'zzz'"),
    (("rename", "tensor", "tensor"), "the id 'tensor' is taken; ids are never used twice"),
    (("rename", "tensor", "../a"), "an id is lower-case words with hyphens, not '../a'"),
    (("move", "tensors", "graphs"), "there is no question 'tensors' (did you mean 'tensor'?)"),
    (
        ("move", "tensor", "grphs"),
        "categories.yml has no category 'grphs' (did you mean 'graphs'?)",
    ),
    (("move", "tensor", "tensors"), "'tensor' is in tensors already"),
]


@pytest.mark.parametrize(("arguments", "expected"), WRONG)
def test_wrong_arguments(project: Project, arguments: tuple[str, ...], expected: str) -> None:
    before = project.tree("questions")
    result = project.invoke(*arguments)
    assert (result.exit_code, result.stdout, result.stderr) == (2, "", f"Error: {expected}\n")
    assert project.tree("questions") == before
