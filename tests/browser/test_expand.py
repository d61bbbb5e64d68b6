"""Opening all answers of a category at once, and finding them so the next time."""

import pytest
from playwright.sync_api import Locator, expect

from .reader import Reader
from .settings import Setting, with_script

TENSORS = "questions/tensors/"
TRAINING = "questions/training/"
CLOSED = "details.hb-answer:not([open])"


def button(reader: Reader, name: str) -> Locator:
    return reader.page.get_by_role("button", name=name, exact=True)


@with_script
def test_all_answers_open_and_close(reader: Reader) -> None:
    reader.go(TRAINING)
    expect(reader.page.locator(CLOSED)).to_have_count(40)
    button(reader, "Expand all").click()
    expect(reader.page.locator("details.hb-answer[open]")).to_have_count(40)
    expect(reader.answer("step-40").locator(".hb-short")).to_be_visible()
    button(reader, "Collapse all").click()
    expect(reader.page.locator(CLOSED)).to_have_count(40)


@with_script
def test_the_choice_is_kept_for_all_pages_of_categories(reader: Reader) -> None:
    reader.go(TENSORS)
    button(reader, "Expand all").press("Enter")
    for path in (TENSORS, TRAINING, f"{TRAINING}2/"):
        reader.go(path)
        expect(reader.page.locator("details.hb-answer[open]")).not_to_have_count(0)
        expect(reader.page.locator(CLOSED)).to_have_count(0)
    button(reader, "Collapse all").press("Enter")
    reader.go(TENSORS)
    expect(reader.page.locator("details.hb-answer")).not_to_have_count(0)
    expect(reader.page.locator("details.hb-answer[open]")).to_have_count(0)


@with_script
@pytest.mark.parametrize("id_", ["step-01", "step-38"])
def test_arriving_where_everything_is_open(reader: Reader, id_: str) -> None:
    reader.go(TENSORS)
    button(reader, "Expand all").click()
    reader.go(f"{TRAINING}#{id_}")
    reader.has_arrived(f"{TRAINING}#{id_}")
    expect(reader.page.locator(CLOSED)).to_have_count(0)


@with_script
def test_links_and_history_where_everything_is_open(reader: Reader) -> None:
    reader.go(f"{TENSORS}#eager-mode")
    button(reader, "Expand all").click()
    reader.link("broadcasting").click()
    reader.has_arrived(f"{TENSORS}#broadcasting")
    reader.page.go_back()
    reader.is_at(f"{TENSORS}#eager-mode")
    reader.link("here").click()
    reader.has_arrived(f"{TRAINING}2/#step-43")


@with_script
def test_printing_shows_all_answers_and_no_buttons(reader: Reader) -> None:
    reader.go(TENSORS)
    expect(button(reader, "Expand all")).to_be_visible()
    expect(reader.answer("broadcasting").locator(".hb-short").first).to_be_hidden()
    reader.page.emulate_media(media="print")
    expect(reader.answer("broadcasting").locator(".hb-short").first).to_be_visible()
    expect(reader.page.locator(".hb-expand")).to_be_hidden()


def test_the_buttons_are_only_where_they_work(reader: Reader, setting: Setting) -> None:
    script = setting.script
    reader.go(TENSORS)
    expect(reader.page.locator(".hb-counts button")).to_have_count(2 if script else 0)
    reader.go("tracks/first-steps/")
    expect(reader.page.locator("h1")).to_be_visible()
    expect(button(reader, "Expand all")).to_have_count(0)
