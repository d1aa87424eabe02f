"""Which of several claims on one figure speaks, what they say together, and how far they differ."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from wps_analysis.claims.bounds import common_part, envelope, intervals_overlap
from wps_analysis.tables import Row, grouped

VALUE = ("obs_value", "lower", "upper", "qualifier")
COMPARED = (
    "claim_id", *VALUE, "unit_measure", "series", "missing", "rank", "voice", "release_of", "released", "uncited",
    "summary", "width",
)  # fmt: skip
"""What is compared of claims."""
SAID = (
    "choice_reason", "n_claims", "agreement", "envelope_lower", "envelope_upper", "choice_lower", "choice_upper",
    "refuted",
)  # fmt: skip
"""What is said of the claim that speaks."""


def choose(claims: list[dict]) -> dict:
    """Choose among the claims on one figure, and read those of its series that agree together.

    Parameters
    ----------
    claims
        Of each claim what is ``COMPARED``, ``missing`` (whether it holds no figure) among it, ``value`` (the number of
        its value among the distinct ones) and ``refuted`` (whether held counts or a finding refute it).

    Returns
    -------
    dict
        The claim that speaks, with the interval and the value that its series' agreeing claims have in common, and
        what is ``SAID`` of it; ``refuted`` are the claims that do not speak because they are refuted.
    """
    figures = [claim for claim in claims if not claim["missing"]] or claims
    figures = sorted(figures, key=_precedence)
    standing = [claim for claim in figures if not claim["refuted"]] or figures
    reason, left = _decide(standing)
    if len(standing) < len(figures) and reason == "same_value":
        reason = "refuted"
    speaks, together = left[0], [claim for claim in standing if claim["series"] == left[0]["series"]]
    values = {}
    if len(together) > 1 and intervals_overlap(together):
        speaks = min(together, key=lambda claim: claim["width"])
        values = dict(zip(("lower", "upper"), common_part(together), strict=True))
    distinct = len({(claim["value"], claim["voice"]) for claim in figures})
    lower, upper = envelope(figures)
    choice = read_together(figures)
    return speaks | values | {
        "choice_reason": reason, "n_claims": distinct,
        "agreement": "single" if distinct == 1 else "agree" if intervals_overlap(figures) else "differ",
        "envelope_lower": lower, "envelope_upper": upper, "choice_lower": choice[0], "choice_upper": choice[1],
        "refuted": " ".join(sorted(claim["claim_id"] for claim in figures if claim["refuted"])),
    }  # fmt: skip


def read_together(figures: list[dict]) -> tuple[float, float]:
    """Return what the claims allow where those of one series that all overlap are one figure, their common part."""
    readings = []
    for claims in grouped(figures, ["series"]).values():
        if intervals_overlap(claims):
            lower, upper = common_part(claims)
            readings.append(claims[0] | {"lower": lower, "upper": upper})
        else:
            readings += claims
    return envelope(readings)


def _precedence(claim: Row) -> tuple:
    return claim["rank"], claim["uncited"], claim["summary"], claim["claim_id"]


def _decide(figures: list[dict]) -> tuple[str, list[dict]]:
    """Apply one rule after the other until one value is left, or values of one series that agree."""
    if len(_values(figures)) == 1:
        return "same_value", figures
    left, reason = figures, ""
    for reason, rule in _RULES.items():
        left = rule(left)
        if len(_values(left)) == 1:
            return reason, left
        if _of_one_series(left) and intervals_overlap(left):
            return "narrowest", left
    return ("claim_id" if intervals_overlap(left) else "arbitrary"), sorted(left, key=lambda claim: claim["claim_id"])


def _least(column: str) -> Callable[[list[dict]], list[dict]]:
    def rule(figures: list[dict]) -> list[dict]:
        least = min(claim[column] for claim in figures)
        return [claim for claim in figures if claim[column] == least]

    return rule


def _newest_releases(figures: list[dict]) -> list[dict]:
    newest: dict[str, Any] = {}
    for claim in figures:
        if family := _family(claim):
            newest[family] = max(newest.get(family, claim["released"]), claim["released"])
    return [claim for claim in figures if not _family(claim) or claim["released"] == newest[_family(claim)]]


def _family(claim: Row) -> str:
    release_of = claim["release_of"]
    return release_of if isinstance(release_of, str) else ""


_RULES = {
    "rank": _least("rank"), "newest_release": _newest_releases, "cites_primary": _least("uncited"),
    "body_before_summary": _least("summary"),
}  # fmt: skip
"""In their order; of claims of one series that agree, the narrowest then speaks."""


def _values(figures: Iterable[Row]) -> set[int]:
    return {claim["value"] for claim in figures}


def _of_one_series(figures: Iterable[Row]) -> bool:
    return len({claim["series"] for claim in figures}) == 1
