"""The indicator matrix: every row in it, what targets take against brute force, and a simulator that calculates."""

import shutil
import subprocess
import zipfile
from pathlib import Path

import pandas as pd
import pytest
from docx import Document
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from wps_analysis.claims.edition import Edition
from wps_analysis.pack.publish.matrix.simulator import FIRST_ROW
from wps_analysis.pack.publish.matrix.write import write_matrix
from wps_analysis.report.data_brief import DataBrief
from wps_analysis.report.monitoring.plan import Plan
from wps_analysis.report.monitoring.takes import appointments_share, takes_words, what_it_takes

NO_ELECTIONS = pd.DataFrame({"indicators": [], "ref_area": [], "year": []})
ROW = {
    "measure": "composition", "sex": "F", "target_lower": 30, "operator": ">=", "latest_lower": 10.65,
    "latest_upper": 10.75, "latest_count": 176, "denominator_lower": 1638, "denominator_upper": 1652,
    "latest_period": "2022", "custodian": "National Election Committee",
}  # fmt: skip


@pytest.fixture(scope="module")
def plan():
    return Plan(DataBrief(Edition("2025-10-31"), "KHM"))


@pytest.fixture(scope="module")
def written(plan, tmp_path_factory):
    return write_matrix(tmp_path_factory.mktemp("matrix"), plan)


def row_of(book, sheet, name):
    header, *rows = book[sheet].iter_rows(values_only=True)
    return next(dict(zip(header, row, strict=True)) for row in rows if row[0] == name)


@given(st.integers(1, 80), st.integers(0, 5), st.integers(0, 80), st.integers(0, 100))
def test_posts_at_a_target_are_those_that_counting_up_finds(low, more, women, target):
    women = min(women, low)
    totals = range(low, low + more + 1)
    counts = {"latest_count": women, "denominator_lower": low, "denominator_upper": low + more}
    takes = what_it_takes({**ROW, **counts, "target_lower": target}, NO_ELECTIONS)
    needed = [next(w for w in range(n + 1) if 100 * w >= target * n) for n in totals]
    assert takes.needed == (min(needed), max(needed))
    assert takes.further == (max(0, min(needed) - women), max(0, max(needed) - women))


@given(st.integers(1, 12), st.integers(1, 100), st.floats(0, 60), st.integers(1, 100))
def test_the_share_among_appointments_reaches_the_target_year_by_year(years, turnover, share, target):
    takes = what_it_takes({**ROW, "target_lower": target, "latest_lower": share, "latest_upper": share}, NO_ELECTIONS)
    least, most = appointments_share(takes, 2022 + years, turnover)
    assert least == most
    for _year in range(years):
        share = share * (1 - turnover / 100) + least * turnover / 100
    assert share == pytest.approx(target) or (least == 0 and share >= target)


def test_posts_of_commune_chiefs_have_the_bounds_of_their_number():
    assert str(takes_words(what_it_takes(ROW, NO_ELECTIONS))).replace("\u00a0", " ") == (
        "30 %: 176 posts held by women today, 492–496 at the target: 316–320 more"
    )


def test_where_no_number_of_posts_is_held_the_words_lead_to_the_request():
    takes = what_it_takes({**ROW, "latest_count": None}, NO_ELECTIONS)
    assert takes.needed is None
    assert "see the request to the National Election Committee" in takes_words(takes)


def test_a_passed_year_or_no_turnover_gives_no_share():
    takes = what_it_takes(ROW, NO_ELECTIONS)
    assert appointments_share(takes, 2022, 5) == appointments_share(takes, 2030, 0) == (None, None)


def test_indicators_without_a_figure_stand_in_the_matrix_with_what_is_open(written):
    book = load_workbook(written[0])
    judges = row_of(book, "Participation", "Judges")
    assert judges["Latest figure"] == "no figure in the reports used here"
    assert judges["Baseline, year"] == "to be set"
    assert judges["Custodian"] == "Ministry of Justice"
    assert judges["Responsible body (to be decided)"] is None
    assert row_of(book, "Prevention", "Institutions with a complaint system")["Target and mandate"] == "none set"
    assert "S/2010/498" not in str(judges)
    assert "16 (unverified)" in judges["Global indicator on 1325"]


