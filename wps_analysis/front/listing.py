"""What ``wps list`` prints: the files of the registry, the translations and the revisions, row by row."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from wps_analysis.errors import RequestError

if TYPE_CHECKING:
    import pandas as pd


LISTED = {
    "indicators": ["indicator", "name", "pillar", "also_pillar", "measure", "kind", "unit_measure"],
    "targets": ["target_id", "indicators", "operator", "lower", "upper", "target_year", "legal_force"],
    "sources": ["source_id", "committed", "producer", "title", "published"],
    "areas": ["ref_area", "name_en", "level", "parent"],
    "populations": ["population", "name", "parent"],
    "series": ["series", "name", "basis", "rank", "custodian"],
    "publishers": ["publisher", "name", "title", "licence", "commit"],
    "series_map": ["publisher", "published_series", "breakdown", "indicator", "sex", "series"],
    "fetch": ["fetch", "publisher", "what", "file"],
    "formats": ["format", "publisher", "what"],
    "outputs": ["output", "pillar", "text", "data_holder"],
    "revisions": [
        "earlier",
        "later",
        "measured",
        "indicator",
        "change",
        "figures",
        "ref_area",
        "time_period",
        "sex",
        "old",
        "new",
    ],
    "translations": ["language", "state", "text", "translation"],
}
"""The columns that the table shows of each list; csv and json give every column."""
Listing = Literal[*LISTED]


def list_rows(
    what: Listing, *, pillar: str | None = None, ref_area: Sequence[str] = (), root: str | Path | None = None
) -> pd.DataFrame:
    """Return the rows of a list.

    Parameters
    ----------
    what
        Which list.
    pillar
        Of indicators, targets and outputs: this pillar's alone.
    ref_area
        Of revisions: these areas' alone, by code or name.
    root
        The project's root.

    Raises
    ------
    RequestError
        If the pillar is not known, or the list has no pillars or is not by area.
    UnknownCodeError
        If an area is not known.

    Examples
    --------
    >>> list_rows("outputs", pillar="prevention")["output"].tolist()
    ['3.1', '3.2', '4.1', '4.2']
    """
    from wps_analysis.registry.load import load_registry
    from wps_analysis.words.language import translations

    if ref_area and what != "revisions":
        raise RequestError(f"--ref-area applies to revisions, not to {what}")
    if what == "translations":
        frame = translations()
    elif what == "formats":
        frame = _formats()
    elif what == "revisions":
        from wps_analysis.claims.releases import revisions

        frame = revisions(ref_area=list(ref_area) or "", root=root)
    else:
        registry = load_registry(root)
        frame = registry.plan_outputs if what == "outputs" else getattr(registry, what)
    return frame if pillar is None else _of_pillar(frame, what, pillar, root)


def _formats() -> pd.DataFrame:
    """Return the formats that a file may have, each with the first line of its reader."""
    import pandas as pd

    from wps_analysis.claims.readers.recognise import formats

    said = [
        (reader.__name__.rpartition(".")[2], reader.PUBLISHER, reader.__doc__.splitlines()[0]) for reader in formats()
    ]
    return pd.DataFrame(said, columns=LISTED["formats"])


def _of_pillar(frame: pd.DataFrame, what: Listing, pillar: str, root: str | Path | None) -> pd.DataFrame:
    from wps_analysis.codes import PILLARS, did_you_mean
    from wps_analysis.registry.load import indicators

    if pillar not in PILLARS:
        raise RequestError(f"unknown pillar {pillar!r}; {did_you_mean(pillar, PILLARS)}")
    if what == "targets":
        of_pillar = set(indicators(pillar=pillar, root=root)["indicator"])
        return frame.loc[[not of_pillar.isdisjoint(named.split()) for named in frame["indicators"]]]
    if "pillar" not in frame:
        raise RequestError(f"--pillar applies to indicators, targets and outputs, not to {what}")
    return frame[frame["pillar"] == pillar]
