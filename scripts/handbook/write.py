"""Writes generated files: only where bytes change, and never over a hand-written page."""

import os
from collections.abc import Iterable, Mapping
from pathlib import Path

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
        path = Path(error.filename or docs)
        return [Problem(shown(path), 1, "docs-unwritable", "must be writable", error.strerror)]


def remove_generated(docs: Path) -> None:
    """Delete everything that was generated, and the manifest."""
    _remove(docs, _read_manifest(docs))
    (docs / MANIFEST).unlink(missing_ok=True)


def _read_manifest(docs: Path) -> set[str]:
    path = docs / MANIFEST
    if not path.exists():
        return set()
    names = path.read_text(encoding="utf-8").splitlines()
    # A manifest that somebody edited must not make us delete what lies elsewhere.
    return {name for name in names if name and _inside(docs, docs / name)}


def _inside(docs: Path, path: Path) -> bool:
    return path.resolve().is_relative_to(docs.resolve())


def _as_manifest(names: Iterable[str]) -> bytes:
    return "".join(f"{name}\n" for name in sorted(names)).encode()


def _in_the_way(docs: Path, files: Mapping[str, bytes], ours: set[str]) -> Iterable[Problem]:
    """Yield files that somebody else wrote where one of ours belongs."""
    for name, content in files.items():
        path = docs / name
        if name not in ours and path.exists() and not _holds(path, content):
            must = "must not stand where a generated page belongs; rename it, or delete it"
            yield Problem(shown(path), 1, "page-in-the-way", must, name)


def _holds(path: Path, content: bytes) -> bool:
    return path.is_file() and path.read_bytes() == content


def replace_file(path: Path, content: bytes) -> None:
    """Write a file in one step, if it does not hold that already."""
    if path.exists() and _holds(path, content):
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        beside.write_bytes(content)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


def _remove(docs: Path, names: Iterable[str]) -> None:
    for name in names:
        (docs / name).unlink(missing_ok=True)
    # Deeper folders first: a folder is empty once its folders are gone.
    for folder in sorted({p for n in names for p in Path(n).parents}, reverse=True):
        try:
            if folder != Path():
                (docs / folder).rmdir()
        except OSError:
            continue  # it holds something that is not ours
