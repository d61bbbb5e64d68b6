"""How the environments of the samples are made, one for each requirements file."""

import hashlib
import shutil
import subprocess
import sys
import venv
from pathlib import Path

from handbook.locking import locked
from handbook.samples.frameworks import read_pins

# TensorFlow has no wheels for Python 3.14.
OLDEST, NEWEST = (3, 11), (3, 13)

_STAMP = "handbook-pins"


class EnvironmentFailedError(Exception):
    """An environment cannot be made; the text tells why and what to do."""


def unfit_python(version: tuple[int, int] = sys.version_info[:2]) -> str | None:
    """Tell in one line why this Python cannot run the samples, None where it can."""
    if OLDEST <= version <= NEWEST:
        return None
    found = ".".join(map(str, version))
    return f"The samples run on Python 3.11 to 3.13, not {found}: make verify PYTHON=python3.12"


def make_environment(name: str, requirements: Path, folder: Path) -> Path:
    """Make an environment unless it is there already.

    Args:
        name: tensorflow or pytorch
        requirements: the folder that holds NAME.txt
        folder: where environments are

    Returns:
        its Python

    """
    file, place = requirements / f"{name}.txt", folder / f".venv-{name}"
    python = place / "bin" / "python"
    try:
        with locked(file):
            wanted = _stamp(file)
            if not _is_made(place, wanted):
                shutil.rmtree(place, ignore_errors=True)
                _install(file, place, python)
                (place / _STAMP).write_text(wanted, encoding="utf-8")
    except OSError as error:
        raise EnvironmentFailedError(f"{error.filename}: {error.strerror}") from error
    return python


def is_made(name: str, requirements: Path, folder: Path) -> bool:
    """Tell whether an environment is there with the present pins."""
    file = requirements / f"{name}.txt"
    return file.exists() and _is_made(folder / f".venv-{name}", _stamp(file))


def _is_made(place: Path, wanted: str) -> bool:
    stamp = place / _STAMP
    return stamp.exists() and stamp.read_text(encoding="utf-8") == wanted


def _stamp(file: Path) -> str:
    """Give what tells an environment apart: its pins and the Python that it was made for."""
    pins = "\n".join(read_pins(file.read_text(encoding="utf-8")).lines)
    version = ".".join(map(str, sys.version_info[:2]))
    return f"{hashlib.sha256(pins.encode()).hexdigest()} {version}\n"


def _install(file: Path, place: Path, python: Path) -> None:
    # Debian's Python comes without ensurepip, and the site's environment has no pip either: the
    # base interpreter's installs into the new one.
    venv.create(place, symlinks=True, with_pip=False)
    base = getattr(sys, "_base_executable", sys.executable)
    command = [base, "-m", "pip", "--python", str(python), "--disable-pip-version-check"]
    command += ["install", "--quiet", "--requirement", str(file)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        reason = "\n".join((done.stderr or done.stdout).strip().splitlines()[-20:])
        raise EnvironmentFailedError(f"pip could not install {file.name}:\n{reason}")
