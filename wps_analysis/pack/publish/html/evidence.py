"""Write ``evidence.html``: what the brief rests on, every figure with its words, each status, each source."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from markupsafe import Markup

from wps_analysis.columns import SEVERITIES
from wps_analysis.pack.publish.assessment_table import pillar_table
from wps_analysis.pack.publish.change_words import change_lines, changes_table
from wps_analysis.pack.publish.content import Content, key_facts
from wps_analysis.pack.publish.html.downloads import download_passages
from wps_analysis.pack.publish.html.links import CLAIMS, Links
from wps_analysis.pack.publish.html.notebook import Chart, Item, Passage, Section
from wps_analysis.pack.publish.html.page import EVIDENCE, render_page
from wps_analysis.pack.publish.html.words import word_list
from wps_analysis.pack.publish.reference_tables import (
    definitions_table,
    left_out_table,
    sources_table,
    statements_table,
)
from wps_analysis.pack.publish.tables import claims_table, differing_table, findings_table
from wps_analysis.paths import write_atomic
from wps_analysis.report.display import Table
from wps_analysis.words.figures import day_text
from wps_analysis.words.language import N_, _
from wps_analysis.words.said import place_of

MOST_CLAIMS = 1500
"""Beyond so many the claims are not listed on the page, which a browser would be slow to open."""
_CLAIMS_FILE = "data/claims.csv"
_SEVERITIES = {
    "error": N_("Errors in what is printed"), "question": N_("Questions"), "note": N_("Things to know"),
}  # fmt: skip


def write_evidence(pack: Path, told: Sequence[Section], parts: Sequence[Section], *, content: Content) -> Path:
    """Write ``evidence.html`` into a pack's folder that holds every other file, in the language in force.

    Parameters
    ----------
    pack
        The folder.
    told
        What each executed notebook tells (`notebook.read_section`).
    parts
        The parts of the page (`evidence_parts`).
    content
        The pack's tables, which the numbers lead into.

    Returns
    -------
    Path
        The page. It links to ``manifest.json`` too, which is written after it.
    """
    files = Section("downloads", _("Files of this pack"), download_passages(pack, told))
    page = render_page(
        "evidence.html.j2",
        content,
        Links(content, places_of(parts)),
        style="page.css.j2",
        script="page.js.j2",
        previous=day_text(content.previous) if content.previous and content.changes.empty else "",
        facts=key_facts(content),
        incomplete=[section for section in told if section.error],
        sections=[*parts, files],
    )
    write_atomic(pack / EVIDENCE, page)
    return pack / EVIDENCE


def places_of(parts: Sequence[Section]) -> set[str]:
    """Return the places of a page that links can lead to."""
    return set().union(*(section.places for section in parts))


def evidence_parts(pack: Path, told: Sequence[Section], content: Content) -> list[Section]:
    """Return the parts of the page but its last, in the order in which they are read; none is empty.

    Parameters as for `write_evidence`.
    """
    before = day_text(content.previous) if content.previous else ""
    changed = _("What changed since the pack of {date}").format(date=before)
    findings = {severity: findings_table(content, severity).on_page for severity in SEVERITIES}
    left_out = left_out_table(content).on_page
    parts = [
        Section("changes", changed, _changes(content)),
        Section(CLAIMS, _("Published figures"), _claims(pack, content)),
        Section(
            place_of("differing"),
            _("Where published figures differ"),
            [*_charts(told, "differing"), *_passages("", differing_table(content).on_page)],
        ),
        Section(
            "findings",
            _("Findings of the data audit"),
            [part for name, table in findings.items() for part in _passages(_(_SEVERITIES[name]), table)],
        ),
        *_pillars(told, content),
        Section("statements", _("What the documents say of targets"), _statements(content)),
        Section("methods", _("Published methods side by side"), _methods(told)),
        Section("beside", _("Ranks, and other areas"), list(_beside(told))),
        Section("coverage", _("What is in the reports used here, and what is not"), list(_coverage(told))),
        Section("sources", _("Sources"), _sources(content)),
        Section(
            "definitions",
            _("Definitions"),
            [
                *_passages("", definitions_table(content).on_page),
                Passage(_("Words on this page"), set(), [word_list()]),
            ],
        ),
        Section("not-keyed", _("Printed numbers that were left out"), _passages("", left_out)),
    ]
    return [section for section in parts if section.passages]


def _changes(content: Content) -> list[Passage]:
    """Say what changed: how much in a sentence, then figures, targets and statuses, each in a table."""
    if content.changes.empty:
        return []
    headings = {"figure": _("Figures"), "target": _("Targets"), "status": _("Statuses")}
    tables = {heading: changes_table(content, kind).on_page for kind, heading in headings.items()}
    summary = _paragraph(_("{summary}.").format(summary=change_lines(content.changes)[0]))
    told = [part for heading, table in tables.items() for part in _passages(heading, table)]
    return [Passage("", set(), [summary]), *told]


def _claims(pack: Path, content: Content) -> list[Passage]:
    """List the claims; beyond `MOST_CLAIMS` say where they are listed, if they are."""
    if len(content.claims) > MOST_CLAIMS and (pack / _CLAIMS_FILE).is_file():
        words = _("The {count} published figures are too many for a page; they are listed in a file beside it:")
        link = Markup('<a href="{0}">{0}</a>').format(_CLAIMS_FILE)
        listed = words.format(count=f"{len(content.claims):,}")
        return [Passage("", set(), [Markup("<p>{} {}.</p>").format(listed, link)])]
    printed = _(
        "What the documents print, word for word, and what was read from it. Every number of the brief and of this page"
        " leads to its row here."
    )
    return _passages("", claims_table(content).on_page, _paragraph(printed))


def _pillars(told: Sequence[Section], content: Content) -> Iterator[Section]:
    """Yield the assessment of each pillar that the pack tells of."""
    about = _("Each latest figure beside each target that applies to it, long past ones too. {computed}").format(
        computed=_("Computed by us with the published rules; not an assessment by the bodies that set the targets.")
    )
    for section in _of_pillars(told):
        code = section.parameters["pillar"]
        passages = _passages("", pillar_table(content, code).on_page, _paragraph(about))
        for passage in passages:
            passage.anchor = place_of("figures", content.ref_area, code)
        yield Section(section.anchor, _("{pillar}: figures and statuses").format(pillar=section.title), passages)


def _statements(content: Content) -> list[Passage]:
    words = _paragraph(_("In the words of the documents. No judgement of ours, and not what the statuses rest on."))
    return _passages("", statements_table(content).on_page, words)


def _methods(told: Sequence[Section]) -> list[Passage]:
    """Return what published methods say of each pillar, as the notebooks computed it."""
    about = _(
        "Computed by us with the published rules; not an assessment by those bodies. A target without a year is held"
        " against an assumed one, so that a pace can be computed, and says so. Where the methods differ, they differ in"
        " their scale: points, growth, or the gap closed."
    )
    tables = [
        part for section in _of_pillars(told) for table in _tables(section, "methods")
        for part in _passages(section.title, table)
    ]  # fmt: skip
    return [Passage("", set(), [_paragraph(about)]), *tables] if tables else []


def _beside(told: Sequence[Section]) -> Iterator[Passage]:
    """Yield the tables of the notebooks that stand beside the pillars: rank by rank, and area by area."""
    for section in told:
        if section.notebook and section.anchor in ("pipeline", "peers"):
            passages = [part for table in _tables(section, "status") for part in _passages(section.title, table)]
            for passage in passages[:1]:
                passage.anchor = section.anchor
            yield from passages


def _coverage(told: Sequence[Section]) -> Iterator[Passage]:
    """Yield what is there by output of the regional plan, and by indicator and year of each pillar."""
    outputs = _charts(told, "outputs")
    for passage in outputs:
        passage.heading, passage.anchor = _("Outputs of the regional plan"), "overview"
    yield from outputs
    for section in _of_pillars(told):
        items = [*_pictures(section, "coverage"), *(table for table in _tables(section, "missing") if table.rows)]
        if items:
            yield Passage(section.title, set(), items)


def _sources(content: Content) -> list[Passage]:
    missing = (content.sources[["licence", "url"]] == "").all(axis=None)
    unknown = [_paragraph(_("No licence and no address is recorded for these sources."))] if missing else []
    return _passages("", sources_table(content).on_page, *unknown)


def _of_pillars(told: Sequence[Section]) -> list[Section]:
    return [section for section in told if "pillar" in section.parameters]


def _tables(section: Section, tag: str) -> list[Table]:
    """Return the tables that a tag chose, without columns that are empty in all rows."""
    items = (item for passage in section.tagged(tag) for item in passage.items)
    return [_filled(item) for item in items if isinstance(item, Table)]


def _filled(table: Table) -> Table:
    places = [place for place in range(len(table.headings)) if any(row[place].text for row in table.rows)]
    rows = tuple(tuple(row[place] for place in places) for row in table.rows)
    return Table(tuple(table.headings[place] for place in places), rows, table.anchors)


def _pictures(section: Section, tag: str) -> list[Item]:
    return [item for passage in section.tagged(tag) for item in passage.items if isinstance(item, Chart)]


def _charts(told: Sequence[Section], tag: str) -> list[Passage]:
    """Return the charts of all notebooks that a tag chose, without a heading."""
    found = [item for section in told for item in _pictures(section, tag)]
    return [Passage("", set(), found)] if found else []


def _passages(heading: str, table: Table, *before: Item) -> list[Passage]:
    """Return a table under its heading; nothing where it has no row."""
    return [Passage(heading, set(), [*before, table])] if table.rows else []


def _paragraph(text: str) -> Markup:
    return Markup("<p>{}</p>").format(text)
