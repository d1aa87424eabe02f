"""The workbook: the content's numbers as numbers, its words as text, and a link from each figure to its claim."""

import csv
import os
import re
import shutil
import subprocess
import sys
import time
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from wps_analysis.claims.edition import Edition
from wps_analysis.pack.publish import changes
from wps_analysis.pack.publish.content import gather
from wps_analysis.pack.publish.xlsx.heights import line_count
from wps_analysis.pack.publish.xlsx.write import write_workbook
from wps_analysis.report.counts import differing as differing_of
from wps_analysis.report.editor.country import country_of
from wps_analysis.words.language import ZERO_WIDTH_SPACE
from wps_analysis.words.names import PILLAR_NAMES

PROJECT = Path(__file__).parents[1]
NO_TABLE = {"Cover", "Contents", "Charts"}


def content_of(area, language="en"):
    return gather(Edition("2025-10-31", language, PROJECT), area)


@pytest.fixture(scope="module")
def content():
    return content_of("KHM")


@pytest.fixture(scope="module")
def book(content, tmp_path_factory):
    return load_workbook(write_workbook(tmp_path_factory.mktemp("pack"), content))


def rows_of(sheet):
    """Return the rows of a sheet as dicts of cells by heading."""
    header, *rows = sheet.iter_rows()
    return [dict(zip([cell.value for cell in header], row, strict=True)) for row in rows]


def text(cell):
    return cell.value or ""


def cover_lines(book):
    return [cell.value for cell in book.worksheets[0]["A"] if cell.value]


def test_every_table_stays_readable_on_screen_and_paper(book):
    for sheet in (sheet for sheet in book if sheet.title not in ("Cover", "Charts")):
        assert sheet.freeze_panes == ("D2" if sheet.title == "By year" else "B2")
        assert sheet.auto_filter.ref == f"A1:{get_column_letter(sheet.max_column)}{sheet.max_row}"
        assert not sheet.merged_cells.ranges
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)
        assert sheet.print_title_rows == "$1:$1"
        assert (sheet.oddFooter.left.text, sheet.oddFooter.right.text) == ("&A", "page &P of &N")
        assert sheet.oddHeader.left.text == "Women, Peace and Security: Cambodia · 2025-10-31"


@pytest.mark.parametrize(
    ("name", "last"), [("Published figures", "Note"), ("Sources", "Citation"), ("By year", "2000")]
)
def test_codes_citations_and_early_years_are_for_the_screen_alone(book, name, last):
    sheet = book[name]
    (place,) = (cell.column_letter for cell in sheet[1] if cell.value == last)
    assert sheet.print_area == f"'{name}'!$A$1:${place}${sheet.max_row}"
    beyond = sheet.cell(2, sheet[f"{place}1"].column + 1)
    assert name == "By year" or beyond.value and not beyond.alignment.wrap_text


def test_a_chart_of_many_points_has_no_labels_over_each_other(book):
    lines = [(_points(chart), chart.series[0].dLbls) for chart in book["Charts"]._charts[1:]]
    assert {bool(labels and labels.showVal) for count, labels in lines if count > 15} == {False}
    assert {bool(labels and labels.showVal) for count, labels in lines if count <= 15} == {True}


def _points(chart):
    first, last = (int(cell.rpartition("$")[2]) for cell in chart.series[0].yVal.numRef.f.split(":"))
    return last - first + 1


def test_a_row_is_high_enough_for_its_statement(book):
    for row in rows_of(book["Statuses"]):
        height = book["Statuses"].row_dimensions[row["Statement"].row].height or 15  # the usual height
        assert height >= 12.75 * len(row["Statement"].value) / 55  # a line of 48 digits' width holds 55 letters


def test_no_row_is_cut(book):
    assert all((row.height or 0) < 409 for sheet in book for row in sheet.row_dimensions.values())


@pytest.mark.parametrize(
    ("printed", "width", "lines"),
    [("", 9, 1), ("two words", 20, 1), ("two words", 6, 2), ("a\nb", 9, 2), ("x" * 50, 10, 5),
     (f"ភាគរយ{ZERO_WIDTH_SPACE}ស្ត្រី", 7, 2), (f"ភាគរយ{ZERO_WIDTH_SPACE}ស្ត្រី", 9, 1)],
)  # fmt: skip
def test_lines_are_counted_as_they_are_broken(printed, width, lines):
    assert line_count(printed, width) == lines


def test_the_contents_lead_to_every_table_and_count_its_rows(book):
    listed = rows_of(book["Contents"])
    assert [row["Sheet"].value for row in listed] == [name for name in book.sheetnames if name not in NO_TABLE]
    for row in listed:
        assert row["Sheet"].hyperlink.location == f"'{row['Sheet'].value}'!A1"
        assert row["Rows"].value == book[row["Sheet"].value].max_row - 1


