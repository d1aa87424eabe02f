"""The command ``wps``: tables go to stdout, messages to stderr, and heavy imports stand in the commands."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import typer
from typer.core import TyperGroup

from wps_analysis.errors import RequestError, UnknownCodeError, WpsError
from wps_analysis.front.cli_pack import FAILED, PACK_EXAMPLES, USAGE, VERIFY_EXAMPLES, Root, pack, verify
from wps_analysis.front.console import Format, examples, fail, print_frame, print_table, say
from wps_analysis.front.listing import LISTED, Listing

Severity = Literal["error", "question", "note"]
_ASSESSMENT_COLUMNS = [
    "indicator",
    "population",
    "sex",
    "latest_period",
    "latest",
    "target_id",
    "gap_pp",
    "status",
    "sentence",
]
_FINDING_COLUMNS = ["severity", "check", "indicator", "time_period", "message"]


class _Group(TyperGroup):
    """Turns a user's error into one message on stderr and an exit status."""

    def invoke(self, ctx: typer.Context) -> Any:
        try:
            return super().invoke(ctx)
        except WpsError as error:
            raise fail(error, USAGE if isinstance(error, RequestError | UnknownCodeError) else FAILED) from error
        except BrokenPipeError:  # `wps list | head`: typer ends the command quietly
            raise
        except OSError as error:
            raise fail(error, FAILED) from error


app = typer.Typer(
    cls=_Group,
    no_args_is_help=True,
    rich_markup_mode="rich",
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

Language = Annotated[str, typer.Option(metavar="CODE", help="Language of texts and charts: en or km.")]
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


@app.command(epilog=examples("wps build", "wps build --check"))
def build(
    check: Annotated[
        bool, typer.Option("--check", help="Write nothing; exit 1 and name the tables that are stale.")
    ] = False,
    root: Root = None,
) -> None:
    """Build data/processed from data/raw and data/registry."""
    from wps_analysis.claims import build as tables

    if check:
        stale = tables.check(root)
        for name in stale:
            say(f"stale: {name}")
        if stale:
            raise fail("data/processed does not follow from data/raw and data/registry; run `wps build`.", FAILED)
        say("data/processed is up to date.")
        return
    counts = tables.build(root).counts
    print_table(["table", "status", "rows"], _count_rows(counts))


@app.command(epilog=examples("wps audit --severity question", "wps audit --format csv > findings.csv"))
def audit(
    severity: Annotated[Severity | None, typer.Option(help="Print findings of this severity.")] = None,
    output_format: OutputFormat = "table",
    root: Root = None,
) -> None:
    """Audit the figures as they stand in data/raw and print the questions that a reviewer would ask.

    Nothing is written; `wps build` puts the same findings into data/processed/findings.csv.
    """
    from wps_analysis.claims.build import compute

    findings = compute(root).findings
    if severity is not None:
        findings = findings[findings["severity"] == severity]
    print_frame(findings, output_format, columns=_FINDING_COLUMNS, title="findings")


@app.command("list", epilog=examples("wps list indicators --pillar protection", "wps list sources --format json"))
def list_(
    what: Annotated[Listing, typer.Argument(help="Which list.")] = "indicators",
    pillar: Annotated[str | None, typer.Option(help="Of indicators, targets, outputs: this pillar's.")] = None,
    output_format: OutputFormat = "table",
    root: Root = None,
) -> None:
    """Print a list of the registry (indicators, targets, sources and so on), or the translations with their state."""
    from wps_analysis.front.listing import list_rows

    frame = list_rows(what, pillar=pillar, root=root)
    print_frame(frame, output_format, columns=LISTED[what], title=what)


@app.command(
    epilog=examples("wps assess --ref-area KHM", "wps assess --ref-area KHM --indicator commune_chiefs --horizon 2030")
)
def assess(
    ref_area: Annotated[str, typer.Option(metavar="CODE", help="A country or area, e.g. KHM.")],
    indicator: Annotated[list[str] | None, typer.Option(metavar="CODE", help="May be given more than once.")] = None,
    horizon: Annotated[
        int | None, typer.Option(metavar="YEAR", help="Your assumption for targets without a year; printed as such.")
    ] = None,
    as_of: Annotated[str, typer.Option(metavar="YYYY-MM-DD", help="What was published by then.")] = "",
    language: Language = "en",
    output_format: OutputFormat = "table",
    root: Root = None,
) -> None:
    """Assess the latest figures against the targets that bind them: gaps, paces, statuses and a sentence each."""
    import pandas as pd

    from wps_analysis.assessment.assess import assess as assess_figures
    from wps_analysis.assessment.targets import targets_without_figure
    from wps_analysis.claims.edition import Edition

    known = Edition(as_of, language, root)
    figures = [known.figures(indicator=code, ref_area=ref_area) for code in indicator or [""]]
    rows = pd.concat(figures, ignore_index=True)
    if rows.empty:
        what = f" of {', '.join(indicator)}" if indicator else ""
        raise fail(
            f"No figure{what} for {ref_area} in the reports used here; `wps build` takes up what is new.", FAILED
        )
    if not indicator:
        empty = targets_without_figure(rows, known.targets, known.registry, ref_area)
        rows = pd.concat([rows, empty], ignore_index=True) if len(empty) else rows
    if horizon is not None and horizon <= (newest := int(rows["time_period"].str[:4].max())):
        raise fail(f"--horizon {horizon} is not after {newest}, the year of the newest figure.", USAGE)
    given = {"horizon": horizon, "as_of": known.as_of, "claims": known.claims, "elections": known.registry.elections}
    table = assess_figures(rows, known.targets, language=language, **given)
    print_frame(table, output_format, columns=_ASSESSMENT_COLUMNS, title="rows")


app.command(epilog=PACK_EXAMPLES)(pack)
app.command(epilog=VERIFY_EXAMPLES)(verify)


@app.command(epilog=examples("wps explore", "wps explore --no-browser --port 8890"))
def explore(
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="Open a browser on it.")] = True,
    port: Annotated[int | None, typer.Option(min=1, max=65535, help="Default: 8888, or the next free one.")] = None,
    root: Root = None,
) -> None:
    """Open notebooks/explore.ipynb in JupyterLab, on this machine and without asking the network."""
    from wps_analysis.front.lab import open_lab

    open_lab("explore.ipynb", browser=browser, port=port, root=root)


def main() -> None:
    """Run the command ``wps``."""
    app(prog_name="wps")


def _count_rows(counts: dict[str, Any]) -> list[list[object]]:
    """Lay the counts of a build out as rows: a number of rows, or one for each status."""
    rows: list[list[object]] = []
    for name, count in counts.items():
        by_status = count if isinstance(count, dict) else {"": count}
        rows += [[name.replace("_", " "), status.replace("_", " "), rows_] for status, rows_ in by_status.items()]
    return rows
