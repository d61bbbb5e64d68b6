"""Practice in two tabs, and where the browser's storage is full, damaged, or forbidden."""

import json
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from .practice import (
    EAGER,
    NOON,
    SHAPES,
    TENSORS,
    asks,
    button,
    due,
    logs,
    open_choice,
    part,
    press,
    says,
)
from .practice import start as begin
from .reader import Reader
from .settings import once, with_script

FULL = """Storage.prototype.setItem = function () {
  throw new DOMException("no room", "QuotaExceededError");
}"""
FORBIDDEN = """Object.defineProperty(window, "localStorage", {
  configurable: true,
  get() { throw new DOMException("no access", "SecurityError"); },
})"""
KEY = "`${__md_scope.pathname}.hb-progress.1`"


def other_tab(reader: Reader) -> Page:
    """Open practice in another tab of the same browser, with a session."""
    page = reader.page.context.new_page()
    page.goto(reader.at(TENSORS))
    button(page, "Start").click()
    return page


def build_anew(reader: Reader, *gone: str) -> None:
    """Load the page with data in which `broadcasting` has another id, and others are gone."""

    def serve(route: Route) -> None:
        response = route.fetch()
        data: dict[str, Any] = response.json()
        questions = {id_: each for id_, each in data["questions"].items() if id_ not in gone}
        renamed = questions.pop("broadcasting") | {"former_ids": ["broadcasting"]}
        data["questions"] = {"shapes": renamed} | questions
        route.fulfill(response=response, body=json.dumps(data))

    reader.page.route("**/data/practice.json", serve)
    reader.page.reload()


@with_script
def test_a_card_is_not_graded_in_two_tabs(reader: Reader) -> None:
    page = reader.page
    begin(reader)
    other = other_tab(reader)
    asks(page, SHAPES)
    press(other, " ", "4")
    says(other, "Easy: again in 8 days. 1 left.")
    says(page, "Your progress has changed elsewhere. 1 left.")
    expect(part(page, "wording")).to_have_text(EAGER)
    press(other, " ", "1")
    # This one comes again soon, so both have it.
    says(page, "Your progress has changed elsewhere. 1 left.")
    press(page, " ", "4")
    expect(part(page, "right")).to_have_text("1 of 1 answer known")
    assert {id_: len(log) // 7 for id_, log in logs(page).items()} == {
        "broadcasting": 1,
        "eager-mode": 2,
    }


@once
def test_a_session_goes_on_when_a_question_is_renamed(reader: Reader) -> None:
    page = reader.page
    begin(reader)
    press(page, " ", "1")
    asks(page, EAGER)
    build_anew(reader)
    asks(page, EAGER)
    button(page, "End").click()
    link = part(page, "hardest").get_by_role("link")
    expect(link).to_have_text([SHAPES])
    expect(link).to_have_attribute("href", reader.at("questions/tensors/#broadcasting"))
    press(page, "u")
    says(page, "Taken back: Again.")
    expect(part(page, "wording")).to_have_text(SHAPES)
    assert logs(page)["shapes"].endswith("0")
    assert list(logs(page)) == ["shapes"]


@once
def test_a_session_goes_on_without_a_question_that_is_gone(reader: Reader) -> None:
    page = reader.page
    begin(reader)
    press(page, " ", "2", " ", "1")
    says(page, "Again: again in 1 minute. 2 left.")
    build_anew(reader, "eager-mode")
    asks(page, SHAPES)
    says(page, "1 left.")
    button(page, "End").click()
    expect(part(page, "right")).to_have_text("1 of 1 answer known")
    expect(part(page, "hardest").get_by_role("link")).to_have_text([SHAPES])


@once
def test_what_comes_ahead_of_time_still_does_when_it_is_renamed(reader: Reader) -> None:
    page = reader.page
    page.clock.set_fixed_time(NOON)
    begin(reader)
    press(page, " ", "4", " ", "4")
    button(page, "Practice 2 ahead of time").click()
    says(page, "2 left.")
    build_anew(reader)
    asks(page, SHAPES)
    says(page, "2 left.")


@once
def test_a_grade_that_comes_too_late_is_none(reader: Reader) -> None:
    page = reader.page
    begin(reader)
    press(page, " ")
    # Another tab writes, and this one has not been told yet.
    page.evaluate(
        f"""() => {{
          const state = hbProgress.read();
          hbLog.put(state, "broadcasting", Date.now() - 1000, 4);
          localStorage.setItem({KEY}, JSON.stringify(state));
        }}"""
    )
    press(page, "1")
    says(page, "Your progress has changed elsewhere. 1 left.")
    assert logs(page)["broadcasting"].endswith("4")
    assert len(logs(page)["broadcasting"]) == 7


@once
def test_the_choice_follows_another_tab(reader: Reader) -> None:
    open_choice(reader)
    due(reader.page, 0, 2, 0)
    other = other_tab(reader)
    press(other, " ", "4")
    due(reader.page, 0, 1, 1)


@once
def test_intervals_follow_the_settings(reader: Reader) -> None:
    page = reader.page
    begin(reader)
    press(page, " ")
    shown = part(page, "grades").locator("small").last
    expect(shown).to_have_text("8 days")
    page.evaluate("hbProgress.change((s) => (s.settings.retention = { value: 0.8, at: 1 }))")
    expect(shown).not_to_have_text("8 days")
    asked = part(page, "wording")
    expect(asked).to_have_text(SHAPES)


@with_script
@pytest.mark.parametrize("harm", [FULL, FORBIDDEN], ids=["full", "forbidden"])
def test_a_session_goes_on_without_storage(reader: Reader, harm: str) -> None:
    page = reader.page
    page.add_init_script(harm)
    # The theme complains.
    reader.expected = {reader.at(TENSORS)} if harm == FORBIDDEN else set()
    begin(reader)
    button(page, "Show the answer").click()
    button(page, "Easy").click()
    says(page, "Easy: again in 8 days. 1 left.")
    button(page, "Undo").click()
    says(page, "Taken back: Easy.")
    button(page, "Good").click()
    button(page, "Show the answer").click()
    button(page, "Easy").click()
    asks(page, SHAPES)
    assert page.evaluate("hbProgress.told.trouble")


@with_script
def test_a_session_goes_on_after_damage(reader: Reader) -> None:
    page = reader.page
    begin(reader)
    press(page, " ")
    page.evaluate(f"localStorage.setItem({KEY}, '{{')")
    press(page, "4")
    says(page, "Easy: again in 8 days. 1 left.")
    assert page.evaluate("hbProgress.told.trouble") == "damaged"
    page.reload()
    asks(page, EAGER)


@once
def test_a_name_that_every_object_has_is_an_id_like_others(reader: Reader) -> None:
    open_choice(reader)
    found = reader.page.evaluate(
        """() => {
          const one = { reviews: {}, marks: {}, settings: {} };
          const [log, mark] = ["0000003", { at: 1 }];
          const other = { reviews: { constructor: log }, marks: { at: mark }, settings: {} };
          const { reviews, marks } = hbProgress.merge(one, other);
          return [reviews.constructor, marks.at];
        }"""
    )
    assert found == ["0000003", {"at": 1}]


@once
def test_what_was_taken_back_is_no_review(reader: Reader) -> None:
    open_choice(reader)
    # Digits of a second look like grades.
    found = reader.page.evaluate(
        """() => {
          const state = { reviews: { one: "11111101111114" }, marks: {}, settings: {} };
          return hbLog.reviewsOf(state, "one").map(({ grade }) => grade);
        }"""
    )
    assert found == [4]
