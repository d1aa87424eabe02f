"""The command ``wps``: tables go to stdout, messages to stderr, and heavy imports stand in the commands."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

from wps_analysis.errors import UnknownCodeError, WpsError

if TYPE_CHECKING:
    import pandas as pd

USAGE, FAILED = 2, 1
# A pipe has no width: wide enough for any table, so that nothing is cut.
_PIPE_WIDTH = 100_000


class Format(StrEnum):
    """How a table is printed."""

    table = "table"
    csv = "csv"
    json = "json"


class Severity(StrEnum):
    """How much a finding matters."""

    error = "error"
    question = "question"
    note = "note"


class Listing(StrEnum):
    """What ``wps list`` can show."""

    indicators = "indicators"
    targets = "targets"
    sources = "sources"
    areas = "areas"
    populations = "populations"
    series = "series"
    outputs = "outputs"


# What the table shows of each list; csv and json give every column.
_COLUMNS = {
    Listing.indicators: ["indicator", "name", "pillar", "also_pillar", "measure", "kind", "unit_measure"],
    Listing.targets: ["target_id", "indicators", "operator", "lower", "upper", "target_year", "legal_force"],
    Listing.sources: ["source_id", "held", "producer", "title", "published"],
    Listing.areas: ["ref_area", "name_en", "level", "parent"],
    Listing.populations: ["population", "name", "parent"],
    Listing.series: ["series", "name", "basis", "rank", "custodian"],
    Listing.outputs: ["output", "pillar", "text", "data_holder"],
}
_FINDING_COLUMNS = ["severity", "check", "indicator", "time_period", "message"]


def _examples(*lines: str) -> str:
    return "\n\n".join(["Examples:", *lines])  # typer joins single lines


class _Group(TyperGroup):
    """Turns a user's error into one message on stderr and an exit status."""

    def invoke(self, ctx: typer.Context) -> Any:
        try:
            return super().invoke(ctx)
        except WpsError as error:
            raise _error(error, USAGE if isinstance(error, UnknownCodeError) else FAILED) from error
        except BrokenPipeError:  # `wps list | head`: typer ends the command quietly
            raise
        except OSError as error:
            raise _error(error) from error


app = typer.Typer(
    cls=_Group,
    no_args_is_help=True,
    rich_markup_mode="rich",
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

Root = Annotated[
    Path | None,
    typer.Option(help="The project's folder. Default: WPS_ROOT, or the nearest parent that holds data/raw."),
]
OutputFormat = Annotated[Format, typer.Option("--format", help="csv and json give every column.")]


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"wps {version('wps-analysis')}")
        raise typer.Exit


@app.callback()
def _wps(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and exit.")
    ] = False,
) -> None:
    """Turn published Women, Peace and Security figures into one trusted table, and that into chart packs."""


@app.command(epilog=_examples("wps build", "wps build --check"))
def build(
    check: Annotated[
        bool, typer.Option("--check", help="Write nothing; exit 1 and name the tables that are stale.")
    ] = False,
    root: Root = None,
) -> None:
    """Build data/processed from data/raw and data/registry."""
    from wps_analysis import dataset

    if check:
        stale = dataset.check(root)
        for name in stale:
            _say(f"stale: {name}")
        if stale:
            raise _error("data/processed does not follow from data/raw and data/registry; run `wps build`.")
        _say("data/processed is up to date.")
        return
    counts = dataset.build(root).counts
    _print_table(["table", "status", "rows"], _count_rows(counts))


@app.command(epilog=_examples("wps audit --severity question", "wps audit --format csv > findings.csv"))
def audit(
    severity: Annotated[Severity | None, typer.Option(help="Print findings of this severity.")] = None,
    output_format: OutputFormat = Format.table,
    root: Root = None,
) -> None:
    """Audit the figures as they stand in data/raw and print the questions that a reviewer would ask.

    Nothing is written; `wps build` puts the same findings into data/processed/findings.csv.
    """
    from wps_analysis import dataset

    findings = dataset.compute(root).findings
    if severity is not None:
        findings = findings[findings["severity"] == severity.value]
    _print_frame(findings, output_format, columns=_FINDING_COLUMNS, title="findings")


@app.command("list", epilog=_examples("wps list indicators --pillar protection", "wps list sources --format json"))
def list_(
    what: Annotated[Listing, typer.Argument(help="Which list.")] = Listing.indicators,
    pillar: Annotated[str | None, typer.Option(help="Of indicators, targets, outputs: this pillar's.")] = None,
    output_format: OutputFormat = Format.table,
    root: Root = None,
) -> None:
    """Print a list of the registry: indicators, targets, sources, areas, populations, series or outputs."""
    from wps_analysis.registry import load_registry

    registry = load_registry(root)
    frame = registry.plan_outputs if what is Listing.outputs else getattr(registry, what.value)
    if pillar is not None:
        frame = _of_pillar(frame, what, pillar, registry.indicators)
    _print_frame(frame, output_format, columns=_COLUMNS[what], title=what.value)


