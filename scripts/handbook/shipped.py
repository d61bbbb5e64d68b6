"""What the site ships of others' work: npm packages as package.json lists them, and the theme."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from handbook.problems import Problem
from handbook.read import shown
from handbook.theme import Package, Theme, read_theme

_LIST = "package.json"
_INSTALLED = "node_modules"
_OF_PACKAGE = (_LIST, "LICENSE")


@dataclass(frozen=True)
class Shipped:
    """The files, by their paths below docs/, the packages that they come from, and the theme."""

    files: Mapping[str, bytes] = field(default_factory=dict)
    packages: tuple[Package, ...] = ()
    theme: Theme | None = None


NOTHING = Shipped()


def read_shipped(folder: Path) -> tuple[Shipped, list[Problem]]:
    """Read everything that `ships` in a folder's package.json names, and the theme's notices.

    Args:
        folder: holds package.json, and node_modules once it is installed; without a
            package.json, nothing is known to be shipped

    Returns:
        what is shipped, and a problem for each file that cannot be read

    """
    listed = folder / _LIST
    if not listed.exists():
        return Shipped(), []
    try:
        wanted = json.loads(listed.read_text(encoding="utf-8"))
        ships, names = dict(wanted.get("ships", {})), list(_shipping(wanted))
    except (OSError, ValueError, AttributeError, TypeError) as error:
        must = "must be JSON with mappings under ships and dependencies"
        return Shipped(), [Problem(shown(listed), 1, "packages-broken", must, str(error))]
    installed = folder / _INSTALLED
    paths = [*ships.values(), *(f"{name}/{file}" for name in names for file in _OF_PACKAGE)]
    problems = list(_missing(listed, installed, paths))
    if problems:
        return Shipped(), problems
    files = {target: (installed / source).read_bytes() for target, source in ships.items()}
    return Shipped(files, tuple(_package(installed / name) for name in names), read_theme()), []


def _shipping(wanted: dict[str, Any]) -> Iterator[str]:
    """Yield the packages of which files are shipped; others only help to build."""
    for name in sorted(wanted.get("dependencies", {})):
        if any(path.startswith(f"{name}/") for path in wanted.get("ships", {}).values()):
            yield name


def _missing(listed: Path, installed: Path, paths: list[str]) -> Iterator[Problem]:
    for path in paths:
        if not (installed / path).is_file():
            must = "must name what is installed; make build installs it"
            yield Problem(shown(listed), 1, "package-missing", must, path)


def _package(folder: Path) -> Package:
    told: dict[str, Any] = json.loads((folder / _LIST).read_text(encoding="utf-8"))
    notice = (folder / "LICENSE").read_text(encoding="utf-8")
    return Package(told["name"], told["version"], told["license"], notice)
