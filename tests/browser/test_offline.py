"""The site without network, and while another build of it takes the place of this one."""

import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from handbook.worker import write_removal, write_worker

from .conftest import TIMEOUT
from .practice import EAGER, SHAPES, asks, logs, press, start
from .project import Project, make_project, question
from .reader import Reader, wait_until
from .server import serving
from .test_pages import search

STYLE = "docs/assets/stylesheets/handbook.css"
BLUE = "h1 { color: rgb(1, 2, 3) !important; }"
NEW = "graphs/brand-new.md"
FOLDERS = {"/": "root", "/handbook/": "path"}


@dataclass(frozen=True)
class Builds:
    """Two builds of one site: in the second, everything is a little different."""

    first: Path
    second: Path


@dataclass
class Host:
    """A host of static files at one address, that can be out of reach, or get another site."""

    folder: Path
    path: str = "/"
    port: int = 0
    running: ExitStack = field(default_factory=ExitStack)
    address: str = ""

    def show(self, site: Path) -> None:
        """Have a copy of a site in place of what is there."""
        put(site, self.folder)

    def start(self) -> None:
        """Be there."""
        server = serving(self.folder, self.path, headers=True, port=self.port, hides=True)
        self.address = self.running.enter_context(server)
        self.port = int(self.address.split(":")[2].partition("/")[0])

    def stop(self) -> None:
        """Be out of reach."""
        self.running.close()


def put(site: Path, folder: Path) -> None:
    """Put a copy of a site in place of a folder at once: a browser may be about to look."""
    new, old = folder.with_name("new"), folder.with_name("old")
    shutil.copytree(site, new)
    if folder.exists():
        folder.rename(old)
    new.rename(folder)
    shutil.rmtree(old, ignore_errors=True)


@pytest.fixture(scope="module", params=list(FOLDERS), ids=list(FOLDERS.values()))
def path(request: pytest.FixtureRequest) -> str:
    """Where a site is on its host."""
    return str(request.param)


@pytest.fixture(scope="module")
def builds(tmp_path_factory: pytest.TempPathFactory) -> Builds:
    """Both builds, which know no address: each works at any."""
    project = make_project(tmp_path_factory.mktemp("project"))
    first = project.build().rename(project.path("first"))
    change(project)
    return Builds(first, project.build().rename(project.path("second")))


def change(project: Project) -> None:
    """Make another version of a site: a text, a style, a script, and a question."""
    project.replace("questions/graphs/compilers.md", "XLA and TorchInductor.", "Another text.")
    style = project.path(STYLE)
    style.write_text(f"{style.read_text(encoding='utf-8')}\n{BLUE}\n", encoding="utf-8")
    text = question("Is this one new?", "Yes.", "It was not there before.")
    project.path(f"questions/{NEW}").write_text(text, encoding="utf-8")
    project.replace("questions/ids.lock", "  - broadcasting\n", "  - brand-new\n  - broadcasting\n")


