"""The site under exactly the headers that it asks for: using it breaks none of them."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from . import kept
from .conftest import TIMEOUT
from .practice import part, press, start
from .project import make_project
from .reader import Reader, wait_until
from .server import serving
from .test_pages import PAGES, search

REPOSITORY = "https://github.com/example/handbook"
MORE_PAGES = ["how-we-verify/", "questions/execution/", "tracks/beginners/", "q/eager-mode/"]
EAGER = "questions/tensors/#eager-mode"
NOWHERE = "questions/nowhere/"
# Violations are told to the console too; these name what was refused.
LISTEN = """
  window.violations = [];
  document.addEventListener("securitypolicyviolation", (event) => {
    window.violations.push(`${event.effectiveDirective} ${event.blockedURI}`);
  });
"""
FOREIGN_IMAGE = '<img alt="" src="https://example.org/a.png">'
REFUSED = {
    "script-src-elem inline": "<script>window.ran = true</script>",
    "script-src-attr inline": '<img alt="" src="data:," onerror="window.ran = true">',
    "style-src-attr inline": '<p style="color: red">Red.</p>',
    "style-src-elem inline": "<style>p { color: red }</style>",
    "img-src https://example.org/a.png": FOREIGN_IMAGE,
    "style-src-elem https://example.org/a.css": (
        '<link rel="stylesheet" href="https://example.org/a.css">'
    ),
    "frame-src https://example.org": '<iframe title="" src="https://example.org/"></iframe>',
}


@pytest.fixture(scope="module")
def policed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a site that is served with its headers, under a path."""
    project = make_project(tmp_path_factory.mktemp("project"))
    with serving(project.folder / "site", "/handbook/", headers=True) as address:
        site = project.build(address, REPOSITORY_URL=REPOSITORY)
        (site / "refused").mkdir()
        for number, markup in enumerate(REFUSED.values()):
            page = f"<!doctype html><title>Refused</title><body>{markup}"
            (site / f"refused/{number}.html").write_text(page, encoding="utf-8")
        yield address


@pytest.fixture(params=[390, 1440])
def reader(browser: Browser, policed: str, request: pytest.FixtureRequest) -> Iterator[Reader]:
    """Somebody who reads the site; the test fails where a page does what its policy refuses."""
    context = browser.new_context(
        viewport={"width": request.param, "height": 800},
        reduced_motion="reduce",
        permissions=["clipboard-read", "clipboard-write"],
        service_workers="block",
    )
    context.set_default_timeout(TIMEOUT)
    context.add_init_script(LISTEN)
    found = Reader(policed, context.new_page())
    yield found
    found.page.wait_for_load_state("networkidle")
    seen = violations(found.page)
    context.close()
    assert (seen, found.unexpected()) == ([], [])


def violations(page: Page) -> list[str]:
    found: list[str] = page.evaluate("window.violations")
    return found


@pytest.mark.parametrize("reader", [1440], indirect=True)
@pytest.mark.parametrize("path", [*PAGES, *MORE_PAGES])
def test_every_kind_of_page(reader: Reader, path: str) -> None:
    response = reader.page.goto(reader.at(path))
    assert response
    assert response.headers["content-security-policy"].startswith("default-src 'none'; ")
    expect(reader.page.locator("h1")).to_have_count(1)


def test_reading(reader: Reader) -> None:
    reader.go("q/eager-execution/")
    reader.has_arrived(EAGER)
    answer = reader.answer("eager-mode")
    answer.locator("label", has_text="PyTorch").click()
    expect(answer.get_by_text("Of the second tab.")).to_be_visible()
    # Which waits until the theme has stored the choice.
    reader.page.wait_for_load_state("networkidle")
    reader.answer("broadcasting").locator("summary").click()
    expect(reader.answer("broadcasting").get_by_text("Also second.")).to_be_visible()
    answer.locator("summary").click()
    expect(answer.locator(".hb-short")).to_be_hidden()
    expect(reader.page.locator(f"a[href^='{REPOSITORY}/edit/']").first).to_be_attached()


def test_practicing(reader: Reader) -> None:
    start(reader)
    press(reader.page, " ", " ", "4", " ", " ")
    expect(part(reader.page, "answer").get_by_text("Marmalade.")).to_be_visible()
    part(reader.page, "answer").get_by_role("button", name="Copy to clipboard").press("Enter")
    said = reader.page.get_by_role("status").filter(has_text="Copied")
    expect(said).to_be_in_viewport()
    box, bar = said.bounding_box(), reader.page.locator(".hb-practice__bar").bounding_box()
    assert box
    assert bar
    assert box["y"] + box["height"] < bar["y"]
    assert reader.page.evaluate("navigator.clipboard.readText()").startswith("a_long_line_of_code")
    press(reader.page, "4")
    expect(part(reader.page, "title")).to_have_text("Done for now")


