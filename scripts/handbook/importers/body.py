"""An answer of raw notes while it is mended, step by step."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from handbook.importers.notes import Doubt, Line, Repair


@dataclass(frozen=True)
class Body:
    """The lines of an answer, and what mending them has told so far.

    `noise` holds the lines that were taken out, with the reason.
    """

    lines: tuple[Line, ...]
    repairs: tuple[Repair, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    noise: tuple[tuple[Line, str], ...] = ()

    def having(self, lines: Iterable[Line]) -> "Body":
        """Give the same with other lines."""
        return replace(self, lines=tuple(lines))

    def repaired(self, line: Line, what: str, lost: str = "") -> "Body":
        """Give the same with a repair told."""
        return replace(self, repairs=(*self.repairs, Repair(line.number, what, lost)))

    def doubted(self, line: Line, what: str) -> "Body":
        """Give the same with something to look at."""
        return replace(self, doubts=(*self.doubts, Doubt(line.number, what)))

    def without(self, unwanted: dict[int, str]) -> "Body":
        """Take lines out: reasons by the number of the line."""
        kept = tuple(line for line in self.lines if line.number not in unwanted)
        out = [(line, unwanted[line.number]) for line in self.lines if line.number in unwanted]
        return replace(self, lines=kept, noise=(*self.noise, *out))


Step = Callable[[Body], Body]


def mended(body: Body, steps: Iterable[Step]) -> Body:
    """Apply steps one after the other."""
    for step in steps:
        body = step(body)
    return body
