"""Reads raw notes from disk: each file becomes lines, or a reason why not."""

import os
import stat
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from handbook.importers.notes import Line, numbered

STANDARD_INPUT = "-"
_MEGABYTE = 1_000_000


@dataclass(frozen=True)
class Notes:
    """One file of raw notes; `refused` says why it could not be read, empty where it could.

    `named` tells whether somebody named it, and not only a folder that holds it.
    """

    path: str
    lines: tuple[Line, ...]
    refused: str = ""
    named: bool = True


def find(names: Sequence[str]) -> list[tuple[Path, bool]]:
    """Give the files that names stand for, folders walked, and whether each was named itself."""
    found: dict[Path, bool] = {}
    for name in names:
        path = Path(name)
        if name != STANDARD_INPUT and path.is_dir():
            for inner in _walk(path):
                found.setdefault(inner, False)
        else:
            found[path] = True
    return list(found.items())


def _walk(folder: Path) -> Iterator[Path]:
    for parent, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if not name.startswith(".") and not name.endswith("~"):
                yield Path(parent, name)


def read(path: Path, *, named: bool, limit: float) -> Notes:
    """Read a file of raw notes.

    Args:
        path: the file, or `-` for standard input
        named: whether somebody named it
        limit: megabytes that it may have

    Returns:
        its lines, or why it cannot be read

    """
    shown = told(path)
    try:
        data = _bytes(path, int(limit * _MEGABYTE))
    except OSError as error:
        return Notes(shown, (), error.strerror or str(error), named)
    if len(data) > limit * _MEGABYTE:
        reason = f"has more than {limit:g} MB; --limit allows more"
        return Notes(shown, (), reason, named)
    return _decoded(data, shown, named)


def told(path: Path) -> str:
    """Give a file as reports and source files name it: never by folders outside of this one."""
    if str(path) == STANDARD_INPUT:
        return "standard input"
    absolute, here = Path(os.path.abspath(path)), Path.cwd()  # noqa: PTH100
    if absolute.is_relative_to(here):
        return absolute.relative_to(here).as_posix()
    return path.name


def _bytes(path: Path, most: int) -> bytes:
    """Read at most one byte more than is allowed, so that what is too large is not read whole."""
    if str(path) == STANDARD_INPUT:
        return sys.stdin.buffer.read(most + 1)
    # Opening a pipe or a device would wait for ever.
    if not stat.S_ISREG(path.stat().st_mode):
        raise OSError("is no regular file")
    with path.open("rb") as file:
        return file.read(most + 1)


def _decoded(data: bytes, shown: str, named: bool) -> Notes:
    if b"\0" in data:
        line = data[: data.index(b"\0")].count(b"\n") + 1
        return Notes(shown, (), f"is no text: byte 0x00 on line {line}", named)
    try:
        return Notes(shown, numbered(data.decode("utf-8")), "", named)
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        reason = f"is not UTF-8: byte 0x{data[error.start]:02x} on line {line}"
        return Notes(shown, (), reason, named)
