"""The process that kernels are forked from: the standard library's fork server, which imports ``warm_imports`` once."""

import multiprocessing
import multiprocessing.util
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from multiprocessing.context import BaseContext
from multiprocessing.process import BaseProcess
from typing import Any

from wps_analysis.pack.kernel.environment import listed_environment
from wps_analysis.pack.kernel.sockets import socket_base

_PRELOADED = "wps_analysis.pack.kernel.warm_imports"
_TRIES = 20
_PAUSE_S = 0.1


def can_fork() -> bool:
    """Tell whether kernels can be forked here.

    A daemon, such as a worker that a Dask nanny has started, may have no children by multiprocessing.
    """
    is_daemon = multiprocessing.current_process().daemon
    return "forkserver" in multiprocessing.get_all_start_methods() and not is_daemon


def fork_context() -> BaseContext:
    """Return the context whose processes are forked from the server, which is started, again where it was lost."""
    from multiprocessing.forkserver import ensure_running

    context = _context()
    with listed_environment():
        ensure_running()
    return context


def forked_process(target: Callable[..., None], *args: Any) -> BaseProcess:
    """Return a process that the server has just forked; a server that is lost meanwhile is started again."""
    for _ in range(_TRIES):
        with suppress(EOFError, ConnectionError):
            return _started(target, args)
        time.sleep(_PAUSE_S)  # until its last thread has ended, a lost server counts as running
    return _started(target, args)


def _started(target: Callable[..., None], args: tuple[Any, ...]) -> BaseProcess:
    process = fork_context().Process(target=target, args=args, daemon=True)
    process.start()
    return process


@cache
def _context() -> BaseContext:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([_PRELOADED])
    _settle_in_short_folder()
    return context


def _settle_in_short_folder() -> None:
    """Let multiprocessing keep its sockets where their paths are short; it removes its folder itself."""
    before = tempfile.tempdir
    tempfile.tempdir = socket_base() or before
    try:
        multiprocessing.util.get_temp_dir()
    finally:
        tempfile.tempdir = before


def start_fork_server() -> None:
    """Start the server now, so that it imports while this process does other things."""
    if can_fork():
        fork_context()
