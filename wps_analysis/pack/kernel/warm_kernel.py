"""Kernels forked from one process that has imported everything: a Jupyter kernel provisioner (``wps-fork``).

The standard library's fork server imports ``warm_imports`` once and forks a kernel from it in some milliseconds. All
else is jupyter_client's own local provisioner, so Papermill, nbclient, nbconvert and nbval work on it unchanged. Where
the system has no fork, the ordinary kernel is started.
"""

from __future__ import annotations

import os
import shutil
import signal
import sys
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from jupyter_client.provisioning import LocalProvisioner

from wps_analysis.pack.kernel.fork_server import can_fork, forked_process
from wps_analysis.pack.kernel.sockets import make_socket_folder

_starting = threading.Lock()


class ForkProvisioner(LocalProvisioner):
    """Start a kernel by forking, with fresh names, its own environment, folder, process group and random state."""

    _sockets: Path | None = None

    async def pre_launch(self, **kwargs: Any) -> dict[str, Any]:
        """Give a kernel sockets of its own: two programs that look for free ports at once may find the same."""
        manager = self.parent
        if manager is not None and manager.transport == "tcp" and (folder := make_socket_folder()):
            self._sockets = folder
            manager.transport, manager.ip = "ipc", str(folder / "kernel")
        return await super().pre_launch(**kwargs)

    async def cleanup(self, restart: bool = False) -> None:
        """Leave no sockets behind, unless the kernel comes back."""
        await super().cleanup(restart)
        if self._sockets and not restart:
            shutil.rmtree(self._sockets, ignore_errors=True)

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> dict[str, Any]:
        """Fork a kernel for the command that would have started one."""
        if not can_fork() or "-m" not in cmd:
            return await super().launch_kernel(cmd, **kwargs)
        self.cwd = str(kwargs.get("cwd") or Path.cwd())
        env = {name: str(value) for name, value in (kwargs.get("env") or os.environ).items()}
        self.process = _Forked(cmd[cmd.index("-m") + 1 :], self.cwd, env)
        self.pid = self.pgid = self.process.pid
        return self.connection_info


class _Forked:
    """The methods of ``subprocess.Popen`` that the local provisioner uses."""

    stdin = stdout = stderr = None

    def __init__(self, argv: Sequence[str], cwd: str, env: Mapping[str, str]) -> None:
        # The fork server would import the caller's own program into each kernel, if it could find it.
        main = sys.modules["__main__"]
        with _starting:
            file, spec = main.__dict__.pop("__file__", None), main.__spec__
            main.__spec__ = None
            try:
                self._process = forked_process(_serve, list(argv), cwd, dict(env))
            finally:
                main.__spec__ = spec
                if file is not None:
                    main.__file__ = file
        self.pid = self._process.pid

    def poll(self) -> int | None:
        return self._process.exitcode

    def wait(self) -> int | None:
        self._process.join()
        return self._process.exitcode

    def send_signal(self, number: int) -> None:
        os.kill(self.pid, number)

    def kill(self) -> None:
        self._process.kill()

    def terminate(self) -> None:
        self._process.terminate()


def _serve(argv: list[str], cwd: str, env: Mapping[str, str]) -> None:
    """Become a kernel: what a process started by itself would have by nature is set here."""
    from multiprocessing import forkserver
    from types import ModuleType

    from wps_analysis.pack.kernel import warm_imports

    # A kernel that held the server's pipe would keep it alive after the driver was killed, and the server the kernel.
    os.close(forkserver._forkserver._forkserver_alive_fd)
    forkserver._forkserver.__init__()
    os.setsid()  # so that an interrupt or a kill reaches what the notebook has started, and no one else
    os.environ.clear()
    os.environ.update(env)
    os.chdir(cwd)
    if warm_imports.WORDS:
        os.environ["JPY_PARENT_PID"] = str(os.getppid())
        os.execv(sys.executable, [sys.executable, "-m", *argv])
    sys.argv = argv
    signal.signal(signal.SIGINT, signal.default_int_handler)
    sys.modules["__main__"] = ModuleType("__main__")
    from ipykernel.kernelapp import IPKernelApp

    # Its default was read when the module was imported.
    IPKernelApp.launch_instance([*argv[1:], f"--IPKernelApp.parent_handle={os.getppid()}"])
    os._exit(0)  # nothing of the fork server's is to be torn down here
