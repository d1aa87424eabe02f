import calendar
import csv
import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wps_analysis.claims.periods import ParsedPeriod, decimal_year, parse_period, period_end, period_year
from wps_analysis.errors import UnreadablePeriodError, WpsError

with (Path(__file__).parent / "data" / "period_cases.csv").open(encoding="utf-8", newline="") as _file:
    CASES = list(csv.DictReader(_file))
READABLE = [case for case in CASES if case["freq"] != "unreadable"]
UNREADABLE = [case["text"] for case in CASES if case["freq"] == "unreadable"]

years, months = st.integers(1900, 2099), st.integers(1, 12)


@pytest.mark.parametrize("case", READABLE, ids=lambda case: case["text"])
def test_a_printed_period_is_read_as_its_row_says(case):
    expected = ParsedPeriod(case["time_period"], case["freq"], case["basis"])
    assert parse_period(case["text"]) == expected


@pytest.mark.parametrize("text", UNREADABLE)
def test_a_period_without_a_single_reading_is_an_error(text):
    with pytest.raises(UnreadablePeriodError):
        parse_period(text)


def test_the_error_names_the_text():
    with pytest.raises(WpsError, match="'since 2018'"):
        parse_period("since 2018")
    with pytest.raises(ValueError, match=r"names no section as '\[as of 2024, s3.5.1\]' does"):
        parse_period("[as of 2024]")


@pytest.mark.parametrize("case", READABLE, ids=lambda case: case["text"])
def test_a_code_reads_as_itself(case):
    assert parse_period(case["time_period"]).time_period == case["time_period"]


@pytest.mark.parametrize(
    ("code", "decimal", "year", "end"),
    [
        ("2024", 2024, 2024, date(2024, 12, 31)),
        ("2024-01", 2024 + 0.5 / 12, 2024, date(2024, 1, 31)),
        ("2024-12", 2024 + 11.5 / 12, 2024, date(2024, 12, 31)),
        ("2017-01-01/P5Y", 2019, 2021, date(2021, 12, 31)),
        ("1980-01-01/P10Y", 1984.5, 1989, date(1989, 12, 31)),
        ("2024-10-01/P6M", 2025, 2025, date(2025, 3, 31)),
        ("2024-02", 2024 + 1.5 / 12, 2024, date(2024, 2, 29)),
    ],
)
def test_codes_become_numbers_and_dates(code, decimal, year, end):
    assert decimal_year(code) == pytest.approx(decimal)
    assert period_year(code) == year
    assert period_end(code) == end


@pytest.mark.parametrize("code", ["", "24", "2024-13", "as of 2024", "2024-02-01/P2Y", "2024-00-01/P2M"])
@pytest.mark.parametrize("function", [decimal_year, period_year, period_end])
def test_what_is_no_code_has_no_number(function, code):
    with pytest.raises(UnreadablePeriodError):
        function(code)


@given(years, st.sampled_from(["{}", "as of {}", "In {}", "by {}", "in the year {}", "mid-{}"]))
def test_any_year_is_read(year, form):
    assert parse_period(form.format(year)) == ParsedPeriod(str(year), "A", "stated")


@given(years, months, st.sampled_from(["{} {}", "as of {} {}", "{}, {}", "15 {} {}", "{} 15, {}"]))
def test_any_month_is_read(year, month, form):
    expected = ParsedPeriod(f"{year}-{month:02}", "M", "stated")
    assert parse_period(form.format(calendar.month_name[month], year)) == expected
    assert parse_period(form.format(calendar.month_abbr[month].upper(), year)) == expected


@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)))
def test_a_date_is_kept_to_its_month(day):
    assert parse_period(day.isoformat()).time_period == f"{day:%Y-%m}"
    assert parse_period(f"{day.day} {day:%B %Y}").time_period == f"{day:%Y-%m}"


@given(years, st.integers(1, 50), st.sampled_from(["{}-{}", "{}–{}", "{} to {}", "between {} and {}"]))
def test_any_range_of_years_is_read_and_holds_its_middle(first, length, form):
    last = first + length
    if last <= 2099:
        parsed = parse_period(form.format(first, last))
        assert parsed.time_period == f"{first}-01-01/P{length + 1}Y"
        assert decimal_year(parsed.time_period) == (first + last) / 2


PIECES = [
    "2024",
    "2017",
    "-",
    "–",
    "/",
    "to",
    "and",
    "July",
    "Dec",
    "31",
    "[",
    "]",
    ", s3",
    "Q1",
    "P5Y",
    "end of",
    "s",
]


@given(st.one_of(st.text(), st.lists(st.sampled_from(PIECES), max_size=6).map(" ".join)))
def test_any_text_is_read_or_refused(text):
    try:
        parsed = parse_period(text)
    except UnreadablePeriodError:
        return
    assert period_end(parsed.time_period).year == period_year(parsed.time_period)


@pytest.mark.parametrize(
    ("printed", "said"),
    [
        ("พ.ศ. ๒๕๖๖", "2566 looks like a year of the Buddhist era: 2023 in"),
        ("2566-2567", "2566 and 2567 look like years of the Buddhist era: 2023 and 2024 in"),
        ("2015 E.C.", "Ethiopian calendar: September 2022 to August 2023 in"),
        ("BS 2080", "Bikram Sambat: April 2023 to March 2024 in"),
        ("1402 SH", "Solar Hijri calendar: March 2023 to February 2024 in"),
        ("some day", "is not understood."),
    ],
)
def test_a_year_of_another_calendar_is_refused_with_that_of_the_common_one(printed, said):
    with pytest.raises(UnreadablePeriodError, match=re.escape(said)):
        parse_period(printed)
