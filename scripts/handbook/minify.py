"""Makes the scripts of a site small: without comments, which are for those who change them.

The packages that the site ships keep no notices in their files then; the page of licenses has them.
What only one page needs becomes one file: compressed together, scripts take a fifth less.
"""

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from handbook.nodejs import run
from handbook.problems import Problem
from handbook.read import shown
from handbook.write import replace_file

_FOLDER = "assets/javascripts"
_SMALL = ".min.js"
_OF_PACKAGE = re.compile(r"-\d[\d.]*\.js$")

_SCRIPT = Path(__file__).with_suffix(".mjs")


class ScriptError(Exception):
    """A script cannot be read; the message is a problem."""


@dataclass
class Scripts:
    """The scripts of a site, made small.

    Attributes:
        texts: their texts by their paths below docs/; none where they stay as they are
        bundles: files that are loaded by single pages, each with the scripts that it is made of

    """

    texts: Mapping[str, str] = field(default_factory=dict)
    bundles: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def bundled(self, scripts: Sequence[str], page: str) -> list[str]:
        """Give the scripts that a page loads instead of its own.

        Args:
            scripts: their paths below docs/, in order; a package's, with its version, stays alone
            page: names the file

        Returns:
            the scripts of packages, then the one file that holds the others

        """
        if not self.texts:
            return list(scripts)
        own = tuple(script for script in scripts if not _OF_PACKAGE.search(script))
        name = f"{_FOLDER}/{page}.{_hash(self._text(own))}{_SMALL}"
        self.bundles[name] = own
        return [*(script for script in scripts if script not in own), name]

    def write(self, site: Path) -> None:
        """Write the scripts into a built site; those that are part of another file go."""
        parts = {part for bundle in self.bundles.values() for part in bundle}
        files = {name: self._text(bundle) for name, bundle in self.bundles.items()}
        files |= {name: text for name, text in self.texts.items() if name not in parts}
        for name, text in files.items():
            replace_file(site / name, text.encode())
        for name in parts:
            (site / name).unlink()

    def _text(self, names: Sequence[str]) -> str:
        return "".join(self.texts[name] for name in names)


def minified(docs: Path) -> Scripts:
    """Make scripts small.

    Args:
        docs: the folder that MkDocs renders

    Raises:
        ScriptError: where one of them cannot be read

    """
    paths = sorted(docs.glob(f"{_FOLDER}/*.js"))
    texts = _minified({str(path): path.read_text(encoding="utf-8") for path in paths})
    return Scripts({path.relative_to(docs).as_posix(): texts[str(path)] for path in paths})


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:8]


def _minified(scripts: Mapping[str, str]) -> dict[str, str]:
    """Give the small texts of scripts by their paths."""
    done = run(_SCRIPT, json.dumps(scripts))
    if done.returncode:
        raise ScriptError(_reason(done.stderr))
    return dict(json.loads(done.stdout))


def _reason(told: str) -> str:
    """Give what the process told: a problem of one script, or else that it did not work at all."""
    try:
        found = json.loads(told)
    except ValueError:
        return f"The scripts cannot be made small: {told.strip()}"
    must = "must be a script that can be read"
    path = shown(Path(found["path"]))
    return str(Problem(path, found["line"] or 1, "script-broken", must, found["message"]))
