"""The reporting tables: each framework's rows, and beside each the indicators that answer it with their figures."""

from __future__ import annotations

from typing import NamedTuple

from wps_analysis.pack.publish.layout import Column, Layout, lay_out
from wps_analysis.report.monitoring.plan import Item, Plan
from wps_analysis.tables import Row
from wps_analysis.words.figures import unique
from wps_analysis.words.language import N_, _

_VERIFIED = {"read": N_("read"), "partly": N_("read in part"), "unverified": N_("unverified")}
_LEVELS = {
    "goal": N_("goal"), "target": N_("target"), "indicator": N_("indicator"), "outcome": N_("outcome"),
    "output": N_("output"), "objective": N_("objective"), "dimension": N_("dimension"), "article": N_("article"),
    "general recommendation": N_("general recommendation"), "concluding observation": N_("concluding observation"),
    "prevention": N_("Prevention"), "participation": N_("Participation"), "protection": N_("Protection"),
    "relief and recovery": N_("Relief and recovery"), "issue": N_("issue"), "priority": N_("priority theme"),
    "policy": N_("policy"), "measure": N_("measure"), "gap": N_("gap"), "opportunity": N_("opportunity"),
}  # fmt: skip


class Answer(NamedTuple):
    """A row of a framework and one indicator that answers it, or none."""

    asked: Row
    item: Item | None
    first: bool


def frameworks(plan: Plan) -> dict[str, tuple[str, list[Answer]]]:
    """Return the title of each framework and its answers, in the order of its file."""
    rows = plan.crosswalk.rows
    rows = rows[rows["ref_area"].isin(["", plan.brief.ref_area])]
    found: dict[str, tuple[str, list[Answer]]] = {}
    for row in rows.to_dict("records"):
        _title, answers = found.setdefault(row["framework"], (row["framework_title"], []))
        items = _answering(plan, row)
        answers += [Answer(row, item, place == 0) for place, item in enumerate(items or [None])]
    return found


def _answering(plan: Plan, row: Row) -> list[Item]:
    """Return the indicators that answer a row; of planned ones also those that name it as their output."""
    items = plan.answering(row["indicators"])
    if row["framework"] == "asean_rpa_wps":
        items += [item for item in plan.items if item.planned and row["code"] in item.facts["rpa_output"].split()]
    return items


def table_of(plan: Plan, name: str, title: str, answers: list[Answer]) -> Layout:
    """Lay out a framework."""
    columns = [
        Column(_("Code"), lambda answer: answer.asked["code"], 12),
        Column(_("What it asks, in our words"), lambda answer: _(answer.asked["title"]), 44),
        Column(_("Level"), lambda answer: level(answer.asked), 16),
        Column(_("Indicator that answers it"), indicator, 32),
        Column(_("Latest figure"), latest, 22),
        Column(_("Target"), lambda answer: answer.item.target_words() if answer.item else "", 34),
        Column(_("Status"), lambda answer: answer.item.status_words() if answer.item else "", 18),
        Column(_("Source of the figure"), figure_source, 24),
        Column(_("Confirmation"), lambda a: plan.confirmation_words(a.item) if a.item else "", 14),
        Column(_("Outputs of the ASEAN plan"), outputs, 12),
        Column(_("Where the framework was read"), lambda answer: answer.asked["source"], 28),
        Column(_("Verified"), verified, 12),
    ]
    return lay_out(name, title, columns, answers)


def level(row: Row) -> str:
    """Name the level of a framework's row."""
    return _(_LEVELS.get(row["level"], row["level"]))


def indicator(answer: Answer) -> str:
    """Name the indicator that answers, or say that there is none."""
    return answer.item.name if answer.item else _("no indicator here answers it")


def latest(answer: Answer) -> str:
    """Return the figure that answers, or say that there is none."""
    return answer.item.figure_words("latest") if answer.item else _("no figure")


def figure_source(answer: Answer) -> str:
    """Name the documents and sections of the figures."""
    rows = answer.item.figures if answer.item else []
    return "\n".join(unique(f"{row['source_title']}, {row['locator']}" for row in rows))


def outputs(answer: Answer) -> str:
    """Return the outputs of the regional plan that the row touches, and those of the indicator that answers it."""
    own = answer.item.facts.get("rpa_output", "") if answer.item else ""
    return ", ".join(unique([*answer.asked["outputs"].split(), *own.split()]))


def verified(answer: Answer) -> str:
    """Tell whether the framework's own document was read."""
    return _(_VERIFIED[answer.asked["verified"]])
