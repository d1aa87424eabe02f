"""What all charts share: the parameters, the checks at the door, and that nothing that they are given is changed."""

import inspect

import pandas as pd
import pytest

import wps_analysis as wps
from wps_analysis.assessment.assess import assess
from wps_analysis.charts.sheet.front import Band, Front, chart, stack
from wps_analysis.charts.twin.describe import text_twin
from wps_analysis.dev.gallery import plots
from wps_analysis.errors import WpsError
from wps_analysis.words.language import language_in_force

SHARE = {
    "indicator": "police", "name": "Police officers", "population": "_T", "ref_area": "KHM", "sex": "F", "segment": "s",
    "time_period": "2024", "unit_measure": "PT", "obs_value": 11.0, "lower": 10.5, "upper": 11.5, "qualifier": "exact",
    "measure": "composition",
}  # fmt: skip
RANKS = [
    {**SHARE, "name": rank, "indicator": rank, "rank": rank, "government_level": "national", "ladder": "police"}
    for rank in ("head", "member")
]
CELL = {"indicator": "police", "name": "Police officers", "year": 2024, "state": "held"}
CLAIM = {
    "figure": "Police",
    "value_text": "11 per cent",
    "obs_value": 11.0,
    "lower": 10.5,
    "upper": 11.5,
    "speaks": True,
}
OUTPUT = {**CELL, "output": "1.1", "pillar_name": "Protection", "text": "Police", "data_holder": "", "theme": "Police"}


SEVERAL = pd.DataFrame(
    [
        {**SHARE, "ref_area": area, "series": "s", "time_period": str(year)}
        for area in ("KHM", "LAO", "THA")
        for year in range(2018, 2023)
    ]
)


def tables():
    """Return the smallest table that each function draws."""
    share = pd.DataFrame([SHARE])
    return {
        "plot_areas": SEVERAL,
        "plot_classes": pd.DataFrame(
            [{**SHARE, "series": "s", "population": "troops", "time_period": f"2024-0{month}"} for month in (1, 2)]
        ),
        "plot_compare": pd.DataFrame([{**SHARE, "sex": sex, "measure": "rate"} for sex in "FM"]),
        "plot_coverage": pd.DataFrame([CELL]),
        "plot_differences": pd.DataFrame([CLAIM]),
        "plot_gap": assess(wps.load("commune_chiefs", ref_area="KHM"), wps.targets()),
        "plot_levels": share,
        "plot_neighbours": SEVERAL,
        "plot_outputs": pd.DataFrame([OUTPUT]),
        "plot_parts": pd.DataFrame([{"group": "Titles", "label": "women", "obs_value": 18.0}]),
        "plot_peers": pd.DataFrame([SHARE, {**SHARE, "ref_area": "LAO"}]),
        "plot_pipeline": pd.DataFrame(RANKS),
        "plot_register": pd.DataFrame([{**SHARE, "series": "s", "time_period": f"2024-0{month}"} for month in (1, 2)]),
        "plot_trend": share,
    }


def draw(name, table=None, **options):
    options |= {"ref_area": "KHM"} if name in ("plot_areas", "plot_peers", "plot_neighbours") else {}
    return plots()[name](tables()[name] if table is None else table, **options)


every_chart = pytest.mark.parametrize("name", plots())


@every_chart
def test_the_common_parameters_stand_in_every_signature_and_docstring(name):
    parameters = inspect.signature(plots()[name]).parameters
    common = {field: parameter.default for field, parameter in inspect.signature(Front).parameters.items()}
    assert {field: parameters[field].default for field in common} == common
    assert parameters["language"].default is None
    assert all(parameter.kind is parameter.KEYWORD_ONLY for parameter in [*parameters.values()][1:])
    described = inspect.getdoc(plots()[name])
    described = described[described.index("Parameters\n---") : described.index("Returns\n---")]
    names = [word for line in described.splitlines() if line[:1].isalpha() for word in line.split(", ")]
    assert names == ["Parameters", *parameters]


