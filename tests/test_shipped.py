"""What the site ships of npm packages."""

import json
import re
from pathlib import Path

import pytest
from conftest import ROOT

from handbook.problems import as_text
from handbook.shipped import Shipped, read_shipped
from handbook.theme import Package, read_theme

LIST = {"dependencies": {"lettering": "1.2.3"}, "ships": {"assets/a.woff2": "lettering/a.woff2"}}
TOLD = {"name": "lettering", "version": "1.2.3", "license": "OFL-1.1"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give a folder with one installed package."""
    package = tmp_path / "node_modules/lettering"
    package.mkdir(parents=True)
    (tmp_path / "package.json").write_text(json.dumps(LIST))
    (package / "package.json").write_text(json.dumps(TOLD))
    (package / "LICENSE").write_text("Use it.\n")
    (package / "a.woff2").write_bytes(b"\0letters")
    return tmp_path


def test_files_and_notices(folder: Path) -> None:
    package = Package("lettering", "1.2.3", "OFL-1.1", "Use it.\n")
    shipped = Shipped({"assets/a.woff2": b"\0letters"}, (package,), read_theme())
    assert read_shipped(folder) == (shipped, [])


def test_packages_that_only_help_to_build_have_no_notice(folder: Path) -> None:
    before = read_shipped(folder)
    dependencies = LIST["dependencies"] | {"letter": "1.0.0"}
    (folder / "package.json").write_text(json.dumps(LIST | {"dependencies": dependencies}))
    assert read_shipped(folder) == before


def test_without_a_list_nothing_is_shipped(tmp_path: Path) -> None:
    assert read_shipped(tmp_path) == (Shipped(), [])


def test_everything_that_is_missing_is_told(folder: Path) -> None:
    (folder / "node_modules/lettering/LICENSE").unlink()
    (folder / "node_modules/lettering/a.woff2").unlink()
    must = "package-missing must name what is installed; make build installs it"
    path = folder / "package.json"
    shipped, problems = read_shipped(folder)
    assert shipped == Shipped()
    assert as_text(problems).splitlines() == [
        f"{path}:1: {must}: 'lettering/LICENSE'",
        f"{path}:1: {must}: 'lettering/a.woff2'",
        "2 problems.",
    ]


@pytest.mark.parametrize("text", ["", "[]", '{"ships": 1}', '{"dependencies": 1}'])
def test_a_broken_list_is_a_problem(folder: Path, text: str) -> None:
    (folder / "package.json").write_text(text)
    shipped, problems = read_shipped(folder)
    assert shipped == Shipped()
    assert [problem.code for problem in problems] == ["packages-broken"]


def test_the_name_of_a_shipped_file_changes_with_its_version() -> None:
    listed = json.loads((ROOT / "package.json").read_text())
    for target, source in listed["ships"].items():
        scope, name = source.split("/")[:2]
        package = f"{scope}/{name}" if scope.startswith("@") else scope
        assert f"-{listed['dependencies'][package]}." in target


def test_pins_are_exact_and_no_address_is_locked() -> None:
    listed = json.loads((ROOT / "package.json").read_text())
    for versions in (listed["dependencies"], listed["devDependencies"]):
        assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in versions.values())
    assert "resolved" not in (ROOT / "package-lock.json").read_text()