def test_each_figure_and_target_has_a_status(book, content):
    written = Counter(row["Statement"].value for row in rows_of(book["Statuses"]))
    assert written == Counter(content.assessments["sentence"])


def test_a_pillar_has_ten_columns_that_fit_a_screen_and_one_row_a_figure(book, content):
    for pillar, name in PILLAR_NAMES.items():
        sheet, held = book[name], content.assessments[content.assessments["pillar"] == pillar]
        assert sheet.max_column == 10
        assert sum(column.width for column in sheet.column_dimensions.values()) < 190
        figures = held.groupby(["indicator", "population", "sex", "latest_period"], dropna=False)
        assert sheet.max_row - 1 == figures.ngroups
        told = "\n".join(text(row["Status and target"]) for row in rows_of(sheet)).split("\n")
        assert len([line for line in told if line]) == held["target_id"].notna().sum()


def test_two_targets_of_a_figure_stand_beside_it(book):
    (row,) = (
        r
        for r in rows_of(book["Participation"])
        if r["Indicator"].value == "Decision-making posts of the civil service"
    )
    assert row["Status and target"].value.split("\n") == [
        "met: at least 27\u00a0%, plan: National Programme for Public Administration 2021-2030 (by\u00a02023)",
        "below: at least 30\u00a0%, benchmark: ECOSOC resolution 1990/15; 3.0 points short",
    ]  # fmt: skip


def test_a_distance_that_is_not_of_the_latest_figure_says_of_which(book):
    rows = {row["Indicator"].value: row["Status and target"].value for row in rows_of(book["Participation"])}
    assert rows["Members of the National Assembly, by term"].endswith("; the figure of 2013 was 9.7 points short")
    first, *_others = rows["Members of the National Assembly"].split("\n")
    assert first.endswith("; 15.6 points short")


def test_an_indicator_has_its_figures_by_year(book, content):
    rows = rows_of(book["By year"])
    councillors = next(r for r in rows if r["Indicator"].value == "Commune and Sangkat councillors")
    assert [councillors[year].value for year in ("2002", "2007", "2017", "2022", "2024")] == [8, 14.64, 17.7, 22, None]
    one = ["indicator", "population", "sex"]
    assert len(rows) == content.observations.groupby(one).ngroups


def test_a_chart_draws_what_its_table_holds(book):
    sheet = book["Charts"]
    assert sheet["A1"].value == "Women's share of each kind of post and seat, latest figure"
    assert len(sheet._charts) == len({chart.anchor._from.row for chart in sheet._charts}) > 3
    bars = sheet._charts[0].series[0]
    assert bars.val.numRef.f == f"Charts!$C$3:$C${2 + 20}"
    assert sheet["C22"].value == 27
    lines = [chart.series[0] for chart in sheet._charts[1:]]  # over time, so that a gap of years is a gap
    drawn = [
        [[cell.value for (cell,) in sheet[ref.replace("$", "").removeprefix("Charts!")]] for ref in refs]
        for refs in ((line.xVal.numRef.f, line.yVal.numRef.f) for line in lines)
    ]
    assert [[2002, 2007, 2012, 2017, 2022], [8, 14.64, 17.79, 17.7, 22]] in drawn


def test_numbers_are_the_contents_own(book, content):
    columns = {
        "Value": "latest", "Lowest within rounding": "latest_lower", "Highest within rounding": "latest_upper",
        "Count": "latest_count", "Of how many": "latest_denominator", "Gap, points": "gap_pp",
        "Lowest gap": "gap_lower_pp", "Highest gap": "gap_upper_pp",
    }  # fmt: skip
    held, rows = content.assessments, rows_of(book["Statuses"])
    for header, column in columns.items():
        written = [row[header].value if isinstance(row[header].value, int | float) else None for row in rows]
        assert written == held[column].astype(object).where(held[column].notna(), None).tolist(), header


def test_every_published_figure_has_a_citation_with_its_document_and_place(book, content):
    cited = dict(zip(content.sources["source_id"], content.sources["citation"], strict=True))
    said = {row["Code"].value: row["Citation"].value for row in rows_of(book["Published figures"])}
    for claim in content.claims.to_dict("records"):
        documents = [cited[claim["source"]], cited.get(claim["origin"], "")]
        named = [claim["value_text"], claim["locator"], *(document.rstrip(".") for document in documents)]
        assert all(part in said[claim["claim_id"]] for part in named), claim["claim_id"]


