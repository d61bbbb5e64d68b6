"""Writes the service worker of a built site: with the list of what it keeps, or one that leaves."""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from handbook.headers import WORKER
from handbook.render.ids import IDS
from handbook.templating import environment
from handbook.write import replace_file

LIMIT = 30_000_000  # bytes: more than that is not fetched unasked

# What pages load, by the ends of the names: not what web servers and other programs read.
_KINDS = (".html", ".css", ".js", ".mjs", ".json", ".svg", ".png", ".webp", ".woff2", ".ico")
# Of these, what no page of the site asks for: the whole data for programs, the picture for
# previews elsewhere, and what the theme brings along for other languages and for file://.
_UNUSED = re.compile(
    r"data/(?:questions|schema|overview)\.json|assets/images/card\.png"
    r"|assets/javascripts/(?:lunr/.*|iframe-worker-.*\.js)|service-worker\.js|(?:.*/)?[._][^/]*"
)
_STUB = re.compile(r"q/([^/]+)/index\.html")
# What every page needs, and what stands in for one that is not kept.
_SHELL = re.compile(rf"index\.html|404\.html|assets/.*|{re.escape(IDS)}")


def write_worker(site: Path, limit: int = LIMIT) -> None:
    """Write the worker that keeps a site.

    Args:
        site: the folder of a built site
        limit: how many bytes may be fetched on a first visit; a larger site is kept as its pages
            are visited

    """
    names = list(_kept(site))
    contents = {name: site.joinpath(name).read_bytes() for name in names}
    files = {name: hashlib.sha256(content).hexdigest() for name, content in contents.items()}
    large = sum(map(len, contents.values())) > limit
    first = [name for name in names if _SHELL.fullmatch(name)] if large else []
    replace_file(site / WORKER, worker(files, first).encode())


def worker(files: Mapping[str, str], first: list[str]) -> str:
    """Give the worker's script.

    Args:
        files: the hash of each file, by its path
        first: those of a large site that are fetched at once; none where all are

    """
    listed, some = json.dumps(files, indent=2), json.dumps(first, indent=2)
    version = hashlib.sha256(f"{listed}{some}".encode()).hexdigest()
    template = environment().get_template(WORKER)
    return template.render(version=version, files=listed, first=first and some, ids=IDS)


def write_removal(site: Path) -> None:
    """Write the worker that takes an earlier one away."""
    removal = environment().get_template(f"no-{WORKER}").render()
    replace_file(site / WORKER, removal.encode())


def _kept(site: Path) -> Iterator[str]:
    """Yield the files that are kept, in order.

    Permanent links are as many as questions: the worker finds their places in the list of ids.

    """
    listed = site / IDS
    ids = json.loads(listed.read_text(encoding="utf-8")) if listed.exists() else {}
    known = {*ids.get("questions", ()), *ids.get("former", ())}
    for path in sorted(site.rglob("*")):
        name = path.relative_to(site).as_posix()
        stub = _STUB.fullmatch(name)
        if not name.endswith(_KINDS) or _UNUSED.fullmatch(name) or (stub and stub[1] in known):
            continue
        yield name
