"""Refuses every connection but to this machine, where the kernel gives no network namespace.

Python imports it at its start, in a sample and in each of its child processes, because its folder
is on PYTHONPATH. It sees what Python's own sockets do.
"""

import ipaddress
import socket
import sys

_HERE = ("", "localhost", "localhost.localdomain", socket.gethostname())


def _refuse_outside(event: str, arguments: tuple[object, ...]) -> None:
    if event in ("socket.connect", "socket.sendto", "socket.sendmsg"):
        address = arguments[1]
        # Only the addresses of IPv4 and IPv6 are tuples that begin with a host.
        if isinstance(address, tuple) and address and isinstance(address[0], str):
            _refuse(address[0])
    elif event in ("socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"):
        host = arguments[0]
        if host is not None:
            _refuse(host.decode() if isinstance(host, bytes) else str(host))


def _refuse(host: str) -> None:
    if host in _HERE:
        return
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        address = None
    if address is None or not (address.is_loopback or address.is_unspecified):
        raise PermissionError(f"a sample has no network: {host}")


sys.addaudithook(_refuse_outside)
