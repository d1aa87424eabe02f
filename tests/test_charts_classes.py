"""A monthly register by class of personnel: panels, points of a strategy, and months without a contribution."""

from types import SimpleNamespace

import pandas as pd
import pytest
from test_charts_series import month, texts

from wps_analysis.charts.classes import plot_classes
from wps_analysis.charts.sheet.theme import COLOURS, SIZES
from wps_analysis.charts.twin.describe import text_twin
from wps_analysis.dev.legibility import check_legible
from wps_analysis.errors import WpsError
from wps_analysis.report.classes import by_class

TARGETS = pd.DataFrame([
    {"target_id": f"t{year}", "indicators": "troops", "population": "contingents", "sex": "F", "ref_area": "001",
     "operator": ">=", "lower": lower, "target_year": year, "basis": "A strategy"}
    for year, lower in ((2021, 8.0), (2028, 15.0))
])  # fmt: skip


def of_class(population, count=14, **more):
    named = {"population": population, "population_name": population.title(), **more}
    return [month(f"{2012 + n // 12}-{n % 12 + 1:02}", 4, 100, **named) for n in range(count)]


def count(population, period, number, sex="_T"):
    counted = {"indicator": "troops_number", "unit_measure": "PS", "measure": "count"}
    row = month(period, 1, 1, population=population, sex=sex, **counted)
    return {**row, "obs_value": number, "numerator": None, "denominator": None}


def test_each_class_has_a_panel_with_its_latest_figure_and_the_women_and_men_behind_it():
    figure = plot_classes(pd.DataFrame(of_class("police") + of_class("contingents")))
    assert [texts(ax, "heading") for ax in figure.axes] == [["Contingents"], ["Police"]]
    assert texts(figure.axes[0], "value") == ["4% in Feb 2013: 4 women, 96 men"]
    violet = [line.get_ydata().tolist() for line in figure.axes[0].lines if line.get_color() == COLOURS["women"]]
    assert [values for values in violet if len(values) > 1] == [[4.0, 4.0, 4.0]]


def test_the_points_of_a_strategy_stand_with_their_class_alone_and_no_line_joins_them():
    figure = plot_classes(pd.DataFrame(of_class("police") + of_class("contingents")), targets=TARGETS)
    diamonds = [[line.get_xydata().tolist() for line in ax.lines if line.get_marker() == "D"] for ax in figure.axes]
    assert diamonds == [[[[2022.0, 8.0]], [[2029.0, 15.0]]], []]
    assert texts(figure.axes[0], "target") == ["8% in 2021", "15% in 2028"]
    assert "A strategy, for all contributions together" in figure.words("note")


def test_a_month_without_a_contribution_is_hatched_and_never_zero_per_cent():
    rows = [row for row in of_class("police", 24) if row["time_period"] not in ("2012-10", "2012-11")]
    figure = plot_classes(pd.DataFrame([*rows, count("police", "2012-10", 0), count("police", "2012-11", 0)]))
    (ax,) = figure.axes
    (hatched,) = [patch for patch in ax.patches if patch.get_hatch()]
    assert (round(hatched.get_x(), 3), round(hatched.get_width(), 3)) == (2012.75, 0.167)
    assert min(line.get_ydata().min() for line in ax.lines) == 4.0
    assert "they have no share" in figure.words("note")
    plain = plot_classes(pd.DataFrame(rows))
    assert [patch.get_hatch() for patch in plain.axes[0].patches] == [None]
    assert text_twin(plain) != text_twin(figure)


def test_no_class_with_two_months_that_follow_each_other_is_refused():
    with pytest.raises(WpsError, match="plot_classes: no class has two months"):
        plot_classes(pd.DataFrame(of_class("police", 1)))
    with pytest.raises(WpsError, match="several indicators"):
        plot_classes(pd.DataFrame(of_class("police") + of_class("police", indicator="other")))


@pytest.mark.parametrize("size", SIZES)
def test_every_size_is_legible(size):
    rows = pd.DataFrame([row for name in ("contingents", "police", "units", "observers") for row in of_class(name)])
    assert check_legible(plot_classes(rows, targets=TARGETS, size=size, title="Peacekeepers")) == []


def brief(rows):
    populations = pd.DataFrame({"population": ["observers", "experts", "officers"], "name": ["O", "E", "S"],
                                "parent": ["_T", "observers", "observers"]})  # fmt: skip
    indicators = pd.DataFrame({"indicator": ["troops"], "count_indicator": ["troops_number"]})
    registry = SimpleNamespace(populations=populations, indicators=indicators)
    return SimpleNamespace(edition=SimpleNamespace(registry=registry), told=rows)


def test_a_class_whose_parts_are_all_counted_stands_for_them_with_the_sum_of_the_counts():
    months = [f"2012-{n:02}" for n in range(1, 13)]
    numbers = {("experts", "F"): 1, ("experts", "_T"): 4, ("officers", "F"): 2, ("officers", "_T"): 8}
    rows = of_class("experts", 12) + of_class("officers", 12)
    counts = [count(part, period, number, sex) for period in months for (part, sex), number in numbers.items()]
    table = pd.DataFrame(rows + counts)
    found = by_class(table, brief(table))
    assert set(found["population"]) == {"observers"}
    assert (found["numerator"].iloc[0], found["denominator"].iloc[0], found["obs_value"].iloc[0]) == (3, 12, 25.0)
    lacking = table[~((table["population"] == "officers") & (table["unit_measure"] == "PS"))]
    assert set(by_class(lacking, brief(lacking))["population"]) == {"experts", "officers"}


def test_a_class_with_less_than_a_year_is_left_out_and_an_empty_month_is_kept():
    table = pd.DataFrame([*of_class("experts", 14), *of_class("officers", 5), count("experts", "2014-01", 0)])
    found = by_class(table, brief(table))
    assert found["population"].value_counts().to_dict() == {"experts": 15}
