import importlib.util
import math
import warnings
from dataclasses import fields
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wps_analysis.methods.points import complete_points, critical_value, word_for
from wps_analysis.methods.trend import fit_trend, predict_mean

YEARS = [2007, 2012, 2017, 2022]
SEATS = {"counts": [15, 18, 21, 26], "totals": [123, 125, 123, 125]}
POSTS = {"counts": [150, 210, 290, 380], "totals": [1600] * 4}
CHIEFS = {"counts": [95, 130, 176], "totals": [1633, 1646, 1652]}
COUNCILLORS = [8.0, 14.64, 17.79, 17.7, 22.0]

# Of loops that other tests left to be collected nothing is asked here.
pytestmark = pytest.mark.filterwarnings("error", "ignore::ResourceWarning")


def glm(endog, years, **options):
    from statsmodels.genmod.families import Binomial
    from statsmodels.genmod.generalized_linear_model import GLM

    design = np.column_stack([np.ones(len(years)), years])
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        return GLM(np.asarray(endog, float), design, Binomial()).fit(tol_criterion="params", **options)


@st.composite
def series(draw, least=3, most=8):
    years = sorted(draw(st.lists(st.integers(1990, 2030), min_size=least, max_size=most, unique=True)))
    totals = draw(st.lists(st.integers(20, 2000), min_size=len(years), max_size=len(years)))
    counts = [draw(st.integers(1, total - 1)) for total in totals]
    return years, counts, totals


# --- which points count, and what they may be called ---


def test_missing_points_and_their_order_change_nothing():
    plain = fit_trend(YEARS, **SEATS)
    shuffled = fit_trend(
        [2022, 2007, 2010, 2017, 2012, 2020],
        counts=[26, 15, None, 21, 18, 7],
        totals=[125, 123, 125, 123, 125, math.nan],
    )
    assert shuffled == plain
    assert complete_points([2], [None]) == ([], ([],))


def test_the_word_trend_needs_five_points():
    assert [word_for(n) for n in range(6)] == [
        "", "", "difference", "change over 3 points", "change over 4 points", "trend",
    ]  # fmt: skip
    assert fit_trend(YEARS, **SEATS).word == "change over 4 points"
    assert fit_trend([*YEARS, 2027], shares=COUNCILLORS).word == "trend"


def test_critical_values_as_tabled():
    assert critical_value(95, df=1) == pytest.approx(12.706, abs=0.001)
    assert critical_value(95, df=2) == pytest.approx(4.303, abs=0.001)
    assert critical_value(95) == pytest.approx(1.960, abs=0.001)
    with pytest.raises(ValueError, match="not between 0 and 100"):
        critical_value(100)


# --- two points are no trend ---


@pytest.mark.parametrize("points", [[], [(2022, 176, 1652)], [(2017, 130, 1646), (2022, 176, 1652)]])
def test_two_points_give_no_number(points):
    years, counts, totals = ([row[n] for row in points] for n in range(3))
    shares = [100 * k / n for k, n in zip(counts, totals, strict=True)]
    fits = [fit_trend(years, counts=counts, totals=totals), fit_trend(years, shares=shares)]
    for found in fits:
        assert found.status == "too_few_points"
        assert "trend" not in found.word
        assert found.slope is found.se_slope is found.slope_lower is found.intercept is found.covariance is None
        assert predict_mean(found, 2030).mean is None


def test_two_points_with_a_third_missing_are_two():
    assert fit_trend([2012, 2017, 2022], shares=[None, 7.9, 10.7]).status == "too_few_points"


# --- the traps of the libraries, one by one ---


def test_trap_a_two_point_regression_claims_certainty():
    robust = glm([0.079, 0.107], [-5, 0], cov_type="HC1")
    scaled = glm([0.079, 0.107], [-5, 0], scale="X2")
    assert robust.bse[1] < 1e-6
    assert not np.isfinite(scaled.bse[1])
    assert fit_trend([2017, 2022], shares=[7.9, 10.7]).se_slope is None


def test_trap_shares_are_not_single_trials():
    shares = [15.0, 17.0, 18.0, 22.0]
    as_trials = glm(np.array(shares) / 100, np.array(YEARS) - 2022)
    found = fit_trend(YEARS, shares=shares)
    assert found.slope == pytest.approx(as_trials.params[1])
    assert as_trials.bse[1] > 30 * found.se_slope


def test_trap_scale_x2_leaves_the_normal_distribution_and_no_floor():
    theirs = glm([[15, 108], [18, 107], [21, 102], [26, 99]], np.array(YEARS) - 2022, scale="X2")
    found = fit_trend(YEARS, **SEATS)
    assert not theirs.use_t
    assert theirs.scale < 0.01
    assert found.dispersion == 1
    assert found.critical == pytest.approx(4.3027, abs=1e-4)
    assert found.slope_upper - found.slope_lower > 10 * np.diff(theirs.conf_int()[1])[0]


