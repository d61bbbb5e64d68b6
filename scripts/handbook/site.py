"""Runs MkDocs: a strict build, swapped in only when it has worked."""

import os
import shutil
import signal
import subprocess
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NoReturn

import click

from handbook.locking import locked
from handbook.read import shown
from handbook.watch import state

# Set for the hook while serving: it then tells problems and lets MkDocs render the last good pages.
KEEP_GOING = "HANDBOOK_KEEP_GOING"
# Set for the hook to build what is read from a disk.
ON_DISK = "HANDBOOK_ON_DISK"
# Material prints a notice about MkDocs 2 at every build; the pins keep MkDocs 1.
_QUIET = {"NO_MKDOCS_2_WARNING": "1"}
_ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
KEPT = "The build failed; the last good pages are served."


def build_site(config: Path) -> int:
    """Build the site beside the present one, which stays as it is unless the new one is good.

    Args:
        config: mkdocs.yml; the site is built into the folder site/ beside it

    Returns:
        the exit code

    """
    if is_missing(config):
        return 2
    site = config.absolute().parent / "site"
    with ending_cleanly(), locked(site.parent):
        _settle(site)
        try:
            if not run_mkdocs(config, _beside(site), "--strict"):
                return 1
            if site.exists():
                site.rename(_before(site))
            _beside(site).rename(site)
        finally:
            _settle(site)
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
                click.echo(KEPT, err=True)
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


def is_missing(config: Path) -> bool:
    """Tell where there is nothing to build."""
    if config.is_file():
        return False
    click.echo(f"{shown(config)} is not there: run this beside it, or use --config.", err=True)
    return True


def run_mkdocs(config: Path, target: Path, *options: str, **environment: str) -> bool:
    """Run `mkdocs build` in a process of its own and tell whether it was good.

    Each build writes docs/ for the address that it builds for: the caller keeps others waiting.
    """
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
def ending_cleanly() -> Iterator[None]:
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
