"""What README and CONTRIBUTING say exists, and what exists is in them."""

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import ROOT

from handbook import schema
from handbook.cli import main
from handbook.values import Many, Record, Type

GUIDES = ("README.md", "CONTRIBUTING.md")
PACKAGE = ROOT / "scripts/handbook"
TARGETS = re.findall(
    r"^([a-z]+):.*##", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE
)
# Commands are code: in blocks, in inline code, or in the lines of a shell script.
_CODE = re.compile(r"^( *)(`{3,}|~{3,}).*?\n(.*?)^\1\2|(?<!`)`([^`\n]+)`", re.MULTILINE | re.DOTALL)
_COMMAND = re.compile(
    r"(?:^|[;&|]) *(?:\$ )?(?:[A-Z_]+=\S+ +)*(?:\S*bin/)?"
    r"(make|handbook)(?: +[A-Z_]+=\S+)* +([a-z][\w-]*)",
    re.MULTILINE,
)
_CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
_OF_THE_SYSTEM = {"fcntl", "os", "shutil", "subprocess", "tempfile"}
_OF_PATHS = {"exists", "is_file", "mkdir", "read_bytes", "read_text", "rglob", "write_text"}
_COMMENT = re.compile(r"(?:^|\s)#.*", re.MULTILINE)


def _mentioned(name: str) -> set[tuple[str, str]]:
    """Give the pairs of program and verb that a guide mentions as code."""
    text = (ROOT / name).read_text(encoding="utf-8")
    code = (_COMMENT.sub("", match[3] or match[4]) for match in _CODE.finditer(text))
    return {(found[1], found[2]) for piece in code for found in _COMMAND.finditer(piece)}


@pytest.mark.parametrize("name", GUIDES)
def test_commands_that_are_mentioned_exist(name: str) -> None:
    known = {("make", target) for target in TARGETS}
    known |= {("handbook", verb) for verb in main.commands}
    assert sorted(_mentioned(name) - known) == []


@pytest.mark.parametrize("verb", sorted(main.commands))
def test_verbs_are_mentioned(verb: str) -> None:
    assert ("handbook", verb) in set().union(*map(_mentioned, GUIDES))


@pytest.mark.parametrize("target", TARGETS)
def test_targets_are_mentioned(target: str) -> None:
    assert ("make", target) in set().union(*map(_mentioned, GUIDES))


def test_the_readme_names_what_ci_runs() -> None:
    lines = (ROOT / ".ci/run").read_text(encoding="utf-8").splitlines()
    run = {tuple(line.split()[:2]) for line in lines if line.startswith("make ")}
    assert run
    assert run - _mentioned("README.md") == set()


@pytest.mark.parametrize("name", ["QUESTION", "TRANSLATION", "CATEGORIES", "TRACKS", "LOCK"])
def test_keys_of_the_source_are_mentioned(name: str) -> None:
    text = "".join((ROOT / guide).read_text(encoding="utf-8") for guide in GUIDES)
    keys = set(_keys(getattr(schema, name)))
    assert keys
    assert {key for key in keys if not re.search(rf"\b{key}\b", text)} == set()


def _keys(type_: Type) -> Iterator[str]:
    """Yield the keys of a type, and of all within it."""
    if isinstance(type_, Many):
        yield from _keys(type_.of)
    for key, field in type_.fields.items() if isinstance(type_, Record) else ():
        yield key
        yield from _keys(field.type)


def test_modules_that_are_mentioned_exist() -> None:
    folders = (ROOT / "scripts", ROOT / "tests")
    known = {path.name for folder in folders for path in folder.rglob("*.*")}
    named = set(re.findall(r"`(?:[a-z/]+/)?(\w+\.m?[jp][sy])`", _CONTRIBUTING))
    assert len(named) > 40
    assert named - known == set()


def test_the_modules_that_use_files_and_processes_are_named() -> None:
    [told] = re.findall(r"^- \*\*Files and processes only in (.+?)\.\*\*", _CONTRIBUTING, re.M)
    named = set(re.findall(r"`([a-z_/]+)`", told))
    modules = [path.relative_to(PACKAGE) for path in PACKAGE.rglob("*.py") if _uses(path)]
    assert len(modules) > 20
    unnamed = [module for module in modules if f"{module.parent}/" not in named]
    assert {str(module.with_suffix("")) for module in unnamed} - named == set()


def _uses(path: Path) -> bool:
    """Tell whether a module asks the system for something by itself."""
    nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    imported = {
        alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names
    }
    asked = {node.attr for node in nodes if isinstance(node, ast.Attribute)}
    return bool(imported & _OF_THE_SYSTEM or asked & _OF_PATHS)


def test_versions_agree() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    optional = project.get("optional-dependencies", {}).values()
    wanted = {line for group in (project["dependencies"], *optional) for line in group}
    lines = (ROOT / "requirements/site.txt").read_text(encoding="utf-8").splitlines()
    pinned = {line.lower() for line in lines if line and not line.startswith("#")}
    assert len(wanted) > 10
    assert sorted(wanted - pinned) == []
    assert [line for line in sorted(pinned) if not re.fullmatch(r"[\w.-]+==[\w.]+", line)] == []
