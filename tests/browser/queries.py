"""The table of queries, and the sites that it is asked on."""

import json
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from playwright.sync_api import Page

from .project import ROOT, Project, make_project, question

LATER = """\
- title: Later
  categories:
    - id: later
      title: What comes later
      scope: Questions that are not there yet
"""
# The theme's messages from its worker have numbers; 3 is a result, and the first one is that of an
# empty field. What listens here is told of each before the page shows it.
LISTEN = """(() => {
  const Theirs = Worker;
  window.Worker = class extends Theirs {
    constructor(...args) {
      super(...args);
      this.addEventListener("message", ({ data }) => {
        if (data.type !== 3) return;
        setTimeout(() => window.searchAnswered(), 0);
      });
    }
  };
  window.searchAnswered = () => { window.searchIsReady = true; };
})()"""
ASK = """async (words) => {
  const field = document.querySelector(".md-search__input");
  const answered = new Promise((resolve) => { window.searchAnswered = resolve; });
  field.value = words;
  field.dispatchEvent(new KeyboardEvent("keyup", { key: "x" }));
  await answered;
  return [...document.querySelectorAll(".md-search-result__link")]
    .filter((link) => link.hash && !link.closest("details:not([open])"))
    .map((link) => link.hash.slice(1));
}"""


@dataclass(frozen=True)
class Table:
    """What readers type, with the id that they want; `stand_ins` are questions to come."""

    now: dict[str, str]
    later: dict[str, str]
    stand_ins: dict[str, str]


def table() -> Table:
    """Read the table."""
    text = (ROOT / "tests" / "queries.yml").read_text(encoding="utf-8")
    read: dict[str, Any] = yaml.safe_load(text)
    later = read["later"]
    queries = {query: id_ for id_, entry in later.items() for query in entry["queries"]}
    stand_ins = {id_: _stand_in(entry) for id_, entry in later.items()}
    return Table(read["now"], queries, stand_ins)


def _stand_in(entry: dict[str, Any]) -> str:
    lists = ("also_asked", "former_ids")
    more = "".join(f"{key}: {json.dumps(entry[key])}\n" for key in lists if key in entry)
    return question(json.dumps(entry["question"]), "A stand-in.", entry["answer"], more=more)


def real_project(folder: Path) -> Project:
    """Make a project with the questions of the handbook itself."""
    project = make_project(folder)
    shutil.rmtree(folder / "questions")
    for name in ("questions", "requirements"):
        shutil.copytree(ROOT / name, folder / name)
    return project


def project_to_come(folder: Path, found: Table) -> Project:
    """Make a project with the questions of the handbook and with the stand-ins."""
    project = real_project(folder)
    with (folder / "questions" / "categories.yml").open("a", encoding="utf-8") as categories:
        categories.write(LATER)
    (folder / "questions" / "later").mkdir()
    for id_, text in found.stand_ins.items():
        (folder / "questions" / "later" / f"{id_}.md").write_text(text, encoding="utf-8")
    done = project.run("publish")
    assert done.returncode == 0, done.stdout + done.stderr
    return project


def ask(page: Page, queries: Iterable[str]) -> dict[str, list[str]]:
    """Ask the search of a page that is loaded, and give the ids that each query lists."""
    page.wait_for_function("window.searchIsReady")
    return {query: page.evaluate(ASK, query) for query in queries}
