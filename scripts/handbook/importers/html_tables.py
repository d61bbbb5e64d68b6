"""Writes tables of HTML as Markdown tables, where their cells are single lines of text."""

import html
import re

_TABLE = re.compile(r"<table\b[^<>]*>(?P<rows>.*?)</table\s*>", re.IGNORECASE | re.DOTALL)
_ROW = re.compile(r"<tr\b[^<>]*>(?P<cells>.*?)(?=</tr\b|<tr\b|$)", re.IGNORECASE | re.DOTALL)
_CELL = re.compile(
    r"<t[dh]\b[^<>]*>(?P<text>.*?)(?=</t[dh]\b|<t[dh]\b|$)", re.IGNORECASE | re.DOTALL
)
_BLOCK = re.compile(r"<(?:table|pre|ul|ol|p|h[1-6]|blockquote)\b|```", re.IGNORECASE)
_PARTS = re.compile(r"</?(?:thead|tbody|tfoot|tr|td|th|colgroup|col)\b[^<>]*>", re.IGNORECASE)
_BREAK = re.compile(r"\s*(?:<br\s*/?>|</?div\b[^<>]*>|\s)\s*", re.IGNORECASE)


def written(text: str) -> str:
    """Write each table of a text; one that Markdown cannot hold is shown as HTML."""
    return _TABLE.sub(_table, text)


def _table(found: re.Match[str]) -> str:
    inner = found["rows"]
    rows = [
        [_line(cell["text"]) for cell in _CELL.finditer(row["cells"])]
        for row in _ROW.finditer(inner)
    ]
    rows = [row for row in rows if row]
    beside = _PARTS.sub("", _ROW.sub("", inner)).strip()
    if not rows or beside or _BLOCK.search(inner):
        return _whole(found.group())
    width = max(map(len, rows))
    lines = [f"| {' | '.join([*row, *[''] * (width - len(row))])} |" for row in rows]
    return "\n\n" + "\n".join([lines[0], f"|{'---|' * width}", *lines[1:]]) + "\n\n"


def _whole(table: str) -> str:
    """Show a table as the HTML that it is."""
    shown = html.escape(table, quote=False)
    return f'<pre><code class="language-html">{shown}</code></pre>'


def _line(cell: str) -> str:
    return _BREAK.sub(" ", cell).strip().replace("|", "\\|")
