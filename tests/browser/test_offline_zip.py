"""The unpacked zip, read from a disk by a double click on its index.html."""

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from handbook.offline import PACKED

from .conftest import TIMEOUT
from .practice import EAGER as EAGER_ASKED
from .practice import SHAPES, asks, logs, mark, part, press, start
from .project import make_project
from .reader import Reader
from .server import serving
from .test_pages import search

EAGER = "questions/tensors/index.html#eager-mode"


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of the unpacked folder; its path needs quoting."""
    project = make_project(tmp_path_factory.mktemp("project"))
    done = project.run("offline")
    assert done.returncode == 0, done.stderr
    folder = tmp_path_factory.mktemp("down loads")
    with zipfile.ZipFile(project.path(PACKED)) as archive:
        archive.extractall(folder)
    [site] = folder.iterdir()
    return f"{site.as_uri()}/"


@pytest.fixture(params=[390, 1440])
def reader(browser: Browser, unpacked: str, request: pytest.FixtureRequest) -> Iterator[Reader]:
    """Somebody without network, who has the folder; the test fails where anything went wrong."""
    context = browser.new_context(
        viewport={"width": request.param, "height": 800}, reduced_motion="reduce", offline=True
    )
    context.set_default_timeout(TIMEOUT)
    found = Reader(unpacked, context.new_page())
    yield found
    context.close()
    assert found.unexpected() == []


def test_everything_is_reached_by_links(reader: Reader) -> None:
    reader.go("index.html")
    reader.link("Browse the questions").click()
    reader.is_at("questions/index.html")
    reader.link("Graphs and compilers").first.click()
    reader.is_at("questions/graphs/index.html")
    reader.answer("compilers").locator("summary").click()
    expect(reader.page.get_by_text("XLA and TorchInductor.")).to_be_visible()
    reader.page.get_by_role("link", name="Permanent links").click()
    reader.is_at("q/index.html")
    loaded = "document.fonts.ready.then((all) => [...all].map(({ status }) => status))"
    assert "error" not in reader.page.evaluate(loaded)


@pytest.mark.parametrize(
    ("link", "place"),
    [
        ("q/eager-mode/index.html", EAGER),
        ("q/eager-execution/index.html", EAGER),
        ("questions/graphs/index.html#eager-mode", EAGER),
        ("questions/graphs/index.html#eager-execution", EAGER),
        ("questions/execution/index.html#compilers", "questions/graphs/index.html#compilers"),
    ],
)
def test_permanent_links(reader: Reader, link: str, place: str) -> None:
    reader.go(link)
    reader.has_arrived(place)


def test_an_id_that_never_was(reader: Reader) -> None:
    reader.go("questions/graphs/index.html#no-such-question")
    expect(reader.answer("compilers")).to_be_visible()
    reader.is_at("questions/graphs/index.html#no-such-question")


def test_searching(reader: Reader) -> None:
    reader.go("questions/graphs/index.html")
    search(reader, "Marmalade")
    found = reader.page.locator(".md-search-result__link[href*='#']")
    expect(found).to_have_count(1)
    found.click()
    reader.has_arrived(EAGER)


def test_choosing_a_category_that_was_found(reader: Reader) -> None:
    reader.go("questions/graphs/index.html")
    search(reader, "zipper")
    found = reader.page.locator(".md-search-result__link")
    expect(found).to_have_count(2)
    found.first.click()
    reader.is_at("questions/training/index.html")


def test_searching_in_vain(reader: Reader) -> None:
    reader.go("questions/graphs/index.html")
    search(reader, "Zzyzx")
    expect(reader.page.locator(".md-search-result__meta")).to_contain_text("No question found")
    reader.page.keyboard.press("Enter")
    reader.is_at("browse.html")
    expect(reader.link("How are shapes aligned?")).to_be_visible()


def test_filtering(reader: Reader) -> None:
    reader.go("browse.html")
    reader.page.get_by_label("Words, in any order").fill("shapes")
    expect(reader.page.get_by_role("status").first).to_contain_text("1 of ")
    reader.is_at("browse.html?text=shapes")
    reader.page.reload()
    reader.link("How are shapes aligned?").click()
    reader.has_arrived("questions/tensors/index.html#broadcasting")


def test_a_random_question(reader: Reader) -> None:
    reader.go("index.html")
    reader.page.get_by_role("button", name="Random question").click()
    reader.page.wait_for_url(re.compile(r"/questions/.*\.html#"))
    reader.has_arrived(reader.page.url.removeprefix(reader.site))


def test_going_on_within_a_track(reader: Reader) -> None:
    reader.go("tracks/first-steps.html")
    reader.link("How are shapes aligned?").click()
    reader.has_arrived("questions/tensors/index.html?track=first-steps#broadcasting")
    beside = reader.page.locator("[id='broadcasting'] ~ .hb-track").first
    beside.get_by_role("link", name="Next").click()
    reader.has_arrived("questions/training/2.html?track=first-steps#step-43")
    beside = reader.page.locator("[id='step-43'] ~ .hb-track").first
    beside.get_by_role("link", name="First steps").click()
    reader.is_at("tracks/first-steps.html")


def test_what_is_chosen_is_kept(reader: Reader) -> None:
    reader.go("questions/tensors/index.html")
    reader.page.get_by_role("button", name="Expand all").click()
    reader.go("questions/graphs/index.html")
    expect(reader.answer("compilers")).to_have_attribute("open", "")


def test_practicing(reader: Reader) -> None:
    start(reader, "study.html?category=tensors")
    asks(reader.page, SHAPES)
    press(reader.page, " ", " ")
    mark(reader.page, "Review").click()
    press(reader.page, "4")
    asks(reader.page, EAGER_ASKED)
    reader.page.reload()
    asks(reader.page, EAGER_ASKED)
    assert list(logs(reader.page)) == ["broadcasting"]
    press(reader.page, " ", " ")
    part(reader.page, "answer").get_by_role("button", name="Copy to clipboard").first.click()
    said = reader.page.get_by_role("status").filter(has_text="Copied to clipboard")
    expect(said).to_be_visible()
    reader.page.keyboard.press("e")
    reader.has_arrived(EAGER)
    group = reader.page.locator(".hb-marks[aria-labelledby='broadcasting']")
    expect(group.get_by_role("button", name="Review")).to_have_attribute("aria-pressed", "true")


def test_true_or_false(reader: Reader) -> None:
    start(reader, "study.html?category=tensors&mode=statements&seed=1")
    reader.page.keyboard.press("t")
    expect(reader.page.get_by_text("It is the default.").first).to_be_visible()


def test_marking(reader: Reader) -> None:
    reader.go(EAGER)
    group = reader.page.locator(".hb-marks[aria-labelledby='eager-mode']")
    group.get_by_role("button", name="Know it").click()
    reader.go("questions/index.html")
    card = reader.page.locator(".hb-card", has_text="Tensors")
    expect(card.locator(".hb-progress")).to_have_text("1 of 2 known")


def test_without_a_script(browser: Browser, unpacked: str) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"{unpacked}q/eager-mode/index.html")
        page.wait_for_url(f"{unpacked}{EAGER}")
        expect(page.get_by_text("Marmalade.")).to_be_visible()


def test_on_a_server_it_works_as_well(browser: Browser, unpacked: str) -> None:
    with (
        serving(Path(unpacked.removeprefix("file://").replace("%20", " "))) as address,
        browser.new_page() as page,
    ):
        page.goto(f"{address}questions/graphs/index.html#eager-mode")
        page.wait_for_url(f"{address}{EAGER}")
