"""The environment of a kernel, and what of this process must not reach it."""

import os
from pathlib import Path

CELL_TIMEOUT = 600
"""Seconds after which a cell is stopped and its notebook given up, if nothing else is said."""
_NOT_PASSED_ON = ("MPLBACKEND", "WPS_CHART_DIR")


def kernel_env(root: Path, *, charts: str | None = None) -> dict[str, str]:
    """Return a kernel's environment: this process's, this root, and where charts are saved, if at all."""
    env = {name: value for name, value in os.environ.items() if name not in _NOT_PASSED_ON}
    return env | {"WPS_ROOT": str(root)} | ({"WPS_CHART_DIR": charts} if charts else {})
