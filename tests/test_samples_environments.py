"""Environments: which one a sample needs, and how they come to be."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

import pytest
from sample_project import PINS

from handbook.model import Pins
from handbook.samples import environments
from handbook.samples.environments import (
    EnvironmentFailedError,
    environment_of,
    frameworks,
    is_made,
    make_environment,
    ran_on,
    read_pins,
    unfit_python,
)

VERSIONS = {
    "tensorflow": Pins(("numpy==2.4.6", "tensorflow-cpu==2.21.0")),
    "pytorch": Pins(("numpy==2.4.6", "torch==2.13.0+cpu")),
}


@pytest.mark.parametrize(
    ("code", "environment", "told"),
    [
        ("import tensorflow as tf", "tensorflow", "TensorFlow 2.21.0"),
        ("from tensorflow.keras import layers", "tensorflow", "TensorFlow 2.21.0"),
        ("import keras", "tensorflow", "TensorFlow 2.21.0"),
        ("from ai_edge_litert import interpreter", "tensorflow", "TensorFlow 2.21.0"),
        ("import torch.nn as nn", "pytorch", "PyTorch 2.13.0"),
        ("def f():\n    from torchvision import ops", "pytorch", "PyTorch 2.13.0"),
        ("import numpy, torch", "pytorch", "PyTorch 2.13.0"),
        ("import numpy as np", "pytorch", "NumPy 2.4.6"),
        ("print(1)  # import tensorflow", "pytorch", ""),
        ("from .tensorflow import here", "pytorch", ""),
        ("print 'no Python'", "pytorch", ""),
    ],
)
def test_the_imports_choose(code: str, environment: str, told: str) -> None:
    assert environment_of(code) == environment
    assert ran_on(code, VERSIONS) == told


def test_a_sample_that_imports_both_has_two_frameworks() -> None:
    assert frameworks("import torch\nif True:\n    import keras") == {"tensorflow", "pytorch"}
    assert frameworks("import torch, torchvision, numpy") == {"pytorch"}


def test_pins_are_read_without_comments_and_order() -> None:
    pins = read_pins("# what\ntorch==2.13.0+cpu  # why\n\nNumPy==2.4.6\n")
    assert pins == Pins(("NumPy==2.4.6", "torch==2.13.0+cpu"))
    assert (pins.version("torch"), pins.version("numpy")) == ("2.13.0", "2.4.6")
    assert pins.version("keras") == ""


@pytest.mark.parametrize("version", [(3, 11), (3, 12), (3, 13)])
def test_these_pythons_run_the_samples(version: tuple[int, int]) -> None:
    assert unfit_python(version) is None


@pytest.mark.parametrize("version", [(3, 10), (3, 14)])
def test_another_python_is_told_in_one_line(version: tuple[int, int]) -> None:
    assert unfit_python(version) == (
        f"The samples run on Python 3.11 to 3.13, not 3.{version[1]}: make verify PYTHON=python3.12"
    )


@pytest.fixture
def requirements(tmp_path: Path) -> Path:
    folder = tmp_path / "requirements"
    folder.mkdir()
    (folder / "pytorch.txt").write_text(PINS["pytorch"])
    return folder


def test_an_environment_is_made_once_and_again_when_its_pins_change(
    requirements: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[str] = []
    monkeypatch.setattr(environments, "_install", _counting(made))
    assert not is_made("pytorch", requirements, tmp_path)
    python = make_environment("pytorch", requirements, tmp_path)
    assert python == tmp_path / ".venv-pytorch" / "bin" / "python"
    assert is_made("pytorch", requirements, tmp_path)
    (requirements / "pytorch.txt").write_text("# another comment is no other pin\n")
    make_environment("pytorch", requirements, tmp_path)
    assert made == ["pytorch.txt"]
    (requirements / "pytorch.txt").write_text("numpy==1.0\n")
    assert not is_made("pytorch", requirements, tmp_path)
    make_environment("pytorch", requirements, tmp_path)
    assert made == ["pytorch.txt", "pytorch.txt"]


def _counting(made: list[str]) -> Callable[[Path, Path, Path], None]:
    """Give what stands in for pip: it tells what it was called for."""

    def install(file: Path, place: Path, python: Path) -> None:
        assert not place.exists(), "what was there before is gone"
        place.mkdir()
        made.append(file.name)

    return install


def test_runs_side_by_side_make_an_environment_once(
    requirements: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[str] = []
    second = Event()

    def install(file: Path, place: Path, python: Path) -> None:
        made.append(file.name)
        place.mkdir(exist_ok=True)
        if len(made) > 1:
            second.set()
        # Time for another to begin, which the lock must not let it.
        second.wait(0.3)

    monkeypatch.setattr(environments, "_install", install)
    with ThreadPoolExecutor(4) as pool:
        jobs = [pool.submit(make_environment, "pytorch", requirements, tmp_path) for _ in range(4)]
        assert len({job.result() for job in jobs}) == 1
    assert made == ["pytorch.txt"]


def test_an_installation_that_fails_says_why_and_leaves_no_stamp(
    requirements: Path, tmp_path: Path
) -> None:
    (requirements / "pytorch.txt").write_text(f"torch @ file://{tmp_path}/no-such-wheel.whl\n")
    with pytest.raises(EnvironmentFailedError) as failed:
        make_environment("pytorch", requirements, tmp_path)
    first, *reason = str(failed.value).splitlines()
    assert first == "pip could not install pytorch.txt:"
    assert any("no-such-wheel.whl" in line for line in reason)
    assert not is_made("pytorch", requirements, tmp_path)


def test_an_environment_without_pins_is_told(requirements: Path, tmp_path: Path) -> None:
    missing = requirements / "tensorflow.txt"
    with pytest.raises(EnvironmentFailedError) as failed:
        make_environment("tensorflow", requirements, tmp_path)
    assert str(failed.value) == f"{missing}: No such file or directory"
