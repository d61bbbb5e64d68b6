"""What every page says of itself to search engines and previews, and the list of pages."""

import re
from collections.abc import Iterator, Mapping
from html.parser import HTMLParser
from pathlib import Path
from struct import unpack
from urllib.parse import urljoin

import pytest
from browser.project import Project, make_project
from lxml import etree

# All answers of a track: each of them is somewhere else, too.
PRINTED = "tracks/first-steps/print/index.html"
ADDRESS = "https://example.org/handbook/"
NAME = "Tensor Interview Handbook"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
KINDS = [
    "index.html",
    "how-we-verify/index.html",
    "licenses/index.html",
    "questions/index.html",
    "questions/training/2/index.html",
    "questions/execution/index.html",
    "questions/old-graphs/index.html",
    "tracks/first-steps/index.html",
    "tracks/beginners/index.html",
    "q/index.html",
    "q/eager-mode/index.html",
    "q/eager-execution/index.html",
    "q/lost-question/index.html",
]


class Head(HTMLParser):
    """What the head of a page holds."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.title = ""
        self.metas: dict[str, list[str]] = {}
        self.links: list[dict[str, str]] = []
        self.body_links: list[str] = []
        self._open = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self._open = tag
        if tag == "meta":
            name = given.get("property") or given.get("name", "")
            self.metas.setdefault(name, []).append(given.get("content", ""))
        elif tag == "link":
            self.links.append(given)
        elif tag == "a" and "href" in given:
            self.body_links.append(given["href"])

    def handle_data(self, data: str) -> None:
        if self._open == "title" and not self.title:
            self.title = data.strip()

    def handle_endtag(self, tag: str) -> None:
        self._open = ""

    def meta(self, name: str) -> str:
        """Give what is said once."""
        (value,) = self.metas[name]
        return value

    def link(self, rel: str, type_: str = "") -> list[str]:
        return [
            link["href"]
            for link in self.links
            if link["rel"] == rel and link.get("type", "") == type_
        ]

    @property
    def canonical(self) -> str:
        (address,) = self.link("canonical")
        return address


Heads = Mapping[str, Head]


def heads_of(site: Path) -> Heads:
    pages = sorted(site.rglob("*.html"))
    names = [page.relative_to(site).as_posix() for page in pages]
    found = {n: Head(p.read_text(encoding="utf-8")) for n, p in zip(names, pages, strict=True)}
    del found["404.html"]  # it stands at no address of its own
    assert [kind for kind in KINDS if kind not in found] == []
    return found


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A project with a revised question."""
    made = make_project(tmp_path_factory.mktemp("head"))
    compilers = "questions/graphs/compilers.md"
    made.replace(compilers, "added: 2026-01-02", "added: 2026-01-02\nrevised: 2026-02-03")
    return made


