"""Turns the source's prose into what pages need: safe Markdown, HTML, plain text."""

import copy
import html
import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Protocol

from markdown_it import MarkdownIt
from markdown_it.token import Token

from handbook.drawing import FIGURES, Figure, Kind
from handbook.markdown import info_words, outside_code_spans
from handbook.spans import formulas


class Draw(Protocol):
    """Gives a figure with its text alternative as a line of HTML."""

    def __call__(self, figure: Figure, alt: str = "") -> str:
        """Draw it."""


# What means something to Python-Markdown; a backslash takes the meaning away.
_SPECIAL = re.compile(r"([\\`*_{}\[\]()#+\-.!|>])")
# The same for CommonMark, within a line.
_SPECIAL_INLINE = re.compile(r"([\\`*_\[\]<&])")
_BLOCK_LINE = re.compile(r"^/{3,}(?: *(?P<kind>[a-z]+)(?: *\| *(?P<title>.*))?)?$", re.MULTILINE)
_NO_WORD = re.compile(r"[^\w\s,;]|_")
# What holds no link (an escaped character, inline code, which ends with its paragraph), or one.
_QUESTION_LINK = re.compile(
    r"\\."
    r"|(?<!`)(?P<marks>`+)(?!`)(?:(?!\n[ >]*\n).)+?(?<!`)(?P=marks)(?!`)"
    r"|(?P<before>\]\(\s*<?)q:(?P<id>[a-z0-9-]+)",
    re.DOTALL,
)

# More than one of them, or at the start: there, a line end stands before it.
_EMPTY_LINES = re.compile(r"\A\n+(?=\n)|(?<=\n\n)\n+")
_LINE = re.compile(r"[^\n]*\n|[^\n]+")

_HTML = MarkdownIt("commonmark", {"html": False}).enable("table")
_BLOCKS = MarkdownIt("commonmark")
_BLOCKS.core.ruler.enableOnly(["normalize", "block"])


def escaped(text: str) -> str:
    """Give plain text with inline code as Markdown that shows just that."""
    pieces = []
    for is_code, piece in outside_code_spans(text):
        pieces.append(piece if is_code else _escaped(piece))
    return "".join(pieces)


def _escaped(text: str) -> str:
    safe = _SPECIAL.sub(r"\\\1", text.replace("&", "&amp;")).replace("<", "&lt;")
    # Three of these at the start of a line would open a block or a fence.
    return safe.replace("///", "&#47;//").replace("~~~", "&#126;~~")


def inline_markdown(text: str) -> str:
    """Give plain text with inline code as a line of plain CommonMark, for readers of the text."""
    return "".join(
        piece if is_code else _SPECIAL_INLINE.sub(r"\\\1", piece)
        for is_code, piece in outside_code_spans(text)
    )


def inline_html(text: str, safe: Callable[[str], str] = html.escape) -> str:
    """Give plain text with inline code as HTML."""
    return "".join(
        f"<code>{safe(piece.strip('`').strip())}</code>" if is_code else safe(piece)
        for is_code, piece in outside_code_spans(text)
    )


def html_in_markdown(text: str) -> str:
    """Give the same for a page of Markdown, to which none of its characters means anything."""
    return inline_html(text, lambda piece: _NO_WORD.sub(lambda c: f"&#{ord(c[0])};", piece))


def without_code_marks(text: str) -> str:
    """Give plain text with inline code as text alone, for titles."""
    return "".join(p.strip("`").strip() if code else p for code, p in outside_code_spans(text))


def plain_html(text: str) -> str:
    """Give plain text with inline code as text alone, for HTML that takes no elements."""
    return html.escape(without_code_marks(text))


def as_html(markdown: str, draw: Draw | None = None) -> str:
    """Render a short answer for a page that MkDocs does not make; its links lead somewhere."""
    tokens = _tokens(markdown)
    if draw and "$`" in markdown:
        tokens = copy.deepcopy(tokens)
        for token in tokens:
            _draw_formulas(token.children or [], draw)
    return str(_HTML.renderer.render(tokens, _HTML.options, {}))


def _draw_formulas(tokens: list[Token], draw: Draw) -> None:
    """Put formulas in place of inline code between dollar signs."""
    for before, code, after in zip(tokens, tokens[1:], tokens[2:], strict=False):
        between = before.content.endswith("$") and after.content.startswith("$")
        if code.type == "code_inline" and between:
            before.content, after.content = before.content[:-1], after.content[1:]
            code.type, code.content = "html_inline", draw(Figure(Kind.INLINE, code.content.strip()))


