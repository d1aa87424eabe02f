"""The crosswalk: each framework a file of rows, checked against the registry, with what was not read marked so."""

import pytest

from wps_analysis.errors import InputError
from wps_analysis.registry.frameworks import load_crosswalk
from wps_analysis.registry.load import load_registry

HEAD = "code,title,level,indicators,outputs,ref_area,source,verified\n"
ROOT = "F,A framework,framework,,,,a page,read\n"


@pytest.fixture(scope="module")
def crosswalk():
    return load_crosswalk(load_registry())


def with_rows(root, *rows):
    folder = root / "data" / "registry" / "frameworks"
    folder.mkdir(exist_ok=True)
    (folder / "invented.csv").write_text(HEAD + "\n".join(rows) + "\n", encoding="utf-8")
    return load_crosswalk(load_registry(root), root)


def test_the_plan_has_five_outcomes_and_the_outputs_of_the_registry_word_for_word(crosswalk):
    plan = crosswalk.rows[crosswalk.rows["framework"] == "asean_rpa_wps"]
    outputs = plan[plan["level"] == "output"]
    known = load_registry().plan_outputs
    assert list(outputs["code"]) == list(known["output"])
    assert list(outputs["title"]) == list(known["text"])
    assert (plan["level"] == "outcome").sum() == 5


def test_26_numbers_of_the_council_and_what_was_not_read_of_them_is_marked(crosswalk):
    rows = crosswalk.rows[crosswalk.rows["framework"] == "un1325"]
    assert {code.rstrip("ab") for code in rows["code"]} == {str(number) for number in range(1, 27)}
    assert set(rows.loc[rows["verified"] == "read", "code"]) == {"1a", "1b", "2", "11a"}
    assert crosswalk.codes_of("police", "un1325", "KHM") == ["16 (unverified)"]


def test_four_issues_are_the_priority_themes(crosswalk):
    rows = crosswalk.rows[crosswalk.rows["framework"] == "situation_analysis"]
    assert list(rows.loc[rows["level"] == "priority", "code"]) == ["2", "3", "5", "6"]


def test_what_indicators_say_of_outputs_and_goals_is_in_the_crosswalk_without_being_said_twice(crosswalk):
    assert "2.4" in crosswalk.codes_of("police", "asean_rpa_wps", "KHM")
    assert "5.5.1(b) (unverified)" in crosswalk.codes_of("commune_councillors", "sdg", "LAO")


def test_a_row_of_one_country_is_not_another_countrys(crosswalk):
    assert "CO 2019, 31a" in crosswalk.codes_of("senate", "cedaw", "KHM")
    assert "CO 2019, 31a" not in crosswalk.codes_of("senate", "cedaw", "LAO")


def test_all_problems_of_a_framework_are_told_at_once(copied_data):
    with pytest.raises(InputError) as told:
        with_rows(
            copied_data, ROOT.strip(), "1,One,goal,polise,,,a page,read", "1,Two,goal,police,9.9,KHX,a page,maybe"
        )
    assert "verified='maybe'" in str(told.value)
    with pytest.raises(InputError) as told:
        with_rows(copied_data, "1,One,goal,polise,,,a page,read", "1,Two,goal,,9.9,KHX,a page,read")
    words = str(told.value)
    assert all(one in words for one in ("invented.csv row 3", "'polise'", "'9.9'", "'KHX'", "stands twice", "names it"))


def test_a_project_without_frameworks_has_none(copied_data):
    assert load_crosswalk(load_registry(copied_data), copied_data).rows.empty
