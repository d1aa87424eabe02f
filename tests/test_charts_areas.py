"""Several areas over the years: on one axis, one of them in colour, and a small panel each."""

import pandas as pd
import pytest
from matplotlib.colors import to_hex
from test_charts_series import THREE, series, texts

from wps_analysis.charts.areas import plot_areas
from wps_analysis.charts.sheet.figure import claims_on
from wps_analysis.charts.sheet.theme import COLOURS, SIZES
from wps_analysis.charts.trend import plot_trend
from wps_analysis.charts.twin.describe import text_twin
from wps_analysis.dev.legibility import check_legible
from wps_analysis.errors import WpsError

TABLE = pd.DataFrame(series(THREE, segment="a"))
TARGET = pd.DataFrame(
    [{"target_id": "t", "indicators": TABLE["indicator"][0], "population": "_T", "sex": "F", "ref_area": "KHM",
      "operator": ">=", "lower": 30.0, "legal_force": "plan", "basis": "A plan"}]
)  # fmt: skip


def fit(area="KHM"):
    key = {column: TABLE.get(column, pd.Series([""])).iloc[0] for column in ("indicator", "population", "sex")}
    line = {**key, "ref_area": area, "segment": "a", "ci_lower": 18.0, "ci_upper": 24.0}
    return pd.DataFrame([{**line, "year": 2018.0 + n, "mean": 20.0 + n} for n in range(5)])


def lines(ax, colour):
    """Return the lines of a colour; seaborn gives it as numbers."""
    drawn = [line for line in ax.lines if len(line.get_xdata()) > 2]
    return [line.get_xydata() for line in drawn if to_hex(line.get_color()) == colour]


def test_on_one_axis_the_area_asked_for_is_in_colour_and_the_others_are_grey_and_named():
    figure = plot_trend(TABLE, ref_area="KHM")
    (ax,) = figure.axes
    assert len(lines(ax, COLOURS["women"])) == 1
    assert len(lines(ax, COLOURS["other"])) == 2
    assert texts(ax, "value") == ["THA land 15.7", "KHM land 20", "LAO land 22"]
    assert len(figure.words("source").split("Source")) <= 2


def test_without_the_area_each_has_a_panel_of_its_own():
    assert len(plot_trend(TABLE).axes) == 3


def test_two_years_of_two_areas_are_enough_and_less_is_refused():
    two = pd.DataFrame(series({"KHM": 20.0, "LAO": 22.0}, range(2021, 2023), segment="a"))
    assert len(plot_trend(two, ref_area="KHM").axes) == len(plot_areas(two, ref_area="KHM").axes) - 1 == 1
    for plot, name in ((plot_trend, "plot_trend"), (plot_areas, "plot_areas")):
        with pytest.raises(WpsError, match=f"{name}: no series has two years of one indicator in KHM"):
            plot(two[two["ref_area"] == "KHM"], ref_area="KHM")


def test_a_target_of_the_area_is_a_dashed_line_that_fits_on_the_axis_and_is_named_below():
    figure = plot_trend(TABLE, ref_area="KHM", targets=TARGET)
    (ax,) = figure.axes
    assert [line.get_ydata()[0] for line in ax.lines if line.get_color() == COLOURS["target"]] == [30.0]
    assert ax.get_ylim()[1] > 30
    assert "Dashed line: at least 30 %, plan: A plan." in figure.words("note")


def test_the_fitted_line_of_the_area_stands_with_its_band_and_that_of_another_does_not():
    for area, bands in (("KHM", 1), ("LAO", 0)):
        figure = plot_trend(TABLE, ref_area="KHM", lines=fit(area))
        assert len(figure.axes[0].collections) == bands
        assert ("Smooth line and band" in figure.words("note")) is bool(bands)


def test_small_panels_stand_in_the_order_of_names_each_with_its_own_line_before_the_grey_ones():
    table = TABLE.assign(area_name=TABLE["ref_area"].map({"KHM": "Zeta", "LAO": "Alpha", "THA": "Mid"}))
    figure = plot_areas(table, ref_area="KHM", title="Seats")
    assert [texts(ax, "heading") for ax in figure.axes] == [["Alpha"], ["Mid"], ["Zeta"]]
    assert [texts(ax, "value") for ax in figure.axes] == [["22% in 2022"], ["15.7% in 2022"], ["20% in 2022"]]
    for ax, last in zip(figure.axes, (22.0, 15.7, 20.0), strict=True):
        (own,) = lines(ax, COLOURS["women"])
        assert own[-1].tolist() == [2022.0, last]
        assert sorted(line[-1][1] for line in lines(ax, COLOURS["other"])) == [15.7, 20.0, 22.0]
    assert len({ax.get_ylim() for ax in figure.axes}) == 1
    assert claims_on(figure.axes[0].texts[0].get_gid()) == ["LAO2022"]
    assert "Alpha: 22% in 2022" in figure.alt


def test_a_fitted_line_stands_in_the_panel_of_its_area_alone():
    figure = plot_areas(TABLE, ref_area="KHM", lines=fit("LAO"))
    bands = [[path.vertices[:, 1].max() for c in ax.collections for path in c.get_paths()] for ax in figure.axes]
    patches = [[patch.get_path().vertices[:, 1].max() for patch in ax.patches] for ax in figure.axes]
    assert [len(one) + len(other) for one, other in zip(bands, patches, strict=True)] == [0, 1, 0]


def test_the_twin_of_small_panels_changes_with_a_value_and_a_name():
    twin = text_twin(plot_areas(TABLE, ref_area="KHM"))
    assert "function" not in twin
    changed = TABLE.assign(obs_value=TABLE["obs_value"].where(TABLE["ref_area"] != "LAO", 23.0))
    assert text_twin(plot_areas(changed, ref_area="KHM")) != twin
    assert text_twin(plot_areas(TABLE.assign(area_name="X"), ref_area="KHM")) != twin


@pytest.mark.parametrize("size", SIZES)
def test_small_panels_are_legible_in_every_size(size):
    many = {code: 10.0 + n for n, code in enumerate(["KHM", "LAO", "THA", "VNM", "MMR", "IDN", "PHL", "BRN", "TLS"])}
    table = pd.DataFrame(series(many))
    assert check_legible(plot_areas(table, ref_area="KHM", title="Seats", size=size)) == []
