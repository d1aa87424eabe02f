"""The text of Word, OpenDocument, Excel and PowerPoint files; external entities and links are never followed."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

from wps_analysis.report.check.passages import Passage, heading, is_caption, table_passages

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_MOST_CELLS = 200_000


def read_docx(path: Path, data: bytes) -> list[Passage]:
    """Read a Word file: paragraphs, tables, footnotes and endnotes; insertions count, deletions do not."""
    import docx

    document = docx.Document(io.BytesIO(data))
    body = document.element.body
    places = {paragraph: number for number, paragraph in enumerate(body.iter(f"{_W}p"))}
    found: list[Passage] = []
    section, opening, caption, tables, page = "", "", "", 0, 1
    for node in body.iterchildren():
        if node.tag == f"{_W}tbl":
            tables += 1
            found += _word_table(node, tables, places, caption=caption, section=section, page=page)
        for paragraph in node.iter(f"{_W}p") if node.tag != f"{_W}tbl" else ():
            page += sum(1 for mark in paragraph.iter(f"{_W}lastRenderedPageBreak"))
            text = paragraph_text(paragraph).strip()
            if not text:
                continue
            style = paragraph.find(f"{_W}pPr/{_W}pStyle")
            name = style.get(f"{_W}val", "").lower() if style is not None else ""
            listed = paragraph.find(f"{_W}pPr/{_W}numPr") is not None or name.startswith("list")
            if name.startswith(("heading", "title")) or (not listed and heading(text)):
                section, opening = text, ""
                found.append(Passage(text, "heading", section, page, place=places[paragraph]))
                continue
            kind = "caption" if name == "caption" or is_caption(text) else "text"
            caption = text if kind == "caption" else ""
            around = opening if listed else ""
            found.append(Passage(text, kind, section, page, around=around, place=places[paragraph]))
            opening = text if text.endswith(":") else opening if listed else ""
    return found + list(_notes(data))


def _word_table(
    table: object, number: int, places: dict[object, int], *, caption: str, section: str, page: int
) -> Iterator[Passage]:
    rows = list(table.iterchildren(f"{_W}tr"))
    cells = [list(row.iterchildren(f"{_W}tc")) for row in rows]
    texts = [[" ".join(paragraph_text(p) for p in cell.iter(f"{_W}p")).strip() for cell in row] for row in cells]
    for passage in table_passages(texts, number, caption=caption, section=section, page=page):
        _, r, c = passage.cell
        paragraphs = [p for p in cells[r][c].iter(f"{_W}p") if paragraph_text(p).strip()]
        place = places[paragraphs[0]] if len(paragraphs) == 1 else None
        yield Passage(passage.text, passage.kind, section, page, around=passage.around, place=place, cell=passage.cell)


def paragraph_text(paragraph: object) -> str:
    """Return what a reader of a Word paragraph sees, footnote marks left out."""
    parts = []
    for node in paragraph.iter(f"{_W}t", f"{_W}tab", f"{_W}br", f"{_W}noBreakHyphen"):
        if any(up.tag == f"{_W}p" and up is not paragraph for up in _up_to(node, paragraph)):
            continue  # the text of a box stands in a paragraph of its own
        run = node.getparent()
        raised = run.find(f"{_W}rPr/{_W}vertAlign")
        if raised is not None and raised.get(f"{_W}val") == "superscript" and (node.text or "").strip().isdigit():
            continue
        parts.append({f"{_W}t": node.text or "", f"{_W}noBreakHyphen": "-"}.get(node.tag, " "))
    return "".join(parts)


def _up_to(node: object, top: object) -> Iterator[object]:
    for up in node.iterancestors():
        yield up
        if up is top:
            return


def _notes(data: bytes) -> Iterator[Passage]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in ("word/footnotes.xml", "word/endnotes.xml"):
            if name in archive.namelist():
                for note in _parsed(archive.read(name)).iterchildren():
                    text = " ".join(paragraph_text(p) for p in note.iter(f"{_W}p")).strip()
                    if text:
                        yield Passage(text, "footnote", f"note {note.get(f'{_W}id', '')}")


def _parsed(data: bytes) -> object:
    from lxml import etree

    return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))


def read_odt(path: Path, data: bytes) -> list[Passage]:
    """Read an OpenDocument text: paragraphs, lists, tables and notes."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        root = _parsed(archive.read("content.xml"))
    found: list[Passage] = []
    section, opening, tables = "", "", 0
    for node in root.iter(f"{_TEXT}h", f"{_TEXT}p", f"{_TABLE}table"):
        ancestors = {up.tag for up in node.iterancestors()}
        if node.tag == f"{_TABLE}table":
            tables += 1
            rows = [
                [_odt_words(cell) for cell in row.iter(f"{_TABLE}table-cell")]
                for row in node.iter(f"{_TABLE}table-row")
            ]
            found += table_passages(rows, tables, section=section)
            continue
        text = _odt_words(node)
        if not text or f"{_TABLE}table" in ancestors:
            continue
        listed = f"{_TEXT}list-item" in ancestors
        if node.tag == f"{_TEXT}h" or (not listed and heading(text)):
            section, opening = text, ""
            found.append(Passage(text, "heading", section))
            continue
        kind = "footnote" if f"{_TEXT}note" in ancestors else "caption" if is_caption(text) else "text"
        found.append(Passage(text, kind, section, around=opening if listed else ""))
        opening = text if text.endswith(":") else opening if listed else ""
    return found


