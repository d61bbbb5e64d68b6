"""Adapts the handbook to MkDocs' events, so that `mkdocs build` and `mkdocs serve` alone work."""

import json
import logging
import os
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Literal

import click
from jinja2 import Environment, TemplateSyntaxError
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.structure.files import Files
from mkdocs.utils import CountHandler

from handbook.addresses import served
from handbook.build import build
from handbook.hosting import fingerprinted, write_headers
from handbook.minify import ScriptError, Scripts, minified
from handbook.offline import SCRIPT, SCRIPTS, prepare
from handbook.problems import Problem, as_text
from handbook.read import shown
from handbook.render.overview import OVERVIEW
from handbook.settings import settings_of
from handbook.shipped import read_shipped
from handbook.site import KEEP_GOING, ON_DISK, kept_up
from handbook.worker import write_removal, write_worker

_serving = False
_scripts = Scripts()
# Asks for the service worker; on a page without it, none begins.
_ASKING = "assets/javascripts/offline.js"


def on_startup(command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
    """Remember whether a server waits for the build: its build must not fail."""
    global _serving
    _serving = command == "serve" or KEEP_GOING in os.environ
    # What it found is the same at each build, and hides what matters.
    logging.getLogger("mkdocs.plugins.mkdocs_macros").setLevel(logging.WARNING)


def on_config(config: MkDocsConfig) -> None:
    """Set what depends on how the site will be read: while it changes, kept, or from a disk."""
    if _serving:
        _switch_strict_off()
    if not _is_kept(config):
        config.extra_javascript = [s for s in config.extra_javascript if str(s) != _ASKING]
    if ON_DISK in os.environ:
        config.use_directory_urls = False
        config.extra["on_disk"] = True
        config.extra["polyfills"] = [f"{SCRIPTS}/{SCRIPT}", _worker_on_disk(config)]


def _switch_strict_off() -> None:
    """Count no warnings: after one, the server would answer nothing."""
    log = logging.getLogger("mkdocs")
    # MkDocs reads the setting before this event, and counts from then on.
    for handler in [h for h in log.handlers if isinstance(h, CountHandler)]:
        log.removeHandler(handler)


def _worker_on_disk(config: MkDocsConfig) -> str:
    """Give the script that lets the theme search where no worker can be started."""
    ships = json.loads(Path(config.config_file_path).with_name("package.json").read_text("utf-8"))
    [name] = [name for name in ships["ships"] if "/iframe-worker-" in name]
    return str(name)


def _is_kept(config: MkDocsConfig) -> bool:
    """Tell whether browsers are to keep the site: never one that changes while it is looked at."""
    wanted = config.strict and config.extra.get("service_worker")
    return bool(wanted and not _serving and ON_DISK not in os.environ)


def on_pre_build(config: MkDocsConfig) -> None:
    """Bring docs/ up to date before MkDocs reads it."""
    folder = Path(config.config_file_path).parent
    shipped, missing = read_shipped(folder)
    report = build(folder / "questions", Path(config.docs_dir), settings_of(config), shipped)
    if missing or report.problems:
        click.echo(as_text(missing + report.problems), err=True)
    earlier = Path(config.docs_dir, OVERVIEW).exists()
    if (missing or not report.good) and not (_serving and earlier):
        raise PluginError("The source has problems; nothing was built.")
    _make_small(config)
    _fingerprint(config)


def _make_small(config: MkDocsConfig) -> None:
    """Make scripts small; while serving, they stay as they are written."""
    global _scripts
    try:
        _scripts = Scripts() if _serving else minified(Path(config.docs_dir))
    except ScriptError as error:
        raise PluginError(str(error)) from error


def _fingerprint(config: MkDocsConfig) -> None:
    """Let the addresses of what every page loads change with its content."""
    docs = Path(config.docs_dir)
    config.extra_css = [fingerprinted(docs, name) for name in config.extra_css]
    for number, script in enumerate(config.extra_javascript):
        if isinstance(script, str):
            config.extra_javascript[number] = fingerprinted(docs, script, _scripts.texts)
        else:
            script.path = fingerprinted(docs, script.path, _scripts.texts)


def on_env(env: Environment, config: MkDocsConfig, files: Files) -> None:
    """Let templates do the same with what only some pages load, and name pages by their files."""
    docs = Path(config.docs_dir)
    env.filters["fingerprinted"] = partial(fingerprinted, docs, texts=_scripts.texts)
    env.filters["bundled"] = _scripts.bundled
    env.filters["address"] = partial(served, folders=config.use_directory_urls)


def on_serve(
    server: LiveReloadServer, config: MkDocsConfig, builder: Callable[[], None]
) -> LiveReloadServer:
    """Keep the last good pages where a build fails."""
    server.builder = kept_up(builder, Path(config.config_file_path), Path(config.site_dir))
    return server


def on_build_error(error: Exception) -> None:
    """Tell a broken template as every other problem is told."""
    if isinstance(error, TemplateSyntaxError):
        path = shown(Path(error.filename or error.name or ""))
        must = "must be a template that can be read"
        raise PluginError(str(Problem(path, error.lineno, "template-broken", must, error.message)))


def on_post_build(config: MkDocsConfig) -> None:
    """Write small scripts, and delete the sitemaps that MkDocs always writes.

    One has no addresses, one has today's date. What web servers and browsers need to know comes
    last: it is about everything that was built.
    """
    site = Path(config.site_dir)
    _scripts.write(site)
    (site / "sitemap.xml.gz").unlink(missing_ok=True)
    if not config.site_url:
        (site / "sitemap.xml").unlink(missing_ok=True)
    if ON_DISK in os.environ:
        prepare(site)
        return
    write_headers(site, settings_of(config).address)
    if _is_kept(config):
        write_worker(site)
    else:
        write_removal(site)
