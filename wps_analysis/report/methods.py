"""The published methods side by side: what each says of the figures with a target and an earlier figure."""

from __future__ import annotations

import pandas as pd

from wps_analysis.report.brief import Brief
from wps_analysis.report.display import Table, table_of
from wps_analysis.report.latest import targets_of
from wps_analysis.words.figures import target_text, text_of
from wps_analysis.words.language import N_, _
from wps_analysis.words.rounding import fixed, outward
from wps_analysis.words.said import joined

_METHODS = {
    "cagr": N_("Growth ratio (Statistics Canada)"), "unsd": N_("Expected progress (UNSD)"),
    "sdsn": N_("Linear ratio (SDG Index)"), "destatis": N_("Linear projection (Destatis)"),
    "istat": N_("Growth (ISTAT)"), "unicef": N_("Rate of reduction (UNICEF)"),
    "escap": N_("Gap closed (ESCAP, cuts of UNICEF)"),
    "anticipated": N_("Anticipated for 2030 (ESCAP, cuts of UNICEF)"),
}  # fmt: skip


def methods_table(brief: Brief, horizon: int) -> Table:
    """List side by side what published methods say of the figures with a target and an earlier figure.

    Parameters
    ----------
    brief
        Of a pillar.
    horizon
        The year that targets without a year are held against: the reader's assumption; 0 for none.

    Returns
    -------
    Table
        Columns Indicator, Target, Points a year (observed, required), a column a method, the average annual rate of
        reduction, the years to parity at this pace (an extrapolation and no forecast), Status, Agree, Same within
        rounding. The words are the methods' own; computed by us with the published rules. A verdict that rounding or
        another published figure would change says so.
    """
    rows = _held_against(brief, horizon) if horizon else brief.judged
    rows = rows[rows["n_obs"] > 1]
    paces = [
        f"{_one_decimal(o)}, {_one_decimal(r)}"
        for o, r in zip(rows["observed_pace_pp_per_year"], rows["required_pace_pp_per_year"], strict=True)
    ]
    words, given = {True: _("yes"), False: _("no")}, rows.to_dict("records")
    return table_of(
        pd.DataFrame(
            {
                _("Indicator"): rows["name"].map(_),
                _("Target"): [joined("", (target_text(row), _assumed(row))) for row in targets_of(rows, brief)],
                _("Points a year (observed, required)"): paces,
                **{_(title): [_verdict(row, method) for row in given] for method, title in _METHODS.items()},
                _("Reduction, % a year"): [_with_bounds(row, "aarr", "_pct") for row in given],
                _("Years to parity at this pace (an extrapolation, no forecast)"): [
                    _with_bounds(row, "years_to_parity") for row in given
                ],
                _("Status"): rows["status"].map(_),
                _("Agree"): rows["methods_agree"].map(words).fillna(""),
                _("Same within rounding"): rows["robust_to_rounding"].map(words).fillna(""),
            }
        )
    )


def _held_against(brief: Brief, horizon: int) -> pd.DataFrame:
    """Return the assessment with an assumed year for the targets that have none: these alone are assessed again."""
    dated = brief.judged[brief.judged["target_year"].notna()]
    assumed = brief.assess(brief.targets[brief.targets["target_year"].isna()], horizon=horizon)
    return brief.in_order(pd.concat([dated, assumed[assumed["target_id"].notna()]]))


def _assumed(target: dict) -> str:
    return ", " + _("year assumed") if target["year_assumed"] is True else ""


def _verdict(row: dict, method: str) -> str:
    doubts = {"rounding": _("rounding decides"), "choice": _("another published figure would change it")}
    said = [text_of(row, f"{method}_verdict").replace("_", " ")]
    said += [words for what, words in doubts.items() if row[f"{method}_robust_to_{what}"] is False]
    return "; ".join(filter(None, said))


def _with_bounds(row: dict, name: str, unit: str = "") -> str:
    """Write a number with its bounds; an upper one that is missing has no limit."""
    value, low, high = (row[f"{name}{end}{unit}"] for end in ("", "_lower", "_upper"))
    if pd.isna(value):
        return "–"
    if pd.isna(low) or pd.isna(high):
        return _("{value} (no upper limit)").format(value=fixed(value))
    low, high = outward(low, high)
    return _("{value} ({low} to {high})").format(value=fixed(value), low=fixed(low), high=fixed(high))


def _one_decimal(number: float) -> str:
    return "–" if pd.isna(number) else fixed(number)
