"""The page of licenses: whoever's work the site ships is named there, with the right notice."""

import html
import json
import re
from collections.abc import Iterator
from importlib.metadata import distribution
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from browser.project import make_project
from conftest import ROOT

from handbook.shipped import read_shipped
from handbook.theme import read_theme

MATERIAL = distribution("mkdocs-material")
THEME = Path(str(MATERIAL.locate_file("material/templates")))
DIAGRAM = re.compile('<figure class="hb-figure.*?</figure>', re.DOTALL)
DRAWING = re.compile(r"""\bd=["']([^"']{8,})["']""")
# The icon that handbook.css draws.
OURS = {"m15.5 15.5 5 5"}
PACKAGE = re.compile(r"node_modules/((?:@[^/]+/)?[^/]+)")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site, whose pages hold one of everything."""
    return make_project(tmp_path_factory.mktemp("licenses")).build()


@pytest.fixture(scope="module")
def page(site: Path) -> str:
    """The page of licenses, its text as a reader sees it."""
    text = (site / "licenses/index.html").read_text(encoding="utf-8")
    return html.unescape(re.sub("<[^>]+>", "", text[text.index("<article") :]))


def test_whole_notices_are_on_the_page(page: str) -> None:
    shipped, problems = read_shipped(ROOT)
    assert problems == []
    assert shipped.theme
    packages = [*shipped.packages, shipped.theme.package, *shipped.theme.icons]
    ships = json.loads((ROOT / "package.json").read_text())["ships"]
    assert len(packages) == len(ships) + 4
    for package in packages:
        assert len(package.notice) > 500, package.name
        assert package.notice.strip() in page, package.name
        assert f"{package.name} {package.version}".strip() in page
        assert package.license in page


def test_the_version_is_that_of_the_installed_theme(page: str) -> None:
    assert f"Material for MkDocs {MATERIAL.version} MIT" in page
    assert "Copyright (c) 2016-2025 Martin Donath" in page


def test_our_own_licenses_are_on_the_page(page: str) -> None:
    assert "Text: the questions" in page
    assert "Code: the samples" in page


def parts() -> set[str]:
    return {name for part in read_theme().parts for name in part.name.split(", ")}


def test_all_that_the_theme_is_made_of_is_named(site: Path, page: str) -> None:
    maps = sorted((site / "assets").rglob("*.map"))
    sources = {source for each in maps for source in json.loads(each.read_text())["sources"]}
    packages = {match[1] for source in sources if (match := PACKAGE.search(source))}
    assert {"rxjs", "lunr"} <= packages
    assert packages - parts() == set()
    assert [name for name in parts() if name not in page] == []


def test_libraries_without_a_source_map_are_named(site: Path) -> None:
    scripts = site / "assets/javascripts"
    mapped = {path.name.removesuffix(".map") for path in scripts.rglob("*.map")}
    ours = {path.name for path in (ROOT / "docs/assets/javascripts").iterdir()}
    # Of packages that the page names; a checkout where nothing was built yet does not hold these.
    ours |= {Path(target).name for target in read_shipped(ROOT)[0].files}
    others = {p for p in scripts.rglob("*.js") if p.name not in mapped | ours}
    # Our scripts that one page needs are one file, named by that page.
    others = {p for p in others if f"{p.name.partition('.')[0]}.js" not in ours}
    named = {"tinyseg.js": "TinySegmenter", "wordcut.js": "wordcut"}
    unknown = {p.name for p in others if p.parent.name != "min" and p.name not in named}
    assert unknown == set()
    assert {*named.values(), "lunr-languages"} <= parts()


def drawings(site: Path) -> Iterator[str]:
    for path in site.rglob("*"):
        if path.suffix in (".html", ".css"):
            text = DIAGRAM.sub("", path.read_text(encoding="utf-8"))
            yield from DRAWING.findall(unquote(text))


def test_every_icon_is_of_a_set_that_is_named(site: Path) -> None:
    sets: dict[str, str] = {}
    for path in (THEME / ".icons").rglob("*.svg"):
        for drawing in DRAWING.findall(path.read_text(encoding="utf-8")):
            sets.setdefault(drawing, path.relative_to(THEME / ".icons").parts[0])
    found = {sets.get(drawing, drawing) for drawing in drawings(site)} - OURS
    assert found == {"material", "octicons", "fontawesome"}


def test_search_does_not_know_the_page(site: Path) -> None:
    index: Any = json.loads((site / "search/search_index.json").read_text(encoding="utf-8"))
    assert index["docs"]
    assert [d["location"] for d in index["docs"] if d["location"].startswith("licenses")] == []
