"""Write a pack's workbook: a cover, the contents, and a sheet for each table, every figure linked to its claim."""

from __future__ import annotations

import io
from datetime import datetime
from pathlib import Path

from xlsxwriter import Workbook

from wps_analysis.pack.publish.assessment_table import pillar_table
from wps_analysis.pack.publish.change_words import changes_table
from wps_analysis.pack.publish.content import Content
from wps_analysis.pack.publish.layout import Cell, Column, Layout, lay_out
from wps_analysis.pack.publish.reference_tables import definitions_table, sources_table
from wps_analysis.pack.publish.tables import claims_table, differing_table, findings_table
from wps_analysis.pack.publish.xlsx.cover import write_cover
from wps_analysis.pack.publish.xlsx.native_charts import chart_tables, write_charts
from wps_analysis.pack.publish.xlsx.readers import pillar_sheet, years_sheet
from wps_analysis.pack.publish.xlsx.sheets import (
    Places,
    Styles,
    set_up_page,
    sheet_name,
    workbook_options,
    write_sheet,
)
from wps_analysis.paths import write_atomic
from wps_analysis.words.figures import day_text
from wps_analysis.words.language import _, draft_notice
from wps_analysis.words.names import PILLAR_NAMES


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
            "subject": _("Data as of {date}.").format(date=day_text(content.as_of)),
            "author": "wps_analysis",
            "created": datetime.fromisoformat(content.as_of),
        })  # fmt: skip
        styles = Styles(workbook)
        cover = workbook.add_worksheet(sheet_name(_("Cover")))
        write_cover(cover, content, title, styles)
        set_up_page(cover, header=header)
        drawn = chart_tables(content)
        for table in (_contents(tables), *tables):
            worksheet = workbook.add_worksheet(sheet_name(table.name))
            write_sheet(worksheet, table, places, styles, header=header)
            if drawn and table.name == _("By year"):
                charts = workbook.add_worksheet(sheet_name(_("Charts")))
                write_charts(workbook, charts, drawn, styles)
                set_up_page(charts, header=header)
    return buffer.getvalue()


def _tables(content: Content) -> list[Layout]:
    """Lay out the tables of the workbook in their order, a reader's first; changes where there are any."""
    pillars = [pillar_sheet(content, pillar) for pillar in PILLAR_NAMES]
    makers = [
        years_sheet,
        differing_table,
        pillar_table,
        claims_table,
        findings_table,
        sources_table,
        definitions_table,
    ]
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
