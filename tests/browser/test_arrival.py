"""A link to a question leads to the question: in view, below the header, its answer open."""

import pytest
from playwright.sync_api import expect

from .reader import Reader, wait_until
from .settings import everywhere, once, with_script

EAGER = "questions/tensors/#eager-mode"
BROADCASTING = "questions/tensors/#broadcasting"
STEP_43 = "questions/training/2/#step-43"
# How far the page moves by itself after a reader has come to a question and scrolled on at once.
PULLED_BACK = """async () => {
  const frames = async (count) => {
    while (count--) await new Promise(requestAnimationFrame);
  };
  location.hash = "#step-20";
  await new Promise((come) => addEventListener("hashchange", come, { once: true }));
  await frames(3);
  window.dispatchEvent(new Event("touchstart"));
  scrollBy(0, -300);
  const left = scrollY;
  await frames(10);
  return left - scrollY;
}"""
# A browser may draw before it tells that it has gone back: here it never tells.
UNTOLD = """addEventListener("hashchange", (event) => {
  if (location.hash === "#eager-mode") event.stopImmediatePropagation();
})"""
NOT_FOUND = "There is no such page"


@everywhere
@pytest.mark.parametrize("path", [EAGER, BROADCASTING, "questions/training/#step-40", STEP_43])
def test_direct_load(reader: Reader, path: str) -> None:
    reader.go(path)
    reader.has_arrived(path)


def test_links_to_the_same_page_and_to_another(reader: Reader) -> None:
    reader.go(EAGER)
    reader.takes_over()
    reader.link("How are shapes aligned?").click()
    reader.has_arrived(BROADCASTING)
    reader.page.go_back()
    reader.has_arrived(EAGER)
    reader.link("here").click()
    reader.has_arrived(STEP_43)


def test_back_and_forward(reader: Reader) -> None:
    reader.go(EAGER)
    for path, name in ((BROADCASTING, "broadcasting"), (EAGER, "")):
        if name:
            reader.link(name).click()
        else:
            reader.page.go_back()
        reader.has_arrived(path)
    reader.page.go_forward()
    reader.has_arrived(BROADCASTING)


def test_back_to_another_page(reader: Reader) -> None:
    reader.go(EAGER)
    reader.link("here").click()
    reader.has_arrived(STEP_43)
    reader.page.go_back()
    reader.has_arrived(EAGER)
    reader.page.go_forward()
    reader.has_arrived(STEP_43)


@with_script
def test_back_at_once(reader: Reader) -> None:
    reader.page.add_init_script(UNTOLD)
    reader.go(EAGER)
    reader.takes_over()
    reader.link("How are shapes aligned?").click()
    reader.has_arrived(BROADCASTING)
    reader.page.go_back()
    reader.has_arrived(EAGER)
    reader.page.wait_for_timeout(300)
    reader.has_arrived(EAGER)


@with_script
@pytest.mark.parametrize("query", ["", "?track=first-steps"])
def test_back_to_a_page_whose_answers_were_opened(reader: Reader, query: str) -> None:
    reader.go(f"questions/training/{query}")
    for step in ("step-02", "step-05", "step-09", "step-20"):
        reader.page.evaluate("id => location.hash = id", step)
        reader.has_arrived(f"questions/training/{query}#{step}")
    reader.page.goto(reader.at(STEP_43))
    reader.page.go_back()
    reader.has_arrived(f"questions/training/{query}#step-20")
    reader.page.wait_for_timeout(300)
    reader.has_arrived(f"questions/training/{query}#step-20")
    expect(reader.answer("step-05").locator(".hb-short")).to_be_visible()


@with_script
def test_back_to_the_place_that_was_left(reader: Reader) -> None:
    reader.go("questions/training/")
    for step in ("step-02", "step-05", "step-09"):
        reader.answer(step).locator("summary").click()
    reader.page.evaluate("scrollBy(0, 200)")
    top = "document.getElementById('step-09').getBoundingClientRect().top"
    left = reader.page.evaluate(top)
    reader.page.goto(reader.at(EAGER))
    reader.page.go_back()
    reader.is_at("questions/training/")
    expect(reader.answer("step-02").locator(".hb-short")).to_be_visible()
    wait_until(lambda: "" if abs(reader.page.evaluate(top) - left) < 2 else "somewhere else")


@with_script
def test_the_same_link_again(reader: Reader) -> None:
    reader.go(EAGER)
    reader.link("broadcasting").click()
    reader.has_arrived(BROADCASTING)
    reader.answer("broadcasting").locator("summary").click()
    expect(reader.answer("broadcasting").locator(".hb-short").first).to_be_hidden()
    reader.link("broadcasting").click()
    reader.has_arrived(BROADCASTING)


@with_script
def test_an_answer_closes_after_arrival(reader: Reader) -> None:
    reader.go(EAGER)
    reader.has_arrived(EAGER)
    reader.answer("eager-mode").locator("summary").click()
    expect(reader.answer("eager-mode").locator(".hb-short")).to_be_hidden()


@everywhere
@pytest.mark.parametrize(
    ("id_", "path"),
    [
        ("eager-mode", EAGER),
        ("eager-execution", EAGER),
        ("step-43", STEP_43),
    ],
    ids=["id", "former id", "second page"],
)
def test_permanent_link(reader: Reader, id_: str, path: str) -> None:
    reader.go(f"q/{id_}/")
    reader.has_arrived(path)


