"""Compares what a sample printed with its output block, in which `...` matches anything."""

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from handbook.values import INVISIBLE

OPEN = "..."
MOST_LINES = 1000


@dataclass(frozen=True)
class Step:
    """A line of the pattern, None where nothing asked for what was found, and the lines found."""

    pattern: str | None
    found: tuple[str, ...]
    fits: bool


def lines_of(text: str) -> list[str]:
    """Split an output, without what a source file may not hold: tabs and what cannot be seen."""
    lines = [INVISIBLE.sub("", line.expandtabs()).rstrip() for line in text.splitlines()]
    while lines and not lines[-1]:
        lines.pop()
    return lines


def line_fits(pattern: str, line: str) -> bool:
    """Tell whether a line matches, `...` standing for anything within it."""
    first, *rest = pattern.split(OPEN)
    if not rest:
        return pattern == line
    *inner, last = rest
    if len(line) < len(first) + len(last) or not line.startswith(first) or not line.endswith(last):
        return False
    start, end = len(first), len(line) - len(last)
    # The leftmost place for each piece leaves the most room for those behind it.
    for piece in inner:
        at = line.find(piece, start, end)
        if at < 0:
            return False
        start = at + len(piece)
    return True


def align(pattern: Sequence[str], found: Sequence[str]) -> list[Step]:
    """Lay what was found along the pattern, with as few differences as there can be."""
    costs = _costs(pattern, found)
    steps: list[Step] = []
    row = column = 0
    while row < len(pattern) or column < len(found):
        if row < len(pattern) and _is_open(pattern[row]):
            step = _open_step(costs, pattern, found, row, column)
        else:
            step = _step(costs, pattern, found, row, column)
        steps.append(step)
        row += step.pattern is not None
        column += len(step.found)
    return steps


def differs(steps: Iterable[Step]) -> bool:
    """Tell whether the pattern does not match."""
    return not all(step.fits for step in steps)


def diff(steps: Sequence[Step], expected: str, found: str) -> str:
    """Give the differences as a unified diff; the arguments are the titles of both sides."""
    left = [line for step in steps for line in (step.found if step.fits else _asked(step))]
    right = [line for step in steps for line in step.found]
    return "\n".join(difflib.unified_diff(left, right, expected, found, lineterm=""))


def updated(steps: Iterable[Step]) -> list[str]:
    """Give the pattern with what was found where it differs; lines that match stay as they are."""
    return [line for step in steps for line in (_asked(step) if step.fits else step.found)]


def _asked(step: Step) -> tuple[str, ...]:
    return () if step.pattern is None else (step.pattern,)


def _is_open(line: str) -> bool:
    return line.strip() == OPEN


_Costs = Sequence[Sequence[int]]


def _open_step(
    costs: _Costs, pattern: Sequence[str], found: Sequence[str], row: int, column: int
) -> Step:
    """Give the step of a line `...`: as few lines as it can do with."""
    end = column
    while costs[row + 1][end] != costs[row][column]:
        end += 1
    return Step(pattern[row], tuple(found[column:end]), True)


def _step(
    costs: _Costs, pattern: Sequence[str], found: Sequence[str], row: int, column: int
) -> Step:
    """Give the step of any other line; a replaced line comes before one less and one more."""
    cost = costs[row][column]
    if row == len(pattern):
        return Step(None, (found[column],), False)
    if column < len(found):
        fits = line_fits(pattern[row], found[column])
        if costs[row + 1][column + 1] + (not fits) == cost:
            return Step(pattern[row], (found[column],), fits)
        if costs[row][column + 1] + 1 == cost:
            return Step(None, (found[column],), False)
    return Step(pattern[row], (), False)


def _costs(pattern: Sequence[str], found: Sequence[str]) -> list[list[int]]:
    """Give the number of differences between the ends of both, from each line of each on."""
    width = len(found)
    costs = [[width - column for column in range(width + 1)]]
    for line in reversed(pattern):
        below = costs[-1]
        row = [0] * (width + 1)
        row[width] = below[width] + (not _is_open(line))
        for column in range(width - 1, -1, -1):
            if _is_open(line):
                row[column] = min(below[column], row[column + 1])
            else:
                fits = line_fits(line, found[column])
                replaced = below[column + 1] + (not fits)
                row[column] = min(replaced, below[column] + 1, row[column + 1] + 1)
        costs.append(row)
    return costs[::-1]
