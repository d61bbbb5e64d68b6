"""Single keys: what each does, and when none does anything."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Locator, expect

from .reader import Reader, wait_until
from .settings import with_script

TRAINING = "questions/training/"
LAST = "questions/training/2/"
SINGLE = ("j", "k", "o", "r", "?", "/", "s", "f", "n", "p", ",", ".")
IN_VIEW = """(id) => {
  const heading = document.getElementById(id).getBoundingClientRect();
  const header = document.querySelector(".md-header").getBoundingClientRect();
  if (heading.top < header.bottom) return `${id} is at ${heading.top}, behind the header`;
  return heading.bottom < innerHeight ? "" : `${id} ends at ${heading.bottom}, below the window`;
}"""


def help_(reader: Reader) -> Locator:
    return reader.page.get_by_role("dialog", name="Keyboard shortcuts")


def field(reader: Reader) -> Locator:
    return reader.page.locator("[data-md-component=search-query]")


def press(reader: Reader, *keys: str) -> None:
    for key in keys:
        reader.page.keyboard.press(key)


def is_on(reader: Reader, id_: str) -> None:
    """Wait until a question is in view and its button has a focus that is seen."""
    summary = reader.answer(id_).locator("summary")
    expect(summary).to_be_focused()
    assert summary.evaluate("summary => summary.matches(':focus-visible')")
    wait_until(lambda: str(reader.page.evaluate(IN_VIEW, id_)))


@contextmanager
def nothing_happens(reader: Reader) -> Iterator[None]:
    """Fail if the page, the focus, or what is open changes."""
    state = """() => [
      location.href, scrollY, document.activeElement.tagName, document.activeElement.id,
      document.querySelectorAll("[open], [data-md-toggle]:checked").length,
    ]"""
    asked: list[str] = []
    reader.page.wait_for_load_state("networkidle")
    before = reader.page.evaluate(state)
    reader.page.on("request", lambda request: asked.append(request.url))
    yield
    reader.page.wait_for_load_state("networkidle")
    assert asked == []
    assert reader.page.evaluate(state) == before


@with_script
def test_next_and_previous_question(reader: Reader) -> None:
    reader.go(TRAINING)
    press(reader, "k")
    expect(reader.page.locator("summary:focus")).to_have_count(0)
    for key, id_ in zip("jjjkkkj", (1, 2, 3, 2, 1, 1, 2), strict=True):
        press(reader, key)
        is_on(reader, f"step-{id_:02}")


@with_script
def test_to_the_end_of_the_page_and_back(reader: Reader) -> None:
    reader.go(LAST)
    # The last of them cannot be scrolled up to the header.
    for key, id_ in zip("jjjjjjkkkkk", (41, 42, 43, 44, 45, 45, 44, 43, 42, 41, 41), strict=True):
        press(reader, key)
        is_on(reader, f"step-{id_}")


@with_script
@pytest.mark.parametrize(
    ("path", "key", "id_"),
    [
        (f"{TRAINING}#step-20", "j", "step-21"),
        (f"{TRAINING}#step-20", "k", "step-19"),
        (f"{LAST}#step-44", "j", "step-45"),
        (f"{LAST}#step-44", "k", "step-43"),
    ],
)
def test_next_and_previous_where_one_has_arrived(
    reader: Reader, path: str, key: str, id_: str
) -> None:
    reader.go(path)
    reader.has_arrived(path)
    press(reader, key)
    is_on(reader, id_)


@with_script
@pytest.mark.parametrize(("key", "id_"), [("j", "step-45"), ("k", "step-43"), ("o", "step-44")])
def test_where_one_has_arrived_and_nothing_scrolls(reader: Reader, key: str, id_: str) -> None:
    reader.page.set_viewport_size({"width": 1000, "height": 2000})
    reader.go(f"{LAST}#step-44")
    reader.has_arrived(f"{LAST}#step-44")
    press(reader, key)
    is_on(reader, id_)


@with_script
def test_next_and_previous_where_one_has_scrolled_to(reader: Reader) -> None:
    reader.go(f"{TRAINING}#step-02")
    reader.has_arrived(f"{TRAINING}#step-02")
    press(reader, "j")
    is_on(reader, "step-03")
    into = "id => { document.getElementById(id).scrollIntoView(); scrollBy(0, 40); }"
    reader.page.evaluate(into, "step-30")
    press(reader, "k")
    is_on(reader, "step-30")
    reader.page.evaluate(into, "step-10")
    press(reader, "j")
    is_on(reader, "step-11")


@with_script
def test_an_answer_opens_and_closes(reader: Reader) -> None:
    reader.go(TRAINING)
    press(reader, "j", "j", "o")
    expect(reader.answer("step-02").locator(".hb-short")).to_be_visible()
    press(reader, "j", "k", "o")
    is_on(reader, "step-02")
    expect(reader.answer("step-02").locator(".hb-short")).to_be_hidden()
    expect(reader.page.locator("details.hb-answer[open]")).to_have_count(0)


@with_script
def test_the_answer_arrived_at_closes_wherever_one_reads_in_it(reader: Reader) -> None:
    reader.go(f"{TRAINING}#step-05")
    reader.has_arrived(f"{TRAINING}#step-05")
    reader.page.evaluate("scrollBy(0, 250)")
    press(reader, "o")
    expect(reader.answer("step-05").locator(".hb-short")).to_be_hidden()
    is_on(reader, "step-05")


@with_script
def test_the_first_answer_opens_at_the_top_of_the_page(reader: Reader) -> None:
    reader.go(TRAINING)
    press(reader, "o")
    expect(reader.answer("step-01").locator(".hb-short")).to_be_visible()
    is_on(reader, "step-01")


@with_script
@pytest.mark.parametrize("key", ["/", "s", "f"])
def test_search_opens_and_closes(reader: Reader, key: str) -> None:
    reader.go(TRAINING)
    # The theme's search is ready once it has its index.
    reader.page.wait_for_load_state("networkidle")
    press(reader, key)
    expect(field(reader)).to_be_focused()
    expect(reader.page.locator("[data-md-toggle=search]")).to_be_checked()
    expect(field(reader)).to_have_value("")
    press(reader, "Escape")
    expect(field(reader)).not_to_be_focused()
    expect(reader.page.locator("[data-md-toggle=search]")).not_to_be_checked()


@with_script
def test_nothing_while_one_types(reader: Reader) -> None:
    reader.go(f"{TRAINING}#step-20")
    reader.has_arrived(f"{TRAINING}#step-20")
    press(reader, "/", *SINGLE)
    expect(field(reader)).to_have_value("".join(SINGLE))
    expect(field(reader)).to_be_focused()
    reader.is_at(f"{TRAINING}#step-20")
    expect(help_(reader)).to_be_hidden()


@with_script
def test_nothing_while_one_chooses_what_the_search_has_found(reader: Reader) -> None:
    reader.go(TRAINING)
    press(reader, "/", *"eager")
    reader.page.locator(".md-search-result__link").first.focus()
    press(reader, "?")
    # The theme takes it for more of what is searched for.
    expect(field(reader)).to_have_value("eager?")
    expect(help_(reader)).to_be_hidden()


@with_script
@pytest.mark.parametrize(
    "tag",
    [
        "<input>",
        "<input type='search'>",
        "<textarea></textarea>",
        "<select><option>a</select>",
        "<div contenteditable><p>a</p></div>",
    ],
)
def test_nothing_in_any_field(reader: Reader, tag: str) -> None:
    reader.go(TRAINING)
    reader.page.locator("h1").evaluate("(h1, tag) => h1.insertAdjacentHTML('afterend', tag)", tag)
    reader.page.locator("h1 + *").focus()
    with nothing_happens(reader):
        press(reader, "j", "o", "r", "?")
    reader.page.evaluate("document.activeElement.blur()")
    press(reader, "j")
    is_on(reader, "step-01")


@with_script
@pytest.mark.parametrize("modifier", ["Control", "Alt", "Meta"])
def test_nothing_with_another_key(reader: Reader, modifier: str) -> None:
    reader.go(f"{TRAINING}#step-20")
    reader.has_arrived(f"{TRAINING}#step-20")
    with nothing_happens(reader):
        press(reader, *(f"{modifier}+{key}" for key in SINGLE))
    press(reader, "j")
    is_on(reader, "step-21")


@with_script
def test_next_and_previous_page(reader: Reader) -> None:
    reader.go("questions/graphs/")
    for key, path in zip(".,np", (TRAINING, "questions/graphs/") * 2, strict=True):
        press(reader, key)
        reader.is_at(path)