def test_trap_zeros_before_the_last_point_separate():
    found = fit_trend(YEARS, counts=[0, 0, 0, 8], totals=[100] * 4)
    assert (found.status, found.slope) == ("separated", None)
    mirrored = fit_trend(YEARS, counts=[100, 100, 100, 92], totals=[100] * 4)
    assert (mirrored.status, mirrored.slope) == ("separated", None)
    assert fit_trend(YEARS, counts=[0, 0, 100, 100], totals=[100] * 4).status == "separated"
    assert fit_trend(YEARS, counts=[9, 0, 0, 0], totals=[100] * 4, allow_zero_or_full=True).status == "separated"


def test_trap_one_zero_makes_a_fragile_fit():
    counts = [0, 3, 5, 8]
    assert fit_trend(YEARS, counts=counts, totals=[100] * 4).status == "zero_or_full"
    assert fit_trend(YEARS, shares=counts).status == "zero_or_full"
    assert fit_trend(YEARS, shares=[92, 95, 97, 100]).status == "zero_or_full"
    asked = fit_trend(YEARS, counts=counts, totals=[100] * 4, allow_zero_or_full=True)
    assert asked.slope == pytest.approx(glm([[k, 100 - k] for k in counts], np.array(YEARS) - 2022).params[1])


@pytest.mark.parametrize("value", [0, 22, 100])
def test_equal_values_have_no_slope_to_estimate(value):
    by_counts = fit_trend(YEARS, counts=[value, value * 2, value, value], totals=[100, 200, 100, 100])
    by_shares = fit_trend(YEARS, shares=[value] * 4)
    assert by_counts.status == by_shares.status == "equal_values"
    assert by_counts.slope is by_shares.slope is None


def test_shares_exactly_on_a_line_say_nothing_of_their_error():
    shares = [100 / (1 + math.exp(1.7 - 0.15 * n)) for n in range(4)]
    assert fit_trend(YEARS, shares=shares).status == "no_residual"


def test_counts_exactly_on_a_line_keep_their_binomial_error():
    found = fit_trend([2012, 2017, 2022], counts=[100, 200, 400], totals=[1000, 1100, 1300])  # odds 1, 2, 4 to 9
    assert found.status == "fitted"
    assert found.slope == pytest.approx(math.log(2) / 5)
    assert found.dispersion == 1
    assert found.se_slope > 0.01


def test_impossible_figures_are_refused():
    with pytest.raises(ValueError, match="0 <= count <= total"):
        fit_trend(YEARS, counts=[1, 2, 3, 4], totals=[2, 2, 2, 2])
    with pytest.raises(ValueError, match="0 <= count <= total"):
        fit_trend(YEARS, shares=[1, 2, 3, 104])
    with pytest.raises(ValueError, match="counts with totals, or shares"):
        fit_trend(YEARS, counts=[1, 2, 3, 4])


# --- the fit ---


def test_the_fit_of_commune_chiefs():
    """Counts of three elections: the odds rise 6.6 per cent a year, but three points prove nothing."""
    found = fit_trend([2012, 2017, 2022], **CHIEFS)
    assert found.slope == pytest.approx(0.0658, abs=1e-4)
    assert found.critical == pytest.approx(12.706, abs=1e-3)
    assert found.slope_lower < 0 < found.slope_upper


@given(series())
@settings(deadline=None)
def test_the_fit_on_counts_is_that_of_statsmodels(drawn):
    years, counts, totals = drawn
    found = fit_trend(years, counts=counts, totals=totals)
    if found.status != "fitted":
        assert found.status == "equal_values"
        return
    theirs = glm([[k, n - k] for k, n in zip(counts, totals, strict=True)], np.array(years) - years[-1])
    floor = math.sqrt(max(1, theirs.pearson_chi2 / theirs.df_resid))
    assert found.slope == pytest.approx(theirs.params[1], abs=1e-7)
    assert found.intercept == pytest.approx(theirs.params[0], abs=1e-7)
    assert found.se_slope == pytest.approx(theirs.bse[1] * floor, rel=1e-6)
    covariance = theirs.cov_params() * floor**2
    assert found.covariance == pytest.approx((covariance[0, 0], covariance[0, 1], covariance[1, 1]), rel=1e-5)


