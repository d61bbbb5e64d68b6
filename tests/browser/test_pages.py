"""Every kind of page: nothing is wider than the window, no errors, no other host; and using it."""

import pytest
from playwright.sync_api import expect

from .reader import Reader
from .settings import Setting, among, with_script

PAGES = [
    "",
    "questions/",
    "questions/tensors/",
    "questions/training/2/",
    "questions/old-graphs/",
    "browse/",
    "browse/?framework=pytorch",
    "misconceptions/",
    "study/",
    "study/?track=first-steps&level=basic",
    "tracks/",
    "tracks/first-steps/",
    "tracks/first-steps/print/",
    "study/",
    "q/",
    "q/lost-question/",
    "licenses/",
    "404.html",
]
EAGER = "questions/tensors/#eager-mode"
WIDER = """() => {
  for (const details of document.querySelectorAll("details")) details.open = true;
  const { scrollWidth, clientWidth } = document.documentElement;
  if (scrollWidth <= clientWidth) return [];
  return [...document.querySelectorAll("main *")]
    .filter((each) => each.getBoundingClientRect().right > clientWidth)
    .map((each) => each.outerHTML.slice(0, 80))
    .concat([`${scrollWidth} of ${clientWidth}`]);
}"""


@pytest.mark.parametrize("path", PAGES)
def test_nothing_is_wider_than_the_window(reader: Reader, path: str) -> None:
    reader.go(path)
    assert reader.page.evaluate(WIDER) == []
    expect(reader.page.locator("h1")).to_have_count(1)


@among(Setting("no address", 390, True))
@pytest.mark.parametrize("path", PAGES)
def test_a_site_that_does_not_know_its_address(reader: Reader, path: str) -> None:
    reader.go(path)
    expect(reader.page.locator("h1")).to_have_count(1)


@among(Setting("no address", 390, True), Setting("no address", 1440, False))
def test_permanent_link_of_a_site_that_does_not_know_its_address(reader: Reader) -> None:
    reader.go("q/eager-execution/")
    reader.has_arrived(EAGER)


def test_list_of_permanent_links(reader: Reader) -> None:
    reader.go("q/")
    for wording in ("What does eager mode do?", "How are shapes aligned?", "Why a sailor?"):
        expect(reader.link(wording)).to_be_visible()


def test_everything_is_reached_by_links(reader: Reader, setting: Setting) -> None:
    reader.go("")
    reader.link("Browse the questions").click()
    reader.link("Training").click()
    reader.link("2").click()
    reader.is_at("questions/training/2/")
    reader.go("")
    reader.link("First steps").click()
    reader.link("Why a quiver?").click()
    # The track is kept where there is a script.
    track = "?track=first-steps" if setting.script else ""
    reader.has_arrived(f"questions/training/2/{track}#step-43")


def test_an_answer_opens_by_mouse_and_by_keyboard(reader: Reader) -> None:
    reader.go("questions/tensors/")
    answer = reader.answer("eager-mode")
    expect(answer.locator(".hb-short")).to_be_hidden()
    answer.locator("summary").click()
    expect(answer.locator(".hb-short")).to_be_visible()
    answer.locator("summary").press("Enter")
    expect(answer.locator(".hb-short")).to_be_hidden()


def test_an_answer_is_reached_by_keyboard(reader: Reader) -> None:
    reader.go("questions/graphs/")
    summary = reader.answer("compilers").locator("summary")
    for _ in range(40):
        reader.page.keyboard.press("Tab")
        if summary.evaluate("summary => summary === document.activeElement"):
            break
    reader.page.keyboard.press("Enter")
    expect(reader.answer("compilers").locator(".hb-short")).to_be_visible()


def test_tabs(reader: Reader) -> None:
    reader.go(EAGER)
    answer = reader.answer("eager-mode")
    expect(answer.get_by_text("Of the first tab.")).to_be_visible()
    answer.locator("label", has_text="PyTorch").click()
    expect(answer.get_by_text("Of the second tab.")).to_be_visible()
    expect(answer.get_by_text("Of the first tab.")).to_be_hidden()


