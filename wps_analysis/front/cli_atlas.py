"""The command ``wps atlas``: one page with a row for each country."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from wps_analysis.front.cli_monitoring import refuse_draft
from wps_analysis.front.cli_pack import Root
from wps_analysis.front.console import examples

ATLAS_EXAMPLES = examples("wps atlas", "wps atlas --as-of 2024-12-31 --output atlas-2024")


def atlas(
    as_of: Annotated[
        str, typer.Option(metavar="DATE", help="What was published by this day, month or year. Default: all.")
    ] = "",
    language: Annotated[str, typer.Option(metavar="CODE", help="Language of texts: en or km.")] = "en",
    allow_draft: Annotated[
        bool, typer.Option("--allow-draft", help="Print texts that no reader of the language has checked, as DRAFT.")
    ] = False,
    output: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="The folder of the packs. Default: outputs."),
    ] = None,
    root: Root = None,
) -> None:
    """Write atlas/index.html: every country with its women in police, peacekeeping, office and on the land.

    The headings and their indicators stand in data/registry/atlas.csv. A country links to its newest pack.
    """
    from wps_analysis.claims.edition import Edition
    from wps_analysis.pack.publish.atlas.write import write_atlas

    known = Edition(as_of, language, root)
    refuse_draft(language, allowed=allow_draft)
    typer.echo(str(write_atlas(known, outputs=output)))
