"""Requests for data: who is asked for what and why, in a letter and a table that comes back as claims."""

import re
import shutil
import subprocess
from dataclasses import replace
from types import SimpleNamespace

import pandas as pd
import pytest
from docx import Document
from openpyxl import load_workbook

from wps_analysis.claims.edition import Edition
from wps_analysis.columns import RAW_CLAIMS
from wps_analysis.pack.publish.requests.table import FIRST_ROW
from wps_analysis.pack.publish.requests.write import write_requests
from wps_analysis.report.data_brief import DataBrief
from wps_analysis.report.monitoring.plan import Plan
from wps_analysis.report.monitoring.requests import _printed, _reasons, requests


@pytest.fixture(scope="module")
def plan():
    return Plan(DataBrief(Edition("2025-10-31"), "KHM"))


@pytest.fixture(scope="module")
def asked(plan):
    return requests(plan)


@pytest.fixture(scope="module")
def written(plan, tmp_path_factory):
    return {path.name: path for path in write_requests(tmp_path_factory.mktemp("requests"), plan)}


def reasons(asked, custodian):
    return {(ask.item.facts["indicator"], ask.time_period): ask.reasons for ask in asked[custodian]}


def test_each_kind_of_hole_is_asked_of_who_would_fill_it(asked):
    police = reasons(asked, "General Commissariat of National Police")
    assert police[("police_recruits", "")] == ("missing",)
    assert police[("police", "")] == ("whole",)
    civil = reasons(asked, "Ministry of Civil Service")
    assert civil[("civil_service_office_heads", "")] == ("old", "whole")
    assert civil[("civil_service", "2018")] == ("differing",)
    assert reasons(asked, "Ministry of Justice")[("judges", "")] == ("missing",)


def test_figures_that_differ_are_named_with_their_documents(asked):
    (ask,) = [
        one for one in asked["National Election Committee"]
        if one.reasons == ("differing",) and one.item.facts["indicator"] == "commune_councillors"
    ]  # fmt: skip
    assert [words.partition(" (")[0] for words in ask.published] == ["21.8 per cent", "17.7 per cent"]


def test_a_share_that_has_its_number_of_posts_is_not_asked_for(asked):
    assert ("commune_chiefs", "") not in reasons(asked, "National Election Committee")


@pytest.mark.parametrize(("year", "asked"), [("2023", ()), ("2022", ("whole",))])
def test_a_number_of_posts_that_is_published_elsewhere_for_the_year_is_not_asked_for(plan, year, asked):
    count = {"indicator": "parliament_seats_number", "sex": "_T", "population": "_T", "time_period": "2023-05"}
    seats = SimpleNamespace(brief=SimpleNamespace(figures=pd.DataFrame([count | {"obs_value": 500.0}])))
    (item,) = (one for one in plan.items if one.facts["indicator"] == "national_assembly")
    share = {**item.figures[0], "latest_period": year}
    assert _reasons(seats, replace(item, takes=()), share, "2024-12-31") == asked


def test_a_letter_prints_no_decimals_that_only_a_computer_stores(plan):
    (item,) = (one for one in plan.items if one.facts["indicator"] == "national_assembly")
    words = _printed({**item.figures[0], "latest_text": "15.7464212678937"})
    assert words.startswith("women: 15.7, ")


def test_every_custodian_gets_a_letter_and_a_table(asked, written):
    assert len(written) == 2 * len(asked)
    letter = Document(str(written["request-KHM-ministry-of-justice.docx"]))
    text = "\n".join(cell.text for cell in letter.tables[0]._cells)
    assert "Judges." in text
    assert "no figure is in the reports used here" in text


def test_letters_are_neutral(written):
    for name in (name for name in written if name.endswith(".docx")):
        document = Document(str(written[name]))
        text = " ".join([p.text for p in document.paragraphs] + [c.text for t in document.tables for c in t._cells])
        assert re.findall(r"\b(fail\w*|conflicting|contradict\w*|never|wrong|must|only)\b", text) == []


def test_the_table_has_the_columns_of_claims_and_a_row_for_each_number(written):
    book = load_workbook(written["request-KHM-ministry-of-justice.xlsx"])
    header, *rows = book["claims"].iter_rows(values_only=True)
    assert list(header) == list(RAW_CLAIMS)
    judges = [dict(zip(header, row, strict=True)) for row in rows if "judges" in row[1]]
    assert [(row["indicator"], row["sex"]) for row in judges] == [
        ("judges_number", "F"), ("judges_number", "_T"), ("judges", "F"),
    ]  # fmt: skip
    assert judges[0]["pair_id"] == judges[2]["pair_id"] != ""


def test_a_request_in_khmer_names_its_figures_in_khmer_and_says_that_it_is_a_draft(tmp_path):
    files = {path.name: path for path in write_requests(tmp_path, Plan(DataBrief(Edition(language="km"), "KHM")))}
    form = load_workbook(files["request-KHM-ministry-of-justice.xlsx"]).worksheets[0]
    assert "DRAFT" in form["A3"].value
    assert "DRAFT" in form.oddHeader.left.text
    table = Document(files["request-KHM-ministry-of-justice.docx"]).tables[0]
    said = [cell.text for row in table.rows[1:] for cell in row.cells]
    said += [form.cell(row, 2).value for row in range(FIRST_ROW + 1, form.max_row + 1)]
    assert [text for text in said if re.search("[A-Za-z]{3}", text)] == []


def test_the_same_edition_gives_the_same_bytes(written, tmp_path):
    again = write_requests(tmp_path, Plan(DataBrief(Edition("2025-10-31"), "KHM")))
    assert {path.name: path.read_bytes() for path in again} == {n: path.read_bytes() for n, path in written.items()}


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("soffice"), reason="needs LibreOffice")
def test_what_is_filled_in_stands_on_the_sheet_of_claims(written, tmp_path):
    book = load_workbook(written["request-KHM-ministry-of-justice.xlsx"])
    form = book["To fill in"]
    names = [form.cell(row, 2).value for row in range(FIRST_ROW + 1, form.max_row + 1)]
    first = FIRST_ROW + 1 + names.index("Judges")
    for row, value in ((first, 61), (first + 1, 402), (first + 2, 15.2)):
        form.cell(row, 6).value, form.cell(row, 7).value = value, 2025
    book.save(tmp_path / "filled.xlsx")
    home = f"-env:UserInstallation=file://{tmp_path}/home"
    run = ["soffice", home, "--headless", "--convert-to", "xlsx", "--outdir", "out", "filled.xlsx"]
    subprocess.run(run, check=True, cwd=tmp_path, capture_output=True)
    header, *rows = load_workbook(tmp_path / "out" / "filled.xlsx", data_only=True)["claims"].iter_rows(
        values_only=True
    )
    filled = [dict(zip(header, row, strict=True)) for row in rows if row[header.index("value_text")]]
    assert [(row["value_text"], row["period_text"]) for row in filled] == [
        ("61", "2025"), ("402", "2025"), ("15.2 per cent", "2025"),
    ]  # fmt: skip