@app.command(
    epilog=_examples("wps pack --ref-area KHM", "wps pack --ref-area KHM --as-of 2023-12-31 --pillar protection")
)
def pack(
    ref_area: Annotated[str, typer.Option(help="The area's code, such as KHM (see `wps list areas`).")],
    as_of: Annotated[
        str | None,
        typer.Option(metavar="YYYY-MM-DD", help="What was published by then. Default: the newest date of a source."),
    ] = None,
    pillar: Annotated[str, typer.Option(help="Pillars, separated by commas, or all.")] = "all",
    output: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Put the pack in DIR/<area>/<as_of>. Default: outputs.")
    ] = None,
    root: Root = None,
) -> None:
    """Run the notebooks for one area and leave a chart pack in outputs/<area>/<as_of>/.

    A notebook that fails is kept, named with its cell and error, and the exit status is 1.

    The other notebooks finish, and an earlier pack of the same date stays as it was.
    """
    from wps_analysis.pack.plan import PlanError
    from wps_analysis.pack.run import run_pack

    pillars = None if pillar == "all" else [name.strip() for name in pillar.split(",") if name.strip()]
    try:
        with _progress() as report:
            result = run_pack(ref_area, as_of=as_of, pillars=pillars, root=root, output=output, on_progress=report)
    except PlanError as error:
        raise _error(error, USAGE) from error
    for outcome in result.failures:
        _say(f"failed: {outcome}")
    if result.failures:
        count = f"{len(result.failures)} of {len(result.outcomes)} notebooks"
        raise _error(f"{count} failed; what there is lies in {result.folder}")
    typer.echo(str(result.folder / "index.html"))


def main() -> None:
    """Run the command ``wps``."""
    app(prog_name="wps")


def _say(message: str) -> None:
    typer.echo(message, err=True)


def _error(message: object, status: int = FAILED) -> typer.Exit:
    _say(f"Error: {message}")
    return typer.Exit(status)


def _count_rows(counts: dict[str, Any]) -> list[list[object]]:
    """Lay the counts of a build out as rows: a number of rows, or one for each status."""
    rows: list[list[object]] = []
    for name, count in counts.items():
        by_status = count if isinstance(count, dict) else {"": count}
        rows += [[name.replace("_", " "), status.replace("_", " "), rows_] for status, rows_ in by_status.items()]
    return rows


def _of_pillar(frame: pd.DataFrame, what: Listing, pillar: str, indicators: pd.DataFrame) -> pd.DataFrame:
    from wps_analysis.pack.plan import nearest
    from wps_analysis.registry import PILLARS

    if pillar not in PILLARS:
        raise _error(f"unknown pillar {pillar!r}; {nearest(pillar, PILLARS)}", USAGE)
    if what is Listing.targets:
        of_pillar = set(indicators.loc[indicators["pillar"] == pillar, "indicator"])
        return frame[[not of_pillar.isdisjoint(named.split()) for named in frame["indicators"]]]
    if "pillar" not in frame:
        raise _error(f"--pillar applies to indicators, targets and outputs, not to {what.value}", USAGE)
    return frame[frame["pillar"] == pillar]


def _print_frame(frame: pd.DataFrame, output_format: Format, *, columns: list[str], title: str) -> None:
    if output_format is Format.csv:
        typer.echo(frame.to_csv(index=False, lineterminator="\n"), nl=False)
    elif output_format is Format.json:
        import json

        rows = frame.astype(object).where(frame.notna(), None).to_dict("records")
        typer.echo(json.dumps(rows, ensure_ascii=False, indent=1, default=str))
    else:
        shown = frame[columns].astype(object).where(frame[columns].notna(), "")
        _print_table(columns, shown.to_numpy().tolist())
        _say(f"{len(frame)} {title}")


def _print_table(header: list[str], rows: list[list[object]]) -> None:
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
def _progress() -> Iterator[Callable[[int, int, object], None]]:
    """One bar for the whole batch on a terminal; elsewhere one plain line for each run that ends."""
    if not sys.stderr.isatty():
        yield lambda done, total, outcome: _say(f"[{done}/{total}] {outcome}") if outcome else None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task("notebooks", total=None)
        yield lambda done, total, outcome: bar.update(task, completed=done, total=total)
