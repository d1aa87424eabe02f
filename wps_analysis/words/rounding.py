"""Numbers for print: values rounded half up, as publishers do; bounds outward, so that they hold all that can be."""

from __future__ import annotations

import re
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal

_NOISE = 9
"""Decimals beyond which the difference of two decimal figures is noise of binary fractions."""

_STORED = re.compile(r"\d+\.\d{4,}")
"""More decimals than any publication prints."""
_EXACT = 1e15
"""Above which a number has no decimals."""


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


def half_up(value: float, decimals: int = 1) -> float:
    """Round a number as it is read: a five after the last decimal goes up, whatever its binary fraction is.

    Parameters
    ----------
    value
        In any unit; a negative one goes away from zero, so that a gap is as wide either way.
    decimals
        Decimals kept.

    Examples
    --------
    >>> half_up(12.25), half_up(-0.35), half_up(2.675, 2), half_up(2.5, 0)
    (12.3, -0.4, 2.68, 3.0)
    """
    if not abs(value) < _EXACT:
        return value
    exact = Decimal(f"{value:.{_NOISE}f}")
    return float(exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)) + 0.0


def fixed(value: float, decimals: int = 1, *, sign: str = "") -> str:
    """Write a number with some decimals, rounded half up; with ``sign="+"`` a rise has a sign too.

    Examples
    --------
    >>> fixed(0.25), fixed(1.15, sign="+")
    ('0.3', '+1.2')
    """
    return f"{half_up(value, decimals):{sign}.{decimals}f}"


def as_printed(text: str) -> str:
    """Return the words of a document, the decimals that only a computer stores rounded to the one that we print.

    What rounding would make nothing of is kept.

    Examples
    --------
    >>> as_printed("15.7464212678937"), as_printed("14.77 per cent"), as_printed("0.00034")
    ('15.7', '14.77 per cent', '0.00034')
    """
    return _STORED.sub(lambda found: found[0] if float(found[0]) < 0.1 else f"{half_up(float(found[0]), 1):.1f}", text)
