"""The fields of an indicator matrix, each made of an item of a plan once for workbook and document."""

from __future__ import annotations

from collections.abc import Callable

from wps_analysis.pack.publish.layout import Column
from wps_analysis.report.monitoring.plan import LEVELS, Item, Plan
from wps_analysis.report.monitoring.takes import takes_words
from wps_analysis.words.figures import text_of, unique
from wps_analysis.words.language import N_, _
from wps_analysis.words.said import joined

MEASURES = {
    "composition": N_("women's share of a whole"), "rate": N_("share within each sex or group"),
    "count": N_("count"), "amount": N_("amount"), "index": N_("index"), "rank": N_("rank"),
}  # fmt: skip
REFERENCES = ("asean_rpa_wps", "sdg", "un1325", "cedaw")


def fields(plan: Plan) -> dict[str, Callable[[Item], str]]:
    """Return how each field of the matrix is made of an item."""

    def codes(framework: str) -> Callable[[Item], str]:
        planned = {row["indicator"]: row["rpa_output"] for row in plan.crosswalk.planned.to_dict("records")}

        def of(item: Item) -> str:
            code = item.facts["indicator"]
            found = plan.crosswalk.codes_of(code, framework, plan.brief.ref_area, item.population)
            own = planned.get(code, "").split() if framework == "asean_rpa_wps" else []
            return ", ".join(unique([*found, *own])) or "–"

        return of

    def takes(item: Item) -> str:
        return joined("\n", unique(takes_words(one) for one in item.takes)) if item.takes else "–"

    def source(item: Item) -> str:
        return "\n".join(unique(f"{row['source_title']}, {row['locator']}" for row in item.figures))

    def asked_by(item: Item) -> str:
        return item.facts["source"] if item.planned else ""

    return {
        "name": lambda item: item.name,
        "definition": lambda item: _(item.facts["definition"]),
        "not_measured": lambda item: _(text_of(item.facts, "not_measured")),
        "measure": lambda item: _(MEASURES[item.facts["measure"]]),
        "numerator": lambda item: plan.counted(item)[0],
        "denominator": lambda item: plan.counted(item)[1],
        "level": lambda item: _(LEVELS.get(plan.theme(item, "level"), "")),
        "baseline": lambda item: item.figure_words("base") if item.figures else _("to be set"),
        "baseline_source": lambda item: "\n".join(item.base_sources),
        "latest": lambda item: item.figure_words("latest"),
        "target": lambda item: item.target_words(),
        "takes": takes,
        "source": lambda item: source(item) or asked_by(item),
        "custodian": lambda item: _(text_of(item.rows[0], "custodian") if item.rows else item.facts["custodian"]),
        "frequency": lambda item: plan.release_words(item)[0],
        "next_release": lambda item: plan.release_words(item)[1],
        "published": plan.published_groups,
        "wanted": plan.wanted_groups,
        **{framework: codes(framework) for framework in REFERENCES},
        "status": lambda item: item.status_words(),
        "grade": plan.grade_words,
        "confirmation": plan.confirmation_words,
    }


def columns(plan: Plan) -> list[Column]:
    """Return the columns of the matrix's sheets."""
    make = fields(plan)
    laid_out = [
        (_("Indicator"), "name", 28), (_("Definition"), "definition", 34), (_("Measure"), "measure", 14),
        (_("Numerator"), "numerator", 22), (_("Denominator"), "denominator", 22),
        (_("Level (proposed)"), "level", 10), (_("Baseline, year"), "baseline", 18),
        (_("Source of the baseline"), "baseline_source", 18), (_("Latest figure"), "latest", 18),
        (_("Target and mandate"), "target", 36), (_("What it takes"), "takes", 36), (_("Source"), "source", 20),
        (_("Custodian"), "custodian", 22), (_("Frequency"), "frequency", 18), (_("Next release"), "next_release", 18),
        (_("Disaggregation published"), "published", 18), (_("Disaggregation wanted (proposed)"), "wanted", 20),
        (_("Output of the ASEAN plan"), "asean_rpa_wps", 10), (_("SDG"), "sdg", 12),
        (_("Global indicator on 1325"), "un1325", 14), (_("CEDAW"), "cedaw", 14), (_("Status"), "status", 16),
        (_("Grade and age of the data"), "grade", 16),
        (_("Confirmation"), "confirmation", 14),
    ]  # fmt: skip
    return [Column(heading, make[name], width) for heading, name, width in laid_out]


def open_headings() -> tuple[str, str]:
    """Return the headings of the columns that a plan has yet to decide."""
    return _("Responsible body (to be decided)"), _("Cost (to be decided)")
