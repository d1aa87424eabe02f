"""Adapters of the statistical methods to worked cases: plain keywords in, a plain dictionary out.

Cases write counts with shares as proportions 0-1 and shares alone in percent; the methods use percent, so units
are converted here. What has no answer is None beside a ``status`` or an ``error``.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from fractions import Fraction
from itertools import combinations
from statistics import median

from method_cases_printed import denominator_interval, parse_printed
from method_cases_years import estimate_target_year, fieller_set, linear_scenario_range, logit_scenario
from scipy.stats import theilslopes

from wps_analysis.methods.comparability import check_break
from wps_analysis.methods.intervals import Interval, point, rounding_interval
from wps_analysis.methods.nonparametric import mann_kendall
from wps_analysis.methods.points import (
    FEWEST_FOR_A_FIT,
    FEWEST_FOR_THE_WORD_TREND,
    complete_points,
    critical_value,
    word_for,
)
from wps_analysis.methods.progress import linear_years_to_target
from wps_analysis.methods.proportions import fisher_p, newcombe_interval, share_from_counts, wilson_interval
from wps_analysis.methods.rates import logit
from wps_analysis.methods.trend import Trend, fit_trend, predict_mean

__all__ = ["STATISTICS_CASES"]

Pair = Sequence[float]
Numbers = Sequence[float]


def _interval(ends: float | Pair) -> Interval:
    return point(float(ends)) if isinstance(ends, int | float) else Interval(*ends)


def _ends(interval: Interval, unit: float = 1.0) -> list[float | None]:
    return [None if end is None else end * unit for end in (interval.lower, interval.upper)]


def _percent(confidence: float) -> float:
    return 100 * confidence if confidence <= 1 else confidence


# --- counts and shares -----------------------------------------------------------------------


def _wilson(k: float, n: float, conf: float = 0.95) -> dict:
    if n <= 0:
        return {"low": None, "high": None, "error": "the total is 0"}
    low, high = _ends(wilson_interval(k, n, confidence=_percent(conf)), 0.01)
    return {"low": low, "high": high}


def _newcombe_difference(k1: float, n1: float, k2: float, n2: float, conf: float = 0.95) -> dict:
    """Return the first share less the second; the method takes the base first."""
    if min(n1, n2) <= 0:
        return {"diff": None, "low": None, "high": None, "error": "a total is 0"}
    low, high = _ends(newcombe_interval(k2, n2, k1, n1, confidence=_percent(conf)), 0.01)
    published = [round(low, 3), round(high, 3)]  # with the three decimals of the published table
    return {"diff": k1 / n1 - k2 / n2, "low": low, "high": high, "published": published, "kind": "process variability"}


def _fisher_exact_two_sided(table: Sequence[Sequence[int]]) -> dict:
    (a, b), (c, d) = table
    empty = a + b == 0 or c + d == 0  # one table alone has these margins
    return {"p": 1.0 if empty else fisher_p(c, c + d, a, a + b), "kind": "process variability"}


def _share_from_counts(women: float, total: float) -> dict:
    if total <= 0:
        return {"share": None, "rounded": None, "error": "the total is 0"}
    exact = Fraction(women) * 100 / Fraction(total)
    return {"share": share_from_counts(women, total), "rounded": math.floor(exact + Fraction(1, 2))}


def _denominator(count: float | Pair, percent: float, decimals: int = 0) -> dict:
    found = denominator_interval(_interval(count), rounding_interval(percent, decimals=decimals))
    if found is None:
        return {"n_min": None, "n_max": None, "status": "no_whole_number_fits"}
    return {"n_min": found.lower, "n_max": found.upper, "status": "bounded" if found.upper else "no_upper_limit"}


def _mixture_bound_check(total: float, groups: Numbers, decimals: int = 0) -> dict:
    whole = rounding_interval(total, decimals=decimals)
    admissible = _hull([rounding_interval(group, decimals=decimals) for group in groups])
    return {
        "total_interval": _ends(whole),
        "admissible": _ends(admissible),
        "consistent": _overlap([whole, admissible]),
    }


def _conflict_envelope(values: Numbers, decimals: int | Sequence[int] = 0) -> dict:
    each = [decimals] * len(values) if isinstance(decimals, int) else decimals
    intervals = [rounding_interval(value, decimals=d) for value, d in zip(values, each, strict=True)]
    envelope = _hull(intervals)
    low, high = min(values), max(values)
    return {
        "midpoint": (low + high) / 2,
        "envelope": _ends(envelope),
        "spread_pp": high - low,
        "overlap": _overlap(intervals),
    }


def _hull(intervals: Sequence[Interval]) -> Interval:
    """Return the span of several intervals; a total is a weighted mean of its groups, so it lies within theirs."""
    lowers, uppers = _sortable_ends(intervals)
    if not lowers:
        raise ValueError("There is no interval to span.")
    (lower, lower_open), (upper, upper_closed) = min(lowers), max(uppers)
    ends = (end if math.isfinite(end) else None for end in (lower, upper))
    return Interval(*ends, not lower_open, upper_closed)


def _overlap(intervals: Sequence[Interval]) -> bool:
    """Say whether one value lies in all the intervals."""
    lowers, uppers = _sortable_ends(intervals)
    (lower, lower_open), (upper, upper_closed) = max(lowers), min(uppers)
    return lower < upper or (lower == upper and upper_closed and not lower_open)


def _sortable_ends(intervals: Sequence[Interval]) -> tuple[list[tuple[float, bool]], list[tuple[float, bool]]]:
    """Return lower ends with "open" and upper ends with "closed": at equal ends the tighter is highest or lowest."""
    lowers = [(-math.inf if i.lower is None else i.lower, not i.lower_closed) for i in intervals]
    return lowers, [(math.inf if i.upper is None else i.upper, i.upper_closed) for i in intervals]


def _break_plausibility(y0: float | Pair, t0: float, y1: float | Pair, t1: float, stock: bool = True) -> dict:
    kind = "headcount" if stock else "other"
    found = check_break(_interval(y0), _interval(y1), base_year=t0, latest_year=t1, kind=kind)
    return {
        "change_pp": _ends(found.change_pp),
        "pp_per_year": _ends(found.pp_per_year),
        "logit_slope_per_year": _ends(found.logit_per_year),
        "flag": found.flag,
    }


# --- several points --------------------------------------------------------------------------


def _binomial_glm_logit(k: Numbers, n: Numbers, t: Numbers, origin: float | None = None, conf: float = 0.95) -> dict:
    # The plain formula is asked for here, so a zero at one point is fitted and said.
    found = _fit(k, n, t, origin, conf)
    names = ("intercept", "slope", "se_slope", "pearson_chi2", "df", "phi", "se_slope_quasi_phi_min1", "t_crit")
    if found.status != "fitted":
        return dict.fromkeys((*names, "ci_slope")) | {"status": found.status}
    values = (
        found.intercept,
        found.slope,
        found.se_slope / math.sqrt(found.dispersion),
        found.pearson_chi2,
        found.df_resid,
        found.pearson_chi2 / found.df_resid,
        found.se_slope,
        found.critical,
    )
    fragile = any(women in {0, total} for women, total in zip(k, n, strict=True))
    return dict(zip(names, values, strict=True)) | {
        "ci_slope": [found.slope_lower, found.slope_upper],
        "status": "fitted_with_zero_or_full" if fragile else "fitted",
        "word": found.word,
    }


def _fit(k: Numbers, n: Numbers, t: Numbers, origin: float | None, conf: float) -> Trend:
    return fit_trend(t, counts=k, totals=n, origin=origin, confidence=_percent(conf), allow_zero_or_full=True)


def _logit_mean_prediction(
    k: Numbers, n: Numbers, t: Numbers, year: float, origin: float | None = None, conf: float = 0.95
) -> dict:
    found = predict_mean(_fit(k, n, t, origin, conf), year)
    if found.mean is None:
        return {"mean": None, "ci": None, "status": found.status}
    return {"mean": found.mean / 100, "ci": [found.lower / 100, found.upper / 100], "status": found.status}


def _target_year_fieller(
    k: Numbers,
    n: Numbers,
    t: Numbers,
    target: float,
    origin: float | None = None,
    crit: str | float | None = None,
    direction: int | None = None,
    conf: float = 0.95,
) -> dict:
    trend = _fit(k, n, t, origin, conf)
    percent = target * 100 if target <= 1 else target
    if direction is None:  # all above the target: lower is better
        direction = -1 if all(100 * women > percent * total for women, total in zip(k, n, strict=True)) else 1
    said = estimate_target_year(trend, percent, direction=direction)
    found = {"status": said.status, "g": said.g, "text": said.text}
    found |= dict.fromkeys(("year", "interval", "lower_limit", "upper_limit", "excluded_interval"))
    if said.g is None:
        return found
    critical = trend.critical if crit is None else _critical(crit, _percent(conf))
    years = fieller_set(trend.intercept, trend.slope, trend.covariance, logit(percent), critical)
    ends = None if years.lower is None else [trend.origin + years.lower, trend.origin + years.upper]
    found |= {"status": years.shape, "g": years.g}
    if years.shape == "exclusive":
        return found | {"excluded_interval": ends}
    if years.shape == "unbounded" or said.status == "away_from_target":
        return found | {"status": years.shape if years.shape == "unbounded" else said.status}
    return found | {"year": said.year, "interval": ends, "lower_limit": ends[0], "upper_limit": ends[1]}


def _critical(crit: str | float, confidence: float) -> float:
    if isinstance(crit, int | float):
        return float(crit)
    df = re.fullmatch(r"t\((\d+(?:\.\d+)?)\)", crit.strip())
    return critical_value(confidence, df=float(df[1]) if df else None)


def _theil_sen(years: Numbers, values: Numbers, conf: float = 0.95) -> dict:
    """Give Theil and Sen's slope, and the interval of ``scipy.stats.theilslopes`` where there are points enough."""
    if not 50 <= _percent(conf) < 100:  # scipy reads 5 as 95
        raise ValueError(f"A confidence of {_percent(conf):g} per cent is not between 50 and 100.")
    points, (found,) = complete_points(years, values)
    answer = {"slope": None, "pairwise": [], "ci": None, "status": "too_few_points", "word": word_for(len(points))}
    if len(points) < FEWEST_FOR_A_FIT:
        return answer
    pairs = combinations(zip(points, found, strict=True), 2)
    slopes = sorted((later - earlier) / (end - start) for (start, earlier), (end, later) in pairs)
    answer |= {"slope": median(slopes), "pairwise": slopes, "status": "fitted"}
    if min(found) == max(found):
        return answer | {"status": "equal_values"}
    if len(points) < FEWEST_FOR_THE_WORD_TREND:
        return answer
    interval = theilslopes(found, points, alpha=_percent(conf) / 100)
    return answer | {"ci": [float(interval.low_slope), float(interval.high_slope)]}


