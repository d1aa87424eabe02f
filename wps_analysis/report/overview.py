"""All pillars on one page: how many figures stand where, by kind of target, with their names."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from wps_analysis.assessment.ranks import pipeline_ratios
from wps_analysis.assessment.status import STATUSES
from wps_analysis.claims.load import load
from wps_analysis.registry.load import load_registry
from wps_analysis.report.pillar_tables import assess_pillar, current_targets
from wps_analysis.words.language import N_, _, in_language
from wps_analysis.words.names import PILLAR_NAMES, TARGET_KINDS

_LEVELS = {"province": N_("Province"), "district": N_("District"), "commune": N_("Commune")}


@in_language
def status_counts(ref_area: str, *, as_of: str = "", horizon: int = 0, root: str | Path | None = None) -> pd.DataFrame:
    """Count the statuses of all pillars by kind of target, with the indicators named.

    Parameters
    ----------
    ref_area
        An area's code.
    as_of
        ISO date; only documents published by then. Empty: all.
    horizon
        The year that targets without a year are held against; 0 for none.
    root
        The project's root.
    language
        ``"en"`` or another of ``translation.languages()``; the language in force if not given.

    Returns
    -------
    DataFrame
        Columns Kind of target, Target, Status, Figures, Indicators. Indicators do not weigh the same: the counts are
        no score.
    """
    rows = assess_pillar("", ref_area, as_of=as_of, horizon=horizon or None, root=root)
    rows = pd.concat([rows[rows["target_id"].notna()], _unmeasured(ref_area, as_of, root)], ignore_index=True)
    order = {status: place for place, status in enumerate(STATUSES.values())}
    rows = rows.assign(
        force=rows["legal_force"].map(list(TARGET_KINDS).index),
        place=rows["status"].map(order),
        target=[_target(row) for row in rows.to_dict("records")],
    ).sort_values(["force", "target", "place", "name"])
    counted = rows.groupby(["force", "legal_force", "target", "place", "status"], sort=True)["name"]
    table = counted.agg(Figures="size", Indicators=lambda names: "; ".join(map(_, names))).reset_index()
    table = table.assign(legal_force=table["legal_force"].map(_), status=table["status"].map(_))
    columns = {
        "legal_force": _("Kind of target"), "target": _("Target"), "status": _("Status"), "Figures": _("Figures"),
        "Indicators": _("Indicators"),
    }  # fmt: skip
    return table[list(columns)].rename(columns=columns)


@in_language
def sentences(ref_area: str, *, as_of: str = "", horizon: int = 0, root: str | Path | None = None) -> list[str]:
    """Return the statements on all figures with a target, in the order of pillars and registry."""
    rows = assess_pillar("", ref_area, as_of=as_of, horizon=horizon or None, root=root)
    rows = rows[rows["target_id"].notna()]
    return rows.sort_values("pillar", key=lambda p: p.map(list(PILLAR_NAMES).index), kind="stable")["sentence"].tolist()


@in_language
def pipeline_table(ref_area: str, *, as_of: str = "", root: str | Path | None = None) -> pd.DataFrame:
    """List how women's share in each rank compares with the rank below, within province, district and commune.

    Returns
    -------
    DataFrame
        Columns Level, Upper rank and Rank below with their shares and periods, Ratio (within rounding), Odds ratio.
    """
    table = pipeline_ratios(load(ref_area=ref_area, as_of=as_of or None, root=root))
    table = table[table["government_level"].isin(list(_LEVELS))]
    within = [
        f"{ratio:.2f}" + (f" ({low:.2f}–{high:.2f})" if f"{low:.2f}" != f"{high:.2f}" else "")
        for ratio, low, high in zip(table["ratio"], table["ratio_lower"], table["ratio_upper"], strict=True)
    ]
    shares = {side: _shares(table[f"{side}_share_pct"], table[f"{side}_period"]) for side in ("upper", "lower")}
    return pd.DataFrame(
        {
            _("Level"): table["government_level"].map(_LEVELS).map(_),
            _("Upper rank"): table["upper"].map(_),
            _("Share, period"): shares["upper"],
            _("Rank below"): table["lower"].map(_),
            _("Share below, period"): shares["lower"],
            _("Ratio (within rounding)"): within,
            _("Odds ratio"): table["odds_ratio"].map("{:.2f}".format),
        }
    ).reset_index(drop=True)


def _shares(shares: pd.Series, periods: pd.Series) -> list[str]:
    return [f"{share:.10g} %, {period}" for share, period in zip(shares, periods, strict=True)]


def _unmeasured(ref_area: str, as_of: str, root: str | Path | None) -> pd.DataFrame:
    """Return the area's own targets that no figure in the documents held measures."""
    registry = load_registry(root)
    held = set(load(ref_area=ref_area, as_of=as_of or None, root=root)["indicator"])
    names = registry.indicators.set_index("indicator")["name"]
    targets = current_targets(as_of, root)
    targets = targets[targets["ref_area"] == ref_area]
    targets = targets.assign(indicator=targets["indicators"].str.split()).explode("indicator")
    targets = targets[~targets["indicator"].isin(held)]
    return pd.DataFrame(
        {
            "name": targets["indicator"].map(names),
            "target_id": targets["target_id"],
            "target_basis": targets["basis"],
            "legal_force": targets["legal_force"],
            "target_year": targets["target_year"],
            "status": STATUSES["no_data"],
        }
    )


def _target(row: dict) -> str:
    year = row["target_year"]
    when = "" if pd.isna(year) else f", {int(year)}"
    return f"{_(row['target_basis'])}{when}" + (" " + _("(assumed)") if row.get("year_assumed") is True else "")
