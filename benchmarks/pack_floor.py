"""The floor of ``benchmarks/pack.py``: notebooks run as plain Python, forked from one process on every processor.

No kernel, no Jupyter messages, no executed notebook: what is left is the code of the cells.

Run: ``python benchmarks/pack_floor.py NOTEBOOK ...``, each in its own folder; charts as ``WPS_CHART_DIR`` says.
"""

from __future__ import annotations

import json
import os
import sys
import traceback
from pathlib import Path

import wps_analysis.pack.kernel.warm_imports  # noqa: F401


def main(notebooks: list[str]) -> None:
    """Run each notebook in a fork of this process, as many at once as there are processors."""
    from IPython.core.interactiveshell import InteractiveShell

    InteractiveShell.instance()  # with a shell `show` does all that it does in a notebook
    at_once, running, failed = len(os.sched_getaffinity(0)), 0, 0
    for notebook in notebooks:
        if running == at_once:
            failed += os.wait()[1] != 0
            running -= 1
        if os.fork() == 0:
            _run(Path(notebook))
        running += 1
    while running:
        failed += os.wait()[1] != 0
        running -= 1
    sys.exit(f"{failed} notebooks failed" if failed else 0)


def _run(notebook: Path) -> None:
    """Execute the code cells in the notebook's folder, with one name space for all, and end the process."""
    os.chdir(notebook.parent)
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    names = {"__name__": "__main__"}
    try:
        for cell in cells:
            if cell["cell_type"] == "code":
                exec("".join(cell["source"]), names)
    except BaseException:
        traceback.print_exc()
        os._exit(1)
    sys.stdout.flush()
    os._exit(0)


if __name__ == "__main__":
    main(sys.argv[1:])
