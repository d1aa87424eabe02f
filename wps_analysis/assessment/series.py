"""Changes and trends of series: figures of one segment, and nothing across segments."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pandas as pd

from wps_analysis.assessment.levels import interval_of, is_stated, tidy
from wps_analysis.claims.gaps import is_long_gap
from wps_analysis.claims.periods import decimal_year
from wps_analysis.columns import SUBJECT
from wps_analysis.methods.change import compute_change
from wps_analysis.methods.nonparametric import mann_kendall
from wps_analysis.methods.trend import Trend, fit_trend, predict_mean
from wps_analysis.tables import as_loaded, require_columns

_KEY = [*SUBJECT, "segment"]
_LINE_POINTS = 41
_NEEDED = [*_KEY, "time_period", "obs_value", "lower", "upper", "qualifier", "unit_measure"]


def change(observations: pd.DataFrame) -> pd.DataFrame:
    """Compute the difference between each figure and the one before it in its segment.

    Parameters
    ----------
    observations
        As ``load`` returns them.

    Returns
    -------
    DataFrame
        Columns of the key (``indicator``, ``ref_area``, ``population``, ``sex``, ``segment``), ``base_period``,
        ``latest_period``, ``base``, ``latest``, ``change`` (points for shares, positive for a rise), ``change_lower``
        and ``change_upper`` (within rounding), ``direction`` and ``status``: ``two_points``, or ``not_stated`` where
        another published figure would turn the change round, counts refute an end or a finding doubts it; ``change``
        is missing then. Figures more than ten years apart are not compared.

    Raises
    ------
    WpsError
        If a column is missing.

    Examples
    --------
    >>> from wps_analysis import load
    >>> table = change(load("commune_chiefs", ref_area="KHM"))
    >>> table[["base_period", "latest_period", "change", "status"]].values.tolist()
    [['2012', '2017', 2.082486222, 'two_points'], ['2017', '2022', 2.8, 'two_points']]
    """
    observations = as_loaded(observations)
    require_columns(observations, _NEEDED, "change")
    rows = [
        _difference(key, before, after)
        for key, figures in _segments(observations)
        for before, after in pairwise(figures)
        if not is_long_gap(before["year"], after["year"])
    ]
    columns = [
        *_KEY, "base_period", "latest_period", "base", "latest", "change", "change_lower", "change_upper", "direction",
        "status",
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=columns)


def trend(observations: pd.DataFrame) -> pd.DataFrame:
    """Fit the log odds of women's share against the year in each segment, where its figures allow it.

    Parameters
    ----------
    observations
        As ``load`` returns them; shares in percent.

    Returns
    -------
    DataFrame
        Columns of the key (as for ``change``), ``n_obs``, ``first_period``, ``last_period``, ``status`` (``fitted``, or
        why not), ``word`` (what the change may be called: ``trend`` from five figures), ``model``,
        ``slope_logit_per_year`` with ``slope_lower`` and ``slope_upper`` (t interval, 95 %), ``kendall_p`` (exact,
        from five figures). Numbers are missing unless the status is ``fitted``.

    Raises
    ------
    WpsError
        If a column is missing.

    Examples
    --------
    >>> from wps_analysis import load
    >>> sorted(trend(load("commune_chiefs", ref_area="KHM"))["status"])
    ['fitted']
    """
    observations = as_loaded(observations)
    require_columns(observations, _NEEDED, "trend")
    shares = observations[observations["unit_measure"] == "PT"]
    rows = [_fit(key, figures) for key, figures in _segments(shares)]
    columns = [
        *_KEY, "n_obs", "first_period", "last_period", "status", "word", "model", "slope_logit_per_year", "slope_lower",
        "slope_upper", "kendall_p",
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=columns)


def trend_lines(observations: pd.DataFrame) -> pd.DataFrame:
    """Compute the fitted line of each segment that carries a trend, within the years of its figures.

    Parameters
    ----------
    observations
        As ``load`` returns them; shares in percent.

    Returns
    -------
    DataFrame
        Columns of the key (as for ``change``), ``year`` (decimal), ``mean``, ``ci_lower``, ``ci_upper`` (percent; 95 %
        interval of the mean on the scale of log odds). No row for a segment with fewer than five figures, one that
        cannot be fitted, or the seats of a body, which move at elections and appointments.

    Raises
    ------
    WpsError
        If a column is missing.

    Examples
    --------
    >>> from wps_analysis import load
    >>> len(trend_lines(load("commune_chiefs", ref_area="KHM")))
    0
    """
    observations = as_loaded(observations)
    require_columns(observations, [*_NEEDED, "kind"], "trend_lines")
    shares = observations[(observations["unit_measure"] == "PT") & (observations["kind"] != "body")]
    rows = [
        dict(zip(_KEY, key, strict=True)) | {"year": year, "mean": at.mean, "ci_lower": at.lower, "ci_upper": at.upper}
        for key, figures in _segments(shares)
        if (found := _fitted(figures)).status == "fitted" and found.word == "trend"
        for year in np.linspace(found.first_year, found.last_year, _LINE_POINTS)
        for at in [predict_mean(found, year)]
    ]
    return pd.DataFrame(rows, columns=[*_KEY, "year", "mean", "ci_lower", "ci_upper"])


def _segments(observations: pd.DataFrame) -> list[tuple[tuple, list[dict]]]:
    figures = observations[observations["obs_value"].notna()]
    figures = figures.assign(year=figures["time_period"].map(decimal_year)).sort_values([*_KEY, "year"])
    return [(key, rows.to_dict("records")) for key, rows in figures.groupby(_KEY)]


def _difference(key: tuple, before: dict, after: dict) -> dict:
    found = compute_change(
        interval_of(before), interval_of(after), base_year=before["year"], latest_year=after["year"],
        base_value=before["obs_value"], latest_value=after["obs_value"],
    )  # fmt: skip
    stated = is_stated(before, after)
    return dict(zip(_KEY, key, strict=True)) | {
        "base_period": before["time_period"], "latest_period": after["time_period"], "base": before["obs_value"],
        "latest": after["obs_value"], "change": tidy(found.change_pp) if stated else None,
        "change_lower": tidy(found.box.lower), "change_upper": tidy(found.box.upper),
        "direction": found.direction, "status": found.status if stated else "not_stated",
    }  # fmt: skip


def _fitted(figures: list[dict]) -> Trend:
    counted = all(pd.notna(f.get("numerator")) and pd.notna(f.get("denominator")) for f in figures)
    given = (
        {"counts": [f["numerator"] for f in figures], "totals": [f["denominator"] for f in figures]}
        if counted
        else {"shares": [f["obs_value"] for f in figures]}
    )
    return fit_trend([figure["year"] for figure in figures], **given)


def _fit(key: tuple, figures: list[dict]) -> dict:
    found = _fitted(figures)
    years = [figure["year"] for figure in figures]
    enough = found.word == "trend"
    return dict(zip(_KEY, key, strict=True)) | {
        "n_obs": found.n_obs, "first_period": figures[0]["time_period"], "last_period": figures[-1]["time_period"],
        "status": found.status, "word": found.word, "model": found.model, "slope_logit_per_year": found.slope,
        "slope_lower": found.slope_lower, "slope_upper": found.slope_upper,
        "kendall_p": mann_kendall(years, [f["obs_value"] for f in figures]).p_two_sided if enough else None,
    }  # fmt: skip
