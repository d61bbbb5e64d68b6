"""Finds the formulas within text."""

import re
from collections.abc import Iterator

# A formula within text, among what could hide one: an escaped sign, other inline code.
_FORMULA = re.compile(
    r"\\.|\$(?P<marks>`+)(?!`)(?P<source>.+?)(?<!`)(?P=marks)(?!`)\$"
    r"|(?<!`)(?P<others>`+)(?!`).+?(?<!`)(?P=others)(?!`)"
)


def formulas(text: str) -> Iterator[tuple[str | None, str]]:
    """Split text without code blocks into (LaTeX of a formula or None, piece)."""
    end = 0
    for found in _FORMULA.finditer(text) if "$`" in text else ():
        if found["source"]:
            yield None, text[end : found.start()]
            yield found["source"].strip(), found.group()
            end = found.end()
    yield None, text[end:]
