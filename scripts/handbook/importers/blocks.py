"""Writes an answer of raw notes as Markdown that keeps the handbook's structure rules."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode

from handbook.importers.definitions import unused
from handbook.importers.inline import BREAK, Written, inline, seen, started
from handbook.importers.language import language_of
from handbook.importers.notes import Line, Repair
from handbook.importers.sample import session
from handbook.importers.tables import widened

_LISTS = ("bullet_list", "ordered_list")
_DEEPEST_LIST = 4
_DEEPEST_QUOTE = 8
_INDENT = "    "
_OUTPUT = 'text title="Output"'
_MARKS = re.compile("^ *(`{3,})", re.MULTILINE)
_LEAD_IN = re.compile(r"\*\*(?:(?!\*\*).)+\*\*:?")
# A sentence without any sign of code, of at least six words.
_PROSE = re.compile(r"^\s*[A-Z][\w’'*`-]*(?: [\w’'*`.,/-]+){5,60}[.:!?]$")
_MARKED = re.compile(r"(?:-|\d+\.|>) ")

_ARRANGE = """
    p div center span br hr b i em strong a img sup sub small big font u s h1 h2 h3 h4 h5 h6 kbd
    section article header footer details summary ul ol li blockquote picture source
"""

_PARSER = MarkdownIt("commonmark").enable("table")
# Links to anything are read as links, so that what is wrong with them can be told.
_PARSER.validateLink = lambda url: True  # type: ignore[method-assign]
_PARSER.normalizeLink = lambda url: url  # type: ignore[method-assign]


@dataclass(frozen=True)
class Rendered:
    """An answer in the handbook's Markdown, and whether a paragraph is first in it."""

    blocks: tuple[tuple[str, ...], ...]
    opens_with_text: bool
    repairs: tuple[Repair, ...]

    @property
    def text(self) -> str:
        """The whole answer."""
        return "\n\n".join("\n".join(block) for block in self.blocks)


def render(body: Sequence[Line]) -> Rendered:
    """Write an answer.

    Args:
        body: the answer as Markdown, as far as a stranger's text is that

    Returns:
        its blocks, each a tuple of lines, and what was mended

    """
    body = widened(body)
    known: dict[str, Any] = {}
    tree = SyntaxTreeNode(_PARSER.parse("\n".join(line.text for line in body), known))
    writer = _Writer(body)
    blocks = tuple(tuple(block) for block in writer.blocks(tree.children))
    written = "\n".join("\n".join(block) for block in blocks)
    repairs = (*writer.repairs, *unused(known, body, written))
    return Rendered(blocks, _opens_with_text(blocks), repairs)


def _opens_with_text(blocks: Sequence[tuple[str, ...]]) -> bool:
    """Tell whether a paragraph is first that is more than the title of what is below it."""
    if not blocks or len(blocks[0]) > 1 or _MARKED.match(blocks[0][0]):
        return False
    return len(blocks) == 1 or not _LEAD_IN.fullmatch(blocks[0][0])


def as_plain(body: Sequence[Line]) -> Rendered:
    """Keep an answer as it stands, as text between fences."""
    content = seen("\n".join(line.text for line in body)).strip("\n")
    return Rendered((tuple(_fenced("text", content)),), opens_with_text=False, repairs=())


