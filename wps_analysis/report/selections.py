"""The rows that each chart of a brief draws, and the finding that its title states.

Every selection takes figures (labelled observations with ``end``) and the brief that they are of, and returns a table.
"""

from __future__ import annotations

import pandas as pd

from wps_analysis.assessment.status import STATUSES
from wps_analysis.charts.sheet.months import YEAR, is_month
from wps_analysis.charts.sheet.rows import LEVELS
from wps_analysis.columns import KEY, SUBJECT
from wps_analysis.report.brief import GROUP, Brief
from wps_analysis.report.counts import differing
from wps_analysis.report.editor.facts import facts
from wps_analysis.report.editor.headings import headline_group
from wps_analysis.report.peers_brief import peer_areas, with_most_years
from wps_analysis.tables import womens_shares
from wps_analysis.words.figures import number_text, period_text
from wps_analysis.words.language import N_, _, ngettext

_KINDS = {
    "law": N_("Targets of laws"),
    "plan": N_("Targets of plans"),
    "guideline": N_("Targets of guidelines"),
    "benchmark": N_("Benchmarks"),
}
_MOST_PAIRS = 8
_SECURITY_OUTPUTS = ("1.3", "2.4")
"""Outputs of the regional plan of action that speak of the security sector."""
_SECURITY_THEMES = ("armed_forces", "mine_action", "peacekeeping", "police")
"""Themes of the security sector, also of indicators that measure no output of the plan."""

_MONTHS = 2 * YEAR
"""The fewest of a register that a chart is drawn of."""


