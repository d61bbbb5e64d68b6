"""Runs before each sample, in the sample's own process: limits, network, then the sample.

    python -I -S launch.py NETWORK [PYTHON FILE]

NETWORK is `namespace` or `guard`; without a command, it only tells by its exit code whether the
kernel gives a namespace. Started by path on a bare interpreter, so it imports nothing of ours.
"""

import ctypes
import fcntl
import os
import resource
import signal
import socket
import struct
import sys

MEMORY = 4 << 30  # bytes
LARGEST_FILE = 1 << 30  # bytes; what a sample prints goes into a file too
REFUSED = 71  # exit code: the kernel gives no namespace

_CLONE_NEWUSER, _CLONE_NEWNET = 0x10000000, 0x40000000
_SIOCGIFFLAGS, _SIOCSIFFLAGS, _IFF_UP = 0x8913, 0x8914, 1
_PR_SET_PDEATHSIG = 1


def main(network: str, *command: str) -> None:
    """Become the sample."""
    if network == "namespace":
        enter_namespace()
    if command:
        _limit()
        os.execv(command[0], command)


def enter_namespace() -> None:
    """Leave every network but a loopback of our own; exit where the kernel refuses that."""
    user, group = os.geteuid(), os.getegid()
    try:
        if not _unshare(_CLONE_NEWNET):
            if not _unshare(_CLONE_NEWUSER | _CLONE_NEWNET):
                raise OSError("unshare")
            _write("/proc/self/setgroups", "deny")
            _write("/proc/self/uid_map", f"{user} {user} 1")
            _write("/proc/self/gid_map", f"{group} {group} 1")
        _loopback_up()
    except OSError as error:
        print(f"no network namespace: {error}", file=sys.stderr)
        sys.exit(REFUSED)


def _unshare(flags: int) -> bool:
    # os.unshare came with Python 3.12; other systems than Linux have neither.
    unshare = getattr(ctypes.CDLL(None), "unshare", None)
    return unshare is not None and unshare(flags) == 0


def _write(path: str, text: str) -> None:
    with open(path, "w", encoding="ascii") as file:  # noqa: PTH123 (pathlib takes longer to load)
        file.write(text)


def _loopback_up() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        request = struct.pack("16sh14x", b"lo", 0)
        (flags,) = struct.unpack_from("h", fcntl.ioctl(any_socket, _SIOCGIFFLAGS, request), 16)
        fcntl.ioctl(any_socket, _SIOCSIFFLAGS, struct.pack("16sh14x", b"lo", flags | _IFF_UP))


def _limit() -> None:
    # RLIMIT_DATA and not RLIMIT_AS: the frameworks map files and reserve addresses far beyond what
    # they use.
    for which, most in (
        (resource.RLIMIT_DATA, MEMORY),
        (resource.RLIMIT_FSIZE, LARGEST_FILE),
        (resource.RLIMIT_CORE, 0),
    ):
        _, hard = resource.getrlimit(which)
        least = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(which, (least, least))
    # The sample does not outlive whoever started it.
    prctl = getattr(ctypes.CDLL(None), "prctl", None)
    if prctl is not None:
        prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


if __name__ == "__main__":
    main(*sys.argv[1:])