@given(st.lists(st.integers(1, 999), min_size=3, max_size=8))
@settings(deadline=None)
def test_the_fit_on_shares_is_that_of_statsmodels(tenths):
    shares, years = [each / 10 for each in tenths], 2000 + 3 * np.arange(len(tenths))
    found = fit_trend(years.tolist(), shares=shares)
    if found.status != "fitted":
        assert found.status in {"equal_values", "no_residual"}
        return
    theirs = glm(np.array(shares) / 100, years - years[-1], scale="X2", use_t=True)
    assert (found.slope_lower, found.slope_upper) == pytest.approx(theirs.conf_int()[1], abs=1e-6)
    with np.errstate(all="ignore"):
        predicted = theirs.get_prediction([[1.0, 8.0]]).summary_frame()
    ours = predict_mean(found, years[-1] + 8)
    assert [ours.mean, ours.lower, ours.upper] == pytest.approx(
        (100 * predicted[["mean", "mean_ci_lower", "mean_ci_upper"]]).iloc[0].tolist(), abs=1e-4
    )


@given(series())
@settings(deadline=None)
def test_men_mirror_women_and_time_has_no_origin(drawn):
    years, counts, totals = drawn
    women = fit_trend(years, counts=counts, totals=totals)
    men = fit_trend(years, counts=[n - k for k, n in zip(counts, totals, strict=True)], totals=totals)
    later = fit_trend([year + 0.5 for year in years], counts=counts, totals=totals)
    assert women.status == men.status == later.status
    if women.status == "fitted":
        assert women.slope == pytest.approx(-men.slope, abs=1e-7)
        if women.se_slope < 100:  # near separation the bounds are as wide as the fit is arbitrary
            assert women.slope_lower == pytest.approx(-men.slope_upper, rel=1e-5, abs=1e-7)
        assert women.slope == pytest.approx(later.slope, abs=1e-7)


def test_counts_and_shares_agree_where_totals_are_equal_and_scatter_is_wide():
    counts = [150, 300, 290, 480]
    by_counts = fit_trend(YEARS, counts=counts, totals=[1600] * 4)
    by_shares = fit_trend(YEARS, shares=[k / 16 for k in counts])
    assert by_counts.dispersion > 1
    assert by_shares.slope == pytest.approx(by_counts.slope)
    assert by_shares.se_slope == pytest.approx(by_counts.se_slope)


def test_a_line_gives_its_slope_back():
    shares = [round(100 / (1 + math.exp(2 - 0.05 * n)), 3) for n in range(0, 30, 5)]
    assert fit_trend([2000 + n for n in range(0, 30, 5)], shares=shares).slope == pytest.approx(0.05, abs=1e-4)


def test_decimal_years_and_any_origin_describe_one_line():
    december = [year + 11.5 / 12 for year in YEARS]
    found, moved = fit_trend(december, **POSTS), fit_trend(december, **POSTS, origin=0.0)
    assert moved.intercept == pytest.approx(found.intercept - found.slope * december[-1])
    there, here = predict_mean(moved, 2030), predict_mean(found, 2030)
    assert (there.mean, there.lower, there.upper) == pytest.approx((here.mean, here.lower, here.upper), abs=1e-5)


# --- predictions ---


@given(series(), st.integers(-2000, 6000))
@settings(deadline=None)
def test_predictions_stay_within_the_whole(drawn, year):
    years, counts, totals = drawn
    found = predict_mean(fit_trend(years, counts=counts, totals=totals), year)
    if found.mean is not None:
        assert 0 <= found.lower <= found.mean <= found.upper <= 100
        assert found.extrapolated == (not years[0] <= year <= years[-1])


def test_a_prediction_within_the_points_is_none_outside():
    line = fit_trend(YEARS, **POSTS)
    assert not predict_mean(line, 2015).extrapolated
    assert predict_mean(line, 2022.1).extrapolated
    assert predict_mean(fit_trend([], shares=[]), 2030).status == "too_few_points"


# --- what is promised of all of them ---


def test_results_are_plain_values():
    line = fit_trend(np.array(YEARS), counts=np.array(SEATS["counts"]), totals=np.array(SEATS["totals"]))
    for found in (line, predict_mean(line, 2030)):
        for field in fields(found):
            value = getattr(found, field.name)
            assert not isinstance(value, np.ndarray)
            assert value is None or not isinstance(value, float) or math.isfinite(value)


def test_the_coverage_of_three_and_four_points_is_honest():
    path = Path(__file__).parents[1] / "benchmarks" / "coverage.py"
    spec = importlib.util.spec_from_file_location("coverage_of_intervals", path)
    benchmark = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(benchmark)
    found = {(row.points, row.overdispersion, row.method): row.coverage for row in benchmark.simulate(60, seed=1325)}
    for points in benchmark.POINTS:
        for name in benchmark.CORRELATIONS:
            assert found[points, name, benchmark.OURS] >= 90
    assert found[3, "none", "quasi z"] < 85
