"""True or false: rounds of statements, under the headers that the site asks for."""

import json
from collections.abc import Iterator
from itertools import groupby

import pytest
from playwright.sync_api import Browser, Route, expect

from .conftest import TIMEOUT
from .practice import asks, button, mark, open_choice, part, says
from .practice import start as begin
from .project import make_project, question
from .reader import Reader
from .server import serving

PATH = "study/?mode=statements&category=graphs&seed=a"
COUNT = 12


@pytest.fixture(scope="module")
def stating(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a site with statements in two categories."""
    project = make_project(tmp_path_factory.mktemp("project"))
    lines = ["misconceptions:"]
    for number in range(COUNT):
        lines.append(f"  - claim: Claim `{number}` is made.")
        lines.append(f"    correction: It is not, for reason {number}.")
        lines.append(f"    true_form: Truth {number} holds.")
    more = "\n".join(lines) + "\n"
    text = question("Which compilers are there?", "Several.", "Many. " * 40, more)
    project.path("questions/graphs/compilers.md").write_text(text, encoding="utf-8")
    with serving(project.folder / "site", "/handbook/", headers=True) as address:
        project.build(address)
        yield address


@pytest.fixture(params=[390, 1440])
def reader(browser: Browser, stating: str, request: pytest.FixtureRequest) -> Iterator[Reader]:
    """Somebody who reads that site; the test fails where anything went wrong meanwhile."""
    context = browser.new_context(
        viewport={"width": request.param, "height": 800},
        reduced_motion="reduce",
        service_workers="block",
    )
    context.set_default_timeout(TIMEOUT)
    found = Reader(stating, context.new_page())
    yield found
    context.close()
    assert found.unexpected() == []


def answer_all(reader: Reader, key: str = "") -> list[tuple[str, bool]]:
    """Answer all statements of a round, as they are or always by one key; give them."""
    page = reader.page
    met = []
    for number in range(1, 11):
        expect(part(page, "place")).to_have_text(f"{number} of 10")
        expect(part(page, "said")).to_be_focused()
        said = part(page, "said").inner_text()
        met.append((said, said.startswith("Truth")))
        page.keyboard.press(key or ("t" if met[-1][1] else "f"))
        expect(part(page, "answer")).to_be_focused()
        page.keyboard.press(" ")
    return met


def test_a_round_by_keys(reader: Reader) -> None:
    page = reader.page
    begin(reader, PATH)
    met = answer_all(reader)
    expect(page.get_by_role("heading", name="10 of 10 right")).to_be_focused()
    says(page, "10 of 10 right")
    expect(part(page, "wrong")).to_be_hidden()
    assert sum(is_true for _, is_true in met) == 5
    assert max(len(list(run)) for _, run in groupby(is_true for _, is_true in met)) <= 3
    # The same seed makes the same round, wherever it is opened.
    button(page, "The same round again").click()
    assert answer_all(reader) == met
    reader.is_at(PATH)
    begin(reader, PATH)
    assert answer_all(reader) == met
    # It is that of one round.
    button(page, "Choose something else").click()
    reader.is_at(PATH.removesuffix("&seed=a"))


def test_always_false_does_not_win(reader: Reader) -> None:
    page = reader.page
    begin(reader, PATH.replace("seed=a", "seed=b"))
    met = answer_all(reader, "f")
    expect(page.get_by_role("heading", name="5 of 10 right")).to_be_visible()
    wrong = part(page, "wrong").locator("li")
    expect(wrong).to_have_count(5)
    truths = [said for said, is_true in met if is_true]
    number = truths[0].split()[1]
    expect(wrong.first).to_contain_text(f"Claim {number} is made.")
    expect(wrong.first).to_contain_text(f"It is not, for reason {number}.")
    button(page, "Another round").click()
    assert answer_all(reader) != met


def test_right_and_wrong_are_told_with_the_correction(reader: Reader) -> None:
    page = reader.page
    begin(reader, PATH)
    said = part(page, "said").inner_text()
    number = said.split()[1]
    is_true = said.startswith("Truth")
    expect(button(page, "Next")).to_have_count(0)
    button(page, "False" if is_true else "True").click()
    verdict = f"Wrong: it is {str(is_true).lower()}."
    says(page, verdict)
    expect(part(page, "verdict")).to_have_text(verdict)
    expect(page.get_by_text(f"It is not, for reason {number}.")).to_be_visible()
    expect(part(page, "claim")).to_be_visible(visible=is_true)
    link = part(page, "answer").get_by_role("link", name="Which compilers are there?")
    expect(link).to_have_attribute("href", reader.at("questions/graphs/#compilers"))
    # It cannot be said otherwise now, and loading the page anew goes on behind it.
    page.keyboard.press("t")
    expect(part(page, "verdict")).to_have_text(verdict)
    page.reload()
    expect(part(page, "place")).to_have_text("2 of 10")


def test_the_question_behind_a_statement_can_be_marked(reader: Reader) -> None:
    page = reader.page
    begin(reader, PATH)
    expect(mark(page, "Review")).to_be_hidden()
    page.keyboard.press("t")
    mark(page, "Review").click()
    expect(mark(page, "Review")).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("f")
    page.reload()
    expect(page.get_by_role("group", name="Is it true?")).to_be_visible()
    page.keyboard.press("f")
    expect(page.get_by_role("group", name="Which compilers are there?")).to_be_visible()
    expect(mark(page, "Review")).to_have_attribute("aria-pressed", "true")


def build_anew(reader: Reader, statements: int) -> None:
    """Load the page with data that has another number of statements."""

    def serve(route: Route) -> None:
        response = route.fetch()
        data = response.json()
        data["questions"]["compilers"]["statements"] = statements
        route.fulfill(response=response, body=json.dumps(data))

    reader.page.route("**/data/practice.json", serve)
    reader.page.reload()


def test_a_round_begins_again_when_its_statements_have_changed(reader: Reader) -> None:
    page = reader.page
    begin(reader, PATH)
    for _ in range(4):
        page.keyboard.press("t")
        page.keyboard.press(" ")
    expect(part(page, "place")).to_have_text("5 of 10")
    build_anew(reader, 3)
    expect(part(page, "place")).to_have_text("1 of 3")
    expect(page.get_by_text("The statements have changed: the round begins again.")).to_be_visible()
    for _ in range(3):
        said = part(page, "said").inner_text()
        page.keyboard.press("t" if said.startswith("Truth") else "f")
        page.keyboard.press(" ")
    expect(page.get_by_role("heading", name="3 of 3 right")).to_be_focused()
    page.reload()
    expect(page.get_by_role("heading", name="3 of 3 right")).to_be_focused()


def test_a_round_of_which_nothing_is_left(reader: Reader) -> None:
    page = reader.page
    begin(reader, PATH)
    build_anew(reader, 0)
    text = "There are no statements about these questions."
    expect(part(page, "next")).to_have_text(text)


def test_going_back_while_statements_are_loaded(reader: Reader) -> None:
    page = reader.page
    waiting: list[Route] = []
    page.route("**/data/statements/*", lambda route: waiting.append(route))
    open_choice(reader, PATH)
    button(page, "Start").click()
    with page.expect_response("**/data/statements/*"):
        page.go_back()
        expect(button(page, "Start")).to_be_visible()
        waiting[0].continue_()
    page.wait_for_timeout(200)
    expect(button(page, "Start")).to_be_visible()


def test_only_statements_of_the_choice_are_loaded(reader: Reader) -> None:
    asked: list[str] = []
    reader.page.on("request", lambda request: asked.append(request.url))
    begin(reader, PATH)
    fetched = [url.removeprefix(reader.site) for url in asked if "/data/" in url or "/quest" in url]
    assert fetched == ["data/practice.json", "data/statements/graphs.json"]


def test_statements_that_cannot_be_loaded(reader: Reader) -> None:
    page = reader.page
    reader.expected = {reader.at("data/statements/graphs.json")}
    page.route("**/data/statements/*", lambda route: route.abort())
    open_choice(reader, PATH)
    button(page, "Start").click()
    expect(page.get_by_text("The statements could not be loaded.")).to_be_focused()
    page.unroute("**/data/statements/*")
    button(page, "Try again").click()
    expect(part(page, "place")).to_have_text("1 of 10")


def test_where_nothing_is_stated(reader: Reader) -> None:
    open_choice(reader, "study/?mode=statements&category=training")
    text = "There are no statements about these questions."
    expect(part(reader.page, "next")).to_have_text(text)
    expect(button(reader.page, "Start")).to_have_count(0)
    reader.page.get_by_label("Question and answer").check()
    reader.is_at("study/?category=training")
    button(reader.page, "Start: 10 to go").click()
    asks(reader.page, "Why a abacus?")
