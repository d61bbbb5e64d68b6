"""How a reader practices: what is on the card in hand, and what is pressed."""

from datetime import UTC, datetime
from typing import Any

from playwright.sync_api import Locator, Page, expect

from .reader import Reader

EAGER, SHAPES = "What does eager mode do?", "How are shapes aligned?"
TENSORS = "study/?category=tensors"
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
LOGS = "() => ({ ...hbProgress.read().reviews })"


def open_choice(reader: Reader, path: str = TENSORS) -> None:
    """Load the page of practice and wait until it shows what is due."""
    reader.go(path)
    expect(reader.page.get_by_role("form", name="What to practice")).to_be_visible()


def start(reader: Reader, path: str = TENSORS) -> None:
    """Start a session, or a round, of what an address asks for."""
    open_choice(reader, path)
    reader.page.get_by_role("button", name="Start").click()
    expect(part(reader.page, "card")).to_be_visible()


def part(page: Page, name: str) -> Locator:
    """Find a part of the screen by its name."""
    return page.locator(f".hb-practice [data-part='{name}']")


def button(page: Page, name: str) -> Locator:
    """Find a button by what it begins with."""
    return page.locator(".hb-practice").get_by_role("button", name=name)


def says(page: Page, text: str) -> None:
    """Wait until it is announced what has happened."""
    expect(page.locator(".hb-practice").get_by_role("status")).to_have_text(text)


def asks(page: Page, wording: str) -> None:
    """Wait until a question is asked, which has the focus, and is not answered yet."""
    heading = page.get_by_role("heading", name=wording, level=2)
    expect(heading).to_be_focused()
    expect(part(page, "answer")).to_be_hidden()


def shows_short(page: Page, text: str) -> None:
    """Wait until the short answer is shown, and has the focus."""
    short = part(page, "answer").locator(".hb-short", has_text=text)
    expect(short).to_be_visible()
    expect(short).to_be_focused()


def press(page: Page, *keys: str) -> None:
    """Press keys, one after the other; before a grade the answer must be there."""
    for key in keys:
        if key in "1234":
            expect(part(page, "answer")).to_be_visible()
        page.keyboard.press(key)


def logs(page: Page) -> Any:
    """Give what is kept of the reviews, by questions."""
    return page.evaluate(LOGS)


def mark(page: Page, name: str) -> Locator:
    """Find the button that marks the question of a card."""
    return part(page, "marks").get_by_role("button", name=name)


def due(page: Page, now: int, new: int, later: int) -> None:
    """Wait until the choice says how many questions there are to practice."""
    expect(part(page, "due").locator("b")).to_have_text([str(n) for n in (now, new, later)])
