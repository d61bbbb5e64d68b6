"""Serves the site on this machine, and builds it again at every change; it always stays up."""

import shutil
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import click
from mkdocs.livereload import LiveReloadServer

from handbook.locking import locked
from handbook.settings import read_settings
from handbook.site import KEEP_GOING, KEPT, ending_cleanly, is_missing, run_mkdocs
from handbook.watch import State, state

_PAUSE = 0.2  # seconds between two looks at what people write
_NOTHING_YET = (
    b'<!doctype html><meta charset="utf-8"><meta http-equiv="refresh" content="2">'
    b"<title>Nothing to show yet</title><p>No build has worked yet; the terminal says why."
)


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
    if is_missing(config):
        return 2
    with ending_cleanly(), tempfile.TemporaryDirectory(prefix="handbook-") as scratch:
        try:
            _Preview(config.absolute(), Path(scratch), port).run()
        except KeyboardInterrupt:
            click.echo("Stopped.")
    return 0


class _Server(LiveReloadServer):
    """Binds its port once, so that one in use is told before the first build."""

    bound = False

    def server_bind(self) -> None:
        if not self.bound:
            super().server_bind()
            self.bound = True


class _Preview:
    """Builds at every change, into a new folder each time; the server shows the newest good one."""

    def __init__(self, config: Path, scratch: Path, port: int) -> None:
        self.config = config
        self.port = port
        self.scratch = scratch
        # The server watches this file only: writing it makes browsers reload.
        self.stamp = scratch / "stamp"
        self.stamp.touch()
        self.builds = 0
        self.newest = scratch / "site-0"

    def run(self) -> None:
        """Serve and follow changes until interrupted."""
        path = urlsplit(read_settings(self.config)[0].address).path or "/"
        self.server = _Server(self._show, "127.0.0.1", self.port, str(self.newest), path)
        self.server.error_handler = self._error_page
        self.server.watch(str(self.stamp))
        answering = threading.Thread(target=self.server.serve, daemon=True)
        try:
            self._run(answering)
        finally:
            self.server.shutdown()
            if answering.is_alive():
                answering.join()

    def _run(self, answering: threading.Thread) -> None:
        with _having(self.port):
            self.server.server_bind()
        self.address = f"http://127.0.0.1:{self.server.server_port}{self.server.mount_path}"
        built = state(self.config)
        self._build()
        self._show()
        # Two servers may bind a port, but only one may listen there.
        with _having(self.port):
            self.server.server_activate()
        answering.start()
        click.echo(f"Serving at {self.address} (stop: Ctrl+C)")
        self._follow(built)

    def _follow(self, built: State) -> None:
        """Build again whenever something was saved and nothing was since the last look."""
        seen = built
        while True:
            started = time.monotonic()
            now = state(self.config)
            # In a large handbook a look takes longer: it may take a tenth of our time.
            time.sleep(max(_PAUSE, 9 * (time.monotonic() - started)))
            if now == seen and now != built:
                built = now
                self._build()
            seen = now

    def _build(self) -> None:
        """Build into a new folder, and have it shown if the build is good."""
        shown = {str(self.newest), self.server.root}
        for folder in self.scratch.glob("site-*"):
            if str(folder) not in shown:
                shutil.rmtree(folder, ignore_errors=True)
        self.builds += 1
        target = self.scratch / f"site-{self.builds}"
        environment = {KEEP_GOING: "1", "SITE_URL": self.address}
        with locked(self.config.parent):
            good = run_mkdocs(self.config, target, "--no-strict", **environment)
        if good:
            self.newest = target
            self.stamp.write_text(str(self.builds), encoding="utf-8")
        else:
            click.echo(KEPT if self.newest.exists() else "The build failed.", err=True)

    def _show(self) -> None:
        self.server.root = str(self.newest)

    def _error_page(self, code: int) -> bytes | None:
        if not Path(self.server.root).exists():
            return _NOTHING_YET
        page = Path(self.server.root, f"{code}.html")
        return page.read_bytes() if page.exists() else None


@contextmanager
def _having(port: int) -> Iterator[None]:
    """Tell in one line that a port cannot be had."""
    try:
        yield
    except OSError as error:
        told = f"Cannot serve at port {port}: {error.strerror}. Choose another: PORT="
        raise click.ClickException(told) from error
