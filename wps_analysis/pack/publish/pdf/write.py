"""Write ``pdf/``: the country on one page, each pillar on two, and the whole pack with its evidence as annex."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from wps_analysis.pack.publish.content import Content
from wps_analysis.pack.publish.html.notebook import read_section
from wps_analysis.pack.publish.pdf.data import document_data, evidence_data
from wps_analysis.pack.publish.pdf.typeset import page_count, typeset
from wps_analysis.paths import write_atomic
from wps_analysis.report.editor.country import country_of

_ONE, _TWO, MOST = 1, 2, 30
"""Pages of the brief, of a pillar, and at most of the whole pack."""
_SHEET_FITS = (
    (8.6, 2, 110), (8.3, 2, 106), (8, 2, 102), (7.7, 2, 98), (7.4, 2, 94), (7.4, 1, 94), (7.2, 1, 88), (7.2, 0, 80),
    (7, 0, 60), (6.5, 0, 30),
)  # fmt: skip
"""Points of the type, findings of a pillar, and the height of the chart in mm: the first that fits is taken."""
_PILLAR_FITS = (
    (9, 120, 3), (8.7, 105, 3), (8.4, 95, 3), (8.4, 110, 2), (8, 95, 2), (7.6, 90, 2), (7.6, 100, 1), (7.2, 80, 1),
    (6.6, 60, 1), (6, 40, 1),
)  # fmt: skip
"""Points of the type, the height of a chart in mm, and how many of the charts are shown."""
_PACK_FITS = ((9.2, 7.6), (8.8, 7.0), (8.4, 6.4), (8.0, 5.8))
"""Points of the type, and of that of the annex."""


def write_documents(pack: Path, outcomes: Sequence[Any], *, content: Content) -> list[Path]:
    """Write the printed documents into a pack's folder that holds its notebooks and charts.

    Parameters
    ----------
    pack
        The pack's folder.
    outcomes
        The runs and how they ended (`outcome.Outcome`).
    content
        What the pack says (`content.gather`).

    Returns
    -------
    list of Path
        ``pdf/wps-<area>-<date>-one-page.pdf``, one a pillar, and ``pdf/wps-<area>-<date>.pdf``.
    """
    with content.edition.speaking():
        told = [read_section(pack, outcome) for outcome in outcomes]
        by_name = {section.parameters.get("pillar") or section.anchor: section for section in told}
        data = document_data(country_of(content.data), by_name, content)
        made = dict(_documents(data, content))
    folder, name = pack / "pdf", f"wps-{content.ref_area}-{content.as_of}"
    written = []
    for ending, pdf in made.items():
        path = folder / f"{name}{ending}.pdf"
        write_atomic(path, pdf)
        written.append(path)
    return written


def _documents(data: Mapping[str, Any], content: Content) -> Iterator[tuple[str, bytes]]:
    as_of = content.as_of
    sizes = [{"size": size, "findings": findings, "height": height} for size, findings, height in _SHEET_FITS]
    yield "-one-page", _fitting("one_page", data, sizes, most=_ONE, as_of=as_of)
    sizes = [{"size": size, "height": height, "charts": charts} for size, height, charts in _PILLAR_FITS]
    for pillar in data["pillars"]:
        if pillar["findings"] or pillar["charts"] or pillar["themes"]:
            yield f"-{pillar['code']}", _fitting("pillar", {**data, "pillar": pillar}, sizes, most=_TWO, as_of=as_of)
    sizes = [{"size": size, "annex": annex} for size, annex in _PACK_FITS]
    yield "", _fitting("pack", {**data, **evidence_data(data, content)}, sizes, most=MOST, as_of=as_of)


def _fitting(
    template: str, data: Mapping[str, Any], sizes: Sequence[Mapping[str, float]], *, most: int, as_of: str
) -> bytes:
    """Set a document in the first of some sizes in which it has no more pages than it may have, else in the last."""
    for fit in sizes:
        pdf = typeset(template, {**data, "fit": fit}, as_of=as_of)
        if page_count(pdf) <= most:
            return pdf
    return pdf
