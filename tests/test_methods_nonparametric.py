from itertools import permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wps_analysis.methods.intervals import Interval
from wps_analysis.methods.nonparametric import fit_theil_sen, mann_kendall

YEARS = [2007, 2012, 2017, 2022]
COUNCILLORS = [8.0, 14.64, 17.79, 17.7, 22.0]

pytestmark = pytest.mark.filterwarnings("error")


def test_a_year_comes_once():
    for call in (fit_theil_sen, mann_kendall):
        with pytest.raises(ValueError, match="2012 comes twice"):
            call([2012, 2007, 2012], [1, 2, 3])


@pytest.mark.parametrize("values", [[], [10.7], [7.9, 10.7], [7.9, None, 10.7]])
def test_two_points_have_no_slope(values):
    found = fit_theil_sen(YEARS[: len(values)], values)
    assert (found.status, found.slope, found.interval, found.pairwise) == ("too_few_points", None, None, ())
    assert "trend" not in found.word


@pytest.mark.parametrize("value", [0, 22, 100])
def test_equal_values_have_no_interval(value):
    found = fit_theil_sen(YEARS, [value] * 4)
    assert (found.status, found.slope, found.interval) == ("equal_values", 0, None)
    tested = mann_kendall(YEARS, [value] * 4)
    assert (tested.status, tested.s, tested.p_two_sided) == ("equal_values", 0, 1)


def test_trap_theil_sen_takes_two_points_and_an_odd_alpha():
    from scipy.stats import theilslopes

    exact = theilslopes([7.9, 10.7], [2017, 2022])
    assert exact.low_slope == exact.high_slope
    assert fit_theil_sen([2017, 2022], [7.9, 10.7]).interval is None
    with pytest.raises(ValueError, match="between 50 and 100"):
        fit_theil_sen(YEARS, [15, 17, 18, 22], confidence=5)


def test_trap_the_exact_test_refuses_ties():
    from scipy.stats import kendalltau

    with pytest.raises(ValueError, match="Ties"):
        kendalltau([1, 2, 3, 4, 5], [8, 8, 9, 9, 9], method="exact")
    assert mann_kendall(range(5), [8, 8, 9, 9, 9]).p_two_sided == pytest.approx(2 / 10)  # of 5!/(2! 3!) orders


def test_theil_sen_by_hand():
    found = fit_theil_sen(YEARS, [15.0, 17.0, 18.0, 22.0])
    assert found.pairwise == pytest.approx((0.2, 0.3, 0.4, 0.46667, 0.5, 0.8), abs=1e-5)
    assert found.slope == pytest.approx(0.43333, abs=1e-5)
    assert found.interval is None  # the widest possible covers 11 in 12
    assert found.word == "change over 4 points"


def test_sens_interval_covers_what_it_claims():
    """Over all orders of equal chances, how often the interval of the slope holds the true slope of nought."""
    for n in (5, 6, 7):
        years = list(range(n))
        found = [fit_theil_sen(years, list(order)).interval for order in permutations(range(n))]
        assert np.mean([interval.contains(0) for interval in found]) >= 0.95


@given(st.lists(st.integers(0, 1000), min_size=5, max_size=10))
@settings(deadline=None)
def test_theil_sen_is_that_of_scipy(tenths):
    from scipy.stats import theilslopes

    values, years = [each / 10 for each in tenths], [2000 + 2 * n for n in range(len(tenths))]
    found, theirs = fit_theil_sen(years, values), theilslopes(values, years)
    assert found.slope == pytest.approx(theirs.slope, abs=1e-12)
    if found.status == "fitted":
        assert (found.interval.lower, found.interval.upper) == pytest.approx((theirs.low_slope, theirs.high_slope))


@given(st.lists(st.integers(0, 100), min_size=3, max_size=7), st.data())
def test_no_values_within_their_rounding_leave_its_limits(values, data):
    years = range(2000, 2000 + len(values))
    bounds = [Interval(value - 0.5, value + 0.5) for value in values]
    found = fit_theil_sen(years, values, bounds=bounds)
    inside = [value + data.draw(st.floats(-0.5, 0.5)) for value in values]
    moved = fit_theil_sen(years, inside)
    assert found.rounding.lower - 1e-9 <= moved.slope <= found.rounding.upper + 1e-9


def test_bounds_follow_their_values():
    bounds = [Interval(7, 9), Interval(0, None), Interval(14, 15), Interval(17, 18)]
    with_missing = fit_theil_sen(YEARS, [8, None, 14.6, 17.7], bounds=bounds)
    without = fit_theil_sen([2007, 2017, 2022], [8, 14.6, 17.7], bounds=[bounds[0], *bounds[2:]])
    assert with_missing == without
    assert fit_theil_sen(YEARS, [8, 9, 14.6, 17.7], bounds=bounds).rounding == Interval(None, None)


@pytest.mark.parametrize(
    ("values", "s", "p", "status"),
    [
        ([7.9, 10.7], 1, 1, "below_five_points"),
        ([1, 2, 3], 3, 2 / 6, "below_five_points"),
        ([15, 17, 18, 22], 6, 2 / 24, "below_five_points"),
        (COUNCILLORS, 8, 10 / 120, "tested"),
        ([8, 14.64, 17.79, 21.8, 22], 10, 2 / 120, "tested"),
        ([22, 21.8, 17.79, 14.64, 8], -10, 2 / 120, "tested"),
        ([1, 1, 2], 2, 2 / 3, "below_five_points"),
    ],
)
def test_mann_kendall_by_counting_orders(values, s, p, status):
    found = mann_kendall(range(len(values)), values)
    assert (found.s, found.status) == (s, status)
    assert found.p_two_sided == pytest.approx(p)
    assert found.smallest_p <= found.p_two_sided + 1e-12


@given(st.lists(st.integers(0, 6), min_size=2, max_size=6))
@settings(deadline=None)
def test_mann_kendall_is_an_enumeration(values):
    def distance(order):
        return abs(sum(np.sign(order[j] - order[i]) for i in range(len(order)) for j in range(i + 1, len(order))))

    distances = [distance(order) for order in permutations(values)]
    found = mann_kendall(range(len(values)), values)
    assert found.p_two_sided == pytest.approx(np.mean([each >= distance(values) for each in distances]))
    assert found.smallest_p == pytest.approx(np.mean([each == max(distances) for each in distances]))


def test_mann_kendall_says_where_it_is_not_exact():
    long_with_ties = [1, 2, 2, 3, 4, 5, 6, 7, 8]
    assert mann_kendall(range(9), long_with_ties).method == "asymptotic"
    assert mann_kendall(range(9), long_with_ties).smallest_p is None
    assert mann_kendall(range(8), long_with_ties[:8]).method == "exact_permutation"
    assert mann_kendall(range(9), range(9)).method == "exact"
    assert mann_kendall([2022], [22]).status == "too_few_points"
