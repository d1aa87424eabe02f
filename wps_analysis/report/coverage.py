"""Which figures are held: each indicator by year, and each output of the plan with the indicators that measure it."""

from __future__ import annotations

from datetime import date

import pandas as pd

from wps_analysis.charts.coverage import latest_states
from wps_analysis.codes import PILLARS, area_kind
from wps_analysis.registry.load import Registry
from wps_analysis.report.brief import Brief
from wps_analysis.report.counts import ATTENDANCE
from wps_analysis.tables import grouped
from wps_analysis.words.language import _
from wps_analysis.words.names import PILLAR_NAMES, theme_name

OLD_AFTER_YEARS = 5
_TELLING = ["agreement", "persons", "sex", "is_latest", "end"]  # what the state of an indicator and year is read from


def coverage_table(brief: Brief) -> pd.DataFrame:
    """List for each indicator of a brief's pillar and each year whether a figure is in the reports used here.

    Returns
    -------
    DataFrame
        Columns ``indicator``, ``name``, ``theme`` (as printed, in English), ``year`` and ``state``, in the order of the
        registry, for every year from the first figure to that of ``as_of``. A period of several years counts for its
        last. The state is ``differ`` (published figures differ), else ``no_sex`` (persons, but neither women nor men
        apart), else ``old`` (the indicator's latest figure, if it ended more than five years before ``as_of``), else
        ``held``; or ``none``. A count that stands beside its share is counted there. Indicators that are published for
        regions or the world alone are left out.

    Examples
    --------
    >>> from wps_analysis.claims.edition import edition
    >>> table = coverage_table(Brief(edition(), "KHM", "participation")).set_index(["indicator", "year"])["state"]
    >>> table["civil_service", 2024], table["equal_opportunity_enough", 2024], table["police_recruits", 2024]
    ('differ', 'no_sex', 'none')
    """
    registry, day = brief.edition.registry, date.fromisoformat(brief.edition.as_of)
    rows = _figures(brief)
    listed = brief.indicators[brief.indicators["pillar"].isin([brief.pillar] if brief.pillar else PILLARS)]
    left_out = {*_folds(registry), *_not_of(brief), *(registry.context - set(rows["indicator"]))}
    listed = listed[~listed["indicator"].isin(left_out) & (listed["kind"] != ATTENDANCE)]
    rows = rows[rows["indicator"].isin(listed["indicator"])]
    cells = grouped(rows[["indicator", "year", *_TELLING]].to_dict("records"), ["indicator", "year"])
    states = {key: _state(cell, day) for key, cell in cells.items()}
    years = range(rows["year"].min() if len(rows) else day.year, day.year + 1)
    lines = [
        (row["indicator"], row["name"], theme_name(row["theme"]), year, states.get((row["indicator"], year), "none"))
        for row in listed.to_dict("records")
        for year in years
    ]
    return pd.DataFrame(lines, columns=["indicator", "name", "theme", "year", "state"])


def coverage_title(table: pd.DataFrame) -> str:
    """State how many indicators have a figure, and how many one of the last five years.

    Parameters
    ----------
    table
        As ``coverage_table`` returns it.

    Examples
    --------
    >>> rows = [("a", 2023, "none"), ("a", 2024, "held"), ("b", 2023, "none"), ("b", 2024, "none")]
    >>> coverage_title(pd.DataFrame(rows, columns=["indicator", "year", "state"]))
    '1 of 2 indicators have a figure in the reports used here; for 1 it is from the last five years'
    """
    latest = latest_states(table)
    held = held_indicators(table)
    recent = (held["year"] >= table["year"].max() - OLD_AFTER_YEARS).sum()
    text = _(
        "{held} of {all} indicators have a figure in the reports used here; for {recent} it is from the last five years"
    )
    return text.format(held=len(held), all=len(latest), recent=recent)


def held_indicators(table: pd.DataFrame) -> pd.DataFrame:
    """Return the latest state of each indicator that has a figure, a count beside its share counted there.

    Parameters
    ----------
    table
        As ``coverage_table`` returns it.
    """
    latest = latest_states(table)
    return latest[latest["state"] != "none"]


