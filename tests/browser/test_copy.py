"""The permanent link of a question goes to the clipboard, or to a field where that is refused."""

import pytest
from playwright.sync_api import Locator, expect

from .reader import Reader
from .settings import Setting, with_script

PAGE = "questions/training/"
REFUSED = """
if (navigator.clipboard) navigator.clipboard.writeText = () => Promise.reject(new Error("no"));
"""
ABSENT = "Object.defineProperty(Navigator.prototype, 'clipboard', { value: undefined });"


def actions(reader: Reader, id_: str) -> Locator:
    return reader.answer(id_).locator(".hb-actions")


@with_script
@pytest.mark.parametrize("id_", ["step-01", "step-40"])
def test_the_whole_permanent_link_is_copied(reader: Reader, id_: str) -> None:
    reader.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    reader.go(f"{PAGE}#{id_}")
    reader.has_arrived(f"{PAGE}#{id_}")
    actions(reader, id_).get_by_role("button", name="Copy link").click()
    expect(actions(reader, id_).get_by_role("status")).to_have_text("Copied")
    assert reader.page.evaluate("navigator.clipboard.readText()") == reader.at(f"q/{id_}/")
    expect(actions(reader, id_).locator("input")).to_have_count(0)


@with_script
def test_copying_by_keyboard(reader: Reader) -> None:
    reader.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    reader.go(f"{PAGE}#step-02")
    reader.has_arrived(f"{PAGE}#step-02")
    actions(reader, "step-02").get_by_role("link", name="Permanent link").focus()
    reader.page.keyboard.press("Tab")
    expect(actions(reader, "step-02").get_by_role("button")).to_be_focused()
    reader.page.keyboard.press("Enter")
    expect(actions(reader, "step-02").get_by_role("status")).to_have_text("Copied")


@with_script
@pytest.mark.parametrize("clipboard", [REFUSED, ABSENT], ids=["refused", "absent"])
def test_without_a_clipboard_the_address_is_shown_selected(reader: Reader, clipboard: str) -> None:
    reader.page.add_init_script(clipboard)
    reader.go(f"{PAGE}#step-02")
    copy = actions(reader, "step-02").get_by_role("button", name="Copy link")
    field = actions(reader, "step-02").get_by_role("textbox", name="Permanent link")
    for _ in range(2):
        copy.click()
        expect(field).to_have_value(reader.at("q/step-02/"))
        expect(field).to_be_focused()
        expect(field).not_to_be_editable()
        assert reader.page.evaluate("getSelection().toString()") == reader.at("q/step-02/")
    said = actions(reader, "step-02").get_by_role("status")
    expect(said).to_have_text("Copy it from here:")


def test_the_permanent_link_stays_a_link(reader: Reader, setting: Setting) -> None:
    reader.go(f"{PAGE}#step-02")
    reader.has_arrived(f"{PAGE}#step-02")
    expect(reader.answer("step-02").locator("button")).to_have_count(1 if setting.script else 0)
    heading = reader.page.locator("#step-02")
    heading.get_by_role("link", name="Permanent link to this question").click()
    reader.has_arrived(f"{PAGE}#step-02")
    link = actions(reader, "step-02").get_by_role("link", name="Permanent link")
    assert link.evaluate("link => link.href") == reader.at("q/step-02/")
