"""The commands ``wps pack`` and ``wps verify``."""

from __future__ import annotations

import signal
from pathlib import Path
from typing import Annotated

import typer

from wps_analysis.errors import WpsError
from wps_analysis.front.console import LogFormat, examples, fail, print_table, progress, say
from wps_analysis.pack.plan.task import CELL_TIMEOUT

USAGE, FAILED, INTERRUPTED, TERMINATED = 2, 1, 130, 143

PACK_EXAMPLES = examples(
    "wps pack --ref-area KHM --pillar protection",
    "wps pack --ref-area KHM,LAO --language en,km --allow-draft --keep 12",
    "wps pack --ref-area KHM --as-of 2023-12-31 --dry-run",
)
VERIFY_EXAMPLES = examples("wps verify outputs/KHM/latest")

Root = Annotated[
    Path | None,
    typer.Option(help="The project's folder. Default: WPS_ROOT, or the nearest parent that holds data/raw."),
]


def pack(
    ref_area: Annotated[
        str,
        typer.Option(
            metavar="CODES",
            help="Areas by code or name: KHM,LAO; a group (X_ASEAN) stands for its members, world for every country.",
        ),
    ],
    as_of: Annotated[
        str,
        typer.Option(
            metavar="DATE", help="What was published by this day, month or year. Default: the newest date of a source."
        ),
    ] = "",
    pillar: Annotated[str, typer.Option(metavar="CODES", help="Pillars, separated by commas, or all.")] = "all",
    language: Annotated[str, typer.Option(metavar="CODES", help="Languages, separated by commas: en, km.")] = "en",
    formats: Annotated[
        str,
        typer.Option(
            metavar="NAMES",
            help="html, xlsx, csv beside notebooks and charts; all, notebooks, or with all: pdf, slides, matrix, "
            "requests, report.",
        ),
    ] = "all",
    parameter: Annotated[
        list[str] | None,
        typer.Option("--parameter", "-p", metavar="NAME=VALUE", help="A notebook's parameter, such as horizon=2030."),
    ] = None,
    allow_draft: Annotated[
        bool, typer.Option("--allow-draft", help="Print texts that no reader of the language has checked, as DRAFT.")
    ] = False,
    strict: Annotated[
        bool, typer.Option("--strict", help="Refuse where a message of messages.csv does not hold on the figures.")
    ] = False,
    only_confirmed: Annotated[
        bool, typer.Option("--only-confirmed", help="Use no figure but those that their custodian confirmed.")
    ] = False,
    force: Annotated[bool, typer.Option("--force", help="Do all runs, also those in which nothing changed.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Print the plan, and what would be skipped.")] = False,
    jobs: Annotated[
        int | None, typer.Option("--jobs", "-j", min=1, max=1000, help="Notebooks at once. Default: processors + 1.")
    ] = None,
    cold: Annotated[bool, typer.Option("--cold", help="Start each kernel by itself; slower, the same bytes.")] = False,
    scheduler: Annotated[
        str | None, typer.Option(metavar="ADDRESS", help="Run on the workers of a Dask scheduler (extra cluster).")
    ] = None,
    insecure_cluster: Annotated[
        bool, typer.Option("--insecure-cluster", help="Allow a tcp:// scheduler on another machine: no encryption.")
    ] = False,
    cell_timeout: Annotated[
        int,
        typer.Option(
            min=1, max=604_800, metavar="SECONDS", help="After which a cell is stopped and its notebook given up."
        ),
    ] = CELL_TIMEOUT,
    keep: Annotated[
        int | None,
        typer.Option(min=1, max=1_000_000, metavar="N", help="Keep the N newest packs of an area and language."),
    ] = None,
    log_format: Annotated[
        LogFormat, typer.Option(help="json: one JSON object a line on stderr, for schedulers.")
    ] = "text",
    output: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Put packs in DIR/<area>/<as_of>. Default: outputs.")
    ] = None,
    root: Root = None,
) -> None:
    """Run the notebooks for some areas and leave chart packs in outputs/<area>/<as_of>/.

    Runs in which nothing changed since they were last done are skipped.

    Each pack is moved in as a whole, and outputs/<area>/latest points to the newest whole one.

    Of several areas an atlas that leads to them is written to outputs/atlas/.

    A notebook that fails is kept beside, named with its cell and error, and the exit status is 1.

    The other notebooks finish, and an earlier pack of the same date stays as it was.
    """
    from wps_analysis.pack.plan.plan import FORMATS, PlanError, Request

    request = Request(
        ref_areas=names(ref_area),
        as_of=as_of,
        pillars=None if pillar == "all" else names(pillar),
        languages=names(language),
        formats=_formats(formats, FORMATS),
        parameters=_parameters(parameter or []),
        allow_draft=allow_draft,
        cell_timeout=cell_timeout,
        force=force,
        cold=cold,
        strict=strict,
        only_confirmed=only_confirmed,
    )
    try:
        if dry_run:
            _print_plan(request, root=root, output=output)
            return
        where = {"scheduler": scheduler, "insecure_cluster": insecure_cluster, "root": root, "output": output}
        _make(request, jobs=jobs, keep=keep, log_format=log_format, **where)
    except PlanError as error:
        raise fail(error, USAGE, log_format) from error
    except (WpsError, OSError) as error:
        raise fail(error, FAILED, log_format) from error
    except KeyboardInterrupt:
        told = "Interrupted. The earlier packs stand as they were, and finished runs will not be done again."
        raise fail(told, INTERRUPTED, log_format) from None


