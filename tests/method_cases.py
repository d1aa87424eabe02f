"""The adapter for worked cases: each method by name, called with a case's inputs, answering in a dictionary.

The adapters rename and convert: cases write counts with shares and targets as proportions 0-1, shares alone in
percent, and every number with ten significant digits; so do the answers. The numbers come from the typed functions
of ``wps_analysis.methods``, and what only a case asks for is computed beside the adapters.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import wraps
from inspect import signature
from typing import Any

from method_cases_progress import PROGRESS_CASES, Answer, said
from method_cases_statistics import STATISTICS_CASES

from wps_analysis.methods import posts, rates, representation

__all__ = ["METHODS"]


def _percent(proportion: float) -> float:
    return float(rates.exact_fraction(proportion) * 100)


def _proportion(percent: float | None) -> float | None:
    return None if percent is None else percent / 100


def _parity_measures(*, share: float) -> Answer:
    ratio = None if share == 100 else share / (100 - share)
    gaps = {"gap_pp": 2 * share - 100, "gap_to_parity_pp": 50 - share, "parity_attainment": share / 50}
    return said(
        gaps | {"ratio_f_m": ratio, "odds": ratio, "error": "" if ratio is not None else "no men: ratio undefined"}
    )


def _representation_ratio(*, share: float, population_share: float) -> Answer:
    if population_share == 0:
        return said({"ratio": None, "error": "population share is zero: ratio undefined"})
    return said({"ratio": share / population_share, "error": ""})


def _duncan(*, women: Sequence[float], total: Sequence[float], ranks: Sequence[str] = ()) -> Answer:
    found = representation.duncan_dissimilarity(women, total)
    return said({"D": found.index, "shares": list(found.shares), "error": found.error, "note": found.note})


def _gci(
    *, women: Sequence[float], total: Sequence[float], top: str | int = 0, ranks: Sequence[str] | None = None
) -> Answer:
    place = top if isinstance(top, int) else list(ranks).index(top) if ranks else 0  # ranks stand from the top down
    found = representation.glass_ceiling_index(women, total, top=place)
    shares = {"share_all": _proportion(found.share_all), "share_top": _proportion(found.share_top)}
    return said(shares | {"gci": found.gci, "women_top": found.women_top, "error": found.error})


def _kitagawa(
    *,
    num1: Sequence[float],
    den1: Sequence[float],
    num2: Sequence[float],
    den2: Sequence[float],
    groups: Sequence[str] = (),
) -> Answer:
    found = representation.kitagawa_two_way(num1, den1, num2, den2)
    parts = {"within": found.within_pp, "between": found.between_pp, "total": found.total_pp}
    return said({name: _proportion(part) for name, part in parts.items()} | {"error": found.error})


def _joint_titles(*, women_alone: float, joint: float, total: float) -> Answer:
    """Say what land titles by sex of holder say of women: own arithmetic, titles are neither persons nor land.

    The remainder may be men's, the state's or a community's; a joint title is taken to name one woman and one man.
    """
    names = (
        "remainder",
        "titles_naming_a_woman",
        "share_women_among_named_owners_if_rest_men_alone",
        "share_titles_half_weight",
        "women_share_of_sole_titles_if_rest_men_alone",
    )
    if min(women_alone, joint) < 0 or women_alone + joint > total + 1e-9 or total <= 0:
        return dict.fromkeys(names) | {"error": "parts are negative or above the total, or there is none"}
    # Printed parts sum to 100 only as decimals.
    remainder, naming = max(0, round(total - women_alone - joint, 9)), women_alone + joint
    sole = women_alone + remainder
    found = (
        remainder,
        naming,
        100 * naming / (naming + joint + remainder),
        100 * (women_alone + joint / 2) / total,
        100 * women_alone / sole if sole > 0 else None,
    )
    error = "" if sole > 0 else "no title held alone: its share undefined"
    return said(dict(zip(names, found, strict=True)) | {"error": error})


def _posts_answer(found: posts.Posts) -> Answer:
    return said({"needed_women": found.needed, "additional": found.additional, "status": found.status})


def _posts(*, women: float, total: float, target: float) -> Answer:
    return _posts_answer(posts.posts_by_replacement(women, total, _percent(target)))


def _added_posts(*, women: float, total: float, target: float) -> Answer:
    return _posts_answer(posts.posts_by_addition(women, total, _percent(target)))


def _posts_bounds(*, women: float | Sequence[float], total_bounds: Sequence[float], target: float) -> Answer:
    held = (women, women) if isinstance(women, int | float) else tuple(women)
    fewest, most = posts.posts_by_replacement_bounds(held, tuple(total_bounds), _percent(target))
    status = fewest.status if fewest.status == most.status else ""
    return said({"additional": [fewest.additional, most.additional], "status": status})


def _stock_flow(*, p0: float, recruit_share: float, turnover: float, targets: Sequence[float]) -> Answer:
    found = posts.stock_flow_recruitment(
        _percent(p0), _percent(recruit_share), _percent(turnover), [_percent(target) for target in targets]
    )
    return said({"years": list(found.years), "limit": _proportion(found.limit), "error": found.error})


def _recruit_share(*, p0: float, target: float, years: float, turnover: float) -> Answer:
    found = posts.recruit_share_required(_percent(p0), _percent(target), years, _percent(turnover))
    share = _proportion(found.required_recruit_share)
    return said({"required_recruit_share": share, "status": found.status})


def _as_printed(value: Any) -> Any:
    """Round the floats of an answer, also within lists, to ten significant digits."""
    if isinstance(value, list | tuple):
        return [_as_printed(each) for each in value]
    return float(f"{value:.10g}") if isinstance(value, float) else value


def _printing(method: Callable[..., Answer]) -> Callable[..., Answer]:
    @wraps(method)
    def printed(**case: Any) -> Answer:
        return {key: _as_printed(value) for key, value in method(**case).items()}

    return printed


_REPRESENTATION_CASES: dict[str, Callable[..., Answer]] = {
    "duncan_dissimilarity": _duncan,
    "glass_ceiling_index": _gci,
    "joint_title_shares": _joint_titles,
    "kitagawa_two_way": _kitagawa,
    "parity_measures": _parity_measures,
    "persons_needed_bounds": _posts_bounds,
    "persons_needed_by_addition": _added_posts,
    "persons_needed_fixed_total": _posts,
    "pipeline_ratio": lambda **case: said(vars(representation.pipeline_ratio(**case))),
    "recruit_share_required": _recruit_share,
    "representation_ratio": _representation_ratio,
    "stock_flow_recruitment": _stock_flow,
}


def _answering(method: Callable[..., Answer]) -> Callable[..., Answer]:
    """Answer inputs of which nothing can be computed with the reason, as the cases file does."""

    @wraps(method)
    def answered(**inputs: object) -> Answer:
        signature(method).bind(**inputs)  # a wrong keyword is an error of the caller
        try:
            return method(**inputs)
        except (ArithmeticError, TypeError, ValueError) as error:
            return {"error": str(error) or type(error).__name__, "status": "not_assessable"}

    return answered


METHODS: dict[str, Callable[..., Answer]] = {
    name: _answering(_printing(method))
    for name, method in (STATISTICS_CASES | PROGRESS_CASES | _REPRESENTATION_CASES).items()
}
"""Each numeric method by the name that the cases give it."""
