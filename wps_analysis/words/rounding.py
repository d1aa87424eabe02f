"""Bounds for print, rounded outward: what is printed holds everything that can be."""

from __future__ import annotations

from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

_NOISE = 9
"""Decimals beyond which the difference of two decimal figures is noise of binary fractions."""


def outward(lower: float, upper: float, *, decimals: int = 1) -> tuple[float, float]:
    """Round a lower bound down and an upper bound up, on the decimals that they print.

    Parameters
    ----------
    lower, upper
        Bounds in any one unit.
    decimals
        Decimals kept.

    Returns
    -------
    tuple of float
        The bounds with these decimals: nothing between the old ones lies outside.

    Examples
    --------
    >>> outward(-0.35, 4.85), outward(0.1, 4.4), outward(21.95 - 21.85, 22.05 - 17.65)
    ((-0.4, 4.9), (0.1, 4.4), (0.1, 4.4))
    """
    step = Decimal(1).scaleb(-decimals)
    low, high = (Decimal(f"{end:.{_NOISE}f}") for end in (lower, upper))
    return float(low.quantize(step, ROUND_FLOOR)) + 0.0, float(high.quantize(step, ROUND_CEILING)) + 0.0
