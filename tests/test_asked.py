"""What a user asks for and hands in: codes, names, dates and tables in the forms in which people have them."""

import io
from datetime import date

import numpy as np
import pandas as pd
import pytest

import wps_analysis as wps
from wps_analysis import report
from wps_analysis.assessment.series import trend_lines
from wps_analysis.claims.edition import edition
from wps_analysis.errors import RequestError, UnknownCodeError, WpsError, short

KINDS = {
    "share": {"unit_measure": "PT", "measure": "composition"},
    "count": {"unit_measure": "PS", "measure": "count", "sex": "F"},
    "index": {"unit_measure": "IX", "measure": "index"},
}
AIM = {
    "target_id": "aim",
    "indicators": "mine",
    "operator": ">=",
    "lower": 30.0,
    "legal_force": "plan",
    "basis": "Plan",
}


def read_back(table):
    return pd.read_csv(io.StringIO(table.to_csv()))


@pytest.mark.parametrize("area", ["KHM", "KH", "116", 116, "Cambodia", "Kingdom of Cambodia", "កម្ពុជា", ["KH", "KHM"]])
def test_an_area_is_asked_for_by_any_of_its_codes_and_names(area):
    assert set(wps.load("police", ref_area=area)["ref_area"]) == {"KHM"}


def test_lists_are_asked_for_and_all_that_is_unknown_is_said_at_once():
    rows = wps.load(["police", "commune_chiefs"], ref_area=["Cambodia", "LAO"])
    assert set(zip(rows["indicator"], rows["ref_area"], strict=True)) == {
        ("police", "KHM"), ("police", "LAO"), ("commune_chiefs", "KHM"),
    }  # fmt: skip
    with pytest.raises(UnknownCodeError) as caught:
        wps.load(["polise", "parlimnt"], pillar="protecton", ref_area=["Cambodja", "Korea"])
    assert [line.split("'")[1] for line in str(caught.value).splitlines()] == [
        "polise", "parlimnt", "protecton", "Cambodja", "Korea",
    ]  # fmt: skip
    assert "'KHM (Cambodia)'" in str(caught.value) and "'KOR (Republic of Korea)'" in str(caught.value)


@pytest.mark.parametrize("asked", [[], 3.5, True, ["KHM", ""], {"KHM": 1.5}.values()])
def test_what_is_no_code_and_no_list_of_codes_is_refused(asked):
    with pytest.raises(RequestError, match="ref_area takes a code or a list of codes"):
        wps.load(ref_area=asked)


@pytest.mark.parametrize(
    "as_of", ["2023", 2023, np.int64(2023), date(2023, 12, 31), pd.Timestamp("2023-12-31 10:00"), pd.Period("2023"),
              np.datetime64("2023-12-31"), "2023-12", "31 December 2023", "31-Dec-2023", "31st dec. 2023",
              "December 31, 2023", "Dec 2023"],
)  # fmt: skip
def test_a_date_is_given_in_any_form(as_of):
    assert edition(as_of).as_of == "2023-12-31"


@pytest.mark.parametrize(
    "as_of",
    [
        "2023-13",
        "soon",
        "05/06/2024",
        "31 June 2024",
        "May 24",
        True,
        0,
        10**20,
        10**5000,
        1e308,
        float("nan"),
        pd.NaT,
        [2023],
    ],
    ids=short,
)
def test_what_is_no_date_is_refused_in_one_line(as_of):
    with pytest.raises(RequestError, match="^as_of .*$"):
        edition(as_of)


@pytest.mark.parametrize("horizon", ["soon", 10**20, 10**5000, 1e308, float("nan"), 2030.5, True, 20255], ids=short)
def test_a_horizon_that_is_no_year_is_refused_in_python_and_in_notebooks(horizon):
    with pytest.raises(RequestError, match=r"horizon .* is not a year such as 2030"):
        wps.assess(wps.load("police", ref_area="KHM"), wps.targets(), horizon=horizon)
    with pytest.raises(RequestError, match=r"horizon .* is not a year such as 2030"):
        report.pillar("protection", "KHM", horizon=horizon)


def test_a_brief_takes_what_papermill_hands_over():
    brief = report.peers(116, as_of=2025, group="X_ASEAN")
    assert (brief.ref_area, brief.edition.as_of) == ("KHM", "2025-12-31")
    with pytest.raises(RequestError, match="group 'X_ASEEN' is no group or region; did you mean 'X_ASEAN'"):
        report.peers("KHM", group="X_ASEEN")


@pytest.mark.filterwarnings("ignore::pandas.errors.DtypeWarning")  # pandas' own, of a long table
def test_a_table_that_went_through_csv_says_the_same():
    rows, aims = wps.load(ref_area="KHM"), wps.targets()
    assessed = wps.assess(rows, aims)
    back, same = read_back(rows), pd.testing.assert_frame_equal
    same(wps.change(back), wps.change(rows))
    same(wps.trend(back), wps.trend(rows))
    same(wps.assess(back, read_back(aims)), assessed)
    assert wps.to_sdmx_csv(back) == wps.to_sdmx_csv(rows)
    assert wps.plot_gap(read_back(assessed)).twin == wps.plot_gap(assessed).twin
    chiefs, claims = wps.load("commune_chiefs", ref_area="KHM"), wps.load_claims()
    drawn = wps.plot_trend(read_back(chiefs), targets=read_back(aims), claims=read_back(claims)).twin
    assert drawn == wps.plot_trend(chiefs, targets=aims, claims=claims).twin


