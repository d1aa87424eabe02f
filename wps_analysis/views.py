"""Which of a pillar's figures each chart draws, and the finding that its title states."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
from matplotlib.figure import Figure

from wps_analysis import dataset
from wps_analysis.brief import PILLAR_NAMES
from wps_analysis.charts.compare import plot_compare
from wps_analysis.charts.describe import show
from wps_analysis.charts.differences import plot_differences
from wps_analysis.charts.labels import number_text, period_text, value_text
from wps_analysis.charts.levels import plot_levels
from wps_analysis.charts.parts import plot_parts
from wps_analysis.charts.trend import plot_trend
from wps_analysis.display import show_lines
from wps_analysis.errors import UnknownCodeError
from wps_analysis.periods import period_end
from wps_analysis.reconcile import KEY
from wps_analysis.registry import Registry, load_registry, nearest_codes

_GROUP = ["indicator", "ref_area", "population", "sex"]
_SECURITY_OUTPUTS = ("1.3", "2.4")
"""Outputs of the regional plan of action that speak of the security sector."""
_YEARS_DRAWN = 5


@dataclass(frozen=True)
class _View:
    select: Callable[[pd.DataFrame, pd.DataFrame, Registry], pd.DataFrame]
    title: Callable[[pd.DataFrame], str]
    subtitle: str
    draw: Callable[..., Figure]
    options: tuple[str, ...] = ()


def show_view(name: str, pillar: str, ref_area: str, *, as_of: str = "", root: str | Path | None = None) -> None:
    """Draw one of a pillar's charts in a notebook, or say that there is nothing to draw.

    Parameters
    ----------
    name
        A key of ``VIEWS``.
    pillar, ref_area
        Codes of a pillar (empty: all pillars) and an area.
    as_of
        ISO date; only documents published by then. Empty: all.
    root
        The project's root.

    Raises
    ------
    UnknownCodeError
        If there is no such view.
    """
    if name not in VIEWS:
        raise UnknownCodeError("view", name, nearest_codes(name, list(VIEWS)))
    data, fig = draw_view(name, pillar, ref_area, as_of=as_of, root=root)
    if fig is None:
        show_lines([f"{name.replace('_', ' ').capitalize()}: no figure of this kind in the documents held."])
    else:
        show(fig, data, name=name)


def draw_view(
    name: str, pillar: str, ref_area: str, *, as_of: str = "", root: str | Path | None = None
) -> tuple[pd.DataFrame, Figure | None]:
    """Select what a view draws, and draw it.

    Parameters as for ``show_view``. Figures that another pillar counts are drawn where the pillar has none of
    its own for this view, and their names say so.

    Returns
    -------
    DataFrame, Figure or None
        The rows drawn, and the figure; None where there is nothing to draw.
    """
    registry, view = load_registry(root), VIEWS[name]
    rows = dataset.load(ref_area=ref_area, as_of=as_of or None, root=root)
    rows = rows.assign(end=rows["time_period"].map(period_end))
    claims = dataset.load_claims(as_of=as_of or None, root=root)
    data = view.select(rows[rows["pillar"] == pillar] if pillar else rows, claims, registry)
    subtitle = view.subtitle
    if data.empty:
        also = rows[[pillar in codes.split() for codes in rows["also_pillar"]]]
        data = view.select(also, claims, registry)
        counted = also.loc[also["indicator"].isin(data.get("indicator", [])), "pillar"].map(PILLAR_NAMES).unique()
        subtitle += f"; counted under {' and '.join(sorted(counted)).lower()}"
    if data.empty:
        return data, None
    as_of = as_of or dataset.default_as_of(root)
    tables = {"targets": _not_long_past(registry.targets, as_of), "elections": registry.elections}
    fig = view.draw(
        data,
        title=view.title(data),
        subtitle=subtitle,
        as_of=as_of,
        **{option: tables[option] for option in view.options},
    )
    return data.drop(columns="end", errors="ignore"), fig


def _not_long_past(targets: pd.DataFrame, as_of: str) -> pd.DataFrame:
    """Leave to the tables the targets whose year passed more than five years before the date of the data."""
    return targets[targets["target_year"].isna() | (targets["target_year"] >= int(as_of[:4]) - _YEARS_DRAWN)]


def _womens_shares(rows: pd.DataFrame) -> pd.DataFrame:
    return rows[(rows["measure"] == "composition") & (rows["sex"] == "F") & (rows["unit_measure"] == "PT")]


def _latest(rows: pd.DataFrame) -> pd.DataFrame:
    return rows[rows["end"] == rows.groupby(_GROUP)["end"].transform("max")]


def _posts(rows: pd.DataFrame) -> pd.DataFrame:
    shares = _latest(_womens_shares(rows))
    return shares[shares["kind"].isin(["body", "headcount"]) & ~shares["rpa_output"].isin(_SECURITY_OUTPUTS)]


def _national_posts(rows: pd.DataFrame, claims: pd.DataFrame, registry: Registry) -> pd.DataFrame:
    posts = _posts(rows)
    return posts[posts["government_level"].isin(["national", ""])]


def _subnational_posts(rows: pd.DataFrame, claims: pd.DataFrame, registry: Registry) -> pd.DataFrame:
    posts = _posts(rows)
    return posts[posts["government_level"].isin(["province", "district", "commune"])]


def _security_sector(rows: pd.DataFrame, claims: pd.DataFrame, registry: Registry) -> pd.DataFrame:
    shares = _latest(_womens_shares(rows))
    shares = shares[shares["kind"].isin(["headcount", "deployment", "body"])]
    return shares[shares["rpa_output"].isin(_SECURITY_OUTPUTS)]


def _participants(rows: pd.DataFrame, claims: pd.DataFrame, registry: Registry) -> pd.DataFrame:
    shares = _latest(_womens_shares(rows))
    return shares[(shares["kind"] == "flow") & (shares["derived"] != "") & (shares["role"] != "part")]


def _over_time(rows: pd.DataFrame) -> pd.DataFrame:
    shares = _womens_shares(rows)
    shares = shares[(shares["population"] == "_T") & shares["obs_value"].notna()]
    return shares[shares.groupby(_GROUP)["time_period"].transform("nunique") > 1]


def _elected_bodies(rows: pd.DataFrame, claims: pd.DataFrame, registry: Registry) -> pd.DataFrame:
    shares = _over_time(rows)
    return shares[shares["kind"] == "body"]


def _staff(rows: pd.DataFrame, claims: pd.DataFrame, registry: Registry) -> pd.DataFrame:
    shares = _over_time(rows)
    return shares[shares["kind"].isin(["headcount", "deployment"])]


def _women_men(rows: pd.DataFrame, claims: pd.DataFrame, registry: Registry) -> pd.DataFrame:
    rates = _latest(rows[rows["measure"] == "rate"])
    both = rates.groupby(["indicator", "ref_area", "population", "time_period"])["sex"].transform(
        lambda sexes: {"F", "M"} <= set(sexes)
    )
    return rates[both.astype(bool)]


def _parts(rows: pd.DataFrame, claims: pd.DataFrame, registry: Registry) -> pd.DataFrame:
    parts = registry.table_parts.merge(rows.drop(columns="table_id"), on=["indicator", "population", "sex"])
    parts = parts.sort_values("end").drop_duplicates(["table_id", "label"], keep="last")
    left = 100 - parts.groupby("table_id")[["obs_value", "upper", "lower"]].sum()
    rests = registry.table_parts[registry.table_parts["indicator"] == ""].set_index("table_id")
    rests = rests.join(left.rename(columns={"upper": "lower", "lower": "upper"}), how="inner").reset_index()
    table = pd.concat([parts.assign(derived=""), rests[rests["obs_value"] > 0].assign(derived="yes")])
    order = registry.table_parts.reset_index().set_index(["table_id", "label"])["index"]
    table = table.assign(order=[order[key] for key in zip(table["table_id"], table["label"], strict=True)])
    return table.sort_values("order").drop(columns="order").rename(columns={"table_name": "group"}).fillna("")


def _differences(rows: pd.DataFrame, claims: pd.DataFrame, registry: Registry) -> pd.DataFrame:
    differing = rows[(rows["agreement"] == "differ") & (rows["derived"] == "")]
    speaking = differing[[*KEY, "claim_id", "name", "population_name", "choice_reason", "custodian"]]
    said = claims[claims["role"] != "target"].merge(speaking, on=KEY, suffixes=("", "_speaking"))
    titles = registry.sources.set_index("source_id")["title"]
    group = said["population_name"].map(lambda name: f", {name}" if name else "")
    said = said.assign(
        figure=said["name"] + group + ", " + [period_text(row) for row in said.to_dict("records")],
        speaks=said["claim_id"] == said["claim_id_speaking"],
        source_title=said["source"].map(titles),
    )
    one_line = ["figure", "obs_value", "lower", "upper", "source_title"]
    merged = said.sort_values("speaks", ascending=False).groupby(one_line, sort=False, dropna=False)
    return merged.agg(
        value_text=("value_text", "first"), locator=("locator", lambda places: ", ".join(sorted(set(places)))),
        speaks=("speaks", "max"), choice_reason=("choice_reason", "first"), custodian=("custodian", "first"),
        unit_measure=("unit_measure", "first"), time_period=("time_period", "first"),
    ).reset_index().sort_values(["figure", "speaks"], ascending=[True, False], ignore_index=True)  # fmt: skip


def _range_title(data: pd.DataFrame) -> str:
    points = data[data["obs_value"].notna()].sort_values("obs_value")
    if points["obs_value"].nunique() < 2:
        return f"Women's share: {value_text(data.iloc[0].to_dict())} ({data['name'].iloc[0]})"
    label = "population_name" if len(set(data["indicator"])) == 1 else "name"
    ends = [f"{number_text(end['obs_value'])} % ({end[label]})" for end in (points.iloc[0], points.iloc[-1])]
    return f"Women's share runs from {' to '.join(ends)}"


def _change_title(data: pd.DataFrame) -> str:
    runs = data.sort_values("end").groupby([*_GROUP, "segment"])["obs_value"].agg(["first", "last", "size"])
    runs = runs[runs["size"] > 1]
    higher, lower = (runs["last"] > runs["first"]).sum(), (runs["last"] < runs["first"]).sum()
    words = f"Between first and latest figure, women's share is higher in {higher} of {len(runs)} series"
    return words + (f" and lower in {lower}" if lower else "")


def _gap_title(data: pd.DataFrame) -> str:
    wide = data.pivot_table(index=["name", "population_name"], columns="sex", values="obs_value", sort=False)
    question, group = (wide["F"] - wide["M"]).abs().idxmax()
    row = wide.loc[(question, group)]
    return (
        f"Women and men differ most on “{question}”: {number_text(row['F'])} % of women,"
        f" {number_text(row['M'])} % of men"
    )


def _parts_title(data: pd.DataFrame) -> str:
    first = data.iloc[0]
    return f"{first['group']}: {number_text(float(first['obs_value']))} % {first['label']}"


def _differences_title(data: pd.DataFrame) -> str:
    figures = data["figure"].nunique()
    return f"Published figures differ for {figures} figure{'s' if figures > 1 else ''}; to be confirmed"


VIEWS = {
    "national_posts": _View(
        _national_posts, _range_title, "Women's share of national seats and posts, latest figure",
        plot_levels, ("targets",),
    ),
    "subnational_posts": _View(
        _subnational_posts, _range_title, "Women's share of subnational seats and posts, latest figure",
        plot_levels, ("targets",),
    ),
    "security_sector": _View(
        _security_sector, _range_title, "Women's share in the security sector, latest figure",
        plot_levels, ("targets",),
    ),
    "participants": _View(
        _participants, _range_title, "Women among participants, computed from counts", plot_levels,
    ),
    "elected_bodies": _View(
        _elected_bodies, _change_title, "Women's share of seats by date; a body's share moves at elections", plot_trend,
        ("targets", "elections"),
    ),
    "staff": _View(
        _staff, _change_title, "Women's share of staff and personnel by date; series are not joined", plot_trend,
        ("targets",),
    ),
    "women_men": _View(_women_men, _gap_title, "Share within each sex, latest figure", plot_compare),
    "parts": _View(_parts, _parts_title, "Parts of 100, as printed; the rest is computed", plot_parts),
    "differences": _View(
        _differences, _differences_title, "Each claim as the interval of its rounding; filled: the one that speaks",
        plot_differences,
    ),
}  # fmt: skip
"""The charts of a pillar's brief, by name."""
