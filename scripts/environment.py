"""Keeps the installed packages, pip's and npm's, up to date: `environment.py FOLDER [EXTRA]`.

A stamp in the folder says what it holds. It is removed first and written last, so that a folder
whose installation was interrupted is made anew by the next call.
"""

import fcntl
import hashlib
import importlib.util
import json
import os
import signal
import subprocess
import sys
from dataclasses import asdict, dataclass
from pathlib import Path

CONSTRAINTS = "requirements/site.txt"
PINS = ("pyproject.toml", CONSTRAINTS, "package.json", "package-lock.json")
MODULES = Path("node_modules")
STAMP = "installed.json"


@dataclass(frozen=True)
class State:
    """What an environment holds: `extras` of the package as `pins` has them."""

    home: str = ""
    pins: str = ""
    extras: tuple[str, ...] = ()


def main(folder: Path, extra: str) -> None:
    """Make or mend the environment, unless it holds everything already."""
    _leave(folder)
    _take_turns()
    held = _held(folder)
    wanted = State(_home(), _pins(), (extra,))
    known = held.extras if (held.home, held.pins) == (wanted.home, wanted.pins) else ()
    if extra in known:
        return
    _require_pip()
    print(f"Installing into {folder}/, which takes a minute the first time.", flush=True)
    (folder / STAMP).unlink(missing_ok=True)
    if held.home != wanted.home:
        _run(sys.executable, "-m", "venv", "--clear", "--without-pip", str(folder))
    _install(folder, extra)
    state = State(wanted.home, wanted.pins, tuple(sorted({"", extra})))
    (folder / STAMP).write_text(json.dumps(asdict(state)), encoding="utf-8")


def _leave(folder: Path) -> None:
    """Go on outside of the environment where it is activated: it cannot replace itself."""
    if Path(sys.prefix).resolve() == folder.resolve():
        outside: str = sys._base_executable  # type: ignore[attr-defined]
        os.execv(outside, [outside, *sys.argv])


def _require_pip() -> None:
    # Debian's Python comes without ensurepip.
    if not _can_install_elsewhere() and importlib.util.find_spec("ensurepip") is None:
        sys.exit("pip 23 or newer is needed, as root on Debian: apt-get install python3-pip")


def _take_turns() -> None:
    """Wait for another make in this checkout; the lock ends with this process."""
    checkout = os.open(".", os.O_RDONLY)
    try:
        fcntl.flock(checkout, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        print("Another make is installing; waiting for it.", flush=True)
        fcntl.flock(checkout, fcntl.LOCK_EX)


def _held(folder: Path) -> State:
    """Give what the folder holds: nothing where its stamp or its Python is missing."""
    try:
        read = json.loads((folder / STAMP).read_text(encoding="utf-8"))
        (folder / "bin/python").stat()
        MODULES.stat()
        return State(read["home"], read["pins"], tuple(read["extras"]))
    except (OSError, ValueError, KeyError, TypeError):
        return State()


def _home() -> str:
    """Give what an environment is bound to: its scripts and links hold absolute paths."""
    return f"{sys.implementation.cache_tag}{sys.abiflags} {Path.cwd()}"


def _pins() -> str:
    return hashlib.sha256(b"".join(Path(name).read_bytes() for name in PINS)).hexdigest()


def _install(folder: Path, extra: str) -> None:
    package = f".[{extra}]" if extra else "."
    options = ("--quiet", "--disable-pip-version-check", "--constraint", CONSTRAINTS)
    _run(*_pip(str(folder / "bin/python")), "install", *options, "--editable", package)
    # npm comes with the packages of the site; what only tests need, it installs for tests.
    _run(str(folder / "bin/npm"), "ci", "--loglevel=error", *(() if extra else ("--omit=dev",)))


def _pip(python: str) -> tuple[str, ...]:
    """Give the command that installs for another Python, which has no pip of its own."""
    if _can_install_elsewhere():
        return sys.executable, "-m", "pip", "--python", python
    _run(python, "-m", "ensurepip")
    return python, "-m", "pip"


def _can_install_elsewhere() -> bool:
    """Tell whether this Python has a pip that has the option --python, as all do from 23 on."""
    if importlib.util.find_spec("pip") is None:
        return False
    version: str = importlib.import_module("pip").__version__
    return int(version.split(".")[0]) > 22


def _run(*command: str) -> None:
    # Where pip is told to install for the user, it refuses to install into an environment.
    done = subprocess.run(command, env=os.environ | {"PIP_USER": "0"}, check=False)
    if done.returncode:
        sys.exit("The environment is not complete; the next make tries again.")


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # no traceback below pip's own message
    main(Path(sys.argv[1]), "".join(sys.argv[2:]))
