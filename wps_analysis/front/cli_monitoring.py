"""The commands ``wps matrix``, ``wps requests`` and ``wps report``: what a plan's monitoring works with."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Annotated

import typer

from wps_analysis.front.cli_pack import Root
from wps_analysis.front.console import examples

_DOCUMENTS = {
    "matrix": ("matrix", "Write the indicator matrix of an area's plan as a workbook and a document."),
    "requests": (
        "requests",
        "Write a letter and an empty table to each custodian of a figure that is missing, old, differing or alone.",
    ),
    "report": (
        "reporting", "Write the tables that each framework asks for, and a metadata sheet for each indicator."
    ),
}  # fmt: skip
"""Each command, the folder of ``pack/publish`` whose ``write`` makes its documents, and what it does."""


def add_monitoring(app: typer.Typer) -> None:
    """Register the commands."""
    for name, (folder, purpose) in _DOCUMENTS.items():
        app.command(name, help=purpose, epilog=examples(f"wps {name} --ref-area KHM"))(_command(folder))


def _command(folder: str) -> Callable[..., None]:
    def command(
        ref_area: Annotated[str, typer.Option(metavar="CODE", help="A country or area, e.g. KHM.")],
        as_of: Annotated[str, typer.Option(metavar="DATE", help="What was published by this day, month or year.")] = "",
        language: Annotated[str, typer.Option(metavar="CODE", help="Language of texts: en or km.")] = "en",
        allow_draft: Annotated[
            bool,
            typer.Option("--allow-draft", help="Print texts that no reader of the language has checked, as DRAFT."),
        ] = False,
        only_confirmed: Annotated[
            bool,
            typer.Option(
                "--only-confirmed", help="Use no figure but those that their custodian confirmed or put right."
            ),
        ] = False,
        output: Annotated[
            Path | None, typer.Option(metavar="DIR", help="Default: outputs/monitoring/<area>/<as_of>.")
        ] = None,
        root: Root = None,
    ) -> None:
        publisher = import_module(f"wps_analysis.pack.publish.{folder}.write")
        write = getattr(publisher, f"write_{folder}")
        _make(write, ref_area, as_of, language, allow_draft, only_confirmed, output, root)

    return command


def _make(
    write: Callable[..., list[Path]], ref_area: str, as_of: str, language: str, allow_draft: bool, only_confirmed: bool,
    output: Path | None, root: Path | None,
) -> None:  # fmt: skip
    """Write some documents of a plan and print where they lie."""
    from wps_analysis.claims.edition import Edition
    from wps_analysis.errors import RequestError
    from wps_analysis.paths import outputs_dir
    from wps_analysis.report.data_brief import DataBrief
    from wps_analysis.report.monitoring.plan import Plan
    from wps_analysis.words.language import SOURCE_LANGUAGE

    known = Edition(as_of, language, root, only_confirmed)
    (ref_area,) = known.asked(ref_area=ref_area)["ref_area"]
    refuse_draft(language, allowed=allow_draft)
    if known.figures(ref_area=ref_area).empty and not only_confirmed:
        raise RequestError(f"No figure for {ref_area} in the reports used here by {known.as_of}.")
    suffix = "" if language == SOURCE_LANGUAGE else f".{language}"
    suffix += ".confirmed" if only_confirmed else ""
    folder = output or outputs_dir(root) / "monitoring" / ref_area / f"{known.as_of}{suffix}"
    with known.speaking():
        for path in write(folder, Plan(DataBrief(known, ref_area))):
            typer.echo(str(path))


def refuse_draft(language: str, *, allowed: bool) -> None:
    """Raise RequestError where texts of a language are drafts, and it is not said that they may be printed."""
    from wps_analysis.errors import RequestError
    from wps_analysis.words.language import is_draft

    if is_draft(language) and not allowed:
        raise RequestError(
            f"The texts in {language!r} are drafts that no reader has checked: say --allow-draft, and DRAFT stands on "
            "every document."
        )
