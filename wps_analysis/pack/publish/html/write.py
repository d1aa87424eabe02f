"""Write the pages of a pack: ``index.html``, the brief, and ``evidence.html``, which it rests on."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from wps_analysis.pack.publish.content import Content
from wps_analysis.pack.publish.html.brief import write_brief
from wps_analysis.pack.publish.html.evidence import evidence_parts, places_of, write_evidence
from wps_analysis.pack.publish.html.notebook import read_section


def write_pages(pack: Path, outcomes: Sequence[Any], *, content: Content) -> Path:
    """Write the pages into a pack's folder that holds its notebooks and charts, in the language of its content.

    Parameters
    ----------
    pack
        The folder: ``<run>.ipynb``, ``failed/<run>.ipynb``, ``charts/<run>/<name>.png|svg|csv|txt``, and every other
        file that the pages offer.
    outcomes
        The runs and how they ended (`outcome.Outcome`).
    content
        The pack's tables, which the numbers of the pages lead into.

    Returns
    -------
    Path
        The brief, with which a reader begins.
    """
    with content.edition.speaking():
        told = [read_section(pack, outcome) for outcome in outcomes]
        parts = evidence_parts(pack, told, content)
        by_name = {section.parameters.get("pillar") or section.anchor: section for section in told}
        brief = write_brief(pack, by_name, content=content, places=places_of(parts))
        write_evidence(pack, told, parts, content=content)  # the last, since it lists the others
    return brief
