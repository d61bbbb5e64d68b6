"""The formats of raw notes, and which of them a file has."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from handbook.importers import (
    anki,
    dialogue,
    json_list,
    markdown_table,
    numbered_list,
    pdf_export,
    quiz_bank,
    readme,
)
from handbook.importers.notes import Line, Reading
from handbook.importers.records import Csv, Tsv


class Format(Protocol):
    """A format: a module, or a class where two share one."""

    NAME: str

    def score(self, lines: Sequence[Line]) -> tuple[float, str]:
        """Tell how well a file fits, 0 to 1, and what speaks for it."""

    def read(self, lines: Sequence[Line]) -> Reading:
        """Read the notes."""


FORMATS: tuple[Format, ...] = (
    pdf_export,
    quiz_bank,
    dialogue,
    numbered_list,
    readme,
    markdown_table,
    anki,
    Tsv(),
    Csv(),
    json_list,
)
NAMES = tuple(each.NAME for each in FORMATS)
_ENOUGH = 0.5


@dataclass(frozen=True)
class Fit:
    """How well a file fits a format; `basis` tells why."""

    format: Format
    score: float
    basis: str


def named(name: str) -> Format:
    """Give a format by its name."""
    return next(each for each in FORMATS if name == each.NAME)


def best(lines: Sequence[Line]) -> Fit:
    """Give the format that a file fits best; of two equals, the one that asks for more."""
    fits = [Fit(each, *each.score(lines)) for each in FORMATS]
    return max(fits, key=lambda fit: fit.score)


def described() -> Mapping[str, str]:
    """Say of each format, by its name, what its notes look like."""
    docs = {each.NAME: (each.__doc__ or "").partition("\n")[0] for each in FORMATS}
    return {name: doc.removeprefix("Reads ").rstrip(".") for name, doc in docs.items()}


def closest(fit: Fit) -> str:
    """Say which format a file that fits none comes closest to; `fit` is its best."""
    if not fit.score:
        return "nothing in it looks like a question"
    return f"{fit.format.NAME} came closest: {fit.basis}"


def fits(fit: Fit) -> bool:
    """Tell whether that is good enough to read the file so."""
    return fit.score >= _ENOUGH
