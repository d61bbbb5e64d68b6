"""The README's server block and the site's own nginx.conf, in a real nginx."""

import gzip
import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from browser.project import make_project
from conftest import ROOT
from nginx import (
    HOW_TO_GET_ONE,
    Answer,
    NoNginxError,
    fetch,
    find,
    free_port,
    running,
    server_block,
)

Ask = Callable[..., Answer]

FOREVER = "public, max-age=31536000, immutable"
ASKED_AGAIN = "no-cache"
STYLE = "assets/stylesheets/handbook.css"
PAGE = "questions/tensors/"
TYPES = {
    "": "text/html; charset=utf-8",
    PAGE: "text/html; charset=utf-8",
    STYLE: "text/css; charset=utf-8",
    "assets/javascripts/arrive.js": "text/javascript; charset=utf-8",
    "search/search_index.json": "application/json; charset=utf-8",
    "service-worker.js": "text/javascript; charset=utf-8",
    "assets/fonts/inter-5.3.0.woff2": "font/woff2",
    "assets/images/card.png": "image/png",
    "assets/images/mark.svg": "image/svg+xml; charset=utf-8",
    "sitemap.xml": "application/xml; charset=utf-8",
    "feed.xml": "application/atom+xml; charset=utf-8",
    "deck.apkg": "application/octet-stream",
    "site.webmanifest": "application/manifest+json; charset=utf-8",
    "llms.txt": "text/plain; charset=utf-8",
    "page.md": "text/markdown; charset=utf-8",
}
# Types that a handbook may have, and this one has not.
ADDED = ("feed.xml", "deck.apkg", "site.webmanifest", "llms.txt", "page.md")
HEADERS = (
    "Content-Security-Policy",
    "X-Content-Type-Options",
    "Referrer-Policy",
    "Permissions-Policy",
    "Cross-Origin-Opener-Policy",
)


@pytest.fixture(scope="module", params=["/", "/handbook/", "/a b/hand.book/"])
def path(request: pytest.FixtureRequest) -> str:
    """Where the site lives on its host."""
    return str(request.param)


