"""What a browser keeps of practice, written and read by tests as progress.js does."""

import json
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from .reader import Reader

DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
EPOCH = datetime(2020, 1, 1, tzinfo=UTC).timestamp()
DAY = 24 * 60 * 60  # seconds
WRITE = """([name, text]) => {
  if (location.protocol.startsWith("http") && !sessionStorage.filled) {
    localStorage.setItem(name, text);
    sessionStorage.filled = true;
  }
}"""


def key(reader: Reader) -> str:
    """Give the name under which the site keeps progress."""
    return f"{urlsplit(reader.site).path}.hb-progress.1"


def entry(at: float, grade: int) -> str:
    """Give a review as it is kept; `at` is a moment in seconds, as of a clock of the system."""
    number, digits = int(at - EPOCH), ""
    for _ in range(6):
        number, digit = divmod(number, 36)
        digits = DIGITS[digit] + digits
    return f"{digits}{grade}"


def log(reviews: Iterable[tuple[float, int]]) -> str:
    """Give the reviews of a question as they are kept."""
    return "".join(entry(at, grade) for at, grade in reviews)


def state(reviews: dict[str, str] | None = None, **others: Any) -> dict[str, Any]:
    """Give a state with these reviews."""
    return {"version": 1, "reviews": reviews or {}, "marks": {}, "settings": {}} | others


def fill(reader: Reader, content: Any) -> None:
    """Let the browser keep a state, or any other text, before the first page is loaded."""
    text = content if isinstance(content, str) else json.dumps(content)
    reader.page.add_init_script(f"({WRITE})({json.dumps([key(reader), text])})")


def read(reader: Reader) -> Any:
    """Give the state that the browser keeps."""
    text = reader.page.evaluate("name => localStorage.getItem(name)", key(reader))
    return None if text is None else json.loads(text)


def now(reader: Reader) -> float:
    """Give the moment that it is by the clock of the page."""
    return float(reader.page.evaluate("Date.now() / 1000"))


def review(reader: Reader, id_: str, grade: int = 3, at: float | None = None) -> None:
    """Put a review into what the page keeps, as practice does."""
    reader.page.evaluate(
        """([id, at, grade]) => hbProgress.change(
          (state) => hbLog.put(state, id, at ? at * 1000 : Date.now(), grade))""",
        [id_, at, grade],
    )


def grades(reader: Reader) -> dict[str, list[int]]:
    """Give the grades of the reviews that the page goes on with, by question."""
    found: dict[str, list[int]] = reader.page.evaluate(
        """() => {
          const state = hbProgress.read();
          return Object.fromEntries(Object.keys(state.reviews)
            .map((id) => [id, hbLog.reviewsOf(state, id).map(({ grade }) => grade)]));
        }"""
    )
    return found


def unfold(reader: Reader, name: str) -> None:
    """Open a part of the page by its heading."""
    fold = reader.page.locator("details.hb-fold", has_text=name)
    if fold.get_attribute("open") is None:
        fold.get_by_role("heading", name=name, exact=True).click()