def _formats(asked: str, everyday: tuple[str, ...]) -> tuple[str, ...]:
    """Return the formats that are asked for; ``all`` among them stands for those of every day."""
    return tuple(dict.fromkeys(one for name in names(asked) for one in (everyday if name == "all" else (name,))))


def verify(
    pack: Annotated[Path, typer.Argument(metavar="PACK", help="A pack's folder, such as outputs/KHM/latest.")],
    jobs: Annotated[
        int | None, typer.Option("--jobs", "-j", min=1, max=1000, help="Notebooks at once. Default: processors + 1.")
    ] = None,
    root: Root = None,
) -> None:
    """Make a pack again and say that it is the same, or which file and figure differs and how.

    The exit status is 0 if every file is the same, and 1 if one is not. What changed since a previous pack that is gone
    is said to be unproven.
    """
    from wps_analysis.pack.verify.verify import verify_pack

    with progress("text") as report:
        found = verify_pack(pack, jobs=jobs, root=root, report=report)
    if len(found):
        print_table(list(found.columns), found.to_numpy().tolist())
    if count := found.loc[found["kind"] != "unproven", "file"].nunique():
        raise fail(f"{count} files of {pack}, or its data, are not what these data and this code give.", FAILED)
    say(f"{pack}: the same, byte for byte{'; what it says of an earlier pack is unproven' if len(found) else ''}.")


def _make(request: object, *, log_format: LogFormat, **options: object) -> None:
    from wps_analysis.pack.run import run_packs

    signal.signal(signal.SIGTERM, _terminate)
    with progress(log_format) as report:
        results = run_packs(request, report=report, **options)
    failures = [(result, outcome) for result in results for outcome in result.failures]
    if log_format == "text":
        for result in results:
            page = result.folder / "index.html"
            if not result.failures:
                typer.echo(str(page if page.is_file() else result.folder))
        for result, outcome in failures:
            say(f"failed: {result.ref_area} {outcome}; see {result.folder / outcome.file}")
    if failures:
        total = sum(len(result.outcomes) for result in results)
        raise fail(f"{len(failures)} of {total} notebooks failed.", FAILED, log_format)


def _terminate(number: int, frame: object) -> None:
    raise SystemExit(TERMINATED)


def _print_plan(request: object, *, root: Path | None, output: Path | None) -> None:
    from wps_analysis.pack.plan.request import plan_jobs, plan_rows
    from wps_analysis.paths import project_root

    rows = plan_rows(plan_jobs(request, root=project_root(root), output=output and output.resolve()))
    print_table(list(rows[0]), [list(row.values()) for row in rows])
    say(f"{sum(row['state'] == 'run' for row in rows)} of {len(rows)} runs would be done.")


def names(text: str) -> tuple[str, ...]:
    """Return what an option names, separated by commas."""
    return tuple(name.strip() for name in text.split(",") if name.strip())


def _parameters(given: list[str]) -> dict[str, str]:
    if wrong := [text for text in given if "=" not in text]:
        raise fail(f"--parameter {', '.join(wrong)}: write NAME=VALUE, such as horizon=2030.", USAGE)
    pairs = [text.split("=", 1) for text in given]
    names = [name for name, _value in pairs]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        values = "; ".join(", ".join(text for text in given if text.startswith(f"{name}=")) for name in twice)
        raise fail(f"--parameter is given twice for {', '.join(twice)} ({values}): keep one of each.", USAGE)
    return dict(pairs)
