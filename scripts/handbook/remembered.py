"""Makes the deck for Anki only where something has changed, and its answers only where they have.

`.cache/anki/` holds the decks that were made last and the answers of the last one. What is kept is
found by a hash of everything that it is made from, our own code included, so it cannot be outdated.
"""

import hashlib
import json
import platform
import sqlite3
import zlib
from contextlib import suppress
from functools import cache
from importlib.metadata import version
from pathlib import Path

from handbook import anki
from handbook.render.view import View
from handbook.standalone import rendered
from handbook.write import keep_newest, replace_file

MOST_KEPT = 4  # decks: one source has another for each address that it is built for

_CODE = Path(__file__).parent
_CACHE = _CODE.parents[1] / ".cache/anki"
_ANSWERS = "answers.json"
_PACKAGES = ("genanki", "jinja2", "markdown", "markdown-it-py", "pygments", "pymdown-extensions")
_DIGEST = hashlib.sha256().digest_size


def deck(view: View, folder: Path = _CACHE) -> bytes:
    """Give the deck for Anki, as `anki.deck` does.

    Args:
        view: the handbook
        folder: where decks and answers are kept; where nothing can be written, nothing is

    Returns:
        the same bytes as without anything kept

    """
    path = folder / f"{_key(view)}.deck"
    known = _read(path)
    if known is None:
        answers = _Answers(folder / _ANSWERS)
        known = anki.deck(view, answers.html)
        with suppress(OSError):
            answers.keep()
            _keep(path, known)
    return known


def _key(view: View) -> str:
    made_from = repr((view.handbook, view.settings, view.drawings, _makers()))
    return hashlib.sha256(made_from.encode()).hexdigest()


@cache
def _makers() -> str:
    """Name all code that has a part in a deck."""
    versions = [f"{name} {version(name)}" for name in _PACKAGES]
    runtime = [platform.python_version(), sqlite3.sqlite_version, zlib.ZLIB_RUNTIME_VERSION]
    code = hashlib.sha256()
    for path in sorted([*_CODE.rglob("*.py"), *(_CODE / "templates").iterdir()]):
        code.update(path.name.encode() + b"\0" + path.read_bytes())
    return "\n".join([*versions, *runtime, code.hexdigest()])


def _read(path: Path) -> bytes | None:
    """Read what is kept; what somebody broke is not."""
    try:
        content = path.read_bytes()
    except OSError:
        return None
    digest, content = content[:_DIGEST], content[_DIGEST:]
    return content if hashlib.sha256(content).digest() == digest else None


def _keep(path: Path, content: bytes) -> None:
    replace_file(path, hashlib.sha256(content).digest() + content)
    keep_newest(path.parent.glob("*.deck"), MOST_KEPT)


class _Answers:
    """The HTML of answers by a hash of their Markdown: that of the last deck, and what is new."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.known = self._read()
        self.used: dict[str, str] = {}

    def _read(self) -> dict[str, str]:
        try:
            told = json.loads(self.path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        fits = isinstance(told, dict) and told.get("makers") == _makers()
        return dict(told["answers"]) if fits else {}

    def html(self, markdown: str) -> str:
        """Give the HTML of an answer."""
        key = hashlib.sha256(markdown.encode()).hexdigest()
        self.used[key] = self.known.get(key) or rendered(markdown)
        return self.used[key]

    def keep(self) -> None:
        """Remember what this deck holds, for the next."""
        told = {"makers": _makers(), "answers": self.used}
        replace_file(self.path, json.dumps(told).encode())
