"""Reads the source from disk: every file becomes text, or a problem that says why not."""

import os
import stat
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from handbook.problems import Problem

LARGEST = 512 * 1024  # bytes; the longest real answers have 15 KiB
LISTS = ("categories.yml", "tracks.yml", "ids.lock", "verified.json")
# What the samples run on, in a folder beside that of the questions.
PINS = ("tensorflow.txt", "pytorch.txt")


@dataclass(frozen=True)
class TextFile:
    """A file of the source; `name` is its path below the folder of questions, with slashes."""

    name: str
    path: str
    text: str


@dataclass(frozen=True)
class Source:
    """What was read; `root` is the folder of questions as problems show it."""

    root: str
    files: tuple[TextFile, ...]
    problems: tuple[Problem, ...]
    pins: tuple[TextFile, ...] = ()


def read_source(folder: Path) -> Source:
    """Read a folder of questions.

    Args:
        folder: holds categories.yml, tracks.yml, ids.lock and a folder for each category

    Returns:
        the files in order of their names, and a problem for each that could not be read

    """
    root = shown(folder)
    files: list[TextFile] = []
    problems: list[Problem] = []
    named = {path.relative_to(folder).as_posix(): path for path in _walk(folder, problems)}
    for name, path in sorted(named.items()):
        if not belongs(name):
            must = "must be CATEGORY/ID.md or one of " + ", ".join(LISTS)
            problems.append(Problem(shown(path), 1, "file-misplaced", must, name))
            continue
        text = _read(path, problems)
        if text is not None:
            files.append(TextFile(name, shown(path), text))
    pins = tuple(_pins(requirements_of(folder), problems))
    return Source(root, tuple(files), tuple(problems), pins)


def requirements_of(folder: Path) -> Path:
    """Give the folder that says what the samples of a folder of questions run on."""
    return Path(os.path.abspath(folder)).parent / "requirements"  # noqa: PTH100


def _pins(folder: Path, problems: list[Problem]) -> Iterator[TextFile]:
    for path in (folder / name for name in PINS):
        text = _read(path, problems) if path.exists() else None
        if text is not None:
            yield TextFile(path.name, shown(path), text)


def shown(path: Path) -> str:
    """Give a path as messages show it: relative to the working folder where it lies below."""
    absolute = Path(os.path.abspath(path))  # noqa: PTH100 (resolve() would follow links)
    here = Path.cwd()
    return (absolute.relative_to(here) if absolute.is_relative_to(here) else absolute).as_posix()


def among(path: str, places: Collection[str]) -> bool:
    """Tell whether a path is one of some files, or lies in one of some folders; all as shown."""
    return any(path == place or path.startswith(f"{place}/") for place in places)


def _walk(folder: Path, problems: list[Problem]) -> Iterator[Path]:
    def unreadable(error: OSError) -> None:
        problems.append(_unreadable(Path(error.filename), error))

    for parent, folders, names in os.walk(folder, onerror=unreadable):
        folders[:] = [name for name in folders if not name.startswith(".")]
        problems += _linked(Path(parent), folders)
        # Hidden files and those ending in a tilde are an editor's or the system's.
        kept = (name for name in names if not name.startswith(".") and not name.endswith("~"))
        yield from (Path(parent, name) for name in kept)


def _linked(parent: Path, folders: list[str]) -> Iterator[Problem]:
    """Yield links to folders: they are not followed, because they may lead in circles."""
    for path in (parent / name for name in folders):
        if path.is_symlink():
            must = "must be a folder, not a link to one"
            yield Problem(shown(path), 1, "file-misplaced", must, path.name)


def belongs(name: str) -> bool:
    """Tell whether a file of the source may be called so."""
    return name in LISTS or (name.endswith(".md") and name.count("/") == 1)


def _read(path: Path, problems: list[Problem]) -> str | None:
    try:
        found = path.stat()
        # Opening a pipe or a device would wait for ever.
        if not stat.S_ISREG(found.st_mode):
            raise OSError("not a regular file")
        if found.st_size > LARGEST:
            must = f"must have at most {LARGEST // 1024} KiB"
            problems.append(Problem(shown(path), 1, "file-too-large", must))
            return None
        data = path.read_bytes()
    except OSError as error:
        problems.append(_unreadable(path, error))
        return None
    return _decode(data, path, problems)


def _decode(data: bytes, path: Path, problems: list[Problem]) -> str | None:
    try:
        # An editor's byte-order mark is no part of the text.
        text = data.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        found = f"byte 0x{data[error.start]:02x}"
        problems.append(Problem(shown(path), line, "file-not-utf8", "must be UTF-8", found))
        return None
    if "\0" in text:
        line = text[: text.index("\0")].count("\n") + 1
        problems.append(Problem(shown(path), line, "file-not-utf8", "must be text", "byte 0x00"))
        return None
    return text


def _unreadable(path: Path, error: OSError) -> Problem:
    reason = error.strerror or str(error)
    return Problem(shown(path), 1, "file-unreadable", "must be readable", reason)
