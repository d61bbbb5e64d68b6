"""Renders the handbook: what stands in each generated file; how it looks stands in templates/."""

from collections.abc import Mapping

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


def render(view: View) -> Mapping[str, str]:
    """Give the text of everything that is generated, by its path below docs/.

    Args:
        view: a handbook without problems

    """
    return {name: text for part in _PARTS for name, text in part.files(view)}
