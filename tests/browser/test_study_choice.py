"""What to practice: in the address, in the form, and by links from other pages."""

import pytest
from playwright.sync_api import expect

from .practice import EAGER, SHAPES, asks, button, due, open_choice, part, press
from .reader import Reader
from .settings import once, with_script

COMPILERS = "Which compilers are there?"


def what(reader: Reader) -> str:
    """Give what the form shows as chosen."""
    chosen: str = reader.page.get_by_label("What", exact=True).evaluate(
        "select => select.selectedOptions[0].textContent"
    )
    return chosen


@with_script
@pytest.mark.parametrize(
    ("asked", "chosen", "first", "count"),
    [
        ("", "Everything", SHAPES, 48),
        ("?category=tensors", "Tensors", SHAPES, 2),
        ("?category=execution", "Graphs and compilers", COMPILERS, 1),
        ("?category=tensors&category=graphs", "Tensors, Graphs and compilers", SHAPES, 3),
        ("?track=first-steps", "First steps", EAGER, 3),
        ("?track=beginners", "First steps", EAGER, 3),
        ("?kind=scenario", "Everything", COMPILERS, 1),
        ("?framework=pytorch&framework=tensorflow", "Everything", SHAPES, 3),
        ("?text=plain+debugs", "Everything", EAGER, 1),
        ("?track=first-steps&kind=coding", "First steps", SHAPES, 1),
        ("?track=first-steps&category=tensors", "First steps", EAGER, 3),
        ("?level=expert&color=red", "Everything", SHAPES, 48),
    ],
)
def test_the_address_says_what_to_practice(
    reader: Reader, asked: str, chosen: str, first: str, count: int
) -> None:
    open_choice(reader, f"study/{asked}")
    due(reader.page, 0, min(count, 10), max(count - 10, 0))
    assert what(reader) == chosen
    expect(part(reader.page, "unknown")).to_be_hidden()
    button(reader.page, "Start").click()
    asks(reader.page, first)


@with_script
def test_the_same_filters_find_the_same_as_in_browse(reader: Reader) -> None:
    reader.go("browse/?text=why&level=basic&category=training")
    practice = reader.page.get_by_role("link", name="Practice these")
    expect(reader.page.get_by_role("status")).to_have_text("45 of 48 questions")
    practice.click()
    reader.is_at("study/?text=why&level=basic&category=training")
    due(reader.page, 0, 10, 35)
    expect(reader.page.get_by_text("Filters (2)")).to_be_visible()


@with_script
def test_the_link_of_browse_follows_the_filters(reader: Reader) -> None:
    reader.go("browse/")
    practice = reader.page.locator("[data-hb-practice]")
    reader.page.get_by_role("searchbox", name="Words, in any order").fill("aligned")
    expect(practice).to_have_attribute("href", reader.at("study/?text=aligned"))
    reader.page.get_by_role("searchbox", name="Words, in any order").fill("nonsense")
    expect(practice).to_be_hidden()


@with_script
@pytest.mark.parametrize(
    ("path", "name", "address"),
    [
        ("questions/tensors/", "Practice these", "study/?category=tensors"),
        ("tracks/first-steps/", "Practice these", "study/?track=first-steps"),
        ("", "Practice", "study/"),
        ("browse/", "Practice these", "study/"),
    ],
)
def test_pages_lead_to_practice(reader: Reader, path: str, name: str, address: str) -> None:
    reader.go(path)
    reader.link(name).click()
    reader.is_at(address)
    expect(button(reader.page, "Start")).to_be_visible()


@with_script
def test_the_form_changes_the_address(reader: Reader) -> None:
    page = reader.page
    open_choice(reader, "study/")
    page.get_by_label("What", exact=True).select_option("Graphs and compilers")
    reader.is_at("study/?category=graphs")
    due(page, 0, 1, 0)
    page.get_by_label("What", exact=True).select_option("First steps")
    reader.is_at("study/?track=first-steps")
    due(page, 0, 3, 0)
    page.get_by_text("Filters").click()
    page.get_by_label("coding").check()
    reader.is_at("study/?track=first-steps&kind=coding")
    due(page, 0, 1, 0)
    page.reload()
    due(page, 0, 1, 0)
    expect(page.get_by_label("coding")).to_be_checked()
    assert what(reader) == "First steps"
    page.get_by_role("searchbox", name="Words, in any order").fill("nonsense")
    expect(part(page, "next")).to_have_text("No question fits all of these filters.")
    expect(button(page, "Start")).to_have_count(0)


@once
def test_both_ways_to_practice_stand_on_one_line(reader: Reader) -> None:
    open_choice(reader)
    ways = reader.page.get_by_role("group", name="How").get_by_role("radio").all()
    places = [way.bounding_box() for way in ways]
    assert len(places) == 2
    assert len({place["y"] for place in places if place}) == 1


@with_script
def test_what_does_not_exist_is_said(reader: Reader) -> None:
    page = reader.page
    open_choice(reader, "study/?category=poems&track=constructor")
    expect(page.get_by_text("There is no category “poems”.")).to_be_visible()
    expect(page.get_by_text("There is no track “constructor”.")).to_be_visible()
    assert what(reader) == "Everything"
    page.get_by_label("What", exact=True).select_option("Tensors")
    expect(page.get_by_text("There is no category “poems”.")).to_be_hidden()
    due(page, 0, 2, 0)


@once
def test_progress_of_a_former_id_is_that_of_the_question(reader: Reader) -> None:
    page = reader.page
    open_choice(reader)
    page.evaluate(
        "hbProgress.change((s) => hbLog.put(s, 'eager-execution', Date.now() - 60000, 4))"
    )
    open_choice(reader)
    due(page, 0, 1, 1)


@once
def test_leaving_a_session_keeps_the_choice(reader: Reader) -> None:
    page = reader.page
    open_choice(reader, "study/?category=tensors")
    button(page, "Start").click()
    asks(page, SHAPES)
    press(page, " ", "4")
    button(page, "End").click()
    button(page, "Choose something else").click()
    expect(page.get_by_role("form", name="What to practice")).to_be_focused()
    assert what(reader) == "Tensors"
    due(page, 0, 1, 1)
    reader.is_at("study/?category=tensors")


@once
def test_paper_leads_nowhere(reader: Reader) -> None:
    reader.go("questions/tensors/")
    expect(reader.link("Practice these")).to_be_visible()
    reader.page.emulate_media(media="print")
    expect(reader.page.get_by_text("Practice these")).to_be_hidden()
