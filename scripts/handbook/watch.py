"""Tells when somebody has saved something: two states of what people write then differ."""

import os
from pathlib import Path

from handbook.render.view import NAVIGATION
from handbook.write import MANIFEST

State = frozenset[tuple[str, int, int]]

_WRITTEN = ("questions", "docs", "overrides", "scripts")


def state(config: Path) -> State:
    """Give the files that people write beside mkdocs.yml, each by path, time and size."""
    generated = _generated(config.parent / "docs")
    found = [(str(config), *_stamp(str(config)))]
    for name in _WRITTEN:
        for folder, folders, names in os.walk(config.parent / name):
            folders[:] = [each for each in folders if each != "__pycache__"]
            paths = (f"{folder}/{name}" for name in names if _by_hand(name))
            found += ((path, *_stamp(path)) for path in paths if path not in generated)
    return frozenset(found)


def _generated(docs: Path) -> frozenset[str]:
    try:
        names = (docs / MANIFEST).read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return frozenset()
    return frozenset(f"{docs}/{name}" for name in names)


def _by_hand(name: str) -> bool:
    """Tell a file from what editors and our own writing leave beside it for a moment."""
    return name == NAVIGATION or not (name.startswith(".") or name.endswith("~"))


def _stamp(path: str) -> tuple[int, int]:
    try:
        found = os.stat(path)  # noqa: PTH116 (several times as fast, for 10,000 files)
    except OSError:
        return 0, 0  # it has just gone
    return found.st_mtime_ns, found.st_size
