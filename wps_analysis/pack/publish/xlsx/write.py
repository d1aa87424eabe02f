"""Write a pack's workbook: a cover, the contents, and a sheet for each table, every figure linked to its claim."""

from __future__ import annotations

import io
from datetime import datetime
from pathlib import Path

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from wps_analysis.pack.publish.change_words import CHANGE_WORDS, change_lines, changes_table
from wps_analysis.pack.publish.content import Content, key_facts
from wps_analysis.pack.publish.layout import Cell, Column, Layout, lay_out
from wps_analysis.pack.publish.tables import (
    claims_table,
    definitions_table,
    differing_table,
    findings_table,
    pillar_table,
    sources_table,
)
from wps_analysis.pack.publish.xlsx.heights import row_height
from wps_analysis.pack.publish.xlsx.sheets import (
    Places,
    Styles,
    set_up_page,
    sheet_name,
    workbook_options,
    write_cell,
    write_link,
    write_sheet,
)
from wps_analysis.paths import write_atomic
from wps_analysis.words.language import _, draft_notice
from wps_analysis.words.names import PILLAR_NAMES

_CHANGES_SHOWN = 10
_COVER_WIDTHS = (44, 84)
_TITLE_POINTS, _LINE_POINTS = 36, 18


def write_workbook(pack: Path, content: Content) -> Path:
    """Write ``wps-<ref_area>-<as_of>.xlsx`` into a pack's folder, in the language of its content.

    Parameters
    ----------
    pack
        The pack's folder.
    content
        What the pack says (`content.gather`).

    Returns
    -------
    Path
        The workbook; the same content gives the same bytes.

    Examples
    --------
    >>> import tempfile
    >>> from wps_analysis.claims.edition import Edition
    >>> from wps_analysis.pack.publish.content import gather
    >>> content = gather(Edition("2025-10-31"), "LAO")
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_workbook(Path(folder), content).name
    'wps-LAO-2025-10-31.xlsx'
    """
    path = pack / f"wps-{content.ref_area}-{content.as_of}.xlsx"
    with content.edition.speaking():
        write_atomic(path, _workbook(content))
    return path


def _workbook(content: Content) -> bytes:
    buffer = io.BytesIO()
    title = _("Women, Peace and Security: {area}").format(area=content.area)
    header = " · ".join(filter(None, (title, content.as_of, draft_notice())))
    tables = _tables(content)
    places = _places(tables)
    with Workbook(buffer, workbook_options()) as workbook:
        workbook.set_properties({
            "title": title,
            "subject": _("Data as of {date}.").format(date=content.as_of),
            "author": "wps_analysis",
            "created": datetime.fromisoformat(content.as_of),
        })  # fmt: skip
        styles = Styles(workbook)
        cover = workbook.add_worksheet(sheet_name(_("Cover")))
        _write_cover(cover, content, title, styles)
        set_up_page(cover, header=header)
        for table in (_contents(tables), *tables):
            worksheet = workbook.add_worksheet(sheet_name(table.name))
            write_sheet(worksheet, table, places, styles, header=header)
    return buffer.getvalue()


def _tables(content: Content) -> list[Layout]:
    """Lay out the tables of the workbook in their order; changes where there are any."""
    pillars = [pillar_table(content, pillar) for pillar in PILLAR_NAMES]
    makers = [claims_table, differing_table, findings_table, sources_table, definitions_table]
    makers += [changes_table] if len(content.changes) else []
    return [table.in_book for table in (*pillars, *(make(content) for make in makers))]


def _places(tables: list[Layout]) -> Places:
    """Return where each sheet, and each row that has a name, stands."""
    rows = {
        f"#{anchor}": (sheet_name(table.name), row)
        for table in tables
        for row, anchor in enumerate(table.anchors, start=1)
    }
    return rows | {f"#{table.name}": (sheet_name(table.name), 0) for table in tables}


def _contents(tables: list[Layout]) -> Layout:
    columns = (
        Column(_("Sheet"), lambda row: Cell("", link=f"#{row['name']}"), 30),
        Column(_("Rows"), lambda row: Cell("", float(row["count"]), decimals=0), 8),
        Column(_("What it holds"), lambda row: row["about"], 100),
    )
    rows = [{"name": table.name, "count": len(table.rows), "about": table.about} for table in tables]
    return lay_out(_("Contents"), "", columns, rows)


def _write_cover(cover: Worksheet, content: Content, title: str, styles: Styles) -> None:
    """Write title, date, draft notice, key facts, who computed, and what changed, one below the other."""
    published = _("What the reports used here had published by {date}.").format(date=content.as_of)
    computed = _("Computed by us with the published rules; not an assessment by the bodies that set the targets.")
    linked = _("Every figure leads to the published figure that it rests on, and that to its document and section.")
    notice = draft_notice()
    lines: list[tuple[str, str, Format]] = [
        (title, "", styles.title),
        (published, "", styles.line),
        *([(notice, "", styles.warning)] if notice else []),
        ("", "", styles.line),
        *((name, value, styles.body) for name, value, _part in key_facts(content)),
        ("", "", styles.line),
        (computed, "", styles.line),
        (linked, "", styles.line),
    ]
    if content.previous:
        since = _("What changed since the pack of {date}").format(date=content.previous)
        counted, *said = change_lines(content.changes)
        happened = [_(CHANGE_WORDS[change]) for change in content.changes["change"]]
        lines += [("", "", styles.line), (since, "", styles.heading), (counted, "", styles.line)]
        told = list(zip(happened, said, strict=True))[:_CHANGES_SHOWN]
        lines += [(name, line, styles.body) for name, line in told]
    for column, width in enumerate(_COVER_WIDTHS):
        cover.set_column(column, column, width)
    cover.hide_gridlines(2)
    cover.ignore_errors({"number_stored_as_text": "B1:B100"})
    for row, (name, value, style) in enumerate(lines):
        usual = _TITLE_POINTS if style is styles.title else _LINE_POINTS
        cover.set_row(row, max(usual, row_height([(value, _COVER_WIDTHS[1])])))
        write_cell(cover, row, 0, Cell(name), styles, style)
        write_cell(cover, row, 1, Cell(value), styles, style)
    if len(content.changes):
        write_link(cover, len(lines), 0, (sheet_name(_("Changes")), 0), styles)
