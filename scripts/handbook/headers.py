"""What a web server sends along with the site: the policy, other headers, and how long to cache."""

import base64
import hashlib
import re
from collections.abc import Iterable, Mapping
from html.parser import HTMLParser
from urllib.parse import unquote, urlsplit

from jinja2 import Environment

from handbook.templating import environment

HEADERS = "_headers"
NGINX = "nginx.conf"
WORKER = "service-worker.js"
_TEMPLATES = {HEADERS: "headers.txt", NGINX: "nginx.conf"}

# Files whose names change with their content; the pattern is one of Python and of nginx.
NAMED_BY_CONTENT = (
    r"assets/(?:fonts/[^/]+-\d[\d.]*\.woff2|(?:[^/]+/)+[^/]+\.[0-9a-f]{8}\.min\.(?:css|js))"
)
_RUNS = ("", "module", "text/javascript", "application/javascript")
_MAY_RUN = re.compile("<script.*?</script", re.DOTALL | re.IGNORECASE)
_POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "worker-src": "'self'",
    "manifest-src": "'self'",
    "base-uri": "'self'",
    "form-action": "'none'",
    "frame-ancestors": "'none'",
}
_OTHERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}


def files(pages: Iterable[str], names: Iterable[str], address: str) -> Mapping[str, str]:
    """Give the files that tell a web server what to send.

    Args:
        pages: the HTML of the whole site
        names: its files, by their paths
        address: where it will be served; empty where that is not known

    Returns:
        their texts, by their paths in the site

    """
    path = urlsplit(address).path.rstrip("/") + "/"
    values = {
        "path": path,
        "folder": unquote(path),
        "headers": {"Content-Security-Policy": policy(pages), **_OTHERS},
        "named_by_content": sorted(n for n in names if re.fullmatch(NAMED_BY_CONTENT, n)),
        "pattern": NAMED_BY_CONTENT,
        "own": (HEADERS, NGINX),
        "worker": WORKER,
    }
    templates = _environment()
    return {name: templates.get_template(t).render(**values) for name, t in _TEMPLATES.items()}


def policy(pages: Iterable[str]) -> str:
    """Give the Content-Security-Policy under which pages work, and nothing else does.

    Args:
        pages: their HTML; the scripts within it are allowed one by one, by their hashes

    """
    # Parsing is slow, and most pages hold the same scripts: one of those is enough.
    different = {tuple(_MAY_RUN.findall(page)): page for page in pages}
    scripts = {script for page in different.values() for script in _inline_scripts(page)}
    sources = [_POLICY["script-src"], *sorted(map(_hash, scripts))]
    allowed = _POLICY | {"script-src": " ".join(sources)}
    return "; ".join(f"{what} {where}" for what, where in allowed.items())


def _hash(script: str) -> str:
    digest = hashlib.sha256(script.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


def _inline_scripts(page: str) -> list[str]:
    parser = _InlineScripts()
    parser.feed(page)
    parser.close()
    return parser.found


class _InlineScripts(HTMLParser):
    """Collects the scripts that stand in a page and run."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.within = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        runs = (attributes.get("type") or "").lower() in _RUNS
        if tag == "script" and "src" not in attributes and runs:
            self.within = True
            self.found.append("")

    def handle_data(self, data: str) -> None:
        if self.within:
            self.found[-1] += data

    def handle_endtag(self, tag: str) -> None:
        self.within = False


def _environment() -> Environment:
    templates = environment()
    templates.filters.update(escaped=re.escape)
    return templates
