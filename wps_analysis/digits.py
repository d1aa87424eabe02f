"""A number in plain digits, the same wherever it is written: tables, SDMX, workbook, page."""

from decimal import Decimal

MOST_DIGITS = 15
"""Digits of a printed number that every reader of a table gives back."""


def plain(number: float, grouping: str = "") -> str:
    """Write a number without an exponent: a printed one exactly, a computed one with ten digits.

    Parameters
    ----------
    number
        A figure. One that fifteen digits say exactly was printed so; any other is a quotient.
    grouping
        ``","`` to separate thousands.

    Examples
    --------
    >>> plain(12345678901.0), plain(12345678901.0, ","), plain(21.4), plain(200 / 3)
    ('12345678901', '12,345,678,901', '21.4', '66.66666667')
    """
    exact = f"{number:.{MOST_DIGITS}g}"
    return format(Decimal(exact if float(exact) == number else f"{number:.10g}"), f"{grouping}f")
