"""Finds questions that are paragraphs of plain text, above the paragraphs that answer them."""

from collections.abc import Iterator, Sequence

from handbook.importers.markdown_lists import Form, Mark
from handbook.importers.notes import Line
from handbook.importers.wording import asks

_LONGEST = 300  # characters of a question
_FEWEST = 3  # in a file, which may ask here and there without being a list of questions
_SPARSEST = 20  # lines for each of them


def with_plain(found: Sequence[Mark], lines: Sequence[Line], inside: Sequence[bool]) -> list[Mark]:
    """Add paragraphs that begin with a question, where nothing else asks and they are many.

    Args:
        found: the marks of a file
        lines: the file
        inside: which of them belong to code

    Returns:
        the marks, in their order

    """
    if any(mark.is_question for mark in found):
        return list(found)
    plain = list(_paragraphs(lines, inside))
    filled = sum(not line.blank for line in lines)
    many = len(plain) >= _FEWEST and filled <= _SPARSEST * len(plain)
    # A file that only asks is told apart by numbers or marks, or is something else.
    answered = 2 * len(plain) <= filled
    added = plain if many and answered else []
    return sorted([*found, *added], key=lambda mark: mark.first)


def _paragraphs(lines: Sequence[Line], inside: Sequence[bool]) -> Iterator[Mark]:
    for index, line in enumerate(lines):
        text = line.text.strip()
        begins = index == 0 or lines[index - 1].blank or lines[index - 1].text.startswith("#")
        plain = begins and not inside[index] and (line.text[:1].isalnum() or text[:1] == "¿")
        if plain and len(text) <= _LONGEST and text.endswith(("?", "？")) and asks(text):
            yield Mark(Form.PARAGRAPH, index, index, text)
