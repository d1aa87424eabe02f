import itertools
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wps_analysis.methods.cases_printed import parse_printed
from wps_analysis.methods.cases_statistics import STATISTICS_CASES
from wps_analysis.methods.intervals import (
    Interval,
    corners,
    difference,
    extremes,
    hull,
    intersection,
    overlap,
    point,
    rounding_interval,
)
from wps_analysis.methods.proportions import denominator_interval, share_from_counts, share_interval

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


# --- several intervals ---


def test_figures_that_meet_at_an_open_end_do_not_overlap():
    assert not overlap([rounding_interval(41), rounding_interval(42)])
    assert overlap([Interval(40.5, 41.5), rounding_interval(42)])
    assert not overlap([rounding_interval(21.4, decimals=1), rounding_interval(21.2, decimals=1)])
    assert overlap([rounding_interval(14.8, decimals=1), rounding_interval(14.77, decimals=2)])
    assert overlap([])


def test_hull_and_intersection_know_their_ends():
    touching = [rounding_interval(41), rounding_interval(42)]
    assert hull(touching) == Interval(40.5, 42.5, **HALF_OPEN)
    assert intersection(touching) is None
    assert hull([Interval(801, None), Interval(700, 900)]) == Interval(700, None)
    assert hull([Interval(1, 2, lower_closed=False), Interval(1, 2)]) == Interval(1, 2)
    assert intersection([Interval(1, 2, lower_closed=False), Interval(1, None)]) == Interval(1, 2, lower_closed=False)
    with pytest.raises(ValueError, match="no interval"):
        hull([])


@given(st.lists(st.tuples(st.integers(1, 400), st.integers(1, 400)), min_size=2, max_size=5))
def test_a_true_total_is_consistent_with_its_groups_as_printed(groups):
    counts = [(min(pair), max(pair)) for pair in groups]
    printed = [math.floor(100 * k / n + 0.5) for k, n in counts]
    total = math.floor(100 * sum(k for k, _ in counts) / sum(n for _, n in counts) + 0.5)
    assert STATISTICS_CASES["mixture_bound_check"](total=total, groups=printed, decimals=0)["consistent"]


def test_a_total_outside_its_groups_is_seen():
    check = STATISTICS_CASES["mixture_bound_check"]
    assert check(total=89, groups=[93, 91], decimals=0)["consistent"] is False
    assert check(total=90, groups=[93, 91], decimals=0)["consistent"] is False  # 90.5 is rounded up
    assert check(total=91, groups=[93, 91], decimals=0)["consistent"] is True
    assert check(total=100, groups=[100, 100], decimals=0)["consistent"] is True


# --- denominators ---


@pytest.mark.parametrize(
    ("count", "share", "expected"),
    [
        (point(176), rounding_interval(10.7, decimals=1), Interval(1638, 1652)),
        (point(80), rounding_interval(25.8, decimals=1), Interval(310, 310)),
        (point(2), rounding_interval(8), Interval(24, 26)),
        (Interval(801, None), rounding_interval(34), Interval(2322, None)),
        (point(3), rounding_interval(0), Interval(601, None)),
        (point(0), rounding_interval(0), Interval(1, None)),
        (point(0), Interval(0, 0), Interval(1, None)),
        (point(3), Interval(0, 0), None),
        (point(0), rounding_interval(7), None),
        (point(1), rounding_interval(99), None),
        (point(25), rounding_interval(100), Interval(25, 25)),
        (point(1000), rounding_interval(100), Interval(1000, 1005)),
        (point(5), Interval(20, 25), Interval(20, 25)),  # a printed range holds its ends
        (point(5), Interval(20, 25, **HALF_OPEN), Interval(21, 25)),
        (point(5), Interval(20, 25, lower_closed=False), Interval(20, 24)),
        (point(5), Interval(20, None, lower_closed=False), Interval(5, 24)),  # "over 20 per cent"
    ],
)
def test_the_totals_that_a_count_and_its_share_leave(count, share, expected):
    assert denominator_interval(count, share) == expected


