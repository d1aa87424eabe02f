"""What a pack says, gathered once: every format is written from these tables, so that they cannot differ."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd

from wps_analysis.claims.edition import Edition
from wps_analysis.claims.embargo import with_confirmation
from wps_analysis.columns import SEVERITIES
from wps_analysis.pack.publish.changes import Tables, no_changes
from wps_analysis.report.brief import Brief
from wps_analysis.report.counts import count_all
from wps_analysis.report.data_brief import DataBrief
from wps_analysis.words.language import _, ngettext


@dataclass(frozen=True, repr=False, eq=False)
class Content(Tables):
    """The tables of a pack, of one area, of one edition (see `gather`)."""

    edition: Edition
    ref_area: str
    area: str
    peers: pd.DataFrame
    claims: pd.DataFrame
    findings: pd.DataFrame
    sources: pd.DataFrame
    indicators: pd.DataFrame
    changes: pd.DataFrame
    previous: str
    data: Brief
    """What the tables were made from, with what it has computed of the area."""
    languages: Mapping[str, str] = field(default_factory=dict)
    """The folder, beside this one, of the same pack in each other language."""

    @property
    def as_of(self) -> str:
        """The date of the data."""
        return self.edition.as_of


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
    observations, peers, claims = data.figures.drop(columns="end"), data.peers, data.claims
    used = registry.sources["source_id"].isin({*claims["source"], *claims["origin"]})
    held = registry.indicators["indicator"].isin({*observations["indicator"], *peers["indicator"]})
    return Content(
        edition=edition,
        ref_area=ref_area,
        area=data.area,
        observations=observations,
        peers=peers,
        assessments=data.assessed,
        claims=with_confirmation(claims, registry),
        findings=data.findings,
        targets=data.binding,
        sources=registry.sources[used].reset_index(drop=True),
        indicators=data.indicators[held].reset_index(drop=True),
        changes=no_changes(),
        previous="",
        data=data,
    )


def confirmed_notice(content: Content) -> str:
    """Say that a pack rests on confirmed figures alone; nothing of any other pack.

    Examples
    --------
    >>> confirmed_notice(gather(Edition("2025-10-31"), "KHM"))
    ''
    """
    if not content.edition.only_confirmed:
        return ""
    return _("Confirmed figures alone: a figure that its custodian has not confirmed or put right is left out.")


def key_facts(content: Content) -> list[tuple[str, str, str]]:
    """Count what the pack rests on: name, number and the part of the page that lists it.

    Examples
    --------
    >>> from wps_analysis.claims.edition import Edition
    >>> from wps_analysis.pack.publish.content import gather
    >>> facts = key_facts(gather(Edition("2025-10-31"), "KHM"))
    >>> [name for name, number, part in facts if part == "differing"]
    ['Observations whose published figures differ']
    """
    counts = count_all(content.claims, content.observations, content.ref_area)
    differ = counts.differing
    severities = content.findings["severity"].value_counts().to_dict()
    words = {
        "error": lambda n: ngettext("{count} error", "{count} errors", n),
        "question": lambda n: ngettext("{count} question", "{count} questions", n),
        "note": lambda n: ngettext("{count} note", "{count} notes", n),
    }
    counted = [words[word](n).format(count=n) for word in SEVERITIES if (n := severities.get(word, 0))]
    return [
        (_("Published figures"), str(counts.claims), "claims"),
        (_("Documents and pages"), str(counts.sources), "sources"),
        (_("Observations"), str(counts.observations), ""),
        (_("Observations whose published figures differ"), str(differ), "differing" if differ else ""),
        (_("Findings of the data audit"), ", ".join(counted) or _("none"), "findings" if counted else ""),
    ]
