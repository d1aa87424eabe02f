"""The words and tables of a pillar's brief: right, neutral, and silent where the data are."""

import re

import pytest

from wps_analysis.claims import load as dataset
from wps_analysis.registry.load import PILLARS
from wps_analysis.report import pillar as brief
from wps_analysis.report import pillar_tables as brief_tables

FORBIDDEN = re.compile(r"\b(only|still|lags?|because of|conflict|contradict\w*|never published)\b", re.IGNORECASE)


@pytest.fixture(scope="module", params=PILLARS)
def pillar(request):
    return request.param


def test_the_words_are_neutral(pillar):
    for line in [*brief.key_messages(pillar, "KHM"), *brief.limits(pillar, "KHM")]:
        assert not FORBIDDEN.search(line.replace("after the conflict", "")), line  # the war, not two figures


def test_every_pillar_has_a_first_sentence_limits_and_figures(pillar):
    assert re.match(r"\d+ indicators have a figure", brief.key_messages(pillar, "KHM")[0])
    assert brief.limits(pillar, "KHM")
    assert len(brief_tables.status_table(pillar, "KHM")) >= 5


def test_every_figure_of_the_table_has_its_source_period_and_custodian(pillar):
    table = brief_tables.status_table(pillar, "KHM")
    for column in ("Indicator", "Latest figure", "Period", "Basis", "Source", "Custodian"):
        assert (table[column] != "").all(), column


def test_every_output_of_the_plan_stands_in_one_pillar():
    outputs = [output for pillar in PILLARS for output in brief.missing_table(pillar, "KHM")["Output"]]
    assert outputs == sorted(set(outputs), key=outputs.index)
    assert len(outputs) == 14


def message(name, pillar="participation"):
    return next(line for line in brief.key_messages(pillar, "KHM") if line.startswith(name))


def test_two_figures_of_one_series_are_a_difference_and_no_trend():
    said = message("Commune and Sangkat chiefs").replace("\xa0", " ")
    assert "rose from 7.9 % (130) in 2017 to 10.7 % (176) in 2022, +2.8 points; two points, no trend estimated" in said
    assert "has no year; the gap is 19.3 points, about 316–320 further posts held by women" in said


def test_a_suspected_break_gives_no_difference():
    said = message("Civil servants")
    assert "a break in the series is suspected" in said
    assert "no pace is computed" in said
    assert "the target year is passed" in said


def test_a_figure_that_does_not_add_up_says_so():
    table = brief_tables.status_table("relief_recovery", "KHM").set_index("Indicator")
    assert "does not add up" in table.filter(regex=", national level", axis=0)["Note"].item()


def test_figures_that_differ_are_limits():
    assert any(
        "UN peacekeepers" in line and "published figures differ" in line
        for line in brief.limits("participation", "KHM")
    )


def test_a_count_stands_beside_its_share():
    table = brief_tables.status_table("participation", "KHM").set_index("Indicator")
    assert table.loc["Provincial and capital governors", "Latest figure"] == "2\xa0of\xa025 (8\xa0%)"


def test_a_target_stands_with_the_population_it_binds():
    table = brief_tables.status_table("participation", "KHM").set_index("Indicator")
    assert "20\xa0%" in table.loc["UN peacekeepers", "Target and status"]
    assert table.loc["Police officers", "Target and status"] == ""  # the guideline speaks of recruits


def test_outputs_without_a_figure_say_whether_in_the_documents_held():
    table = brief.missing_table("relief_recovery", "KHM").set_index("Output")
    said = table.loc["5.2", "Indicators with a figure"]
    assert said == f"no figure in the documents held at {dataset.default_as_of()}"


def test_an_earlier_date_knows_less():
    assert len(brief_tables.status_table("participation", "KHM", as_of="2022-12-31")) < 10
