"""Whether the address of a Dask scheduler can be one, whether anybody answers there, and whether it may be trusted."""

from __future__ import annotations

import ipaddress
import re
import socket
from pathlib import Path
from typing import TYPE_CHECKING

from wps_analysis.errors import PackError
from wps_analysis.pack.plan.plan import PlanError

if TYPE_CHECKING:
    from distributed.security import Security

_ADDRESS = re.compile(r"(?P<scheme>[a-z]+)://(?:\[(?P<six>[0-9a-f:.]+)\]|(?P<host>[\w.-]+)):(?P<port>\d{1,5})/?", re.I)
_FORM = "write tls://host:port or, on this machine, tcp://127.0.0.1:port"
_ANSWER_SECONDS = 5
_LONGEST_GREETING = 10_000
_TLS = {"ca-file": "ca_file", "client.cert": "client_cert", "client.key": "client_key"}
_SECURE = "see docs/security.md"


def check_address(address: str, *, insecure: bool = False) -> None:
    """Refuse what is no address of a scheduler, where nobody answers, or where anybody could listen.

    Parameters
    ----------
    address
        Such as ``tls://scheduler.example.org:8786``.
    insecure
        Whether a ``tcp://`` address that is not of this machine is allowed: neither encrypted nor authenticated.

    Raises
    ------
    PlanError
        Saying what is wrong with it and what to write.
    PackError
        If there is no such host, or nobody answers.

    Examples
    --------
    >>> check_address("localhost")
    Traceback (most recent call last):
    ...
    wps_analysis.pack.plan.plan.PlanError: The pack cannot be made: --scheduler 'localhost' is no address: write ...
    """
    told = f"--scheduler {address[:100]!r}"
    match = _ADDRESS.fullmatch(address)
    if not match:
        raise PlanError([f"{told} is no address: {_FORM}"])
    scheme, host, port = match["scheme"].lower(), match["six"] or match["host"], int(match["port"])
    if scheme not in ("tcp", "tls"):
        raise PlanError([f"{told} has the scheme {scheme!r}: {_FORM}"])
    if not 0 < port < 65536:
        raise PlanError([f"{told} has a port that is none: {_FORM}"])
    try:
        found = {place[4][0] for place in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)}
    except (OSError, UnicodeError) as error:
        raise PackError(f"{told}: there is no host {host!r} ({error}); {_FORM}") from None
    here = all(ipaddress.ip_address(ip.partition("%")[0]).is_loopback for ip in found)
    if scheme == "tcp" and not here and not insecure:
        raise PlanError([
            f"{told} is neither encrypted nor authenticated, and not on this machine: whoever is between could read "
            f"the runs and run code there and here. Use tls:// with certificates ({_SECURE}), or say --insecure-cluster"
        ])  # fmt: skip
    certificates = security(address)
    try:
        with socket.create_connection((host, port), timeout=_ANSWER_SECONDS) as line:
            _hear(line, certificates)
    except OSError as error:
        raise PackError(f"No Dask scheduler answers at {address} ({error}) from {socket.gethostname()}") from None


def _hear(line: socket.socket, certificates: Security | None) -> None:
    """Wait for the first word of a scheduler, which speaks first; the library would wait for ever, whoever is there."""
    if certificates:
        line = certificates.get_connection_args("client")["ssl_context"].wrap_socket(line)
    with line:
        word = line.recv(8)
    if len(word) < 8 or int.from_bytes(word, "little") > _LONGEST_GREETING:
        raise ConnectionError("who answers there is none")


def security(address: str) -> Security | None:
    """Return the user's certificates, as Dask's own configuration names them; None for an address without TLS.

    Raises
    ------
    PackError
        If one of them is not configured, or its file cannot be read.
    """
    if not address.lower().startswith("tls://"):
        return None
    try:
        import dask.config
        from distributed.security import Security
    except ImportError:  # of which the executor says how to install it
        return None
    names = {key: dask.config.get(f"distributed.comm.tls.{key}", None) for key in _TLS}
    lacking = [f"distributed.comm.tls.{key}" for key, name in names.items() if not name]
    unread = [str(name) for name in names.values() if name and not Path(name).is_file()]
    if lacking or unread:
        what = f"is not configured: {', '.join(lacking)}" if lacking else f"cannot be read: {', '.join(unread)}"
        raise PackError(f"--scheduler {address} needs your certificates, of which one {what} ({_SECURE})")
    return Security(require_encryption=True, **{f"tls_{_TLS[key]}": name for key, name in names.items()})
