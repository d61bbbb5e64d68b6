"""Adapts the handbook to MkDocs' events, so that `mkdocs build` and `mkdocs serve` alone work."""

import os
from pathlib import Path
from typing import Literal

import click
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError

from handbook.build import build
from handbook.problems import as_text
from handbook.settings import settings_of
from handbook.site import KEEP_GOING

_serving = False


def on_startup(command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
    """Remember whether a server waits for the build: its build must not fail."""
    global _serving
    _serving = command == "serve" or KEEP_GOING in os.environ


def on_pre_build(config: MkDocsConfig) -> None:
    """Bring docs/ up to date before MkDocs reads it."""
    folder = Path(config.config_file_path).parent
    report = build(folder / "questions", Path(config.docs_dir), settings_of(config))
    if report.problems:
        click.echo(as_text(report.problems), err=True)
    if not report.good and not _serving:
        raise PluginError("The source has problems; nothing was built.")


def on_post_build(config: MkDocsConfig) -> None:
    """Delete what MkDocs always writes: a sitemap without addresses, and one with today's date."""
    site = Path(config.site_dir)
    (site / "sitemap.xml.gz").unlink(missing_ok=True)
    if not config.site_url:
        (site / "sitemap.xml").unlink(missing_ok=True)