class _Writer:
    """Writes the blocks of one answer, one method a kind of block."""

    def __init__(self, body: Sequence[Line]) -> None:
        self.body = body
        self.repairs: list[Repair] = []
        self.lists = 0
        self.quotes = 0

    def blocks(self, nodes: Sequence[SyntaxTreeNode]) -> Iterator[list[str]]:
        """Yield the lines of each block that is not empty."""
        for node in nodes:
            written = getattr(self, f"_{node.type}", self._paragraph)
            yield from (block for block in written(node) if block)

    def _number(self, node: SyntaxTreeNode) -> int:
        index = node.map[0] if node.map else 0
        return self.body[min(index, len(self.body) - 1)].number

    def _repair(self, node: SyntaxTreeNode, what: str, lost: str = "") -> None:
        self.repairs.append(Repair(self._number(node), what, " ".join(lost.split())))

    def _inline(self, node: SyntaxTreeNode, *, in_table: bool = False) -> str:
        written = Written()
        tokens = [token for leaf in _leaves(node) for token in leaf]
        text = inline(tokens, written, in_table=in_table)
        for what, lost in written.dropped:
            self._repair(node, what, lost)
        return text

    def _paragraph(self, node: SyntaxTreeNode) -> Iterator[list[str]]:
        for piece in self._inline(node).split(BREAK):
            if piece.strip():
                yield [started(piece.strip())]

    def _heading(self, node: SyntaxTreeNode) -> Iterator[list[str]]:
        text = self._inline(node).replace(BREAK, " ").replace("**", "").strip()
        if text:
            self._repair(node, "heading made a bold lead-in")
            yield [f"**{text}**"]

    def _hr(self, node: SyntaxTreeNode) -> Iterator[list[str]]:
        self._repair(node, "rule dropped")
        yield from ()

    def _blockquote(self, node: SyntaxTreeNode) -> Iterator[list[str]]:
        self.quotes += 1
        inner = _together(list(self.blocks(node.children)))
        self.quotes -= 1
        if self.quotes >= _DEEPEST_QUOTE:
            yield inner
        else:
            yield [f"> {line}".rstrip() for line in inner]

    def _bullet_list(self, node: SyntaxTreeNode) -> Iterator[list[str]]:
        yield from self._list(node, lambda position: "-")

    def _ordered_list(self, node: SyntaxTreeNode) -> Iterator[list[str]]:
        yield from self._list(node, lambda position: f"{position}.")

    def _list(self, node: SyntaxTreeNode, marker: Callable[[int], str]) -> Iterator[list[str]]:
        self.lists += 1
        items = [list(self.blocks(item.children)) for item in node.children]
        self.lists -= 1
        if self.lists >= _DEEPEST_LIST:
            self._repair(node, "list in five lists taken out of them")
            for item in items:
                yield from item
            return
        lines: list[str] = []
        loose = any(len(item) > 1 and not _short(item) for item in items)
        for position, item in enumerate(filter(None, items), 1):
            if loose and lines:
                lines.append("")
            lines += _item(f"{marker(position)} ", item)
        yield lines

    def _code_block(self, node: SyntaxTreeNode) -> Iterator[list[str]]:
        if all(map(_PROSE.match, filter(str.strip, node.content.split("\n")))):
            self._repair(node, "indented text, which is no code")
            yield from self._paragraphs(SyntaxTreeNode(_PARSER.parse(node.content)).children, node)
            return
        self._repair(node, "indented code put between fences")
        yield from self._code(node, "")

    def _fence(self, node: SyntaxTreeNode) -> Iterator[list[str]]:
        yield from self._code(node, node.info)

    def _code(self, node: SyntaxTreeNode, info: str) -> Iterator[list[str]]:
        content = seen(node.content).rstrip()
        language, told = language_of(info, content)
        if told:
            self._repair(node, told)
        if info.strip() not in ("", language, _OUTPUT):
            self._repair(node, f"language written {language}", info.strip())
        found = session(content) if language in ("python", "pycon") else None
        if found:
            self._repair(node, "prompts of an interactive session stripped")
            yield _fenced("python", found.code)
            if found.output:
                yield _fenced(_OUTPUT, found.output)
        elif content:
            yield _fenced(_with_title(info, language), content)
        else:
            self._repair(node, "empty code block dropped", info)

    def _table(self, node: SyntaxTreeNode) -> Iterator[list[str]]:
        rows = [row for part in node.children for row in part.children]
        cells = [[self._inline(cell, in_table=True) for cell in row.children] for row in rows]
        head, *others = [f"| {' | '.join(row)} |" for row in cells]
        yield [head, f"|{'---|' * len(cells[0])}", *others]

    def _html_block(self, node: SyntaxTreeNode) -> Iterator[list[str]]:
        content = seen(node.content).strip()
        text = _text_of(content)
        if text is None:
            self._repair(node, "HTML shown as text")
            yield _fenced("html", content)
            return
        self._repair(node, "HTML dropped", content)
        inner = SyntaxTreeNode(_PARSER.parse(text))
        yield from (b for b in self._paragraphs(inner.children, node))

    def _paragraphs(
        self, nodes: Sequence[SyntaxTreeNode], at: SyntaxTreeNode
    ) -> Iterator[list[str]]:
        for node in nodes:
            written = Written()
            text = " ".join(inline(leaf, written) for leaf in _leaves(node))
            text = " ".join(text.replace(BREAK, " ").split()) or " ".join(node.content.split())
            for what, lost in written.dropped:
                self._repair(at, what, lost)
            if text:
                yield [started(text)]


def _leaves(node: SyntaxTreeNode) -> list[Sequence[Token]]:
    """Give the tokens of each running text in a block."""
    texts = (leaf.token for leaf in node.walk() if leaf.type == "inline")
    return [token.children or [] for token in texts if token]


def _short(item: list[list[str]]) -> bool:
    """Tell whether an item is a line of text and a list, which need no blank line around them."""
    return len(item) == 2 and len(item[0]) == 1 and bool(re.match(r"(-|\d+\.) ", item[1][0]))


def _item(marker: str, blocks: list[list[str]]) -> list[str]:
    first, *others = blocks
    if first[0].startswith(("```", "|", ">")) or re.match(r"(-|\d+\.) ", first[0]):
        # What is no text cannot begin an item for every parser.
        first, others = ["…"], blocks
    lines = [marker + first[0], *(_INDENT + line if line else "" for line in first[1:])]
    tight = _short([first, *others])
    for block in others:
        lines += [] if tight else [""]
        lines += [_INDENT + line if line else "" for line in block]
    return lines


def _together(blocks: list[list[str]]) -> list[str]:
    lines: list[str] = []
    for block in blocks:
        lines += ["", *block] if lines else block
    return lines


def _fenced(info: str, content: str) -> list[str]:
    longest = max((len(marks) for marks in _MARKS.findall(content)), default=2)
    marks = "`" * max(3, longest + 1)
    return [marks + info, *(line.rstrip() for line in content.split("\n")), marks]


def _with_title(info: str, language: str) -> str:
    """Keep the mark of an output, which the handbook writes in the same way."""
    return _OUTPUT if info.strip() == _OUTPUT else language


class _Tags(HTMLParser):
    """Collects the text of HTML, and whether every element in it only arranges text."""

    harmless = frozenset(_ARRANGE.split())

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.text: list[str] = []
        self.only_arranges = True

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element."""
        self.only_arranges &= tag in self.harmless
        self.only_arranges &= not any(name.startswith("on") for name, _ in attrs)

    def handle_data(self, data: str) -> None:
        """Keep text."""
        self.text.append(data)


def _text_of(html: str) -> str | None:
    """Give the text of HTML that only arranges it, None for other HTML."""
    tags = _Tags()
    tags.feed(html)
    tags.close()
    text = "".join(tags.text)
    unread = "<" in text
    return (
        None
        if unread or not tags.only_arranges
        else "\n".join(filter(None, map(str.strip, text.split("\n"))))
    )
