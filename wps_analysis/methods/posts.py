"""Posts held by women at a target, and what recruitment does to a share over the years.

Shares, targets and turnover are percent 0-100, counts are persons. The number of posts is exact arithmetic on the
decimals as given. Recruitment assumes equal exit rates of women and men and a turnover from the service's own
records: without them there is nothing to show.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from wps_analysis.methods.rates import exact_fraction, is_missing


@dataclass(frozen=True)
class Posts:
    """Posts held by women at the target, and how many more than now that is; status ``met`` if none."""

    needed: int | None
    additional: int | None
    status: str = ""


def posts_by_replacement(women: float, total: float, target: float) -> Posts:
    """Compute the posts that women hold at a target when the number of posts stays: ceil(T N) - W.

    Parameters
    ----------
    women, total
        Posts held by women, and all.
    target
        Percent.

    Returns
    -------
    Posts
        ``additional`` is 0 where the target is met.

    References
    ----------
    Own arithmetic, exact in the decimals given.

    Examples
    --------
    >>> posts_by_replacement(176, 1652, 30)
    Posts(needed=496, additional=320, status='')
    """
    if error := _counts_error(women, total, target):
        return Posts(None, None, error)
    needed = math.ceil(exact_fraction(target) / 100 * exact_fraction(total))
    additional = max(0, math.ceil(needed - exact_fraction(women)))
    return Posts(needed, additional, "" if additional else "met")


def posts_by_replacement_bounds(
    women: tuple[float, float], total: tuple[float, float], target: float
) -> tuple[Posts, Posts]:
    """Compute the fewest and the most additional posts where counts are known within bounds.

    Parameters
    ----------
    women, total
        Lowest and highest count of women and of posts.
    target
        Percent.

    Returns
    -------
    tuple of Posts
        At most women and fewest posts; at fewest women and most posts.

    Examples
    --------
    >>> [posts.additional for posts in posts_by_replacement_bounds((176, 176), (1638, 1652), 30)]
    [316, 320]
    """
    return posts_by_replacement(women[1], total[0], target), posts_by_replacement(women[0], total[1], target)


def posts_by_addition(women: float, total: float, target: float) -> Posts:
    """Compute how many posts, all held by women, would have to be added: ceil((T N - W) / (1 - T)).

    Parameters
    ----------
    women, total
        Posts held by women, and all.
    target
        Percent.

    Returns
    -------
    Posts
        Nobody is replaced, so never fewer than by replacement. Infeasible for a target of 100 as long as
        one post is not a woman's.

    References
    ----------
    Own arithmetic, exact in the decimals given.

    Examples
    --------
    >>> posts_by_addition(176, 1652, 30).additional
    457
    """
    if error := _counts_error(women, total, target):
        return Posts(None, None, error)
    goal, held, posts = exact_fraction(target) / 100, exact_fraction(women), exact_fraction(total)
    short = goal * posts - held
    if short <= 0:
        return Posts(math.ceil(held), 0, "met")
    if goal == 1:
        return Posts(None, None, "infeasible: men hold posts, and no added post changes that")
    additional = math.ceil(short / (1 - goal))
    return Posts(math.ceil(held) + additional, additional)


def _counts_error(women: float, total: float, target: float) -> str:
    if is_missing(women, total, target):
        return "undefined: a count or the target is missing"
    if not 0 <= women <= total or total == 0:
        return "undefined: women are negative or above the total, or there is no post"
    return "" if 0 <= target <= 100 else "undefined: the target is no share"


def seats_at_parity(total: int) -> tuple[int, int]:
    """Return the numbers of women nearest to parity in a body: one number, or two in an odd house.

    Examples
    --------
    >>> seats_at_parity(125), seats_at_parity(62)
    ((62, 63), (31, 31))
    """
    return total // 2, total - total // 2


@dataclass(frozen=True)
class StockFlow:
    """Years until each target, None for those never reached, and the share (percent) that is approached."""

    years: tuple[float | None, ...]
    limit: float | None
    error: str = ""


def stock_flow_recruitment(share: float, recruit_share: float, turnover: float, targets: Sequence[float]) -> StockFlow:
    """Compute when recruitment alone takes a share to targets: p_t = r + (p_0 - r) (1 - tau)^t.

    Parameters
    ----------
    share
        Women's share of the force now, percent.
    recruit_share
        Women's share of recruits (r), percent.
    turnover
        Part of the force replaced each year (tau), percent.
    targets
        Shares of the force to be reached, percent.

    Returns
    -------
    StockFlow
        0 years for a target already met. The share approaches that of recruits and never passes it: a
        target at or above it, short of which the share is, is never reached. Full turnover takes one year.

    References
    ----------
    Own arithmetic on a stock with equal exit rates; turnover comes from the service's own records.

    Examples
    --------
    >>> stock_flow_recruitment(11, 20, 5, [15, 30]).years
    (11.459..., None)
    """
    if is_missing(share, recruit_share, turnover) or not 0 <= turnover <= 100:
        return StockFlow((None,) * len(targets), None, "turnover is missing or not between 0 and 100")
    years = tuple(_years_to(target, share, recruit_share, turnover / 100) for target in targets)
    return StockFlow(years, share if turnover == 0 else recruit_share)


def _years_to(target: float, share: float, recruit_share: float, turnover: float) -> float | None:
    if share >= target:
        return 0.0
    if turnover == 1:
        return 1.0 if recruit_share >= target else None
    if turnover == 0 or recruit_share <= target:
        return None
    return math.log((recruit_share - target) / (recruit_share - share)) / math.log1p(-turnover)


@dataclass(frozen=True)
class RecruitShare:
    """Share of women among recruits that a target needs (percent); above 100 and below 0 it is no share."""

    required_recruit_share: float | None
    status: str = ""


def recruit_share_required(share: float, target: float, years: float, turnover: float) -> RecruitShare:
    """Compute the share of women among recruits that takes a force to a target in a number of years.

    Parameters
    ----------
    share, target
        Women's share of the force now and in the end, percent.
    years
        Above 0.
    turnover
        Part of the force replaced each year, percent.

    Returns
    -------
    RecruitShare
        (T - p_0 (1 - tau)^n) / (1 - (1 - tau)^n). Above 100, and below 0, status ``infeasible``: no share
        of recruits ends at the target (below 0 the share stays above it whatever the recruits).

    References
    ----------
    Own arithmetic on a stock with equal exit rates; turnover comes from the service's own records.

    Examples
    --------
    >>> round(recruit_share_required(11, 20, 6, 5).required_recruit_share, 1)
    45.0
    >>> recruit_share_required(11, 30, 2, 5).status
    'infeasible: above 100 % of recruits'
    """
    if is_missing(share, target, years, turnover) or years <= 0 or not 0 < turnover <= 100:
        return RecruitShare(None, "undefined: no years left, or turnover not above 0 and at most 100")
    kept = (1 - turnover / 100) ** years
    needed = (target - share * kept) / (1 - kept)
    if needed > 100 + 1e-9:
        return RecruitShare(needed, "infeasible: above 100 % of recruits")
    if needed < -1e-9:
        return RecruitShare(needed, "infeasible: below 0, the share stays above the target with any recruits")
    return RecruitShare(needed)
