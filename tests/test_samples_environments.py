"""How the environments of the samples come to be."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

import pytest
from sample_project import PINS

from handbook.samples import environments
from handbook.samples.environments import (
    EnvironmentFailedError,
    is_made,
    make_environment,
    unfit_python,
)


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
