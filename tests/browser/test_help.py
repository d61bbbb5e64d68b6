"""The help tells all keys, and switches them off."""

import pytest
from playwright.sync_api import Locator, expect

from .reader import Reader
from .settings import Setting, with_script
from .test_keys import SINGLE, TRAINING, help_, is_on, nothing_happens, press

# What study-screen.js hears; the help tells the grades as "1 to 4".
PRACTICE = ("space", "Enter", "1", "4", "u", "e", "t", "f")


def opener(reader: Reader) -> Locator:
    return reader.page.get_by_role("button", name="Keyboard shortcuts")


def switch(reader: Reader) -> Locator:
    return help_(reader).get_by_role("switch", name="Single-key shortcuts")


@with_script
def test_help_opens_by_its_key_and_closes(reader: Reader) -> None:
    reader.go(TRAINING)
    press(reader, "j", "?")
    expect(help_(reader)).to_be_visible()
    expect(help_(reader).locator("kbd", has_text="j")).to_be_visible()
    press(reader, "Escape")
    expect(help_(reader)).to_be_hidden()
    is_on(reader, "step-01")


@with_script
@pytest.mark.parametrize("path", ["", "questions/", TRAINING, "tracks/first-steps/", "404.html"])
def test_help_opens_by_its_button_on_every_page(reader: Reader, path: str) -> None:
    reader.go(path)
    opener(reader).focus()
    press(reader, "Enter")
    expect(help_(reader)).to_be_visible()
    help_(reader).get_by_role("button", name="Close").click()
    expect(help_(reader)).to_be_hidden()
    expect(opener(reader)).to_be_focused()


@with_script
def test_nothing_behind_an_open_dialog(reader: Reader) -> None:
    reader.go(f"{TRAINING}#step-20")
    reader.has_arrived(f"{TRAINING}#step-20")
    press(reader, "?")
    # On the switch, the theme would take keys for something typed.
    help_(reader).get_by_role("button", name="Close").focus()
    with nothing_happens(reader):
        press(reader, *SINGLE)
    press(reader, "Escape", "j")
    is_on(reader, "step-21")


@with_script
def test_the_keys_are_switched_off_and_on(reader: Reader) -> None:
    reader.go(TRAINING)
    press(reader, "?")
    expect(switch(reader)).to_be_checked()
    switch(reader).press("Space")
    expect(switch(reader)).not_to_be_checked()
    press(reader, "Escape")
    with nothing_happens(reader):
        press(reader, *SINGLE)
    reader.go("questions/graphs/")
    with nothing_happens(reader):
        press(reader, *SINGLE)
    opener(reader).click()
    expect(switch(reader)).not_to_be_checked()
    switch(reader).check()
    press(reader, "Escape", "o")
    expect(reader.answer("compilers").locator(".hb-short")).to_be_visible()
    press(reader, "n")
    reader.is_at(TRAINING)


@with_script
def test_the_help_tells_every_key(reader: Reader) -> None:
    reader.go("questions/graphs/")
    opener(reader).click()
    told = help_(reader).locator("kbd").all_inner_texts()
    assert sorted(set(told)) == sorted({*SINGLE, *PRACTICE, "Esc"})


def test_the_button_is_only_where_it_works(reader: Reader, setting: Setting) -> None:
    reader.go(TRAINING)
    expect(reader.page.locator("h1")).to_be_visible()
    expect(opener(reader)).to_have_count(1 if setting.script else 0)
    expect(help_(reader)).to_have_count(0)
