"""Packs the site for reading from a disk: a zip that works from a double click on index.html."""

import io
import json
import re
import shutil
import tempfile
import zipfile
from pathlib import Path

import click

from handbook.locking import locked
from handbook.read import shown
from handbook.settings import read_settings
from handbook.site import ON_DISK, ending_cleanly, is_missing, run_mkdocs
from handbook.templating import environment
from handbook.write import replace_file

PACKED = "site-offline.zip"
SCRIPT = "on-disk.js"  # what stands in for a server
SCRIPTS = "assets/javascripts"

_INDEX = "search/search_index"
# What scripts ask for: data, except for that for other programs, and pages with answers.
_ASKED_FOR = re.compile(r"data/(?!(?:questions|schema|overview)\.json).+\.json|questions/.+\.html")
# What only a server sends, and what nothing refers to.
_UNUSED = ("404.html", "assets/images/card.png", f"{SCRIPTS}/lunr", f"{SCRIPTS}/offline.js")
_EARLIEST = (1980, 1, 1, 0, 0, 0)  # of the times that a zip can tell


def pack_site(config: Path) -> int:
    """Build the site for reading from a disk, and pack it beside mkdocs.yml.

    Args:
        config: mkdocs.yml

    Returns:
        the exit code

    """
    if is_missing(config):
        return 2
    target = config.absolute().parent / PACKED
    name = re.sub(r"[^a-z0-9]+", "-", read_settings(config)[0].name.lower()).strip("-")
    with ending_cleanly(), tempfile.TemporaryDirectory(prefix="handbook-") as scratch:
        site = Path(scratch, name or "site")
        with locked(target.parent):
            # No address: what is read from a disk has none.
            if not run_mkdocs(config, site, "--strict", **{ON_DISK: "1", "SITE_URL": ""}):
                return 1
        content = packed(site)
    replace_file(target, content)
    click.echo(f"{shown(target)}: {len(content) / 1e6:.1f} MB")
    return 0


def packed(folder: Path) -> bytes:
    """Give a folder as a zip, the same bytes for the same files on any day."""
    found = io.BytesIO()
    with zipfile.ZipFile(found, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            entry = zipfile.ZipInfo(path.relative_to(folder.parent).as_posix(), _EARLIEST)
            entry.create_system = 3  # Unix, on every system
            entry.external_attr = 0o100644 << 16
            archive.writestr(entry, path.read_bytes(), zipfile.ZIP_DEFLATED, 9)
    return found.getvalue()


def prepare(site: Path) -> None:
    """Make a built site work without a server.

    Args:
        site: its folder; pages are served at `name.html`

    """
    for name in _UNUSED:
        shutil.rmtree(site / name, ignore_errors=True)
        if (site / name).is_file():
            (site / name).unlink()
    for source_map in site.rglob("*.map"):
        source_map.unlink()
    script = environment().get_template(SCRIPT).render()
    replace_file(site / SCRIPTS / SCRIPT, script.encode())
    _write_twins(site)


def _write_twins(site: Path) -> None:
    """Write the scripts that hold what a browser does not read from a disk."""
    for path in sorted(site.rglob("*")):
        name = path.relative_to(site).as_posix()
        if _ASKED_FOR.fullmatch(name):
            text = path.read_text(encoding="utf-8")
            twin = f"hbFile({json.dumps(name)}, {json.dumps(text, ensure_ascii=False)});\n"
            replace_file(site / f"{name}.js", twin.encode())
    # The theme looks for this one, and in it for this name.
    index = site / f"{_INDEX}.json"
    replace_file(site / f"{_INDEX}.js", b"var __index = " + index.read_bytes())
    index.unlink()
