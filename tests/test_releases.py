"""Releases of one publisher: the newest speaks, what it changed is a revision and no question."""

import pandas as pd
import pytest

from wps_analysis.claims.audit.run import run_checks
from wps_analysis.claims.reconcile import known_by, reconcile
from wps_analysis.claims.releases import REVISIONS, compared
from wps_analysis.claims.superseded import is_superseded, releases_of

OLD, NEW = "un_sdg_all_countries_goal_5_2019_06", "un_sdg_goal5"
OF_BOTH = {"indicator": "managers", "series": "un_sdg_managers", "ref_area": "JPN"}


@pytest.fixture
def released(claims_of, registry):
    """Return claims of two releases of one publisher, each a row of its release, value and text."""
    series = registry.series_map.set_index("indicator")["series"]["managers"].iloc[0]

    def make(*rows, **common):
        given = [
            {"source": source, "obs_value": value, "value_text": str(value), "time_period": year, **more}
            for source, year, value, more in rows
        ]
        return claims_of(*given, **OF_BOTH | {"series": series} | common)

    return make


def exactly(value, half):
    return {"lower": value - half, "upper": value + half}


def test_the_newest_release_speaks_though_an_older_has_more_digits(released, registry):
    claims = released((OLD, "2009", 10.23, exactly(10.23, 0.005)), (NEW, "2009", 10.2, {}))
    chosen = reconcile(claims, registry).iloc[0]
    assert (chosen["obs_value"], chosen["choice_reason"], chosen["agreement"]) == (10.2, "newest_release", "single")
    assert reconcile(known_by(claims, registry, "2020"), registry)["obs_value"].tolist() == [10.23]


@pytest.mark.parametrize(("old", "check"), [(12.5, "figures_differ"), (10.2, "different_roundings")])
def test_what_a_publisher_revised_is_no_question_and_what_a_document_says_is(released, registry, old, check):
    later = (NEW, "2009", 10.23, exactly(10.23, 0.005))

    def asked(*rows):
        claims = released(*rows)
        return set(run_checks(claims, reconcile(claims, registry), registry)["check"])

    assert check not in asked((OLD, "2009", old, {}), later)
    assert check in asked(("situation_analysis_2025", "2009", old, {"series": "civil_service_in_sa"}), later)


def test_a_release_that_has_no_figure_leaves_the_older_one_standing(released, registry):
    missing = {"obs_status": "O", "lower": None, "upper": None}
    assert not is_superseded(released((OLD, "2009", 10.2, {}), (NEW, "2009", 0, missing)), registry).any()
    other = released((OLD, "2009", 10.2, {}), (NEW, "2009", 10.2, {"series": "another"}))
    assert not is_superseded(other, registry).any()


def test_what_a_release_changed_is_told_by_indicator_with_each_figure_revised(released, registry):
    claims = released(
        (OLD, "2005", 9.0, {}), (OLD, "2008", 10.0, {}), (OLD, "2009", 12.5, {}), (OLD, "2010", 11.1, {}),
        (OLD, "2011", 11.4, {}), (NEW, "2008", 10.0, {}), (NEW, "2009", 10.2, {}),
        (NEW, "2010", 11.12, exactly(11.12, 0.005)), (NEW, "2012", 13.0, {}),
    )  # fmt: skip
    counts = released((OLD, "2009", 5.0, {}), (NEW, "2009", 7.0, {}), unit_measure="PS", indicator="police_number")
    both = pd.concat([claims, counts], ignore_index=True)
    told = compared(both.join(releases_of(both, registry)))
    assert list(told) == list(REVISIONS)
    rates = told[told["measured"] == "rates"]
    assert rates.dropna(subset="figures").set_index("change")["figures"].to_dict() == {
        "same": 1, "rounded": 1, "revised": 1, "added": 1, "withdrawn": 1
    }  # fmt: skip
    named = told[told["figures"].isna()]
    assert named[["measured", "ref_area", "time_period", "old", "new"]].to_numpy().tolist() == [
        ["counts", "JPN", "2009", "5.0", "7.0"], ["rates", "JPN", "2009", "12.5", "10.2"]
    ]  # fmt: skip
    assert set(told["earlier"]) == {OLD} and set(told["later"]) == {NEW}


def test_files_of_other_areas_are_not_compared(released, registry):
    claims = released((OLD, "2009", 12.5, {}), (NEW, "2009", 10.2, {"ref_area": "KOR"}))
    assert compared(claims.join(releases_of(claims, registry))).empty


def test_a_file_of_a_publisher_is_asked_once_an_area_for_its_sample_sizes(released, registry):
    surveys = registry.series[registry.series["basis"].str.startswith("survey") & (registry.series["n"] == "")]
    series = next(iter(set(surveys["series"]) & set(registry.series_map["series"])))
    claims = released(
        *[(NEW, year, 10.0, {"ref_area": area}) for year, area in (("2009", "JPN"), ("2010", "JPN"), ("2009", "KOR"))],
        series=series,
    )
    told = run_checks(claims, reconcile(claims, registry), registry)
    told = told[told["check"] == "survey_without_n"]
    said = dict(zip(told["ref_area"], told["message"], strict=True))
    assert sorted(said) == ["JPN", "KOR"]
    assert "2 survey figures without" in said["JPN"] and "1 survey figure without" in said["KOR"]
