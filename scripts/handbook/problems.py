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
        found = f": '{_shortened(self.found)}'" if self.found is not None else ""
        meant = f" (did you mean '{self.meant}'?)" if self.meant else ""
        listed = " [not published yet]" if self.listed else ""
        return f"{self.path}:{self.line}: {self.code} {self.must}{found}{meant}{listed}"

    def for_unpublished(self) -> "Problem":
        """Give the same problem as one that stops nothing."""
        return replace(self, listed=True)


def _shortened(found: str, most: int = 80) -> str:
    """Keep a message on one line, whatever was found."""
    # Control and invisible characters are shown by their number, so that they can be seen.
    seen = "".join(c if c.isprintable() else f"U+{ord(c):04X}" for c in found.replace("\n", " "))
    return seen if len(seen) <= most else seen[: most - 1] + "…"


def in_order(problems: Iterable[Problem]) -> list[Problem]:
    """Sort by file and line; the same problem found twice is kept once."""
    unique = set(problems)
    return sorted(unique, key=lambda p: (p.path, p.line, p.code, p.must, p.found or ""))


def stops(problems: Iterable[Problem]) -> bool:
    """Tell whether any of the problems stops a build."""
    return any(not problem.listed for problem in problems)


def as_text(problems: Iterable[Problem]) -> str:
    """Give the lines for people, with the count."""
    ordered = in_order(problems)
    listed = sum(problem.listed for problem in ordered)
    stopping = len(ordered) - listed
    count = f"{stopping} problem{'' if stopping == 1 else 's'}." if stopping else "No problems."
    if listed:
        count = f"{count[:-1]}, {listed} listed for questions that are not published."
    return "\n".join([*map(str, ordered), count])


def as_json(problems: Iterable[Problem]) -> str:
    """Give the problems for programs, as a JSON list of objects."""
    return json.dumps([asdict(problem) for problem in in_order(problems)], indent=2)
