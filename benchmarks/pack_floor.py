"""The floor of ``benchmarks/pack.py``: notebooks run as plain Python, forked from one process on every processor.

No kernel, no Jupyter messages, no executed notebook: what is left is the code of the cells.

Run: ``python benchmarks/pack_floor.py NOTEBOOK ...``, each in its own folder; charts as ``WPS_CHART_DIR`` says.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config

import wps_analysis.pack.kernel.warm_imports  # noqa: F401


def main(notebooks: list[str]) -> None:
    """Run each notebook in a fork of this process, as many at once as there are processors."""
    shell = InteractiveShell.instance(config=Config(HistoryManager={"enabled": False}))
    at_once, running, failed = len(os.sched_getaffinity(0)), 0, 0
    for notebook in notebooks:
        if running == at_once:
            failed += os.wait()[1] != 0
            running -= 1
        if os.fork() == 0:
            _run(Path(notebook), shell)
        running += 1
    while running:
        failed += os.wait()[1] != 0
        running -= 1
    sys.exit(f"{failed} notebooks failed" if failed else 0)


def _run(notebook: Path, shell: InteractiveShell) -> None:
    """Execute the code cells in the notebook's folder, show what they end with, and end the process."""
    os.chdir(notebook.parent)
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    sources = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
    failed = not all(shell.run_cell(source).success for source in sources)  # which prints the error of one that fails
    sys.stdout.flush()
    os._exit(failed)


if __name__ == "__main__":
    main(sys.argv[1:])
