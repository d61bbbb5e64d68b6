"""The keyboard alone reaches and operates everything, and one sees where one is."""

import pytest
from playwright.sync_api import expect

from .reader import Reader, wait_until
from .settings import Setting, among

TENSORS = "questions/tensors/"
SETTINGS = among(Setting("path", 390, True), Setting("root", 1440, True))
NARROW = among(Setting("path", 390, True))
# Of radio buttons that belong together, the keyboard reaches the chosen one, and keys choose.
MARK = """() => {
  const focusable = "a[href], button, input, textarea, select, summary, [tabindex='0']";
  const reached = (each) => {
    const group = document.getElementsByName(each.name);
    const chosen = [...group].find(({ checked }) => checked) ?? group[0];
    return each.type !== "radio" || each === chosen;
  };
  const all = [...document.querySelectorAll(focusable)].filter((each) =>
    each.tabIndex >= 0 && !each.disabled && reached(each)
    && each.checkVisibility({ visibilityProperty: true }));
  all.forEach((each, number) => (each.dataset.number = number));
  return all.map((each) => each.outerHTML.slice(0, 120));
}"""
HERE = "Number(document.activeElement.dataset.number ?? -1)"
# Where the element itself cannot be seen, its label, its form, or the labels of its tabs stand out.
UNSEEN = """() => {
  const here = document.activeElement;
  const tabs = here.parentElement.querySelector(":scope > .tabbed-labels");
  const parts = [here, ...(here.matches(".md-option") ? [here.nextElementSibling] : []),
    ...(here.matches(".md-search__input") ? [here.form] : []),
    ...(tabs && here.matches("input") ? [tabs] : [])];
  const standsOut = (part) => {
    const { outlineStyle, outlineWidth } = getComputedStyle(part);
    const { width, height, top, bottom, left, right } = part.getBoundingClientRect();
    return outlineStyle !== "none" && parseFloat(outlineWidth) >= 1 && width > 1 && height > 1
      && bottom > 0 && top < innerHeight && right > 0 && left < innerWidth
      && part.checkVisibility({ opacityProperty: true, visibilityProperty: true });
  };
  return parts.some(standsOut) ? "" : "no focus is seen: " + here.outerHTML.slice(0, 120);
}"""

COVERED = """() => {
  const here = document.activeElement;
  const { left, top, width, height } = here.getBoundingClientRect();
  const seen = document.elementFromPoint(left + width / 2, top + height / 2);
  return here.contains(seen) ? "" : "covered: " + here.outerHTML.slice(0, 120);
}"""


def tab_through(reader: Reader) -> list[int]:
    """Press Tab until the page ends; give the numbers of what had the focus, which one sees."""
    stops: list[int] = []
    for _ in range(300):
        reader.page.keyboard.press("Tab")
        if reader.page.evaluate("document.activeElement === document.body"):
            return stops
        wait_until(lambda: str(reader.page.evaluate(UNSEEN)))
        stops.append(int(reader.page.evaluate(HERE)))
    raise AssertionError("Tab leads round and round")


@SETTINGS
@pytest.mark.parametrize("path", ["", "questions/", TENSORS, "tracks/first-steps/", "404.html"])
def test_tab_reaches_everything_and_one_sees_where_one_is(reader: Reader, path: str) -> None:
    reader.go(path)
    reader.page.wait_for_load_state("networkidle")
    reader.page.evaluate("document.querySelectorAll('details').forEach((d) => (d.open = true))")
    reader.page.wait_for_load_state("networkidle")
    marked = reader.page.evaluate(MARK)
    stops = tab_through(reader)
    assert [each for number, each in enumerate(marked) if number not in stops] == []
    assert -1 not in stops
    assert len(stops) > 5


@SETTINGS
def test_keys_choose_tabs_and_colors(reader: Reader) -> None:
    path = f"{TENSORS}#eager-mode"
    reader.go(path)
    reader.has_arrived(path)
    answer = reader.answer("eager-mode")
    answer.locator("input").first.focus()
    reader.page.keyboard.press("ArrowRight")
    expect(answer.get_by_text("Of the second tab.")).to_be_visible()
    body = reader.page.locator("body")
    reader.page.locator("#__palette_0").focus()
    reader.page.keyboard.press("ArrowRight")
    reader.page.keyboard.press("ArrowRight")
    expect(body).to_have_attribute("data-md-color-scheme", "slate")


