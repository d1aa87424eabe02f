"""Where libraries keep what they have worked out: a private folder where the user's own cannot be written."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from pathlib import Path

_VARIABLE = "MPLCONFIGDIR"


def provide_caches() -> None:
    """Give Matplotlib a folder of its own, until this process ends, where it would find none that it can write.

    Else it makes one in each process and says so, with its path, on stderr: in the middle of a notebook's output.
    """
    if all(map(_is_writable, _own_folders())):
        return
    folder = tempfile.mkdtemp(prefix="wps-caches-")
    os.environ[_VARIABLE] = folder
    owner = os.getpid()  # a fork must not remove what its parent needs
    atexit.register(lambda: os.getpid() == owner and shutil.rmtree(folder, ignore_errors=True))


def _own_folders() -> list[Path]:
    """Return the folders that Matplotlib takes by itself on this system: of settings and of caches."""
    if named := os.environ.get(_VARIABLE):
        return [Path(named)]
    home = Path(os.path.expanduser("~"))  # noqa: PTH111  # Path.expanduser raises where there is no home
    bases = [("XDG_CONFIG_HOME", ".config"), ("XDG_CACHE_HOME", ".cache")]
    return [Path(os.environ.get(variable) or home / name) / "matplotlib" for variable, name in bases]


def _is_writable(folder: Path) -> bool:
    """Tell whether a file can be made in a folder, as Matplotlib tries it too."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return True
    except OSError:
        return False
