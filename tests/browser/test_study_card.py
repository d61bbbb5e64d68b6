"""What a card shows: the answer of the question's page, which is all that is loaded for it."""

import re

from playwright.sync_api import Route, expect

from . import kept
from .practice import (
    EAGER,
    SHAPES,
    TENSORS,
    asks,
    button,
    mark,
    open_choice,
    part,
    press,
    says,
    start,
)
from .reader import Reader
from .settings import once, with_script

IDS = """() => [...document.querySelectorAll(".hb-practice__answer [id]")].map(({ id }) => id)"""


@with_script
def test_only_the_data_of_the_choice_is_loaded(reader: Reader) -> None:
    asked: list[str] = []
    reader.page.on("request", lambda request: asked.append(request.url))
    start(reader)
    press(reader.page, " ", "4", " ", "4")
    expect(reader.page.get_by_role("heading", name="Done for now")).to_be_visible()
    fetched = [url.removeprefix(reader.site) for url in asked if "/data/" in url or "/quest" in url]
    assert fetched == ["data/practice.json", "questions/tensors/"]


@once
def test_other_pages_do_not_load_what_practice_needs(reader: Reader) -> None:
    asked: list[str] = []
    reader.page.on("request", lambda request: asked.append(request.url))
    reader.go("questions/tensors/")
    reader.page.wait_for_load_state("networkidle")
    assert [url for url in asked if "/progress.js" in url]
    assert [url for url in asked if re.search("study|fsrs|progress-log|practice", url)] == []


@with_script
def test_a_track_loads_pages_as_its_cards_come(reader: Reader) -> None:
    asked: list[str] = []
    reader.page.on("request", lambda request: asked.append(request.url))
    start(reader, "study/?track=first-steps")
    asks(reader.page, EAGER)
    reader.page.wait_for_load_state("networkidle")
    pages = [reader.at("questions/tensors/")]
    assert [url for url in asked if "/questions/" in url] == pages
    press(reader.page, " ", "4", " ", "4")
    asks(reader.page, "Why a quiver?")
    press(reader.page, " ")
    expect(part(reader.page, "answer").get_by_text("The quiver helps.")).to_be_visible()
    pages.append(reader.at("questions/training/2/"))
    assert [url for url in asked if "/questions/" in url] == pages


@with_script
def test_the_answer_works_as_on_its_page(reader: Reader) -> None:
    page = reader.page
    open_choice(reader)
    page.evaluate("__md_set('__tabs', ['PyTorch'])")
    start(reader)
    press(page, " ", "4", " ", " ")
    answer = part(page, "answer")
    # The tab that was chosen before, anywhere.
    expect(answer.get_by_text("Of the second tab.")).to_be_visible()
    answer.locator("label", has_text="TensorFlow").click()
    expect(answer.get_by_text("Of the first tab.")).to_be_visible()
    assert page.evaluate("__md_get('__tabs')") == ["TensorFlow", "PyTorch"]
    for text in ("Eager mode was removed.", "Which mode debugs like plain Python?"):
        expect(answer.get_by_text(text)).to_be_visible()
    related = answer.get_by_role("link", name="Why a quiver?")
    expect(related).to_have_attribute("href", reader.at("questions/training/2/#step-43"))
    expect(answer.get_by_text("Permanent link")).to_have_count(0)
    # None that something else on this page could have.
    ids = page.evaluate(IDS)
    assert ids
    assert [id_ for id_ in ids if not id_.startswith("hb-card-")] == []
    width = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    assert width[0] == width[1]


@with_script
def test_a_wide_table_scrolls_in_a_box_that_takes_the_focus(reader: Reader) -> None:
    page = reader.page
    page.set_viewport_size({"width": 390, "height": 800})
    start(reader)
    press(page, " ", "4", " ", " ")
    box = part(page, "answer").locator(".md-typeset__scrollwrap")
    expect(box).to_have_attribute("tabindex", "0")
    assert box.evaluate("box => box.scrollWidth > box.clientWidth")
    expect(box).to_have_role("region")


@with_script
def test_the_short_answer_of_each_language(reader: Reader) -> None:
    page = reader.page
    start(reader)
    press(page, " ")
    answer = part(page, "answer")
    expect(answer.get_by_text("From the right.")).to_be_visible()
    answer.locator("label", has_text="中文").click()
    expect(answer.get_by_text("结果的形状由两个操作数决定。")).to_be_visible()
    expect(answer.get_by_text("从右边开始。")).to_be_hidden()
    part(page, "wording").click()
    expect(answer.get_by_text("从右边开始。")).to_be_visible()


