"""Run one notebook in its own kernel and leave a copy without times, paths or random identifiers.

Papermill writes its output in place and leaves a finished-looking file behind a dead kernel or a
``sys.exit(0)``. Here it writes into a temporary folder; the result is checked, and a tidy copy written.
"""

import logging
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from wps_analysis.pack.kernel import kernels
from wps_analysis.pack.kernel.endings import cause_of_death, end_leftovers, memory_kills
from wps_analysis.pack.kernel.outputs import join_streams, unrepeatable
from wps_analysis.pack.kernel.quick_nbformat import nbformat, new_markdown_cell
from wps_analysis.pack.kernel.sockets import make_socket_folder
from wps_analysis.pack.plan.task import CELL_TIMEOUT, Failure
from wps_analysis.paths import write_atomic
from wps_analysis.words.language import draft_notice, translated_markdown, use_language

KERNEL, PROVISIONER, ORDINARY = "python3", "wps-fork", "local-provisioner"
_LANGUAGE = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": KERNEL},
    "language_info": {"file_extension": ".py", "mimetype": "text/x-python", "name": "python"},
}
_WIDGET = "application/vnd.jupyter.widget-view+json"
_VOLATILE = ("papermill", "execution", "ExecuteTime")


def execute(
    source: Path,
    target: Path,
    *,
    parameters: Mapping[str, Any],
    folder: Path,
    env: Mapping[str, str],
    seed: int = 0,
    cell_timeout: int = CELL_TIMEOUT,
    cold: bool = False,
) -> Failure | None:
    """Run `source` with `parameters` in `folder` and write the executed, tidy notebook to `target`.

    Safe to call from several threads at once: the working directory is given to the kernel, and that of this
    process never changes.

    Parameters
    ----------
    source, target
        The notebook to run and the file to write. A notebook that fails is written too, with papermill's
        error marks in it.
    parameters
        Values for the cell tagged ``parameters``; already validated (see `plan`).
    folder
        The kernel's working directory.
    env
        The kernel's whole environment.
    seed
        What the kernel's random states begin with, 0 to 2**32 - 1.
    cell_timeout
        Seconds after which a cell is interrupted and the notebook given up.
    cold
        Whether the kernel is started by itself even where it could be forked.

    Returns
    -------
    Failure or None
        None if every code cell ran to its end.
    """
    import papermill

    logger = logging.getLogger("papermill")
    if not logger.handlers:  # what it would say on stderr is in the Failure
        logger.addHandler(logging.NullHandler())
    with tempfile.TemporaryDirectory(prefix="wps-") as scratch, _sockets() as sockets:
        raw, spoken = Path(scratch) / "run.ipynb", Path(scratch) / "source.ipynb"
        spoken.write_text(nbformat.writes(in_language_of(parameters, source)), encoding="utf-8")
        private_env = {**env, "IPYTHONDIR": str(_ipython_folder(Path(scratch), seed))}
        error: Exception | None = None
        started: list[Any] = []
        killed = memory_kills()
        stopped: list[nbformat.NotebookNode] = []
        try:
            papermill.execute_notebook(
                _literal(spoken),
                _literal(raw),
                parameters=dict(parameters),
                kernel_name=KERNEL,
                language="python",
                progress_bar=False,
                log_output=False,
                request_save_on_cell_execute=False,  # a save for each cell takes a twentieth of a pack's time
                engine_name=_engine(),
                stopped=stopped,
                execution_timeout=cell_timeout,
                shutdown_kernel="immediate",
                kernel_manager_class=_kernel_manager(private_env, sockets, ORDINARY if cold else PROVISIONER, started),
                resources={"metadata": {"path": str(folder)}},
            )
        except Exception as caught:  # one notebook's end, whatever it is, must not end the others
            error = caught
        cause = _cause(error, started, out_of_memory=memory_kills() > killed, cold=cold)
        for process in started:
            end_leftovers(process.pid, lambda given: given.get("IPYTHONDIR") == private_env["IPYTHONDIR"])
        if raw.exists() or not stopped:
            stopped = [nbformat.read(raw if raw.exists() else spoken, as_version=4)]
    executed = stopped[0]
    join_streams(executed)
    failure = _failure(executed, error, cause) or unrepeatable(tidy(executed))
    if failure and kernels.are_stopping():
        failure = Failure(failure.cell, "Interrupted: the pack was stopped")
    if failure:
        _mark(executed, failure)
    write_notebook(target, tidy(executed))
    return failure


