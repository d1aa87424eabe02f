"""A run is given the rows that it can see, and no others."""

import csv
import io
from pathlib import Path

import pytest

from wps_analysis import report
from wps_analysis.claims.edition import Edition
from wps_analysis.claims.load import load_findings
from wps_analysis.codes import area_kind
from wps_analysis.errors import InputError
from wps_analysis.pack.plan.inputs import read_inputs, visible_files

PROJECT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def inputs():
    return read_inputs(PROJECT)


@pytest.fixture
def given(inputs, tmp_path):
    """Return a function that lays out what a run is given as a project, and returns its root."""

    def lay_out(notebook, **parameters):
        (tmp_path / "data" / "raw").mkdir(parents=True)
        for name, data in visible_files(inputs, notebook, parameters).items():
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name).write_bytes(data)
        return tmp_path

    return lay_out


def rows(files, table):
    return list(csv.DictReader(io.StringIO(files[f"data/processed/{table}.csv"].decode(), newline="")))


def test_a_pillar_sees_its_own_indicators(inputs):
    files = visible_files(inputs, "pillar", {"ref_area": "KHM", "pillar": "protection"})
    seen = {row["indicator"] for row in rows(files, "observations") if row["ref_area"] == "KHM"}
    own = Edition(root=PROJECT).figures(pillar="protection", ref_area="KHM")["indicator"]
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


def test_countries_that_an_area_is_not_compared_with_are_not_seen(inputs):
    asean = {row["ref_area"] for row in inputs.registry_rows("areas") if row["parent"] == "X_ASEAN"}

    def strangers(notebook, among, **parameters):
        seen = rows(visible_files(inputs, notebook, parameters), "observations")
        own = {row["indicator"] for row in seen if row["ref_area"] in among}
        others = [r for r in seen if area_kind(r["ref_area"]) == "country" and r["ref_area"] not in among]
        return [r for r in others if r["indicator"] in own]  # one of each other indicator tells that countries have it

    melanesia = {row["ref_area"] for row in inputs.registry_rows("areas") if row["parent"] == "054"}
    assert "FJI" in inputs.areas & melanesia  # in no group that it joined on a day
    for notebook in ("peers", "data_audit"):
        assert strangers(notebook, asean, ref_area="KHM") == []
        assert strangers(notebook, melanesia, ref_area="FJI") == []
    assert strangers("peers", asean | melanesia, ref_area="FJI", group="X_ASEAN") == []


DATES = pytest.mark.parametrize("as_of", ["2025-10-31", "2023-12-31"])


@DATES
def test_what_is_given_reads_as_the_whole_does(given, as_of):
    seen, whole = (
        Edition(as_of, root=root).figures(ref_area="KHM") for root in (given("overview", ref_area="KHM"), PROJECT)
    )
    assert seen.equals(whole)


@DATES
@pytest.mark.parametrize("ref_area", ["KHM", "LAO"])
def test_the_audit_of_what_is_given_is_that_of_the_whole(given, as_of, ref_area):
    roots = given("data_audit", ref_area=ref_area), PROJECT
    seen, whole = (report.data_audit(ref_area, as_of=as_of, root=root) for root in roots)
    for part in ("peers", "claims", "messages", "sources", "questions", "errors", "notes"):
        mine, all_ = getattr(seen, part), getattr(whole, part)
        assert mine.equals(all_) if hasattr(mine, "equals") else mine == all_, part


def test_the_light_reading_agrees_with_the_edition(inputs):
    known = Edition(root=PROJECT)
    assert inputs.default_as_of == known.as_of
    assert "KHM" in inputs.published_areas("2025-10-31")
    assert "KHM" not in inputs.published_areas("1990-01-01")
    assert inputs.areas == set(known.observations["ref_area"])
    assert inputs.holds(["KHM", "FJI"], "2025-10-31")  # Fiji's are publishers' figures alone
    assert not inputs.holds(["KHM", "KMH"], "2025-10-31")
    assert not inputs.holds(["KHM"], "1990-01-01")


def test_an_area_without_a_figure_in_a_pillar_has_no_chart_and_says_so(given):
    brief = report.pillar("prevention", "LAO", root=given("pillar", ref_area="LAO", pillar="prevention"))
    assert not brief.charts
    assert list(brief.messages) == ["No figure of this pillar is in the reports used here"]
    assert brief.limits[0].startswith("No trend is estimated")


def test_a_field_too_long_for_csv_is_one_message_wherever_a_table_is_read(copied_data):
    findings = copied_data / "data" / "processed" / "findings.csv"
    lines = findings.read_text(encoding="utf-8").splitlines()
    name, *others = lines[1].split(",")
    with findings.open("a", encoding="utf-8") as file:
        file.write(",".join([name + "x" * csv.field_size_limit(), *others]) + "\n")
    said = rf"findings.csv row {len(lines) + 1}: .*field limit.*; .*shorten the field"
    for read in (load_findings, read_inputs):
        with pytest.raises(InputError, match=said):
            read(root=copied_data)
