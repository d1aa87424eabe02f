"""The process that kernels are forked from: the standard library's fork server, which imports ``warm_imports`` once."""

import multiprocessing
from functools import cache
from multiprocessing.context import BaseContext

_PRELOADED = "wps_analysis.pack.kernel.warm_imports"


def can_fork() -> bool:
    """Tell whether kernels can be forked here.

    A daemon, such as a worker that a Dask nanny has started, may have no children by multiprocessing.
    """
    is_daemon = multiprocessing.current_process().daemon
    return "forkserver" in multiprocessing.get_all_start_methods() and not is_daemon


@cache
def fork_context() -> BaseContext:
    """Return the context whose processes are forked from the server; it is started with the first of them."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([_PRELOADED])
    return context


def start_fork_server() -> None:
    """Start the server now, so that it imports while this process does other things."""
    if can_fork():
        from multiprocessing.forkserver import ensure_running

        fork_context()
        ensure_running()
