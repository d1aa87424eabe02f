from itertools import permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wps_analysis.methods.nonparametric import mann_kendall

YEARS = [2007, 2012, 2017, 2022]
COUNCILLORS = [8.0, 14.64, 17.79, 17.7, 22.0]

# Of loops that other tests left to be collected nothing is asked here.
pytestmark = pytest.mark.filterwarnings("error", "ignore::ResourceWarning")


def test_a_year_comes_once():
    with pytest.raises(ValueError, match="2012 comes twice"):
        mann_kendall([2012, 2007, 2012], [1, 2, 3])


@pytest.mark.parametrize("value", [0, 22, 100])
def test_equal_values_tend_nowhere(value):
    tested = mann_kendall(YEARS, [value] * 4)
    assert (tested.status, tested.s, tested.p_two_sided) == ("equal_values", 0, 1)


def test_trap_the_exact_test_refuses_ties():
    from scipy.stats import kendalltau

    with pytest.raises(ValueError, match="Ties"):
        kendalltau([1, 2, 3, 4, 5], [8, 8, 9, 9, 9], method="exact")
    assert mann_kendall(range(5), [8, 8, 9, 9, 9]).p_two_sided == pytest.approx(2 / 10)  # of 5!/(2! 3!) orders


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
