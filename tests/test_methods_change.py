import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wps_analysis.claims.audit.pace import FASTEST_LOGIT_A_YEAR, FASTEST_POINTS_A_YEAR
from wps_analysis.methods.change import compute_change, compute_process_variability
from wps_analysis.methods.comparability import check_break
from wps_analysis.methods.intervals import Interval, point, rounding_interval
from wps_analysis.methods.proportions import fisher_p, newcombe_interval, share_from_counts, wilson_interval

tables = st.tuples(st.integers(0, 60), st.integers(1, 60), st.integers(0, 60), st.integers(1, 60)).map(
    lambda t: (min(t[0], t[1]), t[1], min(t[2], t[3]), t[3])
)


def change_of(base, latest, base_year=2017, latest_year=2022, **options):
    return compute_change(base, latest, base_year=base_year, latest_year=latest_year, **options)


# --- the difference of two points ---


def test_the_change_of_commune_chiefs():
    found = change_of(
        rounding_interval(7.9, decimals=1), rounding_interval(10.7, decimals=1), base_value=7.9, latest_value=10.7
    )
    assert found.change_pp == pytest.approx(2.8)
    assert (found.box.lower, found.box.upper) == pytest.approx((2.7, 2.9))
    assert (found.pace_pp_per_year.lower, found.pace_pp_per_year.upper) == pytest.approx((0.54, 0.58))
    assert (found.direction, found.status, found.n_obs) == ("up", "two_points", 2)


@pytest.mark.parametrize(
    ("base", "latest", "direction"),
    [
        (rounding_interval(21), rounding_interval(14), "down"),
        (rounding_interval(21), rounding_interval(22), "up"),  # both can be just about 21.5, but not equal
        (rounding_interval(22), rounding_interval(21), "down"),
        (rounding_interval(22), rounding_interval(22), "not_decidable_within_rounding"),
        (rounding_interval(22), rounding_interval(22.4, decimals=1), "not_decidable_within_rounding"),
        (point(22.0), point(22.0), "unchanged"),
        (Interval(20, None), rounding_interval(30), "not_decidable_within_rounding"),
    ],
)
def test_a_direction_is_claimed_only_if_rounding_cannot_turn_it(base, latest, direction):
    assert change_of(base, latest).direction == direction


def test_one_sided_figures_have_a_box_without_that_end():
    found = change_of(Interval(0, 10, upper_closed=False), Interval(20, None, lower_closed=False))
    assert found.box == Interval(10, None, lower_closed=False)
    assert found.change_pp is None
    assert found.direction == "up"


def test_two_points_give_neither_trend_nor_year():
    found = change_of(point(7.9), point(10.7))
    assert not {"year", "slope", "trend", "word"} & set(vars(found))
    assert not any("year" in name and name != "pace_pp_per_year" and name != "years" for name in vars(found))


def test_the_latest_comes_after_the_base():
    with pytest.raises(ValueError, match="not after"):
        change_of(point(1), point(2), base_year=2022)


# --- process variability ---


def test_newcombe_as_published():
    """Fagerland, Lydersen and Laake (2015), table quoted in the tests of statsmodels: 7 of 34 and 1 of 34."""
    found = newcombe_interval(1, 34, 7, 34)
    assert (found.lower, found.upper) == pytest.approx((1.9, 34.0), abs=0.05)


def test_newcombe_from_its_own_formula():
    """Newcombe (1998), method 10: from the Wilson limits of each share."""
    (k0, n0), (k1, n1) = (26, 125), (18, 125)
    base, latest = wilson_interval(k0, n0), wilson_interval(k1, n1)
    p0, p1 = 100 * k0 / n0, 100 * k1 / n1
    low = p1 - p0 - math.hypot(p1 - latest.lower, base.upper - p0)
    high = p1 - p0 + math.hypot(latest.upper - p1, p0 - base.lower)
    found = newcombe_interval(k0, n0, k1, n1)
    assert (found.lower, found.upper) == pytest.approx((low, high))
    assert low < 0 < high


def test_wilson_as_published():
    """Newcombe (1998), table I: 81 of 263 gives 0.2553 to 0.3662, 0 of 20 gives 0 to 0.1611."""
    found = wilson_interval(81, 263)
    assert (found.lower, found.upper) == pytest.approx((25.53, 36.62), abs=0.005)
    assert wilson_interval(0, 20).lower == 0
    assert wilson_interval(0, 20).upper == pytest.approx(16.11, abs=0.005)
    assert wilson_interval(20, 20).upper == 100


@given(tables)
def test_intervals_and_tests_agree_with_scipy_and_stay_in_range(table):
    from scipy.stats import binomtest, fisher_exact

    k0, n0, k1, n1 = table
    wilson, newcombe = wilson_interval(k0, n0), newcombe_interval(*table)
    theirs = binomtest(k0, n0).proportion_ci(method="wilson")
    assert (wilson.lower, wilson.upper) == pytest.approx((100 * theirs.low, 100 * theirs.high), abs=1e-9)
    assert -100 <= newcombe.lower <= 100 * (k1 / n1 - k0 / n0) + 1e-9
    assert newcombe.upper <= 100
    assert fisher_p(*table) == fisher_exact([[k0, n0 - k0], [k1, n1 - k1]]).pvalue


