"""What may not stand in a notebook's output, because it would not be there, or not be the same, another time."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nbformat import NotebookNode

from wps_analysis.pack.plan.task import Failure

FOREIGN = {
    "a path of one machine": r"(?<![\w.-])/(?:home|root|tmp|work|Users|private|mnt|var)/[\w.-]+|\b[A-Z]:\\+\w+",
    "a time of day": r"\b\d\d:\d\d:\d\d\b",
    "an address in memory": r"\bat 0x[0-9a-f]+",
    "a random id": r"\bT_[0-9a-f]{5}\b|\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b|\b[0-9a-f]{32}\b",
}
"""What is otherwise on another machine, or another time, each by its pattern."""
_LONGEST_LINE = 160


def unrepeatable(notebook: NotebookNode) -> Failure | None:
    """Return the first code cell whose output would not be there, or be another, the next time; None if there is none.

    Examples
    --------
    >>> from nbformat.v4 import new_code_cell, new_notebook, new_output
    >>> cell = new_code_cell("warn()", outputs=[new_output("stream", name="stderr", text="UserWarning: soon")])
    >>> unrepeatable(new_notebook(cells=[cell]))
    Failure(cell=1, error="Unrepeatable output: it wrote to stderr: 'UserWarning: soon'")
    """
    code = (cell for cell in notebook.cells if cell.cell_type == "code")
    for number, cell in enumerate(code, start=1):
        for problem in output_problems(cell):
            return Failure(number, f"Unrepeatable output: {problem}")
    return None


def join_streams(notebook: NotebookNode) -> None:
    r"""Join what a cell printed in several messages, and keep of a line that was written over what stood there last.

    nbclient can do it too, but takes the square of a line's length for it: minutes for a megabyte.

    Examples
    --------
    >>> from nbformat.v4 import new_code_cell, new_notebook, new_output
    >>> printed = [new_output("stream", name="stdout", text=text) for text in ("1 of 2", "\r2 of 2\n", "ab\bc")]
    >>> joined = new_notebook(cells=[new_code_cell("print()", outputs=printed)])
    >>> join_streams(joined)
    >>> [output.text for output in joined.cells[0].outputs]
    ['2 of 2\nac']
    """
    for cell in notebook.cells:
        outputs: list[NotebookNode] = []
        streams: dict[str, NotebookNode] = {}
        for output in cell.get("outputs", []):
            if output.output_type != "stream":
                streams = {}
            elif first := streams.get(output.name):
                first.text += output.text
                continue
            else:
                streams[output.name] = output
            outputs.append(output)
        for output in outputs:
            if output.output_type == "stream":
                output.text = "\n".join(map(_as_seen, output.text.split("\n")))
        if "outputs" in cell:
            cell.outputs = outputs


def _as_seen(line: str) -> str:
    end = "\r" if line.endswith("\r") else ""
    line = line.removesuffix("\r").rsplit("\r", 1)[-1]
    letters: list[str] = []
    for letter in line if "\b" in line else ():
        letters[-1:] = [] if letter == "\b" else [*letters[-1:], letter]
    return ("".join(letters) if "\b" in line else line) + end


def output_problems(cell: NotebookNode) -> Iterator[str]:
    """Say what of a cell's outputs is not the same anywhere: what it wrote to stderr, and ``FOREIGN``."""
    for output in cell.get("outputs", []):
        if output.get("name") == "stderr":
            line = next((line.strip() for line in output.text.splitlines() if line.strip()), "")
            yield f"it wrote to stderr: {line[:_LONGEST_LINE]!r}"
        else:
            for text in _texts(output):
                yield from foreign(text)


def foreign(text: str) -> Iterator[str]:
    """Say what a text holds that is otherwise on another machine."""
    for what, pattern in FOREIGN.items():
        if found := re.search(pattern, text):
            yield f"it holds {what}: {found[0]!r}"


def _texts(value: object) -> Iterator[str]:
    """Yield every text of an output; pictures are left out, and so is what an error printed."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, part in value.items():
            if key == "image/svg+xml" or not str(key).startswith(("image/", "traceback")):
                yield from _texts(part)
    elif isinstance(value, list):
        for part in value:
            yield from _texts(part)
