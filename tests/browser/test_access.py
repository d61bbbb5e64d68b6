"""Everyone can use the site: what axe finds, the keyboard alone, headings, and languages."""

from collections.abc import Callable
from itertools import product
from typing import Any, Literal

import pytest
from playwright.sync_api import Page, Route, expect

from .project import ROOT
from .reader import Reader, wait_until
from .settings import Setting, among, with_script
from .test_pages import PAGES

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
EAGER = "questions/tensors/#eager-mode"
STUB = "q/eager-mode/"
KINDS = [*dict.fromkeys([*PAGES, EAGER, STUB, "how-we-verify/"])]
# Everything but what is withdrawn, and the level AAA, which contradicts a calm page.
RUN = """async () => {
  // What has just changed has been measured after the next frame.
  for (const _ of [1, 2]) await new Promise(requestAnimationFrame);
  const rules = axe.getRules()
    .filter(({ tags }) => !tags.includes("deprecated") && !tags.includes("wcag2aaa"))
    .map(({ ruleId }) => [ruleId, { enabled: true }]);
  const { violations, passes } = await axe.run({ rules: Object.fromEntries(rules) });
  if (passes.length < 20) return [["nothing", "looked at", document.body.outerHTML]];
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, html }) => [id, target.join(" "), html.slice(0, 200)]));
}"""
OPEN = "document.querySelectorAll('details').forEach((details) => (details.open = true))"
SETTINGS = among(Setting("path", 390, True), Setting("root", 1440, True))


def without_redirect(route: Route) -> None:
    """Give a page that stays where it is."""
    text = route.fetch().text()
    assert 'http-equiv="refresh"' in text
    kept = [line for line in text.splitlines() if 'http-equiv="refresh"' not in line]
    route.fulfill(body="\n".join(kept), content_type="text/html")


def go(reader: Reader, path: str) -> None:
    """Load a page and wait until the scripts are done with it."""
    reader.page.route(f"**/{STUB}", without_redirect)
    reader.go(path)
    reader.page.wait_for_load_state("networkidle")


def violations(page: Page) -> list[list[str]]:
    """Give what axe finds on a page: rule, place, and the element."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found: list[list[str]] = page.evaluate(RUN)
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
    assert violations(reader.page) == []


@SETTINGS
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_the_open_search(
    reader: Reader, scheme: Literal["light", "dark"]
) -> None:
    reader.page.emulate_media(color_scheme=scheme)
    go(reader, "questions/tensors/")
    reader.page.keyboard.press("/")
    reader.page.keyboard.type("eager")
    expect(reader.page.locator(".md-search-result__link").first).to_be_visible()
    assert violations(reader.page) == []


@among(Setting("root", 1440, True))
@pytest.mark.parametrize(
    ("harm", "rule"),
    [
        ("document.querySelector('.md-search').removeAttribute('aria-label')", "aria-dialog-name"),
        ("document.querySelector('h1').style.color = '#eee'", "color-contrast"),
        ("document.documentElement.lang = ''", "html-has-lang"),
        ("document.querySelector('.hb-action').style.fontSize = '4px'", "target-size"),
    ],
)
def test_axe_finds_what_is_wrong(reader: Reader, harm: str, rule: str) -> None:
    go(reader, "questions/tensors/")
    style = "document.querySelectorAll('.hb-action').forEach((b) => (b.style.minHeight = 0))"
    reader.page.evaluate(style if rule == "target-size" else "0")
    reader.page.evaluate(harm)
    assert rule in {found[0] for found in violations(reader.page)}
