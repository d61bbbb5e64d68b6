"""Marks: at each question, wherever it is listed, and counted for categories and tracks."""

import json
from typing import Any

import pytest
from playwright.sync_api import Locator, Request, expect

from .reader import Reader
from .settings import Setting, once, with_script
from .test_access import violations

EAGER = "questions/tensors/#eager-mode"
KEY = "(() => `${__md_scope.pathname}.hb-progress.1`)()"

FULL = "Storage.prototype.setItem = () => { throw new DOMException('', 'QuotaExceededError') }"
FORBIDDEN = """for (const name of ["localStorage", "sessionStorage"]) {
  Object.defineProperty(window, name, {
    configurable: true,
    get() { throw new DOMException("no access", "SecurityError"); },
  });
}"""


def mark(reader: Reader, id_: str, name: str) -> Locator:
    """Find the button that marks a question."""
    group = reader.page.locator(f".hb-marks[aria-labelledby='{id_}']")
    return group.get_by_role("button", name=name)


def kept(reader: Reader) -> dict[str, Any]:
    """Give the marks that the browser keeps."""
    text = reader.page.evaluate(f"localStorage.getItem({KEY})")
    return dict(json.loads(text)["marks"])


def seed(reader: Reader, **marks: str) -> None:
    """Mark questions by their ids, with underscores for hyphens, as an earlier visit did."""
    dated = {id_.replace("_", "-"): {"mark": each, "at": 1} for id_, each in marks.items()}
    state = json.dumps({"version": 1, "reviews": {}, "settings": {}, "marks": dated})
    reader.go("how-we-verify/")
    reader.page.evaluate(f"text => localStorage.setItem({KEY}, text)", state)


def test_the_marks_are_there_where_they_work(reader: Reader, setting: Setting) -> None:
    reader.go("questions/tensors/")
    shown = reader.page.get_by_role("button", name="Know it")
    expect(shown).to_have_count(2 if setting.script else 0)


@with_script
def test_a_mark_is_kept(reader: Reader) -> None:
    reader.go(EAGER)
    mark(reader, "eager-mode", "Know it").click()
    expect(mark(reader, "eager-mode", "Know it")).to_have_attribute("aria-pressed", "true")
    reader.go(EAGER)
    expect(mark(reader, "eager-mode", "Know it")).to_have_attribute("aria-pressed", "true")
    expect(mark(reader, "eager-mode", "Review")).to_have_attribute("aria-pressed", "false")
    expect(mark(reader, "broadcasting", "Know it")).to_have_attribute("aria-pressed", "false")


@once
def test_another_mark_takes_its_place_and_the_same_takes_it_away(reader: Reader) -> None:
    reader.go(EAGER)
    mark(reader, "eager-mode", "Know it").click()
    mark(reader, "eager-mode", "Review").click()
    expect(mark(reader, "eager-mode", "Know it")).to_have_attribute("aria-pressed", "false")
    assert kept(reader)["eager-mode"]["mark"] == "review"
    mark(reader, "eager-mode", "Review").click()
    expect(mark(reader, "eager-mode", "Review")).to_have_attribute("aria-pressed", "false")
    assert kept(reader)["eager-mode"]["mark"] == ""


@once
def test_a_mark_keeps_its_color_below_the_pointer(reader: Reader) -> None:
    reader.go(EAGER)
    pressed = mark(reader, "eager-mode", "Know it")
    pressed.click()
    color = "button => getComputedStyle(button).color"
    beneath = pressed.evaluate(color)
    mark(reader, "eager-mode", "Review").hover()
    assert pressed.evaluate(color) == beneath


@with_script
def test_marking_moves_nothing(reader: Reader) -> None:
    reader.go(EAGER)
    reader.has_arrived(EAGER)
    # The browser keeps it in place by parts of a pixel when a bar appears above.
    place = "box => box.getBoundingClientRect().top"
    before = reader.answer("eager-mode").evaluate(place)
    mark(reader, "eager-mode", "Know it").click()
    expect(reader.page.locator("article .hb-progress")).to_be_attached()
    assert abs(reader.answer("eager-mode").evaluate(place) - before) < 1


@pytest.mark.parametrize("path", ["browse/", "tracks/first-steps/"])
@once
def test_lists_show_marks(reader: Reader, path: str) -> None:
    seed(reader, eager_mode="know", broadcasting="review")
    reader.go(path)
    items = reader.page.locator(".hb-browse__list > li, .hb-list > li")
    expect(items.filter(has_text="What does eager mode do?")).to_contain_text("· know it")
    expect(items.filter(has_text="How are shapes aligned?")).to_contain_text("· review")
    expect(reader.page.locator(".hb-marked")).to_have_count(2)


