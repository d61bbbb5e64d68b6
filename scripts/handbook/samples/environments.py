"""Which environment a sample runs in, and how that environment is made."""

import ast
import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import venv
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path

from handbook.model import Pins

TENSORFLOW = "tensorflow"
PYTORCH = "pytorch"
# TensorFlow has no wheels for Python 3.14.
OLDEST, NEWEST = (3, 11), (3, 13)

_STAMP = "handbook-pins"
# A module belongs to a framework by how its name begins: torchvision, keras_hub, tensorflow_hub.
_FAMILIES = {
    TENSORFLOW: ("tensorflow", "tf_keras", "tf2onnx", "keras", "ai_edge_litert"),
    PYTORCH: ("torch", "functorch"),
}
# What a sample ran on is told by the first of these that its imports name, else by Python alone.
_TOLD = (
    (TENSORFLOW, "TensorFlow", "tensorflow-cpu"),
    (PYTORCH, "PyTorch", "torch"),
    ("numpy", "NumPy", "numpy"),
)


class EnvironmentFailedError(Exception):
    """An environment cannot be made; the text tells why and what to do."""


def read_pins(text: str) -> Pins:
    """Take the pins from the text of a requirements file."""
    lines = (line.partition("#")[0].strip() for line in text.splitlines())
    return Pins(tuple(sorted(line for line in lines if line)))


@lru_cache(maxsize=20_000)
def modules(code: str) -> frozenset[str]:
    """Give the top-level modules that a sample imports, none for one that is not valid Python."""
    try:
        with warnings.catch_warnings(action="ignore"):
            nodes = list(ast.walk(ast.parse(code)))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return frozenset()
    return frozenset(name.partition(".")[0] for node in nodes for name in _imported(node))


def _imported(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
        yield node.module


def frameworks(code: str) -> frozenset[str]:
    """Give the frameworks that a sample imports: tensorflow, pytorch, both or none."""
    return frozenset(
        framework
        for framework, beginnings in _FAMILIES.items()
        if any(module.startswith(beginnings) for module in modules(code))
    )


def environment_of(code: str) -> str:
    """Give the name of the environment that a sample runs in; plain Python takes PyTorch's."""
    return TENSORFLOW if TENSORFLOW in frameworks(code) else PYTORCH


def ran_on(code: str, pins: Mapping[str, Pins]) -> str:
    """Give the framework and version that readers are told, empty for plain Python."""
    own = pins.get(environment_of(code), Pins())
    named = frameworks(code) | modules(code)
    for key, title, package in _TOLD:
        if key in named:
            return f"{title} {own.version(package)}".strip()
    return ""


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


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Let one process at a time in; the lock lies on a file or folder that exists anyway."""
    handle = os.open(path, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)
