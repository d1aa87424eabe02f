import math

import pandas as pd
import pytest
from matplotlib.collections import PolyCollection
from matplotlib.figure import Figure

from wps_analysis.assessment.series import trend, trend_lines
from wps_analysis.charts.sheet.figure import claims_on
from wps_analysis.charts.sheet.theme import COLOURS, PAPER
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
    """Lines that join figures: through more than one point in time, and not dashed as targets are."""
    lines = [line for line in figure.axes[panel].lines if line.get_linestyle() == "-"]
    points = [[(float(x), float(y)) for x, y in line.get_xydata()] for line in lines]
    return [line for line in points if line[0][0] != line[-1][0]]


def dots(figure, panel=0):
    """Marks as (x, y, hollow)."""
    lines = [line for line in figure.axes[panel].lines if line.get_linestyle() == "None"]
    return [(*map(float, line.get_xydata()[0]), line.get_markerfacecolor() == PAPER) for line in lines]


def texts(figure, role, panel=0):
    return [t.get_text() for t in figure.axes[panel].texts if str(t.get_label()).startswith(role)]


def notes(figure):
    return figure.words("note")


ELECTIONS = pd.DataFrame(
    {"ref_area": "KHM", "indicators": "chiefs councillors", "year": [2002, 2007, 2012, 2017, 2022]}
)
BODY = {"kind": "body"}
TARGET = {"target_id": "t", "indicators": "civil", "population": "_T", "sex": "F", "ref_area": "KHM", "operator": ">=",
          "lower": 44.0, "target_year": "2023", "legal_force": "plan", "basis": "Plan X"}  # fmt: skip


def test_two_figures_are_two_dots_without_a_line():
    figure = draw(series("police", [(2020, 8.0), (2024, 11.0)]))
    assert joins(figure) == []
    assert len(dots(figure)) == 2


def test_from_three_figures_on_a_line_joins_them():
    figure = draw(series("police", [(2018, 7.0), (2020, 8.0), (2024, 11.0)]))
    assert joins(figure) == [[(2018.5, 7.0), (2020.5, 8.0), (2024.5, 11.0)]]


def test_a_line_does_not_cross_more_than_ten_years_without_a_figure():
    figure = draw(series("police", [(2000, 6.0), (2011, 7.0), (2020, 8.0)]))
    assert joins(figure) == [[(2011.5, 7.0), (2020.5, 8.0)]]


def test_a_line_of_a_yearly_series_does_not_cross_a_year_without_a_figure():
    figure = draw(series("parliament", [(2003, 6.0), (2004, 6.1), (2005, 7.0), (2014, 14.0), (2015, 16.0)]))
    assert joins(figure) == [[(2003.5, 6.0), (2004.5, 6.1), (2005.5, 7.0)], [(2014.5, 14.0), (2015.5, 16.0)]]


def test_segments_are_never_joined():
    rows = series("civil", [(2018, 22.0), (2019, 23.0)], segment="old_count") + series("civil", [(2024, 41.0)])
    assert joins(draw(rows)) == [[(2018.5, 22.0), (2019.5, 23.0)]]
    assert "figures of 2 series" in notes(draw(rows))


def test_figures_of_consecutive_elections_are_joined_and_no_others():
    points = [(2002, 5.0), (2012, 5.8), (2017, 7.9), (2020, 8.0), (2022, 10.7)]
    figure = draw(series("chiefs", points, **BODY), elections=ELECTIONS)
    assert joins(figure) == [[(2012.5, 5.8), (2017.5, 7.9)]]
    assert "Lines join figures of one series at consecutive elections." in notes(figure)


def test_figures_of_consecutive_years_are_joined_beside_those_of_elections():
    points = [(2012, 5.8), (2017, 7.9), (2018, 8.0), (2019, 8.1), (2021, 8.2)]
    figure = draw(series("chiefs", points, **BODY), elections=ELECTIONS)
    assert joins(figure) == [[(2012.5, 5.8), (2017.5, 7.9), (2018.5, 8.0), (2019.5, 8.1)]]
    assert "Lines join figures of one series at consecutive elections, or of consecutive years." in notes(figure)
    figure = draw(series("chiefs", points[1:], **BODY), elections=ELECTIONS)
    assert notes(figure) == "Lines join figures of one series."


def test_an_election_of_a_day_moves_the_figure_of_its_year_there():
    elections = pd.DataFrame({"ref_area": "KHM", "indicators": "chiefs", "date": ["2022-06-05"]})
    ((x, _y, _hollow),) = dots(draw(series("chiefs", [(2022, 10.7)], **BODY), elections=elections))
    assert 2022.4 < x < 2022.45


