"""The parts of the page that no notebook has: figures that differ, findings, claims, sources, words."""

from __future__ import annotations

import re
from collections.abc import Iterable

from markupsafe import Markup

from wps_analysis.claims.periods import decimal_year
from wps_analysis.columns import SEVERITIES
from wps_analysis.pack.publish.content import Content
from wps_analysis.pack.publish.html.figures import DIFFERING, Figures, Record, differing_figures, figure_key
from wps_analysis.pack.publish.html.links import claim_id, source_id
from wps_analysis.pack.publish.html.tables import Cell, Row, Table, text_cell
from wps_analysis.registry.areas import local_area_name
from wps_analysis.words.figures import CHOICE_WORDS, known, number_of, period_text, row_name
from wps_analysis.words.language import N_, SOURCE_LANGUAGE, _, language_in_force

_SEXES = {"F": N_("women"), "M": N_("men"), "_T": N_("all")}
_SEVERITIES = {
    "error": N_("Errors in what is printed"), "question": N_("Questions"), "note": N_("Things to know"),
}  # fmt: skip
_WORDS = {
    N_("Published figure"): N_(
        "A number as a document prints it. Two documents that print two numbers for one thing are two published"
        " figures; both are kept, and one is used by a written rule."
    ),
    N_("Bounds"): N_(
        "What a printed number can stand for: 11 per cent is anything from 10.5 to less than 11.5. They are carried"
        " through every computation; “within rounding” gives the range that they leave."
    ),
    N_("Published figures differ"): N_(
        "The bounds of two published figures for one thing do not meet. Which one holds is for the body named to say."
    ),
    N_("Basis"): N_(
        "What a figure was made from: a register, an election, a census, a survey with a random sample (probability) or"
        " without one (purposive), an estimate, or the press."
    ),
    N_("Status"): N_(
        "Where a figure stands to a target, computed by us with published rules; not an assessment by the bodies that"
        " published the rules."
    ),
    N_("Law, plan, guideline, benchmark"): N_(
        "What gives a target its force, the strongest first. A target without a year has a gap and no pace."
    ),
    N_("Two points"): N_(
        "Two figures of one series are a difference. The word trend is used from five figures of one series on."
    ),
    N_("Published, study"): N_(
        "The document prints no date for the figure; the year is that of the publication or of the study."
    ),
}


def differing_table(content: Content, figures: Figures) -> Table:
    """List each figure whose published figures differ: every claim as printed, which is used, by what rule."""
    headers = [_("Figure"), _("As printed"), _("Source"), _("Section"), _("Used"), _("To be confirmed with")]
    rows = []
    for number, figure in enumerate(differing_figures(content), start=1):
        claims = figures.printed.get(figure_key(figure), [])
        used = figure["claim_id"].split()
        ordered = sorted(claims, key=lambda claim: claim["claim_id"] not in used)
        for place, claim in enumerate(ordered):
            reason = _(CHOICE_WORDS.get(figure["choice_reason"], ""))
            words = _("used: {reason}").format(reason=reason) if claim["claim_id"] in used else ""
            rows.append(
                Row(
                    [
                        Cell(f"{row_name(figure)}, {_(_SEXES[figure['sex']])}, {period_text(figure)}"),
                        Cell(_claim_link(figures, claim), number_of(claim, "obs_value"), _english()),
                        _source_cell(figures, claim),
                        Cell(claim["locator"], lang=_english()),
                        Cell(words),
                        Cell(_(figure["custodian"])),
                    ],
                    anchor=f"{DIFFERING}-{number}" if place == 0 else "",
                )
            )
    return Table(headers, rows)


def finding_tables(content: Content, figures: Figures) -> dict[str, Table]:
    """List the findings of the audit by severity, each with the published figures that it rests on."""
    headers = [_("Check"), _("What a reviewer would ask"), _("Published figures")]
    found = {}
    for severity in SEVERITIES:
        rows = content.findings[content.findings["severity"] == severity].to_dict("records")
        if rows:
            found[_(_SEVERITIES[severity])] = Table(headers, [_finding(figures, row) for row in rows])
    return found