@given(tables)
def test_men_mirror_women(table):
    k0, n0, k1, n1 = table
    women, men = newcombe_interval(*table), newcombe_interval(n0 - k0, n0, n1 - k1, n1)
    assert (women.lower, women.upper) == pytest.approx((-men.upper, -men.lower), abs=1e-9)
    assert fisher_p(*table) == pytest.approx(fisher_p(n0 - k0, n0, n1 - k1, n1))


def test_fisher_by_hand():
    """The lady tasting tea: 3 of 4 right; 34 of the 70 tables are no likelier, p = 0.486."""
    assert fisher_p(3, 4, 1, 4) == pytest.approx(34 / 70)
    assert fisher_p(0, 10, 0, 12) == 1


def test_process_variability_says_what_it_is():
    found = compute_process_variability(130, 1646, 176, 1652)
    assert found.kind == "process variability"
    assert found.change_pp == pytest.approx(100 * (176 / 1652 - 130 / 1646))
    assert found.interval.contains(found.change_pp)
    assert found.fisher_p < 0.05


@pytest.mark.parametrize("table", [(1, 0, 1, 2), (3, 2, 1, 2), (-1, 2, 1, 2)])
def test_impossible_counts_are_refused(table):
    with pytest.raises(ValueError, match="0 <= count <= total"):
        compute_process_variability(*table)
    with pytest.raises(ValueError, match="0 <= count <= total"):
        share_from_counts(*table[:2])


def test_a_higher_confidence_is_wider():
    narrow, wide = (newcombe_interval(26, 125, 18, 125, confidence=c) for c in (90, 99))
    assert wide.lower < narrow.lower < narrow.upper < wide.upper


# --- breaks ---


def break_of(base, latest, years=6.0, kind="headcount"):
    return check_break(base, latest, base_year=2018, latest_year=2018 + years, kind=kind)


def test_the_jump_of_the_public_service_is_suspected():
    found = break_of(Interval(21.5, 22.5), Interval(40.5, 42.5))
    assert (found.change_pp.lower, found.change_pp.upper) == (18, 21)
    assert (found.pp_per_year.lower, found.pp_per_year.upper) == (3, 3.5)
    assert found.flag == "suspected_break"


@pytest.mark.parametrize(
    ("base", "latest", "kind", "flag"),
    [
        (Interval(40.5, 41.5), Interval(40.5, 42.5), "headcount", "plausible"),
        (Interval(40.5, 42.5), Interval(21.5, 22.5), "headcount", "suspected_break"),  # a fall is one too
        (Interval(11.65, 11.75), Interval(21.15, 21.25), "deployment", "not_applicable"),
        (Interval(17.5, 18.5), Interval(40.5, 41.5), "body", "not_applicable"),
        (Interval(39.5, 40.5), Interval(49, 50), "headcount", "not_decidable_within_rounding"),
        (Interval(2, 2.1), Interval(5, 5.1), "headcount", "suspected_break"),  # half a point a year, but by odds
        (Interval(0, 0.5), Interval(0, 0.5), "headcount", "not_decidable_within_rounding"),
        (point(0.0), point(0.0), "headcount", "plausible"),
        (point(0.0), point(10.0), "headcount", "suspected_break"),
        (Interval(20, None), Interval(30, 31), "headcount", "not_decidable_within_rounding"),
    ],
)
def test_only_headcounts_are_flagged_and_only_beyond_rounding(base, latest, kind, flag):
    assert break_of(base, latest, kind=kind).flag == flag


def test_a_share_of_nought_has_no_limit_in_log_odds():
    found = break_of(Interval(0, 0.5), Interval(3, 4), years=2)
    assert found.logit_per_year.upper is None
    assert found.logit_per_year.lower == pytest.approx((math.log(3 / 97) - math.log(0.5 / 99.5)) / 2)


def test_within_a_year_the_change_itself_is_judged():
    assert break_of(point(40.0), point(41.4), years=0.5).flag == "plausible"
    assert break_of(point(40.0), point(41.6), years=0.5).flag == "suspected_break"


def test_the_limits_are_those_of_the_audit():
    assert break_of(point(40.0), point(40.0 + FASTEST_POINTS_A_YEAR), years=1).flag == "plausible"
    assert break_of(point(40.0), point(40.1 + FASTEST_POINTS_A_YEAR), years=1).flag == "suspected_break"
    assert FASTEST_LOGIT_A_YEAR == 0.10


@given(st.tuples(*[st.integers(0, 500)] * 2), st.floats(0.5, 10), st.integers(1, 50))
def test_widening_never_decides(tenths, years, margin):
    base, latest, margin = (each / 10 for each in (*tenths, margin))
    narrow = break_of(point(base), point(latest), years=years)
    wide = break_of(
        Interval(max(base - margin, 0), base + margin), Interval(max(latest - margin, 0), latest + margin), years=years
    )
    assert wide.flag in {narrow.flag, "not_decidable_within_rounding"}