def _odt_words(node: object) -> str:
    skipped = {f"{_TEXT}note"}
    parts: list[str] = []

    def walk(each: object) -> None:
        parts.append(each.text or "")
        for child in each:
            if child.tag not in skipped:
                parts.append(" " if child.tag in (f"{_TEXT}s", f"{_TEXT}tab", f"{_TEXT}p") else "")
                walk(child)
            parts.append(child.tail or "")

    walk(node)
    return " ".join("".join(parts).split())


def read_xlsx(path: Path, data: bytes) -> list[Passage]:
    """Read an Excel file: each sheet is a table, its values as they are stored, headed by its first full row."""
    from python_calamine import CalamineWorkbook

    workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
    found: list[Passage] = []
    for number, name in enumerate(workbook.sheet_names, 1):
        sheet = workbook.get_sheet_by_name(name)
        if sheet.height * sheet.width > _MOST_CELLS:
            from wps_analysis.errors import InputError

            raise InputError([f"{path.name}: sheet {name!r} has more than {_MOST_CELLS:,} cells; check a part of it"])
        rows = [[_cell(value) for value in row] for row in sheet.to_python()]
        titles, rows = _titled(rows)
        rows = [_as_percent(row, rows[0]) for row in rows]
        where = {"section": f"sheet {name}", "page": number}
        found += [Passage(title, "heading", **where) for title in titles]
        found += table_passages(rows, number, caption=" | ".join([*titles, name]), **where)
    return found


def _titled(rows: list[list[str]]) -> tuple[list[str], list[list[str]]]:
    """Part the titles above a table from its rows: what stands alone in a row before the first of several cells."""
    filled = [[text.strip() for text in row if text.strip()] for row in rows]
    head = next((place for place, texts in enumerate(filled) if len(texts) > 1), 0)
    return [text for texts in filled[:head] for text in texts], rows[head:]


def _cell(value: object) -> str:
    if isinstance(value, float):
        return f"{value:.10g}"
    return str(value)


def _as_percent(row: list[str], head: list[str]) -> list[str]:
    """Write a fraction below a heading that says share as Excel shows it: 0.22 is 22%."""
    labels = [f"{row[0]} {name}" for name in head]
    says = [re.search(r"%|per ?cent|share|proportion", label, re.IGNORECASE) for label in labels]
    return [
        f"{float(value) * 100:.10g}%" if word and re.fullmatch(r"0\.\d+", value) else value
        for value, word in zip(row, says, strict=True)
    ]


def read_pptx(path: Path, data: bytes) -> list[Passage]:
    """Read a PowerPoint file: titles, texts, tables and notes; the slide's number is the page."""
    from pptx import Presentation

    found: list[Passage] = []
    for number, slide in enumerate(Presentation(io.BytesIO(data)).slides, 1):
        title = slide.shapes.title.text_frame.text.strip() if slide.shapes.title is not None else ""
        for shape in _shapes(slide.shapes):
            if shape.has_text_frame:
                for paragraph in shape.text_frame.paragraphs:
                    text = "".join(run.text for run in paragraph.runs).strip()
                    if text:
                        kind = "heading" if text == title else "slide"
                        found.append(Passage(text, kind, title, number, around="" if text == title else title))
            elif getattr(shape, "has_table", False) and shape.has_table:
                rows = [[cell.text for cell in row.cells] for row in shape.table.rows]
                found += table_passages(rows, shape.shape_id, caption=title, section=title, page=number)
        if slide.has_notes_slide:
            text = slide.notes_slide.notes_text_frame.text.strip()
            found += [Passage(line, "notes", title, number) for line in text.splitlines() if line.strip()]
    return found


def _shapes(shapes: object) -> Iterator[object]:
    for shape in shapes:
        if hasattr(shape, "shapes"):
            yield from _shapes(shape.shapes)
        else:
            yield shape