@every_chart
def test_what_is_wrong_is_refused_in_words(name):
    for option, value, remedy in (
        ("size", "poster", "print, .*phone, slide"),
        ("language", "xx", "km"),
        ("as_of", "yesterday", "2025-10-31"),
    ):
        with pytest.raises(WpsError, match=f"(?s){value}.*{remedy}"):
            draw(name, **{option: value})
    with pytest.raises(TypeError, match=f"{name}.. got an unexpected keyword argument 'titel'"):
        draw(name, titel="A title")
    with pytest.raises(WpsError, match=f"{name} takes a table"):
        draw(name, [SHARE])


@every_chart
def test_a_table_without_rows_or_a_column_is_refused(name):
    with pytest.raises(WpsError, match=f"{name}: the table has no rows"):
        draw(name, pd.DataFrame())
    needed = {"plot_coverage": "state", "plot_outputs": "state", "plot_gap": "latest", "plot_differences": "speaks"}
    column = needed.get(name, "obs_value")
    with pytest.raises(WpsError, match=rf"{name} needs the column\(s\) {column}"):
        draw(name, tables()[name].drop(columns=column))


@every_chart
def test_a_chart_speaks_its_language_and_leaves_what_it_was_given_alone(name, capsys):
    table = tables()[name]
    before = table.copy()
    options = {"title": "A title", "subtitle": "A subtitle", "source_note": "A source", "as_of": "2025-10-31"}
    twin = text_twin(draw(name, table, **options))
    said = {**options, "as_of": "31 October 2025"}
    assert all(text in twin for text in said.values())
    assert draw(name, table, language="km").get_label() == "km"
    assert language_in_force() == "en"
    pd.testing.assert_frame_equal(table, before)
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize(("name", "option"), [("plot_levels", "targets"), ("plot_trend", "targets"),
                                              ("plot_trend", "elections"), ("plot_trend", "claims"),
                                              ("plot_trend", "lines")])  # fmt: skip
def test_what_is_drawn_beside_is_checked_too(name, option):
    assert draw(name, **{option: pd.DataFrame()})
    with pytest.raises(WpsError, match=rf"{name} \({option}\) needs the column\(s\)"):
        draw(name, **{option: pd.DataFrame({"colour": ["red"]})})


@pytest.mark.parametrize(
    ("name", "maker"),
    {
        "plot_gap": r"wps\.assess\(\)",
        "plot_coverage": r"coverage\.data",
        "plot_differences": r"differing\.data",
    }.items(),
)
def test_a_table_that_is_none_of_a_charts_is_answered_with_what_makes_it(name, maker):
    for table in (pd.DataFrame([SHARE]).drop(columns="name"), pd.DataFrame()):
        with pytest.raises(WpsError, match=maker):
            draw(name, table)


@pytest.mark.parametrize("name", ["plot_levels", "plot_trend"])
def test_a_target_of_a_mistyped_indicator_is_no_target_that_binds_nothing(name):
    mine = {"target_id": "mine", "indicators": "comune_chiefs", "operator": ">=", "lower": 30.0}
    with pytest.raises(WpsError, match=rf"{name}: .*mine.*unknown indicator 'comune_chiefs'.*commune_chiefs"):
        draw(name, targets=pd.DataFrame([mine]))
    assert draw(name, targets=pd.DataFrame([mine | {"indicators": "commune_chiefs"}]))


def test_a_chart_keeps_its_own_parameters_before_the_common_ones():
    @chart
    def plot_words(table, *, font="plain", **common):
        """Draw words."""

    assert list(inspect.signature(plot_words).parameters)[:3] == ["table", "font", "title"]


def test_bands_stand_below_one_another():
    bands = [Band(height=1.0), Band(height=0.5)]
    assert stack(bands) == 1.5
    assert [(band.top, band.middle) for band in bands] == [(0.0, 0.5), (1.0, 1.25)]
