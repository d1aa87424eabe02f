"""The title of each chart of the packs says what its rows say: direction, numbers and status."""

import re

import pandas as pd
import pytest

from wps_analysis.assessment.status import STATUSES
from wps_analysis.claims.edition import Edition
from wps_analysis.codes import PILLARS
from wps_analysis.report import titles, views
from wps_analysis.report.brief import Brief

KNOWN = Edition()


def numbers_of(text):
    return [float(n.replace(",", "")) for n in re.findall(r"\d[\d,]*\.?\d*", text)]


def title_of(fig):
    return next(text.get_text() for text in fig.texts if text.get_label() == "title").replace("\n", " ")


def drawn(name, pillar):
    chart = views.draw_view(name, Brief(KNOWN, "KHM", pillar))
    return chart.data, title_of(chart.figures[0]) if chart.figures else ""


@pytest.mark.parametrize("pillar", PILLARS)
def test_the_title_on_women_and_men_gives_the_shares_farthest_apart(pillar):
    data, title = drawn("women_men", pillar)
    if not title:
        return
    pairs = data.pivot_table(index=["name", "population"], columns="sex", values="obs_value")
    _question, row = max(pairs.iterrows(), key=lambda pair: abs(pair[1]["F"] - pair[1]["M"]))
    assert numbers_of(title) == pytest.approx([row["F"], row["M"]])


def test_the_title_of_gaps_counts_the_statuses_of_the_strongest_kind_of_target():
    data, title = drawn("gaps", "participation")
    plans = data[(data["legal_force"] == "plan") & (data["operator"] != "parity")]
    assert title.startswith("Targets of plans: ")
    for status in STATUSES.values():
        count = (plans["status"] == status).sum()
        assert (f"{status} ({count})" in title) == (count > 0)


@pytest.mark.parametrize("pillar", PILLARS)
def test_the_title_of_coverage_counts_indicators(pillar):
    data, title = drawn("coverage", pillar)
    with_figure = data[data["state"] != "none"]["indicator"].nunique()
    assert numbers_of(title)[:2] == [with_figure, data["indicator"].nunique()]


def test_the_title_of_outputs_counts_those_with_a_figure():
    data, title = drawn("outputs", "")
    measured = data[data["state"] != "none"]
    assert numbers_of(title)[:2] == [measured["output"].nunique(), data["output"].nunique()]


def test_no_title_judges_or_explains():
    for pillar in PILLARS:
        for title in (drawn(name, pillar)[1] for name in views.VIEWS):
            assert not re.search(r"\b(only|still|lags?|because|conflict|best|worst)\b", title, re.IGNORECASE)


def row(name, value, half=0.05, **columns):
    bounds = {"lower": value - half, "upper": value + half}
    envelope = {"envelope_lower": value - half, "envelope_upper": value + half}
    return {
        "indicator": name, "ref_area": "KHM", "population": "_T", "sex": "F", "name": name.capitalize(),
        "wording": name, "short_name": "", "unit_measure": "PT", "qualifier": "exact", "obs_value": value,
        "claim_id": name,
        "agreement": "single", "time_period": "2024", "period_basis": "stated", "segment": f"{name}:0", "end": 2024,
        **bounds, **envelope, **columns,
    }  # fmt: skip


def plain(title):
    return title.replace("\u00a0", " ")


def test_a_range_names_the_lowest_and_the_highest_share_drawn():
    posts = pd.DataFrame([row("governors", 3.4), row("deputies", 21.2), row("clerks", 12.0)])
    assert plain(titles.range_title(posts)) == "From 3.4 per cent of governors to 21.2 per cent of deputies"
    above = {"obs_value": None, "lower": 40.0, "upper": 100.0, "qualifier": "at_least"}
    posts.loc[2, list(above)] = list(above.values())
    assert plain(titles.range_title(posts)).endswith("to at least 40 per cent of clerks")


def test_a_change_of_a_body_is_in_the_title_only_where_it_is_sound():
    earlier = {"time_period": "2018", "end": 2018}
    rows = [row("members", 21.0, **earlier), row("members", 14.4), row("chiefs", 7.9, **earlier), row("chiefs", 10.7)]
    assert plain(titles.bodies_title(pd.DataFrame(rows))) == (
        "A smaller share of women among members than in 2018, a larger share of women among chiefs than in 2018"
    )
    doubted = [row("members", 21.0, half=10, **earlier), row("members", 14.4)]
    differing = {"agreement": "differ", **earlier}
    doubted += [row("chiefs", 7.9, envelope_upper=11.0, **differing), row("chiefs", 10.7)]
    assert titles.bodies_title(pd.DataFrame(doubted)) == "Women's share of seats and posts, by date of the figure"
    sound = [row("chiefs", 7.9, envelope_upper=9.0, **differing), row("chiefs", 10.7)]
    assert plain(titles.bodies_title(pd.DataFrame(sound))) == "A larger share of women among chiefs than in 2018"


def test_pairs_are_counted_where_they_do_not_all_point_one_way():
    def pair(ladder, head, deputy):
        place = {"government_level": "district", "ladder": ladder, "kind": "body", "basis": "register"}
        return [
            row(f"{ladder} heads", head, rank="head", **place),
            row(f"{ladder} deputies", deputy, rank="deputy", **place),
        ]

    same = pd.DataFrame([*pair("a", 3.4, 21.2), *pair("b", 10.6, 26.7)])
    assert titles.pairs_title(same) == "Women are deputies more often than heads, in all two pairs"
    other = pd.DataFrame([*pair("a", 3.4, 21.2), *pair("b", 30.6, 26.7)])
    assert titles.pairs_title(other) == "Women are deputies more often than heads in one of two pairs"


def test_the_title_of_rates_gives_both_shares_and_states_no_gap():
    pair = {"measure": "rate"}
    rows = [row("stigma", 24.0, **pair), row("stigma", 8.0, sex="M", **pair)]
    rows += [row("mentor", 50.0, **pair), row("mentor", 51.0, sex="M", **pair)]
    assert plain(titles.rates_title(pd.DataFrame(rows))) == "Stigma: 24 per cent of women, 8 per cent of men"


def test_the_title_of_parts_names_the_first_and_the_largest_beside_it():
    parts = pd.DataFrame({"label": ["women alone", "jointly", "rest"], "obs_value": [18.0, 68.0, 14.0]})
    parts = parts.assign(group="Land titles", unit_measure="PT", derived=["", "", "yes"])
    parts = parts.assign(lower=parts["obs_value"], upper=parts["obs_value"])
    assert plain(titles.parts_title(parts)) == "Land titles: 18 per cent women alone, 68 per cent jointly"
