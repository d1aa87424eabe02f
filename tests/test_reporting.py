"""Reporting tables: every row of every framework, with its figure or that there is none, and what was not read."""

import pytest
from docx import Document
from openpyxl import load_workbook

from wps_analysis.claims.edition import Edition
from wps_analysis.pack.publish.reporting.tables import frameworks
from wps_analysis.pack.publish.reporting.write import write_reporting
from wps_analysis.report.data_brief import DataBrief
from wps_analysis.report.monitoring.plan import Plan


@pytest.fixture(scope="module")
def plan():
    return Plan(DataBrief(Edition("2025-10-31"), "KHM"))


@pytest.fixture(scope="module")
def written(plan, tmp_path_factory):
    return write_reporting(tmp_path_factory.mktemp("reporting"), plan)


def rows_of(path, sheet):
    header, *rows = load_workbook(path)[sheet].iter_rows(values_only=True)
    return [dict(zip(header, row, strict=True)) for row in rows]


def test_every_row_of_a_framework_stands_in_its_table(plan, written):
    book = load_workbook(written[0])
    rows = plan.crosswalk.rows
    assert len(book.sheetnames) == rows["framework"].nunique() == 8
    found = {(r[0], r[1]) for sheet in book for r in sheet.iter_rows(min_row=2, values_only=True)}
    assert found == set(zip(rows["code"], rows["title"], strict=True))


def test_a_row_without_an_indicator_and_one_without_a_figure_say_so(written):
    phone = next(row for row in rows_of(written[0], "WPS Index") if row["Code"] == "phone")
    assert (phone["Indicator that answers it"], phone["Latest figure"]) == (
        "no indicator here answers it",
        "no figure",
    )
    judges = next(
        row for row in rows_of(written[0], "S 2010 498")
        if (row["Code"], row["Indicator that answers it"]) == ("16", "Judges")
    )  # fmt: skip
    assert judges["Latest figure"] == "no figure in the reports used here"
    assert judges["Verified"] == "unverified"


def test_a_target_of_one_group_is_answered_by_that_group_alone(written):
    rows = [row for row in rows_of(written[0], "Parity strategy") if row["Code"] == "police officers 2028"]
    assert [row["Indicator that answers it"] for row in rows] == ["UN peacekeepers (Individual police officers)"]


def test_policies_and_gaps_are_crossed_with_outputs_and_indicators(written):
    rows = rows_of(written[0], "Policies and gaps")
    gap = [row for row in rows if row["Code"] == "5.1.3"]
    assert gap[0]["Level"] == "gap"
    assert "3.2" in gap[0]["Outputs of the ASEAN plan"]
    assert "Institutions with a complaint system" in {row["Indicator that answers it"] for row in gap}


def test_unverified_stands_in_the_document_too(plan, written):
    unverified = sum(
        answer.asked["verified"] == "unverified" for _title, answers in frameworks(plan).values() for answer in answers
    )
    cells = [cell.text for table in Document(str(written[1])).tables for cell in table.columns[0].cells]
    assert sum("(unverified)" in cell for cell in cells) == unverified > 30


def test_each_candidate_has_a_metadata_sheet_with_sections_and_breaks(plan, written):
    document = Document(str(written[2]))
    headings = [p.text for p in document.paragraphs if p.style.name == "Heading 2"]
    assert len(headings) == len({item.facts["indicator"] for item in plan.items if item.named}) == len(document.tables)
    senate = document.tables[headings.index("Members of the Senate")]
    parts = {row.cells[0].text.strip(): row.cells[1].text for row in senate.rows}
    assert parts["Breaks"].startswith("2006: All members of the Senate of 1999 were appointed")
    assert "s3.4.1" in parts["Sources, sections"]
    assert "ECOSOC resolution 1990/15" in parts["Related targets"]
    related = [line.partition(": ")[0] for line in parts["Related rows of frameworks"].split("\n")]
    assert related == ["ASEAN output", "SDG", "1325", "CEDAW"]


def test_the_same_edition_gives_the_same_bytes(written, tmp_path):
    again = write_reporting(tmp_path, Plan(DataBrief(Edition("2025-10-31"), "KHM")))
    assert [path.read_bytes() for path in again] == [path.read_bytes() for path in written]
