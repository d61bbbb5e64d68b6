"""Settings: read from mkdocs.yml, or told as a problem."""

from pathlib import Path

import pytest

from handbook.problems import Problem
from handbook.settings import Settings, read_settings

BROKEN = "no mapping of keys to values, or none under extra"


def _read(folder: Path, text: str) -> tuple[Settings, list[Problem]]:
    (folder / "mkdocs.yml").write_text(text, encoding="utf-8")
    return read_settings(folder / "mkdocs.yml")


def test_defaults_hold_without_a_file(tmp_path: Path) -> None:
    assert read_settings(tmp_path / "mkdocs.yml") == (Settings(), [])
    assert _read(tmp_path, "docs_dir: docs\n") == (Settings(), [])


def test_everything_that_pages_need(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WHERE", "https://example.org/handbook")
    text = (
        "site_name: Ours\nsite_url: !ENV [WHERE, '']\nuse_directory_urls: false\n"
        "site_description: What it is\n"
        "extra: {repository: 'https://example.org/repo/', branch: next, feed_id: a name}\n"
        "markdown_extensions:\n  - toc: {slugify: !!python/name:markdown.extensions.toc.slugify }\n"
    )
    expected = Settings(
        name="Ours",
        address="https://example.org/handbook/",
        repository="https://example.org/repo",
        branch="next",
        directory_urls=False,
        description="What it is",
        feed_id="a name",
    )
    assert _read(tmp_path, text) == (expected, [])
    monkeypatch.delenv("WHERE")
    assert _read(tmp_path, text)[0].address == ""


@pytest.mark.parametrize(
    ("text", "line", "found"),
    [
        ("- a\n", 1, BROKEN),
        ("extra: [a]\n", 1, BROKEN),
        ("a: b\nc: d: e\n", 2, "mapping values are not allowed here"),
        ("a: b\n[", 2, "expected <block end>, but found '['"),
        ("INHERIT: nowhere.yml\n", 1, None),
    ],
)
def test_broken_settings_are_a_problem(
    tmp_path: Path, text: str, line: int, found: str | None
) -> None:
    settings, (problem,) = _read(tmp_path, text)
    assert settings == Settings()
    assert (problem.code, problem.must) == ("settings-broken", "must be readable YAML")
    assert problem.path == str(tmp_path / "mkdocs.yml")
    assert problem.line == line
    if found:
        assert problem.found == found
    else:
        assert problem.found and "nowhere.yml" in problem.found


def test_settings_that_are_no_text(tmp_path: Path) -> None:
    (tmp_path / "mkdocs.yml").write_bytes(b"site_name: caf\xe9\n")
    _, (problem,) = read_settings(tmp_path / "mkdocs.yml")
    assert problem.found and problem.found.startswith("'utf-8' codec can't decode byte 0xe9")


def test_values_of_other_types_are_taken_as_text(tmp_path: Path) -> None:
    settings, problems = _read(tmp_path, "site_name: 5\nsite_url: 7\nextra: {branch: 2}\n")
    assert problems == []
    assert (settings.name, settings.address, settings.branch) == ("5", "7/", "2")
