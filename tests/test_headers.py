"""What web servers are told to send: the policy, and how long to cache."""

import base64
import hashlib
import re
from pathlib import Path

import pytest
from browser.project import Project, make_project

from handbook.headers import HEADERS, NAMED_BY_CONTENT, NGINX, files, policy
from handbook.hosting import fingerprinted

ONE = "<script>one()</script>"
CONTENT = "assets/stylesheets/main.57a0d79d.min.css"
FOREVER = "Cache-Control: public, max-age=31536000, immutable"


def source(script: str) -> str:
    digest = hashlib.sha256(script.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


def scripts(*pages: str) -> list[str]:
    [allowed] = re.findall(r"script-src ([^;]+);", policy(pages))
    return str(allowed).split()


def test_the_policy_without_pages() -> None:
    assert policy([]) == (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
        "font-src 'self'; connect-src 'self'; worker-src 'self'; manifest-src 'self'; "
        "base-uri 'self'; form-action 'none'; frame-ancestors 'none'"
    )


@pytest.mark.parametrize(
    ("page", "script"),
    [
        (ONE, "one()"),
        ("<SCRIPT type=MODULE>\n a < b && c;\n</SCRIPT>", "\n a < b && c;\n"),
        ("<script async>'&amp; <p>x</p>'</script>", "'&amp; <p>x</p>'"),
        ("<script>é</script>", "é"),
        ("<script></script>", ""),
        ("<script>one()</script>\n<p>text</p>", "one()"),
    ],
)
def test_a_script_within_a_page_is_allowed(page: str, script: str) -> None:
    assert scripts(page) == ["'self'", source(script)]


@pytest.mark.parametrize(
    "page",
    [
        '<script src="a.js"></script>',
        '<script id="__config" type="application/json">{"a": 1}</script>',
        "<!-- <script>no()</script> -->",
        '<p title="<script>no()</script>">no()</p>',
        "<p>&lt;script&gt;no()&lt;/script&gt;</p>",
    ],
)
def test_nothing_else_is_allowed(page: str) -> None:
    assert scripts(page) == ["'self'"]


def test_scripts_are_sorted_and_named_once() -> None:
    three = [f"<script>{name}()</script>" for name in ("one", "two", "three")]
    expected = ["'self'", *sorted(map(source, ("one()", "two()", "three()")))]
    assert scripts(*three, ONE) == expected
    assert scripts(ONE + three[2], *reversed(three)) == expected


@pytest.mark.parametrize(
    ("address", "pattern"),
    [
        ("", "/*"),
        ("https://example.org", "/*"),
        ("https://example.org/handbook/", "/handbook/*"),
        ("https://example.org/a%20b/c", "/a%20b/c/*"),
    ],
)
def test_paths(address: str, pattern: str) -> None:
    told = files([ONE], [CONTENT], address)[HEADERS].splitlines()
    own = pattern[:-1]
    paths = [line for line in told if line.startswith("/")]
    assert paths == [pattern, f"{own}service-worker.js", own + CONTENT]
    worker = told.index(f"{own}service-worker.js")
    assert told[worker + 1] == "  Cache-Control: no-cache"
    assert f"  Content-Security-Policy: {policy([ONE])}" in told
    assert ("# It belongs into the top folder" in "\n".join(told)) == (pattern != "/*")


def test_every_different_script_is_allowed() -> None:
    pages = [
        "<p>Text.</p>",
        "<script>'</p>' + 1</script>",
        "<script>'</p>' + 2</script>",
        "<SCRIPT>3</SCRIPT>",
        "<script>'</p>' + 1</script><script>4</script>",
        "<script type=module>5</script>",
        '<script type="application/json">5</script>',
    ]
    assert len(scripts(*pages)) == 1 + 5
    assert len(scripts(*reversed(pages))) == 1 + 5


def test_files_are_told_in_order() -> None:
    names = [CONTENT.replace("main", name) for name in ("b", "c", "a")]
    assert files([], names, "") == files([], sorted(names), "")


def test_no_line_is_longer_than_hosts_read() -> None:
    pages = [f"<script>{number}</script>" for number in range(20)]
    lines = "".join(files(pages, [], "").values()).splitlines()
    assert max(map(len, lines)) < 2000


@pytest.mark.parametrize(
    ("name", "named"),
    [
        (CONTENT, True),
        ("assets/javascripts/workers/search.a7633da7.min.js", True),
        ("assets/fonts/inter-5.3.0.woff2", True),
        ("assets/fonts/inter.woff2", False),
        ("assets/javascripts/lunr/min/lunr.ja.min.js", False),
        ("assets/stylesheets/handbook.css", False),
        ("assets/stylesheets/main.57a0d79d.min.css.map", False),
        ("q/main.57a0d79d.min.css/index.html", False),
    ],
)
def test_what_is_named_by_its_content(name: str, named: bool) -> None:
    assert bool(re.fullmatch(NAMED_BY_CONTENT, name)) == named
    told = files([], [name], "https://example.org/handbook/")[HEADERS]
    assert (f"\n/handbook/{name}\n  {FOREVER}\n" in told) == named


def test_fingerprints(tmp_path: Path) -> None:
    style = tmp_path / "style.css"
    style.write_text("a", encoding="utf-8")
    assert fingerprinted(tmp_path, "style.css") == "style.css?ca978112"
    style.write_text("b", encoding="utf-8")
    assert fingerprinted(tmp_path, "style.css") == "style.css?3e23e816"
    assert fingerprinted(tmp_path, "gone.css") == "gone.css"
    assert fingerprinted(tmp_path, "https://example.org/a.css") == "https://example.org/a.css"


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A project with each way to name a script, built without an address."""
    made = make_project(tmp_path_factory.mktemp("project"))
    for name in ("deferred.js", "module.mjs"):
        made.path(f"docs/assets/javascripts/{name}").write_text('"use strict";\n', encoding="utf-8")
    first = "  - assets/javascripts/arrive.js\n"
    more = "  - {path: assets/javascripts/deferred.js, defer: true}\n"
    more += "  - assets/javascripts/module.mjs\n"
    made.replace("mkdocs.yml", first, first + more)
    made.build()
    return made


def test_every_asset_of_ours_has_a_fingerprint(project: Project) -> None:
    page = project.path("site/questions/tensors/index.html").read_text(encoding="utf-8")
    found = re.findall(r'(?:href|src)="\.\./\.\./(assets/[^"?]+\.(?:css|m?js))(\?[^"]*)?"', page)
    ours = {name: mark for name, mark in found if not re.fullmatch(NAMED_BY_CONTENT, name)}
    assert {"assets/stylesheets/handbook.css", "assets/javascripts/arrive.js"} < set(ours)
    assert {"assets/javascripts/deferred.js", "assets/javascripts/module.mjs"} < set(ours)
    site = project.path("site")
    # Of what is served: the service worker goes by that.
    assert {name: name + mark for name, mark in ours.items()} == {
        name: fingerprinted(site, name) for name in ours
    }
    assert len(found) - len(ours) == 3  # the theme's


def test_no_page_holds_what_the_policy_refuses(project: Project) -> None:
    site = project.path("site")
    refused = re.compile(r"""<[^>]*\s(?:style|on[a-z]+)=|<style|href=["']?javascript:""")
    pages = {path: path.read_text(encoding="utf-8") for path in site.rglob("*.html")}
    assert len(pages) > 50
    assert {path: found[0] for path, text in pages.items() if (found := refused.search(text))} == {}


def test_the_build_tells_the_same_each_time(project: Project) -> None:
    before = {name: project.path(f"site/{name}").read_bytes() for name in (HEADERS, NGINX)}
    project.build()
    assert {name: project.path(f"site/{name}").read_bytes() for name in before} == before
    assert str(project.folder).encode() not in b"".join(before.values())


def test_the_scripts_of_every_page_are_allowed(project: Project) -> None:
    told = project.path(f"site/{HEADERS}").read_text(encoding="utf-8")
    pages = sorted(project.path("site").rglob("*.html"))
    hashes = {each for page in pages for each in scripts(page.read_text(encoding="utf-8"))}
    assert len(hashes) > 5
    assert [each for each in hashes if each not in told] == []
