"""Write ``index.html``: one page to look through a pack, whole in one file, without outside requests."""

import base64
import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from markupsafe import Markup

from wps_analysis.charts.sheet.lettering import font_face, font_families
from wps_analysis.columns import SEVERITIES
from wps_analysis.pack.publish.content import Content
from wps_analysis.pack.publish.html import annexes as annexes
from wps_analysis.pack.publish.html.changes import change_parts
from wps_analysis.pack.publish.html.downloads import download_parts
from wps_analysis.pack.publish.html.figures import DIFFERING, Figures, index_figures
from wps_analysis.pack.publish.html.notebook import AUDIT, Part, Section, read_section
from wps_analysis.paths import write_atomic
from wps_analysis.words.language import _, draft_notice, language_in_force, ngettext


def write_index(pack: Path, outcomes: Sequence[Any], *, content: Content) -> Path:
    """Write ``index.html`` into a pack's folder that holds its notebooks and charts.

    Parameters
    ----------
    pack
        The folder: ``<run>.ipynb``, ``failed/<run>.ipynb``, ``charts/<run>/<name>.png|svg|csv|txt``, and every other
        file that the page offers.
    outcomes
        The runs and how they ended (`run.Outcome`).
    content
        The pack's tables, which the numbers of the page are linked into.
    language
        ``"en"`` or another of ``translation.languages()``; the language in force if not given.

    Returns
    -------
    Path
        The page. It links to ``manifest.json`` too, which is written after it.
    """
    from jinja2 import Environment, PackageLoader, StrictUndefined

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
    fonts = Markup("".join(f'"{name}", ' for name in font_families(language_in_force())[1:]))
    face = Markup(font_face(language_in_force()))
    style = environment.get_template("page.css.j2").render(font_face=face, fonts=fonts)
    script = environment.get_template("page.js.j2").render()
    figures = index_figures(content)
    sections = [read_section(pack, outcome, figures) for outcome in outcomes]
    html = environment.get_template("index.html.j2").render(
        area=content.area,
        as_of=content.as_of,
        previous=content.previous if content.changes.empty else "",
        language=language_in_force(),
        draft=draft_notice(),
        style=Markup(style),
        style_hash=_hash(style),
        script=Markup(script),
        script_hash=_hash(script),
        facts=key_facts(content),
        incomplete=[section for section in sections if section.error],
        sections=_in_order(pack, outcomes, sections, content, figures),
    )
    page = pack / "index.html"
    write_atomic(page, html)
    return page


def key_facts(content: Content) -> list[tuple[str, str, str]]:
    """Count what the pack rests on: name, number and the part of the page that lists it.

    Examples
    --------
    >>> from wps_analysis.claims.edition import Edition
    >>> from wps_analysis.pack.publish.content import gather
    >>> facts = key_facts(gather(Edition("2025-10-31"), "KHM"))
    >>> [name for name, number, part in facts if part == "differing"]
    ['Observations whose published figures differ']
    """
    printed = content.claims[(content.claims["ref_area"] == content.ref_area) & (content.claims["role"] != "target")]
    differ = int((content.observations["agreement"] == "differ").sum())
    severities = content.findings["severity"].value_counts().to_dict()
    words = {
        "error": lambda n: ngettext("{count} error", "{count} errors", n),
        "question": lambda n: ngettext("{count} question", "{count} questions", n),
        "note": lambda n: ngettext("{count} note", "{count} notes", n),
    }
    counted = [words[word](n).format(count=n) for word in SEVERITIES if (n := severities.get(word, 0))]
    return [
        (_("Published figures"), str(len(printed)), "claims"),
        (_("Documents and pages"), str(printed["source"].nunique()), "sources"),
        (_("Observations"), str(len(content.observations)), ""),
        (_("Observations whose published figures differ"), str(differ), DIFFERING if differ else ""),
        (_("Findings of the data audit"), ", ".join(counted) or _("none"), "findings" if counted else ""),
    ]


def _in_order(
    pack: Path, outcomes: Sequence[Any], sections: Sequence[Section], content: Content, figures: Figures
) -> list[Section]:
    """Return the parts of the page as they are read; those that hold nothing are left out."""
    audits = [s for s, outcome in zip(sections, outcomes, strict=True) if outcome.run.notebook == AUDIT]
    told = [section for section in sections if section not in audits]
    charts = [part for section in audits for part in section.tagged("chart")]
    unkeyed = [part for section in audits for part in section.tagged("missing")]
    differing = annexes.differing_table(content, figures)
    findings = annexes.finding_tables(content, figures)
    changed = _("What changed since the pack of {date}").format(date=content.previous)
    parts = [
        Section("changes", changed, change_parts(content, figures)),
        *told,
        *(section.without("chart", "missing") for section in audits),
        Section(DIFFERING, _("Figures that differ"), [*_plain(charts), *_table_part(differing)]),
        Section("findings", _("Findings of the data audit"), [Part(name, set(), [t]) for name, t in findings.items()]),
        Section("claims", _("Published figures"), _claims_part(content, figures)),
        Section("sources", _("Sources"), _sources_part(content)),
        Section("definitions", _("Words on this page"), [Part("", set(), [annexes.word_list()])]),
        Section("not-keyed", _("Printed numbers that are not keyed"), _plain(unkeyed)),
        Section("downloads", _("Files of this pack"), download_parts(pack, sections)),
    ]
    return [section for section in parts if section.parts or section.notebook]


def _plain(parts: Sequence[Part]) -> list[Part]:
    """Return parts of a notebook without their headings, which the page has as the title."""
    return [Part("", part.tags, part.items) for part in parts]


def _table_part(table: annexes.Table) -> list[Part]:
    return [Part("", set(), [table])] if table.rows else []


def _claims_part(content: Content, figures: Figures) -> list[Part]:
    words = _(
        "What the documents print, word for word, and what was read from it. Every number of this page leads to its"
        " row here."
    )
    table = annexes.claims_table(content, figures)
    return [Part("", set(), [Markup("<p>{}</p>").format(words), table])] if table.rows else []


def _sources_part(content: Content) -> list[Part]:
    table = annexes.sources_table(content)
    missing = (content.sources[["licence", "url"]] == "").all(axis=None)
    words = (
        [Markup("<p>{}</p>").format(_("No licence and no address is recorded for these sources."))] if missing else []
    )
    return [Part("", set(), [*words, table])] if table.rows else []


def _hash(text: str) -> str:
    """Return what a Content Security Policy calls an inline style or script by."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode('ascii')}'"
