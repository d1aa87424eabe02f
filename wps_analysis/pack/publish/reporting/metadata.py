"""A metadata sheet for each indicator of a plan, in the order of the sheets of the SDG indicators."""

from __future__ import annotations

from collections.abc import Iterator

from wps_analysis.pack.publish.matrix.fields import MEASURES, REFERENCES
from wps_analysis.report.monitoring.plan import Item, Plan
from wps_analysis.words.figures import target_text, text_of, unique
from wps_analysis.words.language import N_, _

_METHODS = {
    "composition": N_("Women divided by all, in percent. A printed share stands for all shares that round to it, and a "
                      "count and a total that are printed with it bound it further."),
    "rate": N_("Those to whom it applies divided by the group named, in percent, as printed."),
    "count": N_("A count as printed; words such as “over” are kept as bounds."),
    "amount": N_("An amount as printed."), "index": N_("A value of an index as its publisher prints it."),
    "rank": N_("A rank as printed, with the number of those ranked."),
}  # fmt: skip
_LABELS = (N_("ASEAN output:"), N_("SDG:"), N_("1325:"), N_("CEDAW:"))
"""Of the frameworks that are referred to, in their order."""


def sheets(plan: Plan) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Yield the name of each indicator that the plan may take up, and the labelled parts of its sheet."""
    items: dict[str, list[Item]] = {}
    for item in plan.items:
        if item.named:
            items.setdefault(item.facts["indicator"], []).append(item)
    for group in items.values():
        yield _(group[0].facts["name"]), list(_parts(plan, group))


def _parts(plan: Plan, items: list[Item]) -> Iterator[tuple[str, str]]:
    facts = items[0].facts
    figures = plan.brief.figures
    figures = figures[figures["indicator"] == facts["indicator"]]
    series = plan.brief.edition.registry.series
    series = series[series["series"].isin(figures["series"])]
    numerator, denominator = plan.counted(items[0])
    codes = [plan.crosswalk.codes_of(facts["indicator"], name, plan.brief.ref_area) for name in REFERENCES]
    related = [f"{_(label)} {', '.join(found)}" for label, found in zip(_LABELS, codes, strict=True) if found]
    yield _("Concept"), _(facts["definition"])
    yield _("Population"), "; ".join(unique(_(name) for name in figures["population_name"])) or _("all")
    yield _("What it does not measure"), _(text_of(facts, "not_measured"))
    yield _("Unit and measure"), _(MEASURES[facts["measure"]])
    yield _("Numerator"), numerator
    yield _("Denominator"), denominator
    yield _("Method"), _(_METHODS[facts["measure"]])
    yield _("Series"), "\n".join(
        f"{row['name']}: {row['definition']}" for row in series.to_dict("records")
    ) or _("none held")  # fmt: skip
    yield _("Breaks"), _breaks(plan, set(figures["series"]))
    yield _("Comparability"), _comparability(len(series), len(figures))
    yield _("Sources, sections"), _sources(plan, facts["indicator"]) or facts.get("source", "")
    yield _("Grade and age of the data"), "\n".join(unique(plan.grade_words(item) for item in items)) or _("no figure")
    yield _("Confirmation"), "\n".join(unique(plan.confirmation_words(item) for item in items))
    yield _("Related targets"), _targets(plan, facts["indicator"])
    yield _("Custodian"), _(facts["custodian"])
    yield _("Related rows of frameworks"), "\n".join(related) or "–"
    yield _("Code"), facts["indicator"]


def _breaks(plan: Plan, series: set[str]) -> str:
    breaks = plan.brief.edition.registry.breaks
    mine = breaks[breaks["series"].isin(series)].to_dict("records")
    return "\n".join(f"{row['time_period']}: {row['reason']}" for row in mine) or _("none known")


def _comparability(series: int, figures: int) -> str:
    if figures < 2:
        return _("Fewer than two figures are held: no change is computed.")
    if series > 1:
        return _("Figures of {n} series that count differently: a change is computed within one series alone.").format(
            n=series)  # fmt: skip
    return _("One series: its figures are compared between breaks.")


def _sources(plan: Plan, indicator: str) -> str:
    claims, titles = plan.brief.claims, plan.brief.edition.registry.titles
    mine = claims[(claims["indicator"] == indicator) & (claims["role"] != "target")]
    sections: dict[str, list[str]] = {}
    for claim in mine.to_dict("records"):
        sections.setdefault(titles.get(claim["source"], claim["source"]), []).append(claim["locator"])
    return "\n".join(f"{title}: {', '.join(unique(places))}" for title, places in sections.items())


def _targets(plan: Plan, indicator: str) -> str:
    rows = plan.brief.edition.targets.to_dict("records")
    mine = [
        row for row in rows
        if indicator in row["indicators"].split() and row["ref_area"] in ("", "001", plan.brief.ref_area)
    ]  # fmt: skip
    return "\n".join(unique(target_text(row) for row in mine)) or _("none set")
