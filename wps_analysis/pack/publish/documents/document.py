"""A document as a ministry's word processor opens it: headings, paragraphs and tables whose header repeats."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from wps_analysis.pack.publish.documents.repack import repacked
from wps_analysis.pack.publish.xlsx.sheets import FONTS
from wps_analysis.words.language import _, draft_notice, language_in_force

if TYPE_CHECKING:
    from docx.document import Document as Opened
    from docx.table import _Cell
    from docx.text.paragraph import Paragraph

Field = str | Sequence[tuple[str, str]]
"""What stands in a cell of a table: a text, or parts that each have a label."""
_A4 = (21.0, 29.7)
_MARGIN = 1.8
_FONT = "Calibri"
_INK, _SHADE, _OPEN = RGBColor(0x1F, 0x2D, 0x3D), "E3EBF3", "FFF6D6"
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def open_document(title: str, *, as_of: str, landscape: bool = False, points: float = 10.5) -> Opened:
    """Open an A4 document in the language in force, with its title, a foot with page numbers, and DRAFT if it is one.

    Parameters
    ----------
    title
        Of the document; also in its properties.
    as_of
        ISO date of the data: the date of the file too, since the clock has no part in it.
    landscape
        Whether pages lie on their side.
    points
        Size of the text.
    """
    document = Document()
    section = document.sections[0]
    width, height = (_A4[1], _A4[0]) if landscape else _A4
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Cm(width), Cm(height)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Cm(_MARGIN)
    _set_styles(document, points)
    day = datetime.fromisoformat(as_of)
    about = document.core_properties
    about.title, about.author, about.last_modified_by, about.comments = title, "wps_analysis", "wps_analysis", ""
    about.created = about.modified = day
    about.language = language_in_force()
    _write_foot(section.footer.paragraphs[0], title)
    document.add_heading(title, level=0)
    if notice := draft_notice():
        run = document.add_paragraph().add_run(notice)
        run.bold = run.font.cs_bold = True
    return document


def add_table(
    document: Opened, headings: Sequence[str], rows: Iterable[Sequence[Field]], widths: Sequence[float],
    *, still_open: Sequence[int] = (), points: float = 8.5,
) -> None:  # fmt: skip
    """Add a table whose header repeats on each page and whose rows are not torn apart.

    Parameters
    ----------
    document
        That takes it.
    headings, rows, widths
        The header, the fields, and the width of each column in centimetres.
    still_open
        Columns that a plan has yet to fill in, which are shaded.
    points
        Size of the text.
    """
    table = document.add_table(rows=1, cols=len(headings), style="Table Grid")
    table.autofit = False
    _colour_lines(table)
    for cell, heading in zip(table.rows[0].cells, headings, strict=True):
        _fill(cell, heading, points, bold=True)
        _shade(cell, _SHADE)
    _mark(table.rows[0]._tr, "w:tblHeader")
    for fields in rows:
        row = table.add_row()
        _mark(row._tr, "w:cantSplit")
        for place, (cell, field) in enumerate(zip(row.cells, fields, strict=True)):
            _fill(cell, field, points)
            if place in still_open:
                _shade(cell, _OPEN)
    for place, width in enumerate(widths):
        table.columns[place].width = Cm(width)
        for cell in table.columns[place].cells:
            cell.width = Cm(width)
    document.add_paragraph()


def document_bytes(document: Opened) -> bytes:
    """Return the document as a file; the same content gives the same bytes on any day."""
    saved = io.BytesIO()
    document.save(saved)
    return repacked(saved.getvalue())


def _set_styles(document: Opened, points: float) -> None:
    font = FONTS.get(language_in_force(), _FONT)
    for name in ("Normal", "Title", *(f"Heading {level}" for level in (1, 2, 3))):
        style = document.styles[name]
        style.font.name = font
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{theme}"), None)
        for script in ("ascii", "hAnsi", "cs", "eastAsia"):
            fonts.set(qn(f"w:{script}"), font)
        style.font.color.rgb = _INK
    normal = document.styles["Normal"]
    _set_size(normal, points)
    normal.paragraph_format.space_after = Pt(4)
    for name, size in (("Title", 20), ("Heading 1", 14), ("Heading 2", 12), ("Footer", 8)):
        _set_size(document.styles[name], size)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "en-GB")
    language.set(qn("w:bidi"), "km-KH")
    normal.element.get_or_add_rPr().append(language)
    # The picture of the template's first page is left out of the file, and so is what points to it.
    package = document.part.package
    for key, relation in list(package.rels.items()):
        if relation.reltype.endswith("/thumbnail"):
            del package.rels[key]


def _set_size(styled: object, points: float) -> None:
    """Set the size of a style or a run, of Khmer letters too: Word has a size of their own for these."""
    styled.font.size = Pt(points)
    properties = styled.element.get_or_add_rPr() if hasattr(styled, "element") else styled._r.get_or_add_rPr()
    for old in properties.findall(qn("w:szCs")):
        properties.remove(old)
    size = OxmlElement("w:szCs")
    size.set(qn("w:val"), str(round(2 * points)))
    properties.find(qn("w:sz")).addnext(size)


def _write_foot(paragraph: Paragraph, title: str) -> None:
    before, after = (_("page {page} of {pages}").format(page="\0", pages="\1")).split("\0")
    middle, _at, end = after.partition("\1")
    paragraph.add_run(f"{title} · {before}")
    _add_field(paragraph, "PAGE")
    paragraph.add_run(middle)
    _add_field(paragraph, "NUMPAGES")
    paragraph.add_run(end)


def _add_field(paragraph: Paragraph, code: str) -> None:
    run = paragraph.add_run()
    for kind, text in (("begin", ""), ("", code), ("end", "")):
        part = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            part.set(qn("w:fldCharType"), kind)
        else:
            part.text = text
        run._r.append(part)


def _fill(cell: _Cell, field: Field, points: float, *, bold: bool = False) -> None:
    parts = [("", field)] if isinstance(field, str) else [part for part in field if part[1]]
    lines = [(label if not place else "", line) for label, text in parts for place, line in enumerate(text.split("\n"))]
    for place, (label, line) in enumerate(lines or [("", "")]):
        paragraph = cell.paragraphs[0] if place == 0 else cell.add_paragraph()
        paragraph.paragraph_format.space_after = Pt(1)
        for words, strong in ((f"{label} " if label else "", True), (line, bold)):
            if words:
                run = paragraph.add_run(_NOT_IN_XML.sub("", words))
                run.bold = run.font.cs_bold = strong or None
                _set_size(run, points)


def _colour_lines(table: object) -> None:
    """Draw the lines of a table thin and grey."""
    lines = OxmlElement("w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        line = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", "4"), ("color", "A8B4C0")):
            line.set(qn(f"w:{name}"), value)
        lines.append(line)
    table._tbl.tblPr.append(lines)


def _shade(cell: _Cell, colour: str) -> None:
    shading = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", colour)):
        shading.set(qn(f"w:{name}"), value)
    cell._tc.get_or_add_tcPr().append(shading)


def _mark(row: object, name: str) -> None:
    row.get_or_add_trPr().append(OxmlElement(name))
