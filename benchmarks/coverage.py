"""How often a nominal 95 per cent interval holds the true slope, by method and number of points.

Seats of a body are drawn about a known line of log odds, five years apart, with binomial scatter alone and with
a little more (beta-binomial). Coverage near 95 is honest, less claims too much. Newcombe's interval of the
difference stands beside them for two points, where no slope is estimated.

Run: ``python benchmarks/coverage.py --runs 2000``
"""

from __future__ import annotations

import argparse
import math
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from scipy.special import expit

from wps_analysis.methods.points import critical_value
from wps_analysis.methods.proportions import newcombe_interval
from wps_analysis.methods.trend import Trend, fit_trend

SEATS = 125
YEARS_APART = 5
LOG_ODDS_AT_FIRST, SLOPE = -1.7, 0.03  # about 15 per cent, then half a point a year
POINTS = (3, 4, 6)
CORRELATIONS = {"none": 0.0, "mild": 0.01}  # between two seats of one year: 0.01 inflates the variance 2.24 times
OURS = "floored quasi t (fit_trend)"
SHARES = "fractional logit t (fit_trend on shares)"
NEWCOMBE = "Newcombe, difference of two points"


class Row(NamedTuple):
    """One line of the table; coverage and its simulation error in percent."""

    points: int
    overdispersion: str
    method: str
    coverage: float
    error: float
    fitted: int


def main(arguments: list[str] | None = None) -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=500, help="simulated series for each line (default 500)")
    parser.add_argument("--seed", type=int, default=1325)
    options = parser.parse_args(arguments)
    print(f"{options.runs} series each, {SEATS} seats, {YEARS_APART} years apart; nominal 95 %")
    print(f"{'points':>6}  {'overdispersion':<14}  {'method':<42}  {'coverage %':>10}  {'+-':>4}  {'fitted':>6}")
    for row in simulate(options.runs, seed=options.seed):
        print(
            f"{row.points:>6}  {row.overdispersion:<14}  {row.method:<42}  {row.coverage:>10.1f}  "
            f"{row.error:>4.1f}  {row.fitted:>6}"
        )


def simulate(runs: int, *, seed: int) -> Iterator[Row]:
    """Yield the coverage of each method, for each number of points and overdispersion."""
    generator = np.random.default_rng(seed)
    for name, correlation in CORRELATIONS.items():
        yield _two_points(runs, name, correlation, generator)
    for points in POINTS:
        for name, correlation in CORRELATIONS.items():
            held: Counter[str] = Counter()
            fitted: Counter[str] = Counter()
            for counts in _draw(runs, points, correlation, generator):
                for method, low, high in _intervals(counts):
                    fitted[method] += 1
                    held[method] += low <= SLOPE <= high
            for method in fitted:
                yield _row(points, name, method, held[method], fitted[method])


def _shares(points: int) -> np.ndarray:
    return expit(LOG_ODDS_AT_FIRST + SLOPE * YEARS_APART * np.arange(points))


def _draw(runs: int, points: int, correlation: float, generator: np.random.Generator) -> np.ndarray:
    shares = np.broadcast_to(_shares(points), (runs, points))
    if correlation:
        spread = (1 - correlation) / correlation
        shares = generator.beta(shares * spread, (1 - shares) * spread)
    return generator.binomial(SEATS, shares)


def _intervals(counts: np.ndarray) -> Iterator[tuple[str, float, float]]:
    years = [YEARS_APART * n for n in range(len(counts))]
    totals = [SEATS] * len(counts)
    found = fit_trend(years, counts=counts.tolist(), totals=totals)
    if found.status == "fitted":
        of_binomial = found.se_slope / math.sqrt(found.dispersion)
        of_quasi = of_binomial * math.sqrt(found.pearson_chi2 / found.df_resid)
        yield _around(found, "binomial z", of_binomial, critical_value(95))
        yield _around(found, "quasi z", of_quasi, critical_value(95))
        yield _around(found, "quasi t", of_quasi, found.critical)
        yield OURS, found.slope_lower, found.slope_upper
    found = fit_trend(years, shares=(100 * counts / SEATS).tolist())
    if found.status == "fitted":
        yield SHARES, found.slope_lower, found.slope_upper


def _around(found: Trend, method: str, error: float, critical: float) -> tuple[str, float, float]:
    return method, found.slope - critical * error, found.slope + critical * error


def _two_points(runs: int, name: str, correlation: float, generator: np.random.Generator) -> Row:
    first, last = _shares(2)
    held = 0
    for base, latest in _draw(runs, 2, correlation, generator).tolist():
        held += newcombe_interval(base, SEATS, latest, SEATS).contains(100 * (last - first))
    return _row(2, name, NEWCOMBE, held, runs)


def _row(points: int, name: str, method: str, held: int, runs: int) -> Row:
    share = held / runs
    return Row(points, name, method, 100 * share, 100 * math.sqrt(share * (1 - share) / runs), runs)


if __name__ == "__main__":
    main()