@pytest.fixture(scope="module")
def site(project: Project, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site, knowing its address."""
    return project.build(ADDRESS).rename(tmp_path_factory.mktemp("site") / "site")


@pytest.fixture(scope="module")
def heads(site: Path) -> Heads:
    return heads_of(site)


def own(name: str) -> str:
    """Give the address of a file."""
    return ADDRESS + name.removesuffix("index.html")


def file_at(site: Path, address: str) -> Path:
    assert address.startswith(ADDRESS)
    path = site / address.removeprefix(ADDRESS).partition("#")[0]
    return path / "index.html" if address.endswith("/") else path


def test_every_page_describes_itself(heads: Heads) -> None:
    for name, head in heads.items():
        description = head.meta("description")
        assert len(description) > 5, name
        assert head.meta("og:description") == description, name


@pytest.mark.parametrize("what", ["description", "title"])
def test_no_two_pages_say_the_same(heads: Heads, what: str) -> None:
    said: dict[str, set[str]] = {}
    for head in heads.values():
        value = head.title if what == "title" else head.meta("description")
        said.setdefault(value, set()).add(head.canonical)
    assert {value: pages for value, pages in said.items() if len(pages) > 1} == {}


def test_titles(heads: Heads) -> None:
    for name, head in heads.items():
        title = head.meta("og:title")
        assert head.title == (NAME if name == "index.html" else f"{title} - {NAME}")
        assert head.meta("og:site_name") == NAME


def test_canonical_addresses(heads: Heads, site: Path) -> None:
    elsewhere = {}
    for name, head in heads.items():
        assert file_at(site, head.canonical).is_file(), name
        assert head.meta("og:url") == head.canonical, name
        if head.canonical != own(name):
            elsewhere[name] = head.canonical
    assert elsewhere == {
        "q/eager-execution/index.html": f"{ADDRESS}q/eager-mode/",
        "questions/execution/index.html": f"{ADDRESS}questions/graphs/",
        "tracks/beginners/index.html": f"{ADDRESS}tracks/first-steps/",
    }


def test_the_picture(heads: Heads, site: Path) -> None:
    for name, head in heads.items():
        assert head.meta("twitter:card") == "summary_large_image", name
        assert head.meta("og:image:alt").startswith(f"{NAME}: "), name
        picture = file_at(site, head.meta("og:image")).read_bytes()
        size = tuple(int(head.meta(f"og:image:{side}")) for side in ("width", "height"))
        assert picture.startswith(b"\x89PNG"), name
        assert unpack(">II", picture[16:24]) == size, name
        assert len(picture) < 60_000


def test_kinds(heads: Heads) -> None:
    stubs = {name for name in heads if re.fullmatch("q/[^/]+/index.html", name)}
    articles = {name for name, head in heads.items() if head.meta("og:type") == "article"}
    assert articles == stubs - {"q/lost-question/index.html"}
    hidden = {name for name, head in heads.items() if "noindex" in head.metas.get("robots", [])}
    retired = {"q/lost-question/index.html", "questions/old-graphs/index.html"}
    assert hidden == retired | {PRINTED}


def test_the_feed_is_announced(heads: Heads, site: Path) -> None:
    made_by_mkdocs = [name for name, head in heads.items() if "generator" in head.metas]
    assert len(made_by_mkdocs) > 8
    for name in made_by_mkdocs:
        (href,) = heads[name].link("alternate", "application/atom+xml")
        assert file_at(site, urljoin(own(name), href)) == site / "feed.xml"
    assert (site / "feed.xml").is_file()


def test_a_permanent_link_leads_to_its_markdown(heads: Heads, site: Path) -> None:
    for id_ in ("eager-mode", "eager-execution"):
        name = f"q/{id_}/index.html"
        (href,) = heads[name].link("alternate", "text/markdown")
        found = file_at(site, urljoin(own(name), href))
        assert found.read_text(encoding="utf-8").startswith("# What does eager mode do?\n")


def test_the_end_of_a_page_leads_on(heads: Heads, site: Path) -> None:
    for name in ("index.html", "questions/training/2/index.html"):
        found = {urljoin(own(name), href) for href in heads[name].body_links}
        for target in ("licenses/", "data/questions.json", "handbook.apkg", "feed.xml"):
            assert ADDRESS + target in found, name
            assert file_at(site, ADDRESS + target).is_file()


def test_without_an_address(project: Project) -> None:
    site = project.build()
    heads = heads_of(site)
    for name, head in heads.items():
        assert head.meta("description") == head.meta("og:description"), name
        # Previews need whole addresses.
        needless = {"og:url", "og:image", "twitter:card"} & head.metas.keys()
        assert needless == set(), name
        assert head.link("alternate", "application/atom+xml") == [], name
        assert [href for href in head.body_links if "feed.xml" in href] == [], name
    assert not (site / "feed.xml").exists()
    assert (site / "q/eager-mode.md.txt").is_file()


# ---- the sitemap ------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def listed(site: Path) -> list[tuple[str, str | None]]:
    """What the sitemap lists: addresses, each with its date."""
    root = etree.fromstring((site / "sitemap.xml").read_bytes())
    assert root.tag == f"{SITEMAP}urlset"
    return [read_url(url) for url in root]


def read_url(url: etree._Element) -> tuple[str, str | None]:
    """Read an entry, which holds an address, and after it a date or nothing."""
    assert url.tag == f"{SITEMAP}url"
    names = [child.tag.removeprefix(SITEMAP) for child in url]
    assert names in (["loc"], ["loc", "lastmod"])
    values: Iterator[str] = (child.text for child in url)
    return next(values), next(values, None)


def test_the_sitemap_lists_what_holds_answers(
    listed: list[tuple[str, str | None]], heads: Heads, site: Path
) -> None:
    addresses = [address for address, _ in listed]
    assert len(set(addresses)) == len(addresses)
    wanted = {own(name) for name, head in heads.items() if "generator" in head.metas}
    assert set(addresses) == wanted - {own(PRINTED)}
    assert f"{ADDRESS}questions/training/2/" in addresses
    assert [a for a in addresses if not file_at(site, a).is_file()] == []
    sends_on = re.compile(f"{ADDRESS}q/.")
    assert [address for address in addresses if sends_on.match(address)] == []


def test_dates_in_the_sitemap_are_those_of_questions(
    listed: list[tuple[str, str | None]],
) -> None:
    assert {address: day for address, day in listed if day} == {
        f"{ADDRESS}questions/graphs/": "2026-02-03",
        f"{ADDRESS}questions/tensors/": "2026-01-02",
        f"{ADDRESS}questions/training/": "2026-01-02",
        f"{ADDRESS}questions/training/2/": "2026-01-02",
    }
