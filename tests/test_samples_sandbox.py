"""The sandbox: what a sample finds, what it may not do, and what is left of it."""

import json
import os
import sys
import tempfile
import threading
import time
from pathlib import Path

import pytest

from handbook.samples import launch, sandbox
from handbook.samples.sandbox import MOST_OUTPUT, Network, Run, Sandbox, best_network

PYTHON = Path(sys.executable)
# Reserved for documentation: nobody answers there.
OUTSIDE = "203.0.113.9"
BOTH = [Network.GUARD, pytest.param(best_network(), id="best")]


def run(code: str, network: Network = Network.GUARD, seconds: float = 30) -> Run:
    return Sandbox(network, seconds).run(PYTHON, code)


def test_a_sample_prints() -> None:
    done = run("import sys; print('out', 'é'); print('err', file=sys.stderr)")
    assert (done.code, done.stdout, done.stderr) == (0, "out é\n", "err\n")
    assert 0 < done.seconds < 30


def test_a_sample_works_in_a_folder_of_its_own(tmp_path: Path) -> None:
    names = ["HOME", "TMPDIR", "XDG_CACHE_HOME", "KERAS_HOME", "TORCH_HOME", "MPLCONFIGDIR"]
    names += ["TORCHINDUCTOR_CACHE_DIR", "HF_HOME"]
    code = "import json, os, pathlib\nhere = pathlib.Path.cwd()\n"
    code += f"folders = [pathlib.Path(os.environ[name]) for name in {names}]\n"
    code += "for folder in folders: (folder / 'left').write_text('x')\n"
    code += "print(json.dumps([os.listdir(), str(here), *map(str, folders)]))"
    inside, here, *folders = json.loads(run(code).stdout)
    assert inside == ["sample.py"]
    scratch = Path(here).parent
    assert scratch.parent == Path(tempfile.gettempdir()).resolve()
    assert [Path(folder).parent for folder in folders] == [scratch] * len(names)
    assert len(set(folders)) == len(names)
    assert not scratch.exists()


def test_a_sample_finds_nothing_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_TOKEN", "hidden")
    monkeypatch.setenv("PYTHONPATH", "/somewhere")
    code = "import os, sys; print(sorted(os.environ), sys.path, sys.stdin.read(), os.getsid(0))"
    done = run(code, best_network())
    assert "SECRET_TOKEN" not in done.stdout
    assert "/somewhere" not in done.stdout
    assert not done.stdout.strip().endswith(f" {os.getsid(0)}")


def test_every_run_is_alike() -> None:
    code = "import os, shutil, sys\nprint(shutil.get_terminal_size().columns, hash('a'))\n"
    code += "print(sys.stdout.encoding, os.environ['TZ'], sys.dont_write_bytecode)\n"
    code += "print({v for k, v in os.environ.items() if 'NUM_' in k}, os.environ['COLUMNS'])"
    first, second = run(code), run(code)
    assert first.stdout == second.stdout
    lines = first.stdout.splitlines()
    assert lines[0].startswith("80 ")
    assert lines[1:] == ["utf-8 UTC True", "{'1'} 80"]


@pytest.mark.parametrize("network", BOTH)
def test_an_outside_address_cannot_be_opened(network: Network) -> None:
    done = run(f"import socket; socket.create_connection(('{OUTSIDE}', 80), 20)", network)
    assert done.code == 1
    reason = {
        Network.GUARD: f"PermissionError: a sample has no network: {OUTSIDE}",
        Network.NAMESPACE: "OSError: [Errno 101] Network is unreachable",
    }
    assert done.stderr.splitlines()[-1] == reason[network]


@pytest.mark.parametrize("network", BOTH)
@pytest.mark.parametrize(
    "code",
    [
        "import urllib.request; urllib.request.urlopen('http://example.org/', timeout=20)",
        f"import socket as s; s.socket(type=s.SOCK_DGRAM).sendto(b'', ('{OUTSIDE}', 9))",
        "import socket; socket.gethostbyname('example.org')",
        "import socket; s = socket.socket(socket.AF_INET6); s.connect(('2001:db8::1', 80))",
    ],
)
def test_there_is_no_other_way_out(network: Network, code: str) -> None:
    done = run(code, network)
    assert done.code == 1
    assert "rror: " in done.stderr.splitlines()[-1]


@pytest.mark.parametrize("network", BOTH)
def test_the_children_of_a_sample_have_no_network_either(network: Network) -> None:
    child = f"import socket; socket.create_connection(('{OUTSIDE}', 80), 20)"
    code = "import subprocess, sys\n"
    code += f"sys.exit(subprocess.call([sys.executable, '-c', {child!r}]))"
    done = run(code, network)
    assert done.code == 1
    assert "Error: " in done.stderr.splitlines()[-1]


