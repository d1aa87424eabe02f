"""A run as a pure function: bytes of notebook and data in, bytes of results out, on this machine or another."""

import importlib.metadata
import json
import platform
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from wps_analysis.paths import hashes, sha256

CELL_TIMEOUT = 600
"""Seconds after which a cell is stopped and its notebook given up, if nothing else is said."""
_PACKAGE = Path(__file__).parents[2]
_DRAWING = (
    "fontpkg-noto-sans", "fontpkg-noto-sans-khmer", "ipykernel", "matplotlib", "numpy", "pandas", "papermill", "pillow",
    "scipy", "seaborn", "statsmodels",
)  # fmt: skip


@dataclass(frozen=True)
class Failure:
    """Where and why a notebook stopped: `cell` counts its code cells from 1 (0: before the first)."""

    cell: int
    error: str

    @property
    def kernel_died(self) -> bool:
        """Whether the kernel was killed or crashed: nothing that the notebook's code says of itself."""
        return self.error.startswith("DeadKernelError")


@dataclass(frozen=True, repr=False)
class Task:
    """A notebook, its parameters and the data it can see; `files` is the data folder by relative path.

    `cell_timeout` (seconds) and `cold` (a kernel that is not forked) say how it is run, and nothing of what comes out.
    """

    name: str
    notebook: bytes
    parameters: Mapping[str, Any]
    files: Mapping[str, bytes]
    cell_timeout: int
    cold: bool = False

    @cached_property
    def ingredients(self) -> dict[str, str]:
        """What the results depend on, each as its sha256 or version: notebook, parameters, files, code, libraries."""
        parameters = json.dumps(dict(self.parameters), sort_keys=True).encode()
        return {
            "notebook": sha256(self.notebook),
            "parameters": sha256(parameters),
            **{path: sha256(data) for path, data in sorted(self.files.items())},
            **versions(),
        }

    @cached_property
    def key(self) -> str:
        """Hash of all ingredients: two tasks of one key give the same bytes."""
        return sha256(json.dumps([self.name, self.ingredients], sort_keys=True).encode())


@dataclass(frozen=True, repr=False)
class Result:
    """What a run left: its tidy notebook, the files of its charts by name, and why it stopped, if it did."""

    notebook: bytes
    charts: Mapping[str, bytes]
    failure: Failure | None = None


def is_plain(name: object) -> bool:
    """Tell whether a file's name is one of a chart: no folder, nothing hidden, nothing that leads elsewhere.

    Examples
    --------
    >>> [is_plain(name) for name in ("levels.svg", "../page.html", ".evil", "a/b", "C:a", "")]
    [True, False, False, False, False, False]
    """
    return isinstance(name, str) and not name.startswith(".") and bool(re.fullmatch(r"[^/\\:\x00-\x1f]+", name))


@cache
def versions() -> dict[str, str]:
    """Return the versions of Python and of the libraries that draw, and a hash of this package's own files."""
    return {
        "python": platform.python_version(),
        "wps-analysis": importlib.metadata.version("wps-analysis"),
        "wps_analysis (sha256)": _code_hash(),
        **{name: importlib.metadata.version(name) for name in _DRAWING},
    }


def _code_hash() -> str:
    """Hash the package's files, so that code under development makes a run anew as a release does."""
    files = sorted(path for path in _PACKAGE.rglob("*") if path.is_file() and path.suffix != ".pyc")
    return sha256(repr(hashes(files, _PACKAGE)).encode())