def test_one_step_leads_back_from_a_permanent_link(reader: Reader) -> None:
    reader.go("q/")
    reader.link("What does eager mode do?").click()
    reader.has_arrived(EAGER)
    reader.page.go_back()
    reader.is_at("q/")


def test_retired_id(reader: Reader) -> None:
    reader.go("q/lost-question/")
    said = "What stood at lost-question was taken out: Nobody asked it any more."
    expect(reader.page.get_by_text(said)).to_be_visible()
    expect(reader.page.locator("meta[http-equiv=refresh], script")).to_have_count(0)
    reader.link("All questions").click()
    reader.is_at("questions/")


def test_retired_category(reader: Reader) -> None:
    reader.go("questions/old-graphs/")
    said = "What stood at old-graphs was taken out: Its questions are in other categories now."
    expect(reader.page.get_by_text(said)).to_be_visible()


@pytest.mark.parametrize(
    ("former", "path"),
    [("questions/execution/", "questions/graphs/"), ("tracks/beginners/", "tracks/first-steps/")],
    ids=["category", "track"],
)
def test_former_id_of_a_page(reader: Reader, former: str, path: str) -> None:
    reader.go("q/")
    reader.page.goto(reader.at(former))
    reader.is_at(path)
    reader.page.go_back()
    reader.is_at("q/")


@with_script
@pytest.mark.parametrize(
    ("copied", "path"),
    [
        ("questions/training/#step-43", STEP_43),
        ("questions/training/2/#step-01", "questions/training/#step-01"),
        ("questions/graphs/#eager-mode", EAGER),
        ("questions/graphs/#eager-execution", EAGER),
        ("questions/execution/#compilers", "questions/graphs/#compilers"),
        ("questions/execution/#eager-mode", EAGER),
        ("#eager-mode", EAGER),
    ],
    ids=[
        "page",
        "page before",
        "category",
        "former id",
        "former category",
        "former category, moved",
        "home",
    ],
)
def test_copied_address_of_what_has_moved(reader: Reader, copied: str, path: str) -> None:
    reader.go("q/")
    reader.page.goto(reader.at(copied))
    reader.has_arrived(path)
    reader.page.go_back()
    reader.is_at("q/")


@with_script
def test_copied_address_of_a_question_that_has_another_id_on_the_same_page(reader: Reader) -> None:
    reader.go("questions/tensors/")
    # The question is far down then.
    reader.page.get_by_role("button", name="Expand all").click()
    reader.go("questions/tensors/#eager-execution")
    reader.has_arrived(EAGER)


@with_script
def test_copied_address_of_what_was_retired(reader: Reader) -> None:
    reader.go("questions/tensors/#lost-question")
    reader.is_at("q/lost-question/")
    expect(reader.page.get_by_role("heading", name="No longer here")).to_be_visible()


@with_script
def test_a_known_id_at_an_address_that_is_not_there(reader: Reader) -> None:
    reader.expected = {reader.at("questions/nowhere/")}
    reader.go("questions/nowhere/#eager-mode")
    reader.has_arrived(EAGER)


@with_script
@pytest.mark.parametrize("path", ["questions/nowhere/", "questions/tensors/"])
def test_an_unknown_id_leads_nowhere(reader: Reader, path: str) -> None:
    reader.expected = {reader.at("questions/nowhere/"), reader.at("q/unknown/")}
    with reader.page.expect_response(reader.at("q/unknown/")) as response:
        reader.go(f"{path}#unknown")
    response.value.finished()
    reader.page.wait_for_load_state("networkidle")
    reader.is_at(f"{path}#unknown")


def test_an_address_that_is_not_there(reader: Reader) -> None:
    reader.expected = {reader.at("questions/nowhere/deep/")}
    reader.go("questions/nowhere/deep/")
    expect(reader.page.get_by_role("heading", name=NOT_FOUND)).to_be_visible()
    expect(reader.page).to_have_title(f"{NOT_FOUND} - Tensor Interview Handbook")
    reader.link("permanent links").click()
    reader.is_at("q/")


@once
@pytest.mark.parametrize("hash_", ["%", "%E0%A4%A", "__tabbed_9_9", "<script>", "a/../b", "-", ""])
@pytest.mark.parametrize("path", ["questions/tensors/", "questions/nowhere/"])
def test_a_malformed_hash_asks_for_nothing(reader: Reader, path: str, hash_: str) -> None:
    reader.expected = {reader.at("questions/nowhere/")}
    asked: list[str] = []
    reader.page.on("request", lambda request: asked.append(request.url))
    reader.go(f"{path}#{hash_}")
    reader.page.wait_for_load_state("networkidle")
    assert [url for url in asked if "/q/" in url] == []
    assert reader.page.url.startswith(reader.at(path))
    expect(reader.page.locator("details.hb-answer[open]")).to_have_count(0)


@with_script
def test_a_link_that_opens_elsewhere_opens_nothing_here(reader: Reader) -> None:
    reader.go(EAGER)
    reader.has_arrived(EAGER)
    reader.answer("eager-mode").locator("summary").click()
    toc = reader.page.locator("a[href='#eager-mode']").first
    toc.evaluate(
        "link => link.dispatchEvent(new MouseEvent('click', {bubbles: true, ctrlKey: true}))"
    )
    expect(reader.answer("eager-mode").locator(".hb-short")).to_be_hidden()


@once
def test_a_reader_who_scrolls_on_at_once_is_not_held(reader: Reader) -> None:
    reader.go("questions/training/")
    assert reader.page.evaluate(PULLED_BACK) == 0