@NARROW
def test_keys_open_and_close_the_navigation(reader: Reader) -> None:
    reader.go(TENSORS)
    opener = reader.page.get_by_role("button", name="Navigation")
    for _ in range(2):
        reader.page.keyboard.press("Tab")
    expect(opener).to_be_focused()
    expect(opener).to_have_attribute("aria-expanded", "false")
    reader.page.keyboard.press("Enter")
    expect(opener).to_have_attribute("aria-expanded", "true")
    inside = reader.page.locator(".md-sidebar--primary :focus")
    expect(inside).to_be_in_viewport()
    reader.page.keyboard.press("Escape")
    expect(opener).to_be_focused()
    expect(opener).to_have_attribute("aria-expanded", "false")
    reader.page.keyboard.press("Enter")
    expect(inside).to_be_in_viewport()
    reader.page.keyboard.press("Enter")
    sidebar = reader.page.locator(".md-sidebar--primary")
    sidebar.locator("label.md-nav__link", has_text="Practice").press("Enter")
    sidebar.get_by_role("link", name="Training").press("Enter")
    reader.is_at("questions/training/")


@NARROW
def test_only_what_is_seen_of_the_navigation_takes_the_focus(reader: Reader) -> None:
    reader.go(TENSORS)
    reader.page.get_by_role("button", name="Navigation").press("Enter")
    inside = reader.page.locator(".md-sidebar--primary :focus")
    expect(inside).to_be_in_viewport()
    stops = 0
    while inside.count():
        wait_until(lambda: str(reader.page.evaluate(COVERED)))
        reader.page.keyboard.press("Tab")
        stops += 1
    assert 1 < stops < 12


@SETTINGS
def test_what_takes_the_focus_on_the_way_back_is_below_the_header(reader: Reader) -> None:
    reader.go(f"{TENSORS}#eager-mode")
    reader.has_arrived(f"{TENSORS}#eager-mode")
    reader.takes_over()
    reader.answer("eager-mode").locator("summary").first.focus()
    for _ in range(6):
        reader.page.keyboard.press("Shift+Tab")
        wait_until(lambda: str(reader.page.evaluate(COVERED)))


@NARROW
def test_keys_open_the_search(reader: Reader) -> None:
    reader.go(TENSORS)
    reader.page.wait_for_load_state("networkidle")
    reader.page.get_by_role("button", name="Search").press("Enter")
    field = reader.page.locator("[data-md-component=search-query]")
    expect(field).to_be_focused()
    expect(field).to_be_in_viewport()


@among(Setting("path", 1440, True))
def test_what_scrolls_takes_the_focus(reader: Reader) -> None:
    reader.go(f"{TENSORS}#eager-mode")
    reader.has_arrived(f"{TENSORS}#eager-mode")
    box = reader.answer("eager-mode").locator(".md-typeset__scrollwrap")
    expect(box).to_have_count(1)
    expect(box).not_to_have_attribute("tabindex", "0")
    reader.page.set_viewport_size({"width": 240, "height": 800})
    expect(box).to_have_attribute("tabindex", "0")
    expect(reader.answer("eager-mode").locator("pre > code")).to_have_attribute("tabindex", "0")
    box.focus()
    reader.page.keyboard.press("ArrowRight")
    wait_until(lambda: "" if box.evaluate("box => box.scrollLeft") else "it does not scroll")
    reader.page.set_viewport_size({"width": 1440, "height": 800})
    expect(box).not_to_have_attribute("tabindex", "0")


@NARROW
def test_code_takes_the_focus_where_there_is_no_mouse(reader: Reader) -> None:
    reader.go(f"{TENSORS}#eager-mode")
    reader.has_arrived(f"{TENSORS}#eager-mode")
    code = reader.answer("eager-mode").locator("pre > code")
    code.scroll_into_view_if_needed()
    reader.page.wait_for_load_state("networkidle")
    expect(code).to_have_attribute("tabindex", "0")
