"""Tells of definitions of links that no link of an answer uses: Markdown shows nothing of them."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from handbook.importers.notes import Line, Repair


def unused(known: Mapping[str, Any], body: Sequence[Line], written: str) -> Iterator[Repair]:
    """Yield what was left out.

    Args:
        known: what a parser has found of definitions in the lines
        body: the lines of an answer
        written: the answer as it was written from them

    """
    for found in [*known.get("references", {}).values(), *known.get("duplicate_refs", ())]:
        first, end = found["map"]
        if f"({found['href']}" not in written:
            text = " ".join(line.text.strip() for line in body[first:end])
            yield Repair(body[first].number, f"definition that no link uses left out: {text}")
