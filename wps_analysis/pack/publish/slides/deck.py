"""The slides as a presentation: one a chart, its finding as title, what it draws and rests on in the notes."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from PIL import Image
from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.oxml.ns import qn
from pptx.util import Emu, Inches

from wps_analysis.pack.publish.documents.repack import repacked
from wps_analysis.pack.publish.xlsx.sheets import FONTS
from wps_analysis.words.language import draft_notice, language_in_force

if TYPE_CHECKING:
    from pptx.presentation import Presentation as Opened
    from pptx.shapes.placeholder import LayoutPlaceholder
    from pptx.slide import Slide, SlideLayout
    from pptx.text.text import TextFrame

_WIDTH, _HEIGHT, _EDGE = Inches(13.333), Inches(7.5), Inches(0.5)
_USUAL_FONT = "Calibri"
_INK, _MUTED, _WOMEN = RGBColor(0x17, 0x21, 0x2B), RGBColor(0x4D, 0x59, 0x64), RGBColor(0x5B, 0x3A, 0x9E)
_COVER, _CHART = "Title Slide", "Picture with Caption"
"""The layouts of the template that are used; the others are left out."""
_TITLE, _PICTURE, _TEXT, _NUMBER = 0, 1, 2, 12
"""The placeholders of a layout, as they are numbered there."""
_PLACES = {
    (_COVER, _TITLE): (_EDGE, Inches(1.5), _WIDTH - 2 * _EDGE, Inches(1.6)),
    (_COVER, _PICTURE): (_EDGE, Inches(3.3), _WIDTH - 2 * _EDGE, Inches(2.6)),
    (_CHART, _TITLE): (_EDGE, Inches(0.2), _WIDTH - 2 * _EDGE, Inches(1.2)),
    (_CHART, _PICTURE): (_EDGE, Inches(1.45), _WIDTH - 2 * _EDGE, Inches(5.05)),
    (_CHART, _TEXT): (_EDGE, Inches(6.55), _WIDTH - 2 * _EDGE - Inches(0.8), Inches(0.85)),
    (_COVER, _NUMBER): (_WIDTH - _EDGE - Inches(0.7), Inches(6.95), Inches(0.7), Inches(0.35)),
    (_CHART, _NUMBER): (_WIDTH - _EDGE - Inches(0.7), Inches(6.95), Inches(0.7), Inches(0.35)),
}
"""Left, top, width and height of each placeholder; that of the subtitle bears the number of a picture's."""
_ANCHORS = {(_COVER, _TITLE): "b", (_CHART, _TITLE): "ctr", (_CHART, _TEXT): "b"}
_LOCALES = {"en": "en-GB", "km": "km-KH"}
_LEFT_OUT = ("thumbnail", "printerSettings")
"""Parts of the template that belong to the machine on which it was drawn."""


@dataclass(frozen=True)
class ChartSlide:
    """A chart as a slide shows it: its finding, what is drawn and whence, the picture, and what is said beside it."""

    title: str
    text: Sequence[str]
    picture: bytes
    alt: str
    notes: Sequence[str]


def deck_bytes(title: str, subtitle: Sequence[str], slides: Sequence[ChartSlide], *, as_of: str) -> bytes:
    """Return the presentation; the same slides give the same bytes on any day.

    Parameters
    ----------
    title, subtitle
        What the first slide says.
    slides
        The charts, in their order.
    as_of
        The ISO date of the data, which is the date of the file too.
    """
    deck = _template()
    about = deck.core_properties
    about.title, about.author, about.last_modified_by, about.revision = title, "wps_analysis", "wps_analysis", 1
    about.created = about.modified = datetime.fromisoformat(as_of)
    about.language = language_in_force()
    cover = _add(deck, _COVER)
    _write(cover.placeholders[_TITLE].text_frame, [title])
    _write(cover.placeholders[1].text_frame, list(filter(None, [*subtitle, draft_notice()])))
    for slide in slides:
        _add_chart(deck, slide)
    saved = io.BytesIO()
    deck.save(saved)
    return repacked(saved.getvalue())


