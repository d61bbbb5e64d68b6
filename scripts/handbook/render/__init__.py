"""Renders the handbook: what stands in each generated file; how it looks stands in templates/."""

from collections.abc import Mapping

from handbook.drawing import NONE, Drawings
from handbook.model import Handbook
from handbook.render import (
    browse,
    categories,
    data,
    feed,
    ids,
    licenses,
    llms,
    misconceptions,
    moved,
    overview,
    permalinks,
    practice,
    tracks,
)
from handbook.render.view import View
from handbook.settings import Settings
from handbook.shipped import NOTHING, Shipped

# A module for each kind of page, each with a function `files`.
_PARTS = (
    categories,
    browse,
    misconceptions,
    permalinks,
    tracks,
    moved,
    ids,
    overview,
    practice,
    data,
    feed,
    llms,
    licenses,
)


def render(
    handbook: Handbook,
    settings: Settings,
    shipped: Shipped = NOTHING,
    drawings: Drawings = NONE,
) -> Mapping[str, str]:
    """Render everything that is generated.

    Args:
        handbook: without problems
        settings: what the pages need to know of the site
        shipped: what the site ships, for its notices
        drawings: what became of the figures in its answers

    Returns:
        the text of each file by its path below docs/

    """
    return pages(View(handbook.shown, settings, shipped, drawings))


def pages(view: View) -> Mapping[str, str]:
    """Render the same of what is ready to be shown."""
    return {name: text for part in _PARTS for name, text in part.files(view)}
