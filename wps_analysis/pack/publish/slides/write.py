"""Write ``slides/``: each chart of the brief as a picture for the back of a room, and all of them as a presentation."""

from __future__ import annotations

import io
from pathlib import Path

from PIL import Image

from wps_analysis.charts.sheet.figure import ChartFigure
from wps_analysis.charts.sheet.files import render
from wps_analysis.charts.sheet.lettering import DPI
from wps_analysis.codes import PILLARS
from wps_analysis.pack.publish.content import Content, confirmed_notice
from wps_analysis.pack.publish.slides.deck import ChartSlide, deck_bytes
from wps_analysis.paths import write_atomic
from wps_analysis.report.brief import Brief
from wps_analysis.report.editor.country import country_of
from wps_analysis.report.views import chosen_views, draw_view
from wps_analysis.words.language import _


def write_slides(pack: Path, content: Content) -> list[Path]:
    """Write the slides of a pack, in the language of its content.

    Parameters
    ----------
    pack
        The pack's folder.
    content
        What the pack says (`content.gather`).

    Returns
    -------
    list of Path
        ``slides/<pillar>-<chart>.png``, a chart of several pages with a number behind its name; and
        ``slides/wps-<area>-<date>.pptx``, a slide a chart.
    """
    written, slides = [], []
    for pillar in PILLARS:
        brief = Brief(content.edition, content.ref_area, pillar)
        for name in chosen_views(brief):
            figures = draw_view(name, brief, size="slide").figures
            for number, figure in enumerate(figures, start=1):
                page = f"-{number}" if len(figures) > 1 else ""
                path = pack / "slides" / f"{pillar}-{name}{page}.png"
                picture = render(figure, "png")
                write_atomic(path, picture)
                written.append(path)
                slides.append(_slide(figure, picture, content))
    path = pack / "slides" / f"wps-{content.ref_area}-{content.as_of}.pptx"
    write_atomic(path, _deck(slides, content))
    return [*written, path]


def _deck(slides: list[ChartSlide], content: Content) -> bytes:
    with content.edition.speaking():
        brief = country_of(content.data)
        title = _("Women, Peace and Security: {area}").format(area=brief.area)
        under = [brief.headline, _("Figures published by {date}").format(date=brief.as_of), confirmed_notice(content)]
        return deck_bytes(title, under, slides, as_of=content.as_of)


def _slide(figure: ChartFigure, picture: bytes, content: Content) -> ChartSlide:
    """Return a chart as a slide of the presentation, which says title and source in letters of its own."""
    sources = figure.words("source")
    return ChartSlide(
        title=figure.words("title"),
        text=[figure.words("subtitle"), sources],
        picture=_body(figure, picture),
        alt=figure.alt,
        notes=[figure.alt, *_sentences(figure, content), sources],
    )


def _body(figure: ChartFigure, picture: bytes) -> bytes:
    """Cut a picture to its panels and the notes on their marks."""
    top, bottom = (round(inches * DPI) for inches in figure.body)
    whole, cut = Image.open(io.BytesIO(picture)), io.BytesIO()
    whole.crop((0, top, whole.width, bottom)).save(cut, "png", dpi=(DPI, DPI))
    return cut.getvalue()


def _sentences(figure: ChartFigure, content: Content) -> list[str]:
    """Return what is said of the figures that a chart draws, each once."""
    drawn = set(figure.data["indicator"]) if "indicator" in figure.data else set()
    assessed = content.assessments
    return list(dict.fromkeys(map(str, assessed.loc[assessed["indicator"].isin(drawn), "sentence"])))
