"""Makes a built site ready for web servers: what they send along, and addresses that cache well."""

import hashlib
from collections.abc import Mapping
from pathlib import Path

from handbook import headers
from handbook.write import replace_file

_FINGERPRINT = 8  # characters: nginx.conf looks for that many


def write_headers(site: Path, address: str) -> None:
    """Write the files that tell a web server what to send with the site.

    Args:
        site: the folder of a built site
        address: where it will be served; empty where that is not known

    """
    names = [path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()]
    pages = (site.joinpath(n).read_text(encoding="utf-8") for n in names if n.endswith(".html"))
    for name, text in headers.files(pages, names, address).items():
        replace_file(site / name, text.encode())


def fingerprinted(docs: Path, name: str, texts: Mapping[str, str] | None = None) -> str:
    """Give the address of an asset, which changes with its content.

    Args:
        docs: the folder that MkDocs renders
        name: the path of the asset below it; anything else is given back as it is
        texts: what is served instead of some of the files, by their paths

    """
    asset = docs / name
    if not asset.is_file():
        return name
    served = (texts or {}).get(name)
    content = asset.read_bytes() if served is None else served.encode()
    return f"{name}?{hashlib.sha256(content).hexdigest()[:_FINGERPRINT]}"
