"""A server that follows changes, `handbook serve` or `mkdocs serve`, and what it prints."""

import re
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from .project import HANDBOOK, Project
from .reader import wait_until

ANNOUNCED = re.compile(r"Serving (?:at|on) (http://\S+)")
SECONDS = 60  # a build may take on a busy machine


@dataclass
class Preview:
    """A server that is running."""

    process: subprocess.Popen[str]
    lines: list[str] = field(default_factory=list)

    def read(self) -> None:
        """Keep everything that is printed."""
        assert self.process.stdout
        for line in self.process.stdout:
            self.lines.append(line)

    @property
    def output(self) -> str:
        """Everything that was printed."""
        return "".join(self.lines)

    @property
    def builds(self) -> int:
        """How many builds have been good."""
        return self.output.count("Documentation built")

    @property
    def address(self) -> str:
        """The address that was printed."""
        self.has_printed(ANNOUNCED.pattern)
        found = ANNOUNCED.search(self.output)
        assert found
        return found[1]

    def has_printed(self, pattern: str, after: int = 0) -> None:
        """Wait until the output holds a pattern."""

        def complaint() -> str:
            if re.search(pattern, "".join(self.lines[after:])):
                return ""
            return f"{pattern} is not in the output:\n{self.output}"

        wait_until(complaint, SECONDS)

    def fetch(self, path: str = "", seconds: float = 10) -> tuple[int, str]:
        """Fetch a page, which must not take longer, and give its status and text."""
        address = self.address + path
        started = time.monotonic()
        try:
            with urllib.request.urlopen(address, timeout=seconds) as response:
                found = response.status, response.read().decode()
        except urllib.error.HTTPError as error:
            with error:
                found = error.code, error.read().decode()
        assert time.monotonic() - started < seconds
        return found

    def shows(self, path: str, text: str) -> None:
        """Wait until a page holds a text."""
        wait_until(
            lambda: "" if text in self.fetch(path)[1] else f"{path} lacks {text}\n{self.output}",
            SECONDS,
        )

    def stop(self, number: signal.Signals = signal.SIGTERM) -> int:
        """End the server by a signal, and give its exit code."""
        self.process.send_signal(number)
        return self.process.wait(SECONDS)


@contextmanager
def running(project: Project, *command: str, **environment: str) -> Iterator[Preview]:
    """Run a command in a project's folder until the end of the test."""
    process = subprocess.Popen(
        command,
        cwd=project.folder,
        env=project.environment() | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    preview = Preview(process)
    reading = threading.Thread(target=preview.read)
    reading.start()
    try:
        yield preview
    finally:
        if process.poll() is None:
            preview.stop()
        reading.join()
        assert process.stdout
        process.stdout.close()


def handbook_serve() -> list[str]:
    """Give the command of our own server."""
    return [*HANDBOOK, "serve", "--port", "0"]


def mkdocs_serve() -> list[str]:
    """Give the command of MkDocs' own server, which takes no port 0."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    return [sys.executable, "-P", "-m", "mkdocs", "serve", "--dev-addr", f"127.0.0.1:{port}"]
