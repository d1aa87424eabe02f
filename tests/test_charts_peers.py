from contextlib import nullcontext
from types import SimpleNamespace

import pandas as pd
import pytest

import wps_analysis as wps
from wps_analysis.assessment.peers import compare_areas
from wps_analysis.charts.peers import plot_peers
from wps_analysis.charts.twin.describe import alt_text, text_twin
from wps_analysis.dev.legibility import check_legible
from wps_analysis.errors import RequestError, WpsError
from wps_analysis.report import peers
from wps_analysis.report.peers_brief import PeersBrief, peers_title
from wps_analysis.words.language import use_language

AREAS = {"KHM": "Cambodia", "IDN": "Indonesia", "LAO": "Lao PDR", "001": "World", "KH-12": "Phnom Penh"}


def figure(ref_area, value, year="2020", half=0.5, **more):
    return {
        "indicator": "police", "name": "Police officers", "population": "_T", "ref_area": ref_area, "sex": "F",
        "area_name": AREAS.get(ref_area, ref_area), "time_period": year, "unit_measure": "PT", "obs_value": value,
        "lower": value - half, "upper": value + half, "kind": "headcount", "source_title": "A report", **more,
    }  # fmt: skip


@pytest.fixture
def police():
    rows = [figure("KHM", 11.0, "2024", numerator=11, denominator=100), figure("IDN", 6.0), figure("LAO", 20.0)]
    return pd.DataFrame(rows)


def words(drawn, role):
    texts = [text for text in drawn.axes[0].texts if str(text.get_label()).startswith(role)]
    return [" ".join(text.get_text().split()) for text in texts]


def bar(drawn):
    (patch,) = drawn.axes[0].patches
    return patch.get_x(), patch.get_x() + patch.get_width()


def test_the_bar_runs_from_the_lowest_to_the_highest_bound_of_the_others(police):
    drawn = plot_peers(police, ref_area="KHM")
    assert bar(drawn) == (5.5, 20.5)
    assert words(drawn, "end") == ["6 %", "20 %"]
    assert words(drawn, "value:Police officers") == [
        "Cambodia: 11 of 100 (11 %), 2024",
        "Range: 6 % to 20 %, n = 2 countries, 2020; the years differ",
    ]
    assert drawn.axes[0].collections[0].get_offsets()[0][0] == 11.0
    assert drawn.axes[0].get_xlim()[0] == 0


def test_no_other_country_is_named(police):
    twin = text_twin(plot_peers(police, ref_area="KHM", title="Police"))
    assert "Cambodia" in twin
    assert "Indonesia" not in twin and "Lao" not in twin


def test_the_latest_figure_of_each_country_counts(police):
    older = pd.DataFrame([figure("LAO", 40.0, "2010"), figure("KHM", 1.0, "2001")])
    assert bar(plot_peers(pd.concat([police, older]), ref_area="KHM")) == (5.5, 20.5)


def test_years_that_agree_are_printed_once(police):
    drawn = plot_peers(police.assign(time_period="2024"), ref_area="KHM")
    assert words(drawn, "value:")[1] == "Range: 6 % to 20 %, n = 2 countries, 2024"
    spread = police.assign(time_period=["2024", "2020", "2022"])
    assert "n = 2 countries, 2020–2022; the years differ" in words(plot_peers(spread, ref_area="KHM"), "value:")[1]


def test_the_world_is_a_mark_of_its_own_and_no_neighbour(police):
    both = pd.concat([police, pd.DataFrame([figure("001", 45.0, "2023")])])
    drawn = plot_peers(both, ref_area="KHM")
    assert bar(drawn) == (5.5, 20.5)
    assert words(drawn, "value:")[1].endswith("n = 2 countries, 2020; the years differ ◇ World, published: 45 %, 2023")
    assert [line.get_xdata()[0] for line in drawn.axes[0].lines if line.get_marker() == "D"] == [45.0]
    with pytest.raises(WpsError, match="nothing to compare"):
        plot_peers(both[both["ref_area"].isin(["KHM", "001"])], ref_area="KHM")


def test_a_country_is_not_compared_with_a_province_but_provinces_are_with_each_other():
    rows = pd.DataFrame([figure("KHM", 11.0), figure("KH-12", 6.0), figure("KH-11", 9.0)])
    assert compare_areas(rows, "KHM") == []
    assert "n = 1 province" in words(plot_peers(rows, ref_area="KH-12"), "value:")[1]


