"""What a notebook must be before it is committed: executed whole, in order, and the same anywhere (pre-commit hook).

Not the figures: ``make review`` runs the notebooks again and compares those. It fails, too, where code that a notebook
calls writes to stderr; what is committed is checked for it here.
"""

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from wps_analysis.pack.kernel.outputs import foreign, output_problems

_KEPT_BY_TOOLS = ("papermill", "execution", "ExecuteTime")


def check_notebook(path: str | Path) -> list[str]:
    """List what keeps a notebook from being committed.

    Parameters
    ----------
    path
        An ``.ipynb`` file.

    Returns
    -------
    list of str
        One sentence a problem, with the cell's id; empty if there is none.

    Examples
    --------
    >>> check_notebook("no_such.ipynb")
    ["it is no valid notebook: [Errno 2] No such file or directory: 'no_such.ipynb'"]
    """
    try:
        notebook = nbformat.read(path, as_version=4)
        nbformat.validate(notebook)
    except (OSError, ValueError, nbformat.ValidationError) as error:
        return [f"it is no valid notebook: {str(error).splitlines()[0]}"]
    problems = [*_ids(notebook), *_counts(notebook)]
    problems += ["it holds the state of widgets, under random ids"] if "widgets" in notebook.metadata else []
    for cell in notebook.cells:
        problems += [f"{cell.get('id', 'a cell')}: {problem}" for problem in _cell(cell)]
    return problems


def _ids(notebook: NotebookNode) -> Iterator[str]:
    for position, cell in enumerate(notebook.cells, start=1):
        if cell.get("id") != f"cell-{position:02d}":
            yield f"the id of cell {position} is {cell.get('id')!r}, not 'cell-{position:02d}'"
            return


def _counts(notebook: NotebookNode) -> Iterator[str]:
    counts = [cell.execution_count for cell in notebook.cells if cell.cell_type == "code"]
    if None in counts:
        yield f"{counts.count(None)} of {len(counts)} code cells are not executed"
    elif counts != list(range(1, len(counts) + 1)):
        yield f"its cells were not executed once, in their order: {', '.join(map(str, counts))}"


def _cell(cell: NotebookNode) -> Iterator[str]:
    kept = [key for key in _KEPT_BY_TOOLS if key in cell.metadata]
    if kept:
        yield f"its metadata say when it ran ({', '.join(kept)})"
    for output in cell.get("outputs", []):
        if output.output_type == "error":
            yield f"it failed with {output.ename}"
    yield from output_problems(cell)
    yield from foreign(cell.source)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the problems of notebooks; return 1 if there are any."""
    parser = argparse.ArgumentParser(prog="python -m wps_analysis.dev.notebook_checks", description=main.__doc__)
    parser.add_argument("notebooks", nargs="+", type=Path)
    problems = [f"{path}: {what}\n" for path in parser.parse_args(arguments).notebooks for what in check_notebook(path)]
    sys.stderr.write("".join(problems))
    if problems:
        sys.stderr.write("Execute and tidy them with: make review-accept\n")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
