import csv
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from wps_analysis.claims.fit import fit_bounds
from wps_analysis.claims.values import parse_value
from wps_analysis.errors import UnreadableValueError, WpsError

with (Path(__file__).parent / "data" / "value_cases.csv").open(encoding="utf-8", newline="") as _file:
    CASES = list(csv.DictReader(_file))
READABLE = [case for case in CASES if case["qualifier"] != "unreadable"]
UNREADABLE = [case["text"] for case in CASES if case["qualifier"] == "unreadable"]

WORDS = "about,approximately,over,at least,under,nearly,close to,at most,typically,only"
PREFIXES = ["", *(f"{word} " for word in WORDS.split(","))]
numerals = st.decimals(0, 10**9, places=None, allow_nan=False).map(lambda d: round(d, 3)).map(lambda d: f"{d:f}")


@pytest.mark.parametrize("case", READABLE, ids=lambda case: case["text"])
def test_a_printed_value_is_read_as_its_row_says(case):
    parsed = parse_value(case["text"])
    for column in ("obs_value", "lower", "upper", "denominator"):
        expected = float(case[column]) if case[column] else None
        assert getattr(parsed, column) == pytest.approx(expected, abs=1e-9), column
    for column in ("qualifier", "unit_measure", "obs_status"):
        assert getattr(parsed, column) == case[column], column


@pytest.mark.parametrize("text", UNREADABLE)
def test_a_value_without_a_single_reading_is_an_error(text):
    with pytest.raises(UnreadableValueError):
        parse_value(text)


def test_the_error_names_the_text_or_says_that_it_is_empty():
    with pytest.raises(WpsError, match="'double'"):
        parse_value("double")
    with pytest.raises(ValueError, match="empty"):
        parse_value(" \u00a0")


def test_under_starts_at_zero_unless_the_number_is_below_it():
    assert parse_value("under 10").lower == 0
    assert parse_value("under -3").lower is None
    assert parse_value("at most 0").lower == 0


@pytest.mark.parametrize(
    ("text", "unit", "lower", "upper"),
    [
        ("176", "PS", 176, 176),
        ("over 800", "PS", 801, None),
        ("at least 800", "PS", 800, None),
        ("nearly 250", "PS", 240, 249),
        ("up to 250", "PS", 0, 250),
        ("around 400", "PS", 300, 499),
        ("9.66 million", "PS", 9_655_000, 9_664_999),
        ("12,000-17,000", "NUMBER", 12_000, 17_000),
        ("14th", "RANK", 14, 14),
        ("21.4 %", "PT", 21.35, 21.45),
    ],
)
def test_counts_shrink_to_the_whole_numbers_they_hold(text, unit, lower, upper):
    fitted = fit_bounds(parse_value(text), unit_measure=unit)
    assert (fitted.lower, fitted.upper) == (lower, upper)


@pytest.mark.parametrize(
    ("text", "lower", "upper"),
    [
        ("100 per cent", 99.5, 100),
        ("0 per cent", 0, 0.5),
        ("over 60 per cent", 60, 100),
        ("approximately 90 per cent", 80, 100),
        ("10 per cent", 9.5, 10.5),
        ("105 per cent", 104.5, 105.5),  # outside: kept for the audit to report
    ],
)
def test_bounds_are_clipped_to_the_valid_range(text, lower, upper):
    fitted = fit_bounds(parse_value(text), unit_measure="PT", valid_min=0, valid_max=100)
    assert (fitted.lower, fitted.upper) == (lower, upper)


def test_under_starts_at_the_least_possible():
    assert fit_bounds(parse_value("under 10"), unit_measure="PT", valid_min=-100).lower == -100


def test_a_broken_number_of_persons_is_an_error():
    with pytest.raises(UnreadableValueError, match=r"2\.5 is no whole number"):
        fit_bounds(parse_value("2.5"), unit_measure="PS")


def test_missing_has_no_bounds_to_fit():
    missing = parse_value("N")
    assert fit_bounds(missing, unit_measure="PS", valid_min=0) == missing


@given(numerals)
def test_a_printed_number_lies_inside_its_bounds_and_prints_back(text):
    parsed = parse_value(text)
    assert parsed.lower < parsed.obs_value < parsed.upper
    assert f"{parsed.obs_value:.3f}" == f"{float(text):.3f}"


@given(st.integers(1000, 10**12), st.sampled_from([",", " ", "\u00a0", "\u2009", "\u202f"]))
def test_a_thousands_separator_never_changes_a_value(number, separator):
    separated = f"{number:,}".replace(",", separator)
    assert parse_value(separated) == parse_value(str(number))


@given(st.integers(0, 10**9), st.integers(0, 99))
def test_a_decimal_comma_reads_like_a_decimal_point(whole, part):
    assert parse_value(f"{whole},{part:02} %") == parse_value(f"{whole}.{part:02} %")


@given(st.integers(0, 10**9).map(str))
def test_khmer_digits_read_like_western_ones(text):
    khmer = text.translate(str.maketrans("0123456789", "០១២៣៤៥៦៧៨៩"))
    assert parse_value(f"{khmer} ភាគរយ") == parse_value(f"{text} per cent")


@given(st.sampled_from(PREFIXES), numerals, st.sampled_from(["", " %", " million", " women", " per cent of men"]))
def test_bounds_enclose_the_value_whatever_the_qualifier(prefix, text, suffix):
    assume(float(text) > 0)
    parsed = parse_value(prefix + text + suffix)
    ends = [end for end in (parsed.lower, parsed.obs_value, parsed.upper) if end is not None]
    assert ends == sorted(ends)
    assert len(ends) >= 1


PIECES = [
    "over",
    "one",
    "half",
    "a",
    "third",
    "of",
    "to",
    "-",
    "5",
    "1,234",
    "2.5",
    "%",
    "per cent",
    "million",
]
PIECES += [
    "twenty",
    "and",
    "in",
    "out of",
    "women",
    "hundred",
    "[1]",
    "÷",
    "e6",
    "+",
    "st",
    "between",
    "¹",
    "N",
]


@given(st.one_of(st.text(), st.lists(st.sampled_from(PIECES), max_size=7).map(" ".join)))
def test_any_text_is_read_or_refused(text):
    try:
        parsed = parse_value(text)
    except UnreadableValueError:
        return
    if parsed.lower is not None and parsed.upper is not None:
        assert parsed.lower <= parsed.upper