def test_a_number_shows_the_decimals_that_were_printed(book):
    rows = {row["Indicator"].value: row for row in rows_of(book["Participation"])}
    exact = {row["Indicator"].value: row for row in rows_of(book["Statuses"])}
    shown = {name: (row["Value"].value, row["Value"].number_format) for name, row in rows.items()}
    assert shown["Secretaries of State"] == (14.77, "#,##0.00_)")
    assert shown["Police officers"] == (11, "#,##0_)")
    assert shown["Commune and Sangkat councillors"] == (22, "#,##0.0_)")
    assert exact["Secretaries of State"]["Lowest within rounding"].number_format == "#,##0.000_)"


def test_words_are_those_of_the_other_formats(book):
    chiefs = next(
        row for row in rows_of(book["Participation"]) if row["Indicator"].value == "Commune and Sangkat chiefs"
    )
    assert chiefs["Latest figure"].value == "176\u00a0of\u00a01,652 (10.7\u00a0%)"
    assert chiefs["Status and target"].value.startswith(
        "below: at least 30\u00a0%, benchmark: ECOSOC resolution 1990/15; 19.3"
    )
    under = next(r for r in rows_of(book["Statuses"]) if r["Indicator"].value == "Battalions and formed police units")
    assert (under["Latest figure"].value, under["Value"].value, under["Highest within rounding"].value) == (
        "typically less than 20\u00a0%", None, 20,
    )  # fmt: skip


def test_every_claim_of_the_content_has_a_row(book, content):
    assert Counter(row["Code"].value for row in rows_of(book["Published figures"])) == Counter(
        content.claims["claim_id"]
    )


@pytest.mark.parametrize("name", PILLAR_NAMES.values())
def test_a_figure_of_a_pillar_leads_to_what_was_published(name, book):
    claims = book["Published figures"]
    headings = {cell.value: cell.column_letter for cell in claims[1]}
    for row in (row for row in rows_of(book[name]) if row["Published figure"].hyperlink):
        line = row["Published figure"].hyperlink.location.rsplit("!A", 1)[1]
        assert claims[f"{headings['Sex']}{line}"].value == row["Sex"].value
        assert claims[f"{headings['Section']}{line}"].value in row["Source"].value


@pytest.mark.parametrize("sheet", ["Statuses", "Figures that differ", "Findings"])
@pytest.mark.parametrize("link", ["Published figure", "The first of them"])
def test_a_link_hits_the_row_of_its_claim(sheet, link, book):
    claims = rows_of(book["Published figures"])
    for row in rows_of(book[sheet]):
        if link in row and text(row["Code"]):
            name, cell = row[link].hyperlink.location.rsplit("!A", 1)
            assert name == "'Published figures'"
            assert claims[int(cell) - 2]["Code"].value == row["Code"].value.split("\n")[0]


def test_differing_figures_stand_beside_the_one_that_is_used(book, content):
    rows = rows_of(book["Figures that differ"])
    differing = differing_of(content.observations)
    used = [row["Code"].value for row in rows if row["Used"].value == "yes"]
    assert sorted(used) == sorted(differing["claim_id"])
    civil = {
        (row["As printed"].value, row["Figure used"].value) for row in rows if row["Figure"].value == "Civil servants"
    }
    assert {("41 per cent", "42\u00a0%"), ("42 per cent", "42\u00a0%")} <= civil
    assert all(text(row["Why it is used"]) and text(row["To be confirmed with"]) for row in rows)


def test_the_cover_says_what_where_when_and_by_whom(book, content):
    lines = cover_lines(book)
    assert lines[:2] == [
        "Women, Peace and Security: Cambodia", "What the reports used here had published by 2025-10-31.",
    ]  # fmt: skip
    assert "Computed by us with the published rules; not an assessment by the bodies that set the targets." in lines
    facts = dict(book["Cover"].iter_rows(max_col=2, values_only=True))
    assert facts["Observations"] == str(len(content.observations))
    brief = country_of(content.data)
    assert brief.headline in lines
    assert facts["2\u00a0of\u00a025"] == "provincial governors are women"
    assert {f"{caution.subject} {caution.text}" for caution in brief.cautions} <= set(lines)
    assert "Changes" not in book.sheetnames
    assert book.properties.created.isoformat() == "2025-10-31T00:00:00"


def test_what_changed_stands_on_the_cover_and_on_a_sheet(content, tmp_path):
    row = dict.fromkeys(changes.COLUMNS, "") | {
        "change": "status_changed", "name": "Police officers", "before": "no target year", "after": "met",
        "sentence_before": "Before.", "sentence_after": "After.",
    }  # fmt: skip
    table = pd.DataFrame([row], columns=changes.COLUMNS)
    book = load_workbook(write_workbook(tmp_path, replace(content, changes=table, previous="2025-09-30")))
    lines = cover_lines(book)
    assert "What changed since the pack of 2025-09-30" in lines
    assert "status changed: Police officers: no target year → met. Before: Before. Now: After." in lines
    assert next(c for c in book["Cover"]["A"] if c.value == "Changes").hyperlink.location == "'Changes'!A1"
    (written,) = rows_of(book["Changes"])
    assert [cell.value for cell in written.values()] == [
        "status changed", "Police officers", None, "no target year", "met", "Before.", "After.",
    ]  # fmt: skip


