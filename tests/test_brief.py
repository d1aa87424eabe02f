"""The words and tables of a pillar's brief: right, neutral, and silent where the data are."""

import re

import pandas as pd
import pytest

from wps_analysis import report
from wps_analysis.claims import edition as edition_module
from wps_analysis.codes import PILLARS
from wps_analysis.errors import UnknownCodeError
from wps_analysis.registry.load import load_registry
from wps_analysis.report.display import Lines, table_of
from wps_analysis.report.editor.country import country
from wps_analysis.tables import read_text_table
from wps_analysis.words.language import language_in_force

FORBIDDEN = re.compile(r"\b(only|still|lags?|because of|conflict|contradict\w*|never published)\b", re.IGNORECASE)


BRIEFS = {pillar: report.pillar(pillar, "KHM") for pillar in PILLARS}


@pytest.fixture(params=PILLARS)
def brief(request):
    return BRIEFS[request.param]


def test_the_words_are_neutral(brief):
    for line in [*brief.messages, *brief.limits]:
        said = re.sub("(?:after|aftermath of) the conflict", "", line)  # the war, not two figures
        assert not FORBIDDEN.search(said), line


def test_every_pillar_has_a_first_sentence_limits_and_figures(brief):
    assert brief.messages[0] == country(edition_module.Edition(), "KHM").pillars[PILLARS.index(brief.pillar)].heading
    assert 2 <= len(brief.messages) <= 6
    assert brief.limits
    assert len(brief.latest.rows) >= 3


def test_every_figure_of_the_table_has_its_source_period_and_custodian(brief):
    table = brief.latest.frame
    for column in ("Indicator", "Latest figure", "Period", "Basis", "Source", "Custodian"):
        assert (table[column] != "").all(), column


def test_every_output_of_the_plan_stands_in_one_pillar():
    outputs = [output for brief in BRIEFS.values() for output in brief.missing.frame["Output"]]
    assert outputs == sorted(set(outputs), key=outputs.index)
    assert len(outputs) == 14


def statement(name):
    return next(line for line in BRIEFS["participation"].statements if line.startswith(name))


def test_figures_of_one_series_are_a_difference_and_no_trend():
    said = statement("Commune and Sangkat chiefs").replace("\xa0", " ")
    assert "rose from 5.8 % (95) in 2012 to 10.7 % (176) in 2022, +4.9 points; 3 figures of one series" in said
    assert "has no year; the gap is 19.3 points, about 316–320 further posts held by women" in said


def test_two_levels_of_which_counts_refute_one_give_no_change():
    said = statement("Civil servants")
    assert "the published figures do not allow a change to be stated" in said
    assert "rose" not in said
    assert "(1.5 to 3.5 under all published figures)" in said
    assert "the target year is passed" in said


def test_a_figure_that_does_not_add_up_says_so():
    brief = report.pillar("prevention", "KHM")
    vars(brief)["latest_rows"] = brief.latest_rows.assign(cannot_hold="the rows add up to 69, the total printed is 70")
    assert all("the rows add up to 69" in note for note in brief.latest.frame["Note"])


def test_figures_that_differ_are_limits():
    assert any(
        "UN peacekeepers" in line and "published figures differ" in line for line in BRIEFS["participation"].limits
    )


def test_a_count_stands_beside_its_share():
    table = BRIEFS["participation"].latest.frame.set_index("Indicator")
    assert table.loc["Provincial and capital governors", "Latest figure"] == "2\xa0of\xa025 (8\xa0%)"


def test_a_target_stands_with_the_population_it_binds():
    table = BRIEFS["participation"].latest.frame.set_index("Indicator")
    assert "20\xa0%" in table.loc["UN peacekeepers", "Target and status"]
    assert table.loc["Police officers", "Target and status"] == ""  # the guideline speaks of recruits


def test_outputs_without_a_figure_say_whether_in_the_documents_held():
    table = BRIEFS["relief_recovery"].missing.frame.set_index("Output")
    said = table.loc["5.2", "Indicators with a figure"]
    assert said == f"no figure in the reports used here, at {BRIEFS['relief_recovery'].edition.as_of}"


def test_an_earlier_date_knows_less():
    earlier = report.pillar("participation", "KHM", as_of="2022-12-31").latest.rows
    assert len(earlier) < len(BRIEFS["participation"].latest.rows)


def test_an_unknown_pillar_or_area_is_answered_with_the_nearest():
    with pytest.raises(UnknownCodeError, match="protection"):
        report.pillar("protecton", "KHM")
    with pytest.raises(UnknownCodeError, match="Unknown reference area 'KHX'"):
        report.pillar("protection", "KHX").messages  # noqa: B018


def test_a_brief_speaks_the_language_of_its_edition_and_leaves_that_in_force():
    khmer = report.pillar("prevention", "KHM", language="km")
    assert khmer.messages != BRIEFS["prevention"].messages
    assert set(khmer.assessed["area_name"]) != set(BRIEFS["prevention"].assessed["area_name"])
    assert khmer.assessed["status"].equals(BRIEFS["prevention"].assessed["status"])
    assert language_in_force() == "en"


def test_targets_without_a_year_are_held_against_the_horizon_and_no_others():
    brief = report.pillar("participation", "KHM", horizon=2030)
    assumed = brief.assess(brief.targets, horizon=2030)
    wanted = assumed[assumed["target_id"].notna() & (assumed["n_obs"] > 1)]
    table = brief.methods.frame
    assert table["Status"].tolist() == wanted["status"].tolist()
    assert ["year assumed" in target for target in table["Target"]] == wanted["year_assumed"].tolist()


def test_the_parts_of_a_brief_show_themselves():
    brief = BRIEFS["prevention"]
    assert brief.messages._repr_mimebundle_()["text/html"].startswith("<ul><li>")
    assert "<table" in brief.latest._repr_mimebundle_()["text/html"]
    assert brief.heading._repr_mimebundle_()["text/plain"] == "Prevention, Cambodia: data as of 2025-10-31"
    assert Lines()._repr_mimebundle_()["text/html"] == table_of(pd.DataFrame())._repr_mimebundle_()["text/html"]


def test_a_notebook_of_a_pillar_reads_the_registry_and_each_table_once(monkeypatch):
    read = []
    monkeypatch.setattr(edition_module, "load_registry", lambda root: read.append("registry") or load_registry(root))
    monkeypatch.setattr(edition_module, "read_text_table", lambda path: read.append(path.stem) or read_text_table(path))
    brief = report.pillar("prevention", "KHM", horizon=2030)
    for part in ("heading", "messages", "limits", "latest", "charts", "gaps", "coverage", "missing", "definitions"):
        getattr(brief, part)
    assert len(brief.statements) and len(brief.methods.rows) >= 0
    assert sorted(read) == ["claims", "findings", "observations", "registry"]