def test_what_one_of_them_lacks_is_not_drawn(police):
    lonely = pd.DataFrame([figure("KHM", 5.0, indicator="army"), figure("LAO", 5.0, indicator="navy"),
                           figure("LAO", 9.0, sex="M"), figure("LAO", 9.0, population="rural")])  # fmt: skip
    assert words(plot_peers(pd.concat([police, lonely]), ref_area="KHM"), "row") == ["Police officers"]
    with pytest.raises(WpsError, match="nothing to compare"):
        plot_peers(lonely, ref_area="KHM")
    with pytest.raises(WpsError, match="no rows"):
        plot_peers(lonely.iloc[:0], ref_area="KHM")


def test_figures_of_a_neighbour_that_differ_lie_within_the_bar(police):
    differing = {"agreement": "differ", "envelope_lower": 19.5, "envelope_upper": 24.5}
    rows = pd.DataFrame([figure("KHM", 11.0), figure("LAO", 20.0, **differing)])
    drawn = plot_peers(rows, ref_area="KHM")
    assert bar(drawn) == (19.5, 24.5)
    assert "the bar holds them all" in " ".join(" ".join(text.get_text() for text in drawn.texts).split())


def test_the_twin_changes_with_a_value_a_year_and_an_exchange(police):
    twin = text_twin(plot_peers(police, ref_area="KHM"))
    assert text_twin(plot_peers(police.iloc[::-1], ref_area="KHM")) == twin
    changes = {"obs_value": [11.1, 6.0, 20.0], "lower": [10.5, 5.0, 19.5], "time_period": ["2024", "2020", "2021"],
               "ref_area": ["IDN", "KHM", "LAO"]}  # fmt: skip
    for column, values in changes.items():
        assert text_twin(plot_peers(police.assign(**{column: values}), ref_area="KHM")) != twin
    assert text_twin(plot_peers(police.iloc[:2], ref_area="KHM")) != twin
    flipped = plot_peers(police, ref_area="KHM")
    flipped.axes[0].invert_xaxis()
    assert text_twin(flipped) != twin


def test_titles_state_the_range_or_how_many_figures_lie_within_it(police):
    two = pd.concat(
        [police, police.assign(indicator="army", obs_value=[50.0, 6, 20], lower=[50, 6, 20], upper=[50, 6, 20])]
    )
    one, many = (peers_title(rows.assign(compared_with="KHM")) for rows in (police, two))
    assert one.replace("\u00a0", " ") == "Police officers: 11 % in Cambodia, 6 % to 20 % elsewhere (n = 2 countries)"
    assert many == "Cambodia is within the range of the others in 1 of 2 figures"


def test_a_bound_that_touches_the_range_lies_within_it():
    rows = [figure("KHM", 5.0), figure("IDN", 6.0), figure("LAO", 20.0)]
    (one,) = compare_areas(pd.DataFrame(rows), "KHM")
    assert one.is_within
    (one,) = compare_areas(pd.DataFrame([figure("KHM", 4.9), *rows[1:]]), "KHM")
    assert not one.is_within


def test_the_annex_names_areas_in_alphabetical_order():
    table = peers("KHM").table.frame
    assert list(table.columns) == ["Indicator", "Area", "Figure", "Period", "Source"]
    police = table[table["Indicator"] == "Police officers"]
    assert police["Area"].to_list() == sorted(police["Area"])
    figures = police["Figure"].str.replace("\u00a0", " ").to_list()
    assert figures == ["11 %", "6 %", "20 %", "6.0 %", "14.0 %", "19.0 %", "15.0 %"]  # four of them of publishers


def test_members_are_those_of_the_day_and_regions_only_stand_beside():
    figures = peers("KHM").compared
    asean = {"BRN", "IDN", "KHM", "LAO", "MMR", "MYS", "PHL", "SGP", "THA", "TLS", "VNM"}
    assert asean <= set(figures["ref_area"]) <= asean | {"001", "142", "035", "X_ASEAN"}
    assert set(figures.loc[figures["indicator"] == "police", "years"]) == {"2014–2024"}
    assert peers("KHM", as_of="2013").compared.empty
    assert peers("KHM", as_of="2013").table.frame.empty
    for group in ("X_NONE", "X_ASIA_PACIFIC"):
        with pytest.raises(RequestError, match=f"'{group}' is no group or region"):
            _ = peers("KHM", group=group).compared


@pytest.mark.parametrize("size", ["print", "slide"])
@pytest.mark.parametrize("language", ["en", "km"])
def test_real_figures_stay_legible(size, language):
    data = peers("KHM", language=language).compared
    with use_language(language):
        title = peers_title(data)
    drawn = plot_peers(data, ref_area="KHM", title=title, size=size, as_of="2025-10-31", language=language)
    assert check_legible(drawn) == []


