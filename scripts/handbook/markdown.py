"""Takes the Markdown of an answer apart, with line numbers, for the checks and for samples.

The site renders with Python-Markdown; the structure is read here by a CommonMark parser, because
that one knows lines. Where the two disagree, the checks allow only what both read alike.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from markdown_it import MarkdownIt
from markdown_it.token import Token

MORE = "<!-- more -->"

_CODE_SPAN = re.compile(r"(`+)(?!`).+?(?<!`)\1(?!`)", re.DOTALL)
_WORD = re.compile(r'(?P<name>[^\s="]+)(?:="(?P<value>[^"]*)")?')
_LINK_TARGET = re.compile(r"\]\([^)\s]*\)")
_BLOCK_MARK = re.compile(r"\s*/{3,}")
_DEFINITION = re.compile(r" {0,3}\[[^\]]+\]:")
# Python-Markdown takes "#word" for a heading too, CommonMark only "# word".
_HASH_HEADING = re.compile(r"#{1,6}[^#\s]")
_LIST_ITEM = re.compile(r"(?:[-*+]|\d+[.)])\s")
# What opens a tag, a comment, a declaration or an automatic link, anywhere in text.
_ANGLE = re.compile(r"<[A-Za-z/!?][^>\n]*>?")


@dataclass(frozen=True)
class Excerpt:
    """A piece of text and the 1-based line of the file where it stands."""

    line: int
    text: str


@dataclass(frozen=True)
class Fence:
    """A fenced code block; `words` are the words behind its language with their values."""

    first: int
    last: int
    language: str
    words: tuple[tuple[str, str | None], ...]
    content: str
    closed: bool

    def word(self, name: str) -> str | None:
        """Give the value of a word, empty for a word without one, None where it is absent."""
        return next((value or "" for word, value in self.words if word == name), None)


@dataclass(frozen=True)
class Body:
    """The text below the front matter, taken apart; all lines count from the file's start."""

    lines: tuple[str, ...]
    first_line: int
    more: tuple[int, ...] = ()
    fences: tuple[Fence, ...] = ()
    headings: tuple[Excerpt, ...] = ()
    html: tuple[Excerpt, ...] = ()
    links: tuple[Excerpt, ...] = ()
    images: tuple[Excerpt, ...] = ()
    definitions: tuple[Excerpt, ...] = ()
    indented: tuple[int, ...] = ()
    block_marks: tuple[Excerpt, ...] = ()
    glued: tuple[Excerpt, ...] = ()
    misindented: tuple[Excerpt, ...] = ()

    def line(self, number: int) -> str:
        """Give a line by its number in the file, empty outside the body."""
        index = number - self.first_line
        return self.lines[index] if 0 <= index < len(self.lines) else ""

    @property
    def short(self) -> str:
        """The text above `<!-- more -->`, all of it where that is missing."""
        end = self.more[0] - self.first_line if self.more else len(self.lines)
        return "\n".join(self.lines[:end]).strip("\n")

    @property
    def long(self) -> str:
        """The text below the first `<!-- more -->`, without further ones."""
        if not self.more:
            return ""
        below = range(self.more[0] + 1, self.first_line + len(self.lines))
        return "\n".join(self.line(n) for n in below if n not in self.more).strip("\n")


def _parser() -> MarkdownIt:
    # Emphasis and entities tell the checks nothing, and cost a third of the time.
    parser = MarkdownIt("commonmark").enable("table").disable(["emphasis", "entity"])
    # By default a link to javascript: is left as text; the checks must see it.
    parser.validateLink = lambda url: True  # type: ignore[method-assign]
    return parser


_PARSER = _parser()


def words(text: str) -> int:
    """Count words; inline code counts as one, the target of a link as none."""
    without_code = _CODE_SPAN.sub("code", text)
    return len(_LINK_TARGET.sub("]", without_code).split())


