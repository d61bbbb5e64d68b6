"""A problem, and how it is told: one line each, sorted, with a count at the end."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace


@dataclass(frozen=True)
class Problem:
    """What must be mended, where.

    Attributes:
        path: the file
        line: its line, from 1
        code: the rule's name
        must: what must hold, beginning with "must"
        found: what stands there instead
        meant: what was probably meant
        listed: true where it stops nothing, because it is a content rule on an unpublished question

    """

    path: str
    line: int
    code: str
    must: str
    found: str | None = None
    meant: str | None = None
    listed: bool = False

    def __str__(self) -> str:
        path = _visible(self.path)
        found = f": '{_shortened(self.found)}'" if self.found is not None else ""
        meant = f" (did you mean '{self.meant}'?)" if self.meant else ""
        listed = " [not published yet]" if self.listed else ""
        return f"{path}:{self.line}: {self.code} {_visible(self.must)}{found}{meant}{listed}"

    def for_unpublished(self) -> "Problem":
        """Give the same problem as one that stops nothing."""
        return replace(self, listed=True)


def _visible(text: str) -> str:
    """Show control and invisible characters by their number; a message stays on one line."""
    return "".join(c if c.isprintable() else f"U+{ord(c):04X}" for c in text)


def _shortened(found: str, most: int = 80) -> str:
    seen = _visible(found.replace("\n", " "))
    return seen if len(seen) <= most else seen[: most - 1] + "…"


def in_order(problems: Iterable[Problem]) -> list[Problem]:
    """Sort by file and line; the same problem found twice is kept once."""

    def place(p: Problem) -> tuple[str | int, ...]:
        return p.path, p.line, p.code, p.must, p.found or "", p.meant or "", p.listed

    return sorted(set(problems), key=place)


def stops(problems: Iterable[Problem]) -> bool:
    """Tell whether any of the problems stops a build."""
    return any(not problem.listed for problem in problems)


def counted(number: int, noun: str) -> str:
    """Give a number with its noun."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def as_text(problems: Iterable[Problem]) -> str:
    """Give the lines for people, with the count."""
    ordered = in_order(problems)
    listed = sum(problem.listed for problem in ordered)
    stopping = len(ordered) - listed
    count = f"{counted(stopping, 'problem')}." if stopping else "No problems."
    if listed:
        count = f"{count[:-1]}, {listed} listed for questions that are not published."
    return "\n".join([*map(str, ordered), count])


def as_json(problems: Iterable[Problem]) -> str:
    """Give the problems for programs, as a JSON list of objects."""
    return json.dumps([asdict(problem) for problem in in_order(problems)], indent=2)
