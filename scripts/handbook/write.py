"""Writes generated files: only where bytes change, and never over a hand-written page."""

import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path, PurePosixPath

from handbook.problems import Problem
from handbook.read import shown

# The manifest: which files below docs/ are generated, one a line. MkDocs ignores dot files.
MANIFEST = ".generated"


def write(docs: Path, files: Mapping[str, bytes]) -> list[Problem]:
    """Bring the generated part of docs/ up to date.

    Args:
        docs: the folder that MkDocs renders
        files: the content of everything that is generated, by path below docs/

    Returns:
        problems; where there are any that could be foreseen, nothing has been written

    """
    try:
        ours = _read_manifest(docs)
        problems = list(_in_the_way(docs, files, ours))
        if not problems:
            # First the union: an interrupted run leaves nothing that nobody knows of.
            replace_file(docs / MANIFEST, _as_manifest(ours | files.keys()))
            for name, content in files.items():
                replace_file(docs / name, content)
            _remove(docs, ours - files.keys())
            replace_file(docs / MANIFEST, _as_manifest(files.keys()))
        return problems
    except OSError as error:
        return [_unwritable(error, docs)]


def remove_generated(docs: Path) -> list[Problem]:
    """Delete everything that was generated, and the manifest."""
    try:
        _remove(docs, _read_manifest(docs))
        (docs / MANIFEST).unlink(missing_ok=True)
        return []
    except OSError as error:
        return [_unwritable(error, docs)]


def change_files(folder: Path, contents: Mapping[str, bytes | None]) -> list[Problem]:
    """Write and delete several files of the source: all of them, or none.

    Args:
        folder: the folder of questions
        contents: what the files hold from then on, by path below it; None deletes a file

    Returns:
        a problem where that did not work; then everything is as it was

    """
    paths = {folder / name: content for name, content in contents.items()}
    new_folders = [path.parent for path in paths if not path.parent.exists()]
    try:
        before = {path: path.read_bytes() if path.exists() else None for path in paths}
        _change(paths, before)
        return []
    except OSError as error:
        for made in new_folders:
            with suppress(OSError):
                made.rmdir()
        return [_unwritable(error, folder, "source-unwritable")]


def _change(paths: Mapping[Path, bytes | None], before: Mapping[Path, bytes | None]) -> None:
    staged: dict[Path, Path] = {}
    try:
        # Everything that can fail for want of space or rights fails before anything has changed.
        for path, content in paths.items():
            if content is not None:
                staged[path] = _stage(path, content)
        try:
            for path, beside in staged.items():
                beside.replace(path)
            for path in paths.keys() - staged.keys():
                path.unlink()
        except BaseException:
            _restore(before)
            raise
    finally:
        for beside in staged.values():
            beside.unlink(missing_ok=True)


def _restore(before: Mapping[Path, bytes | None]) -> None:
    for path, content in before.items():
        with suppress(OSError):
            if content is None:
                path.unlink(missing_ok=True)
            else:
                replace_file(path, content)


def _unwritable(error: OSError, folder: Path, code: str = "docs-unwritable") -> Problem:
    path = Path(error.filename or folder)
    return Problem(shown(path), 1, code, "must be writable", error.strerror)


def _read_manifest(docs: Path) -> set[str]:
    path = docs / MANIFEST
    if not path.exists():
        return set()
    names = path.read_text(encoding="utf-8", errors="replace").replace("\0", "\n").splitlines()
    # A manifest that somebody edited must not make us delete what lies elsewhere.
    return {name for name in names if name and _inside(docs, docs / name)}


def _inside(docs: Path, path: Path) -> bool:
    return path.resolve().is_relative_to(docs.resolve())


def _as_manifest(names: Iterable[str]) -> bytes:
    return "".join(f"{name}\n" for name in sorted(names)).encode()


def _in_the_way(docs: Path, files: Mapping[str, bytes], ours: set[str]) -> Iterator[Problem]:
    """Yield files that somebody else wrote where one of ours, or a folder of ours, belongs."""
    must = "must not stand where a generated page belongs; rename it, or delete it"
    for folder in sorted({str(p) for name in files for p in PurePosixPath(name).parents}):
        if (docs / folder).exists() and not (docs / folder).is_dir():
            yield Problem(shown(docs / folder), 1, "page-in-the-way", must, folder)
    for name, content in files.items():
        path = docs / name
        if name not in ours and path.exists() and not _holds(path, content):
            yield Problem(shown(path), 1, "page-in-the-way", must, name)


def _holds(path: Path, content: bytes) -> bool:
    try:
        return path.read_bytes() == content
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        return False


def replace_file(path: Path, content: bytes) -> None:
    """Write a file in one step, if it does not hold that already."""
    if _holds(path, content):
        return
    beside = _stage(path, content)
    try:
        beside.replace(path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise


def keep_newest(paths: Iterable[Path], most: int) -> None:
    """Delete files of a cache but the last that were written, as many as may be kept."""
    by_age = sorted(paths, key=lambda path: (path.stat().st_mtime, path.name))
    for path in by_age[:-most]:
        path.unlink(missing_ok=True)


def _stage(path: Path, content: bytes) -> Path:
    """Write a file's content beside it."""
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        try:
            beside.write_bytes(content)
        except FileNotFoundError:
            path.parent.mkdir(parents=True, exist_ok=True)
            beside.write_bytes(content)
    except BaseException as error:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
        if isinstance(error, OSError):
            # The reader of the message knows the file, not the name that it has meanwhile.
            raise OSError(error.errno, error.strerror, str(path)) from error
        raise
    return beside


def _remove(docs: Path, names: Iterable[str]) -> None:
    for path in (docs / name for name in names):
        if path.is_file():
            path.unlink()
    # Deeper folders first: a folder is empty once its folders are gone.
    for folder in sorted({p for n in names for p in Path(n).parents}, reverse=True):
        if folder != Path():
            with suppress(OSError):  # it holds something that is not ours
                (docs / folder).rmdir()
