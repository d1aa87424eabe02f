"""Who would confirm a figure: an office, and the body that holds it in a country."""

import pytest

import wps_analysis as wps
from wps_analysis.claims.edition import Edition
from wps_analysis.registry.load import load_registry
from wps_analysis.registry.local_names import custodian_names, indicators_in
from wps_analysis.report.data_brief import DataBrief


@pytest.mark.parametrize(
    ("area", "office", "name"),
    [
        ("KHM", "National police", "General Commissariat of National Police"),
        ("KH-12", "National police", "General Commissariat of National Police"),
        ("KH-0102", "National police", "General Commissariat of National Police"),
        ("THA", "National police", "National police"),
        ("X_ASEAN", "National police", "National police"),
        ("KHM", "UNHCR", "UNHCR"),
        ("KHM", "", ""),
    ],
)
def test_an_office_bears_the_name_of_the_body_that_holds_it_in_the_country(area, office, name):
    assert custodian_names([office], [area], load_registry()) == [name]


def test_no_figure_of_another_country_is_confirmed_by_a_body_of_cambodia():
    cambodian = set(load_registry().custodians["name"])
    figures = wps.load().assign(country=lambda rows: rows["ref_area"].str[:2] == "KH")
    named = figures.groupby("country")["custodian"].agg(set)
    assert named[True] & cambodian
    assert not named[False] & cambodian


def test_a_figure_that_a_target_lacks_would_be_held_by_an_office_where_its_body_is_not_known():
    asked = DataBrief(Edition(), "THA").assessed.query("status == 'no figure'")
    assert len(asked)
    assert not set(asked["custodian"]) & set(load_registry().custodians["name"])


def test_a_chamber_bears_the_name_that_its_country_gives_it():
    chambers = wps.load("national_assembly", ref_area=["KHM", "THA", "FRA"]).drop_duplicates("ref_area")
    assert dict(zip(chambers["ref_area"], chambers["short_name"], strict=True)) == {
        "KHM": "National Assembly", "THA": "House of Representatives", "FRA": "Lower or single chamber",
    }  # fmt: skip


def test_every_way_to_an_indicator_names_it_alike():
    for area in ("KHM", "THA"):
        shown = DataBrief(Edition(), area).figures.drop_duplicates("indicator").set_index("indicator")
        table = indicators_in(area, load_registry()).set_index("indicator").loc[shown.index]
        assert table[["name", "short_name", "wording"]].equals(shown[["name", "short_name", "wording"]])
