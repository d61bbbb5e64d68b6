"""Everyone can practice: what axe finds in each state of the page of practice."""

from itertools import pairwise
from typing import Literal

import pytest
from playwright.sync_api import Page, expect

from .practice import EAGER, asks, button, mark, open_choice, part, press, start
from .reader import Reader
from .settings import Setting, among
from .test_access import OUTLINE, violations
from .test_pages import WIDER

both = among(Setting("path", 390, True), Setting("root", 1440, True))
schemes = pytest.mark.parametrize("scheme", ["light", "dark"])


def is_good(page: Page) -> None:
    """Fail where axe finds anything, something is too wide, or headings are no outline."""
    assert page.evaluate(WIDER) == []
    assert violations(page, "article") == []
    levels = page.evaluate(OUTLINE)
    assert levels[0] == 1
    assert [(a, b) for a, b in pairwise(levels) if b > a + 1] == []


@both
@schemes
def test_a_session(reader: Reader, scheme: Literal["light", "dark"]) -> None:
    page = reader.page
    page.emulate_media(color_scheme=scheme)
    open_choice(reader, "study/?track=first-steps&level=basic&category=nowhere")
    expect(part(page, "filters")).to_have_attribute("open", "")
    is_good(page)
    button(page, "Start").click()
    asks(page, EAGER)
    is_good(page)
    press(page, " ")
    mark(page, "Know it").click()
    is_good(page)
    press(page, " ")
    is_good(page)
    for key in "143":
        press(page, key, " ")
    button(page, "End").click()
    expect(part(page, "hardest")).to_be_visible()
    is_good(page)
    button(page, "Go on").click()
    press(page, " ", "4", " ", "4")
    button(page, "Choose something else").click()
    expect(part(page, "next")).to_be_visible()
    is_good(page)


@both
@schemes
def test_a_script_that_does_not_come(reader: Reader, scheme: Literal["light", "dark"]) -> None:
    page = reader.page
    page.emulate_media(color_scheme=scheme)
    page.route("**/javascripts/study.*", lambda route: route.abort())
    reader.go("study/")
    expect(page.get_by_role("alert")).to_be_visible()
    is_good(page)
    reader.complaints.clear()  # of the script


@both
@schemes
def test_true_or_false(reader: Reader, scheme: Literal["light", "dark"]) -> None:
    page = reader.page
    page.emulate_media(color_scheme=scheme)
    start(reader, "study/?mode=statements&seed=a")
    is_good(page)
    page.keyboard.press("f")
    expect(part(page, "answer")).to_be_visible()
    mark(page, "Review").click()
    is_good(page)
    wrong = part(page, "verdict").inner_text().startswith("Wrong")
    button(page, "Next").click()
    expect(part(page, "wrong")).to_be_visible(visible=wrong)
    is_good(page)