def as_text(markdown: str) -> str:
    """Give the words of a short answer, without any markup, on one line."""
    words: list[str] = []
    for token in _tokens(markdown):
        for child in token.children or ():
            words.append(" " if child.type.endswith("break") else child.content)
        words.append(" ")
    return " ".join("".join(words).split())


@lru_cache(maxsize=1)  # a permanent link asks for HTML and for text
def _tokens(markdown: str) -> list[Token]:
    return _HTML.parse(markdown)


def with_links(markdown: str, address: Callable[[str], str]) -> str:
    """Replace `q:ID` by the address of that question, outside code."""
    return "".join(text if fence else _linked(text, address) for fence, text in _pieces(markdown))


def _linked(text: str, address: Callable[[str], str]) -> str:
    def replaced(match: re.Match[str]) -> str:
        return match["before"] + address(match["id"]) if match["id"] else match.group()

    return _QUESTION_LINK.sub(replaced, text) if "q:" in text else text


def answer_markdown(
    markdown: str, address: Callable[[str], str], not_run: str, draw: Draw | None = None
) -> str:
    """Give an answer's Markdown as the site's renderer takes it.

    Args:
        markdown: the answer as it stands in the source
        address: gives the link to a question by its id
        not_run: what stands below a sample that is not run; `{}` is replaced by the reason
        draw: gives a figure with its text alternative as a line of HTML; without it, figures
            stay as they stand in the source

    Returns:
        the same with links to pages, and without the words that only we read behind `python`

    """
    return "".join(
        _fence(fence, text, not_run, draw) if fence else _drawn(_linked(text, address), draw)
        for fence, text in _pieces(markdown)
    )


def without_blocks(markdown: str) -> str:
    """Put the titles of tabs and boxes in place of the lines that only our renderer reads."""
    return "".join(
        text if fence else _EMPTY_LINES.sub("", _BLOCK_LINE.sub(_block_title, text))
        for fence, text in _pieces(markdown)
    )


def _block_title(line: re.Match[str]) -> str:
    title = line["title"] or (line["kind"] or "").capitalize()
    return f"**{title}**\n" if title else ""


def relinked(markdown: str, old: str, new: str) -> str:
    """Let the links to one question lead to another, everything else left as it is."""
    return with_links(markdown, lambda id_: f"q:{new if id_ == old else id_}")


def _pieces(markdown: str) -> Iterator[tuple[Token | None, str]]:
    """Split Markdown into code blocks and what is between them."""
    lines = _LINE.findall(markdown)
    end = 0
    for token in _BLOCKS.parse(markdown) if "```" in markdown or "~~~" in markdown else ():
        if token.type == "fence" and token.map:
            yield None, "".join(lines[end : token.map[0]])
            end = token.map[1]
            yield token, "".join(lines[token.map[0] : end])
    yield None, "".join(lines[end:])


def _drawn(text: str, draw: Draw | None) -> str:
    """Draw the formulas within text."""
    if draw is None or "$`" not in text:
        return text
    pieces = formulas(text)
    return "".join(draw(Figure(Kind.INLINE, tex)) if tex else piece for tex, piece in pieces)


def _fence(fence: Token, text: str, not_run: str, draw: Draw | None) -> str:
    language, behind = info_words(fence.info)
    if draw is None or language not in FIGURES:
        return _plain_fence(fence, text, not_run)
    before = text.partition(fence.markup)[0]
    alt = next((value for word, value in behind if word == "alt"), None)
    # With an empty line above and below, within a quotation too.
    empty = f"{before.rstrip()}\n"
    return f"{empty}{before}{draw(Figure(FIGURES[language], fence.content), alt or '')}\n{empty}"


def _plain_fence(fence: Token, text: str, not_run: str) -> str:
    language, behind = info_words(fence.info)
    if language != "python":
        return text
    first, _, below = text.partition("\n")
    before, marks, _ = first.partition(fence.markup)
    reason = next((value for word, value in behind if word == "not-run"), None)
    if not reason:
        return f"{before}{marks}python\n{below}"
    # With an empty line above and below, within a quotation too.
    note = not_run.format(escaped(reason.rstrip(".")))
    empty = f"{before.rstrip()}\n"
    end = "" if below.endswith("\n") else "\n"
    return f"{before}{marks}python\n{below}{end}{empty}{before}{note}\n{empty}"
