"""What a notebook must be before it is committed: executed whole, in order, and the same anywhere (pre-commit hook).

Not the figures: ``make review`` runs the notebooks again and compares those. It fails, too, where code that a notebook
calls writes to stderr; what is committed is checked for it here.
"""

import argparse
import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import nbformat
from nbformat import NotebookNode

_FOREIGN = {
    "a path of one machine": r"/(?:home|root|tmp|work|Users|private|mnt|var)/[\w.-]+|\b[A-Z]:\\+\w+",
    "a time of day": r"\b\d\d:\d\d:\d\d\b",
    "an address in memory": r"\bat 0x[0-9a-f]+",
    "a random id": r"\bT_[0-9a-f]{5}\b|\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b|\b[0-9a-f]{32}\b",
}
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
        if output.get("name") == "stderr":
            yield f"it wrote to stderr: {output.text.strip().splitlines()[0]!r}"
    for text in (cell.source, *_texts(cell.get("outputs", []))):
        for what, pattern in _FOREIGN.items():
            found = re.search(pattern, text)
            if found:
                yield f"it holds {what}: {found[0]!r}"


def _texts(value: object) -> Iterator[str]:
    """Yield every text of the outputs; pictures are left out, and so is what an error printed."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, part in value.items():
            if key == "image/svg+xml" or not str(key).startswith(("image/", "traceback")):
                yield from _texts(part)
    elif isinstance(value, list):
        for part in value:
            yield from _texts(part)


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
