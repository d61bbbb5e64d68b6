"""Takes the Markdown of an answer apart, with line numbers, for the checks and for samples.

The site renders with Python-Markdown; the structure is read here by a CommonMark parser, because
that one knows lines. Where the two disagree, the checks allow only what both read alike.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markdown_it.token import Token

from handbook.commonmark import PARSER
from handbook.schema import LONGEST_ANSWER
from handbook.spans import formulas

MORE = "<!-- more -->"

_CODE_SPAN = re.compile(r"(?<![`\\])(`++).+?(?<!`)\1(?!`)", re.DOTALL)
_CODE_OR_ESCAPE = re.compile(r"\\[\\`]|(?<!`)(`++).+?(?<!`)\1(?!`)")
_WORD = re.compile(r'(?P<name>[^\s="]+)="(?P<value>[^"]*)"(?!\S)|(?P<bare>\S+)')
# What may stand before the text of a line: signs of quotes and of list items.
_OUTER = r"(?:[ >]|[-*+] |\d+[.)] )*"
_BLOCK_MARK = re.compile(_OUTER + "/{3,}")
_FENCE_MARK = re.compile(_OUTER + "(?:`{3}|~{3})")
# Python-Markdown takes "#word" for a heading too, CommonMark only "# word".
_HASH_HEADING = re.compile(_OUTER + "#")
_UNDERLINE = re.compile("[ >]*[=-]+")
_DEFINITION = re.compile(rf"^{_OUTER}\[(?:[^\[\]\n]|\n(?!\n))*\]:", re.MULTILINE)
# What opens a tag, a comment, a declaration or an automatic link, anywhere in text.
_ANGLE = re.compile(r"<[A-Za-z/!?][^>]*>?")


@dataclass(frozen=True)
class Excerpt:
    """A piece of text and the 1-based line of the file where it stands."""

    line: int
    text: str


@dataclass(frozen=True)
class Fence:
    """A fenced code block; `words` are the words behind its language with their values.

    `before` is what stands before its marks on the first line, `marks` are the backquotes.
    """

    first: int
    last: int
    language: str
    words: tuple[tuple[str, str | None], ...]
    content: str
    closed: bool
    before: str
    marks: str

    def word(self, name: str) -> str | None:
        """Give the value of a word, empty for a word without one, None where it is absent."""
        return next((value or "" for word, value in self.words if word == name), None)


@dataclass(frozen=True)
class Block:
    """A block of text as CommonMark names it: paragraph, bullet_list, list_item, table, fence …

    `level` counts the blocks around it, `items` the list items among these; `marker` is what a
    list begins its items with.
    """

    kind: str
    first: int
    last: int
    level: int
    items: int
    marker: str


@dataclass(frozen=True)
class Body:
    """The text below the front matter, taken apart; all lines count from the file's start.

    Of a text that is longer than an answer may be, only `more` is read.
    """

    lines: tuple[str, ...]
    first_line: int
    more: tuple[int, ...] = ()
    blocks: tuple[Block, ...] = ()
    fences: tuple[Fence, ...] = ()
    false_fences: tuple[Excerpt, ...] = ()
    headings: tuple[Excerpt, ...] = ()
    html: tuple[Excerpt, ...] = ()
    open_code: tuple[Excerpt, ...] = ()
    piped_code: tuple[Excerpt, ...] = ()
    links: tuple[Excerpt, ...] = ()
    broken_links: tuple[Excerpt, ...] = ()
    images: tuple[Excerpt, ...] = ()
    definitions: tuple[Excerpt, ...] = ()
    block_marks: tuple[Excerpt, ...] = ()
    formulas: tuple[Excerpt, ...] = ()

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


def words(text: str) -> int:
    """Count words; inline code counts as one, the target of a link as none."""
    return len(_CODE_SPAN.sub("code", text).split())


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
    found = ((match["name"] or match["bare"], match["value"]) for match in _WORD.finditer(rest))
    return language, tuple(found)


def take_apart(lines: Sequence[str], first_line: int) -> Body:
    """Take Markdown apart.

    Args:
        lines: the text's lines, without line ends
        first_line: the number of the first of them in its file

    Returns:
        everything that the checks ask about, with line numbers

    """
    text = "\n".join(lines)
    if len(text) > LONGEST_ANSWER:
        more = (number for number, line in enumerate(lines, first_line) if line == MORE)
        return Body(tuple(lines), first_line, tuple(more))
    reader = _Reader(lines, first_line, PARSER.parse(text))
    links, broken, images = reader.links()
    return Body(
        lines=tuple(lines),
        first_line=first_line,
        more=tuple(e.line for e in reader.plain if e.text == MORE),
        blocks=reader.blocks,
        fences=reader.fences,
        false_fences=tuple(e for e in reader.plain if _FENCE_MARK.match(e.text)),
        headings=tuple(reader.headings()),
        html=tuple(reader.html()),
        open_code=tuple(reader.open_code()),
        piped_code=tuple(reader.piped_code()),
        links=tuple(links),
        broken_links=tuple(broken),
        images=tuple(images),
        definitions=tuple(reader.definitions()),
        block_marks=tuple(e for e in reader.plain if _BLOCK_MARK.match(e.text)),
        formulas=tuple(reader.formulas()),
    )


class _Reader:
    """Reads the tokens of one text."""

    def __init__(self, lines: Sequence[str], first_line: int, tokens: Sequence[Token]) -> None:
        self.source = lines
        self.first_line = first_line
        self.inline = [token for token in tokens if token.type == "inline"]
        self.blocks = tuple(self._blocks(tokens))
        self.fences = tuple(self._fence(token) for token in tokens if token.type == "fence")
        fenced = {n for fence in self.fences for n in range(fence.first, fence.last + 1)}
        numbered = enumerate(lines, first_line)
        self.plain = [Excerpt(n, line) for n, line in numbered if n not in fenced]

    def _line(self, number: int) -> str:
        return self.source[number - self.first_line]

    def _span(self, token: Token) -> tuple[int, int]:
        """Give the first and last line of a token, in the file."""
        assert token.map, "block tokens carry their lines"
        return token.map[0] + self.first_line, token.map[1] + self.first_line - 1

    def _blocks(self, tokens: Sequence[Token]) -> Iterator[Block]:
        items = 0
        for token in tokens:
            if token.nesting >= 0 and token.map and token.type != "inline":
                first, last = self._span(token)
                kind = token.type.removesuffix("_open")
                yield Block(kind, first, last, token.level, items, token.markup)
            if token.type in ("list_item_open", "list_item_close"):
                items += token.nesting

    def _fence(self, token: Token) -> Fence:
        first, last = self._span(token)
        language, behind = info_words(token.info)
        before = self._line(first).partition(token.markup)[0]
        # A quoted or list-indented fence ends in a line that holds its marks after other signs.
        closed = last > first and self._line(last).strip(" >") == token.markup
        return Fence(first, last, language, behind, token.content, closed, before, token.markup)

    def headings(self) -> Iterator[Excerpt]:
        """Yield headings of both parsers' kinds."""
        read: set[int] = set()
        for block in self.blocks:
            if block.kind == "heading":
                read.update(range(block.first, block.last + 1))
                yield Excerpt(block.first, self._line(block.first).strip())
        for excerpt in self.plain:
            if excerpt.line in read:
                continue
            if _HASH_HEADING.match(excerpt.text):
                yield Excerpt(excerpt.line, excerpt.text.strip())
            elif _UNDERLINE.fullmatch(excerpt.text) and excerpt.line > self.first_line:
                above = self._line(excerpt.line - 1).strip()
                yield from [Excerpt(excerpt.line - 1, above)] if above else ()

    def html(self) -> Iterator[Excerpt]:
        """Yield what is, or could be taken for, raw HTML."""
        for block in self.blocks:
            if block.kind == "html_block" and self._line(block.first) != MORE:
                yield Excerpt(block.first, self._line(block.first).strip())
        for number, line in self._inline_lines("<"):
            found = _ANGLE.findall(_CODE_OR_ESCAPE.sub(" ", line))
            yield from (Excerpt(number, text) for text in found)

    def open_code(self) -> Iterator[Excerpt]:
        """Yield lines and table cells with a backquote that belongs to no inline code in them."""
        for number, line in self._inline_lines("`"):
            if "`" in _CODE_OR_ESCAPE.sub("", line):
                yield Excerpt(number, line.strip())

    def piped_code(self) -> Iterator[Excerpt]:
        """Yield inline code with a pipe in a table, where one parser shows its backslash."""
        for number, line in self._inline_lines("|"):
            escaped = line not in self._line(number)
            spans = (span.group() for span in _CODE_SPAN.finditer(line)) if escaped else ()
            yield from (Excerpt(number, span) for span in spans if "|" in span)

    def _inline_lines(self, holding: str) -> Iterator[tuple[int, str]]:
        """Yield the lines of running text, or cells of tables, that hold a character."""
        for token in self.inline:
            if holding in token.content:
                yield from enumerate(token.content.split("\n"), self._span(token)[0])

    def links(self) -> tuple[list[Excerpt], list[Excerpt], list[Excerpt]]:
        """Give the targets of links, what only looks like a link, and the targets of images."""
        links: list[Excerpt] = []
        broken: list[Excerpt] = []
        images: list[Excerpt] = []
        for token in self.inline:
            line = self._span(token)[0]
            for child in token.children or ():
                if child.type == "link_open" and child.info != "auto":
                    target = str(child.attrs["href"])
                    # The two parsers undo different escapes.
                    (links if target in token.content else broken).append(Excerpt(line, target))
                elif child.type == "image":
                    images.append(Excerpt(line, str(child.attrs["src"])))
                elif child.type == "text" and "](" in child.content:
                    broken.append(Excerpt(line, child.content.strip()))
                line += child.type in ("softbreak", "hardbreak")
        return links, broken, images

    def formulas(self) -> Iterator[Excerpt]:
        """Yield the LaTeX of formulas within text."""
        for excerpt in self.plain:
            found = (source for source, _ in formulas(excerpt.text))
            yield from (Excerpt(excerpt.line, source) for source in found if source)

    def definitions(self) -> Iterator[Excerpt]:
        """Yield definitions of links, in quotes and lists too."""
        plain = {excerpt.line: excerpt.text for excerpt in self.plain}
        numbers = range(self.first_line, self.first_line + len(self.source))
        text = "\n".join(plain.get(number, "") for number in numbers)
        for match in _DEFINITION.finditer(text) if "]:" in text else ():
            number = self.first_line + text.count("\n", 0, match.start())
            yield Excerpt(number, self._line(number).strip())
