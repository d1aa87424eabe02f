"""What the command line prints: tables to stdout, messages and progress to stderr."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    import pandas as pd

# A pipe has no width: wide enough for any table, so that nothing is cut.
_PIPE_WIDTH = 100_000


class Format(StrEnum):
    """How a table is printed."""

    table = "table"
    csv = "csv"
    json = "json"


def say(message: str) -> None:
    """Print a message to stderr."""
    typer.echo(message, err=True)


def print_frame(frame: pd.DataFrame, output_format: Format, *, columns: list[str], title: str) -> None:
    """Print a table as text, CSV or JSON; as text with the named columns and a last line that counts the rows."""
    if output_format is Format.csv:
        typer.echo(frame.to_csv(index=False, lineterminator="\n"), nl=False)
    elif output_format is Format.json:
        import json

        rows = frame.astype(object).where(frame.notna(), None).to_dict("records")
        typer.echo(json.dumps(rows, ensure_ascii=False, indent=1, default=str))
    else:
        shown = frame[columns].astype(object).where(frame[columns].notna(), "")
        print_table(columns, shown.to_numpy().tolist())
        say(f"{len(frame)} {title}")


def print_table(header: list[str], rows: list[list[object]]) -> None:
    """Print rows under a header, folded to the terminal and whole in a pipe."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console(highlight=False, width=None if sys.stdout.isatty() else _PIPE_WIDTH)
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in header:
        table.add_column(Text(name), overflow="fold")
    for row in rows:
        table.add_row(*[Text(f"{value:g}" if isinstance(value, float) else str(value)) for value in row])
    console.print(table)


@contextmanager
def progress() -> Iterator[Callable[[int, int, object], None]]:
    """One bar for the whole batch on a terminal; elsewhere one plain line for each run that ends."""
    if not sys.stderr.isatty():
        yield lambda done, total, outcome: say(f"[{done}/{total}] {outcome}") if outcome else None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task("notebooks", total=None)
        yield lambda done, total, outcome: bar.update(task, completed=done, total=total)