def test_press_figures_are_hollow_and_the_others_filled():
    points = [(2012, 5.8), (2017, 7.9)]
    figure = draw(series("chiefs", points[:1], basis="press") + series("chiefs", points[1:], basis="election"))
    assert [hollow for *_place, hollow in dots(figure)] == [True, False]
    assert "Hollow marks: from the press; filled: from other sources." in notes(figure)
    assert "Hollow" not in notes(draw(series("chiefs", points, basis="election")))


def message(rows, **more):
    (text,) = texts(draw(rows, **more), "heading")
    return text.replace("\xa0", " ")


COUNTS = {"numerator": 95.0, "denominator": 1633.0}


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (series("chiefs", [(2002, 8.0), (2012, 17.8), (2022, 22.0)], **BODY), "From 8% to 22% in 20 years"),
        (series("chiefs", [(2017, 20.8), (2022, 13.6)], half=0.05, **BODY), "From 20.8% to 13.6% in one election"),
        (series("chiefs", [(2012, 5.8)], **COUNTS, **BODY)
         + series("chiefs", [(2022, 10.7)], **COUNTS | {"numerator": 176.0}, **BODY),
         "From 95 women to 176 in 10 years"),
        (series("senate", [(1999, 14.8), (2024, 17.7)], half=0.05, **BODY), "Two figures, 25 years apart"),
        (series("senate", [(2018, 14.8)], segment="a") + series("senate", [(2024, 17.7)], segment="b"),
         "Two figures, 6 years apart"),
        (series("police", [(2024, 11.0)]), "11% in 2024"),
        (series("police", [(2023, 11.0), (2024, 11.0)]), "11% in 2023, 11% in 2024"),
        (series("chiefs", [(2017, 7.9), (2022, 10.7)]) + series("chiefs", [(2023, 9.0)], segment="x"),
         "From 7.9% to 10.7% in 5 years"),
    ],
)  # fmt: skip
def test_the_heading_is_the_message_of_the_figures(rows, said):
    assert message(rows, elections=ELECTIONS) == said


@pytest.mark.parametrize(
    "doubt",
    [
        {"half": 2.0},  # rounding
        {"envelope_lower": 5.0, "envelope_upper": 12.0, "agreement": "differ"},  # another published figure
        {"doubted": True},
        {"claim_id": "c", "refuted": "c"},
    ],
)
def test_a_change_in_doubt_is_no_message_and_both_levels_stand(doubt):
    rows = series("chiefs", [(2017, 7.9), (2022, 10.7)], **doubt, **BODY)
    assert message(rows, elections=ELECTIONS) == "7.9% in 2017, 10.7% in 2022"


def test_a_headcount_that_moves_faster_than_staff_come_and_go_is_no_message():
    assert message(series("police", [(2020, 3.0), (2024, 22.0)])) == "3% in 2020, 22% in 2024"


def test_counts_that_move_the_other_way_than_the_shares_are_not_the_message():
    rows = series("chiefs", [(2017, 7.9)], numerator=95.0, **BODY) + series(
        "chiefs", [(2022, 10.7)], numerator=90.0, **BODY
    )
    assert message(rows, elections=ELECTIONS) == "From 7.9% to 10.7% in one election"


def test_the_press_speaks_after_other_series():
    rows = series("chiefs", [(2017, 20.8), (2022, 13.6)], segment="p", basis="press", **BODY)
    rows += series("chiefs", [(2012, 21.0), (2017, 14.4)], segment="r", basis="register", **BODY)
    assert message(rows, elections=ELECTIONS) == "From 21% to 14.4% in one election"


def test_the_name_stands_under_the_message_in_the_colour_of_the_body():
    rows = series("b", [(2020, 40.0), (2024, 30.0)]) + series("a", [(2020, 3.0), (2024, 4.0)])
    figure = draw(rows)
    assert [texts(figure, "about", panel) for panel in (0, 1)] == [["b, women %"], ["a, women %"]]  # by value
    colours = [[t.get_color() for t in ax.texts if t.get_label() == "about"][0] for ax in figure.axes]
    assert colours == [COLOURS["women"], COLOURS["senate"]]
    assert {line.get_color() for line in figure.axes[1].lines} == {COLOURS["senate"]}


def test_values_are_written_at_the_points_and_rest_on_their_claims():
    rows = series("chiefs", [(2012, 5.82), (2022, 10.7)], claim_id="c", numerator_claim_id="n")
    (axes,) = draw(rows).axes
    labels = [text for text in axes.texts if text.get_label() == "value:chiefs"]
    assert [text.get_text() for text in labels] == ["5.8", "10.7"]
    assert {tuple(claims_on(mark.get_gid())) for mark in [*labels, *axes.lines]} == {("c", "n")}


