"""Rendering: small sources, and what they become, whole.

After a wanted change, see what it does to the cases and write them anew, in a case's folder:
`handbook build --docs expected`, without the manifest and the deck that this writes too.
"""

import html
import json
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import pytest
from conftest import ROOT, Project, question
from jinja2 import Environment, StrictUndefined

from handbook.anki import DECK
from handbook.build import build
from handbook.parse import parse
from handbook.read import read_source
from handbook.render import render
from handbook.render.view import View
from handbook.settings import Settings, read_settings
from handbook.write import MANIFEST

CASES = Path(__file__).parent / "cases" / "render"


@pytest.mark.parametrize("case", sorted(path.name for path in CASES.iterdir()))
def test_case(case: str, tmp_path: Path) -> None:
    settings, problems = read_settings(CASES / case / "mkdocs.yml")
    report = build(CASES / case / "questions", tmp_path / "docs", settings)
    assert problems + [p for p in report.problems if not p.listed] == []
    expected = Project(CASES / case).tree("expected")
    found = Project(tmp_path).tree("docs")
    found.pop(MANIFEST)
    found.pop(DECK)  # its bytes depend on SQLite; test_anki.py reads what it holds
    assert sorted(found) == sorted(expected)
    for name, content in expected.items():
        assert found[name].decode() == content.decode(), name


def test_links_across_pages_of_a_category(project: Project) -> None:
    ids = [f"q{number:02}" for number in range(81)]
    links = {"q00": "q45", "q45": "q44", "q46": "q00", "q80": "tensor"}
    for id_ in ids:
        answer = f"[link](q:{links[id_]}).\n\n<!-- more -->\n\nLong.\n" if id_ in links else ""
        text = question(f"What is {id_}?", answer=answer)
        project.write({f"questions/graphs/{id_}.md": text})
    (project.questions / "graphs/eager-mode.md").unlink()
    files = render(View(parse(read_source(project.questions)).handbook, Settings()))
    pages = [files[f"questions/graphs/{name}.md"] for name in ("index", "2", "3")]
    assert [page.count(".hb-question") for page in pages] == [40, 40, 1]
    assert "[link](2.md#q45)." in pages[0]
    assert "[link](2.md#q44)." in pages[1]
    assert "[link](index.md#q00)." in pages[1]
    assert "[link](../tensors/index.md#tensor)." in pages[2]
    assert '<a href="../../questions/graphs/2/#q45">' in files["q/q45/index.html"]
    assert 'content="0; url=../../questions/graphs/3/#q80"' in files["q/q80/index.html"]
    here = '<li><a aria-current="page" href="./">{}</a></li>'
    assert [here.format(n) in page for n, page in enumerate(pages, 1)] == [True, True, True]
    assert '<li><a href="../2/">2</a></li>' in pages[2]
    assert '<li><a href="../">1</a></li>' in pages[2]
    assert ['title: "Graphs, page 2"' in page for page in pages] == [False, True, False]
    assert "<li>81 questions</li>" in pages[2]


class _Page(HTMLParser):
    """Collects what a reader sees of a page, and what else it says of itself."""

    def __init__(self, page: Path) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page.read_text(encoding="utf-8"))
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.texts.append(data)

    @property
    def text(self) -> str:
        return " ".join("".join(self.texts).split())

    def links(self) -> list[str | None]:
        return [attributes.get("href") for tag, attributes in self.tags if tag == "a"]


GROUP = "*Group* <b>, [x](y), {{ x }}, ~~~"
TITLE = '__init__ & "<i>" [TOC]'
SCOPE = "/// html | b, a < b, and C:\\new"
SHOWN = [
    TITLE,
    SCOPE,
    'What do *args, __init__, <b>, {{ x }}, [x](y), /// and "a < b" mean?',
    "1. What is | ~~~ | {: .c }?",
    "<script>alert(1)</script> runs. - It does *not*; <script> is text & no more.",
    '[A](b) <c> *d* "e"',
    'Braces {{ x }}, "quotes", and {{ y }} stay.',
    'Text with {{ x }}, a_b_c, and "quotes".',
]


def test_special_characters_on_the_built_page(site_project: Callable[[str], Project]) -> None:
    made = site_project("special")
    for path in sorted(made.questions.rglob("*.*")):
        path.unlink()
    case = Project(CASES / "bare").tree("questions")
    made.write({f"questions/{name}": content for name, content in case.items()})
    result = made.run("site")
    assert result.returncode == 0, result.stderr
    page = _Page(made.root / "site/questions/special/index.html")
    assert [text for text in SHOWN if text not in page.text] == []
    assert page.text.startswith(f"{TITLE} - ")
    assert ("meta", {"property": "og:title", "content": TITLE}) in page.tags
    assert GROUP in page.text  # in the navigation
    assert "https://example.org/__a__/*b*/{{c}}?d=e&amp=f#'g'" in page.links()
    assert ("meta", {"name": "description", "content": f"{TITLE}: {SCOPE}"}) in page.tags
    assert not any("alert(1)" in str(attributes) for _, attributes in page.tags)
    for name in ("questions/index.html", "index.html"):
        listed = _Page(made.root / "site" / name)
        assert [text for text in (GROUP, TITLE, SCOPE) if text not in listed.text] == []
    link = _Page(made.root / "site/q/literal/index.html")
    assert SHOWN[2] in link.text
    assert SHOWN[6] in link.text
    title = {"property": "og:title", "content": SHOWN[2]}
    summary = {"name": "description", "content": SHOWN[6]}
    assert [pair for pair in (title, summary) if ("meta", pair) not in link.tags] == []
    assert not [tag for tag, _ in link.tags if tag == "b"]
    sources = [attributes.get("src") for tag, attributes in link.tags if tag == "script"]
    assert sources == ["../../assets/javascripts/moved.js"]


def test_overview_is_for_programs_too(project: Project) -> None:
    files = render(View(parse(read_source(project.questions)).handbook, Settings()))
    overview = json.loads(files["data/overview.json"])
    assert (overview["questions"], overview["misconceptions"]) == (3, 0)
    assert [c["questions"] for c in overview["groups"][0]["categories"]] == [2, 1]
    assert overview["tracks"] == []


@pytest.mark.parametrize("run", [0, 7])
def test_the_home_page_says_what_holds_for_its_site(project: Project, run: int) -> None:
    handbook = parse(read_source(project.questions)).handbook
    files = render(View(handbook, Settings(name="Our <Pots>")))
    overview = json.loads(files["data/overview.json"])
    overview["samples"]["run"] = run
    signs = Environment(
        block_start_string="[%",
        block_end_string="%]",
        variable_start_string="[[",
        variable_end_string="]]",
        undefined=StrictUndefined,
    )
    page = (ROOT / "docs/index.md").read_text(encoding="utf-8").partition("\n---\n")[2]
    home = signs.from_string(page)
    shown = html.unescape(home.render(overview=lambda: overview, address=str))
    assert ("Every sample has been run" in shown) == bool(run)
    assert ("TensorFlow and PyTorch" in shown) == bool(run)
    assert ("samples run</a>" in shown) == bool(run)
    assert ("<h1>Our <Pots></h1>" in shown) != bool(run)


def test_everything_generated_is_ignored_by_git() -> None:
    files = render(View(parse(read_source(CASES / "everything/questions")).handbook, Settings()))
    ignored = (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()
    tops = {f"/docs/{name.split('/')[0]}{'/' if '/' in name else ''}" for name in files}
    assert sorted(tops - set(ignored)) == []
