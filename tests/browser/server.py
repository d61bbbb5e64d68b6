"""Serves a folder as a host of static files does: under a path, with its own page for 404.

Such hosts send the headers that a file `_headers` of the site names, and so does this one if asked.
"""

import io
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from fnmatch import fnmatchcase
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import BinaryIO


class _Handler(SimpleHTTPRequestHandler):
    """Serves files of a folder below a path; everything else is 404."""

    def __init__(
        self, *args: object, path: str, headers: bool, hides: bool, **kwargs: object
    ) -> None:
        self.below = path
        self.hides = hides
        self.with_headers = headers
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]

    def translate_path(self, path: str) -> str:
        if not path.startswith(self.below):
            return str(Path(self.directory, "elsewhere"))
        return super().translate_path("/" + path.removeprefix(self.below))

    def send_head(self) -> io.BytesIO | BinaryIO | None:
        if self.path.endswith("/service-worker.js"):
            # Two builds of a test may be of one second, and times have no parts of seconds.
            del self.headers["If-Modified-Since"]
        if self.hides and self.path == f"{self.below}404.html":
            # What nginx does.
            self.send_error(HTTPStatus.NOT_FOUND)
            return None
        return super().send_head()

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        page = Path(self.directory, "404.html")
        if code != HTTPStatus.NOT_FOUND or not page.exists():
            return super().send_error(code, message, explain)
        content = page.read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)
        return None

    def list_directory(self, path: object) -> None:
        # A host of static files lists no folders.
        self.send_error(HTTPStatus.NOT_FOUND)

    def end_headers(self) -> None:
        if self.with_headers:
            for name, value in _headers(Path(self.directory, "_headers"), self.path):
                self.send_header(name, value)
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:
        pass


def _headers(file: Path, path: str) -> Iterator[tuple[str, str]]:
    """Yield what a file of headers says about a path."""
    matches = False
    for line in file.read_text(encoding="utf-8").splitlines():
        if line.startswith("/"):
            matches = fnmatchcase(path, line)
        elif matches and line.startswith(" "):
            name, _, value = line.strip().partition(": ")
            yield name, value


@contextmanager
def serving(
    folder: Path, path: str = "/", headers: bool = False, port: int = 0, hides: bool = False
) -> Iterator[str]:
    """Serve a folder, which may be empty at first, and give its address.

    Args:
        folder: the site
        path: where it is on the host
        headers: whether the host sends what the file `_headers` asks for
        port: one that is free, or 0 for any
        hides: whether the page for what is missing has no address of its own

    """
    handler = partial(_Handler, directory=str(folder), path=path, headers=headers, hides=hides)
    with ThreadingHTTPServer(("127.0.0.1", port), handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=[0.05])
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}{path}"
        finally:
            server.shutdown()
            thread.join()
