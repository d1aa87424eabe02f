"""How a share moves over three points and more of one segment, on the scale of its log odds.

Counts are fitted by a binomial regression, shares alone by a fractional one. Intervals use Student's t with
n - 2 degrees of freedom, and for counts a dispersion of at least 1, so that no claim is sharper than binomial
noise. What cannot be fitted has a ``status`` and no number.
"""

from __future__ import annotations

import math
import warnings
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from wps_analysis.methods.points import FEWEST_FOR_A_FIT, complete_points, critical_value, word_for
from wps_analysis.methods.rates import inverse_logit

_NO_RESIDUAL = 1e-12  # far below what a share printed with four decimals leaves


@dataclass(frozen=True)
class Trend:
    """A straight line of the log odds against the year. All numbers are None unless ``status`` is ``"fitted"``.

    Attributes
    ----------
    status
        ``"fitted"``, or why not: ``"too_few_points"`` (fewer than three), ``"equal_values"``, ``"separated"``
        (all women on one side of a year), ``"zero_or_full"`` (a share of 0 or 100), ``"no_residual"`` (shares
        exactly on the line), ``"no_convergence"``.
    model
        ``"binomial_glm_logit"`` on counts, ``"fractional_logit"`` on shares.
    n_obs, first_year, last_year
        The points used.
    word
        What the change may be called: ``"trend"`` from five points, ``"change over 3 points"`` below.
    confidence
        Of the interval, in percent.
    origin
        The year at which ``intercept`` holds.
    intercept, slope
        Log odds, and their change a year, positive for a rise.
    covariance
        Of the two: variance of the intercept, covariance, variance of the slope; with ``dispersion``.
    se_slope, slope_lower, slope_upper
        Standard error and interval of the slope.
    pearson_chi2, df_resid, dispersion
        ``dispersion`` is what the variance is multiplied by: for counts chi2 / df or 1 if that is less.
    critical
        Student's t that makes the interval.
    """

    status: str
    model: str
    n_obs: int
    word: str
    confidence: float
    first_year: float | None = None
    last_year: float | None = None
    origin: float | None = None
    intercept: float | None = None
    slope: float | None = None
    covariance: tuple[float, float, float] | None = None
    se_slope: float | None = None
    slope_lower: float | None = None
    slope_upper: float | None = None
    pearson_chi2: float | None = None
    df_resid: int | None = None
    dispersion: float | None = None
    critical: float | None = None


def fit_trend(
    years: Sequence[float],
    *,
    counts: Sequence[float | None] | None = None,
    totals: Sequence[float | None] | None = None,
    shares: Sequence[float | None] | None = None,
    origin: float | None = None,
    confidence: float = 95.0,
    allow_zero_or_full: bool = False,
) -> Trend:
    """Fit the log odds of a share against the year, from three points of one source and segment.

    Parameters
    ----------
    years
        Decimal years.
    counts, totals
        Women and all; used where both are given.
    shares
        Women's share in percent, where there are no counts.
    origin
        The year at which the intercept is given; by default the last.
    confidence
        Of the interval, in percent.
    allow_zero_or_full
        Fit also where a share is 0 or 100 but the shares are not separated. Such a fit hangs on that point.

    Returns
    -------
    Trend
        Slope in log odds a year, positive for a rise.

    Raises
    ------
    ValueError
        If neither counts with totals nor shares are given, a year comes twice, or a count or share is impossible.

    References
    ----------
    P. McCullagh and J. A. Nelder (1989), Generalized Linear Models, sections 4.3-4.5 (counts); L. E. Papke and
    J. M. Wooldridge (1996), Journal of Applied Econometrics 11, 619-632 (shares); fitted by
    ``statsmodels.genmod.generalized_linear_model.GLM``.

    Examples
    --------
    >>> found = fit_trend([2012, 2017, 2022], counts=[95, 130, 176], totals=[1633, 1646, 1652])
    >>> found.status, found.word, round(found.slope, 3), round(found.slope_lower, 2), round(found.slope_upper, 2)
    ('fitted', 'change over 3 points', 0.066, -0.1, 0.23)
    >>> fit_trend([2017, 2022], shares=[7.9, 10.7]).status
    'too_few_points'
    """
    if counts is not None and totals is not None:
        points, (k, n) = complete_points(years, counts, totals)
        odds = [_odds_parts(count, total) for count, total in zip(k, n, strict=True)]
        model = "binomial_glm_logit"
    elif shares is not None:
        points, (share,) = complete_points(years, shares)
        odds = [_odds_parts(each, 100) for each in share]
        model = "fractional_logit"
    else:
        raise ValueError("Give counts with totals, or shares.")
    n_obs = len(points)
    status = _why_not(points, odds, allow_zero_or_full=allow_zero_or_full)
    if status:
        return Trend(status, model, n_obs, word_for(n_obs), confidence, *_ends(points))
    return _fitted(points, odds, model, points[-1] if origin is None else origin, confidence)


def _ends(points: list[float]) -> tuple[float | None, float | None]:
    return (points[0], points[-1]) if points else (None, None)


def _odds_parts(count: float, total: float) -> tuple[float, float]:
    if not (total > 0 and 0 <= count <= total):
        raise ValueError(f"{count:g} of {total:g} is not possible: expected 0 <= count <= total, and a total above 0.")
    return count, total - count


