"""Write ``index.html``: one page to look through a pack, whole in one file, without outside requests."""

import base64
import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from markupsafe import Markup

from wps_analysis.charts.sheet.lettering import font_face, font_families
from wps_analysis.columns import SEVERITIES
from wps_analysis.pack.publish.change_words import change_lines, changes_table
from wps_analysis.pack.publish.content import Content, key_facts
from wps_analysis.pack.publish.html.downloads import download_passages
from wps_analysis.pack.publish.html.links import Links
from wps_analysis.pack.publish.html.notebook import AUDIT, Chart, Item, Passage, Section, read_section
from wps_analysis.pack.publish.html.words import word_list
from wps_analysis.pack.publish.tables import claims_table, differing_table, findings_table, sources_table
from wps_analysis.paths import write_atomic
from wps_analysis.report.display import Lines, Table
from wps_analysis.words.language import N_, _, draft_notice, ngettext
from wps_analysis.words.said import place_of

_SEVERITIES = {
    "error": N_("Errors in what is printed"), "question": N_("Questions"), "note": N_("Things to know"),
}  # fmt: skip
_LONG = 60
_KINDS = {"chart": Chart, "lines": Lines, "table": Table}


def write_index(pack: Path, outcomes: Sequence[Any], *, content: Content) -> Path:
    """Write ``index.html`` into a pack's folder that holds its notebooks and charts, in the language of its content.

    Parameters
    ----------
    pack
        The folder: ``<run>.ipynb``, ``failed/<run>.ipynb``, ``charts/<run>/<name>.png|svg|csv|txt``, and every other
        file that the page offers.
    outcomes
        The runs and how they ended (`outcome.Outcome`).
    content
        The pack's tables, which the numbers of the page lead into.

    Returns
    -------
    Path
        The page. It links to ``manifest.json`` too, which is written after it.
    """
    page = pack / "index.html"
    with content.edition.speaking():
        write_atomic(page, _page(pack, outcomes, content))
    return page


def long_columns(table: Table) -> set[int]:
    """Return the columns with a text that needs room."""
    return {place for row in table.rows for place, cell in enumerate(row) if len(cell.text) > _LONG}


def number_columns(table: Table) -> set[int]:
    """Return the columns whose filled fields are all numbers."""
    columns = (
        {cell.value is not None and cell.text.lstrip("+-").replace(",", "").replace(".", "", 1).isdigit()
         for cell in cells if cell.text} for cells in zip(*table.rows, strict=True)
    )  # fmt: skip
    return {place for place, found in enumerate(columns) if found == {True}}


def _page(pack: Path, outcomes: Sequence[Any], content: Content) -> str:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    language = content.edition.language
    environment = Environment(
        loader=PackageLoader("wps_analysis"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    environment.install_gettext_callables(_, ngettext, newstyle=False)
    # First, so that a browser waits for it; it has no other letters than the language's own.
    fonts = Markup("".join(f'"{name}", ' for name in font_families(language)[1:]))
    style = environment.get_template("page.css.j2").render(font_face=Markup(font_face(language)), fonts=fonts)
    script = environment.get_template("page.js.j2").render()
    told = [read_section(pack, outcome) for outcome in outcomes]
    sections = _in_order(pack, outcomes, told, content)
    links = Links(content, set().union(*(section.places for section in sections)))
    environment.tests |= {name: lambda item, kind=kind: isinstance(item, kind) for name, kind in _KINDS.items()}
    environment.filters |= {"cell": links.cell, "said": links.text, "long": long_columns, "numeric": number_columns}
    return environment.get_template("index.html.j2").render(
        area=content.area,
        as_of=content.as_of,
        previous=content.previous if content.changes.empty else "",
        language=language,
        draft=draft_notice(),
        style=Markup(style),
        style_hash=_hash(style),
        script=Markup(script),
        script_hash=_hash(script),
        facts=key_facts(content),
        incomplete=[section for section in told if section.error],
        sections=sections,
    )


def _in_order(pack: Path, outcomes: Sequence[Any], sections: Sequence[Section], content: Content) -> list[Section]:
    """Return the parts of the page as they are read; those that hold nothing are left out."""
    audits = [s for s, outcome in zip(sections, outcomes, strict=True) if outcome.run.notebook == AUDIT]
    told = [section for section in sections if section not in audits]
    charts, unkeyed = ([p for section in audits for p in section.tagged(tag)] for tag in ("chart", "missing"))
    changed = _("What changed since the pack of {date}").format(date=content.previous)
    differing = _passages("", differing_table(content).on_page)
    printed = _(
        "What the documents print, word for word, and what was read from it. Every number of this page leads to its"
        " row here."
    )
    missing = (content.sources[["licence", "url"]] == "").all(axis=None)
    unknown = [_paragraph(_("No licence and no address is recorded for these sources."))] if missing else []
    findings = {severity: findings_table(content, severity).on_page for severity in SEVERITIES}
    parts = [
        Section("changes", changed, _changes(content)),
        *told,
        *(section.without("chart", "missing") for section in audits),
        Section(place_of("differing"), _("Figures that differ"), [*_plain(charts), *differing]),
        Section(
            "findings",
            _("Findings of the data audit"),
            [part for name, table in findings.items() for part in _passages(_(_SEVERITIES[name]), table)],
        ),
        Section("claims", _("Published figures"), _passages("", claims_table(content).on_page, _paragraph(printed))),
        Section("sources", _("Sources"), _passages("", sources_table(content).on_page, *unknown)),
        Section("definitions", _("Words on this page"), [Passage("", set(), [word_list()])]),
        Section("not-keyed", _("Printed numbers that were left out"), _plain(unkeyed)),
        Section("downloads", _("Files of this pack"), download_passages(pack, sections)),
    ]
    return [section for section in parts if section.passages or section.notebook]


def _changes(content: Content) -> list[Passage]:
    """Say what changed: how much in a sentence, then figures, targets and statuses, each in a table."""
    if content.changes.empty:
        return []
    headings = {"figure": _("Figures"), "target": _("Targets"), "status": _("Statuses")}
    tables = {heading: changes_table(content, kind).on_page for kind, heading in headings.items()}
    summary = _paragraph(_("{summary}.").format(summary=change_lines(content.changes)[0]))
    told = [part for heading, table in tables.items() for part in _passages(heading, table)]
    return [Passage("", set(), [summary]), *told]


def _passages(heading: str, table: Table, *before: Item) -> list[Passage]:
    """Return a table under its heading; nothing where it has no row."""
    return [Passage(heading, set(), [*before, table])] if table.rows else []


def _plain(passages: Sequence[Passage]) -> list[Passage]:
    """Return what stands under headings of a notebook without these, which the page has as the title."""
    return [Passage("", passage.tags, passage.items) for passage in passages]


def _paragraph(text: str) -> Markup:
    return Markup("<p>{}</p>").format(text)


def _hash(text: str) -> str:
    """Return what a Content Security Policy calls an inline style or script by."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode('ascii')}'"
