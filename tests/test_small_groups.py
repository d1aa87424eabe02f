"""Attendance is held and told of nowhere; of few private persons a pack prints neither a percentage nor a cell."""

import pandas as pd
import pytest

from wps_analysis.claims.edition import edition
from wps_analysis.pack.publish.content import gather
from wps_analysis.report.coverage import coverage_table, outputs_table
from wps_analysis.report.data_brief import data_audit
from wps_analysis.report.pillar_brief import pillar
from wps_analysis.report.small_groups import in_small_group
from wps_analysis.words.names import PILLAR_NAMES

INDICATORS = pd.DataFrame(
    [("came", "attendance", "", "PT", "came_number"), ("came_number", "attendance", "", "PS", ""),
     ("governors", "headcount", "head", "PT", "governors_number"), ("governors_number", "headcount", "head", "PS", ""),
     ("promoted_number", "flow", "head", "PS", ""), ("asked", "survey", "", "PT", "")],
    columns=["indicator", "kind", "rank", "unit_measure", "count_indicator"],
)  # fmt: skip


def hidden(*rows):
    units = INDICATORS.set_index("indicator")["unit_measure"]
    frame = pd.DataFrame(rows, columns=["indicator", "population", "sex", "obs_value"])
    frame = frame.assign(ref_area="AAA", time_period="2024", unit_measure=frame["indicator"].map(units))
    return in_small_group(frame, INDICATORS).tolist()


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([("came_number", "a", "M", 1.0), ("came_number", "a", "F", 30.0), ("came", "a", "F", 96.8)], [True] * 3),
        ([("came_number", "a", "M", 2.0), ("came_number", "b", "M", 3.0)], [True, False]),
        ([("came_number", "a", "_T", 19.0), ("came_number", "a", "F", 9.0), ("came", "a", "F", 47.4)], [True] * 3),
        ([("came_number", "a", "_T", 20.0), ("came", "a", "F", 50.0)], [False, False]),
        ([("came_number", "a", "M", 0.0), ("came_number", "a", "F", 40.0)], [False, False]),
        ([("governors_number", "_T", "F", 2.0), ("governors", "_T", "F", 8.0)], [False, False]),
        ([("promoted_number", "_T", "F", 2.0)], [False]),
        ([("asked", "_T", "F", 1.0)], [False]),  # one per cent is no cell
    ],
)
def test_a_group_is_hidden_as_a_whole_and_an_office_never(rows, expected):
    assert hidden(*rows) == expected


def test_the_tables_hold_what_a_pack_leaves_out():
    held = edition()
    content = gather(held, "KHM")
    kinds = held.registry.indicators.set_index("indicator")["kind"]
    counted = content.claims[content.claims["indicator"].map(kinds) == "attendance"]
    assert not counted["obs_value"].isin([1, 2]).any()
    assert len(counted) < (held.claims["indicator"].map(kinds) == "attendance").sum()
    shares = content.observations[(content.observations["kind"] == "attendance") & (content.observations["sex"] == "F")]
    assert (shares["denominator"].dropna() >= 20).all()
    assert not content.findings["message"].str.contains("1 + 2 + 3 + 5", regex=False).any()


def test_attendance_is_in_no_message_status_or_count():
    audit = data_audit("KHM")
    assert (audit.figures["kind"] == "attendance").any()
    assert not (audit.assessed["kind"] == "attendance").any()
    for code in PILLAR_NAMES:
        brief = pillar(code, "KHM")
        assert not (brief.rows["kind"] == "attendance").any()
        assert not coverage_table(brief)["indicator"].str.startswith("consultation").any()
        assert "consultation" not in " ".join(brief.messages)


def test_an_output_is_counted_by_what_measures_it():
    audit = data_audit("KHM")
    relation = audit.indicators.set_index("name")["rpa_relation"]
    table = outputs_table(audit)
    names = table.loc[table["state"] != "none", "name"]
    assert {relation.get(name, relation.get(f"{name}, number")) for name in names} == {"measures"}
    protection = pillar("protection", "KHM").missing
    assert "Related indicators" in protection.headings
