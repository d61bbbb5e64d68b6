"""Runs MkDocs: a strict build, swapped in when it has worked, and a preview that stays up."""

import os
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import click
from mkdocs.livereload import LiveReloadServer
from watchfiles import Change, watch

from handbook.write import MANIFEST

# Set for the hook while serving: it then tells problems and lets MkDocs render the last good pages.
KEEP_GOING = "HANDBOOK_KEEP_GOING"
# Material prints a notice about MkDocs 2 at every build; the pins keep MkDocs 1.
_QUIET = {"NO_MKDOCS_2_WARNING": "1"}
_WATCHED = ("questions", "docs", "overrides", "scripts")


def _mkdocs(config: Path, target: Path, *options: str, **environment: str) -> int:
    """Run `mkdocs build` in a process of its own and give its exit code."""
    command = [sys.executable, "-m", "mkdocs", "build", "--config-file", str(config)]
    command += ["--site-dir", str(target.absolute()), *options]
    return subprocess.run(command, env=os.environ | _QUIET | environment, check=False).returncode


def build_site(config: Path) -> int:
    """Build the site beside the present one, which stays as it is unless the new one is good.

    Args:
        config: mkdocs.yml; the site is built into the folder site/ beside it

    Returns:
        the exit code

    """
    site = config.absolute().parent / "site"
    beside, before = site.with_name("site.new"), site.with_name("site.old")
    for leftover in (beside, before):
        shutil.rmtree(leftover, ignore_errors=True)
    code = _mkdocs(config, beside, "--strict")
    if code:
        shutil.rmtree(beside, ignore_errors=True)
        return code
    if site.exists():
        site.rename(before)
    beside.rename(site)
    shutil.rmtree(before, ignore_errors=True)
    return 0


def serve(config: Path, port: int) -> int:
    """Serve the site at 127.0.0.1 until interrupted.

    MkDocs' own server answers no request while a build runs, and none at all after one that
    failed. Here every build goes into a folder of its own; the server is told of the good ones.

    Args:
        config: mkdocs.yml
        port: 0 takes any that is free

    Returns:
        the exit code

    """
    with tempfile.TemporaryDirectory(prefix="handbook-") as scratch:
        preview = _Preview(config.absolute(), Path(scratch))
        try:
            preview.start(port)
        except OSError as error:
            reason = error.strerror or str(error)
            click.echo(
                f"Cannot serve at port {port}: {reason}. Choose another: PORT=8001", err=True
            )
            return 1
        preview.run()
    return 0


class _Preview:
    """Builds at every change, into folders that take turns."""

    def __init__(self, config: Path, scratch: Path) -> None:
        self.config = config
        self.scratch = scratch
        self.builds = 0
        # The server watches this file only: writing it makes browsers reload.
        self.stamp = scratch / "stamp"
        self.stamp.touch()
        self.newest = scratch / "none"

    def start(self, port: int) -> None:
        """Bind the port, build for the first time and announce the address."""
        path = urlsplit(os.environ.get("SITE_URL", "")).path or "/"
        self.server = LiveReloadServer(self._show, "127.0.0.1", port, str(self.newest), path)
        self.server.error_handler = self._error_page
        self.server.watch(str(self.stamp))
        self.server.server_bind()
        self.address = f"http://127.0.0.1:{self.server.server_port}{self.server.mount_path}"
        # serve() would bind a second time.
        setattr(self.server, "server_bind", lambda: None)  # noqa: B010 (mypy)

    def run(self) -> None:
        """Serve until interrupted."""
        self.build()
        self._show()
        threading.Thread(target=self._watch, daemon=True).start()
        click.echo(f"Serving at {self.address} (stop: Ctrl+C)")
        try:
            self.server.serve()
        except KeyboardInterrupt:
            click.echo("Stopped.")
        finally:
            self.server.shutdown()

    def build(self) -> bool:
        """Build into a new folder; keep the one before it until browsers have left it."""
        self.builds += 1
        target = self.scratch / str(self.builds)
        code = _mkdocs(
            self.config, target, "--no-strict", **{KEEP_GOING: "1", "SITE_URL": self.address}
        )
        if code:
            shutil.rmtree(target, ignore_errors=True)
            click.echo("The build failed; the last good pages are served.", err=True)
            return False
        shutil.rmtree(self.scratch / str(self.builds - 2), ignore_errors=True)
        self.newest = target
        return True

    def _show(self) -> None:
        self.server.root = str(self.newest)

    def _watch(self) -> None:
        folder = self.config.parent
        paths = [path for name in _WATCHED if (path := folder / name).exists()]
        for _ in watch(self.config, *paths, watch_filter=_by_hand(folder / "docs")):
            if self.build():
                self.stamp.write_text(str(self.builds), encoding="utf-8")

    def _error_page(self, code: int) -> bytes | None:
        page = self.newest / f"{code}.html"
        if page.exists():
            return page.read_bytes()
        return b"No build has worked yet; the terminal says why." if code == 404 else None


def _by_hand(docs: Path) -> Callable[[Change, str], bool]:
    """Give a filter that passes what people write, and not what the build generates."""

    def wanted(_: Change, path: str) -> bool:
        name = Path(path).name
        if name.startswith(".") or name.endswith(("~", ".pyc")) or "__pycache__" in path:
            return False
        manifest = docs / MANIFEST
        generated = manifest.read_text(encoding="utf-8").splitlines() if manifest.exists() else ()
        return not any(Path(path) == docs / entry for entry in generated)

    return wanted