def outputs_table(brief: Brief) -> pd.DataFrame:
    """List the outputs of the regional plan of action with the indicators that measure them and have a figure.

    Returns
    -------
    DataFrame
        Columns ``output``, ``pillar_name``, ``text``, ``data_holder``, ``theme``, ``name``, ``year`` (of the latest
        figure) and ``state`` (``held``, ``old``: it ended more than five years before ``as_of``, ``none``): one row an
        output and indicator, counts beside their share counted once; one row an output without a figure.
        Empty where the area is in no group that has a plan.

    Examples
    --------
    >>> from wps_analysis.claims.edition import edition
    >>> table = outputs_table(Brief(edition(), "KHM"))
    >>> table.loc[table["state"] == "none", "output"].to_list()
    ['1.2', '2.2', '3.1', '4.1', '5.1', '5.2', '5.3']
    """
    day = date.fromisoformat(brief.edition.as_of)
    latest = _figures(brief).sort_values("end", kind="stable").drop_duplicates("indicator", keep="last")
    measuring = brief.indicators[brief.indicators["rpa_relation"] == "measures"]
    listed = measuring[["indicator", "name", "theme", "rpa_output"]]
    held = listed.merge(latest[["indicator", "year", "end"]], on="indicator")
    states = ["old" if _is_old(end, day) else "held" for end in held["end"]]
    held = held.assign(state=pd.Series(states, index=held.index, dtype=str))
    table = brief.plan_outputs.merge(held, left_on="output", right_on="rpa_output", how="left")
    table = table.assign(
        pillar_name=table["pillar"].map(PILLAR_NAMES),
        theme=table["theme"].fillna("").map(theme_name),
        name=table["name"].fillna("").str.removesuffix(", number"),
        year=table["year"].astype("Int64"),
        state=table["state"].fillna("none"),
        data_holder=table["data_holder"].where(table["holder_area"] == brief.ref_area, ""),
    )
    return table[["output", "pillar_name", "text", "data_holder", "theme", "name", "year", "state"]]


def outputs_title(table: pd.DataFrame) -> str:
    """State how many of the plan's outputs have a figure.

    Parameters
    ----------
    table
        As ``outputs_table`` returns it.

    Examples
    --------
    >>> outputs_title(pd.DataFrame({"output": ["1.1", "1.2"], "state": ["held", "none"]}))
    '1 of 2 outputs of the plan have a figure that measures them in the reports used here'
    """
    held = table.loc[table["state"] != "none", "output"].nunique()
    text = _("{held} of {all} outputs of the plan have a figure that measures them in the reports used here")
    return text.format(held=held, all=table["output"].nunique())


def _figures(brief: Brief) -> pd.DataFrame:
    """Return all figures of the area with ``year``, ``persons`` and ``is_latest``, counts under their share."""
    rows, registry = brief.told, brief.edition.registry
    units = registry.indicators.set_index("indicator")["unit_measure"]
    counted = (rows["measure"] == "count") & (rows["indicator"].map(units) == "PS")
    asked = (rows["measure"] == "rate") & (rows["kind"] == "survey")
    rows = rows.assign(year=[day.year for day in rows["end"]], persons=counted | asked)
    rows = rows.assign(indicator=rows["indicator"].replace(_folds(registry)))
    return rows.assign(is_latest=rows["end"] == rows.groupby("indicator")["end"].transform("max"))


def _folds(registry: Registry) -> dict[str, str]:
    """Return the share beside which each count stands."""
    shares = registry.indicators[registry.indicators["count_indicator"] != ""]
    return dict(zip(shares["count_indicator"], shares["indicator"], strict=True))


def _not_of(brief: Brief) -> set[str]:
    """Return the indicators that have figures of regions, groups or the world alone, unless the area is one of them."""
    areas = brief.edition.table("observations").groupby("indicator")["ref_area"].agg(set)
    alone = areas.loc[[all(area_kind(code) == "aggregate" for code in codes) for codes in areas]]
    return {indicator for indicator, codes in alone.items() if brief.ref_area not in codes}


def _is_old(end: date, day: date) -> bool:
    return (pd.Timestamp(end) + pd.DateOffset(years=OLD_AFTER_YEARS)).date() < day


def _state(cell: list[dict], day: date) -> str:
    if any(row["agreement"] == "differ" for row in cell):
        return "differ"
    if any(row["persons"] for row in cell) and not any(row["sex"] in ("F", "M") for row in cell):
        return "no_sex"
    is_latest = any(row["is_latest"] for row in cell)
    return "old" if is_latest and _is_old(max(row["end"] for row in cell), day) else "held"