def test_copying_code(reader: Reader) -> None:
    reader.go(EAGER)
    reader.has_arrived(EAGER)
    sample = reader.answer("eager-mode").locator(".highlight").first
    sample.hover()
    sample.locator("button[data-md-type='copy']").click()
    said = reader.page.get_by_role("status").filter(has_text="Copied to clipboard")
    expect(said).to_be_visible()
    # What is said once is not read again.
    expect(said).to_have_count(0)
    assert "a_long_line_of_code" in reader.page.evaluate("navigator.clipboard.readText()")


def test_searching(reader: Reader) -> None:
    reader.go("questions/graphs/")
    search(reader, "Marmalade")
    # What the first letters found is gone.
    found = reader.page.locator(".md-search-result__link[href*='#']")
    expect(found).to_have_count(1)
    expect(found).to_have_attribute("href", re.compile("#eager-mode"))
    # Enter takes the first result, and sends no form.
    reader.page.keyboard.press("Enter")
    reader.has_arrived(EAGER)


def test_searching_in_vain(reader: Reader) -> None:
    reader.go("questions/graphs/")
    search(reader, "Zzyzx")
    expect(reader.page.locator(".md-search-result__meta")).to_contain_text("No question found")
    # The way on is the only one there is.
    reader.page.keyboard.press("Enter")
    reader.is_at("browse/")


def test_switching_the_palette(reader: Reader) -> None:
    reader.go("questions/graphs/")
    body = reader.page.locator("body")
    for scheme in ("default", "slate"):
        reader.page.locator("[data-md-component='palette'] label:visible").click()
        expect(body).to_have_attribute("data-md-color-scheme", scheme)
    # Stored, and read by one of the theme's inline scripts.
    reader.go("tracks/")
    expect(body).to_have_attribute("data-md-color-scheme", "slate")


def test_printing(reader: Reader) -> None:
    reader.go("questions/tensors/")
    reader.page.emulate_media(media="print")
    expect(reader.page.get_by_text("Marmalade.")).to_be_visible()
    assert reader.page.pdf().startswith(b"%PDF")


def test_statistics_settings_and_files(reader: Reader) -> None:
    kept.fill(reader, "damaged")
    reader.go("study/")
    kept.review(reader, "eager-mode")
    kept.unfold(reader, "Statistics")
    expect(reader.page.get_by_role("img", name="1 review on 1 of the last 30 days")).to_be_visible()
    kept.unfold(reader, "Settings")
    reader.page.get_by_label("New cards a day").fill("7")
    kept.unfold(reader, "Your data")
    for name in ("Save it as a file", "Export to a file"):
        with reader.page.expect_download() as download:
            reader.page.get_by_role("button", name=name, exact=True).locator("visible=true").click()
    path = download.value.path()
    reader.page.get_by_role("button", name="Forget everything").click()
    dialog = reader.page.get_by_role("dialog", name="Forget everything?")
    dialog.get_by_role("button", name="Forget everything").click()
    reader.page.locator("[type=file]").set_input_files(path)
    expect(reader.page.get_by_text("New here: 1 review and 0 marks.")).to_be_visible()


def test_a_page_that_is_not_there(reader: Reader) -> None:
    reader.expected = {reader.at(NOWHERE)}
    reader.go(f"{NOWHERE}#eager-mode")
    reader.has_arrived(EAGER)
    reader.go(NOWHERE)
    expect(reader.page.get_by_role("heading", name="There is no such page")).to_be_visible()


@pytest.mark.parametrize("refused", REFUSED)
def test_what_the_policy_refuses(browser: Browser, policed: str, refused: str) -> None:
    with browser.new_page() as page:
        page.add_init_script(LISTEN)
        page.goto(f"{policed}refused/{list(REFUSED).index(refused)}.html")
        wait_until(lambda: "" if violations(page) else "nothing was refused")
        assert violations(page) == [refused]
        assert page.evaluate("window.ran") is None


def test_no_page_is_shown_in_a_frame(browser: Browser, policed: str, tmp_path: Path) -> None:
    page_with_frame = f'<!doctype html><title>Frame</title><iframe src="{policed}"></iframe>'
    (tmp_path / "index.html").write_text(page_with_frame, encoding="utf-8")
    with serving(tmp_path) as address, browser.new_page() as page:
        with page.expect_console_message(lambda message: "frame-ancestors" in message.text):
            page.goto(address)
        assert "chrome-error:" in page.frames[1].url