def claims_table(content: Content, figures: Figures) -> Table:
    """List every published figure that the pack rests on, in the order of indicators and periods."""
    headers = [
        _("As printed"), _("Indicator"), _("Sex"), _("Period"), _("Bounds"), _("Source"), _("Section"), _("Note"),
        _("Code"),
    ]  # fmt: skip
    registry = content.edition.registry
    names = dict(zip(registry.indicators["indicator"], registry.indicators["name"], strict=True))
    groups = dict(zip(registry.populations["population"], registry.populations["name"], strict=True))
    order = {code: place for place, code in enumerate(names)}
    claims = sorted(
        content.claims.to_dict("records"),
        key=lambda row: (order[row["indicator"]], row["population"], decimal_year(row["time_period"]), row["claim_id"]),
    )
    rows = []
    for claim in claims:
        named = {"name": names[claim["indicator"]], "population_name": groups.get(claim["population"], "")}
        area = "" if claim["ref_area"] == content.ref_area else local_area_name(claim["ref_area"], registry.areas)
        note = "; ".join(filter(None, (_("target") if claim["role"] == "target" else "", claim["note"])))
        cells = [
            Cell(claim["value_text"], number_of(claim, "obs_value"), _english()),
            Cell(row_name(named | {"area_name": area}, area=bool(area))),
            Cell(_(_SEXES[claim["sex"]])),
            Cell(period_text(claim), decimal_year(claim["time_period"])),
            Cell(_bounds(claim), number_of(claim, "lower")),
            _source_cell(figures, claim),
            Cell(claim["locator"], lang=_english()),
            Cell(note, lang=_english()),
            Cell(_code(claim["claim_id"])),
        ]
        rows.append(Row(cells, anchor=claim_id(claim["claim_id"])))
    return Table(headers, rows)


def sources_table(content: Content) -> Table:
    """List the documents and pages that the published figures were taken from, or that these name as their origin.

    Licence and address have a column where any source has one.
    """
    further = {"licence": _("Licence"), "url": _("Address")}
    further = {column: heading for column, heading in further.items() if (content.sources[column] != "").any()}
    headers = [_("Title"), _("Producer"), _("Published"), _("Held"), _("Published figures"), *further.values()]
    counts = content.claims["source"].value_counts()
    held = {"yes": _("document"), "": _("as quoted")}
    rows = []
    for source in content.sources.sort_values(["title", "source_id"]).to_dict("records"):
        day = source["published"]
        count = int(counts.get(source["source_id"], 0))
        cells = [
            Cell(source["title"], lang=_english()),
            Cell(source["producer"], lang=_english()),
            Cell(day if source["published_basis"] == "stated" or not day else _("{date} or later").format(date=day)),
            Cell(held.get(source["held"], source["held"])),
            Cell(str(count) if count else _("named as origin"), float(count)),
        ]
        own = {"licence": Cell(source["licence"], lang=_english()), "url": Cell(_address(source["url"]))}
        cells += [own[column] for column in further]
        rows.append(Row(cells, anchor=source_id(source["source_id"])))
    return Table(headers, rows)


def word_list() -> Markup:
    """Explain the words that the page uses in a sense of its own."""
    words = (Markup("<dt>{}</dt><dd>{}</dd>").format(_(word), _(meaning)) for word, meaning in _WORDS.items())
    return Markup('<dl class="words">{}</dl>').format(Markup("").join(words))


def _finding(figures: Figures, row: Record) -> Row:
    known_claims = (figures.claims.rows.get(code) for code in row["claim_ids"].split())
    links = Markup("; ").join(_claim_link(figures, claim) for claim in known_claims if claim)
    return Row(
        [text_cell(row["check"].replace("_", " ")), Cell(row["message"], lang=_english()), Cell(links, lang=_english())]
    )


def _claim_link(figures: Figures, claim: Record) -> Markup:
    return figures.claims.anchor(claim["claim_id"]).link(claim["value_text"])


def _source_cell(figures: Figures, claim: Record) -> Cell:
    title = figures.claims.titles.get(claim["source"])
    if title is None:
        return Cell(claim["source"])
    return Cell(Markup('<a href="#{}">{}</a>').format(source_id(claim["source"]), title), lang=_english())


def _bounds(claim: Record) -> str:
    low, high = number_of(claim, "lower"), number_of(claim, "upper")
    if not known(high):
        return f"≥\u00a0{low:,.10g}" if known(low) else ""
    if not known(low):
        return f"≤\u00a0{high:,.10g}"
    return f"{low:,.10g}" if low == high else _("{low} to {high}").format(low=f"{low:,.10g}", high=f"{high:,.10g}")


def _address(url: str) -> Markup:
    links = (Markup('<a href="{0}" rel="noreferrer">{0}</a>').format(one) for one in _addresses(url))
    return Markup(" ").join(links)


def _addresses(url: str) -> Iterable[str]:
    return (one for one in url.split() if one.startswith(("https://", "http://")))


def _code(text: str) -> Markup:
    """Return a code that may be broken behind its points and underscores."""
    return Markup("<code>{}</code>").format(Markup("<wbr>").join(re.split(r"(?<=[._])", text)))


def _english() -> str:
    """Return the language of what is quoted as printed, where the page speaks another."""
    return "" if language_in_force() == SOURCE_LANGUAGE else SOURCE_LANGUAGE
