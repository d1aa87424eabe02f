"""The draft checker on reports of other countries, written in other ways."""

import openpyxl
import pytest

from wps_analysis import check_text
from wps_analysis.report.check.numbers import find_numbers
from wps_analysis.report.check.passages import Passage
from wps_analysis.report.check.read import read_document
from wps_analysis.report.check.text import as_table, check_passages


def verdicts(text):
    """Return the verdict of each figure of a text that is told no area."""
    table = check_text(text)
    return dict(table.loc[table["severity"] != "none", ["number", "verdict"]].values.tolist())


def test_a_heading_says_of_where_a_report_is():
    text = "1 Timor-Leste\n40 per cent of members of parliament are women (2022).\n2 Gaps\nMinisters: 18.2% in 2019."
    assert verdicts(text) == {"40 per cent": "agrees", "18.2%": "agrees"}


def test_each_section_is_of_the_country_that_heads_it():
    house = "Women hold {} per cent of the seats of the House of Representatives (2022)."
    text = f"1 Nepal\n{house.format('33.1')}\n2 Jordan\n{house.format('12.3')}\n{house.format('33.1')}"
    assert check_text(text).query("severity != 'none'")["verdict"].str.startswith("agrees").tolist() == [
        True, True, False,
    ]  # fmt: skip


def test_a_list_is_of_the_country_that_opens_it():
    text = "1 Posts\nCambodia is no outlier.\nIn Rwanda:\n- In 2007, 15% of police officers were women."
    assert verdicts(text) == {"15%": "agrees"}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("One in ten girls marries before 18; women aged 20 to 24 were asked; they turned 15.", ["One in ten"]),
        ("Before 18 people came, 12 had gone.", ["18", "12"]),
        ("The score was 78.8, out of 100.", ["78.8"]),
    ],
)
def test_an_age_and_the_end_of_a_scale_are_no_figures(text, found):
    assert [each.text for each in find_numbers([Passage(text)]) if not each.not_a_figure] == found


def test_an_age_tells_one_indicator_from_another():
    text = "In Viet Nam, {} per cent of women were married before age {}."
    assert verdicts(text.format("10.6", 18)) == {"10.6 per cent": "agrees"}
    assert verdicts(text.format("0.9", 15)) == {"0.9 per cent": "agrees"}


@pytest.mark.parametrize("earlier", ["two years earlier", "2 years before"])
def test_years_are_counted_back_from_the_one_that_is_said(earlier):
    text = f"Women held 51.9 per cent of ministerial posts of Rwanda in 2019, and 47.4 per cent {earlier}."
    assert set(verdicts(text).values()) == {"agrees"}
    assert "agrees" not in verdicts(text.replace("two", "four").replace("2 y", "4 y"))["47.4 per cent"]


def test_a_sheet_is_read_below_its_title(tmp_path):
    book = openpyxl.Workbook()
    for row in (["Women in Timor-Leste"], [], ["Share, %", 2016, 2022], ["Managers", 24.5, 32.8]):
        book.active.append(row)
    book.save(tmp_path / "figures.xlsx")
    table = as_table(check_passages(read_document(tmp_path / "figures.xlsx")))
    assert table[["number", "verdict"]].values.tolist()[-2:] == [
        ["24.5", "agrees within rounding"],
        ["32.8", "another year, sex, area or population than said"],
    ]
