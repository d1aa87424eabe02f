"""What a pack says, gathered once: every format is written from these tables, so that they cannot differ."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from wps_analysis.claims import load as dataset
from wps_analysis.pack.publish.changes import no_changes
from wps_analysis.registry.areas import local_area_name
from wps_analysis.registry.load import load_registry
from wps_analysis.report.data import claims_of, findings_of, targets_of
from wps_analysis.report.peers import peer_figures
from wps_analysis.report.pillar_tables import assess_pillar
from wps_analysis.words.language import in_language, language_in_force


@dataclass(frozen=True, repr=False, eq=False)
class Content:
    """The tables of a pack, of one area, as of one date, in one language (see `gather`)."""

    ref_area: str
    area: str
    as_of: str
    language: str
    root: Path
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

    def since(self, changes: pd.DataFrame, previous: str) -> Content:
        """Return the same with what changed since an earlier pack, and that pack's date."""
        return replace(self, changes=changes, previous=previous)


@in_language
def gather(ref_area: str, *, as_of: str, root: Path) -> Content:
    """Gather the tables that all formats of a pack are written from.

    Parameters
    ----------
    ref_area, as_of, root
        The area and date of the pack, and the project's folder.
    language
        ``"en"`` or another of ``translation.languages()``; the language in force if not given.

    Returns
    -------
    Content
        ``observations`` as `dataset.load` returns those of the area; ``peers`` as `peers.peer_figures`;
        ``assessments`` as `assess` returns them for all pillars, one row a figure and target; ``claims`` that any of
        these rests on, those of the area and those of the targets; the area's ``findings``; the ``targets`` in force;
        ``sources`` of the claims, with columns of ``sources.csv``; ``indicators`` that have a figure here.

    Examples
    --------
    >>> content = gather("KHM", as_of="2025-10-31", root=Path())
    >>> set(" ".join(content.observations["claim_id"]).split()) <= set(content.claims["claim_id"])
    True
    """
    registry = load_registry(root)
    observations = dataset.load(ref_area=ref_area, as_of=as_of, root=root)
    peers = peer_figures(ref_area, as_of=as_of, root=root)
    claims = claims_of(ref_area, as_of=as_of, root=root)
    used = {*claims["source"], *claims["origin"]}
    return Content(
        ref_area=ref_area,
        area=local_area_name(ref_area, registry.areas),
        as_of=as_of,
        language=language_in_force(),
        root=root,
        observations=observations,
        peers=peers,
        assessments=assess_pillar("", ref_area, as_of=as_of, root=root),
        claims=claims,
        findings=findings_of(ref_area, as_of=as_of, root=root),
        targets=targets_of(ref_area, as_of=as_of, root=root),
        sources=registry.sources[registry.sources["source_id"].isin(used)].reset_index(drop=True),
        indicators=registry.indicators[
            registry.indicators["indicator"].isin([*observations["indicator"], *peers["indicator"]])
        ].reset_index(drop=True),
        changes=no_changes(),
        previous="",
    )
