"""What is never said in front of a reader, and the texts of an area that a reader meets."""

import re

from wps_analysis.claims.edition import Edition
from wps_analysis.report.data_brief import DataBrief
from wps_analysis.report.overview_brief import OverviewBrief
from wps_analysis.report.peers_brief import PeersBrief
from wps_analysis.report.pillar_brief import PillarBrief
from wps_analysis.report.pipeline_brief import PipelineBrief
from wps_analysis.report.views import VIEWS
from wps_analysis.words.names import PILLAR_NAMES

FORBIDDEN = re.compile(
    r"(?:\b(?:not|never|nowhere)|n't) (?:\w+ )?(?:published|printed)\b"  # but "not in the reports used here"
    r"|\bdocuments? (?:are |is |that are )?held\b|\bkeyed\b|\b(?:claims?|which) speaks?\b"
    r"|\bbind(?:s|ing)?\b|\bfrom rank to rank\b|\bfigures themselves\b|\bbecause of the plan\b"
    r"|\b(?:only|still|lags?|lagging)\b|\bconflict(?:s|ing)? (?:of|between|figures|claims)\b|\bcontradict",
    re.IGNORECASE,
)
_TABLES = ("latest", "missing", "definitions", "methods")


def forbidden_in(texts):
    """Return the texts that hold what is never said, each with the word."""
    return {str(text): found[0] for text in texts if (found := FORBIDDEN.search(str(text)))}


def cells(table):
    """Return every heading and cell of a table."""
    return [*table.headings, *(cell.text for row in table.rows for cell in row)]


def titles(brief):
    """Return the title and subtitle of every chart that a brief can draw."""
    said = []
    for view in VIEWS.values():
        if len(data := view.select(brief.own, brief)):
            said += [view.title(data), view.subtitle]
    return said


def texts_of(ref_area, language="en"):
    """Return all texts that pages, workbook and notebooks take from an area's briefs."""
    edition = Edition("", language, None)
    said = []
    for pillar in PILLAR_NAMES:
        brief = PillarBrief(edition, ref_area, pillar)
        said += [*brief.messages, *brief.limits, *brief.statements]
        said += [text for name in _TABLES for text in cells(getattr(brief, name))]
        with edition.speaking():
            said += titles(brief)
    overview = OverviewBrief(edition, ref_area)
    said += [*overview.messages, *cells(overview.statuses), *cells(PipelineBrief(edition, ref_area).ranks)]
    data = DataBrief(edition, ref_area)
    peers = PeersBrief(edition, ref_area)
    sources = [str(cell.text) for row in data.sources.rows for cell in row[2:]]  # titles and producers are quoted
    return [*said, *data.messages, *sources, *data.findings["message"], *cells(peers.table)]
