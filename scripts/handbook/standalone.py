"""Renders answers to HTML that stands alone: without a page around it, scripts, or other files.

The extensions are those of mkdocs.yml. What only works on a page is shown in another way: tabs as
sections, one below the other. Whatever an answer holds, nothing of it becomes markup that Markdown
does not have, not even where a check has missed it: other programs have no policy for scripts.
"""

import re
from collections.abc import Callable
from functools import cache
from typing import Any, ClassVar
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor
from pymdownx.blocks import BlocksExtension
from pymdownx.blocks.block import Block, type_boolean

from handbook import prose
from handbook.drawing import Figure

EXTENSIONS = (
    "tables",
    "handbook.corners",
    "pymdownx.highlight",
    "pymdownx.superfences",
    "pymdownx.blocks.admonition",
)
_SETTINGS = {
    "tables": {"use_align_attribute": True},
    "pymdownx.highlight": {"anchor_linenums": False},
}
_ELEMENTS = frozenset(
    (
        *("a", "blockquote", "br", "code", "div", "em", "hr", "li", "ol", "p", "pre", "section"),
        *("span", "strong", "table", "tbody", "td", "th", "thead", "tr", "ul"),
    )
)
# An option of a block could set any other.
_ATTRIBUTES = {"a": ("href",), "ol": ("start",), "td": ("align",), "th": ("align",)}
_CLASSED = ("div", "p", "section")
_ADDRESS = re.compile("https?://")

# What stands in the text for a figure until Markdown is done: no Markdown, and no character that
# an answer may hold.
_OPEN, _CLOSE = "\ue000", "\ue001"
_STAND_IN = re.compile(f"<p>{_OPEN}([0-9]+){_CLOSE}</p>|{_OPEN}([0-9]+){_CLOSE}")


def answer_html(
    markdown: str,
    address: Callable[[str], str],
    not_run: str,
    draw: prose.Draw,
    render: Callable[[str], str] | None = None,
) -> str:
    """Give an answer as HTML.

    Args:
        markdown: the answer as it stands in the source
        address: gives the whole address of a question by its id, or nothing for text in its place
        not_run: what stands below a sample that is not run, as in `prose.answer_markdown`
        draw: gives a figure as HTML
        render: takes the place of `rendered`, and may remember what that gave

    Returns:
        paragraphs, lists, tables, highlighted code, figures; links only to other hosts

    """
    figures: list[str] = []

    def stand_in(figure: Figure, alt: str = "") -> str:
        figures.append(draw(figure, alt))
        return f"{_OPEN}{len(figures) - 1}{_CLOSE}"

    plain = markdown.replace(_OPEN, "").replace(_CLOSE, "")
    text = prose.answer_markdown(plain, address, not_run, stand_in)
    done = (render or rendered)(text)
    return _STAND_IN.sub(lambda found: figures[int(found[1] or found[2])], done)


def rendered(markdown: str) -> str:
    """Give the HTML of Markdown as our answers have it."""
    renderer = _renderer()
    renderer.reset()
    return str(renderer.convert(markdown))


@cache
def _renderer() -> Markdown:
    extensions = [*EXTENSIONS, _Tabs(), _Safe()]
    return Markdown(extensions=extensions, extension_configs=_SETTINGS)


class _Tab(Block):  # type: ignore[misc]
    """A tab as a section with its title above it."""

    NAME = "tab"
    ARGUMENT = True
    OPTIONS: ClassVar = {"new": (False, type_boolean), "select": (False, type_boolean)}

    def on_create(self, parent: Element) -> Element:
        """Make the element that the content of the block goes into."""
        section = SubElement(parent, "section", {"class": "hb-tab"})
        SubElement(section, "p", {"class": "hb-tab__title"}).text = self.argument
        return section


class _Tabs(BlocksExtension):  # type: ignore[misc]
    def extendMarkdownBlocks(self, md: Markdown, block_mgr: Any) -> None:
        """Take over the blocks that are tabs."""
        block_mgr.register(_Tab, self.getConfigs())


class _Safe(Extension):  # type: ignore[misc]
    def extendMarkdown(self, md: Markdown) -> None:
        """Let HTML be text, and look through the result, after everything else."""
        md.preprocessors.deregister("html_block")
        md.inlinePatterns.deregister("html")
        md.treeprocessors.register(_Clean(md), "safe", -1)


class _Clean(Treeprocessor):  # type: ignore[misc]
    """Keeps known elements and attributes, and addresses of the web."""

    def run(self, root: Element) -> None:
        """Look at every element below the root."""
        for element in root.iter():
            if element is not root:
                _clean(element)


def _clean(element: Element) -> None:
    if element.tag == "a" and not _ADDRESS.match(element.get("href", "")):
        element.tag = "span"
    if element.tag not in _ELEMENTS:
        element.text = element.text or element.get("alt")
        element.tag = "span"
    kept = _ATTRIBUTES.get(element.tag, ())
    for name in list(element.keys()):
        if name not in kept and not (name == "class" and element.tag in _CLASSED):
            del element.attrib[name]
