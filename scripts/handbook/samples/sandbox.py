"""Runs one sample: in a process and a folder of its own, with limits and without a network."""

import contextlib
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from handbook.samples import launch

SECONDS = 60.0
MOST_OUTPUT = 64 * 1024  # bytes
FILE = "sample.py"

_LAUNCHER = str(Path(launch.__file__).resolve())
_GUARD = str(Path(__file__).resolve().with_name("guard"))
# Where each of these keeps what it wants to find again.
_CACHES = (
    "XDG_CACHE_HOME",
    "XDG_CONFIG_HOME",
    "XDG_DATA_HOME",
    "KERAS_HOME",
    "TORCH_HOME",
    "TORCHINDUCTOR_CACHE_DIR",
    "TRITON_CACHE_DIR",
    "MPLCONFIGDIR",
    "HF_HOME",
)
_ONE_THREAD = (
    "OMP_NUM_THREADS",
    "MKL_NUM_THREADS",
    "OPENBLAS_NUM_THREADS",
    "NUMEXPR_NUM_THREADS",
    "TF_NUM_INTRAOP_THREADS",
    "TF_NUM_INTEROP_THREADS",
)
_DEPRECATIONS = ("DeprecationWarning", "PendingDeprecationWarning", "FutureWarning")
_FIXED = {
    "COLUMNS": "80",
    "LINES": "24",
    "TERM": "dumb",
    "LANG": "C.UTF-8",
    "LC_ALL": "C.UTF-8",
    "TZ": "UTC",
    "PYTHONHASHSEED": "0",
    "PYTHONUTF8": "1",
    "PYTHONNOUSERSITE": "1",
    "PYTHONDONTWRITEBYTECODE": "1",
    # In the environment and not on the command line, so that child processes have it too.
    "PYTHONWARNINGS": ",".join(f"always::{category}" for category in _DEPRECATIONS),
    "MPLBACKEND": "Agg",
    "CUDA_VISIBLE_DEVICES": "",
    # Several processes of one sample find each other without asking for the machine's name.
    "GLOO_SOCKET_IFNAME": "lo",
    "TP_SOCKET_IFNAME": "lo",
}


class Network(StrEnum):
    """How a sample is kept from the network."""

    NAMESPACE = "namespace"
    GUARD = "guard"


@dataclass(frozen=True)
class Run:
    """What a sample did; `code` is its exit code, negative for a signal, None after the limit."""

    code: int | None
    stdout: str
    stderr: str
    seconds: float


def best_network() -> Network:
    """Try whether this kernel gives a process a network of its own."""
    command = [sys.executable, "-I", "-S", _LAUNCHER, Network.NAMESPACE]
    done = subprocess.run(command, capture_output=True, check=False)
    return Network.GUARD if done.returncode else Network.NAMESPACE


@dataclass
class Sandbox:
    """Runs samples; one for all of them, so that all can be stopped."""

    network: Network
    seconds: float = SECONDS
    _running: set[int] = field(default_factory=set)
    _stopped: bool = False

    def run(self, python: Path, code: str) -> Run:
        """Run a sample and everything that it starts, and leave nothing of it behind."""
        with tempfile.TemporaryDirectory(prefix="sample-", ignore_cleanup_errors=True) as scratch:
            folders = _folders(Path(scratch))
            (folders["work"] / FILE).write_text(code, encoding="utf-8")
            variables = _variables(python, folders, self.network)
            return self._run(python, folders["work"], Path(scratch), variables)

    def _run(self, python: Path, work: Path, scratch: Path, variables: Mapping[str, str]) -> Run:
        # Files and not pipes: what a sample leaves running would hold a pipe open.
        out, err = scratch / "stdout", scratch / "stderr"
        command = [sys.executable, "-I", "-S", _LAUNCHER, self.network, str(python), FILE]
        started = time.monotonic()
        with out.open("wb") as stdout, err.open("wb") as stderr:
            process = subprocess.Popen(
                command,
                cwd=work,
                env=variables,
                stdin=subprocess.DEVNULL,
                stdout=stdout,
                stderr=stderr,
                start_new_session=True,
            )
            code = self._wait(process)
        _kill_strays(variables["TMPDIR"])
        return Run(code, _start_of(out), _start_of(err), time.monotonic() - started)

    def _wait(self, process: subprocess.Popen[bytes]) -> int | None:
        self._running.add(process.pid)
        try:
            return process.wait(0 if self._stopped else self.seconds)
        except subprocess.TimeoutExpired:
            return None
        finally:
            _kill_group(process.pid)
            process.wait()
            self._running.discard(process.pid)

    def stop(self) -> None:
        """Kill what runs, and everything that is started from now on."""
        self._stopped = True
        for pid in tuple(self._running):
            _kill_group(pid)


def _kill_group(pid: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(pid, signal.SIGKILL)


def _kill_strays(tmp: str) -> None:
    """Kill what a sample has started in a session of its own, where the system shows it (Linux)."""
    mark = f"TMPDIR={tmp}".encode()
    for environ in Path("/proc").glob("[0-9]*/environ"):
        with contextlib.suppress(OSError):
            if mark in environ.read_bytes().split(b"\0"):
                os.kill(int(environ.parent.name), signal.SIGKILL)


def _folders(scratch: Path) -> Mapping[str, Path]:
    """Make the folders of a sample; the one that it works in holds nothing but the sample."""
    folders = {name: scratch / name for name in ("work", "home", "tmp", *_CACHES)}
    for folder in folders.values():
        folder.mkdir()
    return folders


def _variables(python: Path, folders: Mapping[str, Path], network: Network) -> dict[str, str]:
    path = os.pathsep.join([str(python.parent), "/usr/local/bin", "/usr/bin", "/bin"])
    variables = {"PATH": path, "HOME": str(folders["home"]), "TMPDIR": str(folders["tmp"])}
    variables |= {name: str(folders[name]) for name in _CACHES}
    variables |= dict.fromkeys(_ONE_THREAD, "1") | _FIXED
    if network is Network.GUARD:
        variables["PYTHONPATH"] = _GUARD
    return variables


def _start_of(file: Path) -> str:
    with file.open("rb") as handle:
        return handle.read(MOST_OUTPUT + 1).decode("utf-8", errors="replace")
