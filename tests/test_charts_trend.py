import math

import pandas as pd
import pytest
from matplotlib.collections import PolyCollection

from wps_analysis.assessment.series import trend, trend_lines
from wps_analysis.charts.sheet.panels import steps
from wps_analysis.charts.trend import plot_trend
from wps_analysis.dev.legibility import check_legible
from wps_analysis.errors import WpsError


def series(indicator, points, *, kind="headcount", segment="s1", half=0.5, **more):
    return [
        {
            "indicator": indicator, "name": indicator, "population": "_T", "ref_area": "KHM", "sex": "F", "kind": kind,
            "time_period": str(period), "unit_measure": "PT", "obs_value": value, "lower": value - half,
            "upper": value + half, "qualifier": "exact", "segment": segment, "series": segment, **more,
        }
        for period, value in points
    ]  # fmt: skip


def draw(rows, **more):
    return plot_trend(pd.DataFrame(rows), **more)


def joins(figure, panel=0):
    """Lines through more than one point in time, but for elections, targets and bounds."""
    lines = [line.get_xydata() for line in figure.axes[panel].lines if line.get_color() != "#1a1a1a"]
    return [[(float(x), float(y)) for x, y in line] for line in lines if line[0][0] != line[-1][0]]


def texts(figure, role, panel=0):
    return [t.get_text() for t in figure.axes[panel].texts if str(t.get_label()).startswith(role)]


ELECTIONS = pd.DataFrame({"ref_area": "KHM", "indicators": "chiefs councillors", "year": [2012, 2017, 2022]})
BODY = {"kind": "body"}


def test_two_figures_are_named_so_and_joined_lightly():
    figure = draw(series("police", [(2020, 8.0), (2024, 11.0)]))
    (line,) = [line for line in figure.axes[0].lines if len(set(line.get_xdata())) > 1]
    assert line.get_linestyle() == "--"
    assert texts(figure, "caveat") == ["two figures"]


def test_three_points_are_joined_and_nothing_says_two_figures():
    figure = draw(series("police", [(2018, 7.0), (2020, 8.0), (2024, 11.0)]))
    assert joins(figure) == [[(2018.5, 7.0), (2020.5, 8.0), (2024.5, 11.0)]]
    assert texts(figure, "caveat") == []


def test_segments_are_never_joined_and_have_their_own_mark_and_name():
    rows = series("civil", [(2018, 22.0), (2019, 23.0)], segment="old_count") + series("civil", [(2024, 41.0)])
    figure = draw(rows)
    assert all(max(x for x, _ in line) < 2024 for line in joins(figure))
    shapes = {len(points.get_paths()[0].vertices) for points in figure.axes[0].collections}
    assert len(shapes) == 2
    assert any("old count" in text for text in texts(figure, "value:"))


def test_a_body_is_drawn_as_steps_at_elections():
    figure = draw(series("chiefs", [(2012, 5.8), (2017, 7.9), (2022, 10.7)], **BODY), elections=ELECTIONS)
    (line,) = joins(figure)
    assert line[:4] == [(2012.5, 5.8), (2017.5, 5.8), (2017.5, 7.9), (2022.5, 7.9)]
    assert all(one[0] == other[0] or one[1] == other[1] for one, other in zip(line, line[1:], strict=False))


def test_a_step_stops_at_an_election_without_a_figure():
    assert steps([(2012.5, 5.0), (2022.5, 10.0)], [2012.5, 2017.5, 2022.5], 2023.0, gap=0.0) == [
        [(2012.5, 5.0), (2017.5, 5.0)]
    ]


def test_the_last_step_is_held_to_the_next_election_but_not_beyond_the_data():
    assert steps([(2022.5, 10.0)], [2022.5, 2027.5], 2024.0, gap=0.0) == [[(2022.5, 10.0), (2024.0, 10.0)]]
    assert steps([(2022.5, 10.0)], [2022.5], 2024.0, gap=0.0) == []


def test_without_known_elections_the_step_is_dashed_and_said_to_be_unknown():
    figure = draw(series("senate", [(1999, 14.8), (2024, 17.7)], **BODY))
    (line,) = [line for line in figure.axes[0].lines if len(set(line.get_xdata())) > 1]
    assert line.get_linestyle() == "--"
    assert texts(figure, "caveat") == ["two figures"]
    assert "election dates not held" in " ".join(figure.texts[0].get_text().split())


def test_values_years_and_counts_are_written_at_the_points():
    rows = series("chiefs", [(2022, 10.7)], half=0.05, numerator=176, denominator=1652)
    assert texts(draw(rows), "value:") == ["10.7 %\n176 of 1,652\n2022"]


def test_every_axis_starts_at_zero_and_percent_panels_share_their_scale():
    rows = series("a", [(2020, 40.0), (2024, 90.0)]) + series("b", [(2020, 3.0), (2024, 4.0)])
    rows += series("c", [(2024, 800.0)], unit_measure="PS")
    limits = [ax.get_ylim() for ax in draw(rows).axes]
    assert {low for low, _ in limits} == {0.0}
    assert limits[0] == limits[1] != limits[2]


def test_a_target_is_drawn_in_the_panels_it_binds_only_and_ends_in_its_year():
    target = {"target_id": "t", "indicators": "civil", "population": "_T", "sex": "F", "ref_area": "KHM",
              "operator": ">=", "lower": 44.0, "target_year": "2023", "legal_force": "plan",
              "basis": "Plan X"}  # fmt: skip
    figure = draw(series("civil", [(2024, 42.0)]) + series("police", [(2024, 11.0)]), targets=pd.DataFrame([target]))
    drawn = [[tuple(p) for p in line.get_xydata()] for line in figure.axes[0].lines if line.get_marker() == "D"]
    assert drawn == [[(2023.5, 44.0)]]
    assert texts(figure, "target") == ["at least 44 %, plan (by 2023)"]
    assert texts(figure, "target", panel=1) == []
    assert any("◇ at least 44 %, plan: Plan X" in text.get_text() for text in figure.texts)


