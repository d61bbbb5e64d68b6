"""Reads the language of Graphviz as far as the checks need it: attributes, with their lines."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_TOKEN = re.compile(
    r'(?P<comment>//[^\n]*|/\*.*?\*/|^\s*[#][^\n]*)|"(?P<quoted>(?:\\.|[^"\\])*)"'
    r"|(?P<word>\w+|-?\.\d+)|(?P<html><)|(?P<arrow>-[->])|(?P<sign>[^\s\w])",
    re.DOTALL | re.MULTILINE,
)


@dataclass(frozen=True)
class Attribute:
    """An attribute with its value, and the line of the source, from 1; "<" begins any HTML."""

    line: int
    name: str
    value: str


@dataclass(frozen=True)
class _Word:
    line: int
    text: str
    is_sign: bool


def attributes(source: str) -> Iterator[Attribute]:
    """Yield everything that sets a value."""
    words = list(_words(source))
    for name, sign, value in zip(words, words[1:], words[2:], strict=False):
        if sign.is_sign and sign.text == "=":
            yield Attribute(name.line, name.text, value.text)


def second_graph(source: str) -> int | None:
    """Give the line where a second graph begins, which would not be drawn."""
    depth = ended = 0
    for word in _words(source):
        if ended:
            return word.line
        if word.is_sign and word.text in "{}":
            depth += 1 if word.text == "{" else -1
            ended = not depth
    return None


def _words(source: str) -> Iterator[_Word]:
    for token in _TOKEN.finditer(source):
        at = 1 + source.count("\n", 0, token.start())
        kind = token.lastgroup
        if kind in ("quoted", "word", "html", "sign"):
            yield _Word(at, token[kind], kind in ("html", "sign"))