@with_script
def test_the_question_of_a_card_can_be_marked(reader: Reader) -> None:
    page = reader.page
    start(reader)
    asks(page, SHAPES)
    expect(mark(page, "Know it")).to_be_hidden()
    press(page, " ")
    mark(page, "Review").click()
    expect(mark(page, "Review")).to_have_attribute("aria-pressed", "true")
    expect(page.get_by_role("group", name=SHAPES)).to_be_visible()
    # To mark is not to grade, nor to ask for the whole answer.
    expect(part(page, "answer").get_by_text("Also first.")).to_be_hidden()
    press(page, "4", " ")
    expect(mark(page, "Review")).to_have_attribute("aria-pressed", "false")
    press(page, "u")
    expect(mark(page, "Review")).to_have_attribute("aria-pressed", "true")
    reader.go("questions/tensors/#broadcasting")
    group = page.locator(".hb-marks[aria-labelledby='broadcasting']")
    expect(group.get_by_role("button", name="Review")).to_have_attribute("aria-pressed", "true")


@once
def test_a_card_has_the_mark_of_its_question(reader: Reader) -> None:
    page = reader.page
    kept.fill(reader, kept.state(marks={"broadcasting": {"mark": "know", "at": 1}}))
    start(reader)
    press(page, " ")
    expect(mark(page, "Know it")).to_have_attribute("aria-pressed", "true")
    mark(page, "Know it").tap()
    assert kept.read(reader)["marks"]["broadcasting"]["mark"] == ""
    page.evaluate("hbProgress.change((s) => (s.marks.broadcasting = { mark: 'review', at: 1e11 }))")
    expect(mark(page, "Review")).to_have_attribute("aria-pressed", "true")


@with_script
def test_text_can_be_selected(reader: Reader) -> None:
    start(reader)
    asks(reader.page, SHAPES)
    part(reader.page, "wording").dblclick(position={"x": 30, "y": 12})
    assert reader.page.evaluate("String(getSelection()).trim()")
    expect(part(reader.page, "answer").get_by_text("Also first.")).to_be_hidden()


@with_script
def test_a_page_that_cannot_be_loaded(reader: Reader) -> None:
    page = reader.page
    reader.expected = {reader.at("questions/tensors/")}
    page.route("**/questions/tensors/", lambda route: route.abort())
    start(reader)
    press(page, " ")
    expect(page.get_by_text("The answer could not be loaded.")).to_be_visible()
    page.unroute("**/questions/tensors/")
    button(page, "Try again").click()
    expect(part(page, "answer").get_by_text("From the right.")).to_be_visible()
    press(page, "3")
    says(page, "Good: again in 10 minutes. 2 left.")


@with_script
def test_the_list_of_questions_that_cannot_be_loaded(reader: Reader) -> None:
    page = reader.page
    reader.expected = {reader.at("data/practice.json")}
    page.route("**/data/practice.json", lambda route: route.abort())
    reader.go(TENSORS)
    expect(page.get_by_text("The questions could not be loaded.")).to_be_focused()
    page.unroute("**/data/practice.json")
    button(page, "Try again").click()
    expect(button(page, "Start: 2 to go")).to_be_visible()


@once
def test_a_site_without_questions(reader: Reader) -> None:
    def empty(route: Route) -> None:
        route.fulfill(
            json={"schema": 1, "groups": [], "filters": [], "tracks": [], "questions": {}}
        )

    reader.page.route("**/data/practice.json", empty)
    reader.go("study/")
    expect(reader.page.get_by_text("There are no questions yet.")).to_be_visible()
    expect(button(reader.page, "Try again")).to_have_count(0)


@once
def test_a_question_that_has_no_short_answer_shows_all(reader: Reader) -> None:
    def shorten(route: Route) -> None:
        text = route.fetch().text().replace('class="hb-short"', "")
        route.fulfill(body=text, content_type="text/html")

    reader.page.route("**/questions/tensors/", shorten)
    open_choice(reader)
    button(reader.page, "Start").click()
    press(reader.page, " ")
    expect(part(reader.page, "answer").get_by_text("Also first.")).to_be_visible()
    expect(button(reader.page, "Whole answer")).to_have_count(0)
