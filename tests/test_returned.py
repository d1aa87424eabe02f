"""The filled table of a request comes back as claims of its custodian, with the rows that the registry lacks."""

import pytest
from typer.testing import CliRunner
from xlsxwriter import Workbook

from wps_analysis.claims.build import build
from wps_analysis.columns import RAW_CLAIMS
from wps_analysis.errors import InputError
from wps_analysis.front.cli import app
from wps_analysis.pack.publish.requests.returned import add_returned, is_returned, read_returned
from wps_analysis.registry.frameworks import load_crosswalk
from wps_analysis.registry.load import load_registry
from wps_analysis.tables import read_text_table

PLANNED = (
    "indicator,name,pillar,theme,rpa_output,measure,unit_measure,definition,not_measured,custodian,ref_area,source\n"
    "judges,Judges,participation,justice,,composition,PT,Women's share of judges.,Clerks.,Ministry of Justice,KHM,s8\n"
)
JUDGES = [
    ("judges_number", "F", "61", "2025", "request_2", ""), ("judges_number", "_T", "402", "2025", "", ""),
    ("judges", "F", "15.2 per cent", "2025", "request_2", ""), ("judges", "M", "", "", "", ""),
]  # fmt: skip
POLICE = [("police_number", "F", "30", "2025", "request_1", "police_register"),
          ("police", "F", "12 per cent", "2025", "request_1", "police_register")]  # fmt: skip


def filled(path, rows, slug="ministry_of_justice"):
    """Write a table as a custodian sends it back."""
    with Workbook(path) as book:
        book.add_worksheet("To fill in")
        sheet = book.add_worksheet("claims")
        sheet.write_row(0, 0, list(RAW_CLAIMS))
        for row, (indicator, sex, value, period, pair, series) in enumerate(rows, start=1):
            known = {"claim_id": f"{slug}.1.{indicator}.{sex.strip('_')}", "indicator": indicator, "area": "KHM",
                     "population": "_T", "sex": sex, "pair_id": pair, "series": series, "period_text": period,
                     "value_text": value}  # fmt: skip
            sheet.write_row(row, 0, [known.get(column, "") for column in RAW_CLAIMS])
    return path


@pytest.fixture
def project(copied_data):
    folder = copied_data / "data/registry/monitoring"
    folder.mkdir(exist_ok=True)
    (folder / "planned.csv").write_text(PLANNED, encoding="utf-8")
    return copied_data


def take_up(project, path):
    returned = read_returned(path, load_registry(project), published="2025-10", root=project)
    add_returned(returned, project)
    return returned


def test_a_planned_indicator_gets_its_figures_and_leaves_the_plan(project, tmp_path):
    path = filled(tmp_path / "reply.xlsx", JUDGES)
    assert is_returned(path)
    take_up(project, path)
    registry = load_registry(project)
    assert load_crosswalk(registry, project).planned.empty
    assert registry.indicators.set_index("indicator").loc["judges", "count_indicator"] == "judges_number"
    told = build(project).claims.set_index("claim_id")
    source = "ministry_of_justice_reply_2025_10"
    assert told.loc[f"{source}.1.judges.F", "obs_value"] == 15.2
    assert told.loc[f"{source}.1.judges_number.T", "obs_value"] == 402
    assert set(told.loc[told["source"] == source, "series"]) == {"ministry_of_justice_judges"}
    assert registry.sources.set_index("source_id").loc[source, "producer"] == "Ministry of Justice"


def test_a_share_that_is_held_gets_its_count_and_keeps_its_series(project, tmp_path):
    returned = take_up(project, filled(tmp_path / "reply.xlsx", POLICE, "general_commissariat"))
    assert returned.counts == {"police": "police_number"}
    indicators = read_text_table(project / "data/registry/indicators.csv").set_index("indicator")
    assert indicators.loc["police", "count_indicator"] == "police_number"
    claims = build(project).claims
    assert set(claims.loc[claims["indicator"] == "police_number", "series"]) == {"police_register"}


def test_what_is_not_filled_in_is_no_claim(project, tmp_path):
    rows = read_returned(filled(tmp_path / "a.xlsx", JUDGES), load_registry(project), published="2025", root=project)
    assert len(rows.claims) == 3


def test_all_that_is_wrong_with_a_reply_is_told_at_once(project, tmp_path):
    rows = [("judges", "F", "15 per cent", "", "", ""), ("nothing", "F", "3", "2025", "", "")]
    with pytest.raises(InputError) as caught:
        read_returned(filled(tmp_path / "a.xlsx", rows), load_registry(project), published="", root=project)
    told = " ".join(caught.value.problems)
    assert all(words in told for words in ("has no date", "--published", "'nothing' is neither in indicators.csv"))
    with pytest.raises(InputError, match="no number is filled in"):
        read_returned(filled(tmp_path / "b.xlsx", []), load_registry(project), published="2025", root=project)


def test_a_reply_is_not_added_twice(project, tmp_path):
    path = filled(tmp_path / "a.xlsx", JUDGES)
    returned = take_up(project, path)
    with pytest.raises(InputError, match="is there already"):
        add_returned(returned, project)


def test_wps_add_knows_it_and_says_what_is_new(project, tmp_path):
    path = filled(tmp_path / "reply.xlsx", JUDGES)
    run = CliRunner().invoke
    dry = run(app, ["add", str(path), "--published", "2025-10", "--dry-run"], env={"WPS_ROOT": str(project)})
    assert "reply of Ministry of Justice, 3 figures" in dry.output
    assert not list((project / "data/raw").glob("*reply*"))
    done = run(app, ["add", str(path), "--published", "2025-10"], env={"WPS_ROOT": str(project)})
    assert "added as data/raw/ministry_of_justice_reply_2025_10/claims.csv" in done.output
    assert "judges_number, judges" in done.output


def test_another_workbook_is_none(tmp_path):
    with Workbook(tmp_path / "other.xlsx") as book:
        book.add_worksheet("claims").write_row(0, 0, ["Country", "2020"])
    (tmp_path / "broken.xlsx").write_bytes(b"PK")
    assert not is_returned(tmp_path / "other.xlsx")
    assert not is_returned(tmp_path / "broken.xlsx")
