"""Charts of long series: a monthly register, and an area among its neighbours."""

import math
import warnings
from types import SimpleNamespace

import pandas as pd
import pytest

from wps_analysis.charts.neighbours import neighbour_lines, plot_neighbours
from wps_analysis.charts.register import plot_register
from wps_analysis.charts.sheet.figure import claims_on
from wps_analysis.charts.sheet.inline import inline_svg
from wps_analysis.charts.sheet.months import twelve_month_means
from wps_analysis.charts.sheet.theme import COLOURS, PAPER, SIZES
from wps_analysis.dev.legibility import check_legible
from wps_analysis.errors import WpsError
from wps_analysis.report import peers_brief
from wps_analysis.report import selections as select

BASE = {"population": "_T", "sex": "F", "unit_measure": "PT", "qualifier": "exact", "kind": "deployment",
        "measure": "composition"}  # fmt: skip
TARGET = {"target_id": "t", "indicators": "troops", "population": "_T", "sex": "F", "ref_area": "KHM", "operator": ">=",
          "lower": 20.0, "target_year": "2024", "legal_force": "plan", "basis": "A plan"}  # fmt: skip


def month(period, women, everyone, *, series="un", **more):
    share = 100 * women / everyone
    counts = {"obs_value": share, "numerator": women, "denominator": everyone}
    return {**BASE, **counts, "indicator": "troops", "name": "Troops", "ref_area": "KHM", "time_period": period,
            "series": series, "claim_id": f"c{period}", **more}  # fmt: skip


def months(first=0, last=24, women=lambda n: n, everyone=100):
    return [month(f"{2012 + n // 12}-{n % 12 + 1:02}", women(n), everyone) for n in range(first, last)]


def lines(ax, colour):
    return [line.get_xydata() for line in ax.lines if line.get_color() == colour and line.get_linestyle() == "-"]


def texts(ax, role):
    return [text.get_text().replace("\n", " ") for text in ax.texts if str(text.get_label()).startswith(role)]


def shaded(ax):
    return [(round(p.get_x(), 3), round(p.get_x() + p.get_width(), 3)) for p in ax.patches]


def test_the_mean_is_women_of_twelve_months_by_all_of_them():
    run = [month(f"2012-{n + 1:02}", 0 if n else 12, 1000 if n else 40) for n in range(12)]
    ((_x, mean),) = twelve_month_means(run)
    assert mean == pytest.approx(100 * 12 / 11040)
    assert twelve_month_means(run[1:]) == []


def test_months_without_a_woman_have_an_axis_all_the_same():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        figure = plot_register(pd.DataFrame(months(women=lambda n: 0)))
    assert figure.axes[0].get_ylim()[1] > 1


def test_each_month_is_a_thin_line_and_the_mean_a_thick_one():
    shares, counts = plot_register(pd.DataFrame(months())).axes
    (thin,), (thick,) = lines(shares, COLOURS["women2"]), lines(shares, COLOURS["women"])
    assert (len(thin), len(thick)) == (24, 13)
    assert thick[0][1] == pytest.approx(5.5)
    assert [line[-1][1] for line in lines(counts, COLOURS["men"]) + lines(counts, COLOURS["women"])] == [77, 23]
    assert texts(counts, "value") == ["77 men", "23 women"]


def test_months_without_a_figure_are_shaded_named_and_crossed_by_no_line():
    rows = months(0, 14) + months(40, 54) + [month("2021-01", 89, 758, series="other")]
    shares, counts = plot_register(pd.DataFrame(rows)).axes
    gaps = [(2013.167, 2015.333), (2016.5, 2021.0)]
    assert shaded(shares) == shaded(counts) == gaps
    for line in lines(shares, COLOURS["women2"]) + lines(counts, COLOURS["men"]):
        assert not any(line[0][0] < start and end < line[-1][0] for start, end in gaps)
    assert texts(shares, "gap") == ["no figures by sex in the reports used here"]
    assert "11.7%" in texts(shares, "value") and "669 men" in texts(counts, "value")


def test_a_later_share_without_counts_is_a_dot_and_the_note_says_so():
    late = month("2024-12", 1, 5, series="sa", basis="press") | {"numerator": math.nan, "denominator": math.nan}
    figure = plot_register(pd.DataFrame([*months(), late]), targets=pd.DataFrame([TARGET]))
    shares, counts = figure.axes
    dots = {line.get_xdata()[0]: line.get_markerfacecolor() for line in shares.lines if line.get_marker() == "o"}
    assert dots[max(dots)] == PAPER
    assert "A share without counts: Dec 2024." in figure.words("note")
    assert not any("2024" in text.get_label() for text in counts.texts)
    (target,) = [line for line in shares.lines if line.get_linestyle() == "--"]
    assert (target.get_xdata()[1], target.get_ydata()[1]) == (2025.0, 20.0)
    assert texts(shares, "target") == ["at least 20%, plan (by 2024)"]


def test_a_register_is_refused_that_has_no_run_of_months():
    with pytest.raises(WpsError, match="no series has two months"):
        plot_register(pd.DataFrame(months()[::2]))
    with pytest.raises(WpsError, match="several indicators"):
        plot_register(pd.DataFrame([*months(), month("2013-01", 1, 5, indicator="other")]))


