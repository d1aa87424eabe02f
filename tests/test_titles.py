"""The title of each chart of the packs says what its rows say: direction, numbers and status."""

import re

import pytest

from wps_analysis.assessment.status import STATUSES
from wps_analysis.claims.edition import Edition
from wps_analysis.codes import PILLARS
from wps_analysis.report import views
from wps_analysis.report.brief import Brief
from wps_analysis.words.figures import number_text

KNOWN = Edition()


def numbers_of(text):
    return [float(n.replace(",", "")) for n in re.findall(r"\d[\d,]*\.?\d*", text)]


def title_of(fig):
    return next(text.get_text() for text in fig.texts if text.get_label() == "title").replace("\n", " ")


def drawn(name, pillar):
    chart = views.draw_view(name, Brief(KNOWN, "KHM", pillar))
    return chart.data, title_of(chart.figures[0]) if chart.figures else ""


def test_the_title_of_changes_counts_the_series_that_rose_and_fell():
    data, title = drawn("elected_bodies", "participation")
    rose, fell = 0, 0
    for _, run in data.groupby(["indicator", "segment"]):
        run = run.sort_values("time_period")
        if len(run) > 1:
            rose += run["obs_value"].iloc[-1] > run["obs_value"].iloc[0]
            fell += run["obs_value"].iloc[-1] < run["obs_value"].iloc[0]
    bodies = data["indicator"].nunique()
    assert re.search(rf"higher in {rose} of {rose + fell} series of {bodies} bodies and lower in {fell}$", title)


@pytest.mark.parametrize("pillar", PILLARS)
def test_the_title_on_women_and_men_names_the_widest_difference(pillar):
    data, title = drawn("women_men", pillar)
    if not title:
        return
    pairs = data.pivot_table(index=["name", "population"], columns="sex", values="obs_value")
    (question, _), row = max(pairs.iterrows(), key=lambda pair: abs(pair[1]["F"] - pair[1]["M"]))
    assert question in title
    assert f"{number_text(row['F'])} % of women, {number_text(row['M'])} % of men" in title


def test_the_title_of_gaps_counts_the_statuses_of_the_strongest_kind_of_target():
    data, title = drawn("gaps", "participation")
    plans = data[(data["legal_force"] == "plan") & (data["operator"] != "parity")]
    assert title.startswith("Targets of plans: ")
    for status in STATUSES.values():
        count = (plans["status"] == status).sum()
        assert (f"{status} ({count})" in title) == (count > 0)


def test_the_title_of_ranks_holds_the_shares_of_one_ladder():
    data, title = drawn("pipeline", "participation")
    shares = dict(zip(data["name"], data["obs_value"], strict=True))
    named = re.findall(r"([\d.]+) % \(([^)]+)\)", title)
    assert len(named) == 2
    assert all(float(share) == pytest.approx(shares[name], abs=0.05) for share, name in named)


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
