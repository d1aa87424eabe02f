"""The brief on one sheet of A4, ``one-page.html``: headline, cards, first chart, two findings a pillar, cautions."""

from __future__ import annotations

from wps_analysis.pack.publish.html.brief_page import Around, BriefCharts, render_page
from wps_analysis.pack.publish.html.fit import fitting
from wps_analysis.report.editor.parts import CountryBrief


def one_page_html(brief: CountryBrief, charts: BriefCharts, around: Around) -> str:
    """Return the sheet of a brief in the language in force.

    Its chart takes the room that the texts leave; where they leave too little, the type is smaller, then the findings
    fewer.

    Parameters
    ----------
    brief, charts, around
        As for the page of the brief.
    """
    return render_page("one_page", brief, around, charts=charts, fit=fitting(brief))