def _add_chart(deck: Opened, chart: ChartSlide) -> None:
    slide = _add(deck, _CHART)
    _write(slide.placeholders[_TITLE].text_frame, [chart.title])
    _write(slide.placeholders[_TEXT].text_frame, list(filter(None, [draft_notice(), *chart.text])))
    room = slide.placeholders[_PICTURE]
    left, top, width, height = room.left, room.top, room.width, room.height
    picture = room.insert_picture(io.BytesIO(chart.picture))
    picture.crop_left = picture.crop_right = picture.crop_top = picture.crop_bottom = 0
    wide, high = Image.open(io.BytesIO(chart.picture)).size
    scale = min(width / wide, height / high)
    picture.width, picture.height = Emu(int(wide * scale)), Emu(int(high * scale))
    picture.left, picture.top = left + (width - picture.width) // 2, top
    picture._element.nvPicPr.cNvPr.set("descr", chart.alt)
    _write(slide.notes_slide.notes_text_frame, chart.notes)


def _template() -> Opened:
    """Return an empty presentation of 16:9 with two layouts, whose placeholders stand where charts have room."""
    deck = Presentation()
    for package in (deck.part.rels, deck.part.package._rels):
        for key in [key for key, relation in package.items() if relation.reltype.endswith(_LEFT_OUT)]:
            package.pop(key)
    ratio = _WIDTH / deck.slide_width
    deck.slide_width, deck.slide_height = _WIDTH, _HEIGHT
    for shape in deck.slide_master.placeholders:
        shape.left, shape.width = int(shape.left * ratio), int(shape.width * ratio)
    for layout in list(deck.slide_layouts):
        if layout.name in (_COVER, _CHART):
            _set_layout(layout)
        else:
            deck.slide_layouts.remove(layout)
    return deck


def _set_layout(layout: SlideLayout) -> None:
    for shape in layout.placeholders:
        place = _PLACES.get((layout.name, shape.placeholder_format.idx))
        if place:
            shape.left, shape.top, shape.width, shape.height = place
            _set_letters(shape, layout.name)
        else:
            shape._element.getparent().remove(shape._element)


def _set_letters(shape: LayoutPlaceholder, layout: str) -> None:
    """Set size, colour and place of the letters of a placeholder, which those of its slides take over."""
    at = shape.placeholder_format.idx
    if at == _PICTURE and layout == _CHART:
        return
    points, colour = {_TITLE: (24, _INK), _TEXT: (11, _MUTED), _NUMBER: (11, _MUTED)}.get(at, (20, _MUTED))
    bold = at == _TITLE
    if layout == _COVER and at == _TITLE:
        points, colour = 40, _WOMEN
    body = shape._element.txBody
    body.bodyPr.set("anchor", _ANCHORS.get((layout, at), "t"))
    styles = body.find(qn("a:lstStyle"))
    for old in list(styles):
        styles.remove(old)
    level = styles.makeelement(qn("a:lvl1pPr"), {"algn": "r" if at == _NUMBER else "l", "marL": "0", "indent": "0"})
    level.append(level.makeelement(qn("a:buNone"), {}))
    letters = level.makeelement(qn("a:defRPr"), {"sz": str(points * 100), "b": str(int(bold)), "cap": "none"})
    filled = letters.makeelement(qn("a:solidFill"), {})
    filled.append(filled.makeelement(qn("a:srgbClr"), {"val": str(colour)}))
    letters.append(filled)
    for script in ("latin", "ea", "cs"):
        letters.append(letters.makeelement(qn(f"a:{script}"), {"typeface": _font()}))
    level.append(letters)
    styles.append(level)


def _add(deck: Opened, name: str) -> Slide:
    """Add a slide of a layout, with its number: a slide does not take that over by itself."""
    layout = deck.slide_layouts.get_by_name(name)
    slide = deck.slides.add_slide(layout)
    number = next(s for s in layout.placeholders if s.placeholder_format.idx == _NUMBER)
    slide.shapes.clone_placeholder(number)
    placed = slide.placeholders[_NUMBER].text_frame.paragraphs[0]._p
    field = placed.makeelement(qn("a:fld"), {"id": "{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}", "type": "slidenum"})
    text = field.makeelement(qn("a:t"), {})
    text.text = str(len(deck.slides))
    field.append(text)
    placed.insert(0, field)
    return slide


def _write(frame: TextFrame, lines: Sequence[str]) -> None:
    """Write lines as paragraphs, in the language that they are in."""
    for place, line in enumerate(lines):
        paragraph = frame.paragraphs[0] if place == 0 else frame.add_paragraph()
        run = paragraph.add_run()
        run.text = line
        run._r.get_or_add_rPr().set("lang", _LOCALES.get(language_in_force(), language_in_force()))


def _font() -> str:
    return FONTS.get(language_in_force(), _USUAL_FONT)
