"""A site that comes from raw notes alone, and notes that try to break out of its pages."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Dialog, expect

from .conftest import TIMEOUT
from .project import ROOT, make_project
from .reader import Reader
from .server import serving
from .test_search import result, search

CASES = ROOT / "tests/cases/import"
PAYLOADS = (CASES / "payloads.txt").read_text(encoding="utf-8").splitlines()
TALK = """\
Q: What does a tensor's shape tell?
A: The length of each axis. Marmalade is a word that no other answer has.

```python
import tensorflow as tf

print(tf.zeros([2, 3]).shape)
```

Q: Why is `tf.function` faster than eager code?
A: It runs a graph.

Q: What is left to ask?
A:
"""
# What the site's own templates and the theme never put into an article.
FOREIGN = """() => {
  const article = document.querySelector("article") || document.body;
  const found = [];
  for (const element of article.querySelectorAll("*")) {
    const name = element.localName;
    const harmful = "script style iframe object embed base meta link marquee".split(" ");
    if (harmful.includes(name)) found.push(name);
    for (const { name: key, value } of element.attributes) {
      if (key.startsWith("on")) found.push(`${name} ${key}`);
      const address = ["href", "src", "action", "formaction", "xlink:href"].includes(key);
      if (address && !/^(https?:|[./#?]|[a-z0-9-]+\\/|\\.\\.|$)/i.test(value)) found.push(value);
      if (key === "src" && new URL(value, location).host !== location.host) found.push(value);
    }
  }
  return found;
}"""


def built(folder: Path, notes: dict[str, str], address: str) -> Path:
    """Import notes into a project without questions, and build its site."""
    project = make_project(folder)
    shutil.rmtree(project.folder / "questions")
    for name, text in notes.items():
        (project.folder / name).write_text(text, encoding="utf-8")
    done = project.run("import", *notes, "--to", "questions", "--report", "report.json")
    assert done.returncode == 0, done.stdout + done.stderr
    for command in (["build"], ["check"]):
        done = project.run(*command)
        assert done.returncode == 0, done.stdout + done.stderr
    return project.build(address)


@pytest.fixture(scope="module")
def team(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a site that was made of a saved chat."""
    folder = tmp_path_factory.mktemp("team")
    with serving(folder / "project/site") as address:
        (folder / "project").mkdir()
        built(folder / "project", {"chat.md": TALK}, address)
        yield address


@pytest.fixture
def visitor(browser: Browser, team: str) -> Iterator[Reader]:
    """Somebody who reads that site."""
    context = browser.new_context(
        viewport={"width": 1440, "height": 800}, reduced_motion="reduce", service_workers="block"
    )
    context.set_default_timeout(TIMEOUT)
    found = Reader(team, context.new_page())
    yield found
    context.close()
    assert found.unexpected() == []


def test_a_colleague_arrives_at_an_imported_question(visitor: Reader) -> None:
    visitor.go("q/tensors-shape/")
    visitor.has_arrived("questions/tensors/#tensors-shape")
    answer = visitor.answer("tensors-shape")
    expect(answer.locator(".hb-short")).to_contain_text("The length of each axis.")
    expect(answer.locator("code").first).to_contain_text("tf.zeros([2, 3])")


def test_imported_questions_are_marked_and_closed(visitor: Reader) -> None:
    visitor.go("questions/tensors/")
    badges = visitor.page.locator(".hb-meta").first
    expect(badges).to_contain_text("not yet reviewed")
    expect(badges).to_contain_text("not run")
    expect(visitor.answer("tensors-shape")).not_to_have_attribute("open", "")
    expect(visitor.page.locator("article")).not_to_contain_text("What is left to ask?")


def test_search_finds_what_was_imported(visitor: Reader) -> None:
    visitor.go("")
    search(visitor, "marmalade")
    result(visitor, "tensors-shape").click()
    visitor.has_arrived("questions/tensors/#tensors-shape")


def test_the_categories_lead_to_what_was_imported(visitor: Reader) -> None:
    visitor.go("questions/")
    visitor.link("Tensors, types and linear algebra").click()
    visitor.is_at("questions/tensors/")


def notes_with(payloads: list[str]) -> dict[str, str]:
    """Give notes of three formats that hold each payload as a question and as an answer."""
    chat, headings, table = [], [], ["question,answer"]
    for number, payload in enumerate(payloads):
        chat.append(f"Q: Payload {number} {payload}?\nA: Said {payload}\n\n{payload}\n")
        headings.append(f"## {number + 1}. How does heading {number} {payload} act?\n\n{payload}\n")
        cell = payload.replace('"', '""')
        table.append(f'"Cell {number} {cell}?","{cell}"')
    return {
        "chat.md": "\n".join(chat),
        "headings.md": "\n".join(headings),
        "table.csv": "\n".join(table) + "\n",
    }


def test_no_payload_reaches_a_page_as_markup(browser: Browser, tmp_path: Path) -> None:
    dialogs: list[Dialog] = []
    with serving(tmp_path / "project/site") as address:
        (tmp_path / "project").mkdir()
        site = built(tmp_path / "project", notes_with(PAYLOADS), address)
        page = browser.new_page(service_workers="block")
        page.on("dialog", lambda dialog: dialogs.append(dialog))
        reader = Reader(address, page)
        found = {}
        for file in sorted(site.rglob("index.html")):
            path = file.parent.relative_to(site).as_posix()
            if path.startswith("q/"):
                continue
            reader.go("" if path == "." else f"{path}/")
            found[path] = page.evaluate(FOREIGN)
        assert {path: foreign for path, foreign in found.items() if foreign} == {}
        assert (dialogs, reader.complaints) == ([], [])
    ids = json.loads((site / "data/ids.json").read_text(encoding="utf-8"))
    assert len(ids["questions"]) > 2 * len(PAYLOADS)
