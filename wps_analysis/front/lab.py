"""Open a notebook of the project in JupyterLab."""

from __future__ import annotations

import os
from pathlib import Path

from wps_analysis.errors import WpsError
from wps_analysis.paths import project_root

# JupyterLab asks for news and newer releases by itself, and lists extensions from a server, unless it is told not to.
_OFFLINE = (
    "--LabApp.news_url=None",
    "--LabApp.check_for_updates_class=jupyterlab.handlers.announcements.NeverCheckForUpdate",
    "--LabApp.extension_manager=readonly",
)
_CONFIG_DIR = Path(__file__).parents[1] / "templates" / "jupyter"
"""Turns off JupyterLab's question whether it may ask for news; a user's own settings go before it."""


def open_lab(notebook: str, *, browser: bool = True, port: int | None = None, root: str | Path | None = None) -> None:
    """Open a notebook in JupyterLab, and return when that is shut down.

    Parameters
    ----------
    notebook
        A file of ``notebooks/``.
    browser
        Whether to open a browser on it; its address is printed in any case.
    port
        Where the server listens; by default 8888 or the next free one.
    root
        The project's root; the notebook's kernel works there too.

    Raises
    ------
    WpsError
        If there is no project or no such notebook.
    """
    base = project_root(root)
    path = base / "notebooks" / notebook
    if not path.is_file():
        raise WpsError(f"notebooks/{notebook} is missing under {base}. Name the project's folder with --root.")
    from jupyterlab.labapp import LabApp

    os.environ["WPS_ROOT"] = str(base)  # the kernel inherits it
    others = os.environ.get("JUPYTER_CONFIG_PATH")
    os.environ["JUPYTER_CONFIG_PATH"] = os.pathsep.join(filter(None, (others, str(_CONFIG_DIR))))
    root_allowed = ["--allow-root"] if getattr(os, "geteuid", lambda: 1)() == 0 else []  # in a container
    options = [*_OFFLINE, *root_allowed, f"--LabApp.default_url=/lab/tree/{notebook}"]
    options += ([] if browser else ["--no-browser"]) + ([f"--port={port}"] if port else [])
    LabApp.launch_instance([str(path), *options])
