"""Finds a browser for the tests: one counts once it has started."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from playwright.sync_api import Browser, Error, Playwright

FLAGS = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-quic",
)
INSTALLED = (
    "google-chrome",
    "google-chrome-stable",
    "chromium",
    "chromium-browser",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
HOW_TO_GET_ONE = """\
The browser tests need Chrome or Chromium, and none has started. Do one of these:
- install Chrome or Chromium, on Debian: apt-get install chromium
- download one for these tests: python -m playwright install --with-deps chromium
- name one that is somewhere else: make test BROWSER=/path/to/chrome
Tried:"""

Started = TypeVar("Started")


@dataclass(frozen=True)
class Candidate:
    """A browser that may be there; `find` gives its executable, or None, and may install it."""

    name: str
    find: Callable[[], str | None]


class NoBrowserError(Exception):
    """None of the candidates has started; the message says how to get one."""


def candidates(playwright: Playwright) -> Iterator[Candidate]:
    """Yield what may be used, the most wanted first and the most costly last."""
    named = os.environ.get("BROWSER", "")
    if named:
        yield Candidate(f"BROWSER={named}", lambda: shutil.which(named))
    for name in INSTALLED:
        yield Candidate(name, lambda name=name: shutil.which(name))  # type: ignore[misc]
    own = playwright.chromium.executable_path
    yield Candidate("Playwright's own Chromium", lambda: own_browser(own))
    yield Candidate("Debian's package chromium", debian_package)


def first_that_starts(
    candidates: Iterable[Candidate], start: Callable[[str], Started | str]
) -> Started:
    """Start one candidate after the other until one has started.

    Args:
        candidates: in the order in which they are tried
        start: starts an executable, or gives the reason why that has not worked

    """
    tried = []
    for candidate in candidates:
        executable = candidate.find()
        started = start(executable) if executable else "not there"
        if not isinstance(started, str):
            return started
        tried.append(f"- {candidate.name}: {started}")
    raise NoBrowserError("\n".join([HOW_TO_GET_ONE, *tried]))


def start(playwright: Playwright, executable: str) -> Browser | str:
    """Start a browser, or tell why not."""
    try:
        return playwright.chromium.launch(
            executable_path=executable,
            args=FLAGS,
            # Chromium refuses to start as root with its sandbox.
            chromium_sandbox=os.geteuid() != 0,
            timeout=20_000,
        )
    except Error as error:
        return error.message.splitlines()[0]


def own_browser(executable: str) -> str | None:
    """Give Playwright's own browser, downloaded if need be."""
    if not Path(executable).exists():
        run([sys.executable, "-m", "playwright", "install", "chromium"], seconds=300)
    return executable if Path(executable).exists() else None


def debian_package() -> str | None:
    """Install Debian's package, which only root may do."""
    if os.geteuid() == 0 and shutil.which("apt-get"):
        install = ["apt-get", "install", "--yes", "--no-install-recommends", "chromium"]
        if run(["apt-get", "update"], seconds=120):
            run(install, seconds=600)
    return shutil.which("chromium")


def run(command: list[str], seconds: float) -> bool:
    """Run a command that may need the network, and so may hang."""
    try:
        return subprocess.run(command, timeout=seconds, capture_output=True).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False
