"""Pictures of a document: drawings as SVG that stand alone, in the colours of a page by day."""

from __future__ import annotations

import re
from typing import Any

from markupsafe import Markup

from wps_analysis.charts.sheet.theme import COLOURS
from wps_analysis.pack.publish.html.notebook import Chart
from wps_analysis.pack.publish.html.pictures import card_picture, sign_icon, status_icon
from wps_analysis.report.editor.parts import Card

_LINE = "#d4dae0"
_STYLE = (
    f"<style>.d1{{fill:{COLOURS['women']}}}.d0{{fill:{COLOURS['grid']}}}"
    f".d0f{{fill:{COLOURS['band']};stroke:{_LINE}}}.tk{{stroke:{COLOURS['target']};stroke-width:2.4}}"
    f".tl{{font-size:12px;font-family:'Noto Sans';fill:{COLOURS['target']}}}</style>"
)
_STATUS_COLOURS = {
    "met": COLOURS["met"], "below": COLOURS["target"], "no_figure": COLOURS["ink"], "no_target": COLOURS["muted"],
}  # fmt: skip
_ROOT = re.compile(r"<svg\b[^>]*>")
_XLINK = 'xmlns:xlink="http://www.w3.org/1999/xlink"'
_CROP = re.compile(r'viewBox="([\d.-]+) ([\d.-]+) ([\d.]+) ([\d.]+)"')
_BOX = re.compile(r'viewBox="[\d.-]+ [\d.-]+ ([\d.]+) ([\d.]+)"')


def chart_data(chart: Chart) -> dict[str, Any] | None:
    """Return a chart as it was saved, its letters drawn, with its alternative text; nothing where it was not."""
    drawing = chart.picture.with_suffix(".svg") if chart.picture else None
    if drawing is None or not drawing.is_file():
        return None
    svg = drawing.read_text(encoding="utf-8")
    width, height = map(float, _BOX.search(svg).groups())
    return {"svg": svg, "alt": chart.alt, "width": width, "height": height}


def body_data(chart: Chart) -> dict[str, Any] | None:
    """Return a chart without its title, subtitle and sources, and these in words; nothing where it was not saved.

    What a page takes of it says where its body lies, where both are drawn in one size.
    """
    whole, box = chart_data(chart), _CROP.search(chart.wide)
    if whole is None or box is None or float(box[3]) != whole["width"]:
        return whole and {**whole, "title": "", "subtitle": "", "sources": ""}
    svg = _ROOT.sub(lambda _found: f'<svg xmlns="http://www.w3.org/2000/svg" {_XLINK} {box[0]}>', whole["svg"], count=1)
    words = {"title": chart.title, "subtitle": chart.subtitle, "sources": chart.sources}
    return {**whole, "svg": svg, "height": float(box[4]), **words}


def picture_of(card: Card) -> str:
    """Return the picture of a card."""
    return _alone(card_picture(card.picture), COLOURS["ink"])


def status_picture(kind: str) -> str:
    """Return the sign of a status in its colour; its word stands beside it."""
    return _alone(status_icon(kind), _STATUS_COLOURS[kind])


def sign_picture(sign: str) -> str:
    """Return the sign of a direction; nothing where there is none.

    Examples
    --------
    >>> sign_picture("none")
    ''
    """
    drawn = sign_icon(sign)
    return _alone(drawn, COLOURS["muted"]) if drawn else ""


def _alone(drawn: Markup, colour: str) -> str:
    """Return a drawing of a page as one that needs no page: with its names, its colours, and nothing that is said."""
    svg = drawn.replace("currentColor", colour).replace("var(--paper)", COLOURS["paper"])
    box = _BOX.search(svg)[0]
    return _ROOT.sub(lambda _found: f'<svg xmlns="http://www.w3.org/2000/svg" {box}>{_STYLE}', str(svg), count=1)