@pytest.fixture
def host(tmp_path: Path, builds: Builds, path: str) -> Iterator[Host]:
    """A host that has the first build."""
    found = Host(tmp_path / "www", path)
    found.show(builds.first)
    found.start()
    yield found
    found.stop()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A browser that nobody has used before."""
    with browser.new_context(reduced_motion="reduce") as made:
        made.set_default_timeout(TIMEOUT)
        yield made


@pytest.fixture
def reader(context: BrowserContext, host: Host) -> Reader:
    """Somebody who has been there once."""
    found = Reader(host.address, context.new_page())
    is_kept(found.page, host.address)
    return found


def is_kept(page: Page, address: str) -> None:
    """Open a site and wait until it is kept, and until what keeps it answers the page."""
    page.goto(address)
    expect(offline(page)).to_have_text("Works offline")
    worker = f"{address}service-worker.js"
    page.wait_for_function(
        "(url) => navigator.serviceWorker.controller?.scriptURL === url", arg=worker
    )


def offline(page: Page) -> Locator:
    """Find what the page says of being offline."""
    return page.locator("[data-hb-offline]")


# ---- without network ----------------------------------------------------------------------------


def test_reading(reader: Reader, host: Host) -> None:
    host.stop()
    reader.go("")
    expect(reader.page.locator("h1")).to_have_text("Tensor Interview Handbook")
    reader.go("questions/graphs")
    reader.is_at("questions/graphs/")
    reader.answer("compilers").locator("summary").click()
    expect(reader.page.get_by_text("XLA and TorchInductor.")).to_be_visible()
    # Fonts, styles, and scripts come along.
    assert reader.page.evaluate("document.fonts.ready.then((fonts) => fonts.size)") > 2
    expect(reader.page.get_by_role("button", name="Copy link").first).to_be_visible()
    assert reader.unexpected() == []


def test_practicing(reader: Reader, host: Host) -> None:
    host.stop()
    start(reader)
    asks(reader.page, SHAPES)
    press(reader.page, " ", " ", "4")
    asks(reader.page, EAGER)
    reader.page.reload()
    asks(reader.page, EAGER)
    assert list(logs(reader.page)) == ["broadcasting"]
    assert reader.unexpected() == []


def test_permanent_links(reader: Reader, host: Host) -> None:
    host.stop()
    for link, place in {
        "q/eager-mode/": "questions/tensors/#eager-mode",
        "q/eager-execution/": "questions/tensors/#eager-mode",
        "q/step-43/?track=first-steps": "questions/training/2/?track=first-steps#step-43",
        "questions/graphs/#step-43": "questions/training/2/#step-43",
        "questions/execution/#compilers": "questions/graphs/#compilers",
    }.items():
        reader.go(link)
        reader.has_arrived(place)
    assert reader.unexpected() == []


def test_a_retired_question_says_why(reader: Reader, host: Host) -> None:
    host.stop()
    reader.go("q/lost-question/")
    expect(reader.page.get_by_text("Nobody asked it any more.")).to_be_visible()


def test_searching_filtering_and_chance(reader: Reader, host: Host) -> None:
    host.stop()
    # The very page that was visited finds its data.
    reader.page.keyboard.press("r")
    reader.page.wait_for_url("**/questions/*/**#*")
    reader.go("questions/graphs/")
    search(reader, "Marmalade")
    expect(reader.page.locator(".md-search-result__link[href*='#']")).to_have_count(1)
    reader.page.keyboard.press("Enter")
    reader.has_arrived("questions/tensors/#eager-mode")
    reader.go("browse/?level=basic&text=shapes")
    expect(reader.page.get_by_role("status").first).to_contain_text("1 of ")
    assert reader.unexpected() == []


def test_a_page_that_is_nowhere(reader: Reader, host: Host) -> None:
    host.stop()
    response = reader.page.goto(reader.at("questions/nowhere/"))
    assert response
    assert response.status == 404
    expect(reader.page.locator("h1")).to_have_text("There is no such page")


# ---- another build ------------------------------------------------------------------------------


def update(page: Page) -> str:
    """Ask for another build, as a browser does now and then, and tell what came of it."""
    state: str = page.evaluate(
        """async () => {
          const registration = await navigator.serviceWorker.ready;
          if (registration.waiting) return "installed";
          const found = new Promise((resolve) => {
            const tell = () => registration.installing && resolve(registration.installing);
            registration.addEventListener("updatefound", tell);
            tell();
          });
          await registration.update();
          const worker = await found;
          while (worker.state === "installing") await new Promise((wait) => setTimeout(wait, 20));
          return worker.state;
        }"""
    )
    return state


def is_first(page: Page) -> None:
    expect(page.get_by_text("XLA and TorchInductor.")).to_have_count(1)
    expect(page.locator("h1")).not_to_have_css("color", "rgb(1, 2, 3)")


def is_second(page: Page) -> None:
    expect(page.get_by_text("Another text.")).to_have_count(1)
    expect(page.locator("h1")).to_have_css("color", "rgb(1, 2, 3)")


def test_an_open_page_keeps_its_build(reader: Reader, host: Host, builds: Builds) -> None:
    host.show(builds.second)
    assert update(reader.page) == "installed"
    for _ in range(2):
        reader.page.goto(reader.at("questions/graphs/"))
        is_first(reader.page)
        reader.page.reload()
    ids = reader.page.evaluate("fetch('../../data/ids.json').then((answer) => answer.text())")
    assert ids == (builds.first / "data/ids.json").read_text(encoding="utf-8")
    context = reader.page.context
    reader.page.close()
    page = shown_after_closing(context, host)
    host.stop()
    page.goto(f"{host.address}q/brand-new/")
    expect(page.locator("#brand-new ~ details").first).to_have_attribute("open", "")
    assert len(page.evaluate("caches.keys()")) == 1


def shown_after_closing(context: BrowserContext, host: Host) -> Page:
    """Open the site until the build shows that is newer; a browser takes a moment for it."""
    opened: list[Page] = []

    def complaint() -> str:
        for page in opened:
            page.close()
        opened[:] = [context.new_page()]
        opened[0].goto(f"{host.address}questions/graphs/")
        newer = opened[0].get_by_text("Another text.").count()
        return "" if newer else "the first build is still there"

    wait_until(complaint)
    is_second(opened[0])
    return opened[0]


def test_what_has_not_changed_is_not_fetched_again(
    reader: Reader, host: Host, builds: Builds
) -> None:
    host.show(builds.second)
    # Only what is taken over from the first build can be in the cache of the second.
    same = "assets/fonts/inter-5.3.0.woff2"
    (host.folder / same).unlink()
    assert update(reader.page) == "installed"
    assert len(reader.page.evaluate("caches.keys()")) == 2


def cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-1])


@pytest.mark.parametrize("spoil", [cut, Path.unlink], ids=["cut", "missing"])
def test_a_build_that_is_not_whole_changes_nothing(
    reader: Reader, host: Host, builds: Builds, spoil: Callable[[Path], None]
) -> None:
    host.show(builds.second)
    spoil(host.folder / "questions/graphs/index.html")
    assert update(reader.page) == "redundant"
    context = reader.page.context
    reader.page.close()
    host.stop()
    for path in ("questions/graphs/", "q/compilers/"):
        page = context.new_page()
        page.goto(host.address + path)
        is_first(page)
        page.close()
    host.start()
    host.show(builds.second)
    page = context.new_page()
    page.goto(host.address)
    assert update(page) == "installed"


def test_a_link_to_a_question_of_the_newer_build(
    reader: Reader, host: Host, builds: Builds
) -> None:
    """Shows the newer page, with its own styles, though the older build is in use."""
    host.show(builds.second)
    page = reader.page.context.new_page()
    for link in ("q/brand-new/", "questions/graphs/#brand-new"):
        page.goto("about:blank")
        page.goto(host.address + link)
        page.wait_for_url(f"{host.address}questions/graphs/#brand-new")
        expect(page.locator("#brand-new ~ details").first).to_have_attribute("open", "")
        is_second(page)
    page.goto(f"{host.address}questions/graphs/")
    is_first(page)


# ---- other sites --------------------------------------------------------------------------------


def test_two_sites_of_one_origin(context: BrowserContext, tmp_path: Path, builds: Builds) -> None:
    host = Host(tmp_path / "www")
    host.show(builds.first)
    put(builds.first, tmp_path / "www/handbook")
    host.start()
    page = context.new_page()
    page.goto(host.address)
    page.evaluate("caches.open('of somebody else')")
    for address in (host.address, f"{host.address}handbook/"):
        is_kept(page, address)
    before = page.evaluate("caches.keys()")
    assert len(before) == 3
    put(builds.second, tmp_path / "www/handbook")
    assert update(page) == "installed"
    page.close()
    below = Host(host.folder, address=f"{host.address}handbook/")
    page = shown_after_closing(context, below)
    after = page.evaluate("caches.keys()")
    assert len(after) == 3
    assert len(set(before) & set(after)) == 2
    page.goto(f"{host.address}questions/graphs/")
    is_first(page)
    host.stop()


# ---- a large site -------------------------------------------------------------------------------


def test_of_a_large_site_visited_pages_are_kept(
    context: BrowserContext, host: Host, builds: Builds
) -> None:
    write_worker(host.folder, limit=1_000_000)
    page = context.new_page()
    page.goto(host.address)
    expect(offline(page)).to_have_text("Visited pages work offline")
    page.goto(f"{host.address}questions/graphs/")
    is_first(page)
    host.stop()
    for link in ("", "questions/graphs/", "q/compilers/"):
        page.goto(host.address + link)
        expect(page.locator("h1")).to_be_visible()
        expect(page.locator("html.js")).to_have_count(1)
    kept = page.evaluate(
        """async () => {
          const [name] = await caches.keys();
          return (await (await caches.open(name)).keys()).map(({ url }) => url);
        }"""
    )
    # Not the index of the search, which each page loads.
    pages = {url for url in kept if "/assets/" not in url and "/data/" not in url}
    assert pages == {host.address + end for end in ("", "404.html", "questions/graphs/")}
    with pytest.raises(Exception, match="ERR_"):
        page.goto(f"{host.address}questions/tensors/")
    host.start()
    host.show(builds.second)
    write_worker(host.folder, limit=1_000_000)
    page.goto(host.address)
    assert update(page) == "installed"
    page.close()
    host.stop()
    # The page that was visited came along.
    shown_after_closing(context, host)


# ---- the end of it ------------------------------------------------------------------------------


def test_a_site_without_a_worker_takes_it_away(reader: Reader, host: Host, builds: Builds) -> None:
    host.show(builds.second)
    write_removal(host.folder)
    for page in host.folder.rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        page.write_text(re.sub(r'<script src="[^"]*/offline\.js[^>]*></script>', "", text), "utf-8")
    # The first time from the cache; it is loaded again by itself.
    reader.page.goto(reader.at("questions/graphs/"))
    is_second(reader.page)
    left = "Promise.all([caches.keys(), navigator.serviceWorker.getRegistrations()])"
    assert reader.page.evaluate(left) == [[], []]


def test_who_saves_data_is_not_sent_the_whole_site(context: BrowserContext, host: Host) -> None:
    context.add_init_script(
        "Object.defineProperty(navigator.connection, 'saveData', {value: true})"
    )
    page = context.new_page()
    page.goto(host.address)
    page.wait_for_load_state("networkidle")
    assert page.evaluate("navigator.serviceWorker.getRegistrations()") == []
    expect(offline(page)).to_be_hidden()
