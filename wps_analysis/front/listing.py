"""What ``wps list`` prints: the files of the registry and the translations, row by row."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from wps_analysis.errors import RequestError

if TYPE_CHECKING:
    import pandas as pd


class Listing(StrEnum):
    """What ``wps list`` can show."""

    indicators = "indicators"
    targets = "targets"
    sources = "sources"
    areas = "areas"
    populations = "populations"
    series = "series"
    outputs = "outputs"
    translations = "translations"


LISTED = {
    Listing.indicators: ["indicator", "name", "pillar", "also_pillar", "measure", "kind", "unit_measure"],
    Listing.targets: ["target_id", "indicators", "operator", "lower", "upper", "target_year", "legal_force"],
    Listing.sources: ["source_id", "held", "producer", "title", "published"],
    Listing.areas: ["ref_area", "name_en", "level", "parent"],
    Listing.populations: ["population", "name", "parent"],
    Listing.series: ["series", "name", "basis", "rank", "custodian"],
    Listing.outputs: ["output", "pillar", "text", "data_holder"],
    Listing.translations: ["language", "state", "text", "translation"],
}
"""The columns that the table shows of each list; csv and json give every column."""


def list_rows(what: Listing, *, pillar: str | None = None, root: str | Path | None = None) -> pd.DataFrame:
    """Return the rows of a list.

    Parameters
    ----------
    what
        Which list.
    pillar
        Of indicators, targets and outputs: this pillar's alone.
    root
        The project's root.

    Raises
    ------
    RequestError
        If the pillar is not known, or the list has no pillars.

    Examples
    --------
    >>> list_rows(Listing.outputs, pillar="prevention")["output"].tolist()
    ['3.1', '3.2', '4.1', '4.2']
    """
    from wps_analysis.registry.load import load_registry
    from wps_analysis.words.language import translations

    if what is Listing.translations:
        frame = translations()
    else:
        registry = load_registry(root)
        frame = registry.plan_outputs if what is Listing.outputs else getattr(registry, what.value)
    return frame if pillar is None else _of_pillar(frame, what, pillar, root)


def _of_pillar(frame: pd.DataFrame, what: Listing, pillar: str, root: str | Path | None) -> pd.DataFrame:
    from wps_analysis.codes import PILLARS, did_you_mean
    from wps_analysis.registry.load import indicators

    if pillar not in PILLARS:
        raise RequestError(f"unknown pillar {pillar!r}; {did_you_mean(pillar, PILLARS)}")
    if what is Listing.targets:
        of_pillar = set(indicators(pillar=pillar, root=root)["indicator"])
        return frame.loc[[not of_pillar.isdisjoint(named.split()) for named in frame["indicators"]]]
    if "pillar" not in frame:
        raise RequestError(f"--pillar applies to indicators, targets and outputs, not to {what.value}")
    return frame[frame["pillar"] == pillar]
