"""Knows what a printer puts on each page: its number, and a header or footer beside it."""

import re
from collections import Counter
from collections.abc import Callable, Sequence

from handbook.importers.notes import Line

PAGE = re.compile(
    r"^\W{0,9}(?:page|seite|página|pagina)\s{1,3}\d{1,5}(?:\s{0,3}(?:of|/|von|de|di)\s{0,3}\d{1,5})?\W{0,9}$"
    r"|^\W{0,9}第\s?\d{1,5}\s?页\W{0,9}$",
    re.IGNORECASE,
)
_DIGITS = re.compile(r"\d+")
_FEWEST_PAGES = 3


def printed(lines: Sequence[Line], keep: Callable[[Line], bool]) -> dict[int, str]:
    """Give the lines that were printed on each page: reasons by their numbers.

    Args:
        lines: the file
        keep: tells of a line that it belongs to the text, however often it stands there

    """
    filled = [line for line in lines if not line.blank]
    pages = [index for index, line in enumerate(filled) if PAGE.match(line.text)]
    found = {filled[index].number: "number of a page" for index in pages}
    for step in (-1, 1):
        beside = [filled[i + step] for i in pages if 0 <= i + step < len(filled)]
        texts = Counter(_DIGITS.sub("", line.text) for line in beside)
        for line in beside:
            often = texts[_DIGITS.sub("", line.text)]
            printed = often >= _FEWEST_PAGES and often * 2 > len(pages)
            if printed and line.number not in found and not keep(line):
                found[line.number] = "header or footer of a page"
    return found
