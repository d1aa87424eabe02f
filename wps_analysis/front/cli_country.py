"""The command ``wps new-country``: the skeleton of a country's first pack."""

from __future__ import annotations

from typing import Annotated

import typer

from wps_analysis.front.cli_pack import Root
from wps_analysis.front.console import examples, say

COUNTRY_EXAMPLES = examples(
    "wps new-country LAO --title 'Voluntary National Review' --producer 'Government of the Lao PDR' --published 2024"
)


def new_country(
    ref_area: Annotated[str, typer.Argument(metavar="ISO3", help="The country's code, such as LAO.")],
    title: Annotated[str, typer.Option(help="Title of the first document that is keyed.")],
    producer: Annotated[str, typer.Option(help="Who published it.")],
    published: Annotated[str, typer.Option(metavar="DATE", help="Its date, month or year.")],
    url: Annotated[str, typer.Option(help="Its address.")] = "",
    root: Root = None,
) -> None:
    """Write the skeleton of another country: its document's row, a table to key into, a checklist, a crosswalk.

    Everything that follows stands in the checklist, with the command that proves it.
    """
    from wps_analysis.front import new_country as skeleton
    from wps_analysis.paths import project_root

    written = skeleton.new_country(ref_area, title=title, producer=producer, published=published, url=url, root=root)
    for path in written:
        typer.echo(str(path.relative_to(project_root(root))))
    say(f"Now {next(path for path in written if path.name == 'CHECKLIST.md').relative_to(project_root(root))}.")
