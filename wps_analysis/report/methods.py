"""The published methods side by side: what each says of the figures with a target and an earlier figure."""

from __future__ import annotations

import pandas as pd

from wps_analysis.report.brief import Brief
from wps_analysis.report.display import Table, table_of
from wps_analysis.report.latest import targets_of
from wps_analysis.words.figures import target_text
from wps_analysis.words.language import N_, _

_METHODS = {
    "cagr_verdict": N_("Growth ratio (Statistics Canada)"), "unsd_verdict": N_("Expected progress (UNSD)"),
    "sdsn_verdict": N_("Linear ratio (SDG Index)"), "destatis_verdict": N_("Linear projection (Destatis)"),
    "escap_verdict": N_("Gap closed (ESCAP)"),
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
        Columns Indicator, Target, Points a year (observed, required), a column a method, Status, Agree, Same within
        rounding. The words are the methods' own; computed by us with the published rules.
    """
    rows = _held_against(brief, horizon) if horizon else brief.assessed
    rows = rows[rows["target_id"].notna() & (rows["n_obs"] > 1)]
    paces = [
        f"{_one_decimal(o)}, {_one_decimal(r)}"
        for o, r in zip(rows["observed_pace_pp_per_year"], rows["required_pace_pp_per_year"], strict=True)
    ]
    words = {True: _("yes"), False: _("no")}
    return table_of(
        pd.DataFrame(
            {
                _("Indicator"): rows["name"].map(_),
                _("Target"): [str(target_text(row)) + _assumed(row) for row in targets_of(rows, brief)],
                _("Points a year (observed, required)"): paces,
                **{_(title): rows[column].astype(str).str.replace("_", " ") for column, title in _METHODS.items()},
                _("Status"): rows["status"].map(_),
                _("Agree"): rows["methods_agree"].map(words).fillna(""),
                _("Same within rounding"): rows["robust_to_rounding"].map(words).fillna(""),
            }
        )
    )


def _held_against(brief: Brief, horizon: int) -> pd.DataFrame:
    """Return the assessment with an assumed year for the targets that have none: these alone are assessed again."""
    dated = brief.assessed[brief.assessed["target_year"].notna()]
    assumed = brief.assess(brief.targets[brief.targets["target_year"].isna()], horizon=horizon)
    return brief.in_order(pd.concat([dated, assumed[assumed["target_id"].notna()]]))


def _assumed(target: dict) -> str:
    return ", " + _("year assumed") if target["year_assumed"] is True else ""


def _one_decimal(number: float) -> str:
    return "–" if pd.isna(number) else f"{number:.1f}"