@pytest.fixture(scope="module")
def site(path: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A built site, with files of each type, in a folder of the server's root."""
    project = make_project(tmp_path_factory.mktemp("project"))
    built = project.build("https://example.org" + path.replace(" ", "%20"))
    for name in ADDED:
        (built / name).write_text("x\n", encoding="utf-8")
    root = tmp_path_factory.mktemp("www")
    folder = root / path.strip("/")
    folder.parent.mkdir(parents=True, exist_ok=True)
    return built.rename(folder)


@pytest.fixture(scope="module")
def ask(path: str, site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ask]:
    """A function that asks a running nginx for something below the site's address."""
    try:
        executable = find()
    except NoNginxError as error:
        pytest.fail(str(error), pytrace=False)
    port = free_port()
    root = str(site).removesuffix(path.rstrip("/"))
    block = server_block((ROOT / "README.md").read_text(encoding="utf-8"))
    for old, new in {
        "listen 80;": f"listen 127.0.0.1:{port};",
        "include /srv/www/handbook/nginx.conf;": f'include "{site}/nginx.conf";',
        "root /srv/www;": f"root {root};",
    }.items():
        assert old in block
        block = block.replace(old, new)
    with running(executable, block, port, tmp_path_factory.mktemp("nginx") / "scratch"):
        address = f"http://127.0.0.1:{port}{path.replace(' ', '%20')}"
        yield lambda name="", **headers: fetch(address + name, **headers)


@pytest.mark.parametrize("name", TYPES)
def test_types(ask: Ask, name: str) -> None:
    answer = ask(name)
    assert (answer.status, answer.headers["Content-Type"]) == (200, TYPES[name])


def test_headers_are_those_of_the_other_file(ask: Ask, site: Path) -> None:
    lines = (site / "_headers").read_text(encoding="utf-8").splitlines()
    expected = dict(line.strip().split(": ", 1) for line in lines if line.startswith("  "))
    assert set(HEADERS) < set(expected)
    for name in ("", STYLE, "nowhere", "questions", "_headers"):
        answer = ask(name)
        assert {each: answer.headers[each] for each in HEADERS} == {
            each: expected[each] for each in HEADERS
        }, name
        assert answer.headers["Server"] == "nginx"
        assert answer.headers["Strict-Transport-Security"] is None


@pytest.mark.parametrize(
    "name",
    [f"{PAGE}?a", STYLE, f"{STYLE}?v=1", "nowhere", "data/overview.json", "service-worker.js"],
)
def test_what_is_asked_for_again(ask: Ask, name: str) -> None:
    assert ask(name).caching == ASKED_AGAIN


def test_what_never_changes(ask: Ask, site: Path) -> None:
    page = (site / PAGE / "index.html").read_text(encoding="utf-8")
    assets = re.findall(r'="\.\./\.\./(assets/[^"]+)"', page)
    kept = {name: ask(name).caching for name in assets if not name.endswith(".svg")}
    assert kept == dict.fromkeys(kept, FOREVER)
    assert sum("?" in name for name in kept) > 2
    assert sum(".min." in name for name in kept) > 2
    assert ask("assets/fonts/inter-5.3.0.woff2").caching == FOREVER
    [worker] = (site / "assets/javascripts/workers").glob("search.*.min.js")
    assert ask(f"assets/javascripts/workers/{worker.name}").caching == FOREVER


def test_what_is_missing_is_not_kept_by_its_name(ask: Ask) -> None:
    for name in ("assets/javascripts/gone.12345678.min.js", "assets/stylesheets/gone.css?12345678"):
        answer = ask(name)
        assert (answer.status, answer.caching) == (404, ASKED_AGAIN)


@pytest.mark.parametrize("name", ["", PAGE, STYLE, "search/search_index.json"])
def test_what_has_not_changed_is_not_sent_again(ask: Ask, name: str) -> None:
    for encoding in ("identity", "gzip"):
        tag = ask(name, Accept_Encoding=encoding).headers["ETag"]
        again = ask(name, Accept_Encoding=encoding, If_None_Match=tag)
        assert (again.status, again.content) == (304, b"")
        assert again.caching == ASKED_AGAIN
    assert ask(name, If_None_Match='"another"').status == 200


@pytest.mark.parametrize(
    "name", ["", PAGE, STYLE, "search/search_index.json", "assets/images/card.png"]
)
def test_what_is_text_is_compressed(ask: Ask, site: Path, name: str) -> None:
    answer = ask(name, Accept_Encoding="gzip")
    content = (site / name / "index.html" if name in ("", PAGE) else site / name).read_bytes()
    text = not name.endswith(".png")
    assert answer.headers["Content-Encoding"] == ("gzip" if text else None)
    assert answer.headers["Vary"] == ("Accept-Encoding" if text else None)
    assert (gzip.decompress(answer.content) if text else answer.content) == content
    assert ask(name).content == content


@pytest.mark.parametrize(
    "name", ["nowhere", "q/no-such-id/", "assets/", "404.html", "_headers", "nginx.conf"]
)
def test_what_is_not_there(ask: Ask, name: str) -> None:
    answer = ask(name)
    assert answer.status == 404
    assert b"There is no such page" in answer.content


def test_a_folder_without_its_slash(ask: Ask, path: str) -> None:
    answer = ask("q/eager-mode?a=b")
    place = f"{path}q/eager-mode/?a=b".replace(" ", "%20")
    assert (answer.status, answer.headers["Location"]) == (301, place)


def test_the_site_without_its_slash(ask: Ask, path: str) -> None:
    if path == "/":
        assert ask("").status == 200
        return
    answer = ask(f"../{path.strip('/').split('/')[-1]}?a=b")
    place = f"{path}?a=b".replace(" ", "%20")
    assert (answer.status, answer.headers["Location"]) == (301, place)


def test_what_is_said_where_there_is_no_nginx(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("nginx._PLACES", ())
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(NoNginxError) as raised:
        find()
    assert str(raised.value) == HOW_TO_GET_ONE
    assert "\n" not in HOW_TO_GET_ONE


@pytest.mark.parametrize(("user", "installs"), [(0, True), (1000, False)], ids=["root", "user"])
def test_only_root_installs_one(monkeypatch: pytest.MonkeyPatch, user: int, installs: bool) -> None:
    ran: list[str] = []

    def run(command: list[str], seconds: float) -> bool:
        ran.append(" ".join(command))
        return True

    def which(name: str, path: str = "") -> str | None:
        return f"/usr/bin/{name}" if name == "apt-get" or ran else None

    monkeypatch.setattr(os, "geteuid", lambda: user)
    monkeypatch.setattr("shutil.which", which)
    monkeypatch.setattr("nginx.run", run)
    if installs:
        assert find() == "/usr/bin/nginx"
        assert ran[-1] == "apt-get install --yes --no-install-recommends nginx-light"
    else:
        with pytest.raises(NoNginxError):
            find()
        assert ran == []