@given(st.integers(0, 300), st.integers(1, 300), st.integers(0, 1))
def test_totals_are_those_of_a_search(count, total, decimals):
    count = min(count, total)
    scale = 10**decimals
    printed = math.floor(100 * scale * count / total + 0.5) / scale
    share = rounding_interval(printed, decimals=decimals)
    found = denominator_interval(point(count), share)
    assert found.contains(total)
    fitting = [n for n in range(max(count, 1), 800) if share.contains(round(100 * count / n, 9))]
    assert found.lower == fitting[0]
    assert fitting[-1] == 799 or found.upper == fitting[-1]


def test_shares_of_counts_stay_within_the_whole():
    assert share_interval(point(18), point(125)).lower == pytest.approx(14.4)
    assert share_interval(Interval(10, 20), Interval(15, 30)) == Interval(100 / 3, 100.0)
    with pytest.raises(ValueError, match="above 0"):
        share_interval(point(1), Interval(0, 2))
    with pytest.raises(ValueError, match="within a total"):
        share_interval(point(5), point(2))
    with pytest.raises(ValueError, match="0 <= count <= total"):
        share_from_counts(5, 2)


# --- printed values ---


@pytest.mark.parametrize(
    ("text", "low", "high", "closed", "single"),
    [
        ("11 per cent", 10.5, 11.5, (True, False), 11),
        ("10.7 %", 10.65, 10.75, (True, False), 10.7),
        ("0 per cent", 0, 0.5, (True, False), 0),
        ("100 per cent", 99.5, 100, (True, True), 100),
        ("less than 10 per cent", 0, 10, (True, False), None),
        ("at most 12 %", 0, 12, (True, True), None),
        ("over 60 per cent", 60, 100, (False, True), None),
        ("at least 20 %", 20, 100, (True, True), None),
        ("4 to 9 per cent", 4, 9, (True, True), None),
        ("between 3 and 5 per cent", 3, 5, (True, True), None),
        ("nearly 250", 0, 250, (True, False), None),
        ("..", None, None, (None, None), None),
    ],
)
def test_words_give_bounds(text, low, high, closed, single):
    found = parse_printed(text)
    assert (found["low"], found["high"], found["point"]) == (low, high, single)
    assert (found.get("low_closed"), found.get("high_closed")) == closed


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("over 800 women ... 34 per cent", (801, None, 2322, None)),
        ("over 1,200 women, 34 per cent", (1201, None, 3482, None)),
        ("176 (10.7 per cent)", (176, 176, 1638, 1652)),
        ("10.7 per cent; 176 women", (176, 176, 1638, 1652)),
        ("nearly 250 individuals", (0, 249, None, None)),
    ],
)
def test_a_count_beside_its_share_bounds_the_total(text, expected):
    found = parse_printed(text)
    assert tuple(found.get(key) for key in ("count_low", "count_high", "n_low", "n_high")) == expected


def test_what_cannot_be_read_is_said():
    assert "not understood" in parse_printed("a few, or so")["error"]
    assert parse_printed("12 percentage points")["low"] is None


def test_the_reach_of_all_corners_of_a_rounding_box():
    cases = STATISTICS_CASES["rounding_interval_years_linear"]
    y0, y1 = (7.5, 8.5), (10.5, 11.5)
    years = [(20 - end) / ((end - start) / 4) for start, end in itertools.product(y0, y1)]
    found = cases(y0=y0, y1=y1, dt=4, target=20)
    assert (found["min_years"], found["max_years"]) == pytest.approx((min(years), max(years)))
    wide = cases(y0=y0, y1=[8, 11.5], dt=4, target=20)  # it may have stood still
    assert (wide["max_years"], wide["status"]) == (None, "not_decidable_within_rounding")
    away = cases(y0=y0, y1=[6, 7], dt=4, target=20)
    assert (away["min_years"], away["status"]) == (None, "not_reached_at_current_trend")
    falling = cases(y0=[29.5, 30.5], y1=[24.5, 25.5], dt=4, target=20, direction=-1)
    mirrored = cases(y0=[69.5, 70.5], y1=[74.5, 75.5], dt=4, target=80)
    assert falling == mirrored
    assert cases(y0=[10.5, 11.5], y1=[20.5, 21.5], dt=4, target=20)["status"] == "met"
