"""What build writes follows from data/raw and data/registry, the same everywhere, and check says where it does not."""

import pandas as pd
import pytest

from wps_analysis.claims import build
from wps_analysis.claims import load as dataset
from wps_analysis.claims.edition import Edition
from wps_analysis.claims.freshness import stale
from wps_analysis.errors import StaleError
from wps_analysis.tables import read_text_table, to_csv_text


def test_the_tables_of_the_small_project_are_fresh(copied_data):
    found = [sentence for sentence in build.check(copied_data) if "manifest.json" not in sentence]
    assert found == [], "run `wps build --root tests/data/project`"


def test_a_build_writes_what_check_and_the_hashes_of_its_manifest_expect(copied_data):
    for path in (copied_data / "data/processed").iterdir():
        path.unlink()
    build.build(copied_data)
    assert build.check(copied_data) == []
    assert stale(copied_data) == []


def test_two_builds_give_the_same_bytes_wherever_they_run(copied_data, small_project, monkeypatch):
    monkeypatch.chdir(copied_data / "data")
    assert build.build().files == build.compute(small_project).files


def test_a_changed_value_makes_the_tables_stale(copied_data):
    path = copied_data / "data/raw/survey_2024/claims.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("31 per cent", "31.3 per cent"), encoding="utf-8")
    found = build.check(copied_data)
    assert any("observations.csv is stale" in sentence and "31.3" in sentence for sentence in found)


def test_missing_tables_say_what_to_do(copied_data):
    (copied_data / "data/processed/claims.csv").unlink()
    with pytest.raises(StaleError, match="wps build"):
        dataset.load(root=copied_data)


def test_an_indicator_need_not_measure_an_output_of_the_plan(copied_data, small_project):
    path = copied_data / "data/registry/indicators.csv"
    table = read_text_table(path)
    without = table["indicator"].isin(["police", "land_titles", "national_assembly"])
    columns = ["rpa_output", "rpa_relation"]
    unattached = {column: table[column].mask(without, "") for column in columns}
    path.write_text(to_csv_text(table.assign(**unattached)), encoding="utf-8")
    findings = build.build(copied_data).findings
    assert {"a figure for output 2.4", "a figure for output 3.1"} <= set(findings["expected"])
    editions = [Edition(root=root) for root in (copied_data, small_project)]
    pd.testing.assert_frame_equal(*(known.observations.drop(columns=columns) for known in editions))
