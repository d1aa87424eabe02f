"""Runs on the workers of a Dask cluster (extra ``cluster``): bytes go out, bytes come back, no disk is shared."""

import logging
import socket
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from functools import cache
from typing import Any

from wps_analysis.errors import PackError
from wps_analysis.pack.kernel.cluster_address import security
from wps_analysis.pack.plan.manifest import fonts
from wps_analysis.pack.plan.task import versions
from wps_analysis.words.language import languages

_CONNECT_SECONDS = 10
_RETRIES = 2


@cache
def worker_facts() -> dict[str, str]:
    """Return what must be the same on every machine for a pack to be the same: versions, own code, fonts."""
    drawn = {f"font {name}": digest for language in languages() for name, digest in fonts(language).items()}
    return {**versions(), **drawn}


def unlike(workers: Mapping[str, dict[str, str] | Exception], here: dict[str, str]) -> list[str]:
    """Say of each worker what it has otherwise than this machine, or why it cannot tell.

    Examples
    --------
    >>> unlike({"tcp://10.0.0.2:4000": {"pandas": "3.0.0"}}, {"pandas": "3.1.1"})
    ['tcp://10.0.0.2:4000 has pandas 3.0.0 (here 3.1.1)']
    """
    problems = []
    for worker, there in sorted(workers.items()):
        if isinstance(there, Exception):
            problems.append(f"{worker}: {type(there).__name__}: {there}")
            continue
        names = [name for name in {**here, **there} if here.get(name) != there.get(name)]
        differing = [f"{name} {there.get(name, 'missing')} (here {here.get(name, 'missing')})" for name in names]
        problems += [f"{worker} has {', '.join(differing)}"] if differing else []
    return problems


@contextmanager
def cluster_executor(address: str) -> Iterator[Executor]:
    """Connect to a Dask scheduler, check its workers, and give an executor that runs on them.

    A run whose worker is lost is done again on another one.

    Raises
    ------
    PackError
        If distributed is not installed, the scheduler cannot be reached, it has no workers, or one of them has other
        versions or fonts.
    """
    try:
        from distributed import Client
    except ImportError as error:
        raise PackError("--scheduler needs the extra `cluster`: pip install 'wps-analysis[cluster]'") from error
    certificates = security(address)
    try:
        with _silent():
            client = Client(address, timeout=_CONNECT_SECONDS, set_as_default=False, security=certificates)
    except Exception as error:  # of another service, or of other certificates: whatever it says, it is no scheduler
        why = str(error).splitlines()[0] if str(error) else type(error).__name__
        here = socket.gethostname()
        raise PackError(f"No Dask scheduler answers as one at {address} ({why[:200]}) from {here}") from None
    with client:
        try:
            client.wait_for_workers(1, timeout=_CONNECT_SECONDS)
        except TimeoutError as error:
            raise PackError(f"The Dask scheduler at {address} has no workers") from error
        here, facts = worker_facts(), client.run(worker_facts, on_error="return")
        if problems := unlike(facts, here):
            raise PackError("\n- ".join(["The workers would not draw the same pack:", *problems]))
        yield _CheckedExecutor(client.get_executor(pure=False, retries=_RETRIES), here)


@contextmanager
def _silent() -> Iterator[None]:
    """Keep what the library logs of a connection that fails, tracebacks and all, out of the terminal."""
    logger = logging.getLogger("distributed")
    before = logger.level
    logger.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        logger.setLevel(before)


class _CheckedExecutor(Executor):
    """Hands runs to a cluster; a worker that has joined since the check is checked before its first one."""

    def __init__(self, cluster: Executor, here: dict[str, str]) -> None:
        self._cluster, self._here = cluster, here

    def submit(self, function: Callable[[Any], Any], task: Any) -> Future:
        return self._cluster.submit(_checked, function, task, self._here)


def _checked(function: Callable[[Any], Any], task: Any, here: dict[str, str]) -> Any:
    if problems := unlike({socket.gethostname(): worker_facts()}, here):
        raise PackError(problems[0])
    return function(task)
