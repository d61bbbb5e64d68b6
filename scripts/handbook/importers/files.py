"""Reads raw notes from disk: each file becomes lines, or a reason why not."""

import os
import stat
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from handbook.importers.encoding import decoded
from handbook.importers.notes import Line, numbered
from handbook.read import belongs

STANDARD_INPUT = "-"
PIPED = "standard input"  # what it is called
_MEGABYTE = 1_000_000


@dataclass(frozen=True)
class Notes:
    """One file of raw notes; `refused` says why it could not be read, empty where it could.

    `given` is what somebody named: the file itself, or a folder that holds it.
    """

    path: str
    lines: tuple[Line, ...]
    refused: str = ""
    given: str = ""


@dataclass(frozen=True)
class Found:
    """A file to read, what it is called, and what somebody named to have it read."""

    path: Path
    told: str
    given: str


def find(names: Sequence[str], questions: Path) -> list[Found]:
    """Give the files that names stand for, folders walked; a folder without any stands for itself.

    Args:
        names: files, folders, and `-` for standard input
        questions: the folder of source files, which are no notes

    """
    found: dict[Path, Found] = {}
    for name in names:
        path = Path(name)
        if name == STANDARD_INPUT or not path.is_dir():
            found[path] = Found(path, told(path), name)
            continue
        inside = list(_walk(path, questions.resolve())) or [path]
        for each in inside:
            found.setdefault(each, Found(each, told(each, path), name))
    return list(found.values())


def _walk(folder: Path, besides: Path | None = None) -> Iterator[Path]:
    for parent, folders, names in os.walk(folder):
        if Path(parent).resolve() == besides:
            folders.clear()
            continue
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if not name.startswith(".") and not name.endswith("~"):
                yield Path(parent, name)


def stranger(questions: Path) -> str:
    """Give a file in a folder of source files that cannot be one, empty where there is none.

    A folder with such a file is another kind of folder, of a program or a site, and source files
    strewn into it would be hard to pick out again. Hidden files do not count.
    """
    names = (path.relative_to(questions).as_posix() for path in _walk(questions))
    return next((name for name in names if not belongs(name)), "")


def read(found: Found, *, limit: float) -> Notes:
    """Read a file of raw notes.

    Args:
        found: the file, or `-` for standard input
        limit: megabytes that it may have

    Returns:
        its lines, or why it cannot be read

    """
    try:
        if _leads_outside(found):
            raise OSError("is a link that leads out of its folder; not followed")
        data = _bytes(found.path, int(limit * _MEGABYTE))
        if len(data) > limit * _MEGABYTE:
            raise OSError(f"has more than {limit:g} MB; --limit allows more")
        lines = numbered(decoded(data))
        why = "" if any(not line.blank for line in lines) else "is empty"
        return Notes(found.told, lines, why, found.given)
    except OSError as error:
        return Notes(found.told, (), error.strerror or str(error), found.given)


def _leads_outside(found: Found) -> bool:
    """Tell whether a file of a folder is a link to somewhere else; what was named is read."""
    folder = Path(found.given)
    if str(found.path) == found.given or not found.path.is_symlink():
        return False
    return not found.path.resolve().is_relative_to(folder.resolve())


def told(path: Path, given: Path | None = None) -> str:
    """Give a file as reports and source files name it: never by folders above what was given."""
    if str(path) == STANDARD_INPUT:
        return PIPED
    absolute, here = Path(os.path.abspath(path)), Path.cwd()  # noqa: PTH100
    if absolute.is_relative_to(here):
        return absolute.relative_to(here).as_posix()
    if given is not None and path != given:
        return f"{Path(os.path.abspath(given)).name}/{path.relative_to(given).as_posix()}"  # noqa: PTH100
    return absolute.name


def _bytes(path: Path, most: int) -> bytes:
    """Read at most one byte more than is allowed, so that what is too large is not read whole."""
    if str(path) == STANDARD_INPUT:
        return sys.stdin.buffer.read(most + 1)
    if path.is_dir():
        raise OSError("holds no notes")
    # Opening a pipe or a device would wait for ever.
    if not stat.S_ISREG(path.stat().st_mode):
        raise OSError("is no regular file")
    with path.open("rb") as file:
        return file.read(most + 1)