def outside_code_spans(text: str) -> Iterator[tuple[bool, str]]:
    """Split text into (is inline code, piece); the pieces add up to the text."""
    end = 0
    for span in _CODE_SPAN.finditer(text):
        yield False, text[end : span.start()]
        yield True, span.group()
        end = span.end()
    yield False, text[end:]


def info_words(info: str) -> tuple[str, tuple[tuple[str, str | None], ...]]:
    """Split what stands behind a fence's backquotes into language and words."""
    language, _, rest = info.strip().partition(" ")
    found = ((match["name"], match["value"]) for match in _WORD.finditer(rest))
    return language, tuple(found)


def take_apart(lines: Sequence[str], first_line: int) -> Body:
    """Take Markdown apart.

    Args:
        lines: the text's lines, without line ends
        first_line: the number of the first of them in its file

    Returns:
        everything that the checks ask about, with line numbers

    """
    tokens = _PARSER.parse("\n".join(lines))
    reader = _Reader(lines, first_line, tokens)
    plain = list(reader.plain_lines())
    links, images = reader.links()
    return Body(
        lines=tuple(lines),
        first_line=first_line,
        more=tuple(e.line for e in plain if e.text.strip() == MORE),
        fences=reader.fences,
        headings=tuple(reader.headings(plain)),
        html=tuple(reader.html()),
        links=tuple(links),
        images=tuple(images),
        definitions=tuple(e for e in plain if _DEFINITION.match(e.text)),
        indented=tuple(reader.starts("code_block")),
        block_marks=tuple(e for e in plain if _BLOCK_MARK.match(e.text)),
        glued=tuple(reader.glued(plain)),
        misindented=tuple(reader.misindented()),
    )


