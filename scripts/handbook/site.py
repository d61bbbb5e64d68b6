"""Runs MkDocs: a strict build, swapped in when it has worked, and a preview that stays up."""

import fcntl
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NoReturn
from urllib.parse import urlsplit

import click
from mkdocs.livereload import LiveReloadServer

from handbook.read import shown
from handbook.settings import read_settings
from handbook.watch import State, state

# Set for the hook while serving: it then tells problems and lets MkDocs render the last good pages.
KEEP_GOING = "HANDBOOK_KEEP_GOING"
# Material prints a notice about MkDocs 2 at every build; the pins keep MkDocs 1.
_QUIET = {"NO_MKDOCS_2_WARNING": "1"}
_PAUSE = 0.2  # seconds between two looks at what people write
_ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
_KEPT = "The build failed; the last good pages are served."
_NOTHING_YET = (
    b'<!doctype html><meta charset="utf-8"><meta http-equiv="refresh" content="2">'
    b"<title>Nothing to show yet</title><p>No build has worked yet; the terminal says why."
)


def build_site(config: Path) -> int:
    """Build the site beside the present one, which stays as it is unless the new one is good.

    Args:
        config: mkdocs.yml; the site is built into the folder site/ beside it

    Returns:
        the exit code

    """
    if _missing(config):
        return 2
    site = config.absolute().parent / "site"
    with _ending_cleanly(), _alone(site.parent):
        _settle(site)
        try:
            if not _mkdocs(config, _beside(site), "--strict"):
                return 1
            if site.exists():
                site.rename(_before(site))
            _beside(site).rename(site)
        finally:
            _settle(site)
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
    if _missing(config):
        return 2
    with _ending_cleanly(), tempfile.TemporaryDirectory(prefix="handbook-") as scratch:
        try:
            _Preview(config.absolute(), Path(scratch), port).run()
        except KeyboardInterrupt:
            click.echo("Stopped.")
    return 0


def kept_up(build: Callable[[], None], config: Path, site: Path) -> Callable[[], None]:
    """Make a build that never raises, and leaves the last good pages where it fails.

    For MkDocs' own server: it empties their folder before it builds, answers nothing any more
    once a build has raised, and builds a second time because of what the first has generated.
    """
    built = state(config)

    def build_or_keep() -> None:
        nonlocal built
        if (now := state(config)) == built:
            return
        built = now
        shutil.rmtree(_before(site), ignore_errors=True)
        site.rename(_before(site))
        try:
            if not _good(build):
                click.echo(_KEPT, err=True)
                shutil.rmtree(site, ignore_errors=True)
        finally:
            _settle(site)

    return build_or_keep


def _good(build: Callable[[], None]) -> bool:
    """Build, and tell why where that fails."""
    try:
        build()
    except click.ClickException as error:
        error.show()
        return False
    # MkDocs and its plugins raise what they like.
    except (Exception, SystemExit):
        traceback.print_exc()
        return False
    return True


def _beside(site: Path) -> Path:
    return site.with_name(f"{site.name}.new")


def _before(site: Path) -> Path:
    return site.with_name(f"{site.name}.old")


def _settle(site: Path) -> None:
    """Keep one site, whatever a build or a crash left; never delete the only good one."""
    if _before(site).exists() and not site.exists():
        _before(site).rename(site)
    for leftover in (_before(site), _beside(site)):
        shutil.rmtree(leftover, ignore_errors=True)


def _missing(config: Path) -> bool:
    """Tell where there is nothing to build."""
    if config.is_file():
        return False
    click.echo(f"{shown(config)} is not there: run this beside it, or use --config.", err=True)
    return True


def _mkdocs(config: Path, target: Path, *options: str, **environment: str) -> bool:
    """Run `mkdocs build` in a process of its own and tell whether it was good."""
    # -P: a file of the working folder must not be taken for a module of that name.
    command = [sys.executable, "-P", "-m", "mkdocs", "build", *options]
    command += ["--config-file", str(config), "--site-dir", str(target)]
    environment = {**os.environ, **_QUIET, **environment}
    # In a group of its own, Ctrl+C reaches only us, and nothing that it started outlives it.
    process = subprocess.Popen(command, env=environment, start_new_session=True)
    try:
        return process.wait() == 0
    finally:
        if process.poll() is None:
            # It may have ended by itself just now.
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(process.pid, signal.SIGTERM)
            process.wait()


@contextmanager
def _ending_cleanly() -> Iterator[None]:
    """Make other ways to end a process work as Ctrl+C does: what was begun is put in order."""

    def end(number: int, frame: object) -> NoReturn:
        # A second Ctrl+C must not interrupt that.
        for ending in _ENDING:
            signal.signal(ending, signal.SIG_IGN)
        raise KeyboardInterrupt

    # A hang-up that is ignored was meant to be: nohup does that.
    kept = signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
    endings = [each for each in _ENDING if not (kept and each is signal.SIGHUP)]
    before = {each: signal.signal(each, end) for each in endings}
    try:
        yield
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Wait for the end of another build: each writes docs/ for the address that it builds for."""
    lock = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
    finally:
        os.close(lock)


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
        with _alone(self.config.parent):
            good = _mkdocs(self.config, target, "--no-strict", **environment)
        if good:
            self.newest = target
            self.stamp.write_text(str(self.builds), encoding="utf-8")
        else:
            click.echo(_KEPT if self.newest.exists() else "The build failed.", err=True)

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
