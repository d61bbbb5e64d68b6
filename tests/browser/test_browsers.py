"""Which browser the tests take, and what they say where there is none."""

import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest
from playwright.sync_api import Browser, Playwright

from . import browsers
from .browsers import Candidate, NoBrowserError, first_that_starts

OWN = "/somewhere/of/playwright/chrome"
PLAYWRIGHT = cast(Playwright, SimpleNamespace(chromium=SimpleNamespace(executable_path=OWN)))
MESSAGE = """\
The browser tests need Chrome or Chromium, and none has started. Do one of these:
- install Chrome or Chromium, on Debian: apt-get install chromium
- download one for these tests: python -m playwright install --with-deps chromium
- name one that is somewhere else: make test BROWSER=/path/to/chrome
Tried:
- BROWSER=my-chrome: not there
- chromium: does not start"""


def candidate(name: str, found: str | None = "path") -> Candidate:
    return Candidate(name, lambda: found)


def test_the_first_that_starts_is_taken() -> None:
    asked: list[str] = []

    def start(executable: str) -> int | str:
        asked.append(executable)
        return 7 if executable == "good" else "does not start"

    three = [candidate("a", None), candidate("b", "bad"), candidate("c", "good")]
    assert first_that_starts([*three, candidate("d", "better")], start) == 7
    assert asked == ["bad", "good"]


def test_nothing_is_installed_once_a_browser_has_started() -> None:
    def install() -> str:
        raise AssertionError("installed needlessly")

    found = [candidate("a", "good"), Candidate("b", install)]
    assert first_that_starts(found, lambda executable: 7) == 7


def test_what_is_said_where_none_starts() -> None:
    tried = [candidate("BROWSER=my-chrome", None), candidate("chromium")]
    with pytest.raises(NoBrowserError) as raised:
        first_that_starts(tried, lambda executable: "does not start")
    assert str(raised.value) == MESSAGE


def test_the_order(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BROWSER", "my-chrome")
    assert [each.name for each in browsers.candidates(PLAYWRIGHT)] == [
        "BROWSER=my-chrome",
        "google-chrome",
        "google-chrome-stable",
        "chromium",
        "chromium-browser",
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
        "/Applications/Chromium.app/Contents/MacOS/Chromium",
        "Playwright's own Chromium",
        "Debian's package chromium",
    ]
    monkeypatch.delenv("BROWSER")
    assert next(browsers.candidates(PLAYWRIGHT)).name == "google-chrome"


def test_each_name_is_looked_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BROWSER", "my-chrome")
    monkeypatch.setattr("shutil.which", lambda name: f"/bin/{name}")
    found = [each.find() for each in list(browsers.candidates(PLAYWRIGHT))[:3]]
    assert found == ["/bin/my-chrome", "/bin/google-chrome", "/bin/google-chrome-stable"]


def test_own_browser_is_downloaded_where_it_is_missing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    executable = tmp_path / "chrome"
    commands: list[list[str]] = []

    def download(command: list[str], seconds: float) -> bool:
        commands.append(command)
        executable.touch()
        return True

    monkeypatch.setattr(browsers, "run", download)
    for _ in range(2):
        assert browsers.own_browser(str(executable)) == str(executable)
    assert commands == [[sys.executable, "-m", "playwright", "install", "chromium"]]


def test_own_browser_that_cannot_be_downloaded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(browsers, "run", lambda command, seconds: False)
    assert browsers.own_browser(OWN) is None


@pytest.mark.parametrize(
    ("user", "commands"),
    [
        (
            0,
            [
                "apt-get update",
                "apt-get install --yes --no-install-recommends chromium",
            ],
        ),
        (1000, []),
    ],
    ids=["root", "user"],
)
def test_debian_package(monkeypatch: pytest.MonkeyPatch, user: int, commands: list[str]) -> None:
    ran: list[str] = []

    def run(command: list[str], seconds: float) -> bool:
        ran.append(" ".join(command))
        return True

    monkeypatch.setattr("os.geteuid", lambda: user)
    monkeypatch.setattr("shutil.which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(browsers, "run", run)
    assert browsers.debian_package() == "/usr/bin/chromium"
    assert ran == commands


def test_a_command_that_hangs_is_given_up() -> None:
    assert browsers.run([sys.executable, "-c", "import time; time.sleep(60)"], 0.2) is False
    assert browsers.run(["no-such-command"], 5) is False
    assert browsers.run([sys.executable, "-c", ""], 60) is True


def test_what_does_not_start(browser: Browser) -> None:
    # The fixture has a browser: this is about a program that is none.
    playwright = cast(Playwright, SimpleNamespace(chromium=browser.browser_type))
    reason = browsers.start(playwright, subprocess.__file__)
    assert isinstance(reason, str)
    assert reason.startswith("BrowserType.launch: Failed to launch")