@cache
def _engine() -> str:
    """Register the engine that hands over a notebook as it was when its kernel died or a cell took too long."""
    from papermill.engines import NBClientEngine, papermill_engines

    class StoppingEngine(NBClientEngine):
        @classmethod
        def execute_managed_notebook(
            cls, nb_man: Any, kernel_name: str, *, stopped: list[nbformat.NotebookNode], **kwargs: Any
        ) -> Any:
            try:
                return super().execute_managed_notebook(nb_man, kernel_name, **kwargs)
            except Exception:
                stopped.append(nb_man.nb)
                raise

    papermill_engines.register("wps-stopping", StoppingEngine)
    return "wps-stopping"


def _ipython_folder(scratch: Path, seed: int) -> Path:
    """Make IPython's folder of one kernel: nothing of the user's own, and random states that are known."""
    folder = scratch / "ipython"
    startup = folder / "profile_default" / "startup"
    startup.mkdir(parents=True)
    # Without an assignment, so that the notebook's name space stays empty.
    lines = f"__import__('random').seed({seed})\n__import__('numpy').random.seed({seed})\n"
    (startup / "00-seed.py").write_text(lines, encoding="utf-8")
    # Each time that a kernel is asked who it is, which on a busy machine is more often, its banner would draw a tip.
    (startup.parent / "ipython_config.json").write_text('{"InteractiveShell": {"enable_tip": false}}', encoding="utf-8")
    return folder


def in_language_of(parameters: Mapping[str, Any], source: Path) -> nbformat.NotebookNode:
    """Read a notebook with its headings and prose in the language of its parameters; DRAFT on top where it is one."""
    notebook = nbformat.read(source, as_version=4)
    with use_language(parameters.get("language")):
        for cell in notebook.cells:
            if cell.cell_type == "markdown":
                cell.source = translated_markdown(cell.source)
        notice = draft_notice()
    if notice:
        notebook.cells.insert(0, new_markdown_cell(f"**{notice}**"))
    return notebook


