"""Keeps the empty corner of a table from being a heading, as an extension of Python-Markdown.

Markdown makes a heading of each cell in the first row. Where rows have names too, the corner above
them names nothing, and a screen reader would read out an empty heading.
"""

from typing import Any
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor


class _Corners(Treeprocessor):  # type: ignore[misc]
    def run(self, root: Element) -> None:
        """Make plain cells of the empty headings below an element."""
        for cell in root.iter("th"):
            if not len(cell) and not (cell.text or "").strip():
                cell.tag = "td"


class _Extension(Extension):  # type: ignore[misc]
    def extendMarkdown(self, md: Markdown) -> None:
        """Come before the last look that others take at the result."""
        md.treeprocessors.register(_Corners(md), "corners", 0)


def makeExtension(**settings: Any) -> Extension:
    """Give the extension; it has no settings."""
    return _Extension(**settings)
