"""Macros for hand-written pages that ask for them with `render_macros: true`."""

import json
from pathlib import Path
from typing import Any

from mkdocs.utils import get_relative_url
from mkdocs_macros.plugin import MacrosPlugin

from handbook.addresses import served
from handbook.render.overview import OVERVIEW


def define_env(env: MacrosPlugin) -> None:
    """Declare the macros."""

    @env.macro  # type: ignore[untyped-decorator]
    def overview() -> Any:
        """Give counts, groups of categories and tracks, as the last build wrote them."""
        return json.loads(Path(env.conf["docs_dir"], OVERVIEW).read_text(encoding="utf-8"))

    @env.macro  # type: ignore[untyped-decorator]
    def address(page: str) -> str:
        """Give the address of a page by the name of its file, as seen from the present page."""
        target = served(page, folders=env.conf["use_directory_urls"])
        return get_relative_url(target, env.page.url)