def test_each_priority_theme_has_its_rows(plan, written):
    rows = list(load_workbook(written[0])["Priority themes"].iter_rows(min_row=2, values_only=True))
    assert {row[0] for row in rows} == {theme for theme, _items in plan.priorities}
    assert len(rows) == sum(len(items) for _theme, items in plan.priorities)


def test_every_indicator_stands_in_the_matrix_once(plan, written):
    book = load_workbook(written[0])
    sheets = ["Participation", "Protection", "Prevention", "Relief and recovery", "Context"]
    names = [row[0] for sheet in sheets for row in book[sheet].iter_rows(min_row=2, values_only=True)]
    assert sorted(names) == sorted(item.name for item in plan.items)


def test_formulae_stand_on_the_simulator_alone(written):
    book = load_workbook(written[0])
    acting = {s.title for s in book for row in s.iter_rows() for cell in row if cell.data_type == "f"}
    assert acting == {"What it would take"}


def test_the_document_says_of_each_candidate_what_the_workbook_says(plan, written):
    document = Document(str(written[1]))
    text = "\n".join(cell.text for table in document.tables for cell in table._cells)
    for item in plan.of_pillar("participation"):
        assert f"{item.name}." in text
        assert item.figure_words("latest") in text
    assert document.core_properties.created.isoformat()[:10] == "2025-10-31"


def test_the_same_edition_gives_the_same_bytes(plan, written, tmp_path):
    again = write_matrix(tmp_path, Plan(DataBrief(Edition("2025-10-31"), "KHM")))
    assert [path.read_bytes() for path in again] == [path.read_bytes() for path in written]
    assert {part.date_time[0] for part in zipfile.ZipFile(written[1]).infolist()} == {1980}


def test_a_country_without_a_plan_has_a_matrix(tmp_path):
    paths = write_matrix(tmp_path, Plan(DataBrief(Edition("2025-10-31"), "LAO")))
    assert all(path.stat().st_size > 5000 for path in paths)


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("soffice"), reason="needs LibreOffice")
@pytest.mark.parametrize(("year", "turnover"), [(2030, 5), (2035, 12.5), (2024, 5), (2040, 0)])
def test_libreoffice_calculates_what_python_does(plan, written, tmp_path, year, turnover):
    book = load_workbook(written[0])  # saved without the results that were written with the formulae
    sheet = book["What it would take"]
    sheet["B4"], sheet["B5"] = year, turnover
    book.save(tmp_path / "set.xlsx")
    home = f"-env:UserInstallation=file://{tmp_path}/home"
    run = ["soffice", home, "--headless", "--convert-to", "xlsx", "--outdir", "out", "set.xlsx"]
    subprocess.run(run, check=True, cwd=tmp_path, capture_output=True)
    rows = load_workbook(Path(tmp_path) / "out" / "set.xlsx", data_only=True)["What it would take"]
    lines = [(item, takes) for item in plan.items for takes in item.takes]
    assert len(lines) > 20
    for place, (item, takes) in enumerate(lines, start=FIRST_ROW + 1):
        found = [cell.value for cell in rows[place]]
        assert found[0] == item.name
        if takes.needed:
            assert tuple(found[9:13]) == (*takes.needed, *takes.further)
        if not takes.elected:
            for value, expected in zip(found[13:15], appointments_share(takes, year, turnover), strict=True):
                assert (value or None) == (pytest.approx(expected) if expected else None)
        elif takes.term:
            base = int(takes.row["latest_period"][:4])
            coming = [one for one in range(takes.election, year + 1, takes.term) if one > base]
            assert found[18] == len(coming)