@with_script
def test_a_tab_is_chosen_for_all_answers(reader: Reader) -> None:
    reader.go(EAGER)
    reader.page.wait_for_load_state("networkidle")
    reader.answer("eager-mode").locator("label", has_text="PyTorch").click()
    reader.answer("broadcasting").locator("summary").click()
    expect(reader.answer("broadcasting").get_by_text("Also second.")).to_be_visible()
    reader.answer("broadcasting").locator("label", has_text="TensorFlow").click()
    expect(reader.answer("eager-mode").get_by_text("Of the first tab.")).to_be_visible()


@with_script
def test_the_chosen_tab_is_kept(reader: Reader) -> None:
    reader.go(EAGER)
    # The theme stores a choice once it has measured the tabs.
    reader.page.wait_for_load_state("networkidle")
    reader.answer("eager-mode").locator("label", has_text="PyTorch").click()
    reader.go(EAGER)
    expect(reader.answer("eager-mode").get_by_text("Of the second tab.")).to_be_visible()
    reader.has_arrived(EAGER)


def test_another_language(reader: Reader) -> None:
    reader.go("questions/tensors/#broadcasting")
    answer = reader.answer("broadcasting")
    answer.locator("label", has_text="中文").click()
    expect(answer.locator("[lang='zh-Hans']").get_by_text("从右边开始。")).to_be_visible()


@with_script
@pytest.mark.parametrize(
    "words",
    ["What does eager mode do", "debugs like plain", "Marmalade"],
    ids=["wording", "also asked", "answer"],
)
def test_search_finds_a_question_once_and_arrives(reader: Reader, words: str) -> None:
    reader.go("questions/graphs/")
    search(reader, words)
    found = reader.page.locator(".md-search-result__link[href*='#eager-mode']")
    expect(found).to_have_count(1)
    found.click()
    reader.has_arrived(EAGER)


@with_script
def test_a_result_on_the_same_page(reader: Reader) -> None:
    reader.go("questions/training/#step-02")
    search(reader, "Why a parrot")
    reader.page.locator(".md-search-result__link[href*='#step-']").first.wait_for()
    search(reader, "Why a jungle")
    found = reader.page.locator(".md-search-result__link[href*='#step-']", has_text="jungle")
    path = str(found.first.get_attribute("href"))
    found.first.click()
    reader.has_arrived(path.removeprefix(reader.site))


@with_script
@pytest.mark.parametrize("path", ["", "404.html"])
def test_a_button_opens_the_search(reader: Reader, path: str) -> None:
    reader.go(path)
    reader.page.get_by_role("button", name="Search the questions").click()
    field = reader.page.get_by_role("textbox", name="Search")
    expect(field).to_be_focused()
    field.press_sequentially("Marmalade")
    found = reader.page.locator(".md-search-result__link[href*='#eager-mode']")
    expect(found).to_be_visible()


@among(Setting("root", 1440, False))
def test_without_a_script_no_button_asks_for_one(reader: Reader) -> None:
    reader.go("")
    expect(reader.page.locator("[data-hb-search], [data-hb-random]")).to_have_count(2)
    for button in reader.page.locator("[data-hb-search], [data-hb-random]").all():
        expect(button).to_be_hidden()


def test_the_fonts_are_there(reader: Reader) -> None:
    reader.go(EAGER)
    reader.page.evaluate("() => document.fonts.ready.then(() => true)")
    loaded = "() => [...document.fonts].filter((f) => f.status == 'loaded').map((f) => f.family)"
    families = set(reader.page.evaluate(loaded))
    assert {"Inter", "Source Serif 4", "JetBrains Mono"} <= families


def search(reader: Reader, words: str) -> None:
    field = reader.page.get_by_role("textbox", name="Search")
    if not field.is_visible():
        reader.page.locator("label.md-header__button[for='__search']").click()
    field.clear()
    # The theme listens to keys.
    field.press_sequentially(words)
