"""The list of what browsers keep of the site, and when there is one."""

import hashlib
import json
import re
from pathlib import Path

import pytest
from browser.preview import handbook_serve, running
from browser.project import Project, make_project

from handbook.headers import WORKER
from handbook.worker import write_removal, write_worker

ASKING = "assets/javascripts/offline.js"
IDS = {"questions": {"a": "questions/x/#a"}, "former": {"b": "a"}, "retired": {"c": "Why."}}
KEPT = [
    "404.html",
    "assets/javascripts/main.js",
    "data/ids.json",
    "data/practice.json",
    "index.html",
    "q/c/index.html",
    "q/index.html",
    "questions/x/index.html",
    "search/search_index.json",
]
NOT_KEPT = [
    "_headers",
    ".nojekyll",
    "nginx.conf",
    "sitemap.xml",
    "handbook.apkg",
    "llms.txt",
    "q/a/index.html",
    "q/a/index.txt",
    "q/b/index.html",
    "data/questions.json",
    "data/schema.json",
    "assets/images/card.png",
    "assets/javascripts/main.js.map",
    "assets/javascripts/lunr/min/lunr.ja.min.js",
    "assets/javascripts/iframe-worker-1.0.4.js",
]


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A built site with a file of each kind."""
    for name in (*KEPT, *NOT_KEPT):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(IDS) if name == "data/ids.json" else name, encoding="utf-8")
    return tmp_path


def script(site: Path) -> str:
    return (site / WORKER).read_text(encoding="utf-8")


def listed(site: Path) -> dict[str, str]:
    [found] = re.findall(r"const FILES = (\{.*?\});", script(site), re.DOTALL)
    return dict(json.loads(found))


def fetched_first(site: Path) -> list[str]:
    [found] = re.findall(r"const FIRST = (\[.*?\]);", script(site), re.DOTALL)
    return list(json.loads(found))


def version(site: Path) -> str:
    [found] = re.findall(r'const VERSION = "([0-9a-f]{64})"', script(site))
    return str(found)


def test_what_pages_ask_for_is_kept_with_its_hash(site: Path) -> None:
    write_worker(site)
    found = listed(site)
    assert list(found) == KEPT
    digest = hashlib.sha256(b"questions/x/index.html").hexdigest()
    assert found["questions/x/index.html"] == digest
    assert "const WHOLE = true;" in script(site)
    assert "const FIRST = Object.keys(FILES);" in script(site)


def test_without_a_list_of_ids_every_page_is_kept(site: Path) -> None:
    (site / "data/ids.json").unlink()
    write_worker(site)
    assert {"q/a/index.html", "q/b/index.html"} < set(listed(site))


def test_the_same_site_gives_the_same_worker(site: Path) -> None:
    write_worker(site)
    before = script(site)
    write_worker(site)
    assert script(site) == before
    (site / "nginx.conf").write_text("other")
    write_worker(site)
    assert script(site) == before


def test_another_site_has_another_name(site: Path) -> None:
    write_worker(site)
    before = version(site)
    (site / "index.html").write_text("other")
    write_worker(site)
    assert version(site) != before


@pytest.mark.parametrize(("more", "whole"), [(0, True), (-1, False)])
def test_of_a_large_site_only_the_shell_is_fetched_at_once(
    site: Path, more: int, whole: bool
) -> None:
    size = sum((site / name).stat().st_size for name in KEPT)
    write_worker(site, limit=size + more)
    assert list(listed(site)) == KEPT
    assert (f"const WHOLE = {json.dumps(whole)};") in script(site)
    if not whole:
        shell = ["404.html", "assets/javascripts/main.js", "data/ids.json", "index.html"]
        assert fetched_first(site) == shell


def test_the_removal_keeps_nothing(site: Path) -> None:
    write_worker(site)
    write_removal(site)
    assert "unregister()" in script(site)
    assert "FILES" not in script(site)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    return make_project(tmp_path_factory.mktemp("project"))


def test_a_build_asks_browsers_to_keep_it(project: Project) -> None:
    site = project.build("https://example.org/handbook/")
    found = listed(site)
    hashes = {name: hashlib.sha256((site / name).read_bytes()).hexdigest() for name in found}
    assert found == hashes
    assert {"search/search_index.json", "questions/execution/index.html"} < set(found)
    assert "q/lost-question/index.html" in found
    assert "q/eager-execution/index.html" not in found
    assert ASKING in (site / "index.html").read_text(encoding="utf-8")


def test_a_site_may_do_without(project: Project) -> None:
    project.replace("mkdocs.yml", "service_worker: true", "service_worker: false")
    site = project.build()
    project.replace("mkdocs.yml", "service_worker: false", "service_worker: true")
    assert "unregister()" in script(site)
    assert ASKING not in (site / "index.html").read_text(encoding="utf-8")


def test_nothing_is_kept_of_what_is_served_while_it_changes(project: Project) -> None:
    with running(project, *handbook_serve()) as server:
        assert ASKING not in server.fetch()[1]
        assert "unregister()" in server.fetch(WORKER)[1]
