"""What is printed of a figure whose date is that of its study is the same in series, table, chart and sentence."""

from wps_analysis.assessment.assess import assess
from wps_analysis.report.pillar_brief import pillar
from wps_analysis.report.pipeline_brief import pipeline
from wps_analysis.report.selections import posts
from wps_analysis.words.figures import NBSP, period_text


def test_a_study_is_named_wherever_its_period_is_printed():
    brief = pillar("participation", "KHM")
    drawn = posts(brief.own, brief)
    dated = {row["name"]: period_text(row) for row in drawn.to_dict("records") if row["period_basis"] == "study"}
    assert dated
    sentences = brief.assessed[brief.assessed["sex"] == "F"].drop_duplicates("name").set_index("name")["sentence"]
    cells = {row[0].text: row[2].text for row in brief.latest.rows}
    for name, period in dated.items():
        assert period.endswith(f"{NBSP}(study)")
        assert f"in {period}" in sentences[name]
        assert cells[name] == period
    ranks = {row[place].text: row[place + 1].text for row in pipeline("KHM").ranks.rows for place in (1, 3)}
    for name in set(ranks) & set(dated):
        assert ranks[name].endswith(dated[name])


def test_both_ends_of_a_change_name_their_basis():
    brief = pillar("participation", "KHM")
    rows = brief.own[brief.own["indicator"] == "commune_chiefs"]
    said = assess(rows.assign(period_basis="study"), brief.targets)["sentence"].iloc[0]
    assert f"in 2012{NBSP}(study) to" in said and f"in 2022{NBSP}(study)," in said
    said = assess(rows.assign(period_basis="publication"), brief.targets)["sentence"].iloc[0]
    assert f"in 2012{NBSP}(published) to" in said
