"""The list of all questions: filtered by words and choices, which the address keeps."""

import pytest
from playwright.sync_api import Locator, expect

from .reader import Reader
from .settings import Setting, among, once, with_script

ALL = 48
EAGER, SHAPES, COMPILERS = (
    "What does eager mode do?",
    "How are shapes aligned?",
    "Which compilers are there?",
)
phone = among(Setting("root", 390, True))


def choice(reader: Reader, value: str) -> Locator:
    """Find a choice by its value."""
    return reader.page.locator(f".hb-filters [value='{value}']")


def choose(reader: Reader, value: str) -> None:
    """Press a choice, behind the line that hides it on a phone."""
    more = reader.page.locator(".hb-filters summary")
    if more.is_visible() and not choice(reader, value).is_visible():
        more.click()
    choice(reader, value).click()


def words(reader: Reader) -> Locator:
    """Find the field for words."""
    return reader.page.get_by_role("searchbox", name="Words, in any order")


def shows(reader: Reader, *wordings: str) -> None:
    """Wait until just these questions are seen, and are counted."""
    listed = reader.page.locator(".hb-browse__list a:visible")
    expect(listed).to_have_text(list(wordings))
    said = f"{len(wordings)} of {ALL} questions"
    expect(reader.page.get_by_role("status")).to_have_text(said)


def shows_all(reader: Reader) -> None:
    """Wait until all questions are seen, and nothing offers to clear."""
    expect(reader.page.locator(".hb-browse__list a:visible")).to_have_count(ALL)
    expect(reader.page.get_by_role("status")).to_have_text(f"{ALL} questions")
    expect(reader.page.get_by_role("button", name="Clear filters")).to_have_count(0)


def count_of(reader: Reader, value: str) -> Locator:
    """Find the number beside a choice."""
    return reader.page.locator(f"label:has([value='{value}']) small")


def test_everything_is_listed_and_controls_are_where_they_work(
    reader: Reader, setting: Setting
) -> None:
    reader.go("browse/")
    shows_all(reader)
    expect(reader.page.locator(".hb-filters")).to_be_visible(visible=setting.script)
    reader.link(COMPILERS).click()
    reader.has_arrived("questions/graphs/#compilers")


@with_script
def test_a_choice_is_in_the_address_and_is_kept(reader: Reader) -> None:
    reader.go("browse/")
    choose(reader, "scenario")
    shows(reader, COMPILERS)
    reader.is_at("browse/?kind=scenario")
    reader.page.reload()
    shows(reader, COMPILERS)
    expect(choice(reader, "scenario")).to_be_checked()
    reader.link(COMPILERS).click()
    reader.has_arrived("questions/graphs/#compilers")
    reader.page.go_back()
    shows(reader, COMPILERS)
    reader.page.go_back()
    reader.is_at("browse/")
    shows_all(reader)
    expect(choice(reader, "scenario")).not_to_be_checked()


@with_script
def test_choices_of_one_filter_add_up_and_of_two_restrict(reader: Reader) -> None:
    reader.go("browse/?category=tensors")
    shows(reader, SHAPES, EAGER)
    choose(reader, "graphs")
    reader.is_at("browse/?category=tensors&category=graphs")
    shows(reader, SHAPES, EAGER, COMPILERS)
    choose(reader, "pytorch")
    reader.is_at("browse/?framework=pytorch&category=tensors&category=graphs")
    shows(reader, SHAPES, COMPILERS)
    choose(reader, "tensors")
    shows(reader, COMPILERS)
    reader.page.go_back()
    shows(reader, SHAPES, COMPILERS)
    reader.page.go_back()
    shows(reader, SHAPES, EAGER, COMPILERS)
    reader.page.go_forward()
    shows(reader, SHAPES, COMPILERS)
    reader.is_at("browse/?framework=pytorch&category=tensors&category=graphs")


@with_script
@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("mode eager", EAGER),
        ("  EAGER  MODE ", EAGER),
        ("plain debugs", EAGER),
        ("eager-mode", EAGER),
        ("eager-execution", EAGER),
        ("broadcasting", SHAPES),
    ],
    ids=["any order", "case and spaces", "also asked", "id", "former id", "another id"],
)
def test_words(reader: Reader, asked: str, found: str) -> None:
    reader.go("browse/")
    words(reader).fill(asked)
    shows(reader, found)
    words(reader).fill("eager shapes")
    shows(reader)