@pytest.mark.parametrize(
    ("path", "name", "said"),
    [
        ("", "Tensors", "1 of 2 known · 1 to review"),
        ("questions/", "Training", "1 of 45 known"),
        ("", "First steps", "2 of 3 known · 1 to review"),
        ("tracks/", "First steps", "2 of 3 known · 1 to review"),
    ],
)
@with_script
def test_cards_show_how_far_the_reader_is(reader: Reader, path: str, name: str, said: str) -> None:
    seed(reader, eager_mode="know", broadcasting="review", step_43="know")
    reader.go(path)
    card = reader.page.locator(".hb-card").filter(has=reader.page.get_by_role("link", name=name))
    expect(card.locator(".hb-progress")).to_have_text(said)
    expect(card.get_by_role("progressbar", name="Known")).to_be_visible()


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("questions/training/", "1 of 45 known"),
        ("questions/training/2/", "1 of 45 known"),
        ("tracks/first-steps/", "1 of 3 known"),
    ],
)
@once
def test_a_page_shows_how_far_the_reader_is(reader: Reader, path: str, said: str) -> None:
    seed(reader, step_43="know")
    reader.go(path)
    expect(reader.page.locator("article .hb-progress")).to_have_text(said)


@once
def test_nothing_is_fetched_before_the_first_mark(reader: Reader) -> None:
    asked: list[Request] = []
    reader.page.on("request", lambda request: asked.append(request))
    reader.go("questions/")
    reader.page.wait_for_load_state("networkidle")
    assert [each.url for each in asked if "/data/" in each.url] == []
    seed(reader, eager_mode="know")
    reader.go("questions/")
    expect(reader.page.locator(".hb-progress")).to_have_count(1)
    assert [each.url for each in asked if "/data/ids.json" in each.url] != []


@once
def test_a_mark_follows_its_question_to_another_id(reader: Reader) -> None:
    seed(reader, eager_execution="know")
    reader.go("questions/tensors/")
    expect(mark(reader, "eager-mode", "Know it")).to_have_attribute("aria-pressed", "true")
    assert list(kept(reader)) == ["eager-mode"]


@once
def test_other_tabs_follow(reader: Reader) -> None:
    reader.go(EAGER)
    other = Reader(reader.site, reader.page.context.new_page())
    other.go(EAGER)
    mark(other, "eager-mode", "Review").click()
    mark(other, "broadcasting", "Know it").click()
    expect(mark(reader, "eager-mode", "Review")).to_have_attribute("aria-pressed", "true")
    mark(reader, "eager-mode", "Know it").click()
    expect(mark(other, "eager-mode", "Know it")).to_have_attribute("aria-pressed", "true")
    assert {id_: each["mark"] for id_, each in kept(reader).items()} == {
        "eager-mode": "know",
        "broadcasting": "know",
    }


@pytest.mark.parametrize("harm", [FULL, FORBIDDEN], ids=["full", "forbidden"])
@with_script
def test_where_nothing_is_kept_the_page_says_so_and_goes_on(reader: Reader, harm: str) -> None:
    reader.page.add_init_script(harm)
    reader.go(EAGER)
    mark(reader, "eager-mode", "Know it").click()
    expect(mark(reader, "eager-mode", "Know it")).to_have_attribute("aria-pressed", "true")
    group = reader.page.locator(".hb-marks[aria-labelledby='eager-mode']")
    expect(group.get_by_role("status")).to_have_text("In this tab only")
    reader.takes_over()
    reader.page.keyboard.press("o")
    expect(reader.answer("eager-mode")).not_to_have_attribute("open", "")
    reader.page.keyboard.press("r")
    reader.page.wait_for_url(lambda url: not url.endswith("#eager-mode"))
    # The theme's own scripts complain.
    reader.complaints = [each for each in reader.complaints if "no access" not in each[0]]


@once
def test_random_prefers_what_is_not_marked(reader: Reader) -> None:
    others = {f"step_{n:02}": "know" for n in range(1, 46)}
    seed(reader, eager_mode="know", broadcasting="review", **others)
    reader.go("questions/")
    came = []
    for _ in range(2):
        reader.page.keyboard.press("r")
        reader.page.wait_for_url(lambda url: "#" in url and url.partition("#")[2] not in came)
        came.append(reader.page.url.partition("#")[2])
    assert came == ["compilers", "broadcasting"]


@with_script
def test_the_marks_stand_beside_the_answer_within_a_track(reader: Reader) -> None:
    reader.go("questions/tensors/?track=first-steps#eager-mode")
    expect(reader.page.locator(".hb-track").first).to_be_visible()
    marks = mark(reader, "eager-mode", "Know it").bounding_box()
    summary = reader.answer("eager-mode").locator("summary").first.bounding_box()
    assert marks
    assert summary
    assert abs(marks["y"] + marks["height"] / 2 - summary["y"] - summary["height"] / 2) < 3


@once
def test_paper_has_no_marks(reader: Reader) -> None:
    seed(reader, eager_mode="know")
    reader.go("questions/tensors/")
    expect(reader.page.locator("article .hb-progress")).to_be_visible()
    reader.page.emulate_media(media="print")
    expect(reader.page.locator("article .hb-progress")).to_be_hidden()
    expect(mark(reader, "eager-mode", "Know it")).to_be_hidden()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", ["", "questions/tensors/", "tracks/first-steps/", "browse/"])
@with_script
def test_axe_finds_nothing_in_marks(reader: Reader, path: str, scheme: Any) -> None:
    seed(reader, eager_mode="know", broadcasting="review")
    reader.page.emulate_media(color_scheme=scheme)
    reader.go(path)
    expect(reader.page.locator(".hb-marked, .hb-progress").first).to_be_visible()
    assert violations(reader.page) == []
