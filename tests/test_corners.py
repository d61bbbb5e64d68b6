"""The corner of a table is a heading only where it says something."""

import re

import pytest
from markdown import Markdown


@pytest.mark.parametrize(
    ("first_row", "tags"),
    [
        ("| | RNN | Transformer |", ["td", "th", "th"]),
        ("| Unit | RNN | Transformer |", ["th", "th", "th"]),
        ("| `n` | RNN | |", ["th", "th", "td"]),
        ("| **n** | *RNN* | [a](https://example.org) |", ["th", "th", "th"]),
    ],
)
def test_only_empty_cells_are_no_headings(first_row: str, tags: list[str]) -> None:
    text = f"{first_row}\n|---|:-:|---|\n| | 1 | 2 |\n"
    rendered = Markdown(extensions=["tables", "handbook.corners"]).convert(text)
    head, body = rendered.split("</thead>")
    assert re.findall("<(t[hd])[ >]", head) == tags
    assert re.findall("<(t[hd])[ >]", body) == ["td", "td", "td"]
