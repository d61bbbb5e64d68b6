"""A real nginx, as an ordinary process: found, or installed where that is possible, and run."""

import os
import re
import shutil
import socket
import subprocess
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import Message
from pathlib import Path

from browser.browsers import run
from browser.reader import wait_until

HOW_TO_GET_ONE = (
    "These tests need nginx, and there is none: "
    "apt-get install nginx-light (Debian), brew install nginx (macOS)."
)
_PLACES = ("/usr/sbin", "/usr/local/sbin", "/usr/local/bin", "/opt/homebrew/bin")
# Each of these modules wants a folder for what it receives, and may be compiled in or not.
_RECEIVING = ("proxy", "fastcgi", "uwsgi", "scgi")
_CONFIGURATION = """\
daemon off;
master_process off;
pid {scratch}/pid;
error_log stderr;
events {{}}
http {{
    access_log off;
    client_body_temp_path {scratch}/body;
    {temporary}
    {server}
}}
"""


class NoNginxError(Exception):
    """There is no nginx, and none could be installed; the message says how to get one."""


@dataclass(frozen=True)
class Answer:
    """What the server answered."""

    status: int
    headers: Message
    content: bytes

    @property
    def caching(self) -> str:
        """For how long the answer may be kept."""
        return str(self.headers["Cache-Control"])


class _NotFollowed(urllib.request.HTTPRedirectHandler):
    """Gives a redirect itself as the answer."""

    def redirect_request(self, *arguments: object) -> None:
        return None


def find() -> str:
    """Give the executable of nginx, installed if need be."""
    found = _installed()
    if not found and os.geteuid() == 0 and shutil.which("apt-get"):
        install = ["apt-get", "install", "--yes", "--no-install-recommends", "nginx-light"]
        if run(["apt-get", "update"], seconds=120):
            run(install, seconds=600)
        found = _installed()
    if not found:
        raise NoNginxError(HOW_TO_GET_ONE)
    return found


def _installed() -> str | None:
    return shutil.which("nginx", path=os.pathsep.join([os.environ.get("PATH", ""), *_PLACES]))


@contextmanager
def running(executable: str, server: str, port: int, scratch: Path) -> Iterator[None]:
    """Run nginx with a server block that listens at a port."""
    scratch.mkdir()
    built = subprocess.run([executable, "-V"], capture_output=True, text=True).stderr
    receiving = [name for name in _RECEIVING if f"--without-http_{name}_module" not in built]
    temporary = "\n    ".join(f"{name}_temp_path {scratch}/{name};" for name in receiving)
    configuration = scratch / "nginx.conf"
    text = _CONFIGURATION.format(scratch=scratch, temporary=temporary, server=server)
    configuration.write_text(text, encoding="utf-8")
    command = [executable, "-e", "stderr", "-p", str(scratch), "-c", str(configuration)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        try:
            wait_until(lambda: _complaint(process, port))
            yield
        finally:
            process.terminate()


def _complaint(process: "subprocess.Popen[str]", port: int) -> str:
    assert process.stderr
    assert process.poll() is None, process.stderr.read()
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
        return ""
    except OSError as error:
        return str(error)


def free_port() -> int:
    """Give a port that nobody uses just now."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def fetch(address: str, **headers: str) -> Answer:
    """Ask for something, redirects not followed; an underscore in a header's name is a hyphen."""
    named: Mapping[str, str] = {name.replace("_", "-"): value for name, value in headers.items()}
    request = urllib.request.Request(address, headers=dict(named))
    opener = urllib.request.build_opener(_NotFollowed)
    try:
        with opener.open(request, timeout=20) as response:
            return Answer(response.status, response.headers, response.read())
    except urllib.error.HTTPError as error:
        with error:
            return Answer(error.code, error.headers, error.read())


def server_block(guide: str) -> str:
    """Give the server block that a guide shows."""
    [block] = re.findall(r"^```nginx\n(.+?)^```", guide, re.DOTALL | re.MULTILINE)
    return str(block)
