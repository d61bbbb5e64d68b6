"""Closed answers cost nothing while a page loads, and lack nothing afterwards."""

from playwright.sync_api import expect

from .reader import Reader, wait_until
from .settings import with_script

TENSORS = "questions/tensors/"
# The elements of answers that a script found to have a width, each told by its answer's question.
WATCHED = """(() => {
  window.measured = [];
  const { get } = Object.getOwnPropertyDescriptor(Element.prototype, "clientWidth");
  Object.defineProperty(Element.prototype, "clientWidth", {
    get() {
      const width = get.call(this);
      const answer = this.matches("summary, details") ? null : this.closest("details.hb-answer");
      if (width && answer) measured.push(answer.open);
      return width;
    },
  });
})()"""
IS_MEASURED = """() => document.documentElement.matches(".hb-measured") ? "" : "it is not over" """
INDICATOR = """(tabs) => {
  const width = parseFloat(tabs.style.getPropertyValue("--md-indicator-width"));
  const label = tabs.querySelector("label").getBoundingClientRect().width;
  return Math.abs(width - label) < 1 ? "" : `the line is ${width} long below ${label}`;
}"""


def has_loaded(reader: Reader) -> None:
    wait_until(lambda: str(reader.page.evaluate(IS_MEASURED)))


@with_script
def test_only_open_answers_are_measured(reader: Reader) -> None:
    reader.page.add_init_script(WATCHED)
    reader.go(f"{TENSORS}#eager-mode")
    has_loaded(reader)
    found = reader.page.evaluate("measured")
    assert found
    assert all(found)


@with_script
def test_what_closed_answers_say_can_be_found(reader: Reader) -> None:
    reader.go(TENSORS)
    has_loaded(reader)
    parts = reader.answer("eager-mode").locator(":scope > :not(summary)")
    assert "none" not in parts.evaluate_all("(all) => all.map((e) => getComputedStyle(e).display)")
    expect(parts.first).not_to_be_visible()


@with_script
def test_tabs_are_measured_when_their_answer_opens(reader: Reader) -> None:
    reader.go(f"{TENSORS}#broadcasting")
    has_loaded(reader)
    reader.answer("eager-mode").locator("summary").first.click()
    tabs = reader.answer("eager-mode").locator(".tabbed-set")
    wait_until(lambda: str(tabs.evaluate(INDICATOR)))
