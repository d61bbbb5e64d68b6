"""Rules on characters: what cannot be seen must not make a difference."""

from collections.abc import Iterator

from handbook.checks.rules import Finding, Weight, document_rule
from handbook.parse import Document
from handbook.values import INVISIBLE


def _lines(document: Document) -> Iterator[tuple[int, str]]:
    return enumerate(document.file.text.split("\n"), 1)


@document_rule(Weight.STRUCTURE)
def line_end(document: Document) -> Iterator[Finding]:
    r"""Lines end in a line feed alone.

    Bad: lines that end in \r\n
    Good: lines that end in \n
    """
    for number, line in _lines(document):
        if "\r" in line:
            # One is enough: an editor mends the whole file at once.
            yield Finding(number, "must end lines with a line feed alone", "carriage return")
            return


@document_rule(Weight.STRUCTURE)
def last_line(document: Document) -> Iterator[Finding]:
    """A file ends in exactly one line feed.

    Bad: a file that ends in the middle of a line, or with empty lines
    Good: a file whose last character, and not the one before it, is a line feed
    """
    text = document.file.text
    if not text.endswith("\n") or text.endswith("\n\n"):
        yield Finding(text.rstrip("\n").count("\n") + 1, "must be the last line, with one line end")


@document_rule(Weight.STRUCTURE)
def tab(document: Document) -> Iterator[Finding]:
    """A file holds no tabs; they are as wide as each program likes.

    Bad: a block indented with a tab
    Good: a block indented with four spaces
    """
    for number, line in _lines(document):
        if "\t" in line:
            before, _, after = line.partition("\t")
            yield Finding(number, "must be spaces", f"{before[-10:]}\t{after[:10]}")


@document_rule(Weight.STRUCTURE)
def trailing_space(document: Document) -> Iterator[Finding]:
    """No line ends in a space.

    Bad: two spaces for a line break
    Good: a new paragraph
    """
    for number, line in _lines(document):
        bare = line.rstrip("\r")
        if bare.endswith(" "):
            yield Finding(number, "must not end in a space", bare[-20:])


@document_rule(Weight.STRUCTURE)
def invisible_character(document: Document) -> Iterator[Finding]:
    """A file holds no character that cannot be seen.

    Bad: a zero-width space that came along when text was copied
    Good: the same text without it
    """
    for number, line in _lines(document):
        for match in INVISIBLE.finditer(line):
            yield Finding(number, "must not stand here", match.group())
