"""Land titles by sex of holder: what one sentence on titles held alone and jointly says of women.

Own arithmetic on an own indicator. SDG 5.a.1(b) counts women among owners, persons and agricultural land by type of
tenure: titles are neither, so no figure here is 5.a.1.
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["JointTitles", "joint_title_shares"]

_TOLERANCE = 1e-9


@dataclass(frozen=True)
class JointTitles:
    """Titles not held by women, titles that name a woman (both in titles), and three shares in percent.

    ``among_named_owners`` and ``of_sole_titles`` assume that the remainder are men alone, the former also that
    a joint title names one woman and one man; ``half_weight`` counts a joint title as half a woman's.
    """

    remainder: float | None
    naming_a_woman: float | None
    among_named_owners: float | None
    half_weight: float | None
    of_sole_titles: float | None
    error: str = ""


def joint_title_shares(women_alone: float, joint: float, total: float) -> JointTitles:
    """Compute what titles by sex of holder say of women; titles are neither persons nor land (not SDG 5.a.1).

    Parameters
    ----------
    women_alone, joint, total
        Titles, or percent of titles with a total of 100. The remainder may be men's, the state's or a
        community's.

    Returns
    -------
    JointTitles
        None where no title is left to divide by.

    Examples
    --------
    >>> found = joint_title_shares(18, 68, 100)
    >>> found.naming_a_woman, found.half_weight, found.of_sole_titles
    (86, 52.0, 56.25)
    """
    if min(women_alone, joint) < 0 or women_alone + joint > total + _TOLERANCE or total <= 0:
        return JointTitles(None, None, None, None, None, "parts are negative or above the total, or there is none")
    # Printed parts sum to 100 only as decimals.
    remainder, naming = max(0, round(total - women_alone - joint, 9)), women_alone + joint
    sole = women_alone + remainder
    return JointTitles(
        remainder,
        naming,
        100 * naming / (naming + joint + remainder),
        100 * (women_alone + joint / 2) / total,
        100 * women_alone / sole if sole > 0 else None,
        "" if sole > 0 else "no title held alone: its share undefined",
    )
