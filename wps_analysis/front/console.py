"""What the command line prints: tables to stdout, messages and progress to stderr."""

from __future__ import annotations

import json
import sys
import textwrap
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Literal

import typer

if TYPE_CHECKING:
    import pandas as pd

    from wps_analysis.pack.batch import Event

# A pipe has no width: wide enough for any table, so that nothing is cut.
_PIPE_WIDTH = 100_000
_GAP = 2


Format = Literal["table", "csv", "json"]
"""How a table is printed."""
LogFormat = Literal["text", "json"]
"""How progress is logged."""


def say(message: str) -> None:
    """Print a message to stderr."""
    typer.echo(message, err=True)


def print_frame(frame: pd.DataFrame, output_format: Format, *, columns: list[str], title: str) -> None:
    """Print a table as text, CSV or JSON; as text with the named columns and a last line that counts the rows."""
    if output_format == "csv":
        typer.echo(frame.to_csv(index=False, lineterminator="\n"), nl=False)
    elif output_format == "json":
        rows = frame.astype(object).where(frame.notna(), None).to_dict("records")
        typer.echo(json.dumps(rows, ensure_ascii=False, indent=1, default=str))
    else:
        shown = frame[columns].astype(object).where(frame[columns].notna(), "")
        print_table(columns, shown.to_numpy().tolist())
        say(f"{len(frame)} {title}")


def print_table(header: list[str], rows: list[list[object]]) -> None:
    """Print rows under a header, whole in a pipe; on a terminal that is narrower, folded between words or as records.

    No word is ever broken: a code that is cut in two cannot be copied.
    """
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console(highlight=False, width=None if sys.stdout.isatty() else _PIPE_WIDTH, soft_wrap=False)
    texts = [[f"{value:g}" if isinstance(value, float) else str(value) for value in row] for row in rows]
    widths = _widths([header, *texts], console.width)
    if widths is None:
        for record in texts:
            fields = (_field(*field, console.width) for field in zip(header, record, strict=True))
            typer.echo("\n".join(line for lines in fields for line in lines) + "\n")
        return
    table = Table(box=None, pad_edge=False, padding=(0, _GAP, 0, 0), header_style="bold")
    for name, width in zip(header, widths, strict=True):
        table.add_column(Text(name), overflow="fold", width=width)
    for row in texts:
        table.add_row(*map(Text, row))
    console.print(table)


def _widths(rows: list[list[str]], width: int) -> list[int] | None:
    """Return a width for each column that breaks no word; None where the terminal has no room for that."""
    from rich.cells import cell_len

    columns = list(zip(*rows, strict=True))
    least = [max(cell_len(word) for text in column for word in ["", *text.split()]) for column in columns]
    whole = [max(cell_len(line) for text in column for line in ["", *text.splitlines()]) for column in columns]
    spare = width - sum(least) - _GAP * len(columns)
    if spare < 0:
        return None
    for place in sorted(range(len(least)), key=lambda place: whole[place] - least[place]):
        given = min(whole[place] - least[place], spare)
        least[place], spare = least[place] + given, spare - given
    return least


def _field(name: str, text: str, width: int) -> list[str]:
    """Return the lines of one field of a record, folded between words; none for an empty one."""
    folded = textwrap.wrap(text, max(width - 2, 1), break_long_words=False, break_on_hyphens=False)
    if len(folded) == 1 and len(name) + len(text) + 2 <= width:
        return [f"{name}: {text}"]
    return [f"{name}:", *(f"  {line}" for line in folded)] if folded else []


def examples(*lines: str) -> str:
    """Lay out the examples below a command's help; typer would join single lines."""
    return "\n\n".join(["Examples:", *lines])


def fail(message: object, status: int, log_format: LogFormat = "text") -> typer.Exit:
    """Print an error to stderr and return what ends the command with an exit status."""
    if log_format == "json":
        say(_json_line("error", str(message), {}))
    else:
        say(f"Error: {message}")
    return typer.Exit(status)


@contextmanager
def progress(log_format: LogFormat) -> Iterator[Callable[[Event], None]]:
    """One bar for the whole batch on a terminal; elsewhere a plain line for each thing that happens, or JSON."""
    if log_format == "json":
        yield lambda event: say(
            _json_line(event.kind, event.text, {"done": event.done, "total": event.total, **event.fields})
        )
        return
    if not sys.stderr.isatty():
        yield _say_plainly
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )

    columns = (
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), TextColumn("left:"),
        TimeRemainingColumn(),
    )  # fmt: skip
    with Progress(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task("notebooks", total=None)

        def show(event: Event) -> None:
            if event.kind == "waiting":
                bar.console.print(event.text, markup=False)
            else:
                bar.update(task, completed=event.done, total=event.total or None)

        yield show


def _say_plainly(event: Event) -> None:
    if event.kind == "waiting":
        say(event.text)
    elif event.kind == "run":
        say(f"[{event.done}/{event.total}] {event.text}")


def _json_line(kind: str, text: str, fields: Mapping[str, object]) -> str:
    # A log is the one output that tells when it was written.
    now = datetime.now(UTC).isoformat(timespec="milliseconds")
    return json.dumps({"time": now, "event": kind, "message": text, **fields}, ensure_ascii=False)
