"""What a target would take: posts today, at the target and between, and women's share among appointments."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import pandas as pd

from wps_analysis.assessment.levels import target_in
from wps_analysis.methods.posts import posts_by_replacement_bounds, recruit_share_required
from wps_analysis.tables import Row
from wps_analysis.words.figures import known, number_of, number_text, text_of
from wps_analysis.words.language import _, ngettext
from wps_analysis.words.said import Said, figure, joined, say


@dataclass(frozen=True)
class Takes:
    """What one target takes of one body or service: counts of posts as (lowest, highest), shares in percent."""

    row: Row
    target: float
    women: int | None
    total: tuple[int, int] | None
    needed: tuple[int, int] | None
    further: tuple[int, int] | None
    election: int | None
    term: int | None
    elected: bool

    @property
    def share(self) -> tuple[float, float]:
        """Women's share today, lowest and highest within rounding."""
        return number_of(self.row, "latest_lower"), number_of(self.row, "latest_upper")


def what_it_takes(row: Row, elections: pd.DataFrame, elected: Collection[str] = ()) -> Takes | None:
    """Compute what the target of a row of an assessment takes.

    Parameters
    ----------
    row
        Of ``Brief.assessed``, with ``denominator_lower`` and ``denominator_upper`` of its latest figure.
    elections
        The registry's.
    elected
        Indicators of bodies that are elected, where the dates are not known.

    Returns
    -------
    Takes or None
        None where the row is no women's share with a figure and a target to be reached from below; without counts
        where no number of posts is held. The fewest and the most posts are those at the ends of a total that is known
        within bounds.

    Examples
    --------
    >>> row = {"measure": "composition", "sex": "F", "target_lower": 30, "operator": ">=", "latest_lower": 10.65,
    ...        "latest_upper": 10.75, "latest_count": 176, "denominator_lower": 1652, "denominator_upper": 1652}
    >>> takes = what_it_takes(row, pd.DataFrame({"indicators": [], "ref_area": [], "year": []}))
    >>> takes.women, takes.needed, takes.further
    (176, (496, 496), (320, 320))
    """
    target = number_of(row, "target_lower")
    is_share = row["measure"] == "composition" and row["sex"] == "F"
    if not is_share or text_of(row, "operator") not in (">=", "parity", "range") or not known(target):
        return None
    if not known(number_of(row, "latest_lower"), number_of(row, "latest_upper")):
        return None
    last, term = _election(row, elections)
    chosen = last is not None or row.get("indicator") in elected
    women, *total = (number_of(row, c) for c in ("latest_count", "denominator_lower", "denominator_upper"))
    if not known(women, *total):
        return Takes(row, target, None, None, None, None, last, term, chosen)
    fewest, most = posts_by_replacement_bounds((women, women), (total[0], total[1]), target)
    return Takes(
        row, target, int(women), (int(total[0]), int(total[1])), (fewest.needed, most.needed),
        (fewest.additional, most.additional), last, term, chosen,
    )  # fmt: skip


def appointments_share(takes: Takes, year: float, turnover: float) -> tuple[float | None, float | None]:
    """Return the lowest and highest share of women among appointments that reaches the target by a year.

    Parameters
    ----------
    takes
        Of a service or of appointed posts.
    year
        By the end of which the target is to be reached: an assumption, to be printed.
    turnover
        Percent of the posts that are filled anew each year: an assumption, to be printed.

    Returns
    -------
    tuple of float or None
        Percent; 0 where no appointment of a woman is needed, above 100 where appointments alone do not reach it, None
        where the year has passed or there is no turnover.
    """
    years = year - int(text_of(takes.row, "latest_period")[:4])
    shares = (recruit_share_required(share, takes.target, years, turnover) for share in reversed(takes.share))
    found = [share.required_recruit_share for share in shares]
    return tuple(None if share is None else max(0.0, share) for share in found)


def takes_words(takes: Takes) -> Said:
    """Say what a target takes, in posts; where no number of posts is held, that it is asked for."""
    claims = (text_of(takes.row, "claim_id"), text_of(takes.row, "target_claim_id"))
    aim = f"{number_text(takes.target)}\u00a0%"
    if takes.women is None:
        custodian = _(text_of(takes.row, "custodian"))
        words = say(_("the number of posts is not in the reports used here: see the request to the {custodian}"),
                    custodian=custodian)  # fmt: skip
    elif takes.further == (0, 0):
        words = say(
            _("{target}: {women} posts today; no further post is needed"),
            target=aim,
            women=figure(number_text(takes.women), *claims),
        )
    else:
        words = say(
            _("{target}: {women} posts held by women today, {needed} at the target: {further} more"), target=aim,
            women=figure(number_text(takes.women), *claims), needed=figure(span(takes.needed), *claims),
            further=figure(span(takes.further), *claims),
        )  # fmt: skip
    coming = number_of(takes.row, "elections_before_target")
    if known(coming) and coming > 0:
        elections = ngettext("{count} election before it", "{count} elections before it", int(coming))
        words = joined("; ", [words, elections.format(count=int(coming))])
    return words


def span(ends: tuple[int, int]) -> str:
    """Return the lowest and the highest of a count, or the one that both are.

    Examples
    --------
    >>> span((62, 63)), span((496, 496))
    ('62–63', '496')
    """
    low, high = (number_text(end) for end in ends)
    return low if low == high else f"{low}–{high}"


def target_number(row: Row) -> dict:
    """Return the target of a row of an assessment with the names of ``targets.csv``, claim and all."""
    return {**target_in(row), "claim_id": text_of(row, "target_claim_id")}


def _election(row: Row, elections: pd.DataFrame) -> tuple[int | None, int | None]:
    """Return the year of a body's last election and its term, from the last two; nothing where they are not known."""
    mine = [
        int(year)
        for codes, area, year in zip(elections["indicators"], elections["ref_area"], elections["year"], strict=True)
        if row.get("indicator") in codes.split() and area == row.get("ref_area")
    ]
    last = sorted(mine)[-2:]
    return (last[1], last[1] - last[0]) if len(last) == 2 else (last[0] if last else None, None)
