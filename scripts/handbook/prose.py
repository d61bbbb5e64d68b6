"""Turns the source's prose into what pages need: safe Markdown, HTML, plain text."""

import html
import re
from collections.abc import Callable, Iterator

from markdown_it import MarkdownIt

from handbook.markdown import info_words, outside_code_spans

# What means something to Python-Markdown; a backslash takes the meaning away.
_SPECIAL = re.compile(r"([\\`*_{}\[\]()#+\-.!|>])")
_FENCE = re.compile(
    r"^(?P<indent>[ >]*)(?P<marks>`{3,}|~{3,})(?P<info>[^\n]*)\n"
    r"(?P<code>.*?)^[ >]*(?P=marks)[`~]*$",
    re.MULTILINE | re.DOTALL,
)
_QUESTION_LINK = re.compile(r"\]\(\s*<?q:(?P<id>[a-z0-9-]+)>?")

_HTML = MarkdownIt("commonmark", {"html": False})


def escaped(text: str) -> str:
    """Give plain text with inline code as Markdown that shows just that."""
    pieces = []
    for is_code, piece in outside_code_spans(text):
        pieces.append(piece if is_code else _escaped(piece))
    return "".join(pieces)


def _escaped(text: str) -> str:
    # Slashes too: three at the start of a line would open a block.
    safe = _SPECIAL.sub(r"\\\1", text.replace("&", "&amp;").replace("///", "&#47;//"))
    return safe.replace("<", "&lt;")


def inline_html(text: str) -> str:
    """Give plain text with inline code as HTML."""
    pieces = []
    for is_code, piece in outside_code_spans(text):
        safe = html.escape(piece.strip("`").strip() if is_code else piece)
        pieces.append(f"<code>{safe}</code>" if is_code else safe)
    return "".join(pieces)


def without_code_marks(text: str) -> str:
    """Give plain text with inline code as text alone, for titles."""
    return "".join(p.strip("`").strip() if code else p for code, p in outside_code_spans(text))


def as_html(markdown: str, address: Callable[[str], str]) -> str:
    """Render a short answer for a page that MkDocs does not make.

    Args:
        markdown: prose without code blocks
        address: gives the link to a question by its id

    """
    return str(_HTML.render(with_links(markdown, address)))


def as_text(markdown: str) -> str:
    """Give the words of a short answer, without any markup, on one line."""
    words: list[str] = []
    for token in _HTML.parse(markdown):
        for child in token.children or ():
            words.append(" " if child.type == "softbreak" else child.content)
        words.append(" ")
    return " ".join("".join(words).split())


def with_links(markdown: str, address: Callable[[str], str]) -> str:
    """Replace `q:ID` by the address of that question, outside code."""
    pieces = []
    for is_code, piece in outside_code_spans(markdown):
        if not is_code:
            piece = _QUESTION_LINK.sub(lambda match: f"]({address(match['id'])}", piece)
        pieces.append(piece)
    return "".join(pieces)


def answer_markdown(markdown: str, address: Callable[[str], str], not_run: str) -> str:
    """Give an answer's Markdown as the site's renderer takes it.

    Args:
        markdown: the answer as it stands in the source
        address: gives the link to a question by its id
        not_run: what stands below a sample that is not run; `{}` is replaced by the reason

    Returns:
        the same with links to pages, and without the words that only we read behind `python`

    """
    return "".join(
        _plain_fence(fence, not_run) if fence else with_links(text, address)
        for fence, text in _pieces(markdown)
    )


def relinked(markdown: str, old: str, new: str) -> str:
    """Let the links to one question lead to another, everything else left as it is."""
    return "".join(
        text if fence else with_links(text, lambda id_: f"q:{new if id_ == old else id_}")
        for fence, text in _pieces(markdown)
    )


def _pieces(markdown: str) -> Iterator[tuple[re.Match[str] | None, str]]:
    """Split Markdown into code blocks and what is between them."""
    end = 0
    for fence in _FENCE.finditer(markdown):
        yield None, markdown[end : fence.start()]
        yield fence, fence.group()
        end = fence.end()
    yield None, markdown[end:]


def _plain_fence(fence: re.Match[str], not_run: str) -> str:
    language, behind = info_words(fence["info"])
    if language != "python":
        return fence.group()
    below = fence.group()[fence.end("info") - fence.start() :]
    reason = next((value for word, value in behind if word == "not-run"), None)
    note = f"\n\n{fence['indent']}{not_run.format(escaped(reason))}" if reason else ""
    return f"{fence['indent']}{fence['marks']}python{below}{note}"
