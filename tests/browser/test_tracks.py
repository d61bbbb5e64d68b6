"""Going on within a track: from its page to a question, to the next one, and back."""

import json

import pytest
from playwright.sync_api import Locator, Route, expect

from .reader import Reader
from .settings import Setting, among, once, with_script

EAGER = "questions/tensors/?track=first-steps#eager-mode"
SHAPES = "questions/tensors/?track=first-steps#broadcasting"
STEP_43 = "questions/training/2/?track=first-steps#step-43"
everywhere = among(
    Setting("root", 390, True), Setting("path", 1440, True), Setting("no address", 390, True)
)


def brief(reader: Reader, id_: str) -> Locator:
    """Find the navigation below a question."""
    return reader.page.locator(f"[id='{id_}'] + .hb-meta + .hb-track")


def whole(reader: Reader, id_: str) -> Locator:
    """Find the navigation at the end of an answer."""
    return reader.answer(id_).get_by_role("navigation")


@everywhere
def test_through_a_track_and_back(reader: Reader) -> None:
    reader.go("tracks/first-steps/")
    reader.link("What does eager mode do?").click()
    reader.has_arrived(EAGER)
    expect(brief(reader, "eager-mode")).to_have_text("First steps · 1 of 3Next")
    expect(whole(reader, "eager-mode").locator("li")).to_have_text(
        ["First steps · 1 of 3", "Next: How are shapes aligned?"]
    )
    whole(reader, "eager-mode").get_by_role("link", name="How are shapes aligned?").click()
    reader.has_arrived(SHAPES)
    brief(reader, "broadcasting").get_by_role("link", name="Next").click()
    reader.has_arrived(STEP_43)
    expect(whole(reader, "step-43").locator("li")).to_have_text(
        ["First steps · 3 of 3", "Previous: How are shapes aligned?"]
    )
    brief(reader, "step-43").get_by_role("link", name="Previous").click()
    reader.has_arrived(SHAPES)
    for path in (STEP_43, SHAPES, EAGER):
        reader.page.go_back()
        reader.is_at(path)
        # The browser goes to where the reader was in the answer.
        expect(brief(reader, path.partition("#")[2])).to_be_attached()
        expect(reader.answer(path.partition("#")[2]).locator(".hb-short").first).to_be_visible()
    reader.page.go_back()
    reader.is_at("tracks/first-steps/")
    reader.page.go_forward()
    reader.is_at(EAGER)
    brief(reader, "eager-mode").get_by_role("link", name="First steps").click()
    reader.is_at("tracks/first-steps/")


@with_script
def test_all_questions_of_the_track_on_the_page_have_it(reader: Reader) -> None:
    reader.go("q/step-43/?track=first-steps")
    reader.has_arrived(STEP_43)
    expect(brief(reader, "step-43")).to_be_visible()
    expect(brief(reader, "step-42")).to_have_count(0)
    expect(reader.page.locator(".hb-track")).to_have_count(2)
    reader.go(EAGER)
    expect(whole(reader, "broadcasting")).to_have_count(0)
    reader.link("broadcasting").click()
    reader.has_arrived(SHAPES)
    expect(whole(reader, "broadcasting")).to_be_visible()


@with_script
@pytest.mark.parametrize("former", ["q/eager-execution/?track=beginners"])
def test_former_ids(reader: Reader, former: str) -> None:
    reader.go(former)
    reader.has_arrived("questions/tensors/?track=beginners#eager-mode")
    following = whole(reader, "eager-mode").get_by_role("link", name="How are shapes aligned?")
    following.click()
    reader.has_arrived(SHAPES)


@with_script
@pytest.mark.parametrize("track", ["nothing", "a%2Fb%3Cb%3E", "constructor"])
def test_an_unknown_track_is_none(reader: Reader, track: str) -> None:
    with reader.page.expect_response("**/data/tracks.json"):
        reader.go(f"q/eager-mode/?track={track}")
    reader.has_arrived(f"questions/tensors/?track={track}#eager-mode")
    reader.page.wait_for_load_state("networkidle")
    expect(reader.page.locator(".hb-track")).to_have_count(0)


@with_script
def test_no_track_asks_for_none(reader: Reader) -> None:
    asked: list[str] = []
    reader.page.on("request", lambda request: asked.append(request.url))
    reader.go("q/eager-mode/")
    reader.has_arrived("questions/tensors/#eager-mode")
    reader.page.wait_for_load_state("networkidle")
    assert [url for url in asked if "/arrive.js" in url]
    assert [url for url in asked if "/tracks.json" in url] == []


@with_script
def test_links_for_others_do_not_name_the_track(reader: Reader) -> None:
    reader.go(EAGER)
    expect(brief(reader, "eager-mode")).to_be_visible()
    for link in reader.page.locator("article a[href*='/q/']:not(.hb-track a)").all():
        assert "track" not in str(link.get_attribute("href"))
    canonical = reader.page.locator("link[rel=canonical]")
    assert str(canonical.get_attribute("href")).endswith("/questions/tensors/")


@among(Setting("root", 1440, False), Setting("path", 390, False))
def test_without_a_script_a_track_leads_to_its_questions(reader: Reader) -> None:
    reader.go("tracks/first-steps/")
    reader.link("What does eager mode do?").click()
    reader.has_arrived("questions/tensors/#eager-mode")
    expect(reader.page.locator(".hb-track")).to_have_count(0)


@once
def test_the_question_stays_in_its_place(reader: Reader) -> None:
    held: list[Route] = []
    reader.page.route("**/data/tracks.json", lambda route: held.append(route))
    with reader.page.expect_request("**/data/tracks.json"):
        reader.go(EAGER)
    reader.has_arrived(EAGER)
    # Some browsers keep what is in view in its place by themselves; the others need the script.
    reader.page.evaluate("document.documentElement.style.overflowAnchor = 'none'")
    heading = reader.page.locator("#eager-mode")
    before = heading.bounding_box()
    held[0].continue_()
    expect(brief(reader, "broadcasting")).to_be_attached()
    assert heading.bounding_box() == before


@once
def test_the_redirect_does_not_overtake_the_script(reader: Reader) -> None:
    asked: list[str] = []
    reader.page.on("request", lambda request: asked.append(request.url))
    reader.go("q/eager-mode/?track=first-steps")
    reader.has_arrived(EAGER)
    pages = [url for url in asked if "/questions/" in url]
    assert pages == [reader.at(EAGER).partition("#")[0]]


@once
def test_the_data_is_small(reader: Reader) -> None:
    content = json.loads(reader.page.request.get(reader.at("data/tracks.json")).body())
    assert [sorted(track) for track in content] == [
        ["address", "former_ids", "id", "questions", "title"]
    ]