def _newest(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the figures whose period ends last: that of a year stands beside that of its December."""
    return rows[rows["end"] == rows.groupby(SUBJECT)["end"].transform("max")]


def _of_security(rows: pd.DataFrame) -> pd.Series:
    return rows["rpa_output"].isin(_SECURITY_OUTPUTS) | rows["theme"].isin(_SECURITY_THEMES)


def _posts(rows: pd.DataFrame) -> pd.DataFrame:
    shares = _newest(womens_shares(rows))
    return shares[shares["kind"].isin(["body", "headcount"]) & ~_of_security(shares)]


def posts(rows: pd.DataFrame, brief: Brief) -> pd.DataFrame:
    """Latest shares of the posts and seats that the headline speaks of; of all outside the security sector, if none."""
    group = {fact.key for fact in headline_group(facts(brief), brief.edition.as_of)}
    shares = _posts(rows).sort_values("obs_value", ascending=False, kind="stable")  # a slide is split in this order
    keys = zip(shares["indicator"], shares["population"], strict=True)
    return shares[[key in group for key in keys]] if group else shares


def security_sector(rows: pd.DataFrame, brief: Brief) -> pd.DataFrame:
    """Latest shares of security sector staff, deployments and bodies."""
    shares = _newest(womens_shares(rows))
    shares = shares[shares["kind"].isin(["headcount", "deployment", "body"])]
    return shares[_of_security(shares)]


def elected_bodies(rows: pd.DataFrame, brief: Brief) -> pd.DataFrame:
    """Shares of bodies with figures for more than one period, where they may be a message; two alone are a sentence."""
    shares = womens_shares(rows)
    shares = shares[
        (shares["kind"] == "body")
        & (shares["message"] == "yes")
        & (shares["population"] == "_T")
        & shares["obs_value"].notna()
    ]
    shares = shares[shares.groupby(SUBJECT)["time_period"].transform("nunique") > 1]
    order = shares.assign(
        level=shares["government_level"].map([*LEVELS].index, na_action="ignore"),
        latest=-shares.sort_values("end").groupby(SUBJECT)["obs_value"].transform("last"),
    )
    return shares.loc[order.sort_values(["level", "latest"], kind="stable").index if len(order) > 2 else []]


def by_month(rows: pd.DataFrame, brief: Brief) -> pd.DataFrame:
    """Shares of the deployment that most months are held of, if these are two years or more; of all personnel first."""
    shares = womens_shares(rows)
    shares = shares[(shares["kind"] == "deployment") & shares["obs_value"].notna()]
    months = shares["time_period"].map(is_month).groupby([shares[column] for column in SUBJECT]).transform("sum")
    shares = shares[(months >= _MONTHS) & (months == months.max())]
    shares = shares[shares["indicator"] == shares["indicator"].min()].sort_values("end")
    return shares[shares["population"] == min(shares["population"], key=lambda code: (code != "_T", code), default="")]


def neighbours(rows: pd.DataFrame, brief: Brief) -> pd.DataFrame:
    """Shares over the years in the area and its group, of the indicator that has the most years of them together.

    With ``compared_with``, the area's code.
    """
    every = womens_shares(brief.edition.in_areas(peer_areas(brief.ref_area, brief.edition)))
    every = every[every["indicator"].isin(womens_shares(rows)["indicator"])]
    return with_most_years(every, brief.ref_area, brief.edition.registry.areas)


def women_men(rows: pd.DataFrame, brief: Brief) -> pd.DataFrame:
    """Latest rates that are printed for women and for men, the eight that are farthest apart."""
    rates = _newest(rows[rows["measure"] == "rate"])
    both = rates.groupby(["indicator", "ref_area", "population", "time_period"])["sex"].transform(
        lambda sexes: {"F", "M"} <= set(sexes)
    )
    rates = rates[both.astype(bool)]
    values = rates.pivot_table(index=GROUP, columns="sex", values="obs_value", sort=False)
    widest = (values["F"] - values["M"]).abs().nlargest(_MOST_PAIRS).index if len(values) else []
    return rates[pd.MultiIndex.from_frame(rates[GROUP]).isin(widest)]


def parts(rows: pd.DataFrame, brief: Brief) -> pd.DataFrame:
    """Parts of a hundred as ``table_parts.csv`` names them, and what they leave of it, where one may be a message."""
    named = brief.edition.registry.table_parts
    spoken = set(rows.loc[rows["message"] == "yes", "indicator"])
    named = named[named["table_id"].isin(named.loc[named["indicator"].isin(spoken), "table_id"])]
    parts = named.merge(rows.drop(columns="table_id"), on=["indicator", "population", "sex"])
    parts = parts.sort_values("end").drop_duplicates(["table_id", "label"], keep="last")
    left = 100 - parts.groupby("table_id")[["obs_value", "upper", "lower"]].sum()
    rests = named[named["indicator"] == ""].set_index("table_id")
    rests = rests.join(left.rename(columns={"upper": "lower", "lower": "upper"}), how="inner").reset_index()
    table = pd.concat([parts.assign(derived=""), rests[rests["obs_value"] > 0].assign(derived="yes")])
    order = named.reset_index().set_index(["table_id", "label"])["index"]
    table = table.assign(order=[order[key] for key in zip(table["table_id"], table["label"], strict=True)])
    table = table.sort_values("order").drop(columns="order").rename(columns={"table_name": "group"})
    texts = table.select_dtypes("str").columns
    return table.assign(**{column: table[column].fillna("") for column in texts})


def differences(rows: pd.DataFrame, brief: Brief) -> pd.DataFrame:
    """Every claim on the figures that differ, one line for a source and value, in the order of the English names."""
    speaking = differing(rows)[[*KEY, "claim_id", "name", "population_name", "choice_reason", "custodian"]]
    claims = brief.edition.claims
    said = claims[claims["role"] != "target"].merge(speaking, on=KEY, suffixes=("", "_speaking"))
    figures = [
        ", ".join(filter(None, (_(row["name"]), _(row["population_name"] or ""), period_text(row))))
        for row in said.to_dict("records")
    ]
    said = said.assign(
        key=said["name"] + said["population_name"] + said["time_period"],
        figure=pd.Series(figures, index=said.index, dtype="str"),
        speaks=said["claim_id"] == said["claim_id_speaking"],
        source_title=said["source"].map(brief.edition.registry.titles),
    )
    one_line = ["key", "figure", "obs_value", "lower", "upper", "source_title"]
    merged = said.sort_values("speaks", ascending=False).groupby(one_line, sort=False, dropna=False)
    return merged.agg(
        value_text=("value_text", "first"), locator=("locator", lambda places: ", ".join(sorted(set(places)))),
        speaks=("speaks", "max"), choice_reason=("choice_reason", "first"), custodian=("custodian", "first"),
        unit_measure=("unit_measure", "first"), time_period=("time_period", "first"),
    ).reset_index().sort_values(["key", "speaks"], ascending=[True, False], ignore_index=True)  # fmt: skip


def gaps(brief: Brief) -> pd.DataFrame:
    """Each latest share with a target, in the order of the chart, which is that of its pages."""
    rows = brief.judged
    rows = rows[rows["unit_measure"] == "PT"]
    rows = rows.assign(place=rows["legal_force"].map(list(_KINDS).index) + 9 * (rows["operator"] == "parity"))
    return rows.sort_values(["place", "target_id", "gap_pp"], ascending=[True, True, False]).drop(columns="place")


def ranks(brief: Brief) -> pd.DataFrame:
    """Figures of heads and their deputies, of each ladder that has both."""
    shares, level = womens_shares(brief.own), ["ref_area", "government_level", "ladder"]
    pairs = shares[shares["rank"].isin(["head", "deputy"]) & (shares["ladder"] != "") & shares["obs_value"].notna()]
    return pairs[pairs.groupby(level)["rank"].transform("nunique") == 2]


def differences_title(data: pd.DataFrame) -> str:
    """State how many figures differ."""
    figures = data["figure"].nunique()
    words = ngettext(
        "Published figures differ in {count} case; to be confirmed",
        "Published figures differ in {count} cases; to be confirmed",
        figures,
    )
    return words.format(count=figures)


def gaps_title(assessed: pd.DataFrame) -> str:
    """State how the targets of the strongest kind stand; the widest gap where they have no year.

    Parameters
    ----------
    assessed
        Rows of ``assess`` with a target.
    """
    floors = assessed[assessed["operator"] != "parity"]
    rows = floors if len(floors) else assessed
    force = next(force for force in _KINDS if force in set(rows["legal_force"]))
    rows = rows[rows["legal_force"] == force]
    if rows["target_year"].notna().any():
        counts = rows["status"].value_counts()
        statuses = "; ".join(f"{_(status)} ({counts[status]})" for status in STATUSES.values() if status in counts)
        return _("{kind}: {statuses}").format(kind=_(_KINDS[force]), statuses=statuses)
    if rows["gap_pp"].isna().all():
        return _("{kind}: the gaps are no single numbers").format(kind=_(_KINDS[force]))
    widest = rows.loc[rows["gap_pp"].idxmax()]
    if rows["gap_upper_pp"].max() <= 0:
        return _("{kind}: every figure with a target reaches it").format(kind=_(_KINDS[force]))
    words = _("{kind}: the widest gap is {gap} points ({name})")
    return words.format(kind=_(_KINDS[force]), gap=number_text(widest["gap_pp"]), name=_(widest["name"]))
