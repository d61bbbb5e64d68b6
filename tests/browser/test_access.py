"""Everyone can use the site: what axe finds, the keyboard alone, headings, and languages."""

from itertools import pairwise
from typing import Literal

import pytest
from playwright.sync_api import Page, Route, expect

from .project import ROOT
from .reader import Reader
from .settings import Setting, among, with_script
from .test_pages import PAGES

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
EAGER = "questions/tensors/#eager-mode"
STUB = "q/eager-mode/"
KINDS = [*dict.fromkeys([*PAGES, EAGER, STUB, "how-we-verify/"])]
# Everything but what is withdrawn, and the level AAA, which contradicts a calm page.
RUN = """async (place) => {
  // What has just changed has been measured after the next frame.
  for (const _ of [1, 2]) await new Promise(requestAnimationFrame);
  const rules = axe.getRules()
    .filter(({ tags }) => !tags.includes("deprecated") && !tags.includes("wcag2aaa"))
    .map(({ ruleId }) => [ruleId, { enabled: true }]);
  const { violations, passes } = await axe.run(place, { rules: Object.fromEntries(rules) });
  if (passes.length < 10) return [["nothing", "looked at", document.body.outerHTML]];
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, html }) => [id, target.join(" "), html.slice(0, 200)]));
}"""
OUTLINE = """() => [...document.querySelectorAll("h1, h2, h3, h4, h5, h6")]
  .filter((heading) => heading.checkVisibility({ visibilityProperty: true }))
  .map((heading) => Number(heading.tagName[1]))"""
OPEN = "document.querySelectorAll('details').forEach((details) => (details.open = true))"
SETTINGS = among(Setting("path", 390, True), Setting("root", 1440, True))


def without_redirect(route: Route) -> None:
    """Give a page that stays where it is."""
    text = route.fetch().text()
    assert 'http-equiv="refresh"' in text
    leads_on = ('http-equiv="refresh"', "moved.js")
    kept = [line for line in text.splitlines() if not any(part in line for part in leads_on)]
    route.fulfill(body="\n".join(kept), content_type="text/html")


def go(reader: Reader, path: str) -> None:
    """Load a page and wait until the scripts are done with it."""
    reader.page.route(f"**/{STUB}", without_redirect)
    reader.go(path)
    reader.page.wait_for_load_state("networkidle")


def violations(page: Page, place: str = "html") -> list[list[str]]:
    """Give what axe finds in a place of the page: rule, selector, and the element."""
    # What is scrolled half below the header is not too small to press.
    page.add_style_tag(content=".md-header { position: static !important }")
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found: list[list[str]] = page.evaluate(RUN, place)
    return found


@SETTINGS
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", KINDS)
def test_axe_finds_nothing(reader: Reader, path: str, scheme: Literal["light", "dark"]) -> None:
    reader.page.emulate_media(color_scheme=scheme)
    go(reader, path)
    assert violations(reader.page) == []
    if reader.page.locator("details").count():
        reader.page.evaluate(OPEN)
        assert violations(reader.page) == []


@among(Setting("path", 240, True))
def test_axe_finds_nothing_where_tables_scroll(reader: Reader) -> None:
    go(reader, EAGER)
    reader.has_arrived(EAGER)
    expect(reader.page.locator(".md-typeset__scrollwrap[tabindex]").first).to_be_visible()
    assert violations(reader.page, "article") == []


@SETTINGS
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_what_opens(reader: Reader, scheme: Literal["light", "dark"]) -> None:
    reader.page.emulate_media(color_scheme=scheme)
    reader.page.add_init_script(
        "Object.defineProperty(Navigator.prototype, 'clipboard', { value: null })"
    )
    go(reader, EAGER)
    reader.has_arrived(EAGER)
    reader.answer("eager-mode").get_by_role("button", name="Copy link").click()
    expect(reader.answer("eager-mode").get_by_role("textbox")).to_be_visible()
    assert violations(reader.page) == []
    reader.page.get_by_role("button", name="Keyboard shortcuts").click()
    expect(reader.page.get_by_role("dialog", name="Keyboard shortcuts")).to_be_visible()
    # What it covers cannot be reached meanwhile, though axe takes it for too small to press.
    assert violations(reader.page, "dialog") == []


@SETTINGS
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("words", ["eager", "phone"])
def test_axe_finds_nothing_in_the_open_search(
    reader: Reader, words: str, scheme: Literal["light", "dark"]
) -> None:
    reader.page.emulate_media(color_scheme=scheme)
    go(reader, "questions/tensors/")
    reader.page.keyboard.press("/")
    reader.page.keyboard.type(words)
    expect(reader.page.locator(".md-search-result__link").first).to_be_visible()
    assert violations(reader.page, ".md-search") == []


@among(Setting("root", 1440, True))
@pytest.mark.parametrize(
    ("harm", "rule"),
    [
        ("document.querySelector('.md-search').removeAttribute('aria-label')", "aria-dialog-name"),
        ("document.querySelector('h1').style.color = '#eee'", "color-contrast"),
        ("document.documentElement.lang = ''", "html-has-lang"),
        ("document.querySelector('h2').ariaLevel = 5", "heading-order"),
    ],
)
def test_axe_finds_what_is_wrong(reader: Reader, harm: str, rule: str) -> None:
    go(reader, "questions/tensors/")
    reader.page.evaluate(harm)
    assert rule in {found[0] for found in violations(reader.page)}


@SETTINGS
@pytest.mark.parametrize("path", KINDS)
def test_headings_are_an_outline_and_the_language_is_told(reader: Reader, path: str) -> None:
    go(reader, path)
    reader.page.evaluate(OPEN)
    levels = reader.page.evaluate(OUTLINE)
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert [(a, b) for a, b in pairwise(levels) if b > a + 1] == []
    expect(reader.page.locator("html")).to_have_attribute("lang", "en")


@with_script
def test_the_language_of_a_translation_is_told(reader: Reader) -> None:
    reader.go("questions/tensors/#broadcasting")
    text = reader.answer("broadcasting").get_by_text("从右边开始。")
    told = text.evaluate("element => element.closest('[lang]').lang")
    assert told == "zh-Hans"
    question = reader.answer("broadcasting").get_by_text("形状如何对齐？")
    assert question.evaluate("element => element.closest('[lang]').lang") == "zh-Hans"


@with_script
def test_marks_are_there_in_the_colors_of_the_system(reader: Reader) -> None:
    reader.page.emulate_media(forced_colors="active")
    go(reader, EAGER)
    reader.has_arrived(EAGER)
    open_answer = "details.hb-answer[open]"
    page = computed(reader.page, "body", "", "backgroundColor")
    for place in (f"{open_answer} > summary", f"{open_answer} .tabbed-labels"):
        assert computed(reader.page, place, "::before", "backgroundColor") != page
    # Of the theme's two lines below the label of a tab, only the one that moves is seen.
    label = f"{open_answer} .tabbed-labels > label"
    assert computed(reader.page, label, "", "borderBottomColor") == page
    for place in (".hb-short", "pre > code"):
        assert computed(reader.page, f"{open_answer} {place}", "", "borderTopWidth") == "1px"


def computed(page: Page, selector: str, part: str, name: str) -> str:
    """Give a computed style of the first of some elements, or of a pseudo-element of it."""
    value: str = page.evaluate(
        "([place, part, name]) => getComputedStyle(document.querySelector(place), part)[name]",
        [selector, part, name],
    )
    return value