def test_every_axis_starts_at_zero_and_shares_end_at_the_next_ten_above_all():
    rows = series("a", [(2020, 3.0), (2024, 22.0)]) + series("b", [(2020, 3.0), (2024, 4.0)])
    rows += series("c", [(2024, 800.0)], unit_measure="PS")
    figure = draw(rows)
    ticks = [[label.get_text() for label in ax.get_yticklabels()] for ax in figure.axes]
    assert ticks[0] == ticks[1] == ["0", "10", "20", "30%"]
    assert ticks[2][-1] == "1,000"
    assert {ax.get_ylim()[0] for ax in figure.axes} == {0.0}
    assert len({ax.get_xlim() for ax in figure.axes}) == 1
    high = draw(series("a", [(2020, 3.0), (2024, 61.0)]))
    assert [label.get_text() for label in high.axes[0].get_yticklabels()][-1] == "100%"


def dashed(figure, panel=0):
    lines = [line for line in figure.axes[panel].lines if line.get_linestyle() == "--"]
    return [[tuple(map(float, point)) for point in line.get_xydata()] for line in lines]


def test_a_target_is_a_dashed_line_in_the_panels_it_binds_and_ends_with_its_year():
    figure = draw(series("civil", [(2024, 42.0)]) + series("police", [(2024, 11.0)]), targets=pd.DataFrame([TARGET]))
    ((_start, end),) = dashed(figure)
    assert end == (2024.0, 44.0)
    assert texts(figure, "target") == ["at least 44%, plan (by 2023)"]
    assert dashed(figure, 1) == texts(figure, "target", 1) == []
    assert "Dashed line: at least 44 %, plan: Plan X (by 2023)." in notes(figure)


def test_of_several_panels_the_target_of_most_is_drawn_and_named_once():
    targets = pd.DataFrame([TARGET | {"indicators": "civil police", "lower": 30.0, "target_year": ""},
                            TARGET | {"target_id": "u", "lower": 50.0}])  # fmt: skip
    figure = draw(series("civil", [(2024, 42.0)]) + series("police", [(2024, 11.0)]), targets=targets)
    assert [len(dashed(figure, panel)) for panel in (0, 1)] == [1, 1]
    assert [len(texts(figure, "target", panel)) for panel in (0, 1)] == [1, 0]
    assert "Other targets: at least 50 %" in notes(figure)
    alone = draw(series("civil", [(2024, 42.0)]), targets=targets)
    assert len(dashed(alone)) == 2


def test_bounds_and_one_sided_figures_are_bars_without_a_dot():
    rows = series("women", [(2023, math.nan)], unit_measure="PS")
    figure = draw([{**rows[0], "qualifier": "over", "lower": 801.0, "upper": math.nan}])
    assert not [c for c in figure.axes[0].collections if len(c.get_paths()[0].vertices) > 20]
    assert texts(figure, "value:") == ["over 800"]
    assert dots(figure) == []


def test_women_are_drawn_and_men_beside_them_with_a_mark_of_their_own():
    rows = series("a", [(2024, 24.0)]) + series("a", [(2024, 8.0)], sex="M") + series("a", [(2024, 16.0)], sex="_T")
    figure = draw(rows)
    assert texts(figure, "value:") == ["women 24", "men 8"]
    women, men = figure.axes[0].lines
    assert women.get_marker() != men.get_marker()


def claims_of(rows, *values):
    columns = ["indicator", "ref_area", "population", "sex", "time_period", "unit_measure"]
    said = [{**{c: rows[-1][c] for c in columns}, "obs_value": value, "role": "", "claim_id": f"c{value}",
             "lower": value - 0.5, "upper": value + 0.5} for value in values]  # fmt: skip
    return pd.DataFrame(said)


def test_another_published_figure_stands_beside_the_one_that_is_used():
    rows = series("civil", [(2024, 42.0)], agreement="differ", custodian="the Ministry")
    figure = draw(rows, claims=claims_of(rows, 42.0, 41.0).assign(basis="press"))
    assert texts(figure, "value:") == ["42", "41"]
    assert dots(figure) == [(2024.5, 42.0, False), (2024.5, 41.0, True)]
    assert "civil, 2024: published figures differ; to be confirmed with the Ministry." in notes(figure)


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


@pytest.mark.parametrize("size", ["print", "slide", "phone"])
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


def test_one_panel_can_be_drawn_into_axes_and_several_cannot():
    rows = series("a", [(2020, 3.0), (2024, 5.0)])
    axes = Figure().add_axes((0.1, 0.1, 0.8, 0.6))
    assert draw(rows, ax=axes) is axes.figure
    assert [text.get_text() for text in axes.texts][0] == "From 3% to 5% in 4 years"
    with pytest.raises(WpsError, match="2 panels do not fit into one ax"):
        draw(rows + series("b", [(2020, 3.0)]), ax=axes)


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