class _Reader:
    """Reads the tokens of one text."""

    def __init__(self, lines: Sequence[str], first_line: int, tokens: Sequence[Token]) -> None:
        self.source = lines
        self.first_line = first_line
        self.tokens = tokens
        self.fences = tuple(self._fence(t) for t in tokens if t.type == "fence")

    def _span(self, token: Token) -> tuple[int, int]:
        """Give the first and last line of a token, in the file."""
        assert token.map, "block tokens carry their lines"
        return token.map[0] + self.first_line, token.map[1] + self.first_line - 1

    def _fence(self, token: Token) -> Fence:
        first, last = self._span(token)
        language, behind = info_words(token.info)
        # A quoted or list-indented fence ends in a line that holds its marks after other signs.
        end = self.source[last - self.first_line].strip(" >")
        closed = last > first and end.startswith(token.markup) and not end.strip(token.markup[0])
        return Fence(first, last, language, behind, token.content, closed)

    def plain_lines(self) -> Iterator[Excerpt]:
        """Yield the lines outside fences."""
        inside = [range(fence.first, fence.last + 1) for fence in self.fences]
        fenced = {line for each in inside for line in each}
        for number, line in enumerate(self.source, self.first_line):
            if number not in fenced:
                yield Excerpt(number, line)

    def starts(self, kind: str) -> Iterator[int]:
        """Yield the first lines of all blocks of a kind."""
        return (self._span(token)[0] for token in self.tokens if token.type == kind)

    def headings(self, plain: Iterable[Excerpt]) -> Iterator[Excerpt]:
        """Yield headings of both parsers' kinds."""
        yield from (Excerpt(n, self._line(n).strip()) for n in self.starts("heading_open"))
        yield from (Excerpt(e.line, e.text) for e in plain if _HASH_HEADING.match(e.text))

    def html(self) -> Iterator[Excerpt]:
        """Yield what is, or could be taken for, raw HTML."""
        for token in self.tokens:
            if token.type == "html_block":
                first, last = self._span(token)
                for number in range(first, last + 1):
                    if self._line(number).strip() not in ("", MORE):
                        yield Excerpt(number, self._line(number).strip())
                        break
            elif token.type == "inline":
                yield from self._inline_html(token)

    def _inline_html(self, token: Token) -> Iterator[Excerpt]:
        first, _ = self._span(token)
        cursor = first
        for child in token.children or ():
            autolink = child.type == "link_open" and child.info == "auto"
            for found in [child.attrs["href"]] if autolink else self._angles(child):
                cursor = self._find(str(found), cursor, token)
                yield Excerpt(cursor, str(found))

    @staticmethod
    def _angles(child: Token) -> list[str]:
        if child.type == "html_inline":
            return [child.content]
        return _ANGLE.findall(child.content) if child.type.startswith("text") else []

    def links(self) -> tuple[list[Excerpt], list[Excerpt]]:
        """Give the targets of links and of images."""
        links: list[Excerpt] = []
        images: list[Excerpt] = []
        for token in self.tokens:
            cursor = token.map[0] + self.first_line if token.map else self.first_line
            for child in token.children or () if token.type == "inline" else ():
                if child.type == "link_open" and child.info != "auto":
                    cursor = self._find(str(child.attrs["href"]), cursor, token)
                    links.append(Excerpt(cursor, str(child.attrs["href"])))
                elif child.type == "image":
                    cursor = self._find(str(child.attrs["src"]), cursor, token)
                    images.append(Excerpt(cursor, str(child.attrs["src"])))
        return links, images

    def _find(self, text: str, start: int, token: Token) -> int:
        """Give the line of an inline token, which has none of its own, by its text."""
        _, last = self._span(token)
        found = (n for n in range(start, last + 1) if text in self._line(n))
        return next(found, start)

    def _line(self, number: int) -> str:
        return self.source[number - self.first_line]

    def glued(self, plain: Iterable[Excerpt]) -> Iterator[Excerpt]:
        """Yield lists, tables and fences that follow a paragraph without a blank line.

        CommonMark starts a new block there; Python-Markdown goes on with the paragraph.
        """
        paragraphs = {
            self._span(token)[1] for token in self.tokens if token.type == "paragraph_open"
        }
        for token in self.tokens:
            if token.type not in _NEEDS_BLANK or token.level:
                continue
            first, _ = self._span(token)
            before = self._line(first - 1) if first > self.first_line else ""
            if first - 1 in paragraphs and not _BLOCK_MARK.match(before):
                yield Excerpt(first, self._line(first).strip())
        yield from self._items_in_paragraphs(plain)

    def _items_in_paragraphs(self, plain: Iterable[Excerpt]) -> Iterator[Excerpt]:
        """Yield numbered items that neither parser takes for a list: they do not begin with 1."""
        starts = sorted(self.starts("paragraph_open"))
        items = {line for kind in ("list_item_open",) for line in self.starts(kind)}
        for excerpt in plain:
            if not re.match(r"\d+[.)]\s", excerpt.text) or excerpt.line in items:
                continue
            at = bisect_right(starts, excerpt.line)
            if at and starts[at - 1] < excerpt.line and self._line(excerpt.line - 1).strip():
                yield Excerpt(excerpt.line, excerpt.text)

    def misindented(self) -> Iterator[Excerpt]:
        """Yield blocks inside list items that are not indented by four spaces a level."""
        depth = 0
        first_child = False
        for token in self.tokens:
            if token.type == "list_item_open":
                depth, first_child = depth + 1, True
            elif token.type == "list_item_close":
                depth -= 1
            elif token.type.endswith("_open") or token.type == "fence":
                if depth and not first_child and token.type in _INDENTED:
                    yield from self._wrong_indent(token, depth)
                first_child = False

    def _wrong_indent(self, token: Token, depth: int) -> Iterator[Excerpt]:
        nested_list = token.type in ("bullet_list_open", "ordered_list_open")
        first, _ = self._span(token)
        line = self._line(first)
        spaces = len(line) - len(line.lstrip(" "))
        if spaces != 4 * depth or (nested_list and not _LIST_ITEM.match(line.lstrip())):
            yield Excerpt(first, line.strip())


_NEEDS_BLANK = ("bullet_list_open", "ordered_list_open", "table_open", "fence")
_INDENTED = (
    "bullet_list_open",
    "ordered_list_open",
    "paragraph_open",
    "blockquote_open",
    "table_open",
    "fence",
)
