"""The living kernels of this process, so that an interruption can stop them."""

import contextlib
import os
import signal
import threading
import weakref
from typing import Any

_managers: weakref.WeakSet[Any] = weakref.WeakSet()
_stopping = threading.Event()


def register(manager: Any) -> None:
    """Remember the manager of a kernel that was just started; if all are being stopped, stop it at once."""
    _managers.add(manager)
    if _stopping.is_set():
        _kill(manager)


def are_stopping() -> bool:
    """Tell whether `stop_kernels` was called."""
    return _stopping.is_set()


def allow_kernels() -> None:
    """Let kernels be started again after `stop_kernels`."""
    _stopping.clear()


def stop_kernels() -> None:
    """Kill the kernels of this process and each that is started from now on: their notebooks end as interrupted."""
    _stopping.set()
    for manager in list(_managers):
        _kill(manager)


def _kill(manager: Any) -> None:
    if not manager.has_kernel or not manager.provisioner.has_process:
        return
    pid = manager.provisioner.pid
    with contextlib.suppress(ProcessLookupError):
        if os.name != "posix":
            os.kill(pid, signal.SIGTERM)
            return
        try:
            os.killpg(pid, signal.SIGKILL)  # with what the notebook has started
        except ProcessLookupError:  # just forked: not yet the head of a group
            os.kill(pid, signal.SIGKILL)
