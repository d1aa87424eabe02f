"""Write the indicator matrix: ``indicator-matrix-<area>-<date>.xlsx`` and ``.docx``."""

from __future__ import annotations

import io
from datetime import datetime
from pathlib import Path

from xlsxwriter import Workbook

from wps_analysis.pack.publish.documents.document import add_table, document_bytes, open_document
from wps_analysis.pack.publish.layout import Column, Layout, lay_out
from wps_analysis.pack.publish.matrix.fields import columns, fields, open_headings
from wps_analysis.pack.publish.matrix.simulator import write_simulator
from wps_analysis.pack.publish.xlsx.heights import row_height
from wps_analysis.pack.publish.xlsx.sheets import Styles, set_up_page, sheet_name, workbook_options, write_sheet
from wps_analysis.paths import write_atomic
from wps_analysis.report.monitoring.plan import Item, Plan
from wps_analysis.words.language import _, draft_notice
from wps_analysis.words.names import PILLAR_NAMES

_OPEN = "#FFF6D6"
_PAGES_WIDE = 3
_WIDTHS = (4.9, 3.7, 4.3, 4.3, 3.2, 2.9, 2.8)


def write_matrix(folder: Path, plan: Plan) -> list[Path]:
    """Write the matrix of a plan into a folder, in the language of its edition.

    Returns
    -------
    list of Path
        The workbook and the document; the same edition gives the same bytes.
    """
    brief = plan.brief
    name = f"indicator-matrix-{brief.ref_area}-{brief.edition.as_of}"
    made = {}
    with brief.edition.speaking():
        made[folder / f"{name}.xlsx"] = _workbook(plan)
        made[folder / f"{name}.docx"] = _document(plan)
    for path, data in made.items():
        write_atomic(path, data)
    return list(made)


def _title(plan: Plan) -> str:
    return _("Indicator matrix, Women, Peace and Security: {area}").format(area=plan.brief.area)


def _notes(plan: Plan) -> list[str]:
    """Say what a reader must know of the matrix."""
    return [
        plan.dated,
        _("The indicators are candidates: the plan decides which it takes up. Levels and wanted disaggregation are "
          "proposed by us. The shaded columns are for the plan to decide."),
        _("Indicators without a figure stand here too, with what is to be asked of whom."),
        _("What a target takes is computed by us; an assumed year or turnover is named where it is used."),
        _("“Unverified” marks a framework's row whose document was not read."),
    ]  # fmt: skip


def _layouts(plan: Plan) -> list[Layout]:
    """Lay out a sheet for each pillar, one for the priority themes and one for the context."""
    chosen, still_open = columns(plan), [Column(heading, lambda item: "", 20) for heading in open_headings()]
    made = [
        lay_out(_(name), "", [*chosen, *still_open], plan.of_pillar(pillar)) for pillar, name in PILLAR_NAMES.items()
    ]
    themed = [(_(theme), item) for theme, items in plan.priorities for item in items]
    if themed:
        by_theme = [Column(_("Priority theme"), lambda pair: pair[0], 20)]
        by_theme += [Column(c.heading, lambda pair, c=c: c.cell(pair[1]), c.width) for c in [*chosen, *still_open]]
        made.append(lay_out(_("Priority themes"), "", by_theme, themed))
    return [*made, lay_out(_("Context"), "", chosen, plan.context)]


def _workbook(plan: Plan) -> bytes:
    buffer = io.BytesIO()
    as_of, title = plan.brief.edition.as_of, _title(plan)
    header = " · ".join(filter(None, (title, as_of, draft_notice())))
    with Workbook(buffer, workbook_options()) as workbook:
        workbook.set_properties({"title": title, "author": "wps_analysis", "created": datetime.fromisoformat(as_of)})
        styles = Styles(workbook)
        shaded = workbook.add_format({"bg_color": _OPEN})
        layouts = _layouts(plan)
        cover = workbook.add_worksheet(sheet_name(_("Cover")))
        cover.set_column(0, 0, 110)
        cover.hide_gridlines(2)
        cover.write_string(0, 0, title, styles.title)
        cover.set_row(0, 36)
        for row, line in enumerate(filter(None, [draft_notice(), *_notes(plan)]), start=1):
            cover.write_string(row, 0, line, styles.body)
            cover.set_row(row, max(18, row_height([(line, 110)])))
        set_up_page(cover, header=header)
        for layout in layouts:
            sheet = workbook.add_worksheet(sheet_name(layout.name))
            write_sheet(sheet, layout, {}, styles, header=header)
            sheet.fit_to_pages(_PAGES_WIDE, 0)  # all columns on one page could not be read
            sheet.repeat_columns(0)
            places = [place for place, column in enumerate(layout.columns) if column.heading in open_headings()]
            for place in places:
                sheet.conditional_format(
                    1, place, max(len(layout.rows), 1), place, {"type": "blanks", "format": shaded}
                )
        sheet = workbook.add_worksheet(sheet_name(_("What it would take")))
        write_simulator(workbook, sheet, plan, styles)
        set_up_page(sheet, header=header)
    return buffer.getvalue()


def _document(plan: Plan) -> bytes:
    document = open_document(_title(plan), as_of=plan.brief.edition.as_of, landscape=True, points=10)
    for line in _notes(plan):
        document.add_paragraph(line)
    make = fields(plan)
    for pillar, name in PILLAR_NAMES.items():
        document.add_heading(_(name), level=1)
        _add_items(document, plan.of_pillar(pillar), make)
    for theme, items in plan.priorities:
        document.add_heading(_("Priority theme: {theme}").format(theme=_(theme)), level=1)
        rows = [[make[name](item) for name in ("name", "latest", "target", "status", "custodian")] for item in items]
        headings = (_("Indicator"), _("Latest figure"), _("Target and mandate"), _("Status"), _("Custodian"))
        add_table(document, headings, rows, (7, 4, 7, 4, 4.1))
    return document_bytes(document)


def _add_items(document: object, items: list[Item], make: dict) -> None:
    """Add the table of some items: what belongs together stands in one field, each part with its label."""
    if not items:
        document.add_paragraph(_("No indicator."))
        return
    grouped = {
        _("Indicator"): {"": "definition", _("Level (proposed):"): "level"},
        _("Baseline and latest figure"): {
            _("Baseline:"): "baseline", _("Its source:"): "baseline_source", _("Latest:"): "latest",
            _("Grade:"): "grade", _("Confirmation:"): "confirmation", _("Status:"): "status",
        },
        _("Target and mandate"): {"": "target"},
        _("What it takes"): {"": "takes"},
        _("Source"): {
            "": "source", _("Custodian:"): "custodian", _("Frequency:"): "frequency",
            _("Next release:"): "next_release",
        },
        _("Disaggregation and references"): {
            _("Published:"): "published", _("Wanted:"): "wanted", _("ASEAN output:"): "asean_rpa_wps",
            _("SDG:"): "sdg", _("1325:"): "un1325", _("CEDAW:"): "cedaw",
        },
        _("To be decided"): {},
    }  # fmt: skip
    blanks = [(_("Responsible body:"), "\u2026"), (_("Cost:"), "\u2026")]
    rows = []
    for item in items:
        first, *others = [[(label, make[name](item)) for label, name in parts.items()] for parts in grouped.values()]
        rows.append([[(f"{item.name}.", first[0][1]), *first[1:]], *(parts or blanks for parts in others)])
    add_table(document, list(grouped), rows, _WIDTHS, still_open=(len(grouped) - 1,), points=8)
