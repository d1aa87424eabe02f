"""The brief of a country: the editor's choices put together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from wps_analysis.claims.edition import Edition
from wps_analysis.codes import PILLARS
from wps_analysis.report.brief import Brief
from wps_analysis.report.editor.cards import choose_cards
from wps_analysis.report.editor.facts import Fact, facts
from wps_analysis.report.editor.headings import deck
from wps_analysis.report.editor.limits import cautions, differing_rows, missing_rows
from wps_analysis.report.editor.listing import themes
from wps_analysis.report.editor.messages import Editor, as_clause, rows_for
from wps_analysis.report.editor.parts import CountryBrief
from wps_analysis.words.figures import day_text
from wps_analysis.words.language import _
from wps_analysis.words.said import Said, say


def country(edition: Edition, ref_area: str) -> CountryBrief:
    """Put the brief of a country together: by its rows of ``messages.csv``, else by the default rules.

    Parameters
    ----------
    edition
        What is known by a date; texts are in its language.
    ref_area
        The area's code.

    Returns
    -------
    CountryBrief
        Texts whose parts know the claims they print.

    Examples
    --------
    >>> country(Edition("2025-10-31"), "KHM").headline
    'Women hold fewer than three in ten leadership posts and elected seats in Cambodia, from the commune to the capital'
    """
    return country_of(Brief(edition, ref_area))


def editor_of(brief: Brief) -> Editor:
    """Return what the brief of an area can choose from."""
    messages = rows_for(brief.edition.registry.messages, brief.ref_area, brief.edition.as_of)
    return Editor(facts(brief), messages, brief.area, brief.edition.as_of)


def country_of(brief: Brief) -> CountryBrief:
    """Put the brief of a country together from what is assessed of it already; as ``country``."""
    with brief.edition.speaking():
        return _country(brief)


def unused_messages(edition: Edition, ref_areas: Iterable[str] = ()) -> list[str]:
    """List the rows of ``messages.csv`` whose condition does not hold on the figures, and why.

    Parameters
    ----------
    edition
        What is known by a date.
    ref_areas
        Areas; all that have messages if none is given.

    Examples
    --------
    >>> unused_messages(Edition("2025-10-31"))
    []
    """
    areas = list(ref_areas) or sorted(set(edition.registry.messages["ref_area"]))
    with edition.speaking():
        return [problem for area in areas for problem in editor_of(Brief(edition, area)).left_out()]


def _country(brief: Brief) -> CountryBrief:
    editor = editor_of(brief)
    headline, group = editor.headline()
    pillars = tuple(map(editor.pillar, PILLARS))
    told = [choice for code in PILLARS for choice, _said in editor.findings(code)]
    others = [fact for fact in editor.facts if fact not in group and fact.is_told]
    claims, titles = brief.edition.claims, brief.edition.registry.titles.to_dict()
    return CountryBrief(
        area=brief.area,
        as_of=day_text(brief.edition.as_of),
        headline=headline or _first_finding(editor),
        deck=(deck(group, others) if headline else None) or say(""),
        edited=_edited(editor),
        cards=tuple(choose_cards(told, editor.facts)),
        cautions=cautions(editor.facts, group),
        pillars=pillars,
        themes=themes(editor.facts, claims, titles),
        list_note=_list_note(editor.facts),
        differing=differing_rows(brief, editor.facts),
        missing=missing_rows(brief, editor.facts, group),
        main_source=_main_source(editor.facts, brief),
        left_out=tuple(editor.left_out()),
    )


def _first_finding(editor: Editor) -> Said:
    """Return the heading of the richest pillar that has one, where no group of posts gives a headline."""
    if not editor.facts:
        return say(_("No figure by sex on {area} is in the reports used here"), area=editor.area)
    counts = Counter(fact.pillar for fact in editor.facts)
    headings = (editor.heading(code) for code in sorted(PILLARS, key=lambda code: -counts[code]))
    finding = next(filter(None, headings), None) or say(_("few figures are in the reports used here"))
    return say(_("{area}: {finding}"), area=editor.area, finding=as_clause(finding))


def _edited(editor: Editor) -> str:
    """Say who chose the messages and who checked them; nothing where rules did."""
    if not editor.messages:
        return ""
    checked = [row for row in editor.messages if row["checked_by"]]
    if not checked:
        return _("Messages chosen by the editors of this project; not yet checked by another body.")
    row = max(checked, key=lambda row: row["checked_on"])
    return _("Messages checked by {body} on {day}.").format(body=row["checked_by"], day=day_text(row["checked_on"]))


def _list_note(facts: list[Fact]) -> str:
    words = _(
        "Shares are women's shares unless the name says otherwise. The tick is the target. An arrow stands where two"
        " figures are of one series and publisher and differ by more than rounding. “About” a year: the report prints"
        " none, and the year of its study is given."
    )
    return words if facts else ""


def _main_source(facts: list[Fact], brief: Brief) -> str:
    """Return the citation of the document that most figures are from; which copy was read, its full citation says."""
    if not facts:
        return ""
    ((most, _count),) = Counter(fact.row["source"] for fact in facts).most_common(1)
    citation = brief.edition.registry.sources.set_index("source_id").loc[most, "citation"]
    return citation.partition("; read from the copy at ")[0].rstrip(".")
