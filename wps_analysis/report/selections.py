"""The rows that each chart of a brief draws, and the finding that its title states.

Every selection takes figures (labelled observations with ``end``) and the brief that they are of, and returns a table.
"""

from __future__ import annotations

import pandas as pd

from wps_analysis.assessment.ranks import pipeline_ratios
from wps_analysis.assessment.status import STATUSES
from wps_analysis.charts.sheet.rows import level_order
from wps_analysis.columns import KEY, SUBJECT
from wps_analysis.report.brief import Brief
from wps_analysis.report.counts import differing
from wps_analysis.tables import womens_shares
from wps_analysis.words.figures import NBSP, number_text, period_text, value_text
from wps_analysis.words.language import N_, _, ngettext

_KINDS = {
    "law": N_("Targets of laws"),
    "plan": N_("Targets of plans"),
    "guideline": N_("Targets of guidelines"),
    "benchmark": N_("Benchmarks"),
}
_SECURITY_OUTPUTS = ("1.3", "2.4")
"""Outputs of the regional plan of action that speak of the security sector."""
_SECURITY_THEMES = ("armed_forces", "mine_action", "peacekeeping", "police")
"""Themes of the security sector, also of indicators that measure no output of the plan."""


def _newest(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the figures whose period ends last: that of a year stands beside that of its December."""
    return rows[rows["end"] == rows.groupby(SUBJECT)["end"].transform("max")]


def _of_security(rows: pd.DataFrame) -> pd.Series:
    return rows["rpa_output"].isin(_SECURITY_OUTPUTS) | rows["theme"].isin(_SECURITY_THEMES)


def _posts(rows: pd.DataFrame) -> pd.DataFrame:
    shares = _newest(womens_shares(rows))
    return shares[shares["kind"].isin(["body", "headcount"]) & ~_of_security(shares)]


def _in_chart_order(rows: pd.DataFrame) -> pd.DataFrame:
    """Return shares in the order of their chart, which is that of its pages."""
    records = rows.to_dict("records")
    return rows.iloc[sorted(range(len(records)), key=lambda place: level_order(records[place]))]


def national_posts(rows: pd.DataFrame, brief: Brief) -> pd.DataFrame:
    """Latest shares of national seats and posts outside the security sector."""
    posts = _posts(rows)
    return _in_chart_order(posts[posts["government_level"].isin(["national", ""])])


def subnational_posts(rows: pd.DataFrame, brief: Brief) -> pd.DataFrame:
    """Latest shares of province, district and commune seats and posts outside the security sector."""
    posts = _posts(rows)
    return _in_chart_order(posts[posts["government_level"].isin(["province", "district", "commune"])])


def security_sector(rows: pd.DataFrame, brief: Brief) -> pd.DataFrame:
    """Latest shares of security sector staff, deployments and bodies."""
    shares = _newest(womens_shares(rows))
    shares = shares[shares["kind"].isin(["headcount", "deployment", "body"])]
    return _in_chart_order(shares[_of_security(shares)])


def participants(rows: pd.DataFrame, brief: Brief) -> pd.DataFrame:
    """Latest shares computed from counts of participants; rows of a table are left to their total."""
    shares = _newest(womens_shares(rows))
    return _in_chart_order(shares[(shares["kind"] == "flow") & (shares["derived"] != "") & (shares["role"] != "part")])


def elected_bodies(rows: pd.DataFrame, brief: Brief) -> pd.DataFrame:
    """Shares of bodies with figures for more than one period."""
    shares = womens_shares(rows)
    shares = shares[(shares["kind"] == "body") & (shares["population"] == "_T") & shares["obs_value"].notna()]
    return shares[shares.groupby(SUBJECT)["time_period"].transform("nunique") > 1]


def women_men(rows: pd.DataFrame, brief: Brief) -> pd.DataFrame:
    """Latest rates that are printed for women and for men."""
    rates = _newest(rows[rows["measure"] == "rate"])
    both = rates.groupby(["indicator", "ref_area", "population", "time_period"])["sex"].transform(
        lambda sexes: {"F", "M"} <= set(sexes)
    )
    return rates[both.astype(bool)]


def parts(rows: pd.DataFrame, brief: Brief) -> pd.DataFrame:
    """Parts of a hundred as ``table_parts.csv`` names them, and what they leave of it."""
    named = brief.edition.registry.table_parts
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
    group = said["population_name"].map(lambda name: f", {_(name)}" if name else "")
    said = said.assign(
        key=said["name"] + said["population_name"] + said["time_period"],
        figure=said["name"].map(_) + group + ", " + [period_text(row) for row in said.to_dict("records")],
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
    """Figures of posts whose ranks can be compared within their level of government."""
    rows, level = brief.own, ["government_level", "ladder"]
    compared = pd.MultiIndex.from_frame(pipeline_ratios(rows)[level])
    return rows[pd.MultiIndex.from_frame(rows[level]).isin(compared)]


def range_title(data: pd.DataFrame) -> str:
    """State the lowest and the highest share drawn, "at least" and "less than" among them."""
    lowest = data.loc[data["obs_value"].fillna(data["upper"]).idxmin()]
    highest = data.loc[data["obs_value"].fillna(data["lower"]).idxmax()]
    if len(data) < 2 or lowest["obs_value"] == highest["obs_value"]:
        words = _("Women's share: {value} ({name})")
        return words.format(value=value_text(highest.to_dict()), name=_(highest["name"]))
    label = "population_name" if len(set(data["indicator"])) == 1 else "name"
    low, high = (f"{value_text(end.to_dict())} ({_(end[label])})" for end in (lowest, highest))
    return _("Women's share runs from {lowest} to {highest}").format(lowest=low, highest=high)


def change_title(data: pd.DataFrame) -> str:
    """State how many series are higher, and how many lower, at their latest figure."""
    ordered = data.sort_values("end").groupby([*SUBJECT, "segment"])
    bodies = data.groupby(SUBJECT).ngroups
    # A rise is one under every published figure of both ends.
    ends = {"envelope_lower": ["first", "last", "size"], "envelope_upper": ["first", "last"]}
    runs = ordered.agg(ends).pipe(lambda found: found[found["envelope_lower", "size"] > 1])
    if runs.empty:
        return _("Women's share by date: no series with more than one figure")
    low, high = runs["envelope_lower"], runs["envelope_upper"]
    higher, lower = (low["last"] >= high["first"]).sum(), (high["last"] <= low["first"]).sum()
    words = _(
        "Between first and latest figure, women's share is higher in {higher} of {count} series of {bodies} bodies"
    )
    if lower:
        words = _(
            "Between first and latest figure, women's share is higher in {higher} of {count} series of {bodies} bodies"
            " and lower in {lower}"
        )
    return words.format(higher=higher, lower=lower, count=len(runs), bodies=bodies)


def gap_title(data: pd.DataFrame) -> str:
    """State the question on which women and men differ most."""
    wide = data.pivot_table(index=["name", "population_name"], columns="sex", values="obs_value", sort=False)
    question, group = (wide["F"] - wide["M"]).abs().idxmax()
    row = wide.loc[(question, group)]
    if len(wide) == 1:
        words = _("{question}: {women}\u00a0% of women, {men}\u00a0% of men")
    else:
        words = _("Women and men differ most on “{question}”: {women}\u00a0% of women, {men}\u00a0% of men")
    return words.format(question=_(question), women=number_text(row["F"]), men=number_text(row["M"]))


def parts_title(data: pd.DataFrame) -> str:
    """State the two largest parts printed of the first whole."""
    printed = data[(data["group"] == data["group"].iloc[0]) & (data["derived"] == "")]
    largest = printed.sort_values("obs_value", ascending=False, kind="stable").head(2).to_dict("records")
    shares = (f"{number_text(row['obs_value'])}{NBSP}% {_(row['label'])}" for row in largest)
    return _("{group}: {shares}").format(group=_(largest[0]["group"]), shares=", ".join(shares))


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
    words = _("{kind}: the widest gap is {gap} points ({name})")
    return words.format(kind=_(_KINDS[force]), gap=number_text(widest["gap_pp"]), name=_(widest["name"]))