@pytest.mark.parametrize("size", ["print", "slide"])
def test_narrow_ranges_at_the_ends_stay_legible(size):
    rows = [figure(area, value, indicator=name, name=name, half=0.05)
            for name, values in {"nobody at all": (0.1, 0.2, 0.3), "nearly everybody": (99.9, 99.8, 99.7)}.items()
            for area, value in zip(("KHM", "IDN", "LAO"), values, strict=True)]  # fmt: skip
    rows += [figure(code, 99.5, indicator="nearly everybody") for code in ("001", "142", "035", "X_ASEAN")]
    drawn = plot_peers(pd.DataFrame(rows), ref_area="KHM", title="Ends", size=size)
    assert check_legible(drawn) == []
    assert "0.2 % to 0.3 %" in alt_text(drawn)


def test_the_chart_of_a_plain_load_and_that_of_the_brief_agree():
    compared = peers("KHM").compared
    police = compared[compared["indicator"] == "police"]
    loaded = wps.load("police", ref_area=police["ref_area"].to_list())
    assert bar(wps.plot_peers(loaded, ref_area="KHM")) == bar(wps.plot_peers(police, ref_area="KHM")) == (5.5, 20.5)
    nothing = peers("KHM", as_of="2013").range
    assert (list(nothing.figures), nothing.nothing) == ([], "No women's share can be compared in the reports used here")


def seats(area, values, first=2018, **more):
    return [
        figure(area, value, str(first + n), indicator="seats", name="Seats", series="ipu", segment="ipu:0", **more)
        for n, value in enumerate(values)
    ]


def test_the_median_is_of_the_others_and_none_is_said_of_two(police):
    rows = [figure("KHM", 11.0), figure("IDN", 6.0), figure("LAO", 20.0), figure("THA", 8.0)]
    (one,) = compare_areas(pd.DataFrame(rows), "KHM")
    assert (one.median, one.distance) == (8.0, 3.0)
    (two,) = compare_areas(police, "KHM")
    assert (two.median, two.distance) == (None, None)


@pytest.fixture
def known():
    """Return a brief of four countries with five years of seats, the country in two groups."""
    shown = {"KHM": 20.0, "LAO": 10.0, "THA": 12.0, "VNM": 30.0}
    rows = [row for code, value in shown.items() for row in seats(code, [value - 4 + n for n in range(5)])]
    table = pd.DataFrame(rows).assign(
        measure="composition", population_name="", qualifier="exact", agreement="single", claim_id="c", locator="s1",
        source="a", period_basis="stated", numerator=float("nan"), denominator=float("nan"), basis="", custodian="",
    )  # fmt: skip
    areas = [["KHM", "035", ""], ["KHM", "X_ASEAN", "1999-04-30"], ["KHM", "X_INCOME_LOW", ""],
             *([code, parent, ""] for code in ("LAO", "THA", "VNM") for parent in ("035", "X_INCOME_LOW")),
             *([code, "X_ASEAN", "1995-01-01"] for code in ("LAO", "THA")), ["035", "142", ""]]  # fmt: skip
    frame = pd.DataFrame(areas, columns=["ref_area", "parent", "valid_from"])
    frame = frame.assign(valid_to="", name_en=frame["ref_area"], name_km="", level="country")
    groups = [[code, "", "", "", code, "", "group"] for code in ("035", "142", "X_ASEAN", "X_INCOME_LOW")]
    frame = pd.concat([pd.DataFrame(groups, columns=frame.columns), frame])
    registry = SimpleNamespace(areas=frame)
    edition = SimpleNamespace(
        observations=table, registry=registry, as_of="2025-10-31", claims=pd.DataFrame(),
        in_areas=lambda codes: table[table["ref_area"].isin(codes)],
        targets=pd.DataFrame({"target_id": [], "target_year": []}), speaking=nullcontext, language="en",
    )  # fmt: skip
    return edition


@pytest.mark.parametrize(
    ("group", "others", "median", "distance"), [("", 2, "", ""), ("X_INCOME_LOW", 3, "12.0\u00a0%", "+8.0")]
)
def test_any_group_can_be_compared_with_and_one_that_was_joined_comes_first(known, group, others, median, distance):
    brief = PeersBrief(known, "KHM", group=group)
    (row,) = brief.distances.rows
    assert [str(cell.text) for cell in row][4:8] == [str(others), "2022", median, distance]
    assert row[8].text.replace("\u00a0", " ") == "16 % in 2018"


def test_the_path_is_drawn_on_one_axis_and_in_small_panels(known):
    chart = PeersBrief(known, "KHM").paths
    assert [len(figure.axes) for figure in chart.figures] == [1, 3]
    assert chart.figures[0].words("title").replace("\u00a0", " ") == "Seats in KHM: 16 % in 2018, 20 % in 2022"
    rows = known.observations[known.observations["ref_area"] != "LAO"]
    known.in_areas = lambda codes: rows[rows["ref_area"].isin(codes)]
    assert PeersBrief(known, "KHM").paths.figures == []