def test_a_pack_like_the_one_before_says_that_nothing_changed(content, tmp_path):
    book = load_workbook(write_workbook(tmp_path, replace(content, previous="2025-09-30")))
    assert cover_lines(book)[-1] == "No figure, target or status changed."
    assert "Changes" not in book.sheetnames


@pytest.mark.parametrize("printed", ["=1+1", "+5", "-3", "@SUM(A1)", "{=1}", "https://x.org", "7", "TRUE"])
def test_no_text_becomes_anything_but_text(printed, content, tmp_path):
    claims = content.claims.assign(value_text=printed, note=printed)
    findings = content.findings.assign(message=printed)
    sheets = load_workbook(write_workbook(tmp_path, replace(content, claims=claims, findings=findings)))
    for name, headers in (("Published figures", ("As printed", "Note")), ("Findings", ("What a reviewer would ask",))):
        cells = [row[header] for row in rows_of(sheets[name]) for header in headers]
        assert {(cell.value, cell.data_type, cell.hyperlink) for cell in cells} == {(printed, "s", None)}


def test_there_is_no_formula_at_all(book):
    assert not [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type in ("f", "e")]


def test_an_area_with_one_figure_has_a_whole_workbook(tmp_path, small_project):
    path = write_workbook(tmp_path, gather(Edition("2025-10-31", root=small_project), "LAO"))
    assert path.name == "wps-LAO-2025-10-31.xlsx"
    book = load_workbook(path)
    statuses = [row["Status"].value for row in rows_of(book["Statuses"])]
    assert statuses.count("no figure") == len(statuses) - 1  # targets of the world, which no figure here measures
    assert book["Protection"].max_row == 1


def test_a_khmer_workbook_names_a_font_with_its_letters_and_says_that_it_is_a_draft(tmp_path):
    book = load_workbook(write_workbook(tmp_path, content_of("KHM", "km")))
    assert "DRAFT" in cover_lines(book)[2]
    for sheet in book:
        assert "DRAFT" in sheet.oddHeader.left.text
        assert len(sheet.title) <= 31
        assert ZERO_WIDTH_SPACE not in sheet.title
        assert {cell.font.name for row in sheet.iter_rows() for cell in row if cell.value} == {"Noto Sans Khmer"}


def test_the_bytes_are_the_same_at_another_time_in_another_place(content, tmp_path):
    """A process of its own, since time zone, locale and the order of sets are set when one starts."""
    first = write_workbook(tmp_path / "here", content).read_bytes()
    time.sleep(2.1)  # the times in a zip file count in steps of two seconds
    code = (
        "import sys; from pathlib import Path\n"
        "from wps_analysis.claims.edition import Edition\n"
        "from wps_analysis.pack.publish.content import gather\n"
        "from wps_analysis.pack.publish.xlsx.write import write_workbook\n"
        f"write_workbook(Path(sys.argv[1]), gather(Edition('2025-10-31', '', {str(PROJECT)!r}), 'KHM'))"
    )
    env = {**os.environ, "TZ": "Pacific/Auckland", "LC_ALL": "C", "PYTHONHASHSEED": "7"}
    subprocess.run([sys.executable, "-c", code, str(tmp_path / "there")], env=env, check=True)
    assert (tmp_path / "there" / "wps-KHM-2025-10-31.xlsx").read_bytes() == first


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
def test_libreoffice_opens_it_and_finds_no_error_values(content, book, tmp_path):
    path = write_workbook(tmp_path, content)
    every_sheet = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"
    for kind in ("pdf", every_sheet):
        subprocess.run(
            ["soffice", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless", "--convert-to", kind,
             "--outdir", str(tmp_path), str(path)],
            check=True, capture_output=True, timeout=180,
        )  # fmt: skip
    assert path.with_suffix(".pdf").stat().st_size > 100_000
    for sheet in book:
        read = (tmp_path / f"{path.stem}-{sheet.title}.csv").read_text(encoding="utf-8")
        assert not re.search(r"#(REF|NAME|VALUE|N/A|DIV/0|NUM)|Err:\d", read), sheet.title
        assert sum(1 for _row in csv.reader(read.splitlines(keepends=True))) == sheet.max_row, sheet.title
