"""A session of practice: one card after the other, by keys and by taps, kept and taken back."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Locator, expect

from .practice import (
    EAGER,
    NOON,
    SHAPES,
    asks,
    button,
    due,
    logs,
    mark,
    open_choice,
    part,
    press,
    says,
    shows_short,
    start,
)
from .reader import Reader
from .settings import Setting, among, once, with_script
from .test_keys import nothing_happens

phone = among(Setting("path", 390, True))
INTERVALS = ["1 min", "6 min", "10 min", "8 days"]


@with_script
def test_a_session_with_keys_alone(reader: Reader) -> None:
    page = reader.page
    page.clock.set_fixed_time(NOON)
    open_choice(reader)
    due(page, 0, 2, 0)
    button(page, "Start: 2 to go").press("Enter")
    asks(page, SHAPES)
    says(page, "2 left.")
    press(page, " ")
    shows_short(page, "From the right.")
    expect(part(page, "answer").get_by_text("Also first.")).to_be_hidden()
    press(page, "Enter")
    expect(part(page, "answer").get_by_text("Also first.")).to_be_visible()
    expect(part(page, "grades").locator("small")).to_have_text(INTERVALS)
    press(page, "3")
    asks(page, EAGER)
    says(page, "Good: again in 10 minutes. 2 left.")
    press(page, " ", "4")
    # Nothing else is left, and so it comes before its ten minutes are over.
    asks(page, SHAPES)
    says(page, "Easy: again in 8 days. 1 left.")
    press(page, " ", "1", " ", "3", " ", "3")
    expect(page.get_by_role("heading", name="Done for now")).to_be_focused()
    expect(part(page, "questions")).to_have_text("2 questions")
    expect(part(page, "right")).to_have_text("4 of 5 answers known")
    expect(part(page, "good")).to_have_text("Good 3")
    expect(part(page, "hardest").get_by_role("link")).to_have_text([SHAPES])
    expect(part(page, "next")).to_have_text("Next: tomorrow. Tomorrow: 1 due.")


@phone
def test_a_session_with_the_thumb(reader: Reader) -> None:
    page = reader.page
    start(reader)
    window = page.viewport_size or {"height": 0}
    for name in ("Show the answer", "Good", "Again"):
        box = button(page, name).bounding_box()
        assert box
        assert box["height"] >= 44
        assert window["height"] / 2 < box["y"] < window["height"] - box["height"]
        if name == "Show the answer":
            button(page, name).tap()
            shows_short(page, "From the right.")
    part(page, "wording").tap()
    expect(part(page, "answer").get_by_text("Also first.")).to_be_visible()
    part(page, "answer").locator("label", has_text="PyTorch").tap()
    expect(part(page, "answer").get_by_text("Also second.")).to_be_visible()
    button(page, "Good").tap()
    asks(page, EAGER)
    part(page, "wording").tap()
    shows_short(page, "Operations run at once")
    button(page, "Whole answer").tap()
    expect(part(page, "answer").get_by_text("Marmalade.")).to_be_visible()


@with_script
def test_before_the_answer_is_shown_nothing_is_graded(reader: Reader) -> None:
    start(reader)
    asks(reader.page, SHAPES)
    for key in "1234":
        reader.page.keyboard.press(key)
    asks(reader.page, SHAPES)
    assert logs(reader.page) == {}
    expect(part(reader.page, "grades")).to_be_hidden()


@with_script
def test_undo_shows_the_card_as_it_was(reader: Reader) -> None:
    page = reader.page
    page.clock.set_fixed_time(NOON)
    start(reader)
    press(page, " ", " ", "2")
    asks(page, EAGER)
    press(page, " ", "3")
    says(page, "Good: again in 10 minutes. 2 left.")
    press(page, "u")
    says(page, "Taken back: Good.")
    shows_short(page, "Operations run at once")
    button(page, "Undo").click()
    says(page, "Taken back: Hard.")
    expect(part(page, "answer").get_by_text("Also first.")).to_be_visible()
    expect(button(page, "Undo")).to_have_count(0)
    # Within the same second: what was taken back stays so, what comes then counts.
    press(page, "4")
    says(page, "Easy: again in 8 days. 1 left.")
    page.reload()
    asks(page, EAGER)
    button(page, "End").click()
    expect(part(page, "right")).to_have_text("1 of 1 answer known")


@with_script
def test_a_session_goes_on_when_the_page_is_loaded_anew(reader: Reader) -> None:
    page = reader.page
    start(reader, "study/?category=training")
    says(page, "10 left.")
    press(page, " ", "4", " ", "1")
    says(page, "Again: again in 1 minute. 9 left.")
    page.reload()
    asks(page, "Why a candle?")
    says(page, "9 left.")
    press(page, "u")
    says(page, "Taken back: Again.")
    shows_short(page, "The barrel helps.")
    page.go_back()
    due(page, 0, 9, 36)
    page.go_forward()
    asks(page, "Why a barrel?")


@with_script
def test_another_day(reader: Reader) -> None:
    page = reader.page
    page.clock.set_fixed_time(NOON)
    start(reader, "study/?category=training")
    for _ in range(10):
        press(page, " ", "4")
    expect(page.get_by_role("heading", name="Done for now")).to_be_visible()
    expect(part(page, "next")).to_have_text("Next: in 8 days. Tomorrow: 10 new.")
    open_choice(reader, "study/?category=training")
    due(page, 0, 0, 45)
    expect(button(page, "Start")).to_have_count(0)
    # The day ends at four o'clock at night.
    page.clock.set_fixed_time(NOON + timedelta(hours=15, minutes=59))
    open_choice(reader, "study/?category=training")
    due(page, 0, 0, 45)
    page.clock.set_fixed_time(NOON + timedelta(hours=16))
    open_choice(reader, "study/?category=training")
    due(page, 0, 10, 35)
    # What comes after days comes at any time of its day.
    page.clock.set_fixed_time(NOON + timedelta(days=8, hours=-7))
    open_choice(reader, "study/?category=training")
    due(page, 10, 10, 25)
    button(page, "Start").click()
    asks(page, "Why a abacus?")


@once
def test_a_page_that_stays_open_over_night(reader: Reader) -> None:
    page = reader.page
    page.clock.set_fixed_time(NOON)
    start(reader, "study/?category=training")
    press(page, " ", "4")
    button(page, "End").click()
    button(page, "Choose something else").click()
    due(page, 0, 9, 36)
    page.clock.set_fixed_time(NOON + timedelta(days=1))
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    due(page, 0, 10, 35)


@with_script
def test_more_than_a_day_has(reader: Reader) -> None:
    page = reader.page
    page.clock.set_fixed_time(NOON)
    open_choice(reader)
    page.evaluate("hbProgress.change((s) => (s.settings.newPerDay = { value: 1, at: 1 }))")
    due(page, 0, 1, 1)
    button(page, "Start: 1 to go").click()
    press(page, " ", "4")
    button(page, "Practice 1 more new").click()
    asks(page, EAGER)
    press(page, " ", "4")
    expect(page.get_by_role("heading", name="Done for now")).to_be_visible()
    button(page, "Choose something else").click()
    expect(part(page, "next")).to_have_text(
        "Nothing is due now. Next: in 8 days. Tomorrow: nothing."
    )
    button(page, "Practice 2 ahead of time").click()
    asks(page, SHAPES)
    says(page, "2 left.")
    press(page, " ", "3")
    asks(page, EAGER)


@once
def test_undo_of_what_came_ahead_of_time_lets_it_come_again(reader: Reader) -> None:
    page = reader.page
    page.clock.set_fixed_time(NOON)
    start(reader, "study/?track=first-steps")
    press(page, " ", "4", " ", "4", " ", "4")
    button(page, "Practice 3 ahead of time").click()
    says(page, "3 left.")
    press(page, " ", "4", " ", "4")
    says(page, "Easy: again in 13 days. 1 left.")
    press(page, "u", "u")
    says(page, "Taken back: Easy.")
    press(page, "4")
    says(page, "Easy: again in 13 days. 2 left.")
    press(page, " ", "4", " ", "4")
    expect(part(page, "right")).to_have_text("6 of 6 answers known")


@with_script
def test_e_opens_the_page_of_the_question(reader: Reader) -> None:
    start(reader)
    asks(reader.page, SHAPES)
    press(reader.page, "e")
    reader.has_arrived("questions/tensors/#broadcasting")
    reader.page.go_back()
    asks(reader.page, SHAPES)


@with_script
def test_keys_of_other_pages_do_not_lead_away(reader: Reader) -> None:
    start(reader)
    asks(reader.page, SHAPES)
    with nothing_happens(reader):
        press(
            reader.page, "j", "k", "o", "r", "n", "p", ",", ".", "Control+e", "Alt+e", "Control+u"
        )
    asks(reader.page, SHAPES)


@with_script
def test_a_key_that_is_held_counts_once(reader: Reader) -> None:
    start(reader)
    asks(reader.page, SHAPES)
    for _ in range(3):
        reader.page.keyboard.down(" ")
    reader.page.keyboard.up(" ")
    shows_short(reader.page, "From the right.")
    expect(part(reader.page, "answer").get_by_text("Also first.")).to_be_hidden()


@with_script
def test_without_single_keys_there_are_the_buttons(reader: Reader) -> None:
    page = reader.page
    start(reader)
    page.evaluate("__md_set('hb-keys', false)")
    for key in (" ", "Enter", "u", "e", "3"):
        page.keyboard.press(key)
    asks(page, SHAPES)
    button(page, "Show the answer").press(" ")
    shows_short(page, "From the right.")
    button(page, "Good").press("Enter")
    asks(page, EAGER)


@with_script
def test_keys_do_nothing_behind_a_dialog_and_in_a_field(reader: Reader) -> None:
    page = reader.page
    start(reader)
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keyboard shortcuts")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    page.locator("#hb-help").get_by_role("button", name="Close").focus()
    page.keyboard.press("e")
    page.keyboard.press("Escape")
    expect(part(page, "answer")).to_be_hidden()
    reader.is_at("study/?category=tensors")


def tab_to(place: Locator) -> None:
    """Press the key that moves the focus on until it is there."""
    for _ in range(30):
        place.page.keyboard.press("Tab")
        if place.evaluate("place => place === document.activeElement"):
            return
    expect(place).to_be_focused()


@with_script
def test_what_takes_the_focus_is_seen_and_moves_nothing_else(reader: Reader) -> None:
    page = reader.page
    start(reader)
    press(page, " ")
    shows_short(page, "From the right.")
    tab_to(button(page, "Good"))
    assert page.evaluate("scrollY") == 0
    press(page, "4", " ", " ")
    marks = mark(page, "Know it")
    tab_to(marks)
    bar = page.locator(".hb-practice__bar").bounding_box()
    box = marks.bounding_box()
    assert bar
    assert box
    assert box["y"] + box["height"] <= bar["y"]


@once
@pytest.mark.parametrize("name", ["study.", "ts-fsrs-", "progress."])
def test_where_a_script_does_not_come_the_page_says_so(reader: Reader, name: str) -> None:
    page = reader.page
    scripts = re.compile(f"/javascripts/{re.escape(name)}")
    page.route(scripts, lambda route: route.abort())
    reader.go("study/?category=tensors")
    alert = page.get_by_role("alert")
    # It may be on its way.
    expect(alert).to_have_count(0)
    expect(alert).to_contain_text("Practice has not started.")
    expect(page.get_by_text("Practice needs JavaScript")).to_be_hidden()
    expect(page.get_by_role("link", name="Anki deck").first).to_be_visible()
    # Of the script, and of what needs it.
    assert reader.complaints
    reader.complaints.clear()
    page.unroute(scripts)
    alert.get_by_role("link", name="Reload the page").click()
    due(page, 0, 2, 0)
    expect(alert).to_have_count(0)
    reader.is_at("study/?category=tensors")


@with_script
def test_what_is_said_where_scripts_do_not_come_is_not_seen_where_they_do(reader: Reader) -> None:
    page = reader.page
    page.add_init_script(
        """window.seen = [];
        const look = () => {
          const without = document.querySelector(".hb-without");
          seen.push(without?.checkVisibility({ visibilityProperty: true }));
          requestAnimationFrame(look);
        };
        requestAnimationFrame(look);"""
    )
    open_choice(reader)
    found = page.evaluate("seen")
    assert False in found
    assert True not in found


@pytest.mark.parametrize("setting", [Setting("root", 390, False)], ids=str, indirect=True)
def test_without_a_script_the_page_says_what_it_needs(reader: Reader) -> None:
    reader.go("study/")
    expect(reader.page.get_by_text("Practice needs JavaScript")).to_be_visible()
    expect(reader.page.get_by_role("alert")).to_have_count(0)
    expect(reader.page.locator(".hb-practice")).to_be_hidden()
    reader.link("tracks").click()
    reader.is_at("tracks/")
