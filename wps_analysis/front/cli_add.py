"""The commands ``wps add`` and ``wps fetch``: what a publisher's file is, and the file into the project."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated

import typer

from wps_analysis.errors import InputError
from wps_analysis.front.cli_pack import FAILED, Root
from wps_analysis.front.console import examples, fail, say

if TYPE_CHECKING:
    from wps_analysis.claims.adding import Added
    from wps_analysis.registry.load import Registry

ADD_EXAMPLES = examples(
    "wps add API_SG.GEN.PARL.ZS_DS2_en_csv_v2.zip", "wps add --dry-run *.csv",
    "wps add Goal5.xlsx --series SG_GEN_PARL --areas KHM,THA",
    "wps add request-KHM-ministry-of-justice.xlsx --published 2026-01-15",
)  # fmt: skip
FETCH_EXAMPLES = examples("wps list fetch", "wps fetch women_in_parliament_2023")


def add(
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE...", help="Files as downloaded: csv, xlsx, zip, json ...")
    ],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what each file is; write nothing.")] = False,
    series: Annotated[str, typer.Option(metavar="CODES", help="Only these series of the publisher.")] = "",
    areas: Annotated[
        str, typer.Option(metavar="CODES", help="Only these areas; of a file that names none, the area it is of.")
    ] = "",
    extract: Annotated[
        bool, typer.Option("--extract", help="Keep the used figures alone, in a layout that may be committed.")
    ] = False,
    published: Annotated[
        str, typer.Option(metavar="DATE", help="Of a table of `wps requests` that comes back: when it was answered.")
    ] = "",
    root: Root = None,
) -> None:
    """Say what downloaded files are, and put them into data/raw with their rows in sources.csv; then `wps build`."""
    from wps_analysis.claims import adding
    from wps_analysis.pack.publish.requests.returned import is_returned
    from wps_analysis.registry.load import load_registry

    problems, done, registry = [], 0, load_registry(root)
    for path in files:
        try:
            if is_returned(path):
                done += _add_returned(path, registry, published=published, dry_run=dry_run, root=root)
                registry = load_registry(root)
                continue
            added = adding.prepare(path, registry, series=series, areas=areas)
            if _of_use(added) and not dry_run:
                _tell_added(adding.add(added, root, path=path, series=series, areas=areas, extracted=extract))
                done, registry = done + 1, load_registry(root)
        except InputError as error:
            problems += error.problems
    if done:
        say("Now `wps build`.")
    if problems:
        raise fail(InputError(problems), FAILED)


def _add_returned(path: Path, registry: Registry, *, published: str, dry_run: bool, root: Path | None) -> int:
    """Say what a table that came back holds, and unless it is a trial take it up; return how many were."""
    from wps_analysis.pack.publish.requests.returned import add_returned, read_returned

    returned = read_returned(path, registry, published=published, root=root)
    count = len(returned.claims)
    typer.echo(f"{path.name}: reply of {returned.source['producer']}, {count} figure{'' if count == 1 else 's'}")
    for name, column, rows in (("indicators", "indicator", returned.indicators), ("series", "series", returned.series)):
        if codes := [row[column] for row in rows]:
            typer.echo(f"  new in {name}.csv, for you to read and complete: {', '.join(codes)}")
    if dry_run:
        return 0
    add_returned(returned, root)
    typer.echo(f"  added as data/raw/{returned.source['source_id']}/claims.csv")
    return 1


def fetch(
    sources: Annotated[
        list[str], typer.Argument(metavar="SOURCE...", help="Files of `wps list fetch`, by their word.")
    ],
    root: Root = None,
) -> None:
    """Fetch publishers' files by their addresses and checksums, and add them as `wps add` does; then `wps build`.

    It is the only command that asks the network, and no notebook can.
    """
    from wps_analysis.claims import adding, fetching
    from wps_analysis.registry.load import load_registry

    problems, done, registry = [], 0, load_registry(root)
    rows = [fetching.fetchable(name, registry) for name in dict.fromkeys(sources)]
    for row in rows:
        held = registry.sources.loc[registry.sources["sha256"] == row["sha256"], "source_id"]
        if row["sha256"] and len(held):
            typer.echo(f"{row['fetch']}: already in data/raw/{held.iloc[0]}: nothing to do")
            continue
        try:
            with TemporaryDirectory() as folder:
                path = fetching.fetch(row, Path(folder), say)
                added = fetching.as_fetched(adding.prepare(path, registry), row, date.today())
                if _of_use(added):
                    _tell_added(adding.add(added, root, path=path))
                    done, registry = done + 1, load_registry(root)
        except InputError as error:
            problems += error.problems
        except fetching.FetchError as error:
            problems.append(str(error))
    if done:
        say("Now `wps build`.")
    if problems:
        raise fail("\n".join(problems), FAILED)


def _of_use(added: Added) -> bool:
    """Say what a file is, and tell whether it is new and has figures that are used."""
    for line in described(added):
        typer.echo(line)
    if added.already:
        typer.echo(f"  already in data/raw/{added.already}: nothing to do")
    elif added.download.claims.empty:
        typer.echo("  not added: no figure of it is used")
    return not added.already and not added.download.claims.empty


def _tell_added(kept: Path) -> None:
    typer.echo(f"  added as data/raw/{kept.parent.name}/{kept.name}")


def described(added: Added) -> list[str]:
    """Say in lines what a file is, what of it is used, and what is left out and why.

    Parameters
    ----------
    added
        From ``adding.prepare``.

    Returns
    -------
    list of str
        The file first, then what belongs to it.
    """
    from wps_analysis.claims.periods import parse_period

    download, source = added.download, added.source
    formats = ", ".join(dict.fromkeys(sheet.format for sheet in download.sheets if sheet.reader.PUBLISHER))
    kind = download.sheets[0].sheet.kind
    if not download.publisher:
        return [f"{download.file}: {kind}, a list that a publisher puts beside its figures; it holds none"]
    lines = [f"{download.file}: {source['producer']}, {source['title']} ({formats}, {kind})"]
    claims = download.claims
    if len(claims):
        years = [parse_period(text).time_period[:4] for text in claims["period_text"].unique()]
        by_series = claims.groupby(["locator", "indicator"], sort=False).size()
        count = claims["ref_area"].nunique()
        lines.append(f"  {len(claims):,} figures, {count} area{'' if count == 1 else 's'}, {min(years)}-{max(years)}")
        lines += [f"    {code} -> {indicator}: {count:,}" for (code, indicator), count in by_series.items()]
    lines += [f"  left out, {count:,}: {reason}" for reason, count in download.left_out.items()]
    lines += [f"  not read: {unknown}" for unknown in download.unknown]
    lines += [f"  {note}" for sheet in download.sheets for note in sheet.notes()]
    if len(claims) and added.not_known:
        lines.append(f"  not known, and left for you in sources.csv: {', '.join(added.not_known)}")
    return lines
