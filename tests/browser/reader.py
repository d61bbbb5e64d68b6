"""Somebody who reads the site: a page of the browser, with what went wrong on it."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from playwright.sync_api import ConsoleMessage, Locator, Page, Request

ARRIVED = """(id) => {
  const heading = document.getElementById(id);
  if (!heading) return "there is no such question on " + location.href;
  const { top, bottom, left } = heading.getBoundingClientRect();
  const box = document.createRange();
  box.selectNodeContents(heading);
  const text = box.getBoundingClientRect();
  const header = document.querySelector(".md-header").getBoundingClientRect();
  if (text.top < header.bottom) return `the question is at ${text.top}, below the header`;
  if (text.bottom > innerHeight) return `the question is at ${text.bottom}, below the window`;
  if (text.top > innerHeight / 2) return `the question is at ${text.top}, far down`;
  const seen = document.elementFromPoint(text.left + 5, text.top + 5);
  if (!heading.contains(seen)) return "the question is covered by " + seen.outerHTML.slice(0, 80);
  const short = heading.parentElement.querySelector(`[id="${id}"] ~ .hb-answer .hb-short`);
  if (!short.checkVisibility()) return "the answer is closed";
  return "";
}"""

# What Playwright says in a browser that is to have none: only tests of it have a service worker,
# which would answer in place of the server that a test looks at.
NO_WORKER = "Service Worker registration blocked by Playwright"


@dataclass
class Reader:
    """A page that remembers errors, and requests to other hosts; tests fail where there are any.

    Attributes:
        site: the address of the site
        page: the page
        complaints: what went wrong, each with the address that it is about
        expected: addresses that may be not there, because a test asks for them

    """

    site: str
    page: Page
    complaints: list[tuple[str, str]] = field(default_factory=list)
    expected: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self._complain(str(error), self.page.url))
        self.page.on("request", self._watch)

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and message.text != NO_WORKER:
            self._complain(message.text, message.location["url"])

    def _watch(self, request: Request) -> None:
        if not request.url.startswith((self.site, "data:", "blob:")):
            self._complain("a request to another place", request.url)

    def _complain(self, what: str, where: str) -> None:
        self.complaints.append((what, where.partition("#")[0]))

    def unexpected(self) -> list[tuple[str, str]]:
        """Give what went wrong and should not have."""
        return [each for each in self.complaints if each[1] not in self.expected]

    def at(self, path: str) -> str:
        """Give the whole address of a path below the site's."""
        return self.site + path

    def go(self, path: str) -> None:
        """Load a page by its path below the site's address."""
        # The document that is there already would only be scrolled, as by a click.
        self.page.goto("about:blank")
        self.page.goto(self.at(path))

    def takes_over(self) -> None:
        """Do what somebody does who begins to read: a page that has arrived is not held any more.

        A test scrolls without any event of a reader, against a page that holds itself.
        """
        self.page.keyboard.press("Shift")

    def link(self, name: str) -> Locator:
        """Find a link of the text, by its words."""
        return self.page.locator("article, body > main").get_by_role("link", name=name, exact=True)

    def answer(self, id_: str) -> Locator:
        """Find the answer of a question."""
        return self.page.locator(f"[id='{id_}'] ~ details.hb-answer").first

    def has_arrived(self, path: str) -> None:
        """Wait until the page is at an address, which ends in the id of a question in view."""
        self.is_at(path)
        id_ = path.partition("#")[2]
        wait_until(lambda: str(self.page.evaluate(ARRIVED, id_)))

    def is_at(self, path: str) -> None:
        """Wait until the address is this one and the page is complete."""
        self.page.wait_for_url(self.at(path))


def wait_until(complaint: Callable[[], str], seconds: float = 20) -> None:
    """Wait until a condition gives no complaint any more."""
    deadline = time.monotonic() + seconds
    while found := complaint():
        assert time.monotonic() < deadline, found
        time.sleep(0.02)
