"""The targets of the Makefile, and the scripts that it runs before there is an environment."""

import fcntl
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable
from dataclasses import dataclass, field
from importlib.metadata import metadata
from pathlib import Path
from types import ModuleType

import pytest
import yaml
from conftest import ROOT
from packaging.specifiers import SpecifierSet

TARGETS = ("serve", "build", "offline", "check", "verify", "test", "lint", "clean")
# The oldest Python that must do is that of Debian 12.
PYTHONS = ("3.11.2", "3.12.0", "3.13.0", "3.14.0")
# What a make around this one hands down, and what a shell may have set.
_INHERITED = ("MAKEFLAGS", "MFLAGS", "MAKELEVEL", "MAKEOVERRIDES", "PYTHON", "PORT", "VENV")
_HANDBOOK = """\
#!/bin/sh
mkdir busy || exit 1
echo "handbook $*"
step=0
while [ $step -lt 3000 ]; do step=$((step + 1)); done
rmdir busy
test "$FAILING" != handbook || exit 3
"""


def run(folder: Path, *command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a command without what a make around this one hands down."""
    inherited = {k: v for k, v in os.environ.items() if k not in _INHERITED}
    return subprocess.run(
        command,
        cwd=folder,
        env=inherited | {"LC_ALL": "C"} | environment,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """Give a folder with the Makefile and, in place of the environment, a command that tells."""
    folder = tmp_path / "hand book"
    (folder / "scripts").mkdir(parents=True)
    for name in ("Makefile", "scripts/require.py"):
        shutil.copy(ROOT / name, folder / name)
    (folder / "scripts/environment.py").write_text("import sys; print(*sys.argv)\n")
    (folder / ".venv/bin").mkdir(parents=True)
    for name in ("handbook", "ruff", "mypy", "pytest"):
        (folder / ".venv/bin" / name).write_text(_HANDBOOK.replace("handbook", name))
        (folder / ".venv/bin" / name).chmod(0o755)
    return folder


def make(folder: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return run(folder, "make", f"PYTHON={sys.executable}", *arguments, **environment)


def test_make_alone_lists_the_targets_with_a_line_each(checkout: Path) -> None:
    done = make(checkout)
    listed = re.findall(r"^  make (\w+) +\S.{10,80}$", done.stdout, re.MULTILINE)
    assert (done.returncode, done.stderr, tuple(listed)) == (0, "", TARGETS)
    assert len(done.stdout.splitlines()) == len(TARGETS)


@pytest.mark.parametrize(
    ("target", "told"),
    [
        ("serve", ["scripts/environment.py .venv", "handbook serve --port 8000"]),
        ("build", ["scripts/environment.py .venv", "handbook site"]),
        ("offline", ["scripts/environment.py .venv", "handbook offline"]),
        ("check", ["scripts/environment.py .venv", "handbook check"]),
        ("verify", ["scripts/environment.py .venv", "handbook verify --all"]),
        (
            "lint",
            ["scripts/environment.py .venv test", "ruff check", "ruff format --check", "mypy "],
        ),
        (
            "test",
            [
                "scripts/environment.py .venv test",
                "ruff check",
                "ruff format --check",
                "mypy ",
                "pytest ",
            ],
        ),
    ],
)
def test_a_target_runs_its_commands(checkout: Path, target: str, told: list[str]) -> None:
    done = make(checkout, target)
    assert (done.returncode, done.stderr, done.stdout.splitlines()) == (0, "", told)


def test_targets_run_one_after_another_in_one_environment(checkout: Path) -> None:
    done = make(checkout, "-j4", "check", "build")
    told = ["scripts/environment.py .venv", "handbook check", "handbook site"]
    assert (done.stdout.splitlines(), done.stderr) == (told, "")


def test_the_port_is_passed_on(checkout: Path) -> None:
    assert make(checkout, "serve", "PORT=8001").stdout.endswith("\nhandbook serve --port 8001\n")


@pytest.mark.parametrize(
    ("target", "failing"),
    [
        ("serve", "handbook"),
        ("build", "handbook"),
        ("offline", "handbook"),
        ("check", "handbook"),
        ("verify", "handbook"),
        ("lint", "ruff"),
        ("lint", "mypy"),
        ("test", "mypy"),
        ("test", "pytest"),
    ],
)
def test_what_fails_is_told(checkout: Path, target: str, failing: str) -> None:
    done = make(checkout, target, FAILING=failing)
    assert done.returncode == 2  # make's own, whatever a command leaves with
    assert re.fullmatch(r"make: \*\*\* \[(Makefile:\d+: )?\w+\] Error 3\n", done.stderr)


def test_clean_deletes_what_was_generated_and_nothing_else(checkout: Path) -> None:
    shutil.copytree(ROOT / "scripts/handbook", checkout / "scripts/handbook")
    made = ["docs/q/a/index.html", "site/index.html", "site.new/a", "site.old/a"]
    made += ["site-offline.zip"]
    made += [".mypy_cache/a", ".pytest_cache/a", ".ruff_cache/a", "scripts/x.egg-info/a"]
    made += ["scripts/handbook/__pycache__/a", "tests/__pycache__/a"]
    kept = ["docs/index.md", "docs/q/by-hand.md", "questions/a.md", "tests/a.py", "site.txt"]
    for name in (*made, *kept):
        (checkout / name).parent.mkdir(parents=True, exist_ok=True)
        (checkout / name).write_text("")
    (checkout / "docs/.generated").write_text("q/a/index.html\n")
    before = files(checkout)
    done = make(checkout, "clean")
    assert (done.returncode, done.stderr) == (0, "")
    gone = {
        name for name in before - files(checkout) if not re.match(r"\.venv/|scripts/hand", name)
    }
    assert gone == {*made, "docs/.generated"} - {"scripts/handbook/__pycache__/a"}
    assert files(checkout) >= {*kept, "scripts/handbook/write.py"}
    assert not list(checkout.rglob("__pycache__")) and not (checkout / ".venv").exists()


def files(folder: Path) -> set[str]:
    return {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}


@pytest.mark.parametrize("target", TARGETS)
def test_a_missing_python_is_told_in_one_line(checkout: Path, target: str) -> None:
    done = run(checkout, "make", target, "PYTHON=no-python")
    first, *others = done.stderr.splitlines()
    assert first == (
        'Python 3.11 to 3.14 is needed, and "no-python" was not found: make PYTHON=python3.12 ...'
    )
    assert (done.returncode, done.stdout, len(others)) == (2, "", 1)


def require(before: str) -> subprocess.CompletedProcess[str]:
    """Run require.py after some Python that makes the machine look otherwise."""
    code = f"import runpy, sys\n{before}\nrunpy.run_path('scripts/require.py')"
    return run(ROOT, sys.executable, "-B", "-c", code)


@pytest.mark.parametrize("version", ["2.7", "3.10", "3.15"])
def test_another_python_is_told_in_one_line(version: str) -> None:
    done = require(f"sys.version_info = ({version.replace('.', ', ')}, 1, 'final', 0)")
    told = f"Python 3.11 to 3.14 is needed, not {version}: make PYTHON=python3.12 ...\n"
    assert (done.returncode, done.stderr) == (1, told)


def test_the_bounds_are_those_of_the_package() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["requires-python"] == ">=3.11,<3.15"
    for version in ("(3, 11, 0)", "(3, 14, 99)"):
        assert require(f"sys.version_info = {version}").returncode == 0


@dataclass
class Installer:
    """The script environment.py, with commands that are noted instead of run."""

    module: ModuleType
    folder: Path
    commands: list[str] = field(default_factory=list)

    def ran(self, extra: str = "") -> list[str]:
        """Bring the folder up to date and give the commands that this took."""
        self.commands.clear()
        self.module.main(Path(".venv"), extra)
        return list(self.commands)

    def note(self, *command: str) -> None:
        words = [Path(command[0]).name, *command[1:]]
        self.commands.append(" ".join(words).replace(str(self.folder), "."))
        (self.folder / ".venv/bin").mkdir(parents=True, exist_ok=True)
        (self.folder / ".venv/bin/python").touch()
        (self.folder / "node_modules").mkdir(exist_ok=True)


@pytest.fixture
def installer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Installer:
    spec = importlib.util.spec_from_file_location("environment", ROOT / "scripts/environment.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    # A dataclass looks its module up while it is made.
    monkeypatch.setitem(sys.modules, "environment", module)
    spec.loader.exec_module(module)
    folder = tmp_path / "here"
    (folder / "requirements").mkdir(parents=True)
    (folder / "pyproject.toml").write_text("[project]\n")
    (folder / "requirements/site.txt").write_text("mkdocs==1.6.1\n")
    for name in ("package.json", "package-lock.json"):
        (folder / name).write_text("{}\n")
    monkeypatch.chdir(folder)
    made = Installer(module, folder)
    monkeypatch.setattr(module, "_run", made.note)
    monkeypatch.setattr(module, "_can_install_elsewhere", lambda: True)
    monkeypatch.setattr(module, "_take_turns", lambda: None)
    monkeypatch.setattr(sys, "executable", "/usr/bin/python3")
    return made


VENV = "python3 -m venv --clear --without-pip .venv"
PIP = "python3 -m pip --python .venv/bin/python"
OPTIONS = "install --quiet --disable-pip-version-check --constraint requirements/site.txt"
NPM = "npm ci --loglevel=error"
SITE = (f"{PIP} {OPTIONS} --editable .", f"{NPM} --omit=dev")
TEST = (f"{PIP} {OPTIONS} --editable .[test]", NPM)


def test_an_environment_is_made_once(
    installer: Installer, capsys: pytest.CaptureFixture[str]
) -> None:
    assert installer.ran() == [VENV, *SITE]
    told = "Installing into .venv/, which takes a minute the first time.\n"
    assert capsys.readouterr().out == told
    assert installer.ran() == []
    assert capsys.readouterr().out == ""


def test_an_extra_is_added_to_what_is_there(installer: Installer) -> None:
    assert installer.ran() == [VENV, *SITE]
    assert installer.ran("test") == [*TEST]
    assert installer.ran() == [] == installer.ran("test")


def test_an_extra_brings_what_the_site_needs(installer: Installer) -> None:
    assert installer.ran("test") == [VENV, *TEST]
    assert installer.ran() == []


PINS = ["pyproject.toml", "requirements/site.txt", "package.json", "package-lock.json"]


@pytest.mark.parametrize("name", PINS)
def test_changed_requirements_are_installed(installer: Installer, name: str) -> None:
    installer.ran("test")
    (installer.folder / name).touch()
    assert installer.ran() == []
    (installer.folder / name).write_text("# changed\n")
    assert installer.ran() == [*SITE]
    assert installer.ran("test") == [*TEST]


def test_a_moved_checkout_gets_a_new_environment(
    installer: Installer, monkeypatch: pytest.MonkeyPatch
) -> None:
    installer.ran()
    installer.folder = installer.folder.rename(installer.folder.with_name("there"))
    monkeypatch.chdir(installer.folder)
    assert installer.ran() == [VENV, *SITE]


def test_another_python_gets_a_new_environment(
    installer: Installer, monkeypatch: pytest.MonkeyPatch
) -> None:
    installer.ran()
    monkeypatch.setattr(sys, "abiflags", "other")
    assert installer.ran() == [VENV, *SITE]


def test_an_environment_without_its_python_is_made_anew(installer: Installer) -> None:
    installer.ran()
    python = installer.folder / ".venv/bin/python"
    python.unlink()
    python.symlink_to("gone")
    assert installer.ran() == [VENV, *SITE]


def test_packages_of_npm_that_are_gone_are_installed_again(installer: Installer) -> None:
    installer.ran()
    (installer.folder / "node_modules").rmdir()
    assert installer.ran() == [VENV, *SITE]


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"home": 1}'])
def test_an_unreadable_stamp_counts_as_none(installer: Installer, content: str) -> None:
    installer.ran()
    (installer.folder / ".venv/installed.json").write_text(content)
    assert installer.ran() == [VENV, *SITE]


def test_an_interrupted_installation_is_made_anew(
    installer: Installer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*command: str) -> None:
        raise KeyboardInterrupt

    installer.ran()
    (installer.folder / "pyproject.toml").write_text("# changed\n")
    monkeypatch.setattr(installer.module, "_run", interrupted)
    with pytest.raises(KeyboardInterrupt):
        installer.ran()
    monkeypatch.setattr(installer.module, "_run", installer.note)
    assert installer.ran() == [VENV, *SITE]


@pytest.fixture
def without_pip(
    installer: Installer, monkeypatch: pytest.MonkeyPatch
) -> Callable[[bool], list[str]]:
    """Give a function that installs with a Python that has no pip, with or without ensurepip."""

    def ran(ensurepip: bool) -> list[str]:
        there = importlib.util.spec_from_loader("ensurepip", None) if ensurepip else None
        monkeypatch.setattr(importlib.util, "find_spec", lambda name: there)
        return installer.ran()

    monkeypatch.setattr(installer.module, "_can_install_elsewhere", lambda: False)
    return ran


def test_an_environment_gets_its_own_pip_where_python_has_none(
    without_pip: Callable[[bool], list[str]],
) -> None:
    own = [command.replace(PIP, "python -m pip") for command in SITE]
    assert without_pip(True) == [VENV, "python -m ensurepip", *own]


def test_a_missing_pip_is_told_in_one_line(
    installer: Installer, without_pip: Callable[[bool], list[str]]
) -> None:
    with pytest.raises(SystemExit) as left:
        without_pip(False)
    told = "pip 23 or newer is needed, as root on Debian: apt-get install python3-pip"
    assert (left.value.code, installer.commands) == (told, [])


@pytest.mark.parametrize(
    ("version", "can"), [("21.2.4", False), ("22.3.1", False), ("23.0.1", True), ("26.1", True)]
)
def test_an_old_pip_cannot_install_elsewhere(
    installer: Installer, monkeypatch: pytest.MonkeyPatch, version: str, can: bool
) -> None:
    monkeypatch.undo()  # of what the fixture replaced
    pip = ModuleType("pip")
    pip.__version__ = version  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "pip", pip)
    pip.__spec__ = importlib.util.spec_from_loader("pip", None)
    assert installer.module._can_install_elsewhere() is can


def test_an_activated_environment_is_left_first(
    installer: Installer, monkeypatch: pytest.MonkeyPatch
) -> None:
    left: list[list[str]] = []
    monkeypatch.setattr(os, "execv", lambda program, arguments: left.append([program, *arguments]))
    installer.ran()
    assert left == []
    monkeypatch.setattr(sys, "prefix", str(installer.folder / ".venv"))
    monkeypatch.setattr(sys, "argv", ["environment.py", ".venv"])
    installer.ran()
    outside: str = sys._base_executable  # type: ignore[attr-defined]
    assert left == [[outside, outside, "environment.py", ".venv"]]


@pytest.fixture
def waiting(installer: Installer, monkeypatch: pytest.MonkeyPatch) -> Callable[[], list[str]]:
    """Give a function that runs environment.py while another one installs here."""

    def waited() -> list[str]:
        holder = os.open(installer.folder, os.O_RDONLY)
        fcntl.flock(holder, fcntl.LOCK_SH)
        script = [sys.executable, "-B", str(ROOT / "scripts/environment.py"), ".venv"]
        with subprocess.Popen(
            script, cwd=installer.folder, stdout=subprocess.PIPE, text=True
        ) as process:
            assert process.stdout
            first = process.stdout.readline()
            assert process.poll() is None
            os.close(holder)
            return [first, process.stdout.read(), str(process.wait())]

    monkeypatch.undo()
    monkeypatch.chdir(installer.folder)
    return waited


def test_two_at_once_take_turns(installer: Installer, waiting: Callable[[], list[str]]) -> None:
    module = installer.module
    installer.note("")
    state = {"home": module._home(), "pins": module._pins(), "extras": [""]}
    (installer.folder / ".venv/installed.json").write_text(json.dumps(state))
    assert waiting() == ["Another make is installing; waiting for it.\n", "", "0"]


def test_a_failed_installation_is_told_in_one_line(installer: Installer) -> None:
    # The fixture replaced _run in this module only; a new one has the real one.
    code = f"import sys; sys.path.insert(0, {str(ROOT / 'scripts')!r}); import environment\n"
    done = run(installer.folder, sys.executable, "-B", "-c", code + "environment._run('false')")
    told = "The environment is not complete; the next make tries again.\n"
    assert (done.returncode, done.stderr) == (1, told)


def _pinned() -> list[str]:
    lines = (ROOT / "requirements/site.txt").read_text(encoding="utf-8").splitlines()
    return [line.partition("==")[0] for line in lines if "==" in line]


@pytest.mark.parametrize("name", _pinned())
def test_a_pinned_package_supports_every_python(name: str) -> None:
    supported = SpecifierSet(str(metadata(name).json.get("requires_python", "")))
    assert [version for version in PYTHONS if version not in supported] == []


WORKFLOWS = sorted((ROOT / ".github/workflows").glob("*.yml"))
FORMS = ROOT / ".github/ISSUE_TEMPLATE"


def test_workflows_call_targets_that_exist() -> None:
    text = "".join(path.read_text(encoding="utf-8") for path in WORKFLOWS)
    called = [line.split() for line in re.findall(r"run: make (.+)", text)]
    assert called == [["check", "build", "test"], ["build"]]
    assert {target for targets in called for target in targets} <= set(TARGETS)


def test_the_deployment_has_only_the_rights_it_needs() -> None:
    site = yaml.safe_load((ROOT / ".github/workflows/site.yml").read_text(encoding="utf-8"))
    assert site["permissions"] == {"contents": "read"}
    rights = {
        name: job["permissions"] for name, job in site["jobs"].items() if "permissions" in job
    }
    assert rights == {
        "build": {"contents": "read", "pages": "read"},
        "deploy": {"pages": "write", "id-token": "write"},
    }
    assert site["jobs"]["test"]["strategy"]["matrix"] == {"python": ["3.11", "3.14"]}
    assert site["jobs"]["build"]["needs"] == "test" and site["jobs"]["deploy"]["needs"] == "build"


@pytest.mark.parametrize(("address", "code"), [("", 1), ("https://example.org/handbook", 0)])
def test_a_deployment_without_an_address_fails(tmp_path: Path, address: str, code: int) -> None:
    site = yaml.safe_load((ROOT / ".github/workflows/site.yml").read_text(encoding="utf-8"))
    steps = site["jobs"]["build"]["steps"]
    [step] = [step for step in steps if step.get("name") == "Require the address of the site"]
    done = run(tmp_path, "sh", "-e", "-c", step["run"], SITE_URL=address)
    assert step["env"] == {"SITE_URL": "${{ steps.pages.outputs.base_url }}"}
    assert (done.returncode, done.stdout.startswith("::error::The site has no address.")) == (
        code,
        not address,
    )


@pytest.mark.parametrize("name", ["wrong-answer.yml", "new-question.yml"])
def test_a_form_has_labels_and_ids_of_its_own(name: str) -> None:
    form = yaml.safe_load((FORMS / name).read_text(encoding="utf-8"))
    assert form.keys() == {"name", "description", "body"}
    ids = [field["id"] for field in form["body"]]
    assert len(ids) == len(set(ids)) > 2
    assert all(field["attributes"]["label"] for field in form["body"])
    assert {field["type"] for field in form["body"]} <= {"input", "textarea", "dropdown"}


def test_the_form_for_a_wrong_answer_takes_the_id_that_the_site_fills_in() -> None:
    form = yaml.safe_load((FORMS / "wrong-answer.yml").read_text(encoding="utf-8"))
    [field] = [field for field in form["body"] if field["id"] == "id"]
    assert (field["type"], field["validations"]) == ("input", {"required": True})
    source = (ROOT / "scripts/handbook/render/categories.py").read_text(encoding="utf-8")
    assert '"template": "wrong-answer.yml", "id": question.id' in source
