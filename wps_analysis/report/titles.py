"""The headline of each chart of a brief: the finding in a sentence, made of the figures that are drawn.

A headline states no change whose sign is in doubt and no gap of a survey; it gives the figures instead.
"""

from __future__ import annotations

import pandas as pd

from wps_analysis.assessment.levels import beyond_ends
from wps_analysis.assessment.peers import area_of, compare_areas, n_text
from wps_analysis.assessment.ranks import pipeline_ratios
from wps_analysis.columns import SUBJECT
from wps_analysis.report.editor.wording import amount, dated, numeral, sentence_case
from wps_analysis.tables import Row, latest, womens_shares
from wps_analysis.words.figures import short_name, text_of
from wps_analysis.words.language import N_, _
from wps_analysis.words.said import joined, say

_GROUP = ["indicator", "ref_area", "population"]


def range_title(data: pd.DataFrame) -> str:
    """State the lowest and the highest share drawn: ``From 3.4 per cent of district governors to 27 per cent of …``."""
    value = data["obs_value"].fillna(data["upper"])
    lowest = data.loc[value.idxmin()].to_dict()
    highest = data.loc[data["obs_value"].fillna(data["lower"]).idxmax()].to_dict()
    if len(data) < 2 or lowest["obs_value"] == highest["obs_value"]:
        return sentence_case(say(_("{share} of {who} are women"), share=amount(highest), who=_who(highest)))
    ends = {"lowest": amount(lowest), "low": _who(lowest), "highest": amount(highest), "high": _who(highest)}
    return say(_("From {lowest} of {low} to {highest} of {high}"), **ends)


def pairs_title(data: pd.DataFrame) -> str:
    """State whether women are deputies more often than heads, in all pairs or in some."""
    pairs = pipeline_ratios(data)
    tops = pairs.drop_duplicates(["ref_area", "government_level", "ladder"])
    clear = tops["ratio_upper"] < 1
    count = {name: numeral(number) for name, number in (("count", int(clear.sum())), ("total", len(tops)))}
    if clear.all() and len(tops) > 1:
        return _("Women are deputies more often than heads, in all {count} pairs").format(count=count["total"])
    return _("Women are deputies more often than heads in {count} of {total} pairs").format(**count)


def bodies_title(data: pd.DataFrame) -> str:
    """State in which body women's share is lower than before, and in which it is higher, each since when."""
    changes = [change for group in data.groupby(SUBJECT, sort=False) if (change := _change(group[1]))]
    told = []
    for sign, words in (
        (-1, N_("a smaller share of women among {who} than in {year}")),
        (1, N_("a larger share of women among {who} than in {year}")),
    ):
        found = [change for change in changes if change[0] * sign > 0]
        if found:
            widest = max(found, key=lambda change: abs(change[0]))
            told.append(say(_(words), who=_who(widest[2]), year=dated(widest[1])))
    if not told:
        return _("Women's share of seats and posts, by date of the figure")
    return sentence_case(say(_("{first}, {second}"), first=told[0], second=told[1]) if len(told) > 1 else told[0])


def months_title(data: pd.DataFrame) -> str:
    """State the latest share of a register, and the first; of one that moved beyond both, from where to where."""
    first, *_others, last = ordered = data.sort_values("end").to_dict("records")
    ends = {"name": short_name(last), "start": dated(first), "last": amount(last), "end": dated(last)}
    if not (beyond := beyond_ends(ordered)):
        return say(_("{name}: {first} in {start}, {last} in {end}"), first=amount(first), **ends)
    low, high = beyond
    words = _("{name}: {last} in {end}, between {low} and {high} since {start}")
    return say(words, low=amount(low), high=amount(high), **ends)


def classes_title(data: pd.DataFrame) -> str:
    """State the latest share of each class of personnel, in the order of their names."""
    shares = womens_shares(data)
    newest = latest(shares, by=["population"]).to_dict("records")
    told = [say("{name} {value}", name=_(row["population_name"]), value=amount(row, running=False)) for row in newest]
    words = {"name": short_name({**newest[0], "population_name": ""}), "classes": joined(", ", sorted(told))}
    return say(_("{name} by class, women in the latest month: {classes}"), **words)


def neighbours_title(data: pd.DataFrame) -> str:
    """State the latest share of an area, and from the lowest to the highest of the others with their number."""
    one, *_others = compare_areas(data, data["compared_with"].iloc[0])
    low, high = amount(one.lowest), amount(one.highest)
    ends = low if low == high else say(_("{low} to {high}"), low=low, high=high)
    words = {"name": short_name(one.row), "figure": amount(one.row), "area": area_of(one.row), "n": n_text(one)}
    return say(_("{name}: {figure} in {area}, {ends} elsewhere ({n})"), ends=ends, **words)


def rates_title(data: pd.DataFrame) -> str:
    """Give the shares of women and of men that are farthest apart; of a survey no gap is stated."""
    wide = data.pivot_table(index=_GROUP, columns="sex", values="obs_value", sort=False)
    key = (wide["F"] - wide["M"]).abs().idxmax()
    rows = data[(data[_GROUP] == list(key)).all(axis="columns")].set_index("sex", drop=False)
    women, men = rows.loc["F"].to_dict(), rows.loc["M"].to_dict()
    shares = {"women": amount(women), "men": amount(men)}
    if "{men}" in women["wording"]:
        return sentence_case(say(_(women["wording"]), **shares))
    return say(_("{name}: {women} of women, {men} of men"), name=short_name(women), **shares)


def parts_title(data: pd.DataFrame) -> str:
    """State the first part of the first whole, and the largest beside it."""
    printed = data[(data["group"] == data["group"].iloc[0]) & (data["derived"] == "")].to_dict("records")
    first, *others = printed
    words = _("{group}: {share} {label}")
    said = say(words, group=_(first["group"]), share=amount(first), label=_(first["label"]))
    if not others:
        return said
    largest = max(others, key=lambda row: row["obs_value"])
    return say(_("{said}, {share} {label}"), said=said, share=amount(largest), label=_(largest["label"]))


def _who(row: Row) -> str:
    wording = text_of(row, "wording")
    return _(wording) if wording and "{" not in wording else short_name(row)


def _change(rows: pd.DataFrame) -> tuple[float, Row, Row] | None:
    """Return a sound change in points with both its ends, from the earliest figure of a body's newest series."""
    ordered = rows.sort_values("end").to_dict("records")
    run = [row for row in ordered if row["segment"] == ordered[-1]["segment"]]
    if len(run) < 2:
        return None
    first, last = run[0], run[-1]
    if first["envelope_upper"] < last["envelope_lower"] or first["envelope_lower"] > last["envelope_upper"]:
        return last["obs_value"] - first["obs_value"], first, last
    return None
