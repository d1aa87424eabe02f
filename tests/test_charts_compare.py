import math

import pandas as pd
import pytest

from wps_analysis.charts.compare import plot_compare
from wps_analysis.charts.differences import plot_differences
from wps_analysis.dev.legibility import check_legible
from wps_analysis.errors import WpsError


def question(indicator, **values):
    """Rates of one question by sex: F, M or T (both)."""
    extra = {key: values.pop(key) for key in list(values) if key not in ("F", "M", "T")}
    return [
        {
            "indicator": indicator, "name": indicator, "population": "_T", "ref_area": "KHM", "kind": "survey",
            "sex": "_T" if sex == "T" else sex, "time_period": "2023", "unit_measure": "PT", "measure": "rate",
            "obs_value": value, "lower": value - 0.5, "upper": value + 0.5, "basis": "survey_purposive", "n": "",
            **extra,
        }
        for sex, value in values.items()
    ]  # fmt: skip


def texts(figure, role):
    return [text.get_text() for text in figure.axes[0].texts if str(text.get_label()).startswith(role)]


def hollow(figure):
    marks = [c for c in figure.axes[0].collections if len(c.get_facecolor())]
    return [bool(c.get_facecolor()[0].min() == 1) for c in marks]


def notes(figure):
    return figure.words("note")


def test_women_stand_beside_men_with_values_and_both_as_a_tick():
    figure = plot_compare(pd.DataFrame(question("social", F=69.0, M=49.0, T=57.0)))
    labels = [text for text in figure.axes[0].texts if text.get_label().startswith("value:")]
    assert {text.get_label(): text.get_text() for text in labels} == {
        "value:social, women": "69%",
        "value:social, men": "49%",
    }
    assert [text.get_ha() for text in labels] == ["left", "right"]  # each on its outer side
    lines = [list(line.get_xdata()) for line in figure.axes[0].lines]
    assert [57.0, 57.0] in lines and [49.0, 69.0] in lines
    assert figure.axes[0].get_xlim() == (0, 100)
    assert "Tick: women and men together." in notes(figure)


def test_the_two_groups_are_named_once():
    figure = plot_compare(pd.DataFrame(question("a", F=24.0, M=8.0) + question("b", F=20.0, M=9.0)))
    assert texts(figure, "key") == ["women", "men"]
    assert figure.axes[0].get_xlim() == (0, 30)


def test_the_widest_difference_comes_first():
    figure = plot_compare(pd.DataFrame(question("near", F=93.0, M=91.0) + question("far", F=24.0, M=8.0)))
    assert texts(figure, "row") == ["far", "near"]


def test_sample_size_or_its_absence_is_printed_and_drawn():
    unknown = plot_compare(pd.DataFrame(question("a", F=24.0, M=8.0)))
    stated = plot_compare(pd.DataFrame(question("a", F=24.0, M=8.0, n="380")))
    census = plot_compare(pd.DataFrame(question("a", F=24.0, M=8.0, basis="census")))
    assert texts(unknown, "value:a")[:1] == ["24%"] and "sample size is not in the reports used here" in notes(unknown)
    assert texts(stated, "value:a")[0].replace("\u00a0", " ") == "n = 380"
    assert texts(census, "value:a")[0] == "census"
    assert hollow(unknown) == [True, True]
    assert hollow(stated) == hollow(census) == [False, False]


def test_rates_of_one_sex_are_counted_but_not_drawn_beside_pairs():
    rows = question("pair", F=24.0, M=8.0) + question("alone", F=79.0)
    figure = plot_compare(pd.DataFrame(rows))
    assert texts(figure, "row") == ["pair"]
    assert "Not drawn: 1 rate published for women or for men alone." in notes(figure)
    assert texts(plot_compare(pd.DataFrame(question("alone", F=79.0))), "row") == ["alone"]


def test_a_range_is_a_bar_with_its_ends():
    rows = [{**row, "obs_value": math.nan, "lower": 4.0, "upper": 9.0, "qualifier": "range"}
            for row in question("harassment", F=0.0, M=0.0)]  # fmt: skip
    figure = plot_compare(pd.DataFrame(rows))
    assert texts(figure, "value:") == ["4–9%", "4–9%"]
    assert [list(line.get_xdata()) for line in figure.axes[0].lines].count([4.0, 9.0]) == 2


@pytest.mark.parametrize("size", ["print", "slide", "phone"])
def test_equal_and_extreme_rates_stay_legible(size):
    rows = question("Attended pre-deployment gender training at the national centre, all ranks", F=93.0, M=93.0, T=93.0)
    rows += question("all", F=100.0, M=99.5, n="1,234 women and men in 25 provinces") + question("none", F=0.5, M=0.0)
    assert check_legible(plot_compare(pd.DataFrame(rows), title="Rates", size=size)) == []


def test_a_composition_is_not_a_rate():
    with pytest.raises(WpsError, match="no rate"):
        plot_compare(pd.DataFrame(question("a", F=44.8, M=55.2, measure="composition")))
    with pytest.raises(WpsError, match="no rows"):
        plot_compare(pd.DataFrame(question("a", F=44.8)).iloc[:0])


CLAIMS = pd.DataFrame(
    {
        "figure": "Civil service, 2024", "value_text": ["41 per cent", "42 per cent", "42 %"],
        "obs_value": [41.0, 42.0, 42.0], "lower": [40.5, 41.5, 41.5], "upper": [41.5, 42.5, 42.5],
        "source_title": "Situation analysis", "locator": ["ES s4", "s3.4.1", "s9"], "speaks": [False, True, False],
        "choice_reason": "body_before_summary", "custodian": "Ministry of Civil Service",
    }
)  # fmt: skip


def test_every_claim_is_an_interval_and_the_one_that_speaks_is_filled():
    figure = plot_differences(CLAIMS)
    bars = [(bar.get_x(), bar.get_x() + bar.get_width()) for bar in figure.axes[0].patches]
    assert bars == [(41.5, 42.5), (40.5, 41.5)]
    assert [float(c.get_offsets()[0][0]) for c in figure.axes[0].collections] == [42.0, 41.0]
    assert hollow(figure) == [False, True]
    assert figure.axes[0].get_xlim()[0] == 0


def test_printed_words_sections_reason_and_custodian_are_there():
    figure = plot_differences(CLAIMS)
    assert texts(figure, "value:") == ["“42 per cent”", "“41 per cent”"]
    assert texts(figure, "row") == ["Situation analysis, s3.4.1, s9", "Situation analysis, ES s4"]
    reason = " ".join(texts(figure, "reason")[0].split())
    assert "lie 1 point apart" in reason
    assert "the body of a report goes before its summary" in reason
    assert "To be confirmed with Ministry of Civil Service" in reason


def test_one_block_a_figure_and_all_legible():
    other = CLAIMS.assign(figure="Another figure, 2017", obs_value=math.nan, lower=801.0, upper=math.nan)
    figure = plot_differences(pd.concat([CLAIMS, other]), title="Two figures differ")
    assert len(figure.axes) == 2
    assert check_legible(figure) == []
    with pytest.raises(WpsError, match="no rows"):
        plot_differences(CLAIMS.iloc[:0])
