"""Do a run: its files into a folder of its own, its notebook through a kernel, what it made back as bytes."""

import shutil
import tempfile
import threading
from pathlib import Path

from wps_analysis.pack.kernel.endings import LOST
from wps_analysis.pack.kernel.environment import kernel_env
from wps_analysis.pack.plan.task import Result, Task

_MOST_AGAIN = 2
_one_by_one = threading.Lock()


def perform(task: Task) -> Result:
    """Run a task in a folder of its own and bring back what it made.

    A notebook whose kernel died is run once more: it may have been short of memory. One whose cell failed is not, since
    it would fail again. Where another notebook has ended the process that all are forked from, it is run up to three
    times, and those that are run again are so one by one, so that the one that does it meets no other.
    """
    result = _attempt(task)
    for again in range(_MOST_AGAIN):
        if not result.failure or not result.failure.kernel_died or (again and LOST not in result.failure.error):
            break
        with _one_by_one:
            result = _attempt(task)
    return result


def _attempt(task: Task) -> Result:
    from wps_analysis.pack.kernel import notebook

    # The name is short, because a socket's path may have few letters.
    with tempfile.TemporaryDirectory(prefix="wps-", ignore_cleanup_errors=True) as scratch:
        root, work = Path(scratch) / "root", Path(scratch) / "work"
        (root / "data" / "raw").mkdir(parents=True)
        work.mkdir()
        for name, data in task.files.items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        source, target = Path(scratch) / "source.ipynb", Path(scratch) / "target.ipynb"
        source.write_bytes(task.notebook)
        failure = notebook.execute(
            source,
            target,
            parameters=task.parameters,
            folder=work,
            env=kernel_env(root, charts="charts"),
            seed=int(task.key[:8], 16),
            cell_timeout=task.cell_timeout,
            cold=task.cold,
        )
        charts = {path.name: path.read_bytes() for path in sorted((work / "charts").glob("[!.]*")) if path.is_file()}
        result = Result(target.read_bytes(), charts, failure)
        shutil.rmtree(work, ignore_errors=True)
    return result