@with_script
def test_typing_makes_no_history(reader: Reader) -> None:
    reader.go("misconceptions/")
    reader.page.goto(reader.at("browse/"))
    words(reader).press_sequentially("aligned")
    words(reader).press("Enter")
    reader.is_at("browse/?text=aligned")
    shows(reader, SHAPES)
    reader.page.go_back()
    reader.is_at("misconceptions/")
    reader.page.go_forward()
    shows(reader, SHAPES)
    expect(words(reader)).to_have_value("aligned")
    words(reader).fill("")
    reader.is_at("browse/")
    shows_all(reader)


@with_script
@pytest.mark.parametrize(
    ("framework", "found"),
    [
        ("tensorflow", (SHAPES, EAGER)),
        ("pytorch", (SHAPES, COMPILERS)),
        ("both", (SHAPES,)),
    ],
)
def test_what_is_about_both_is_about_each(
    reader: Reader, framework: str, found: tuple[str, ...]
) -> None:
    reader.go(f"browse/?framework={framework}")
    shows(reader, *found)


@with_script
def test_verification(reader: Reader) -> None:
    reader.go("browse/?verification=not-run")
    shows(reader, EAGER, COMPILERS)
    expect(reader.page.get_by_text("concept · basic · TensorFlow · not run")).to_be_visible()


@with_script
def test_counts_follow_the_other_filters(reader: Reader) -> None:
    reader.go("browse/?kind=scenario")
    shows(reader, COMPILERS)
    # Its own filter does not count: this is what one more choice of it would add.
    for value, count in (("concept", 46), ("coding", 1), ("scenario", 1), ("pytorch", 1)):
        expect(count_of(reader, value)).to_have_text(str(count))
    for value in ("both", "tensorflow", "tensors"):
        expect(count_of(reader, value)).to_have_text("0")
        expect(choice(reader, value)).to_be_disabled()
    words(reader).fill("aligned")
    expect(count_of(reader, "coding")).to_have_text("1")
    expect(count_of(reader, "basic")).to_have_text("0")
    expect(count_of(reader, "scenario")).to_have_text("0")
    expect(choice(reader, "scenario")).to_be_enabled()


@with_script
def test_a_choice_keeps_the_focus(reader: Reader) -> None:
    reader.go("browse/?kind=coding&category=graphs")
    shows(reader)
    summary = reader.page.locator(".hb-filters summary")
    if summary.is_visible():
        summary.click()
    choice(reader, "coding").press("Space")
    shows(reader, COMPILERS)
    expect(choice(reader, "coding")).to_be_focused()
    choice(reader, "coding").press("Space")
    shows(reader)


@with_script
def test_what_the_address_says_in_vain(reader: Reader) -> None:
    reader.go("browse/?level=expert&color=red&text=&framework=")
    shows_all(reader)
    reader.go("browse/?kind=song&kind=scenario&color=red")
    shows(reader, COMPILERS)


@with_script
def test_clearing(reader: Reader) -> None:
    reader.go("browse/?kind=coding&text=aligned")
    clear = reader.page.get_by_role("button", name="Clear filters")
    clear.click()
    reader.is_at("browse/")
    shows_all(reader)
    expect(words(reader)).to_have_value("")
    reader.page.go_back()
    shows(reader, SHAPES)
    words(reader).fill("nonsense")
    expect(reader.page.get_by_text("No question fits all of these filters.")).to_be_visible()
    shows(reader)
    expect(clear).to_have_count(1)
    clear.click()
    shows_all(reader)
    expect(reader.page.get_by_text("No question fits all of these filters.")).to_be_hidden()


@phone
def test_on_a_phone_the_filters_wait_behind_a_line(reader: Reader) -> None:
    reader.go("browse/?kind=coding&level=basic")
    shows(reader, SHAPES)
    summary = reader.page.locator(".hb-filters summary")
    expect(summary).to_have_text("Filters (2)")
    expect(choice(reader, "coding")).to_be_hidden()
    assert reader.page.locator(".hb-browse__list").bounding_box()["y"] < 400  # type: ignore[index]
    summary.click()
    expect(choice(reader, "coding")).to_be_visible()
    reader.page.set_viewport_size({"width": 1000, "height": 800})
    expect(summary).to_be_hidden()
    expect(choice(reader, "coding")).to_be_visible()


@once
def test_on_paper_there_are_no_controls(reader: Reader) -> None:
    reader.go("browse/?kind=scenario")
    shows(reader, COMPILERS)
    reader.page.emulate_media(media="print")
    expect(reader.page.locator(".hb-filters")).to_be_hidden()
    expect(reader.page.locator(".hb-browse__list a:visible")).to_have_count(1)