@pytest.mark.parametrize("size", ["print", "phone", "slide"])
@pytest.mark.parametrize("language", ["en", "km"])
def test_long_series_stay_legible(size, language):
    words = {"size": size, "language": language, "title": "A long title of a chart " * 3, "subtitle": "What is drawn"}
    rows = pd.DataFrame([*months(0, 30), month("2021-01", 89, 758, series="other")])
    assert check_legible(plot_register(rows, targets=pd.DataFrame([TARGET]), **words)) == []
    areas = {f"A{chr(65 + n)}A": 10.0 + n / 5 for n in range(14)}
    assert check_legible(plot_neighbours(pd.DataFrame(series({"KHM": 10.5, **areas})), ref_area="KHM", **words)) == []


def series(areas, years=range(2016, 2023), name="ipu", **more):
    return [{**BASE, "indicator": "mps", "name": "Members of parliament", "ref_area": area, "area_name": f"{area} land",
             "time_period": str(year), "obs_value": value, "series": name, "claim_id": f"{area}{year}", **more}
            for area, value in areas.items() for year in years]  # fmt: skip


THREE = {"KHM": 20.0, "LAO": 22.0, "THA": 15.7}


def test_the_area_is_a_dark_line_and_each_other_a_grey_one_named_with_its_last_value():
    (ax,) = plot_neighbours(pd.DataFrame(series(THREE)), ref_area="KHM").axes
    assert len(lines(ax, COLOURS["women"])) == 1
    assert len(lines(ax, COLOURS["other"])) == 2
    assert texts(ax, "value") == ["THA land 15.7", "KHM land 20", "LAO land 22"]
    assert [claims_on(text.get_gid()) for text in ax.texts] == [["THA2022"], ["KHM2022"], ["LAO2022"]]


def test_labels_of_equal_values_do_not_touch():
    figure = plot_neighbours(pd.DataFrame(series(dict.fromkeys(("KHM", "LAO", "THA", "VNM"), 20.0))), ref_area="KHM")
    assert check_legible(figure) == []


def test_a_year_without_a_figure_breaks_a_line_and_an_older_last_value_bears_its_year():
    rows = series({"KHM": 20.0, "THA": 15.0}) + series({"LAO": 22.0}, years=[2014, 2015, 2016, 2018, 2019, 2020])
    (ax,) = plot_neighbours(pd.DataFrame(rows), ref_area="KHM").axes
    assert sorted(len(line) for line in lines(ax, COLOURS["other"])) == [3, 3, 7]
    assert texts(ax, "value")[-1] == "LAO land 22 in 2020"


def test_figures_of_the_area_from_other_series_are_marks_and_the_press_hollow():
    late = series({"KHM": 13.6}, [2023], "press", basis="press") + series({"KHM": 14.4}, [2024], "na", basis="register")
    figure = plot_neighbours(pd.DataFrame(series(THREE) + late), ref_area="KHM")
    (ax,) = figure.axes
    faces = [line.get_markerfacecolor() for line in ax.lines if line.get_marker() == "o"]
    assert faces == [PAPER, COLOURS["women"]]
    assert "KHM land 14.4 in 2024" in texts(ax, "value")
    assert "Marks: other sources than the line." in figure.words("note")
    assert 'data-claims="KHM2024"' in inline_svg(figure, "n-")


def test_three_areas_with_five_years_of_one_series_are_needed():
    assert neighbour_lines(series(THREE, range(2018, 2022)), "KHM") == ({}, [])
    assert neighbour_lines(series({"LAO": 22.0, "THA": 15.0, "VNM": 30.0}), "KHM") == ({}, [])
    apart = series({"KHM": 20.0, "LAO": 22.0}) + series({"THA": 15.0}, name="other")
    assert neighbour_lines(apart, "KHM") == ({}, [])
    world = series({"KHM": 20.0, "LAO": 22.0, "001": 27.0})  # the world is no neighbour
    with pytest.raises(WpsError, match="no series has 5 years"):
        plot_neighbours(pd.DataFrame(world), ref_area="KHM")


def brief(rows):
    areas = pd.DataFrame({"ref_area": [*THREE, "X_A"], "parent": ["X_A"] * 3 + ["001"], "name": [*THREE, "A"],
                          "valid_from": "", "valid_to": ""})  # fmt: skip
    edition = SimpleNamespace(
        in_areas=lambda codes: rows[rows["ref_area"].isin(codes)], table=lambda name: rows, observations=rows,
        as_of="2025-10-31", registry=SimpleNamespace(areas=areas),
    )  # fmt: skip
    return SimpleNamespace(edition=edition, ref_area="KHM")


def test_the_views_appear_when_there_is_data(monkeypatch):
    monkeypatch.setattr(peers_brief, "local_area_name", lambda code, areas: code)
    rows = pd.DataFrame(series(THREE) + [month("2024-12", 1, 5)])
    assert set(select.neighbours(rows, brief(rows))["ref_area"]) == set(THREE)
    few = rows[rows["ref_area"] != "THA"]
    assert select.neighbours(few, brief(few)).empty

    def held(count):
        register = pd.DataFrame(months(0, count)).assign(end=lambda rows: rows["time_period"])
        return len(select.by_month(register, brief(register)))

    assert (held(23), held(24)) == (0, 24)


@pytest.mark.parametrize("size", SIZES)
def test_a_register_is_drawn_in_every_size(size):
    assert len(plot_register(pd.DataFrame(months()), size=size).axes) == 2