def tidy(notebook: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """Return a copy that holds what was computed and nothing about when, where or by which patch release.

    Examples
    --------
    >>> from nbformat.v4 import new_code_cell, new_notebook
    >>> cell = new_code_cell("1 + 1", metadata={"papermill": {"duration": 0.1}, "tags": ["status"]})
    >>> tidied = tidy(new_notebook(cells=[cell]))
    >>> tidied.cells[0].id, dict(tidied.cells[0].metadata)
    ('cell-01', {'tags': ['status']})
    """
    copy = nbformat.from_dict(notebook)
    copy.nbformat, copy.nbformat_minor = 4, 5
    # Widgets live as long as a kernel: their saved state is large and full of random names.
    for key in ("papermill", "widgets"):
        copy.metadata.pop(key, None)
    copy.metadata |= nbformat.from_dict(_LANGUAGE)
    for position, cell in enumerate(copy.cells, start=1):
        cell.id = f"cell-{position:02d}"
        for key in _VOLATILE:
            cell.metadata.pop(key, None)
        for output in cell.get("outputs", []):
            output.get("data", {}).pop(_WIDGET, None)
        if not cell.metadata.get("tags"):
            cell.metadata.pop("tags", None)
    return copy


def write_notebook(path: Path, notebook: nbformat.NotebookNode) -> None:
    """Check that a notebook is valid and write it whole, in nbformat's own order of keys."""
    nbformat.validate(notebook)
    write_atomic(path, nbformat.writes(notebook) + "\n")


def _literal(path: Path) -> str:
    """Papermill formats paths as templates: braces that belong to the name are doubled."""
    return str(path).replace("{", "{{").replace("}", "}}")


@contextmanager
def _sockets() -> Iterator[Path | None]:
    folder = make_socket_folder()
    try:
        yield folder
    finally:
        if folder:
            shutil.rmtree(folder, ignore_errors=True)


def _kernel_manager(env: Mapping[str, str], sockets: Path | None, provisioner: str, started: list[Any]) -> type:
    """Return a kernel manager for this interpreter, `env` and provisioner; without a port where it can do without.

    The processes of its kernels are put into `started`.
    """
    from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
    from jupyter_client.manager import AsyncKernelManager

    class PackKernelSpecs(KernelSpecManager):
        def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
            spec = super().get_kernel_spec(kernel_name)
            spec.metadata = {**spec.metadata, "kernel_provisioner": {"provisioner_name": provisioner}}
            return spec

    # The user's own kernels are not looked at: a "python3" in the home folder may be another interpreter.
    settings: dict[str, Any] = {"kernel_spec_manager": PackKernelSpecs(kernel_dirs=[])}
    if sockets:
        settings |= {"transport": "ipc", "connection_file": str(sockets / "kernel.json")}

    class PackKernelManager(AsyncKernelManager):
        def __init__(self, **kwargs: Any) -> None:
            super().__init__(**{**settings, **kwargs})

        async def start_kernel(self, **kwargs: Any) -> None:
            await super().start_kernel(**{**kwargs, "env": dict(env)})
            started.append(self.provisioner.process)
            kernels.register(self)

    return PackKernelManager


def _cause(error: Exception | None, started: list[Any], *, out_of_memory: bool, cold: bool) -> str:
    if type(error).__name__ != "DeadKernelError" or not started:
        return ""
    return f": {cause_of_death(started[-1].poll(), forked=not cold, out_of_memory=out_of_memory)}"


def _failure(notebook: nbformat.NotebookNode, error: Exception | None, cause: str) -> Failure | None:
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    started = [n for n, cell in enumerate(code, 1) if cell.metadata.get("papermill", {}).get("start_time")]
    last = started[-1] if started else 0
    if error is not None:
        return Failure(last, _one_line(error) + cause)
    if any(cell.source.strip() and cell.execution_count is None for cell in code):
        return Failure(last, "the notebook left with sys.exit() before its end")
    return None


def _one_line(error: Exception) -> str:
    name, text = type(error).__name__, str(error)
    if hasattr(error, "ename"):  # papermill's error about a cell carries the cell's own
        name, text = error.ename, str(error.evalue)
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return f"{name}: {lines[0]}" if lines else name


def _mark(notebook: nbformat.NotebookNode, failure: Failure) -> None:
    """Set papermill's marks on a notebook whose kernel died, which papermill itself leaves without."""
    from papermill.execute import ERROR_ANCHOR_MSG, ERROR_MARKER_TAG, ERROR_MESSAGE_TEMPLATE

    metadata = {"tags": [ERROR_MARKER_TAG]}
    if not any(ERROR_MARKER_TAG in cell.metadata.get("tags", []) for cell in notebook.cells):
        code = [place for place, cell in enumerate(notebook.cells) if cell.cell_type == "code"]
        place = code[failure.cell - 1] if failure.cell else 0
        notebook.cells.insert(place, new_markdown_cell(ERROR_ANCHOR_MSG, metadata=metadata))
        notebook.cells.insert(0, new_markdown_cell(ERROR_MESSAGE_TEMPLATE % failure.cell, metadata=metadata))
    notebook.cells.insert(1, new_markdown_cell(f"```text\n{failure.error}\n```", metadata=metadata))
