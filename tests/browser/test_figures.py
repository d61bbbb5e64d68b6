"""Diagrams and formulas: on a phone, in the dark, on paper, for a screen reader."""

from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from handbook.drawing import SMALLEST_FONT

from .reader import Reader
from .settings import Setting, among, once
from .test_access import OPEN, violations

PAGE = "questions/graphs/#compilers"
ALT = "Five steps lead from the input to the loss, and back again."
SIZES = """(svg) => [...svg.querySelectorAll("text")].map((text) =>
  parseFloat(getComputedStyle(text).fontSize) * svg.getBoundingClientRect().width
  / svg.viewBox.baseVal.width)"""
# Texts that reach out of the box around them.
OVER = """(svg) => [...svg.querySelectorAll(".hb-node")].flatMap((node) => {
  const box = node.querySelector("rect").getBBox();
  return [...node.querySelectorAll("text")].filter((text) => {
    const { x, width } = text.getBBox();
    return x < box.x + 1 || x + width > box.x + box.width - 1;
  }).map((text) => text.textContent);
})"""
COLORS = """(svg) => {
  const channels = (color) => color.match(/[\\d.]+/g).map(Number);
  const light = (color) => channels(color).slice(0, 3)
    .map((each) => each / 255)
    .map((each) => (each <= 0.04045 ? each / 12.92 : ((each + 0.055) / 1.055) ** 2.4))
    .reduce((sum, each, n) => sum + each * [0.2126, 0.7152, 0.0722][n], 0);
  const page = getComputedStyle(document.body).backgroundColor;
  const behind = (element) => {
    const shape = element.parentElement.querySelector("rect, ellipse");
    const fill = shape ? getComputedStyle(shape).fill : "none";
    return fill === "none" ? page : fill;
  };
  const contrast = (one, other) => {
    const [dark, bright] = [light(one), light(other)].sort((a, b) => a - b);
    return (bright + 0.05) / (dark + 0.05);
  };
  const texts = [...svg.querySelectorAll("text")].map((text) => {
    const { fill } = getComputedStyle(text);
    return [text.textContent, fill, contrast(fill, behind(text))];
  });
  const lines = [...svg.querySelectorAll(".hb-edge path")].map((line) => {
    const { stroke } = getComputedStyle(line);
    return ["line", stroke, contrast(stroke, page)];
  });
  return [...texts, ...lines];
}"""


def diagram(reader: Reader) -> Locator:
    return reader.answer("compilers").get_by_role("img", name=ALT, exact=True)


def open_(reader: Reader) -> None:
    """Go to the answer with figures, and wait for its fonts."""
    reader.go(PAGE)
    reader.page.evaluate(OPEN)
    expect(diagram(reader)).to_be_visible()
    reader.page.evaluate("document.fonts.ready")


def test_a_phone_shows_diagrams_in_letters_that_can_be_read(reader: Reader) -> None:
    open_(reader)
    assert reader.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    sizes: list[float] = diagram(reader).evaluate(SIZES)
    assert len(sizes) == 8
    # Less than a hundredth of a pixel is lost in rounding.
    assert min(sizes) > SMALLEST_FONT - 0.01
    box = diagram(reader).locator("xpath=..")
    assert box.evaluate("(box) => box.scrollWidth <= box.clientWidth")


@once
def test_texts_fit_their_boxes(reader: Reader) -> None:
    open_(reader)
    assert diagram(reader).evaluate(OVER) == []


@among(Setting("path", 390, True), Setting("root", 1440, True))
def test_a_wide_formula_is_scrolled_in_its_box(reader: Reader) -> None:
    open_(reader)
    box = reader.answer("compilers").locator(".hb-formula")
    wide: list[int] = box.evaluate("(box) => [box.scrollWidth, box.clientWidth]")
    assert (wide[0] > wide[1]) == reader.page.evaluate("innerWidth < 800")
    expect(box.locator("math")).to_be_visible()
    if wide[0] > wide[1]:
        expect(box).to_have_attribute("tabindex", "0")
        box.focus()
        reader.page.keyboard.press("End")
        reader.page.keyboard.press("ArrowRight")
        reader.page.wait_for_function("(box) => box.scrollLeft > 0", arg=box.element_handle())


def test_formulas_are_drawn_in_the_font_for_them(reader: Reader) -> None:
    open_(reader)
    used: list[str] = reader.page.evaluate(
        "[...document.fonts].filter(({ status }) => status === 'loaded').map((f) => f.family)"
    )
    assert "Noto Sans Math" in [name.strip('"') for name in used]


@once
def test_pages_without_formulas_load_no_font_for_them(reader: Reader) -> None:
    asked: list[str] = []
    reader.page.on("request", lambda request: asked.append(request.url))
    reader.go("questions/training/")
    reader.page.wait_for_load_state("networkidle")
    assert any("inter" in url for url in asked)
    assert [url for url in asked if "math" in url] == []


def colors(reader: Reader) -> list[tuple[str, str, float]]:
    found: list[Any] = diagram(reader).evaluate(COLORS)
    return [(name, color, contrast) for name, color, contrast in found]


@once
def test_colors_follow_light_and_dark(reader: Reader) -> None:
    seen = []
    for scheme in ("light", "dark"):
        reader.page.emulate_media(color_scheme=scheme)
        open_(reader)
        seen.append(colors(reader))
        assert [each for each in seen[-1] if each[2] < (3 if each[0] == "line" else 4.5)] == []
    assert [name for name, *_ in seen[0]] == [name for name, *_ in seen[1]]
    assert all(light[1] != dark[1] for light, dark in zip(*seen, strict=True))


@once
def test_paper_is_light_and_figures_stay_whole(reader: Reader) -> None:
    reader.page.emulate_media(color_scheme="light")
    open_(reader)
    in_light = colors(reader)
    reader.page.emulate_media(color_scheme="dark", media="print")
    assert colors(reader) == in_light
    figure = reader.answer("compilers").locator(".hb-figure").first
    expect(figure).to_have_css("break-inside", "avoid")


@among(Setting("path", 390, True), Setting("root", 1440, True))
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_figures(reader: Reader, scheme: Any) -> None:
    reader.page.emulate_media(color_scheme=scheme)
    open_(reader)
    reader.page.wait_for_load_state("networkidle")
    assert violations(reader.page, "details.hb-answer") == []


@once
def test_search_knows_formulas_in_text_and_no_other_figure(reader: Reader) -> None:
    index = reader.page.request.get(reader.at("search/search_index.json")).text()
    assert "figures in a box" in index
    for noise in ("Forward pass", ALT, "Basalt", "frac", "hb-node"):
        assert noise not in index, noise
