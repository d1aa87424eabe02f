"""The command ``wps``: tables go to stdout, messages to stderr, and heavy imports stand in the commands."""

from __future__ import annotations

import gc
import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import Annotated, Any, Literal

import typer
from typer.core import TyperCommand, TyperGroup

from wps_analysis.errors import RequestError, UnknownCodeError, WpsError, reason_of
from wps_analysis.front.cli_add import ADD_EXAMPLES, FETCH_EXAMPLES, add, fetch
from wps_analysis.front.cli_atlas import ATLAS_EXAMPLES, atlas
from wps_analysis.front.cli_check import CHECK_EXAMPLES, PROPOSE_EXAMPLES, check, propose
from wps_analysis.front.cli_country import COUNTRY_EXAMPLES, new_country
from wps_analysis.front.cli_monitoring import add_monitoring
from wps_analysis.front.cli_pack import FAILED, PACK_EXAMPLES, USAGE, VERIFY_EXAMPLES, Root, names, pack, verify
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
            raise fail(reason_of(error), FAILED) from error


class _Command(TyperCommand):
    """Refuses an option that is given twice and can have one value: the last would win in silence."""

    def parse_args(self, ctx: typer.Context, args: list[str]) -> list[str]:
        _values, _rest, given = self.make_parser(ctx).parse_args(args=list(args))
        once = [param for param in given if not getattr(param, "multiple", True)]
        if twice := [param for param in dict.fromkeys(once) if once.count(param) > 1]:
            one = "one value" + ", in which commas separate several" * all(param.metavar == "CODES" for param in twice)
            ctx.fail(f"{', '.join(param.opts[0] for param in twice)}: given more than once. Give {one}.")
        return super().parse_args(ctx, args)


class _App(typer.Typer):
    """Gives every command that is registered with it the class `_Command`."""

    def command(self, name: str | None = None, **settings: Any) -> Any:
        return super().command(name, **{"cls": _Command} | settings)


app = _App(
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
        bool, typer.Option("--check", help="Write nothing; exit 1 and name stale tables and messages that do not hold.")
    ] = False,
    root: Root = None,
) -> None:
    """Build data/processed from data/raw and data/registry."""
    from wps_analysis.claims import build as tables
    from wps_analysis.claims.edition import Edition
    from wps_analysis.report.editor.country import unused_messages

    if check:
        built = tables.compute(root)
        stale = tables.stale(built, root)
        for name in stale:
            say(f"stale: {name}")
        if stale:
            raise fail("data/processed does not follow from data/raw and data/registry; run `wps build`.", FAILED)
        say("data/processed is up to date.")
        if unused := unused_messages(Edition.of(built, root)):
            raise fail("\n".join(["Messages that do not hold on these figures:", *unused]), FAILED)
        return
    built = tables.build(root)
    print_table(["table", "status", "rows"], _count_rows(built.counts))
    for line in built.left_out:
        say(line)
    for source in built.absent:
        say(f"not here: {source}, whose terms keep its figures with each user; put your copy into data/raw/{source}")
    for problem in unused_messages(Edition.of(built, root)):
        say(f"left out of the brief: {problem}")


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


@app.command(
    "list",
    epilog=examples(
        "wps list indicators --pillar protection", "wps list sources --format json", "wps list revisions --ref-area KHM"
    ),
)
def list_(
    what: Annotated[Listing, typer.Argument(help="Which list.")] = "indicators",
    pillar: Annotated[str | None, typer.Option(help="Of indicators, targets, outputs: this pillar's.")] = None,
    ref_area: Annotated[
        str, typer.Option(metavar="CODES", help="Of revisions: these areas', separated by commas.")
    ] = "",
    output_format: OutputFormat = "table",
    root: Root = None,
) -> None:
    """Print a list of the registry (indicators, targets and so on), the translations, or what releases revised."""
    from wps_analysis.front.listing import list_rows

    frame = list_rows(what, pillar=pillar, ref_area=names(ref_area), root=root)
    print_frame(frame, output_format, columns=LISTED[what], title=what)


@app.command(
    epilog=examples("wps assess --ref-area KHM", "wps assess --ref-area KHM --indicator commune_chiefs --horizon 2030")
)
def assess(
    ref_area: Annotated[
        str, typer.Option(metavar="CODES", help="Areas by code or name, separated by commas, such as KHM,LAO.")
    ],
    indicator: Annotated[list[str] | None, typer.Option(metavar="CODE", help="May be given more than once.")] = None,
    horizon: Annotated[
        int | None, typer.Option(metavar="YEAR", help="Your assumption for targets without a year; printed as such.")
    ] = None,
    as_of: Annotated[str, typer.Option(metavar="DATE", help="What was published by this day, month or year.")] = "",
    language: Language = "en",
    output_format: OutputFormat = "table",
    root: Root = None,
) -> None:
    """Assess the latest figures against the targets that bind them: gaps, paces, statuses and a sentence each."""
    import pandas as pd

    from wps_analysis.assessment.assess import assess_known
    from wps_analysis.assessment.targets import targets_without_figure
    from wps_analysis.claims.edition import Edition

    known = Edition(as_of, language, root)
    codes = known.asked(indicator=indicator or "", ref_area=names(ref_area))
    rows = known.figures(**{what: asked for what, asked in codes.items() if asked})
    if rows.empty:
        what = f" of {', '.join(indicator)}" if indicator else ""
        raise fail(
            f"No figure{what} for {ref_area} in the reports used here; `wps build` takes up what is new.", FAILED
        )
    if not indicator:
        empty = [targets_without_figure(rows, known.targets, known.registry, area) for area in codes["ref_area"]]
        rows = pd.concat([rows, *(table for table in empty if len(table))], ignore_index=True)
    table = assess_known(
        rows, known.targets, horizon=horizon, as_of=known.as_of, claims=known.claims,
        elections=known.registry.elections, findings=known.findings, language=language,
    )  # fmt: skip
    print_frame(table, output_format, columns=_ASSESSMENT_COLUMNS, title="rows")


app.command(epilog=ADD_EXAMPLES)(add)
app.command("new-country", epilog=COUNTRY_EXAMPLES)(new_country)
app.command(epilog=FETCH_EXAMPLES)(fetch)
app.command(epilog=PACK_EXAMPLES)(pack)
app.command(epilog=VERIFY_EXAMPLES)(verify)
app.command(epilog=ATLAS_EXAMPLES)(atlas)
add_monitoring(app)
app.command(epilog=CHECK_EXAMPLES)(check)
app.command(epilog=PROPOSE_EXAMPLES)(propose)


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
    """Run the command ``wps``; where stdout is closed or full it ends without a traceback."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:  # closed by the shell: a file opened later must not take its place
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))
    gc.set_threshold(100_000)  # a command keeps nearly all that it makes: looking for cycles took a tenth of a build
    try:
        app(prog_name="wps")
    except OSError as error:  # of the help, which is printed before any command
        sys.exit(fail(error.strerror or error, FAILED).exit_code)
    finally:
        with suppress(OSError):
            sys.stdout.flush()


def _count_rows(counts: dict[str, Any]) -> list[list[object]]:
    """Lay the counts of a build out as rows: a number of rows, or one for each status."""
    rows: list[list[object]] = []
    for name, count in counts.items():
        by_status = count if isinstance(count, dict) else {"": count}
        rows += [[name.replace("_", " "), status.replace("_", " "), rows_] for status, rows_ in by_status.items()]
    return rows
