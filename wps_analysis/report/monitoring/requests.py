"""What is to be asked of whom: figures that are missing, old, without the number of posts, or published differently."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from wps_analysis.assessment.levels import figure_in
from wps_analysis.claims.periods import period_end
from wps_analysis.columns import KEY
from wps_analysis.report.counts import differing
from wps_analysis.report.monitoring.plan import Item, Plan
from wps_analysis.tables import Row
from wps_analysis.words.figures import count_text, known, number_of, period_text, text_of, unique
from wps_analysis.words.language import N_, _
from wps_analysis.words.names import SEX_NAMES
from wps_analysis.words.rounding import as_printed

OLD_YEARS = 3
"""A figure older than so many years on the date of the data is asked for anew, unless it is of elected posts."""
REASONS = {
    "missing": N_("no figure is in the reports used here"),
    "old": N_("the latest figure is more than {years} years old"),
    "whole": N_("the share is held without the number of posts that it is of"),
    "differing": N_("published figures differ"),
}


@dataclass(frozen=True, eq=False)
class Ask:
    """A figure that is asked of a custodian: of what, for when, broken down how, why, and what was published."""

    custodian: str
    item: Item
    sex: str
    time_period: str
    reasons: tuple[str, ...]
    published: tuple[str, ...]
    claim_ids: tuple[str, ...]

    @property
    def period(self) -> str:
        """The period asked for, in words."""
        return period_text({"time_period": self.time_period}) if self.time_period else _("the latest available")

    @property
    def series(self) -> str:
        """The series that the custodian's figure goes on with; empty where there is no figure yet."""
        return text_of(self.item.figures[0], "segment").partition(":")[0] if self.item.figures else ""

    def why(self) -> str:
        """Say why it is asked for."""
        return "; ".join(_(REASONS[reason]).format(years=OLD_YEARS) for reason in self.reasons)


def requests(plan: Plan) -> dict[str, list[Ask]]:
    """Return what is asked of each custodian, both in the order of the matrix.

    Of context no more is asked than which of the published figures that differ is right.
    """
    asked: dict[str, list[Ask]] = {}
    for ask in _asks(plan):
        asked.setdefault(ask.custodian, []).append(ask)
    return asked


def _asks(plan: Plan) -> Iterator[Ask]:
    as_of = plan.brief.edition.as_of
    differ = {tuple(row[column] for column in KEY): row for row in differing(plan.brief.figures).to_dict("records")}
    for item in plan.items:
        if not item.figures:
            custodian = text_of(item.rows[0], "custodian") if item.rows else item.facts["custodian"]
            yield Ask(custodian, item, "F", "", ("missing",), (), ())
            continue
        row = item.figures[0]
        reasons = _reasons(plan, item, row, as_of) if item.named else ()
        if reasons:
            yield Ask(row["custodian"], item, row["sex"], "", reasons, (_printed(row),), tuple(row["claim_id"].split()))
        yield from _differing(plan, item, differ)


def _reasons(plan: Plan, item: Item, row: Row, as_of: str) -> tuple[str, ...]:
    """Return why a figure that is held is asked for anew."""
    ended = pd.Timestamp(period_end(row["latest_period"]))
    elected = any(takes.elected for takes in item.takes)
    old = not elected and ended + pd.DateOffset(years=OLD_YEARS) < pd.Timestamp(as_of)
    share = item.facts["measure"] == "composition" and row["unit_measure"] == "PT"
    whole = share and not known(number_of(row, "denominator_lower")) and not _whole_is_held(plan, item, row)
    return tuple(name for name, holds in (("old", old), ("whole", whole)) if holds)


def _whole_is_held(plan: Plan, item: Item, row: Row) -> bool:
    """Tell whether a number of all posts of a share is published for its year, though not beside it."""
    figures = plan.brief.figures
    counts = {item.facts["count_indicator"], item.facts["unit_count_indicator"]} - {""}
    wholes = figures[figures["indicator"].isin(counts) & (figures["sex"] == "_T")]
    wholes = wholes[(wholes["population"] == row["population"]) & wholes["obs_value"].notna()]
    return row["latest_period"][:4] in set(wholes["time_period"].str[:4])


def _differing(plan: Plan, item: Item, differ: dict[tuple, Row]) -> Iterator[Ask]:
    """Yield one request for each figure of an indicator whose published figures differ."""
    claims, titles = plan.brief.edition.claims, plan.brief.edition.registry.titles
    for key, row in differ.items():
        if (key[0], key[2]) != (item.facts["indicator"], item.population):
            continue
        same = claims[(claims[KEY] == list(key)).all(axis="columns") & (claims["role"] != "target")]
        printed = tuple(
            f"{as_printed(claim['value_text'])} ({titles.get(claim['source'], claim['source'])}, {claim['locator']})"
            for claim in same.to_dict("records")
        )
        yield Ask(
            row["custodian"], item, row["sex"], row["time_period"], ("differing",), tuple(unique(printed)),
            tuple(same["claim_id"]),
        )  # fmt: skip


def _printed(row: Row) -> str:
    period = period_text({"time_period": row["latest_period"], "period_basis": text_of(row, "latest_period_basis")})
    figure = {**figure_in(row), "unit_measure": row["unit_measure"]}
    value = as_printed(text_of(row, "latest_text")) or count_text(figure)
    words = f"{value}, {period} ({row['source_title']}, {row['locator']})"
    return f"{_(SEX_NAMES[row['sex']])}: {words}"