def test_bounds_and_one_sided_figures_are_bars_without_a_dot():
    rows = series("women", [(2023, math.nan)], unit_measure="PS")
    figure = draw([{**rows[0], "qualifier": "over", "lower": 801.0, "upper": math.nan}])
    assert not [c for c in figure.axes[0].collections if len(c.get_paths()[0].vertices) > 20]
    assert texts(figure, "value:") == ["over 800\n2023"]
    bars = [line.get_ydata() for line in draw(series("a", [(2024, 11.0)])).axes[0].lines]
    assert [10.5, 11.5] in [list(bar) for bar in bars]


def test_women_are_drawn_and_men_beside_them_with_a_mark_of_their_own():
    rows = series("a", [(2024, 24.0)]) + series("a", [(2024, 8.0)], sex="M") + series("a", [(2024, 16.0)], sex="_T")
    figure = draw(rows)
    assert [t.splitlines()[0] for t in texts(figure, "value:")] == ["women 24 %", "men 8 %"]
    women, men = figure.axes[0].collections
    assert len(women.get_paths()[0].vertices) != len(men.get_paths()[0].vertices)


def claims_on(rows, *values):
    columns = ["indicator", "ref_area", "population", "sex", "time_period", "unit_measure"]
    said = [{**{c: rows[-1][c] for c in columns}, "obs_value": value, "role": "", "claim_id": f"c{value}",
             "lower": value - 0.5, "upper": value + 0.5} for value in values]  # fmt: skip
    return pd.DataFrame(said)


def test_another_published_figure_stands_hollow_beside_the_one_that_speaks():
    rows = series("civil", [(2024, 42.0)], agreement="differ", custodian="the Ministry")
    figure = draw(rows, claims=claims_on(rows, 42.0, 41.0))
    assert [t.replace("\n", " ") for t in texts(figure, "value:")] == ["42 % 2024", "also published: 41 %"]
    other, chosen = sorted(figure.axes[0].collections, key=lambda points: points.get_offsets()[0][1])
    assert other.get_offsets()[0][0] > chosen.get_offsets()[0][0]
    assert other.get_facecolor()[0][:3].tolist() == [1, 1, 1]
    assert any("to be confirmed with the Ministry" in text.get_text().replace("\n", " ") for text in figure.texts)


def test_a_fitted_line_with_its_band_is_drawn_from_five_figures_on():
    shares = [(2016, 6.0), (2018, 7.5), (2020, 8.0), (2022, 9.5), (2024, 11.0)]
    five, four = series("police", shares), series("police", shares[1:])
    frame = pd.DataFrame(five)
    figure = draw(five, lines=trend_lines(frame))
    band = [c for c in figure.axes[0].collections if isinstance(c, PolyCollection)]
    assert len(band) == 1
    line = max(figure.axes[0].lines, key=lambda line: len(line.get_xdata()))
    assert (line.get_xdata()[0], line.get_xdata()[-1]) == (2016.5, 2024.5)  # no further than its figures
    assert 5.5 < line.get_ydata()[0] < 6.8 < 10 < line.get_ydata()[-1] < 11.5
    assert trend_lines(pd.DataFrame(four)).empty
    assert trend_lines(frame.assign(kind="body")).empty  # seats move at elections


@pytest.mark.parametrize("size", ["print", "slide"])
def test_crowded_panels_stay_legible(size):
    years = (1998, 2003, 2008, 2013, 2018, 2023, 2024)
    rows = series("assembly", [(y, 11.0 + n) for n, y in enumerate(years)], numerator=17, denominator=125, **BODY)
    rows += series("assembly", [(2017, 17.7), (2022, 21.8)], segment="press_national_assembly", **BODY)
    rows += series("civil", [(2007, 32.0), ("2009-01-01/P3Y", 34.0), (2012, 34.0), (2024, 42.0)])
    rows += series("police", [(2020, 8.0), ("2024-12", 11.0)])
    targets = pd.DataFrame(
        [{"target_id": str(n), "indicators": "assembly civil police", "population": "_T", "sex": "F", "ref_area": "",
          "operator": ">=", "lower": lower, "legal_force": "plan", "basis": "A plan with a long name " * 3}
         for n, lower in enumerate((27.0, 30.0, 50.0))]
    )  # fmt: skip
    assert check_legible(draw(rows, targets=targets, elections=ELECTIONS, title="Title " * 20, size=size)) == []


def test_nothing_to_draw_is_a_clear_error():
    rows = pd.DataFrame(series("a", [(2024, 24.0)]))
    with pytest.raises(WpsError, match="no rows"):
        plot_trend(rows.iloc[:0])
    with pytest.raises(WpsError, match="nothing to draw"):
        plot_trend(rows.assign(obs_value=math.nan, lower=math.nan))


def test_a_trend_of_five_figures_has_the_p_of_kendall():
    points = zip(range(2018, 2023), [7.0, 8.0, 8.5, 9.0, 11.0], strict=True)
    (found,) = trend(pd.DataFrame(series("police", points))).to_dict("records")
    assert (found["status"], found["word"], found["kendall_p"]) == ("fitted", "trend", pytest.approx(2 / 120))
