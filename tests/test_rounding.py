"""Numbers as they are shown: a five after the last decimal goes up, whatever its binary fraction is."""

import math

import pytest

from wps_analysis.words.figures import number_text
from wps_analysis.words.rounding import fixed, half_up

TIES = [(0.25, "0.3"), (0.35, "0.4"), (1.15, "1.2"), (12.25, "12.3"), (24.65, "24.7"), (-0.25, "-0.3"), (7.95, "8")]


@pytest.mark.parametrize(("value", "shown"), TIES)
def test_a_tie_goes_up_wherever_a_number_is_shown(value, shown):
    assert number_text(value) == shown
    assert fixed(value).removesuffix(".0") == shown


@pytest.mark.parametrize(
    ("value", "digits", "shown"), [(2.5, 0, "3"), (3.5, 0, "4"), (2.675, 2, "2.68"), (44, 1, "44.0")]
)
def test_a_tie_goes_up_with_as_many_decimals_as_are_asked_for(value, digits, shown):
    assert (number_text(value, digits), fixed(value, digits)) == (shown, shown)


def test_what_is_no_tie_goes_to_the_nearest():
    assert [fixed(value) for value in (0.24, 0.26, 0.249999, -0.04, 0.1 + 0.2)] == ["0.2", "0.3", "0.2", "0.0", "0.3"]


@pytest.mark.parametrize("value", [1e20, 1e308, math.inf, -math.inf])
def test_a_number_too_large_for_decimals_stays(value):
    assert half_up(value) == value
