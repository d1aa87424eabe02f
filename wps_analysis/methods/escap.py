"""ESCAP's current status index and anticipated progress, with UNICEF's cuts and UNECE's progress gap.

Sources: ESCAP, technical notes of the SDG progress assessment (weights of Working Paper 04, 2017); UNICEF MENARO,
public code of its progress assessment; UNECE, technical notes 2022. Values are percent 0-100. UNICEF's code mixes
a weighted slope with an unweighted intercept; here both are weighted.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from wps_analysis.methods.rates import inverse_logit, is_missing, logit, meets, moved

UNDEFINED = "target equals base and not met: undefined"
_ON_TRACK_ABOVE = 9.0


@dataclass(frozen=True)
class CurrentStatus:
    """Ten times the share of the way covered, 10 at most, and UNICEF's category."""

    csi: float | None
    category: str
    error: str = ""


def current_status_index(
    base: float | None, current: float | None, target: float, *, direction: int = 1
) -> CurrentStatus:
    """Compute direction * 10 * (current - base) / |target - base|, and 10 where the target is met.

    Parameters
    ----------
    base, current, target
        Percent. Without a base, a current value can be assessed only if it meets the target.
    direction
        +1 where higher is better, -1 where lower is better.

    Returns
    -------
    CurrentStatus
        Above 9 ``on_track``, 0 and below ``regression``, else ``slow_progress``; negative after a move away.

    References
    ----------
    ESCAP, technical notes of the SDG progress assessment; cuts of UNICEF MENARO, SDG-MENARO.

    Examples
    --------
    >>> found = current_status_index(17.7, 22.0, 30)
    >>> round(found.csi, 2), found.category
    (3.5, 'slow_progress')
    """
    if is_missing(current):
        return CurrentStatus(None, "no_data", "no current value")
    if meets(current, target, direction):
        return CurrentStatus(10.0, "on_track")
    if is_missing(base):
        return CurrentStatus(None, "insufficient_data", "no base value")
    if moved(base, target, 1) == 0:
        return CurrentStatus(None, "regression", UNDEFINED)
    index = 10 * direction * (current - base) / abs(target - base) + 0.0
    if moved(_ON_TRACK_ABOVE, index, 1) > 0:
        return CurrentStatus(index, "on_track")
    return CurrentStatus(index, "slow_progress" if moved(0, index, 1) > 0 else "regression")


def time_weights(years: Sequence[float], predict_year: float) -> list[float] | None:
    """Weigh observations by their nearness to the year to be predicted: (T - t_first) / (T - t_i).

    Parameters
    ----------
    years
        Of the observations.
    predict_year
        T, after all of them.

    Returns
    -------
    list of float or None
        One weight for each year, 1 for the first year; None where T is not after every year.

    References
    ----------
    ESCAP, technical notes of the SDG progress assessment (Working Paper 04, 2017).

    Examples
    --------
    >>> [round(weight, 2) for weight in time_weights([2007, 2012, 2017, 2022], 2030)]
    [1.0, 1.28, 1.77, 2.88]
    """
    if not years or predict_year <= max(years):
        return None
    return [(predict_year - min(years)) / (predict_year - year) for year in years]


@dataclass(frozen=True)
class Extrapolation:
    """Slope on the logit scale a year and the share (percent) that the line gives; weights beside them."""

    slope_logit: float | None
    predicted: float | None
    error: str = ""


def weighted_logit_extrapolation(years: Sequence[float], values: Sequence[float], predict_year: float) -> Extrapolation:
    """Fit a time-weighted line to the log-odds of shares and read off a later year.

    Parameters
    ----------
    years, values
        One series; values in percent, strictly between 0 and 100.
    predict_year
        After all years.

    Returns
    -------
    Extrapolation
        The prediction lies between 0 and 100. No interval: two points fit a line without an error.

    References
    ----------
    ESCAP, technical notes of the SDG progress assessment (Working Paper 04, 2017).

    Examples
    --------
    >>> found = weighted_logit_extrapolation([2007, 2012, 2017, 2022], [15.0, 17.0, 18.0, 22.0], 2030)
    >>> round(found.slope_logit, 4), round(found.predicted, 2)
    (0.0312, 26.09)
    """
    points = [(year, value) for year, value in zip(years, values, strict=True) if not is_missing(value)]
    if len({year for year, _ in points}) < 2:
        return Extrapolation(None, None, "fewer than two years: no line")
    logits = [logit(value) for _, value in points]
    if is_missing(*logits):
        return Extrapolation(None, None, "log-odds undefined at 0 and 100")
    times = [year for year, _ in points]
    weights = time_weights(times, predict_year)
    if weights is None:
        return Extrapolation(None, None, "the year to predict is not after every observation: no weights")
    total = math.fsum(weights)
    mean_t = math.fsum(w * t for w, t in zip(weights, times, strict=True)) / total
    mean_l = math.fsum(w * x for w, x in zip(weights, logits, strict=True)) / total
    products = [w * (t - mean_t) * (x - mean_l) for w, t, x in zip(weights, times, logits, strict=True)]
    squares = [w * (t - mean_t) ** 2 for w, t in zip(weights, times, strict=True)]
    slope = math.fsum(products) / math.fsum(squares)
    return Extrapolation(slope, inverse_logit(mean_l + slope * (predict_year - mean_t)))


@dataclass(frozen=True)
class AnticipatedProgress:
    """The index at the predicted value, the gap then left (points, and as a share of the way from the base)."""

    api: float | None
    gap_pp: float | None
    gap_share: float | None
    category: str
    error: str = ""


def anticipated_progress(
    base: float | None, predicted: float | None, target: float, *, direction: int = 1
) -> AnticipatedProgress:
    """Compute ESCAP's index for a value predicted for the target year, and UNECE's progress gap.

    Parameters
    ----------
    base, predicted, target
        Percent.
    direction
        +1 where higher is better, -1 where lower is better.

    Returns
    -------
    AnticipatedProgress
        Above 9 ``will_meet_target``, 0 and below ``no_progress_expected``, else ``need_to_accelerate``. The
        gap is 0 where the prediction meets the target: UNECE shows none.

    References
    ----------
    ESCAP, technical notes of the SDG progress assessment; UNECE, technical notes 2022 (the gap).

    Examples
    --------
    >>> found = anticipated_progress(18.0, 26.1, 30)
    >>> round(found.api, 2), round(found.gap_pp, 1), round(found.gap_share, 3)
    (6.75, 3.9, 0.325)
    """
    words = {
        "on_track": "will_meet_target",
        "slow_progress": "need_to_accelerate",
        "regression": "no_progress_expected",
    }
    found = current_status_index(base, predicted, target, direction=direction)
    category = words.get(found.category, found.category)
    gap = None if is_missing(predicted) else max(0.0, direction * (target - predicted))
    way = None if is_missing(base) or moved(base, target, 1) == 0 else abs(target - base)
    share = None if gap is None or way is None else gap / way
    return AnticipatedProgress(found.csi, gap, share, category, found.error)