def _mann_kendall_exact(values: Numbers, years: Numbers | None = None) -> dict:
    found = mann_kendall(range(len(values)) if years is None else years, values)
    return {"S": found.s, "p_two_sided": found.p_two_sided, "method": found.method, "status": found.status}


# --- two points carried on -------------------------------------------------------------------


def _direction(base: float | Pair, latest: float | Pair, target: float, direction: int | None) -> int:
    """Take a target below both figures for one that is to be reached from above, unless it is said."""
    if direction is not None:
        return direction
    return -1 if _interval(base).is_above(target) and _interval(latest).is_above(target) else 1


def _logit_years_to_target(
    y0: float, t0: float, y1: float, t1: float, target: float, direction: int | None = None
) -> dict:
    towards = _direction(y0, y1, target, direction)
    found = logit_scenario(y0, y1, years=t1 - t0, target=target, direction=towards)
    return {
        "slope_logit": found.slope_logit,
        "years": found.years,
        "year": None if found.years is None else round(t1 + found.years, 6),  # to the half minute
        "log_scale_years": found.log_scale_years,
        "status": found.status,
    }


def _rounding_interval_years_linear(y0: Pair, y1: Pair, dt: float, target: float, direction: int | None = None) -> dict:
    towards = _direction(y0, y1, target, direction)
    found = linear_scenario_range(_interval(y0), _interval(y1), years=dt, target=target, direction=towards)
    low, high = (None, None) if found.years is None else _ends(found.years)
    return {"min_years": low, "max_years": high, "status": found.status}


