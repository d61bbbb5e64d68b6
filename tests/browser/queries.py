"""The table of queries, and the site that it is asked on."""

import shutil
from collections.abc import Iterable
from pathlib import Path

import yaml
from playwright.sync_api import Page

from .project import ROOT, Project, make_project

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


def table() -> dict[str, str]:
    """Read what readers type, with the id that they want."""
    text = (ROOT / "tests" / "queries.yml").read_text(encoding="utf-8")
    read: dict[str, str] = yaml.safe_load(text)
    return read


def real_project(folder: Path) -> Project:
    """Make a project with the questions of the handbook itself."""
    project = make_project(folder)
    shutil.rmtree(folder / "questions")
    for name in ("questions", "requirements"):
        shutil.copytree(ROOT / name, folder / name)
    return project


def ask(page: Page, queries: Iterable[str]) -> dict[str, list[str]]:
    """Ask the search of a page that is loaded, and give the ids that each query lists."""
    page.wait_for_function("window.searchIsReady")
    return {query: page.evaluate(ASK, query) for query in queries}
