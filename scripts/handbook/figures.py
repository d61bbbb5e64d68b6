"""Draws diagrams and formulas: one process of Node.js for all of them, and none for known ones."""

import hashlib
import json
import re
import subprocess
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from handbook.drawing import Drawings, Drawn, Figure, Kind, diagram
from handbook.mathml import formula
from handbook.nodejs import NODE, SECONDS, run
from handbook.problems import Problem
from handbook.read import shown
from handbook.write import keep_newest, replace_file

MISSING = "renderer-missing"
BROKEN = "renderer-broken"
FAILURES = (MISSING, BROKEN)
MOST_KEPT = 1000  # files; the oldest go first

_ROOT = Path(__file__).parents[2]
_SCRIPT = Path(__file__).with_suffix(".mjs")
_PACKAGES = ("@viz-js/viz", "temml")
_MUST_BE_THERE = "must be installed; make build does that"
_AT_LINE = re.compile(r" in line (\d+)")
_AT_POSITION = re.compile(r" at (?:position \d+|end of input):.*", re.DOTALL)

Raw = Mapping[str, Any]  # what the script tells of a figure


class RendererError(Exception):
    """Figures cannot be drawn at all."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


@dataclass(frozen=True)
class Workshop:
    """Where figures are drawn: the folder that holds node_modules, and the cache."""

    root: Path = _ROOT
    node: Path = NODE

    @property
    def cache(self) -> Path:
        """The folder of what is known; git ignores it."""
        return self.root / ".cache/figures"


def draw(
    figures: Iterable[Figure], workshop: Workshop | None = None
) -> tuple[Drawings, list[Problem]]:
    """Draw figures.

    Args:
        figures: all that a handbook holds, in any order, repeated or not
        workshop: where that is done, the checkout of this code if it is not given

    Returns:
        what became of each, and a problem where none could be drawn

    """
    wanted = sorted(set(figures), key=lambda figure: (figure.kind, figure.source))
    try:
        raw = _raw(wanted, workshop or Workshop()) if wanted else []
    except RendererError as error:
        return {}, [error.problem]
    return {figure: drawn(figure, told) for figure, told in zip(wanted, raw, strict=True)}, []


def drawn(figure: Figure, told: Raw) -> Drawn:
    """Give what becomes of what the renderer told of a figure."""
    if "problem" in told:
        return _refused(figure, told["problem"], told.get("position"))
    if figure.kind is Kind.DIAGRAM:
        return diagram(told["markup"])
    return formula(told["markup"], figure.source)


def _refused(figure: Figure, message: str, position: int | None) -> Drawn:
    at = _AT_LINE.search(message)
    line = int(at[1]) if at else 0
    if position is not None:
        line = figure.source.count("\n", 0, position) + 1
    plain = _AT_POSITION.sub("", _AT_LINE.sub("", message))
    return Drawn(problem=" ".join(plain.split()), line=line)


def _raw(figures: Sequence[Figure], workshop: Workshop) -> list[Raw]:
    """Give what the renderer tells of each figure, from the cache where that knows it."""
    renderer = _renderer(workshop)
    paths = [workshop.cache / f"{_hash(renderer, figure)}.json" for figure in figures]
    known = {path: told for path in paths if (told := _read(path)) is not None}
    new = {p: figure for p, figure in zip(paths, figures, strict=True) if p not in known}
    if new:
        fresh = dict(zip(new, _run(list(new.values()), workshop), strict=True))
        _keep(fresh, workshop.cache)
        known |= fresh
    return [known[path] for path in paths]


def _renderer(workshop: Workshop) -> bytes:
    """Name everything that a drawing depends on beside its source."""
    versions = [_version(workshop, name) for name in _PACKAGES]
    return "\0".join([*versions, ""]).encode() + _SCRIPT.read_bytes()


def _version(workshop: Workshop, name: str) -> str:
    path = workshop.root / "node_modules" / name / "package.json"
    try:
        return str(json.loads(path.read_text(encoding="utf-8"))["version"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise _failure(workshop, MISSING, _MUST_BE_THERE, name) from error


def _failure(workshop: Workshop, code: str, must: str, found: str) -> RendererError:
    return RendererError(Problem(shown(workshop.root / "package.json"), 1, code, must, found))


def _hash(renderer: bytes, figure: Figure) -> str:
    what = f"\0{figure.kind}\0{figure.source}".encode()
    return hashlib.sha256(renderer + what).hexdigest()


def _read(path: Path) -> Raw | None:
    """Read what is known; what somebody broke is not."""
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return told if isinstance(told, dict) and {"markup", "problem"} & told.keys() else None


def _run(figures: Sequence[Figure], workshop: Workshop) -> list[Raw]:
    """Draw figures in one process."""
    asked = json.dumps([{"kind": f.kind, "source": f.source} for f in figures])
    try:
        done = run(_SCRIPT, asked, workshop.node)
    except FileNotFoundError as error:
        raise _failure(workshop, MISSING, _MUST_BE_THERE, "node") from error
    except subprocess.TimeoutExpired as error:
        must = f"must draw all figures in {SECONDS} seconds"
        raise _failure(workshop, BROKEN, must, "node") from error
    if done.returncode:
        must = "must draw all figures; make clean and make build install it anew"
        raise _failure(workshop, BROKEN, must, _reason(done.stderr))
    return list(json.loads(done.stdout))


def _reason(told: str) -> str:
    lines = [line for line in told.splitlines() if "Error" in line]
    return lines[0].strip() if lines else "node"


def _keep(fresh: Mapping[Path, Raw], cache: Path) -> None:
    """Remember what was drawn; where nothing can be written, it is drawn again the next time."""
    try:
        for path, told in fresh.items():
            replace_file(path, json.dumps(told).encode())
        keep_newest(cache.glob("*.json"), MOST_KEPT)
    except OSError:
        return
