"""Every page of a built site is valid HTML."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from browser.project import ROOT, make_project

VALIDATE = (
    str(Path(sys.prefix, "bin/node")),
    str(ROOT / "node_modules/html-validate/bin/html-validate.mjs"),
    f"--config={ROOT / 'tests/html-validate.mjs'}",
)
Finding = tuple[str, str]
# A rule, and what stands in the line that it speaks of: why it stays.
ALLOWED: dict[Finding, str] = {
    ("input-attributes", 'id="__drawer"'): "the theme's base, outside of any block",
    ("input-attributes", 'id="__search"'): "the theme's base, outside of any block",
    ("valid-autocomplete", 'id="__drawer"'): "the theme's base, outside of any block",
    ("valid-autocomplete", 'id="__search"'): "the theme's base, outside of any block",
    ("wcag/h32", 'data-md-component="palette"'): "acts when something is chosen, by a script",
    ("wcag/h32", 'class="hb-filters"'): "acts while one types and chooses, by a script",
    ("wcag/h32", 'class="hb-choice"'): "acts while one types and chooses, by a script",
    ("wcag/h32", 'name="search"'): "acts while one types, by a script",
    ("prefer-native-element", "md-search__scrollwrap"): "the theme's element, which we only name",
}


def validate(folder: Path) -> Iterator[tuple[str, str, str]]:
    """Yield what is not valid in the pages of a folder: rule, line of text, and where."""
    # It ends before a pipe has taken everything.
    report = folder.with_name("report.json")
    report.unlink(missing_ok=True)
    command = [*VALIDATE, f"--formatter=json={report}", str(folder / "**/*.html")]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)
    assert report.exists(), done.stderr
    found: list[dict[str, Any]] = json.loads(report.read_text(encoding="utf-8"))
    for page in found:
        lines = Path(page["filePath"]).read_text(encoding="utf-8").split("\n")
        for message in page["messages"]:
            line = lines[message["line"] - 1].strip()
            name = Path(page["filePath"]).relative_to(folder).as_posix()
            yield message["ruleId"], line, f"{name}:{message['line']}: {message['message']}"


def allowed(rule: str, line: str) -> set[Finding]:
    """Give the entries of the table that a finding is one of."""
    return {(name, part) for name, part in ALLOWED if name == rule and part in line}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A built site with a page of each kind."""
    project = make_project(tmp_path_factory.mktemp("html"))
    return project.build("https://example.org/handbook/")


def test_every_page_is_valid(site: Path) -> None:
    found = list(validate(site))
    assert [where for rule, line, where in found if not allowed(rule, line)] == []
    met = set().union(*(allowed(rule, line) for rule, line, _ in found))
    assert sorted(ALLOWED.keys() - met) == []


def test_every_page_is_looked_at(site: Path) -> None:
    pages = sorted(site.rglob("*.html"))
    names = {path.relative_to(site).as_posix() for path in pages}
    kinds = {"index.html", "404.html", "q/eager-mode/index.html", "q/lost-question/index.html"}
    assert kinds <= names
    kept = {path: path.read_bytes() for path in pages}
    try:
        for path, content in kept.items():
            path.write_bytes(content.replace(b"</body>", b"<p><div></p></body>"))
        wrong = {
            where.partition(":")[0] for rule, _, where in validate(site) if rule == "close-order"
        }
    finally:
        for path, content in kept.items():
            path.write_bytes(content)
    assert wrong == names
