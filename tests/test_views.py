"""What each chart of a brief draws, and that its title says what the rows say."""

import re

import pandas as pd
import pytest

from wps_analysis.claims.edition import Edition
from wps_analysis.codes import PILLARS
from wps_analysis.dev.legibility import check_legible
from wps_analysis.errors import UnknownCodeError
from wps_analysis.report import pillar, views
from wps_analysis.report.brief import Brief
from wps_analysis.report.counts import differing
from wps_analysis.report.pages import HEIGHTS
from wps_analysis.report.selections import range_title

KNOWN = {language: Edition(language=language) for language in ("en", "km")}


def brief_of(pillar, area="KHM", language="en"):
    return Brief(KNOWN[language], area, pillar)


def drawn(name, pillar, area="KHM", size="print"):
    chart = views.draw_view(name, brief_of(pillar, area), size=size)
    return chart.data, chart.figures


@pytest.mark.parametrize("code", PILLARS)
def test_every_pillar_has_three_to_five_charts_that_are_legible(code):
    charts = pillar(code, "KHM").charts
    assert 3 <= len(charts) <= 5
    assert [problem for chart in charts for fig in chart.figures for problem in check_legible(fig)] == []


def title_of(fig):
    return next(text.get_text() for text in fig.texts if text.get_label() == "title").replace("\n", " ")


def test_a_range_title_names_the_ends_of_what_is_drawn():
    data, (fig,) = drawn("subnational_posts", "participation")
    low, high = data["obs_value"].min(), data["obs_value"].fillna(data["lower"]).max()
    assert [float(n) for n in re.findall(r"(\d+\.?\d*) %", title_of(fig))] == pytest.approx([low, high], abs=0.05)


def test_a_range_title_does_not_end_below_a_share_printed_as_at_least():
    bounds = {"lower": [7.95, 12.5, 40.0], "upper": [8.05, 13.5, 100.0], "qualifier": ["", "", "at_least"]}
    rows = {"obs_value": [8.0, 13.0, None], **bounds, "indicator": list("abc"), "name": ["A", "B", "C"]}
    title = range_title(pd.DataFrame(rows).assign(unit_measure="PT"))
    assert title.replace("\u00a0", " ") == "Women's share runs from 8.0 % (A) to at least 40 % (C)"


def test_parts_of_a_hundred_are_completed_by_what_is_not_printed():
    data, _ = drawn("parts", "protection")
    help_seeking = data[data["table_id"] == "gbv_help_2021"]
    assert help_seeking["obs_value"].tolist() == [31, 16, 53]
    assert help_seeking["derived"].tolist() == ["", "", "yes"]


def test_differing_figures_show_every_claim_and_mark_the_one_that_speaks():
    data, _ = drawn("differences", "participation")
    said = data[data["figure"] == "Civil servants, 2024"]
    assert said["value_text"].tolist() == ["42 per cent", "41 per cent"]
    assert said["speaks"].tolist() == [True, False]


def test_all_pillars_together_show_every_figure_that_differs():
    data, _ = drawn("differences", "")
    rows = KNOWN["en"].figures(ref_area="KHM")
    assert data["figure"].nunique() == len(differing(rows))


def test_a_place_without_figures_is_told_so():
    data, figures = drawn("parts", "participation", "LAO")
    assert data.empty
    assert figures == []


def test_an_unknown_view_is_answered_with_the_nearest():
    with pytest.raises(UnknownCodeError, match="parts"):
        views.draw_view("partz", brief_of("participation"))


@pytest.mark.parametrize("language", ["en", "km"])
@pytest.mark.parametrize("size", ["print", "slide"])
@pytest.mark.parametrize("pillar", ["participation", "protection", "prevention", "relief_recovery"])
def test_every_chart_of_the_packs_is_legible_in_both_languages_and_sizes(pillar, size, language):
    figures = []
    brief = brief_of(pillar, language=language)
    for name in (*views.chosen_views(brief), "gaps", "coverage", "pipeline"):
        figures += views.draw_view(name, brief, size=size).figures
    problems = [problem for fig in figures for problem in check_legible(fig)]
    assert problems == []
    assert {fig.get_label() for fig in figures} == {language}
    assert [fig.texts[0].get_text() for fig in figures if fig.get_size_inches()[1] > 1.01 * HEIGHTS[size]] == []


def test_a_chart_that_is_too_tall_is_split_and_says_so():
    data, figures = drawn("subnational_posts", "participation", size="slide")
    subtitles = [next(t.get_text() for t in fig.texts if t.get_label() == "subtitle") for fig in figures]
    assert [f"part {n} of {len(figures)}" in text for n, text in enumerate(subtitles, 1)] == [True] * len(figures)
    rows = [t.get_text() for fig in figures for ax in fig.axes for t in ax.texts if t.get_label() == "row"]
    assert len(rows) == data["indicator"].nunique()
