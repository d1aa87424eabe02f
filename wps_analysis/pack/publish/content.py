"""What a pack says, gathered once: every format is written from these tables, so that they cannot differ."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pandas as pd

from wps_analysis.claims.edition import Edition
from wps_analysis.pack.publish.changes import no_changes
from wps_analysis.report.data_brief import DataBrief


@dataclass(frozen=True, repr=False, eq=False)
class Content:
    """The tables of a pack, of one area, of one edition (see `gather`)."""

    edition: Edition
    ref_area: str
    area: str
    observations: pd.DataFrame
    peers: pd.DataFrame
    assessments: pd.DataFrame
    claims: pd.DataFrame
    findings: pd.DataFrame
    targets: pd.DataFrame
    sources: pd.DataFrame
    indicators: pd.DataFrame
    changes: pd.DataFrame
    previous: str

    @property
    def as_of(self) -> str:
        """The date of the data."""
        return self.edition.as_of

    def since(self, changes: pd.DataFrame, previous: str) -> Content:
        """Return the same with what changed since an earlier pack, and that pack's date."""
        return replace(self, changes=changes, previous=previous)


def gather(edition: Edition, ref_area: str) -> Content:
    """Gather the tables that all formats of a pack are written from.

    Parameters
    ----------
    edition
        What is known by the date of the pack; texts are in its language.
    ref_area
        The area.

    Returns
    -------
    Content
        ``observations`` of the area as `load` returns them; ``peers`` as `PeersBrief.compared`; ``assessments`` as
        `assess` returns them for all pillars, one row a figure and target; ``claims`` that any of these rests on, those
        of the area and those of the targets; the area's ``findings``; the ``targets`` in force; ``sources`` of the
        claims, with columns of ``sources.csv``; ``indicators`` that have a figure here.

    Examples
    --------
    >>> content = gather(Edition(), "KHM")
    >>> set(" ".join(content.observations["claim_id"]).split()) <= set(content.claims["claim_id"])
    True
    """
    data, registry = DataBrief(edition, ref_area), edition.registry
    observations, peers, claims = edition.figures(ref_area=ref_area), data.peers, data.claims
    used = registry.sources["source_id"].isin({*claims["source"], *claims["origin"]})
    held = registry.indicators["indicator"].isin({*observations["indicator"], *peers["indicator"]})
    return Content(
        edition=edition,
        ref_area=ref_area,
        area=data.area,
        observations=observations,
        peers=peers,
        assessments=data.assessed,
        claims=claims,
        findings=data.findings,
        targets=data.binding,
        sources=registry.sources[used].reset_index(drop=True),
        indicators=registry.indicators[held].reset_index(drop=True),
        changes=no_changes(),
        previous="",
    )
