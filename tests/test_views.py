"""What each chart of a brief draws, and that its title says what the rows say."""

import pytest

from wps_analysis.claims.edition import Edition
from wps_analysis.codes import PILLARS
from wps_analysis.dev.legibility import check_legible
from wps_analysis.errors import UnknownCodeError
from wps_analysis.report import pillar, views
from wps_analysis.report.brief import Brief
from wps_analysis.report.counts import differing
from wps_analysis.report.pages import HEIGHTS

KNOWN = {language: Edition(language=language) for language in ("en", "km")}


def brief_of(pillar, area="KHM", language="en"):
    return Brief(KNOWN[language], area, pillar)


def drawn(name, pillar, area="KHM", size="print"):
    chart = views.draw_view(name, brief_of(pillar, area), size=size)
    return chart.data, chart.figures


@pytest.mark.parametrize("code", PILLARS)
def test_every_pillar_has_at_most_four_charts_and_the_first_that_are_legible(code):
    charts = pillar(code, "KHM").charts
    assert len(charts) == {"participation": 5, "protection": 3, "prevention": 2, "relief_recovery": 0}[code]
    assert [problem for chart in charts for fig in chart.figures for problem in check_legible(fig)] == []


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


def test_no_chart_is_drawn_of_fewer_rows_than_a_sentence_says():
    data, figures = drawn("posts", "participation", "LAO")
    assert data.empty
    assert figures == []


def test_the_chart_beside_the_headline_draws_its_posts_and_their_common_target_alone():
    data, (fig,) = drawn("posts", "participation")
    assert len(data) == 20
    assert len([text for ax in fig.axes for text in ax.texts if text.get_label() == "target"]) == 1
    assert "parity" not in fig.words("note")


def test_a_page_gets_drawings_of_its_own_widths():
    for name, width in (("posts", 740), ("heads_and_deputies", 560)):
        chart = views.draw_view(name, brief_of("participation"))
        parts = chart._parts(chart.figures[0], name)
        assert f'width="{width}"' in parts["wide"]
        assert 'width="360"' in parts["narrow"]


def test_an_unknown_view_is_answered_with_the_nearest():
    with pytest.raises(UnknownCodeError, match="parts"):
        views.draw_view("partz", brief_of("participation"))


@pytest.mark.parametrize("language", ["en", "km"])
@pytest.mark.parametrize("size", ["print", "slide"])
@pytest.mark.parametrize("pillar", ["participation", "protection", "prevention", "relief_recovery"])
def test_every_chart_of_the_packs_is_legible_in_both_languages_and_sizes(pillar, size, language):
    figures = []
    brief = brief_of(pillar, language=language)
    evidence = ("gaps", "coverage", "differences") if size == "print" else ()  # no slides are made of these
    for name in (*views.chosen_views(brief), *evidence):
        figures += views.draw_view(name, brief, size=size).figures
    problems = [problem for fig in figures for problem in check_legible(fig)]
    assert problems == []
    assert {fig.get_label() for fig in figures} <= {language}
    assert [fig.texts[0].get_text() for fig in figures if fig.get_size_inches()[1] > 1.01 * HEIGHTS[size]] == []


def test_a_chart_that_is_too_tall_is_split_and_says_so():
    data, figures = drawn("gaps", "participation")
    subtitles = [next(t.get_text() for t in fig.texts if t.get_label() == "subtitle") for fig in figures]
    assert [f"part {n} of {len(figures)}" in text for n, text in enumerate(subtitles, 1)] == [True] * len(figures)
    rows = [t.get_text() for fig in figures for ax in fig.axes for t in ax.texts if t.get_label() == "row"]
    assert len(rows) >= data["indicator"].nunique()
