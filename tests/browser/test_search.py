"""Search finds questions by all that they are called, and leads to them."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, expect

from . import queries
from .project import ROOT
from .reader import Reader, wait_until
from .server import serving
from .settings import Setting, among, with_script

TABLE = queries.table()
EAGER = "questions/tensors/#eager-mode"
MARKED = """() => {
  const marks = CSS.highlights.get("hb-found");
  return marks ? [...marks].map((range) => range.toString()) : [];
}"""
KEY = """(field, key) => {
  const type = { key, bubbles: true, cancelable: true };
  field.dispatchEvent(new KeyboardEvent("keydown", type));
}"""
# No search is as fast as this.
AT_ONCE = f"""(field, words) => {{
  field.value = words;
  field.dispatchEvent(new InputEvent("input"));
  ({KEY})(field, "Enter");
}}"""
ON_PHONE = Setting("path", 390, True)
ON_DESKTOP = Setting("root", 1440, True)


@pytest.fixture(scope="module")
def found(
    browser: Browser, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, list[str]]]:
    """What each query lists on the site of today."""
    project = queries.real_project(tmp_path_factory.mktemp("today"))
    with (
        serving(project.build()) as address,
        browser.new_context(service_workers="block") as context,
    ):
        page = context.new_page()
        page.add_init_script(queries.LISTEN)
        reader = Reader(address, page)
        reader.go("questions/tensors/")
        listed = queries.ask(page, TABLE)
        assert reader.unexpected() == []
        yield listed


@pytest.mark.parametrize(("query", "id_"), TABLE.items())
def test_a_question_is_among_the_first_three(
    found: dict[str, list[str]], query: str, id_: str
) -> None:
    assert id_ in found[query][:3]


def test_the_table_asks_for_questions_that_are_there() -> None:
    there = {path.stem for path in (ROOT / "questions").glob("*/*.md")}
    assert set(TABLE.values()) - there == set(), "no question has this id"
    assert len(TABLE) >= 100


def field(reader: Reader) -> Locator:
    """Open the search and give its field."""
    found = reader.page.get_by_role("textbox", name="Search the questions")
    if not found.is_visible():
        reader.page.locator("label.md-header__button[for='__search']").click()
    return found


def search(reader: Reader, words: str) -> None:
    """Type words into the search."""
    field(reader).fill("")
    field(reader).press_sequentially(words)


def results(reader: Reader) -> Locator:
    """Find the questions that are listed and not folded."""
    return reader.page.locator(
        ".md-search-result__item > .md-search-result__link[href*='#'], "
        ".md-search-result__more[open] .md-search-result__link"
    )


def result(reader: Reader, id_: str) -> Locator:
    """Find the result that leads to a question."""
    return reader.page.locator(f".md-search-result__link[href$='#{id_}']")


def has_marked(reader: Reader, *words: str) -> None:
    """Wait until these words are marked, in this order."""

    def complaint() -> str:
        marked = reader.page.evaluate(MARKED)
        return "" if marked == list(words) else f"{marked} is marked"

    wait_until(complaint)


@with_script
@pytest.mark.parametrize(
    "words", ["eager-execution", "eager execution", "formerly eagerexecution", "execution"]
)
def test_a_former_id_finds_its_question(reader: Reader, words: str) -> None:
    reader.go("questions/graphs/")
    search(reader, words)
    expect(results(reader).first).to_have_attribute("href", reader.at(EAGER))


@with_script
def test_a_question_stands_once_below_its_category(reader: Reader) -> None:
    reader.go("")
    search(reader, "eager mode")
    expect(result(reader, "eager-mode")).to_have_count(1)
    item = reader.page.locator(".md-search-result__item", has=result(reader, "eager-mode"))
    expect(item.locator("h1")).to_have_text("Tensors")
    # Only for the marks.
    expect(item.locator(".md-tag").first).to_be_hidden()
    expect(item.locator("a").first).to_have_attribute("href", reader.at("questions/tensors/"))


@with_script
def test_the_pages_of_a_category_are_listed_as_one(reader: Reader) -> None:
    reader.go("")
    search(reader, "helps")
    expect(reader.page.get_by_text("Found in one category")).to_be_visible()
    expect(results(reader)).to_have_count(10)
    reader.page.get_by_text("35 more in this category").click()
    expect(results(reader)).to_have_count(45)
    expect(reader.page.locator(".md-search-result__item")).to_have_count(1)


@with_script
def test_of_several_categories_two_questions_each_are_shown(reader: Reader) -> None:
    reader.go("")
    search(reader, "does")
    expect(reader.page.get_by_text("Found in 2 categories")).to_be_visible()
    expect(reader.page.get_by_text("43 more in this category")).to_be_visible()
    expect(results(reader)).to_have_count(3)


@with_script
def test_a_category_that_is_named_comes_after_questions(reader: Reader) -> None:
    reader.go("")
    search(reader, "compilers")
    expect(results(reader)).to_have_count(1)
    expect(results(reader)).to_have_attribute("href", reader.at("questions/graphs/#compilers"))
    search(reader, "Training")
    category = reader.page.locator(".md-search-result__link")
    expect(category).to_have_count(1)
    expect(category).to_have_attribute("href", reader.at("questions/training/"))


@with_script
@pytest.mark.parametrize("words", ["形状", "操作数决定"])
def test_chinese_is_found_by_any_of_its_words(reader: Reader, words: str) -> None:
    reader.go("")
    search(reader, words)
    expect(results(reader)).to_have_count(1)
    expect(results(reader)).to_have_attribute("href", reader.at("questions/tensors/#broadcasting"))


@with_script
@pytest.mark.parametrize("words", ["marmelade", "marmalde", "marmaladde", "mramalade"])
def test_a_word_is_found_that_is_spelled_otherwise(reader: Reader, words: str) -> None:
    reader.go("questions/tensors/")
    search(reader, words)
    expect(results(reader).first).to_have_attribute("href", reader.at(EAGER))
    result(reader, "eager-mode").click()
    reader.has_arrived(EAGER)
    has_marked(reader, "Marmalade")


@with_script
@pytest.mark.parametrize("words", ["mormelade", "parmalade", "mods"])
def test_what_is_another_word_is_not_found(reader: Reader, words: str) -> None:
    reader.go("questions/tensors/")
    search(reader, words)
    expect(reader.page.get_by_text("No question found")).to_be_visible()


@with_script
@pytest.mark.parametrize("start", ["questions/graphs/", "questions/tensors/"])
def test_words_are_marked_at_the_question_alone(reader: Reader, start: str) -> None:
    reader.go(start)
    search(reader, "marmalade table operations")
    result(reader, "eager-mode").click()
    reader.has_arrived(EAGER)
    has_marked(reader, "Marmalade", "table", "Operations")
    reader.page.go_back()
    reader.is_at(start)
    has_marked(reader)
    reader.page.go_forward()
    reader.has_arrived(EAGER)


@with_script
def test_a_part_of_a_name_is_marked(reader: Reader) -> None:
    reader.go("questions/tensors/")
    search(reader, "stencil")
    result(reader, "compilers").click()
    reader.has_arrived("questions/graphs/#compilers")
    has_marked(reader, "Stencil")


@among(ON_PHONE)
@pytest.mark.parametrize("at", ["", "#step-39", "#step-03"])
def test_the_page_stays_where_search_led(reader: Reader, at: str) -> None:
    start = f"questions/training/{at}"
    # While the search moves out of sight, the page scrolls less far than it will.
    reader.page.emulate_media(reduced_motion="no-preference")
    reader.go(start)
    if at:
        reader.has_arrived(start)
    search(reader, "Why a jungle")
    expect(reader.page.locator("body[data-md-scrolllock]")).to_have_count(1)
    result(reader, "step-36").click()
    expect(reader.page.locator("body:not([data-md-scrolllock])")).to_have_count(1)
    reader.has_arrived("questions/training/#step-36")


@with_script
def test_enter_leads_to_the_best_result(reader: Reader) -> None:
    reader.go("questions/graphs/")
    search(reader, "Why a parrot")
    expect(results(reader).first).to_contain_text("parrot")
    field(reader).press("Enter")
    reader.has_arrived("questions/training/2/#step-42")


@with_script
def test_words_are_heard_that_come_without_a_key(reader: Reader) -> None:
    reader.go("questions/graphs/")
    search(reader, "Why a parrot")
    expect(results(reader).first).to_contain_text("parrot")
    field(reader).select_text()
    reader.page.keyboard.insert_text("eager mode")
    expect(results(reader).first).to_contain_text("eager mode")
    field(reader).press("Enter")
    reader.has_arrived(EAGER)


@with_script
@pytest.mark.parametrize(
    ("words", "path"), [("eager mode", EAGER), ("zzzz qqqq", "browse/")], ids=["found", "in vain"]
)
def test_enter_waits_for_the_results_of_these_words(reader: Reader, words: str, path: str) -> None:
    reader.go("questions/graphs/")
    search(reader, "Why a parrot")
    expect(results(reader).first).to_contain_text("parrot")
    field(reader).evaluate(AT_ONCE, words)
    reader.is_at(path)


@with_script
def test_enter_that_waits_is_given_up_where_typing_goes_on(reader: Reader) -> None:
    reader.go("questions/graphs/")
    search(reader, "Why a parrot")
    expect(results(reader).first).to_contain_text("parrot")
    field(reader).evaluate(
        f"(field) => {{ ({AT_ONCE})(field, 'eager mod'); ({KEY})(field, 'e'); }}"
    )
    search(reader, "eager mode")
    expect(results(reader).first).to_contain_text("eager mode")
    reader.is_at("questions/graphs/")


@with_script
def test_spaces_ask_for_nothing(reader: Reader) -> None:
    reader.go("questions/graphs/")
    search(reader, "zzzz")
    expect(reader.page.get_by_text("No question found")).to_be_visible()
    search(reader, "  ")
    expect(reader.page.get_by_text("No question found")).to_have_count(0)
    expect(reader.page.get_by_role("link", name="browse all the questions")).to_have_count(0)


@among(ON_DESKTOP)
def test_a_result_begins_with_the_sentence_that_was_found(reader: Reader) -> None:
    reader.go("questions/graphs/")
    search(reader, "page two")
    expect(result(reader, "eager-mode").locator("p").first).to_have_text(
        "… The one on page two is here."
    )


@among(ON_DESKTOP)
def test_arrows_lead_from_result_to_result(reader: Reader) -> None:
    reader.go("questions/graphs/")
    search(reader, "eager mode")
    # What a part of the words found is replaced, and loses the focus.
    expect(result(reader, "eager-mode").locator(".md-tag")).to_have_text(["eager", "mode"])
    reader.page.keyboard.press("ArrowDown")
    reader.page.keyboard.press("ArrowDown")
    expect(result(reader, "eager-mode")).to_be_focused()
    reader.page.keyboard.press("Enter")
    reader.has_arrived(EAGER)


@with_script
def test_where_nothing_is_found_a_link_leads_on(reader: Reader) -> None:
    reader.go("questions/graphs/")
    # All at once: what the first letters find would come and go.
    field(reader).fill("zzzz qqqq")
    on = reader.page.get_by_role("link", name="browse all the questions")
    expect(reader.page.get_by_text("No question found")).to_be_visible()
    reader.page.keyboard.press("ArrowDown")
    expect(on).to_be_focused()
    # An answer for further letters, which came late.
    reader.page.locator(".md-search-result__meta").evaluate("(e) => e.textContent = e.textContent")
    expect(on).to_be_focused()
    search(reader, "eager")
    expect(result(reader, "eager-mode")).to_be_visible()
    expect(on).to_have_count(0)
    search(reader, "zzzz qqqq")
    expect(on).to_be_visible()
    field(reader).press("Enter")
    reader.is_at("browse/")
    expect(reader.link("How are shapes aligned?")).to_be_visible()


@with_script
def test_only_questions_and_their_categories_are_found(reader: Reader) -> None:
    reader.go("")
    index = reader.page.request.get(reader.at("search/search_index.json")).json()
    pages = {entry["location"].partition("#")[0] for entry in index["docs"]}
    categories = {f"questions/{id_}/" for id_ in ("graphs", "tensors", "training", "training/2")}
    assert pages == categories
    eager = next(e for e in index["docs"] if e["location"] == EAGER)
    for unwanted in ("Related", "How are shapes aligned", "References", "Added", "basic", "Answer"):
        assert unwanted not in eager["text"]
