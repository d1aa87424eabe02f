"""Gap, pace, verdicts and edge rules: known answers, and properties that hold for any figures."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wps_analysis.methods.aarr import aarr_endpoint, aarr_regression, aarr_required, unicef_category
from wps_analysis.methods.cagr import cagr_ratio, cagr_without_target, parity_cagr_ratio
from wps_analysis.methods.edges import EDGE_RULES, Figure, edge_state, target_side
from wps_analysis.methods.escap import (
    anticipated_progress,
    current_status_index,
    time_weights,
    weighted_logit_extrapolation,
)
from wps_analysis.methods.intervals import Interval, rounding_interval
from wps_analysis.methods.progress import (
    compute_gap_pp,
    compute_pace,
    linear_years_to_target,
    required_pace,
    share_of_gap_closed,
)
from wps_analysis.methods.rates import (
    classify,
    growth_rate,
    inverse_logit,
    is_after,
    logit,
    meets,
    parity_transform,
    round_half_away,
)
from wps_analysis.methods.verdicts import (
    destatis_symbol,
    istat_category,
    mean_annual_change,
    sdsn_trend_arrow,
    unsd_expected_progress,
)

shares = st.floats(min_value=0.5, max_value=99.5)
any_shares = st.one_of(st.sampled_from([0.0, 50.0, 100.0]), st.floats(min_value=0.01, max_value=99.99))
wild_shares = st.one_of(st.none(), any_shares, st.floats(min_value=0, max_value=100))
directions = st.sampled_from([1, -1])
spans = st.integers(min_value=1, max_value=15)


# --- gap and pace ----------------------------------------------------------------------------


@given(start=shares, pace=st.floats(-2, 2), years=spans)
def test_a_straight_line_gives_its_pace_back(start, pace, years):
    assert compute_pace(start, 2010, start + pace * years, 2010 + years).pp_per_year == pytest.approx(pace, abs=1e-9)


@given(start=shares, growth=st.floats(-0.2, 0.2), years=spans)
def test_a_growth_rate_is_given_back(start, growth, years):
    assert growth_rate(start, start * (1 + growth) ** years, years) == pytest.approx(growth, abs=1e-9)


@given(start=shares, slope=st.floats(-0.3, 0.3), years=spans)
def test_a_line_of_log_odds_gives_its_slope_back(start, slope, years):
    end = inverse_logit(logit(start) + slope * years)
    assert compute_pace(start, 2010, end, 2010 + years).logit_per_year == pytest.approx(slope, abs=1e-6)


@given(start=any_shares, end=any_shares, years=spans)
def test_the_pace_of_men_mirrors_that_of_women_in_points_and_log_odds(start, end, years):
    women = compute_pace(start, 2010, end, 2010 + years)
    men = compute_pace(100 - start, 2010, 100 - end, 2010 + years)
    assert men.pp_per_year == pytest.approx(-women.pp_per_year, abs=1e-9)
    if women.logit_per_year is not None and men.logit_per_year is not None:
        assert men.logit_per_year == pytest.approx(-women.logit_per_year, abs=1e-6)


def test_pace_says_what_is_undefined():
    from_zero = compute_pace(0, 2020, 10, 2025)
    assert (from_zero.pp_per_year, from_zero.growth_per_year, from_zero.logit_per_year) == (2, None, None)
    assert from_zero.error == "growth rate undefined from zero; log-odds undefined at 0 and 100"
    same_year = compute_pace(10, 2020, 12, 2020)
    assert same_year.pp_per_year is None and "not after" in same_year.error


def test_no_pace_is_required_without_a_year_or_after_it():
    assert required_pace(10, 2024, 30, None).error == "no target year: no pace"
    assert required_pace(10, 2024, 30, 2024).pp_per_year is None
    assert required_pace(20, 2020, 10, 2030).pp_per_year == -1


@given(base=any_shares, latest=any_shares, target=any_shares, direction=directions)
def test_gap_closed_is_all_at_the_target_and_negative_after_a_move_away(base, latest, target, direction):
    found = share_of_gap_closed(base, latest, target, direction=direction)
    assert found.remaining_pp == compute_gap_pp(latest, target, direction=direction)
    if found.closed is None:
        assert abs(base - target) < 1e-8
    else:
        assert math.copysign(1, found.closed) == math.copysign(1, direction * (latest - base)) or latest == base
        if not meets(base, target, direction) and latest == target:
            assert found.closed == pytest.approx(1)


@given(value=shares, pace=st.floats(0.05, 3), years=st.floats(0.1, 60))
def test_years_to_target_are_those_of_the_line(value, pace, years):
    found = linear_years_to_target(value, 2020, pace, value + pace * years)
    assert found.years == pytest.approx(years, rel=1e-6)
    assert 0 <= found.year_reached - found.year < 1.001


@pytest.mark.parametrize(
    ("value", "pace", "target", "direction", "years", "status"),
    [
        (30, 0.5, 30, 1, 0, "met"),
        (35, -0.5, 30, 1, 0, "met"),
        (25, 0, 30, 1, None, "not_reached_at_current_trend"),
        (25, -0.5, 30, 1, None, "not_reached_at_current_trend"),
        (40, -2, 30, -1, 5, ""),
        (40, 2, 30, -1, None, "not_reached_at_current_trend"),
    ],
)
def test_years_to_target_never_extend_a_wrong_way(value, pace, target, direction, years, status):
    found = linear_years_to_target(value, 2024, pace, target, direction=direction)
    assert (found.years, found.status) == (years, status)


def test_a_whole_year_is_not_pushed_to_the_next_by_a_float():
    assert linear_years_to_target(10, 2020, 0.1, 10.3).year_reached == 2023


def test_higher_is_better_unless_said():
    assert compute_gap_pp(20, 30) == 10 and compute_gap_pp(20, 30, direction=-1) == -10
    assert share_of_gap_closed(10, 15, 30).closed == 0.25
    assert linear_years_to_target(10, 2020, 1, 12).years == 2


# --- shared formulas -------------------------------------------------------------------------


@given(share=any_shares)
def test_parity_is_the_same_from_both_sides(share):
    assert parity_transform(share) == pytest.approx(parity_transform(100 - share))
    assert 50 <= parity_transform(share) <= 100


def test_common_formulas():
    assert [round_half_away(value, 1) for value in (0.25, -0.25, 7.85)] == [0.3, -0.3, 7.9]
    assert [logit(share) for share in (0, 100, None, math.nan)] == [None] * 4
    assert inverse_logit(-1000) == 0 and inverse_logit(1000) == 100
    assert classify(0.95 - 1e-12, [(0.95, "in"), (-math.inf, "out")]) == "in"
    assert is_after(2024.04, 2023) and not is_after(2023.96, 2023)
    with pytest.raises(ValueError, match=r"0: it must be 1 .* or -1"):
        meets(1, 2, 0)


# --- the growth ratio ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("ratio", "category", "score"),
    [
        (0.95, "on_track", 2.500),
        (0.9499, "acceleration_needed", 2.499),
        (0.60, "acceleration_needed", 0.000),
        (0.5999, "limited_progress", 0.000),
        (0.0, "limited_progress", -2.500),
        (-0.001, "deterioration", -2.504),
        (-3.0, "deterioration", -5.0),
        (2.0, "on_track", 5.0),
    ],
)
def test_cuts_of_the_growth_ratio(ratio, category, score):
    required = (30 / 20) ** (1 / 20) - 1
    latest = 20 * (1 + ratio * required) ** 4
    found = cagr_ratio(20, 2010, latest, 2014, target=30, target_year=2030)
    assert found.ratio == pytest.approx(ratio, abs=1e-9)
    assert found.category == category
    assert found.score == pytest.approx(score, abs=1e-3)


@given(base=shares, target=shares, direction=directions, t1=spans, more=spans)
def test_a_value_on_the_growth_path_has_ratio_one(base, target, direction, t1, more):
    if abs(base - target) < 0.5 or meets(base, target, direction):
        return
    latest = base * (target / base) ** (t1 / (t1 + more))
    found = cagr_ratio(base, 0, latest, t1, target=target, target_year=t1 + more, direction=direction)
    assert found.ratio == pytest.approx(1, abs=1e-6)
    assert found.category == "on_track"


@given(base=shares, low=any_shares, high=any_shares, target=shares)
def test_more_is_never_judged_worse(base, low, high, target):
    low, high = sorted((low, high))
    order = ["deterioration", "limited_progress", "acceleration_needed", "on_track", "target_achieved"]
    found = [cagr_ratio(base, 2015, value, 2020, target=target, target_year=2030) for value in (low, high)]
    if found[0].ratio is not None:
        assert found[0].ratio <= found[1].ratio + 1e-9
        assert order.index(found[0].category) <= order.index(found[1].category)


@given(
    y0=wild_shares, y1=wild_shares, target=any_shares,
    t1=st.integers(2010, 2030), target_year=st.one_of(st.none(), st.integers(2010, 2030)), direction=directions,
)  # fmt: skip
def test_every_verdict_is_a_number_or_says_why_not(y0, y1, target, t1, target_year, direction):
    found = cagr_ratio(y0, 2018, y1, t1, target=target, target_year=target_year, direction=direction)
    assert (found.ratio is None) == bool(found.error)
    assert found.ratio is None or math.isfinite(found.ratio)
    linear = sdsn_trend_arrow(y0, 2018, y1, t1, target=target, target_year=target_year, direction=direction)
    assert (linear.ratio is None) == bool(linear.error)
    expected = unsd_expected_progress(y0, 2018, y1, t1, target=target, target_year=target_year, direction=direction)
    assert (expected.share_of_progress is None) == bool(expected.error)
    index = current_status_index(y0, y1, target, direction=direction)
    assert (index.csi is None) == bool(index.error)
    projected = destatis_symbol(y1, t1, 0.5, target=target, target_year=target_year, direction=direction)
    assert (projected.miss_share is None) == bool(projected.error)


@pytest.mark.parametrize(
    ("y0", "y1", "target", "direction", "category"),
    [
        (0, 0, 20, 1, "not_assessable"),
        (0, 4, 20, 1, "not_assessable"),
        (0, 20, 20, 1, "target_achieved"),
        (0, 4, 0, -1, "deterioration"),
        (10, 0, 0, -1, "target_achieved"),
        (10, 5, 0, -1, "not_assessable"),
        (10, 15, 0, -1, "deterioration"),
        (10, 0, 20, 1, "deterioration"),
        (20, 20, 20, 1, "target_achieved"),
        (100, 90, 100, 1, "deterioration"),
        (20, 25, 20, -1, "deterioration"),
        (-5, 4, 20, 1, "not_assessable"),
    ],
)
def test_edges_of_the_growth_ratio(y0, y1, target, direction, category):
    found = cagr_ratio(y0, 2018, y1, 2024, target=target, target_year=2030, direction=direction)
    assert found.category == category


def test_years_of_the_growth_ratio():
    late = cagr_ratio(8, 2018, 21, 2025, target=20, target_year=2024)
    assert (late.category, late.status) == ("target_achieved", "after_deadline")
    assert cagr_ratio(8, 2018, 12, 2024.96, target=20, target_year=2024).status == ""
    assert cagr_ratio(8, 2018, 12, 2024, target=20, target_year=2018).category == "not_assessable"
    assert cagr_ratio(8, 2018, 12, 2024, target=20, target_year=None).category == "no_target_year"
    assert cagr_ratio(12, 2018, 8, 2024, target=20, target_year=None).category == "deterioration"
    assert cagr_ratio(None, 2018, None, 2024, target=20, target_year=2030).category == "no_data"
    assert cagr_ratio(None, 2018, 8, 2024, target=20, target_year=2030).category == "insufficient_data"
    assert cagr_ratio(8, 2018, 12, 2024, target=20, target_year=2018).error.startswith("target year is not after")
    assert cagr_ratio(12, 2024, 8, 2018, target=20, target_year=2030).category == "insufficient_data"


@pytest.mark.parametrize(
    ("growth", "limit", "category", "score"),
    [
        (0.015, None, "on_track", 2.5),
        (0.0149, None, "acceleration_needed", 2.475),
        (0.005, None, "acceleration_needed", 0),
        (0.0049, None, "limited_progress", -0.05),
        (0.0, None, "limited_progress", -2.5),
        (-0.001, None, "deterioration", -2.625),
        (0.0, 50, "on_track", 5),
        (0.0149, 25, "acceleration_needed", 2.475),
        (0.0149, 30, "on_track", None),
    ],
)
def test_growth_without_a_target(growth, limit, category, score):
    found = cagr_without_target(50, 2015, 50 * (1 + growth) ** 5, 2020, limit=limit)
    assert found.category == category
    if score is not None:
        assert found.score == pytest.approx(score)


def test_growth_without_a_target_from_zero():
    assert cagr_without_target(0, 2015, 3, 2020).category == "not_assessable"
    assert cagr_without_target(0, 2015, 0, 2020).category == "not_assessable"
    assert cagr_without_target(0, 2015, 3, 2020, direction=-1).category == "deterioration"
    assert cagr_without_target(10, 2015, 40, 2020).score == 5
    assert cagr_without_target(40, 2015, 10, 2020).score == -5


def test_the_limit_shrinks_the_cuts_as_open_sdg_does():
    from wps_analysis.methods.cagr import _limit_factor

    assert _limit_factor(80, 100) == pytest.approx(1 - 0.8**4.44)
    assert _limit_factor(30, 20) == pytest.approx(1 - 0.5**4.44)
    assert (_limit_factor(40, 20), _limit_factor(20, 20), _limit_factor(20, 0), _limit_factor(0, 0)) == (1, 0, 1, 1)


@given(y0=shares, y1=shares)
def test_parity_ratio_does_not_ask_from_which_side(y0, y1):
    below = parity_cagr_ratio(y0, 2015, y1, 2020, target_year=2030)
    above = parity_cagr_ratio(100 - y0, 2015, 100 - y1, 2020, target_year=2030)
    assert below.category == above.category
    if below.ratio is not None and abs(parity_transform(y0) - 50) > 0.1:
        assert below.ratio == pytest.approx(above.ratio, rel=1e-6, abs=1e-6)


# --- other published verdicts ----------------------------------------------------------------


def test_unsd_scores():
    def score(*args, target=30, target_year=2030, direction=1):
        return unsd_expected_progress(*args, target=target, target_year=target_year, direction=direction)

    assert score(10, 2020, 31, 2024).score == 3
    assert [score(20, 2020, y1, 2030).score for y1 in (29.5, 29.4, 21.0, 20.9, 20, 19)] == [3, 2, 2, 1, 1, 1]
    assert score(20, 2020, 29.2, 2030).score == 2  # within 1 point counts at 0 and 100 only
    assert score(98, 2020, 98.95, 2030, target=100).score == 2
    assert score(99.5, 2020, 99.2, 2024, target=100).score == 3  # though it falls
    assert score(0.5, 2020, 0.9, 2024, target=0, direction=-1).score == 3
    assert score(20, 2020, 22, 2020).score is None and score(None, 2018, 22, 2020).score is None
    assert score(20, 2020, 20, 2024, target_year=None).score is None
    assert score(20, 2020, 19, 2024, target_year=None).score == 1
    assert score(0, 2020, 0, 2024).score is None
    assert score(0, 2020, 0, 2024, target=None).score is None
    assert score(30, 2020, 28, 2024).score == 1 and score(30, 2020, 28, 2024).share_of_progress is None
    assert score(35, 2020, 28, 2024).share_of_progress < 0
    assert score(0, 2020, 5, 2024).score is None
    assert score(2, 2020, 0.9, 2024, target=0, direction=-1).score == 3
    assert score(2, 2020, 1.1, 2024, target=0, direction=-1).share_of_progress < 0.95
    late = score(22, 2018, 45, 2024, target=44, target_year=2023)
    assert (late.score, late.status) == (2, "after_deadline")
    growths = [0.02, 0.0199, 0.005, 0.0049]
    assert [score(20, 2020, 20 * (1 + g), 2021, target=None).score for g in growths] == [3, 2, 2, 1]
    assert [score(20, 2020, 20 * (1 - g), 2021, target=None, direction=-1).score for g in growths] == [3, 2, 2, 1]


@given(base=shares, target=shares, ratio=st.floats(-2, 2), direction=directions)
def test_linear_ratio_of_a_line_is_its_pace_by_the_required(base, target, ratio, direction):
    if meets(base, target, direction) or abs(base - target) < 0.1:
        return
    latest = base + ratio * (target - base) / 12 * 4
    found = sdsn_trend_arrow(base, 2018, latest, 2022, target=target, target_year=2030, direction=direction)
    assert found.ratio == pytest.approx(ratio, abs=1e-7)
    mirrored = sdsn_trend_arrow(
        100 - base, 2018, 100 - latest, 2022, target=100 - target, target_year=2030, direction=-direction
    )
    assert mirrored.ratio == pytest.approx(ratio, abs=1e-7)


def test_arrows():
    def arrow(y0, y1, target=30):
        return sdsn_trend_arrow(y0, 2020, y1, 2025, target=target, target_year=2030).arrow

    assert [arrow(20, y1) for y1 in (25, 24.9, 22.5, 22.4, 20, 19.9)] == [
        "on_track", "moderately_improving", "moderately_improving", "stagnating", "stagnating", "decreasing",
    ]  # fmt: skip
    assert sdsn_trend_arrow(20, 2020, 22, 2020, target=30, target_year=2030).arrow == "insufficient_data"
    assert sdsn_trend_arrow(20, 2020, 20, 2025, target=30, target_year=None).arrow == "not_assessable"
    assert sdsn_trend_arrow(20, 2020, 19, 2025, target=30, target_year=2020).arrow == "decreasing"
    assert sdsn_trend_arrow(20, 2020, 29, 2031, target=30, target_year=2030).status == "after_deadline"
    assert arrow(35, 32) == "maintaining" and arrow(30, 30) == "maintaining"
    assert arrow(30, 28) == "decreasing" and arrow(35, 28) == "decreasing"


@given(start=shares, pace=st.floats(-3, 3), n=st.integers(4, 10))
def test_mean_annual_change_of_a_line_is_its_pace(start, pace, n):
    years = list(range(2024 - n, 2024))
    assert mean_annual_change(years, [start + pace * i for i in range(n)]) == pytest.approx(pace, abs=1e-9)


def test_mean_annual_change_needs_four_years_in_a_row():
    assert mean_annual_change([2020, 2021, 2022], [1, 2, 3]) is None
    assert mean_annual_change([2018, 2020, 2021, 2022], [1, 2, 3, 4]) is None
    assert mean_annual_change([2019, 2020, 2021, 2022, 2022], [1, 2, 3, 4, 5]) is None
    assert mean_annual_change([2022, 2021, 2020, 2019], [4, 3, 2, 1]) == 1
    assert mean_annual_change([2018, 2019, 2020, 2021, 2022], [None, 1, 2, 3, 4]) == 1
    assert mean_annual_change(range(2010, 2020), [0, 50, 60, 70, 1, 2, 3, 4, 5, 6]) == 1
    assert mean_annual_change([], []) is None


def test_weather_symbols():
    def symbol(change, value=20, **options):
        return destatis_symbol(value, 2020, change, target=30, target_year=2030, **options).symbol

    assert [symbol(change) for change in (1.2, 0.96, 0.95, 0.8, 0.79, 0, -1)] == [
        "sun", "sun", "sun_and_cloud", "sun_and_cloud", "cloud", "thunderstorm", "thunderstorm",
    ]  # fmt: skip
    assert symbol(-1, value=40, direction=-1) == "sun" and symbol(1, value=40, direction=-1) == "thunderstorm"
    met = destatis_symbol(32, 2020, -1, target=30, target_year=2030)
    assert (met.symbol, met.status, met.miss_share) == ("sun", "met", None)
    assert destatis_symbol(20, 2031, 1, target=30, target_year=2030).status == "after_deadline"
    assert destatis_symbol(20, 2020, None, target=30, target_year=2030).error


def test_istat_categories_leave_their_cuts_out():
    growths = [0.051, 0.05, 0.011, 0.01, -0.009, -0.01, -0.049, -0.05]
    words = ["strong_improvement", "slight_improvement", "slight_improvement", "stable", "stable",
             "slight_worsening", "slight_worsening", "strong_worsening"]  # fmt: skip
    assert [istat_category(growth) for growth in growths] == words
    assert istat_category(-0.06, direction=-1) == "strong_improvement"


@given(base=any_shares, current=any_shares, target=any_shares, direction=directions)
def test_escap_index_is_ten_times_the_gap_closed_and_capped(base, current, target, direction):
    found = current_status_index(base, current, target, direction=direction)
    if meets(current, target, direction):
        assert (found.csi, found.category) == (10, "on_track")
    elif found.csi is not None:
        assert found.csi == pytest.approx(
            10 * share_of_gap_closed(base, current, target, direction=direction).closed, rel=1e-6, abs=1e-6
        )
        mirrored = current_status_index(100 - base, 100 - current, 100 - target, direction=-direction)
        assert mirrored.csi == pytest.approx(found.csi, rel=1e-5, abs=1e-5)


def test_escap_categories():
    assert [current_status_index(0, v, 10).category for v in (9.1, 9, 0.1, 0, -1)] == [
        "on_track", "slow_progress", "slow_progress", "regression", "regression",
    ]  # fmt: skip
    assert current_status_index(None, 31, 30).category == "on_track"
    assert current_status_index(None, 29, 30).category == "insufficient_data"
    assert current_status_index(20, None, 30).category == "no_data"
    without_base = anticipated_progress(None, 31, 30)
    assert (without_base.api, without_base.gap_pp, without_base.gap_share) == (10, 0, None)
    assert anticipated_progress(30, 28, 30).gap_share is None and anticipated_progress(30, 28, 30).gap_pp == 2
    assert anticipated_progress(20, None, 30).gap_pp is None
    assert anticipated_progress(0, 9.5, 10).category == "will_meet_target"
    assert anticipated_progress(10, 9, 20).category == "no_progress_expected"


@given(intercept=st.floats(-3, 3), slope=st.floats(-0.2, 0.2))
def test_weighted_extrapolation_follows_a_line_of_log_odds(intercept, slope):
    years = [2007, 2012, 2016, 2022]
    values = [inverse_logit(intercept + slope * (year - 2015)) for year in years]
    found = weighted_logit_extrapolation(years, values, 2030)
    assert found.slope_logit == pytest.approx(slope, abs=1e-7)
    assert found.predicted == pytest.approx(inverse_logit(intercept + slope * 15), abs=1e-5)


def test_extrapolation_refuses_what_it_cannot_do():
    assert weighted_logit_extrapolation([2015], [20], 2030).error
    assert weighted_logit_extrapolation([2015, 2015], [20, 21], 2030).error
    assert "log-odds" in weighted_logit_extrapolation([2015, 2020], [0, 20], 2030).error
    assert "not after" in weighted_logit_extrapolation([2015, 2030], [10, 20], 2030).error
    assert time_weights([], 2030) is None


@given(start=st.floats(1, 100), rate=st.floats(-0.1, 0.3), n=st.integers(2, 12))
def test_every_reduction_rate_gives_its_rate_back(start, rate, n):
    years = list(range(2000, 2000 + n))
    values = [start * (1 - rate) ** i for i in range(n)]
    assert aarr_regression(years, values).aarr == pytest.approx(rate, abs=1e-9)
    assert aarr_endpoint(values[0], 2000, values[-1], years[-1]).aarr == pytest.approx(rate, abs=1e-9)
    assert aarr_required(1 - values[-1] / values[0], n - 1).aarr == pytest.approx(rate, abs=1e-9)


def test_published_reduction_rates():
    printed = [aarr_required(*case).percent_2dp for case in ((0.5, 18), (0.3, 18), (0.4, 13), (0.5, 13))]
    assert printed == [3.78, 1.96, 3.85, 5.19]
    assert round(100 * (1 - math.exp(-0.06613)), 1) == 6.4
    for undefined in (aarr_regression([2000, 2001], [0, 1]), aarr_endpoint(5, 2000, 0, 2010), aarr_required(1, 5)):
        assert undefined.aarr is None and undefined.percent_2dp is None and undefined.error


def test_unicef_rounds_before_it_classifies():
    assert unicef_category(15.04, 15, 0.0, 0.04) == "on_track"
    assert unicef_category(31, 15, 0.03776, 0.03784) == "on_track"
    assert unicef_category(31, 15, 0.00496, 0.0378) == "some_progress"
    assert unicef_category(31, 15, 0.00494, 0.0378) == "no_progress"
    assert unicef_category(31, 15, -0.00504, 0.0378) == "no_progress"
    assert unicef_category(31, 15, -0.0051, 0.0378) == "worsening"
    assert unicef_category(31, 15, None, 0.0378) == "insufficient_data"


# --- rounding, target years and the decision table -------------------------------------------


@given(value=shares, target=shares, narrow=st.floats(0, 2), more=st.floats(0, 5), direction=directions)
def test_widening_never_decides(value, target, narrow, more, direction):
    wide = narrow + more
    inner = target_side(Interval(value - narrow, value + narrow), target, direction)
    outer = target_side(Interval(value - wide, value + wide), target, direction)
    assert outer in (inner, "straddles")


def test_ends_that_do_not_belong_decide():
    printed = rounding_interval(27)
    assert [target_side(printed, target, 1) for target in (27.5, 27, 26.5)] == ["short", "straddles", "met"]
    assert [target_side(printed, target, -1) for target in (27.5, 27, 26.5)] == ["met", "straddles", "straddles"]


def figures(*points):
    return [Figure(year, value, rounding_interval(value, decimals=1)) for year, value in points]


@pytest.mark.parametrize(
    ("points", "options", "state"),
    [
        ([], {}, "no_data"),
        ([(2024, 14.4)], {"target": None}, "no_target"),
        ([(2024, 14.4)], {}, "level_only"),
        ([(2024, 34.4)], {}, "met"),
        ([(2018, 20.0), (2024, 14.4)], {}, "away_from_target"),
        ([(2018, 30.0), (2024, 28.0)], {}, "away_from_target"),
        ([(2018, 35.0), (2024, 28.0)], {}, "away_from_target"),
        ([(2018, 35.0), (2024, 32.0)], {}, "met"),
        ([(2018, 20.0), (2024, 30.0)], {}, "met_as_reported_not_decidable_within_rounding"),
        ([(2018, 20.0), (2024, 29.98)], {}, "not_met_as_reported_not_decidable_within_rounding"),
        ([(2018, 20.0), (2024, 22.0)], {"target_year": None}, "no_target_year"),
        ([(2018, 20.0), (2024, 18.0)], {"target_year": None}, "away_from_target"),
        ([(2018, 20.0), (2024, 20.0)], {}, "unchanged_within_rounding"),
        ([(2018, 20.0), (2024, 22.0)], {}, "toward_target"),
        ([(2018, 20.0), (2024, 22.0)], {"target_year": 2023}, "missed"),
        ([(2018, 20.0), (2023, 22.0)], {"target_year": 2023}, "missed"),
        ([(2018, 20.0), (2022, 22.0)], {"target_year": 2023}, "toward_target"),
        ([(2018, 20.0), (2022, 22.0)], {"target_year": 2023, "as_of_year": 2025}, "missed"),
        ([(2018, 20.0), (2024, 32.0)], {"target_year": 2023}, "missed"),
        ([(2024, 32.0)], {"target_year": 2023}, "met_after_deadline"),
        ([(2018, 20.0), (2023, 32.0), (2024, 28.0)], {"target_year": 2023}, "met"),
        ([(2018, 20.0), (2023, 28.0), (2024, 32.0)], {"target_year": 2023}, "missed"),
        ([(2018, 20.0), (2024, 18.0)], {"operator": "<="}, "met"),
        ([(2018, 50.0), (2024, 40.0)], {"operator": "<="}, "toward_target"),
        ([(2018, 40.0), (2024, 50.0)], {"operator": "<="}, "away_from_target"),
        ([(2018, 40.0), (2024, 45.0)], {"target": 50, "operator": "parity"}, "toward_target"),
        ([(2018, 60.0), (2024, 55.0)], {"target": 50, "operator": "parity"}, "toward_target"),
        ([(2018, 55.0), (2024, 60.0)], {"target": 50, "operator": "parity"}, "away_from_target"),
        ([(2018, 55.0), (2024, 60.0)], {"target": 50}, "met"),
        ([(2018, 40.0), (2024, 50.0)], {"target": 50, "operator": "parity"},
         "met_as_reported_not_decidable_within_rounding"),
    ],
)  # fmt: skip
def test_decision_table(points, options, state):
    options = {"target": 30, "target_year": 2030} | options
    assert edge_state(figures(*points), **options).state == state
    assert edge_state(figures(*reversed(points)), **options).state == state


def test_the_table_tells_its_rule_and_the_movement():
    falling = edge_state(figures((2018, 35.0), (2024, 32.0)), target=30)
    assert (falling.state, falling.movement) == ("met", "away")
    assert falling.rule in {rule.situation for rule in EDGE_RULES}
    from_target = edge_state(figures((2018, 30.0), (2024, 28.0)), target=30, target_year=2030)
    assert from_target.ratio_undefined and "undefined" in from_target.rule
    back = edge_state(figures((2018, 29.0), (2024, 28.0)), target=30, target_year=2030)
    assert not back.ratio_undefined and "undefined" not in back.rule
    assert edge_state(figures((2018, 30.2)), target=30, target_year=2030).movement == ""
    with pytest.raises(ValueError, match=r"Unknown operator '>': expected one of >=, <=, parity"):
        edge_state([], target=30, operator=">")
