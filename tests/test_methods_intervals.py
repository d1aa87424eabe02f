import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wps_analysis.methods.intervals import Interval, corners, difference, extremes, point, rounding_interval

HALF_OPEN = {"lower_closed": True, "upper_closed": False}
shares = st.decimals(0, 100, places=1).map(float)
numbers = st.floats(1, 99)
intervals = st.tuples(numbers, numbers).map(lambda ends: Interval(min(ends), max(ends)))


# --- the type ---


def test_ends_are_numbers_the_right_way_round():
    with pytest.raises(ValueError, match="lower end 3 of an interval is above its upper end 2"):
        Interval(3, 2)
    with pytest.raises(ValueError, match="write None"):
        Interval(math.nan, 2)


@pytest.mark.parametrize(
    ("interval", "value", "inside"),
    [
        (Interval(10.5, 11.5, **HALF_OPEN), 10.5, True),
        (Interval(10.5, 11.5, **HALF_OPEN), 11.5, False),
        (Interval(None, 10, **HALF_OPEN), -1e9, True),
        (Interval(801, None), 800, False),
        (Interval(800, None, lower_closed=False), 800, False),
        (Interval(None, None), 0, True),
    ],
)
def test_an_interval_holds_its_closed_ends(interval, value, inside):
    assert interval.contains(value) is inside


# --- rounding ---


@pytest.mark.parametrize(
    ("value", "decimals", "expected"),
    [
        (11, 0, Interval(10.5, 11.5, **HALF_OPEN)),
        (10.7, 1, Interval(10.65, 10.75, **HALF_OPEN)),
        (7.9, 1, Interval(7.85, 7.95, **HALF_OPEN)),  # 7.9 + 0.05 is not 7.95 in floats
        (14.77, 2, Interval(14.765, 14.775, **HALF_OPEN)),
        (40, -1, Interval(35, 45, **HALF_OPEN)),
        (0, 0, Interval(0, 0.5, **HALF_OPEN)),
        (100, 0, Interval(99.5, 100)),
        (100, 1, Interval(99.95, 100)),
        (104, 0, Interval(103.5, 104.5, **HALF_OPEN)),  # no share; whoever checks it must see it
    ],
)
def test_the_rounding_interval_of_a_printed_share(value, decimals, expected):
    assert rounding_interval(value, decimals=decimals) == expected


def test_the_rounding_interval_of_what_has_no_limits():
    assert rounding_interval(0, valid_min=None, valid_max=None) == Interval(-0.5, 0.5, **HALF_OPEN)


@given(shares, st.integers(0, 3))
def test_a_printed_share_lies_in_its_interval(share, decimals):
    printed = round(share, decimals)
    assert rounding_interval(printed, decimals=decimals).contains(printed)


# --- formulas ---


@given(intervals, intervals, st.floats(0, 1), st.floats(0, 1))
def test_no_value_inside_gives_a_result_outside(one, other, at_one, at_other):
    x = one.lower + at_one * (one.upper - one.lower)
    y = other.lower + at_other * (other.upper - other.lower)
    by_direction = extremes(lambda x, y: x / y, increasing={"x": one}, decreasing={"y": other})
    by_corner = corners(lambda x, y: x / y, x=one, y=other)
    for found in (by_direction, by_corner):
        assert found.lower <= x / y * (1 + 1e-12)
        assert found.upper >= x / y * (1 - 1e-12)
    assert by_direction.lower == pytest.approx(by_corner.lower)
    assert by_direction.upper == pytest.approx(by_corner.upper)


def test_missing_ends_travel_through_a_formula():
    over_800, total = Interval(801, None), Interval(2000, 2400)
    found = extremes(lambda k, n: 100 * k / n, increasing={"k": over_800}, decreasing={"n": total})
    assert found == Interval(801 / 24, None)
    assert corners(lambda k: k, k=over_800) == Interval(None, None)


def test_open_ends_travel_through_a_formula():
    later, earlier = rounding_interval(42), rounding_interval(41)
    assert difference(later, earlier) == Interval(0, 2, lower_closed=False, upper_closed=False)
    assert difference(Interval(41.5, 42.5), rounding_interval(41)).lower_closed is False


def test_an_infinite_result_is_no_limit():
    assert extremes(lambda x: math.inf, increasing={"x": point(1)}) == Interval(None, None)
    assert corners(lambda x: 1 / x if x else math.inf, x=Interval(0, 2)) == Interval(0.5, None)


def test_a_formula_that_turns_needs_its_turning_point():
    def distance(share):
        return abs(share - 50)

    assert corners(distance, share=Interval(44, 52)) == Interval(2, 6)
    assert corners(distance, turning={"share": [50]}, share=Interval(44, 52)) == Interval(0, 6)
    assert corners(distance, turning={"share": [50]}, share=Interval(44, 48)) == Interval(2, 6)


def test_a_formula_undefined_at_a_corner_has_no_range():
    assert corners(lambda x, y: x / y if y else None, x=point(1), y=Interval(0, 2)) is None


def test_the_rounding_box_of_a_change():
    found = difference(Interval(10.65, 10.75), Interval(7.85, 7.95))
    assert (found.lower, found.upper) == pytest.approx((2.7, 2.9))
