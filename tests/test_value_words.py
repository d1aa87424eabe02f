"""What the words before a number mean, and that the words in which a figure was printed are printed again."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wps_analysis.claims.fit import fit_bounds
from wps_analysis.claims.values import parse_value
from wps_analysis.words.figures import NBSP, value_text

NEARLY = ["nearly", "almost"]
ABOUT = ["about", "approximately", "around", "close to", "roughly"]
positive = st.decimals("0.001", 10**9, places=3).map(lambda d: f"{d.normalize():f}")
counts = st.integers(1, 999_999)


def last_unit(text):
    """Return one unit of the last digit of a number that is not zero."""
    return Decimal(1).scaleb(Decimal(text).normalize().as_tuple().exponent)


def printed(text, unit):
    """Return a printed value as the product prints it."""
    read = fit_bounds(parse_value(text), unit_measure=unit, valid_min=0)
    return value_text({**vars(read), "unit_measure": unit, "value_text": text}).replace(NBSP, " ")


@given(st.sampled_from(NEARLY), positive)
def test_nearly_is_one_unit_below_and_does_not_reach_its_number(word, text):
    read = parse_value(f"{word} {text}")
    assert (read.obs_value, read.qualifier) == (None, "nearly")
    assert (read.lower, read.upper) == (float(Decimal(text) - last_unit(text)), float(text))


@given(st.sampled_from(ABOUT), positive)
def test_about_is_one_unit_to_both_sides_and_keeps_its_number(word, text):
    read = parse_value(f"{word} {text} per cent")
    assert (read.obs_value, read.qualifier, read.unit_measure) == (float(text), "about", "PT")
    ends = Decimal(text) - last_unit(text), Decimal(text) + last_unit(text)
    assert (read.lower, read.upper) == tuple(map(float, ends))


@given(st.sampled_from([*NEARLY, *ABOUT, "over", "at least", "less than", "at most", "typically"]), counts)
def test_a_count_is_printed_in_the_words_it_was_printed_in(word, number):
    assert printed(f"{word} {number:,}", "PS") == f"{word} {number:,}"


@given(st.sampled_from(["", *NEARLY, *ABOUT, "over", "at least", "less than", "at most"]), st.integers(1, 99))
def test_what_is_printed_reads_back_as_it_was_read(word, number):
    text = f"{word} {number} per cent".strip()
    assert parse_value(printed(text, "PT")) == parse_value(text)


@pytest.mark.parametrize(
    ("text", "unit", "said"),
    [
        ("Nearly 250 individuals", "PS", "nearly 250"),
        ("Almost 250 participants", "PS", "almost 250"),
        ("close to 40 per cent", "PT", "close to 40 %"),
        ("Approximately 40 per cent", "PT", "approximately 40 %"),
        ("typically fewer than 20 per cent women", "PT", "typically less than 20 %"),
        ("typically over 800", "PS", "typically over 800"),
        ("11.65 million", "PS", "11.65 million"),
        ("11 million", "PS", "11 million"),
        ("7,163,764", "NUMBER", "7,163,764"),
        ("12 thousand", "PS", "12,000"),
        ("1.2 billion", "NUMBER", "1.2 billion"),
        ("88,580", "PS", "88,580"),
    ],
)
def test_the_word_of_the_document_is_kept(text, unit, said):
    assert printed(text, unit) == said


def test_without_the_words_of_the_document_a_qualifier_has_a_word_of_its_own():
    assert value_text({"qualifier": "nearly", "lower": 240, "upper": 249, "unit_measure": "PS"}) == "nearly 250"
    row = {"obs_value": 40, "qualifier": "about", "lower": 30, "upper": 50, "unit_measure": "PT"}
    assert value_text(row) == f"about 40{NBSP}%"
