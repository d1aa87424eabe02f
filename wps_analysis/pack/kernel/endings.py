"""How kernels end: the likely cause where one died, and nothing of it left running."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

LOST = "the process that it was forked from was lost"
_LOST_STATUS = 255  # what multiprocessing reports of a fork whose server is gone
_COUNTER = Path("/proc/vmstat")


def memory_kills() -> int:
    """Return how many processes the system has killed because memory ran out; 0 where it does not say."""
    with suppress(OSError, ValueError, StopIteration):
        lines = _COUNTER.read_text(encoding="ascii").splitlines()
        return int(next(line for line in lines if line.startswith("oom_kill ")).split()[1])
    return 0


def cause_of_death(status: int | None, *, forked: bool, out_of_memory: bool) -> str:
    """Say why a kernel's process ended, from its exit status: below zero the number of a signal.

    Examples
    --------
    >>> cause_of_death(0, forked=True, out_of_memory=False)
    'its process ended by itself with status 0, as after os._exit()'
    >>> cause_of_death(-9, forked=True, out_of_memory=False)
    'its process was killed (SIGKILL), by hand or because memory ran out'
    """
    if status is None:
        return "its process answers no more"
    if status == _LOST_STATUS and forked:
        return LOST
    if status >= 0:
        return f"its process ended by itself with status {status}, as after os._exit()"
    name = signal.Signals(-status).name if -status in set(signal.Signals) else f"signal {-status}"
    if status == -signal.SIGKILL:
        why = "because memory ran out" if out_of_memory else "by hand or because memory ran out"
        return f"its process was killed ({name}), {why}"
    crashed = -status in (signal.SIGSEGV, signal.SIGBUS, signal.SIGILL, signal.SIGFPE, signal.SIGABRT)
    return f"its process {'crashed in compiled code' if crashed else 'was ended'} ({name})"


def end_leftovers(kernel: int | None, is_its: Callable[[dict[str, str]], bool]) -> None:
    """Kill what a kernel that has ended left running: the processes of its session, and those of its environment.

    Parameters
    ----------
    kernel
        The id that its process had.
    is_its
        Tells an environment that was given to it.
    """
    import psutil

    for process in psutil.process_iter():
        with suppress(psutil.Error, OSError):
            if process.pid != os.getpid() and (_session(process) == kernel or is_its(process.environ())):
                process.kill()
                process.wait(1)


def _session(process: Any) -> int | None:
    return os.getsid(process.pid) if os.name == "posix" else None
