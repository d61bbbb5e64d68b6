"""What the pages need to know of the site: read from mkdocs.yml, so that it is said once."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from mkdocs.exceptions import ConfigurationError
from mkdocs.utils.yaml import yaml_load

from handbook.problems import Problem
from handbook.read import shown


@dataclass(frozen=True)
class Settings:
    """The site.

    Attributes:
        name: its title
        address: where it will be served, ending in a slash; empty where that is not known
        repository: the address of its source, without a slash at the end; empty for none
        branch: what *edit* links change there
        directory_urls: whether a page is served at `name/` or at `name.html`
        description: what it is, in one sentence
        feed_id: what its feed and its deck are known by, whatever its address; empty for none

    """

    name: str = "Tensor Interview Handbook"
    address: str = ""
    repository: str = ""
    branch: str = "main"
    directory_urls: bool = True
    description: str = ""
    feed_id: str = ""


def settings_of(config: Any) -> Settings:
    """Take the settings from MkDocs' configuration, loaded by it or read from its file."""
    extra = config.get("extra") or {}
    address = str(config.get("site_url") or "").rstrip("/")
    return Settings(
        name=str(config.get("site_name") or Settings.name),
        address=f"{address}/" if address else "",
        repository=str(extra.get("repository") or "").rstrip("/"),
        branch=str(extra.get("branch") or Settings.branch),
        directory_urls=bool(config.get("use_directory_urls", True)),
        description=str(config.get("site_description") or ""),
        feed_id=str(extra.get("feed_id") or ""),
    )


def read_settings(path: Path) -> tuple[Settings, list[Problem]]:
    """Read the settings from mkdocs.yml; without such a file, the defaults hold."""
    try:
        with path.open(encoding="utf-8") as file:
            return settings_of(_mapping(yaml_load(file))), []
    except FileNotFoundError:
        return Settings(), []
    except (OSError, UnicodeDecodeError, yaml.YAMLError, ConfigurationError) as error:
        cause = error.__context__ or error
        mark = getattr(cause, "problem_mark", None)
        reason = getattr(cause, "problem", None) or str(cause)
        line = mark.line + 1 if mark else 1
        problem = Problem(shown(path), line, "settings-broken", "must be readable YAML", reason)
        return Settings(), [problem]


def _mapping(config: Any) -> dict[str, Any]:
    if not isinstance(config, dict) or not isinstance(config.get("extra") or {}, dict):
        raise ConfigurationError("no mapping of keys to values, or none under extra")
    return config
