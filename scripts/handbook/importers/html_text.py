"""Gives the text of HTML that stands on a line of Markdown: of a summary, of a heading."""

import re
from html.parser import HTMLParser

_TITLE = re.compile(
    r"^\s{0,3}<h(?P<level>[1-6])\b[^>]{0,300}>(?P<text>.{0,600}?)</h(?P=level)>\s*$", re.IGNORECASE
)
_LONGEST = 2000  # characters of what may be a heading


def headed(text: str) -> str:
    """Write a heading that is HTML, on a line of its own, as Markdown does."""
    found = _TITLE.match(text) if len(text) <= _LONGEST else None
    return f"{'#' * int(found['level'])} {text_of(found['text'])}" if found else text


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Write code as Markdown does."""
        self.pieces.append("`" if tag == "code" else "")

    def handle_endtag(self, tag: str) -> None:
        """End code."""
        self.pieces.append("`" if tag == "code" else "")

    def handle_data(self, data: str) -> None:
        """Keep text."""
        self.pieces.append(data)


def text_of(html: str) -> str:
    """Give the text of HTML, with code as Markdown marks it."""
    parser = _Text()
    parser.feed(html)
    parser.close()
    return " ".join("".join(parser.pieces).split())