TALK = """\
import multiprocessing
import socket


def answer(address):
    with socket.create_connection(address) as link:
        link.sendall(b"hello from the other process")


if __name__ == "__main__":
    start = multiprocessing.get_context("spawn")
    with socket.create_server(("localhost", 0)) as server:
        other = start.Process(target=answer, args=(("localhost", server.getsockname()[1]),))
        other.start()
        with server.accept()[0] as link:
            print(link.recv(100).decode())
        other.join()
"""


@pytest.mark.parametrize("network", BOTH)
def test_two_processes_of_a_sample_can_talk(network: Network) -> None:
    assert run(TALK, network).stdout == "hello from the other process\n"


def test_the_kernel_s_refusal_is_noticed(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(launch, "_unshare", lambda flags: False)
    with pytest.raises(SystemExit) as left:
        launch.enter_namespace()
    assert left.value.code == launch.REFUSED
    assert capsys.readouterr().err == "no network namespace: unshare\n"
    refusing = tmp_path / "launch.py"
    refusing.write_text(f"raise SystemExit({launch.REFUSED})")
    monkeypatch.setattr(sandbox, "_LAUNCHER", str(refusing))
    assert best_network() is Network.GUARD
    refusing.write_text("")
    assert best_network() is Network.NAMESPACE


def _alive(pid: int) -> bool:
    """Tell whether a process still runs; one that nobody has waited for does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def _dies(pid: int) -> bool:
    """Wait until a process is gone; the kernel needs a moment."""
    end = time.monotonic() + 20
    while _alive(pid) and time.monotonic() < end:
        os.sched_yield()
    return not _alive(pid)


# Not a child's print: the pid must be there before the sample sleeps.
CHILD = """\
import subprocess, sys, time
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
print(child.pid, flush=True)
"""


def test_the_time_limit_ends_a_sample_and_its_children() -> None:
    done = run(f"{CHILD}time.sleep(600)", seconds=2)
    assert done.code is None
    assert 2 <= done.seconds < 20
    assert _dies(int(done.stdout))


def test_what_a_sample_leaves_running_is_ended() -> None:
    done = run(CHILD)
    assert (done.code, done.stderr) == (0, "")
    assert done.seconds < 20
    assert _dies(int(done.stdout))


def test_all_samples_can_be_stopped() -> None:
    every = Sandbox(Network.GUARD, 120)
    runs: list[Run] = []
    code = "import time; time.sleep(600)"
    waiting = threading.Thread(target=lambda: runs.append(every.run(PYTHON, code)))
    waiting.start()
    while not every._running:
        os.sched_yield()
    every.stop()
    waiting.join(30)
    assert [done.code for done in runs] == [-9]
    assert every.run(PYTHON, code).code in (None, -9)


def test_a_sample_has_four_gigabytes() -> None:
    # Mapped and not written to: filling 3 GiB takes longer than all other tests here.
    code = "import mmap; mmap.mmap(-1, 3 << 30, mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)"
    assert run(code).code == 0
    done = run("held = bytearray(5 << 30)")
    assert (done.code, done.stderr.splitlines()[-1]) == (1, "MemoryError")


def test_a_child_has_no_more_memory() -> None:
    child = "import sys; sys.exit(bytearray(5 << 30) and 0)"
    done = run(f"import subprocess, sys; print(subprocess.call([sys.executable, '-c', {child!r}]))")
    assert (done.stdout, done.stderr.splitlines()[-1]) == ("1\n", "MemoryError")


def test_endless_printing_is_cut_short() -> None:
    done = run("for _ in range(100_000): print('many words')")
    assert (done.code, len(done.stdout)) == (0, MOST_OUTPUT + 1)


def test_warnings_of_the_three_categories_are_switched_on_also_where_libraries_warn() -> None:
    code = "import types, warnings\nlibrary = types.ModuleType('library')\n"
    code += "for category in (DeprecationWarning, PendingDeprecationWarning, FutureWarning):\n"
    code += "    exec('import warnings; warnings.warn(\"old\", category)',"
    code += " {**vars(library), 'category': category})\n"
    shown = [line for line in run(code).stderr.splitlines() if "Warning: old" in line]
    assert [line.split(": ")[1] for line in shown] == [
        "DeprecationWarning",
        "PendingDeprecationWarning",
        "FutureWarning",
    ]


def test_what_a_sample_detaches_does_not_outlive_it() -> None:
    child = (
        "import subprocess; print(subprocess.Popen(['sleep', '600'], start_new_session=True).pid)"
    )
    pid = int(run(child).stdout)
    # Killed processes stay listed until somebody has waited for them.
    deadline = time.monotonic() + 10
    while _alive(pid) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not _alive(pid)