def _why_not(points: list[float], odds: list[tuple[float, float]], *, allow_zero_or_full: bool) -> str:
    """Return why no line can be fitted to women and others by year; empty if one can."""
    if len(points) < FEWEST_FOR_A_FIT:
        return "too_few_points"
    with_women = [year for year, (women, _) in zip(points, odds, strict=True) if women > 0]
    with_others = [year for year, (_, others) in zip(points, odds, strict=True) if others > 0]
    if len({Fraction(women) / Fraction(women + others) for women, others in odds}) == 1:
        return "equal_values"
    # The estimate is finite only where the years with women and those with others overlap on both sides.
    if with_women[-1] <= with_others[0] or with_others[-1] <= with_women[0]:
        return "separated"
    if not allow_zero_or_full and (len(with_women) < len(points) or len(with_others) < len(points)):
        return "zero_or_full"
    return ""


def _fitted(
    points: list[float], odds: list[tuple[float, float]], model: str, origin: float, confidence: float
) -> Trend:
    import numpy as np
    from statsmodels.genmod.families import Binomial
    from statsmodels.genmod.generalized_linear_model import GLM
    from statsmodels.tools.sm_exceptions import PerfectSeparationWarning

    of_counts = model == "binomial_glm_logit"
    centre = sum(points) / len(points)
    design = np.column_stack([np.ones(len(points)), np.asarray(points, float) - centre])
    women_and_others = np.asarray(odds, float)
    # With scale="X2" the deviance is divided by a scale near nought and never settles: the parameters must.
    options = {"tol_criterion": "params"} if of_counts else {"tol_criterion": "params", "scale": "X2", "use_t": True}
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        # Real separation was ruled out; statsmodels says this of any line that meets its points too.
        warnings.simplefilter("ignore", PerfectSeparationWarning)
        fit = GLM(women_and_others if of_counts else women_and_others[:, 0] / 100, design, Binomial()).fit(**options)
    n_obs, df_resid, chi2 = len(points), int(fit.df_resid), float(fit.pearson_chi2)
    about = Trend("no_convergence", model, n_obs, word_for(n_obs), confidence, points[0], points[-1])
    if not (fit.converged and np.isfinite([*fit.params, *fit.bse, chi2]).all()):
        return about
    if not of_counts and fit.scale < _NO_RESIDUAL:
        return replace(about, status="no_residual")
    dispersion = max(1.0, chi2 / df_resid) if of_counts else float(fit.scale)
    covariance = fit.cov_params() * (dispersion if of_counts else 1.0)
    intercept, slope = (float(each) for each in fit.params)
    shift = np.array([[1.0, origin - centre], [0.0, 1.0]])
    moved = shift @ covariance @ shift.T
    se_slope, critical = math.sqrt(moved[1, 1]), critical_value(confidence, df=df_resid)
    return replace(
        about,
        status="fitted",
        origin=origin,
        intercept=intercept + slope * (origin - centre),
        slope=slope,
        covariance=(float(moved[0, 0]), float(moved[0, 1]), float(moved[1, 1])),
        se_slope=se_slope,
        slope_lower=slope - critical * se_slope,
        slope_upper=slope + critical * se_slope,
        pearson_chi2=chi2,
        df_resid=df_resid,
        dispersion=dispersion,
        critical=critical,
    )


@dataclass(frozen=True)
class MeanPrediction:
    """The share on the fitted line in one year, in percent, with its interval, never outside 0 to 100.

    It is the interval of the line, not of a figure to come, which would scatter about it. ``extrapolated`` says
    that the year lies outside those of the points. All numbers are None unless ``status`` is ``"fitted"``.
    """

    status: str
    year: float
    extrapolated: bool
    mean: float | None = None
    lower: float | None = None
    upper: float | None = None


def predict_mean(trend: Trend, year: float) -> MeanPrediction:
    """Return the share on a fitted line in one year.

    The interval is that of the log odds, carried back to the share.

    Parameters
    ----------
    trend
        From ``fit_trend``.
    year
        Decimal year.

    Returns
    -------
    MeanPrediction
        In percent, with the confidence of the trend.

    References
    ----------
    As for ``fit_trend``; the same interval as ``get_prediction`` of statsmodels.

    Examples
    --------
    >>> line = fit_trend([2007, 2012, 2017, 2022], counts=[150, 210, 290, 380], totals=[1600] * 4)
    >>> found = predict_mean(line, 2030)
    >>> round(found.mean, 1), round(found.lower, 1), round(found.upper, 1), found.extrapolated
    (36.1, 27.3, 46.0, True)
    """
    if trend.first_year is None or trend.last_year is None:
        return MeanPrediction(trend.status, year, True)
    extrapolated = not trend.first_year <= year <= trend.last_year
    if trend.status != "fitted":
        return MeanPrediction(trend.status, year, extrapolated)
    ahead = year - trend.origin
    at_origin, both, of_slope = trend.covariance
    log_odds = trend.intercept + trend.slope * ahead
    # Rounding could leave a variance a trace below nought.
    margin = trend.critical * math.sqrt(max(at_origin + 2 * ahead * both + ahead**2 * of_slope, 0.0))
    mean, lower, upper = (inverse_logit(each) for each in (log_odds, log_odds - margin, log_odds + margin))
    return MeanPrediction(trend.status, year, extrapolated, mean, lower, upper)
