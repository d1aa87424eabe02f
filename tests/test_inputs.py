"""A run is given the rows that it can see, and no others."""

import csv
import io
import shutil
from pathlib import Path

import pytest

from wps_analysis import report
from wps_analysis.claims import load as dataset
from wps_analysis.claims.edition import Edition
from wps_analysis.errors import InputError
from wps_analysis.pack.plan.inputs import read_inputs, visible_files

PROJECT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def inputs():
    return read_inputs(PROJECT)


def rows(files, table):
    return list(csv.DictReader(io.StringIO(files[f"data/processed/{table}.csv"].decode(), newline="")))


def test_a_pillar_sees_its_own_indicators(inputs):
    files = visible_files(inputs, "pillar", {"ref_area": "KHM", "pillar": "protection"})
    seen = {row["indicator"] for row in rows(files, "observations") if row["ref_area"] == "KHM"}
    own = dataset.load(pillar="protection", ref_area="KHM", root=PROJECT)["indicator"]
    assert set(own) <= seen
    assert "national_assembly" not in seen


def test_every_claim_behind_a_figure_that_is_seen_is_seen(inputs):
    files = visible_files(inputs, "pillar", {"ref_area": "KHM", "pillar": "participation"})
    claims = {row["claim_id"] for row in rows(files, "claims")}
    assert {claim for row in rows(files, "observations") for claim in row["claim_id"].split()} <= claims
    assert {row["claim_id"] for row in inputs.tables["claims"] if row["role"] == "target"} <= claims


def test_another_country_is_seen_where_it_is_compared(inputs):
    laos = [row for row in inputs.tables["observations"] if row["ref_area"] == "LAO"]
    assert laos
    for notebook, expected in {"overview": 0, "peers": len(laos), "data_audit": len(laos)}.items():
        files = visible_files(inputs, notebook, {"ref_area": "KHM"})
        assert len([row for row in rows(files, "observations") if row["ref_area"] == "LAO"]) == expected


@pytest.mark.parametrize("as_of", ["2025-10-31", "2023-12-31"])
def test_what_is_given_loads_as_the_whole_does(inputs, tmp_path, as_of):
    (tmp_path / "data" / "raw").mkdir(parents=True)
    for name, data in visible_files(inputs, "overview", {"ref_area": "KHM"}).items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(data)
    given, whole = (dataset.load(ref_area="KHM", as_of=as_of, root=root) for root in (tmp_path, PROJECT))
    assert given.equals(whole)


def test_the_light_reading_agrees_with_the_registry(inputs):
    assert inputs.default_as_of == Edition(root=PROJECT).as_of
    assert "KHM" in inputs.published_areas("2025-10-31")
    assert "KHM" not in inputs.published_areas("1990-01-01")
    assert inputs.areas == set(dataset.load(root=PROJECT)["ref_area"])


def test_an_area_without_a_figure_in_a_pillar_has_no_chart_and_says_so(inputs, tmp_path):
    (tmp_path / "data" / "raw").mkdir(parents=True)
    for name, data in visible_files(inputs, "pillar", {"ref_area": "LAO", "pillar": "prevention"}).items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(data)
    brief = report.pillar("prevention", "LAO", root=tmp_path)
    assert brief.charts == ()
    assert brief.messages == ("0 indicators have a figure in the documents held; no latest figures differ.",)
    assert brief.limits[0].startswith("No trend is estimated")


def test_a_field_too_long_for_csv_is_one_message_wherever_a_table_is_read(inputs, tmp_path):
    shutil.copytree(PROJECT / "data", tmp_path / "data")
    findings = tmp_path / "data" / "processed" / "findings.csv"
    name, *others = findings.read_text(encoding="utf-8").splitlines()[1].split(",")
    with findings.open("a", encoding="utf-8") as file:
        file.write(",".join([name + "x" * csv.field_size_limit(), *others]) + "\n")
    said = rf"findings.csv row {len(inputs.tables['findings']) + 2}: .*field limit.*; .*shorten the field"
    for read in (dataset.load_findings, read_inputs):
        with pytest.raises(InputError, match=said):
            read(root=tmp_path)
