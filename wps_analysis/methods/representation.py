"""Women's representation: ranks side by side, and the composition of a change.

Shares are percent 0-100, counts are persons; ratios and indices are plain numbers. What is undefined
is None, with the reason in ``error``. None of these says why a share is what it is.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from wps_analysis.methods.rates import is_missing


@dataclass(frozen=True)
class Pipeline:
    """Upper share by lower share, and the ratio of their odds; no promotion rate."""

    ratio: float | None
    odds_ratio: float | None
    error: str = ""


def pipeline_ratio(upper: float, lower: float) -> Pipeline:
    """Compare women's share of an upper rank with that of the rank below.

    Parameters
    ----------
    upper, lower
        Percent.

    Returns
    -------
    Pipeline
        Below 1 where women are fewer above. The ratio is None for a lower share of 0, the odds ratio also
        where either share is 100.

    References
    ----------
    Own arithmetic on two shares.

    Examples
    --------
    >>> found = pipeline_ratio(10.7, 22.0)
    >>> round(found.ratio, 2), round(found.odds_ratio, 2)
    (0.49, 0.42)
    """
    if lower == 0:
        return Pipeline(None, None, "share of the lower rank is zero: ratio undefined")
    if 100 in (upper, lower):
        return Pipeline(upper / lower, None, "a share is 100: odds undefined")
    return Pipeline(upper / lower, (upper / (100 - upper)) / (lower / (100 - lower)))


def _shares(women: Sequence[float], total: Sequence[float]) -> tuple[float | None, ...]:
    return tuple(100 * w / n if n > 0 else None for w, n in zip(women, total, strict=True))


def _counts_error(women: Sequence[float], total: Sequence[float]) -> str:
    if is_missing(*women, *total):
        return "a count is missing"
    if any(not 0 <= w <= n for w, n in zip(women, total, strict=True)):
        return "a count of women is negative or above its total"
    return ""


@dataclass(frozen=True)
class GlassCeiling:
    """Women's share of all ranks by their share of the top rank, the shares (percent) and women at the top."""

    gci: float | None
    share_all: float | None
    share_top: float | None
    women_top: float | None
    error: str = ""


def glass_ceiling_index(women: Sequence[float], total: Sequence[float], *, top: int = 0) -> GlassCeiling:
    """Divide women's share of all ranks by their share of the top rank (EIGE, She Figures).

    Parameters
    ----------
    women, total
        Persons in each rank.
    top
        Position of the top rank in the two lists.

    Returns
    -------
    GlassCeiling
        Above 1 women are fewer at the top; None where no woman is there. With few women in the top rank
        give the counts beside it.

    Examples
    --------
    >>> round(glass_ceiling_index([7, 243, 20, 120], [206, 1146, 189, 450]).gci, 1)
    5.8
    """
    error = _counts_error(women, total) or ("" if sum(total) > 0 and total[top] > 0 else "no post in all or in the top")
    if error:
        return GlassCeiling(None, None, None, None, error)
    share_all, share_top = 100 * sum(women) / sum(total), 100 * women[top] / total[top]
    if share_top == 0:
        return GlassCeiling(None, share_all, share_top, women[top], "no woman in the top rank: index undefined")
    return GlassCeiling(share_all / share_top, share_all, share_top, women[top])


@dataclass(frozen=True)
class Dissimilarity:
    """Duncan's D (0 to 1) and women's share of each rank (percent); ``note`` where D says little."""

    index: float | None
    shares: tuple[float | None, ...]
    error: str = ""
    note: str = ""


def duncan_dissimilarity(women: Sequence[float], total: Sequence[float]) -> Dissimilarity:
    """Compute half the sum of |women's share in a rank - men's|, over ranks (Duncan and Duncan 1955).

    Parameters
    ----------
    women, total
        Persons in each rank.

    Returns
    -------
    Dissimilarity
        The part of women, or of men, who would have to change rank to be spread alike. It ignores the order
        of ranks; None without women or without men.

    Examples
    --------
    >>> round(duncan_dissimilarity([7, 243, 20, 120], [206, 1146, 189, 450]).index, 2)
    0.16
    """
    if error := _counts_error(women, total):
        return Dissimilarity(None, (), error)
    men = [n - w for w, n in zip(women, total, strict=True)]
    all_women, all_men = sum(women), sum(men)
    shares = _shares(women, total)
    if all_women == 0 or all_men == 0:
        return Dissimilarity(None, shares, "no women or no men in any rank: index undefined")
    index = math.fsum(abs(w / all_women - m / all_men) for w, m in zip(women, men, strict=True)) / 2
    return Dissimilarity(index, shares, "", "fewer than three ranks: not informative" if len(women) < 3 else "")


@dataclass(frozen=True)
class Decomposition:
    """Change of a pooled share (points): within groups, between them, and in all; the two parts sum to it."""

    within_pp: float | None
    between_pp: float | None
    total_pp: float | None
    error: str = ""


def kitagawa_two_way(
    women_before: Sequence[float],
    total_before: Sequence[float],
    women_after: Sequence[float],
    total_after: Sequence[float],
) -> Decomposition:
    """Split the change of a pooled share into change within groups and change of their sizes (Kitagawa 1955).

    Parameters
    ----------
    women_before, total_before, women_after, total_after
        Persons in each group at two times; a group that is empty at one time has no share then.

    Returns
    -------
    Decomposition
        Percentage points, positive for a rise of women's share.

    Examples
    --------
    >>> found = kitagawa_two_way([10, 30], [100, 100], [15, 30], [100, 100])
    >>> found.within_pp, found.between_pp, round(found.total_pp, 9)
    (2.5, 0.0, 2.5)
    """
    error = _counts_error(women_before, total_before) or _counts_error(women_after, total_after)
    if error or min([*total_before, *total_after], default=0) == 0:
        return Decomposition(None, None, None, error or "a group is empty: its share is undefined")
    shares = list(zip(_shares(women_before, total_before), _shares(women_after, total_after), strict=True))
    all_before, all_after = sum(total_before), sum(total_after)
    sizes = [(b / all_before, a / all_after) for b, a in zip(total_before, total_after, strict=True)]
    within = math.fsum((q1 + q2) / 2 * (f2 - f1) for (f1, f2), (q1, q2) in zip(shares, sizes, strict=True))
    between = math.fsum((f1 + f2) / 2 * (q2 - q1) for (f1, f2), (q1, q2) in zip(shares, sizes, strict=True))
    return Decomposition(within, between, 100 * (sum(women_after) / all_after - sum(women_before) / all_before))
