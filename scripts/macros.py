"""Macros for hand-written pages that ask for them with `render_macros: true`."""

import json
from pathlib import Path
from typing import Any

from mkdocs_macros.plugin import MacrosPlugin

from handbook.render.overview import OVERVIEW


def define_env(env: MacrosPlugin) -> None:
    """Declare the macros."""

    @env.macro  # type: ignore[untyped-decorator]
    def overview() -> Any:
        """Give counts, groups of categories and tracks, as the last build wrote them."""
        return json.loads(Path(env.conf["docs_dir"], OVERVIEW).read_text(encoding="utf-8"))