def test_tables_go_into_parquet_and_back(tmp_path):
    rows = wps.load("police")
    rows.to_parquet(tmp_path / "police.parquet")
    pd.testing.assert_frame_equal(wps.change(pd.read_parquet(tmp_path / "police.parquet")), wps.change(rows))


def test_own_numbers_become_a_table_that_says_its_name():
    mine = pd.DataFrame({"year": [2022, 2024.0], "area": ["Cambodia", "KH"], "value": ["20.9", "22.1 %"]})
    table = wps.observations(mine, indicator="guides", name="Mountain guides", **KINDS["share"])
    assert table[["ref_area", "time_period", "obs_value", "lower", "upper"]].to_numpy().tolist() == [
        ["KHM", "2022", 20.9, 20.85, 20.95], ["KHM", "2024", 22.1, 22.05, 22.15],
    ]  # fmt: skip
    (said,) = wps.assess(table, pd.DataFrame([{**AIM, "indicators": "guides"}]))["sentence"]
    assert said.startswith("Mountain guides, Cambodia: women's share rose from 20.9")
    exact = wps.observations(mine.assign(value=[20.9, 22]), indicator="police")
    assert exact[["lower", "upper"]].to_numpy().tolist() == [[20.9, 20.9], [22.0, 22.0]]
    rounded = wps.observations(mine.assign(value=[20.9, 22]), indicator="police", decimals=1)
    assert rounded[["lower", "upper"]].to_numpy().tolist() == [[20.85, 20.95], [21.95, 22.05]]


def test_all_that_own_numbers_lack_is_said_at_once():
    with pytest.raises(RequestError) as caught:
        wps.observations(pd.DataFrame({"x": [1]}), indicator="mine")
    for part in ("unit_measure is missing", "measure is missing", "value", "year", "area", "sex is missing"):
        assert part in str(caught.value)
    wrong = pd.DataFrame(
        {"year": ["soon", 2020, 2020, 2021], "area": ["Xx", "KHM", "KHM", "LAO"], "value": [140, 3, 4, None]}
    )
    with pytest.raises(RequestError) as caught:
        wps.observations(wrong, indicator="police")
    for part in ("row 0: 140 is outside", "row 0: Unknown reference area 'Xx'", "row 0: The period 'soon'",
                 "row 3: value nan is no number", "police KHM _T F 2020 stands 2 times"):  # fmt: skip
        assert part in str(caught.value)
    with pytest.raises(RequestError, match="multiply fractions by 100"):
        wps.observations(pd.DataFrame({"year": [2020], "area": "KHM", "value": 0.14}), indicator="police")


@pytest.mark.parametrize("areas", [["KHM"], ["KHM", "LAO", "THA"]], ids=len)
@pytest.mark.parametrize("monthly", [False, True])
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("points", [1, 2, 3, 5, 30])
def test_every_function_takes_a_series_of_any_length(points, kind, monthly, areas):
    years = [f"{2000 + n // 12}-{n % 12 + 1:02d}" if monthly else 1990 + n for n in range(points)]
    rows = [{"year": year, "area": a, "value": 20 + n % 7} for a in areas for n, year in enumerate(years)]
    table = wps.observations(pd.DataFrame(rows), indicator="mine", **KINDS[kind])
    assert len(wps.trend(table)) == (len(areas) if kind == "share" else 0)
    assert len(wps.change(table)) == len(areas) * (points - 1)
    assessed = wps.assess(table, pd.DataFrame([AIM]))
    assert assessed.loc[assessed["n_obs"] > 0, "ref_area"].tolist() == areas
    assert len(wps.to_sdmx_csv(table).splitlines()) == 1 + len(table)
    assert wps.plot_trend(table, lines=trend_lines(table)).alt
    for plot in (wps.plot_levels, wps.plot_compare, wps.plot_register, wps.plot_gap):
        try:
            plot(assessed if plot is wps.plot_gap else table)
        except WpsError as error:  # not every chart is of counts, of one area or of years
            assert str(error)
    for plot in (wps.plot_peers, wps.plot_neighbours):
        try:
            plot(table, ref_area="KHM")
        except WpsError as error:
            assert str(error)


@pytest.mark.parametrize("given", [None, [1, 2], {"year": 2020}])
@pytest.mark.parametrize("function", [wps.trend, wps.change, wps.to_sdmx_csv, lambda table: wps.assess(table, None)])
def test_what_is_no_table_is_named_with_what_makes_one(function, given):
    with pytest.raises(WpsError, match=r"takes a table \(DataFrame\) as load\(\) returns it, not"):
        function(given)


@pytest.mark.parametrize("given", [None, 9.5, b"9"])
@pytest.mark.parametrize("function", [wps.parse_value, wps.parse_period, wps.check_text])
def test_what_is_no_text_is_named(function, given):
    with pytest.raises(WpsError, match="text"):
        function(given)


def test_a_code_of_numpy_is_a_code_and_bytes_are_none():
    assert len(wps.load("police", ref_area=np.int64(116))) == len(wps.load("police", ref_area="KHM")) > 0
    with pytest.raises(RequestError, match="not b'KHM'"):
        wps.load("police", ref_area=b"KHM")