def _years_to_target_guard(
    y0: float, t0: float, y1: float, t1: float, target: float, direction: int | None = None
) -> dict:
    towards = _direction(y0, y1, target, direction)
    found = linear_years_to_target(y1, t1, (y1 - y0) / (t1 - t0), target, direction=towards)
    return {"status": found.status or "reached_at_current_trend", "years": found.years, "year": found.year}


STATISTICS_CASES: dict[str, Callable[..., dict]] = {
    "binomial_glm_logit": _binomial_glm_logit,
    "break_plausibility": _break_plausibility,
    "conflict_envelope": _conflict_envelope,
    "denominator_from_count_and_share": _denominator,
    "fisher_exact_two_sided": _fisher_exact_two_sided,
    "logit_mean_prediction": _logit_mean_prediction,
    "logit_years_to_target": _logit_years_to_target,
    "mann_kendall_exact": _mann_kendall_exact,
    "mixture_bound_check": _mixture_bound_check,
    "newcombe_difference": _newcombe_difference,
    "parse_qualified": parse_printed,
    "parse_range": parse_printed,
    "parse_rounded": parse_printed,
    "rounding_interval_years_linear": _rounding_interval_years_linear,
    "share_from_counts": _share_from_counts,
    "target_year_fieller": _target_year_fieller,
    "theil_sen": _theil_sen,
    "wilson": _wilson,
    "years_to_target_guard": _years_to_target_guard,
}
"""Each method by its name in the file of cases."""
