"""The zip that is read from a disk: every link in it leads to a file."""

import re
import subprocess
import zipfile
from collections.abc import Mapping
from html.parser import HTMLParser
from pathlib import Path
from posixpath import dirname, join, normpath
from urllib.parse import unquote, urlsplit

import pytest
from browser.project import Project, make_project

from handbook.addresses import served
from handbook.offline import PACKED, packed

TOP = "tensor-interview-handbook/"


class _Links(HTMLParser):
    """Collects the addresses in a page, and what can be linked to in it."""

    def __init__(self) -> None:
        super().__init__()
        self.links: set[str] = set()
        self.ids: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.links |= {found[name] or "" for name in ("href", "src") if name in found}
        self.ids |= {found[name] or "" for name in ("id", "name") if name in found}
        if found.get("http-equiv") == "refresh":
            self.links.add((found["content"] or "").partition("url=")[2])


def parsed(page: bytes) -> _Links:
    found = _Links()
    found.feed(page.decode())
    return found


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A project that has been packed, with an address and a repository, which may be set."""
    made = make_project(tmp_path_factory.mktemp("project"))
    done = pack(made)
    assert done.returncode == 0, done.stderr
    assert re.fullmatch(r"site-offline\.zip: \d\.\d MB\n", done.stdout.splitlines(True)[-1])
    return made


def pack(project: Project) -> subprocess.CompletedProcess[str]:
    repository = "https://github.com/example/handbook"
    return project.run("offline", address="https://example.org/a/", REPOSITORY_URL=repository)


@pytest.fixture(scope="module")
def files(project: Project) -> Mapping[str, bytes]:
    """What the zip holds, by the paths in its one folder."""
    with zipfile.ZipFile(project.path(PACKED)) as archive:
        names = archive.namelist()
        assert all(name.startswith(TOP) for name in names)
        return {name.removeprefix(TOP): archive.read(name) for name in names}


def test_every_link_leads_to_a_file_and_to_an_id_in_it(files: Mapping[str, bytes]) -> None:
    pages = {name: parsed(page) for name, page in files.items() if name.endswith(".html")}
    assert len(pages) > 60
    broken, followed = [], 0
    for name, page in pages.items():
        for link in page.links:
            parts = urlsplit(link)
            if parts.scheme:
                continue
            followed += 1
            target = normpath(join(dirname(name), unquote(parts.path))) if parts.path else name
            anchors = pages[target].ids if target in pages else set()
            if target not in files or (parts.fragment and parts.fragment not in anchors):
                broken.append((name, link))
    assert followed > 1000
    assert broken == []


def test_no_page_asks_for_what_a_disk_does_not_have(files: Mapping[str, bytes]) -> None:
    links = {
        link
        for name, page in files.items()
        if name.endswith(".html")
        for link in parsed(page).links
    }
    schemes = {urlsplit(link).scheme for link in links}
    assert schemes <= {"", "https", "data"}
    scripts = re.compile(rb'<(?:script|link)[^>]*(?:src|href)="https?:')
    assert [name for name, page in files.items() if scripts.search(page)] == []
    assert b"modulepreload" not in files["index.html"]


@pytest.mark.parametrize(
    "name",
    ["service-worker.js", "_headers", "nginx.conf", "sitemap.xml", "feed.xml", "404.html"],
)
def test_what_only_a_server_sends_is_not_there(files: Mapping[str, bytes], name: str) -> None:
    assert name not in files
    assert [each for each in files if each.endswith(".map") or "/lunr/" in each] == []


def test_what_scripts_ask_for_has_a_twin(files: Mapping[str, bytes]) -> None:
    twins = {name.removesuffix(".js") for name in files if re.search(r"\.(?:json|html)\.js$", name)}
    assert twins >= {"data/ids.json", "data/tracks.json", "questions/training/2.html"}
    assert "data/questions.json" not in twins
    assert files["data/ids.json.js"].startswith(b'hbFile("data/ids.json", "{')


def test_packing_gives_the_same_bytes_again(project: Project) -> None:
    before = project.path(PACKED).read_bytes()
    project.build("https://example.org/b/")
    assert pack(project).returncode == 0
    assert project.path(PACKED).read_bytes() == before


def test_a_failed_build_leaves_the_zip_as_it_was(project: Project) -> None:
    before = project.path(PACKED).read_bytes()
    project.replace("questions/graphs/compilers.md", "level: basic", "level: expert")
    done = pack(project)
    project.replace("questions/graphs/compilers.md", "level: expert", "level: basic")
    assert done.returncode == 1
    assert "value-unknown" in done.stderr
    assert project.path(PACKED).read_bytes() == before


def test_nothing_to_pack(tmp_path: Path, project: Project) -> None:
    done = project.run("offline", "--config", str(tmp_path / "mkdocs.yml"))
    assert done.returncode == 2
    assert "mkdocs.yml is not there" in done.stderr


def test_a_zip_tells_no_time(tmp_path: Path) -> None:
    folder = tmp_path / "site"
    for name in ("b.txt", "a/c.txt"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(name, encoding="utf-8")
    (tmp_path / "site.zip").write_bytes(packed(folder))
    with zipfile.ZipFile(tmp_path / "site.zip") as archive:
        assert archive.namelist() == ["site/a/c.txt", "site/b.txt"]
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


@pytest.mark.parametrize(
    ("file", "folder"),
    [
        ("index.html", "./"),
        ("browse.html", "browse/"),
        ("questions/index.html", "questions/"),
        ("questions/training/2.html", "questions/training/2/"),
        ("tracks/my-index.html", "tracks/my-index/"),
    ],
)
def test_addresses_of_pages(file: str, folder: str) -> None:
    assert served(file, folders=True) == folder
    assert served(file, folders=False) == file
