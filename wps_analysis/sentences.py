"""One plain English statement for a row of an assessment, made from the row by templates and from nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wps_analysis.phrases import NBSP, is_survey, known, number_of, number_text, period_text, text_of, value_text
from wps_analysis.standing import STATUSES

Row = Mapping[str, Any]
_FOR_SEX = {"F": " for women", "M": " for men", "_T": ""}
_COARSE_PP = 0.5
_AGREEMENT = {"base": "base_agreement", "latest": "agreement"}
_COUNTED = {"F": ("woman", "women"), "M": ("man", "men")}


def sentence(row: Row) -> str:
    """Say what a row says: the level or change, the distance to its target, and what is not sure.

    Parameters
    ----------
    row
        A row of ``assess``.

    Returns
    -------
    str
        One sentence or a few. Percent and points to one decimal at most; no rank, cause or forecast.

    Examples
    --------
    >>> from wps_analysis import assess, load, targets
    >>> print(assess(load("senate", ref_area="KHM"), targets())["sentence"][0].replace(NBSP, " "))
    Members of the Senate, Cambodia: women's share rose from 14.8 % in 1999 to 17.7 % in 2024, +2.9 points; two points,
    no trend estimated. The 30 % benchmark (ECOSOC resolution 1990/15) has no year; the gap is 12.3 points.
    """
    subject = _subject(row)
    if text_of(row, "status") == STATUSES["no_data"]:
        return f"{subject}: {STATUSES['no_data']} for {_target_name(row)}."
    parts = [f"{subject}: {_level(row)}.", _target(row), _doubt(row)]
    return " ".join(part for part in parts if part)


def _subject(row: Row) -> str:
    name, group = text_of(row, "name"), text_of(row, "population_name")
    if text_of(row, "measure") == "count":
        name = name.removesuffix(", number")
        counted_in_words = text_of(row, "unit_measure") == "PS" and not text_of(row, "base_period")
        if row["sex"] in _COUNTED and not counted_in_words:
            group = ", ".join(filter(None, (group, _COUNTED[row["sex"]][1])))
    subject = f"{name} ({group})" if group else name
    area = text_of(row, "area_name")
    return f"{subject}, {area}" if area else subject


def _level(row: Row) -> str:
    latest = _figure(row, "latest")
    if not text_of(row, "base_period"):
        basis = {"period_basis": row.get("latest_period_basis"), "time_period": row["latest_period"]}
        when = period_text(basis)
        when = f"as {when}".replace("published", "published in") if when.startswith("published") else f"in {when}"
        return f"{_whose(row, latest, 'was')} {when}"
    base, change = _figure(row, "base"), number_of(row, "change_pp")
    low, high = number_of(row, "change_lower_pp"), number_of(row, "change_upper_pp")
    ends = f"from {base} in {_when(row, 'base_period')} to {latest} in {_when(row, 'latest_period')}"
    verb = "rose" if low > 0 else "fell" if high < 0 else "went"
    if change == 0:
        ends, verb = f"{base} in {_when(row, 'base_period')} and {latest} in {_when(row, 'latest_period')}", "was"
    share = text_of(row, "unit_measure") == "PT"
    amount = f", {change:+.1f} points" if share and change else f", {change:+,.10g}" if change else ""
    amount += _within(low, high) if share and change else ""
    if change and low <= 0 <= high:
        amount += ", a change within rounding"
    return f"{_whose(row, f'{verb} {ends}', '')}{amount}; {_how_many(row)}"


def _how_many(row: Row) -> str:
    count = int(number_of(row, "n_obs"))
    if row.get("break_suspected") is True:
        return "so fast for staff in post that a break in the series is suspected, and no pace is computed"
    if count == 2:
        return "two points, no trend estimated"
    return f"{count} figures of one series" + (", no trend estimated" if count < 5 else "")


def _whose(row: Row, words: str, verb: str) -> str:
    """Say of whom the figure speaks: women's share of a whole, a rate for a sex, or a count."""
    if text_of(row, "unit_measure") != "PT":
        if not verb:
            return f"the number {words}" if text_of(row, "measure") == "count" else words
        one, many = _COUNTED.get(row["sex"], ("", "")) if text_of(row, "unit_measure") == "PS" else ("", "")
        return f"{words} {one if words == '1' else many}".rstrip()
    if text_of(row, "measure") == "composition":
        owner = {"F": "women's share", "M": "men's share"}.get(row["sex"], "the share")
        return " ".join(filter(None, (owner, verb, words)))
    return f"{words}{_FOR_SEX[row['sex']]}" if verb else f"the share{_FOR_SEX[row['sex']]} {words}"


def _figure(row: Row, which: str) -> str:
    cell = {
        "obs_value": row.get(which), "lower": row.get(f"{which}_lower"), "upper": row.get(f"{which}_upper"),
        "qualifier": text_of(row, f"{which}_qualifier"),
        "unit_measure": text_of(row, "unit_measure"),
    }  # fmt: skip
    count = number_of(row, f"{which}_count")
    return value_text(cell) + (f" ({number_text(count)})" if known(count) else "")


def _within(low: float, high: float) -> str:
    """Say what rounding leaves open of a difference, where that is more than half a point."""
    return f" ({low:.1f} to {high:.1f} within rounding)" if high - low > _COARSE_PP else ""


def _when(row: Row, column: str) -> str:
    return period_text({"time_period": text_of(row, column)})


def _target(row: Row) -> str:
    if not text_of(row, "target_id"):
        return ""
    status, gap = text_of(row, "status"), number_of(row, "gap_pp")
    name = _target_name(row)
    has_year = known(number_of(row, "target_year"))
    within = _within(number_of(row, "gap_lower_pp"), number_of(row, "gap_upper_pp"))
    distance = f"the gap is {gap:.1f} points{within}" if known(gap) else "the gap cannot be printed as one number"
    clauses = {
        STATUSES["met"]: f"{name} is met{_by_which(row)}.",
        STATUSES["met_after_deadline"]: f"{name} is met after the target year{_by_which(row)}.",
        STATUSES["met_as_reported_not_decidable_within_rounding"]: (
            f"{name} is met as reported{_by_which(row)}; rounding leaves it open."
        ),
        STATUSES["not_met_as_reported_not_decidable_within_rounding"]: (
            f"{name} is not met as reported{_by_which(row)}; rounding leaves it open."
        ),
        STATUSES["missed"]: f"{name}: the target year is passed, the figure of {_judged(row)} is {_below(row)}.",
    }
    if status in clauses:
        return _capital(clauses[status])
    if status in (STATUSES["on_pace"], STATUSES["below_pace"]):
        return _capital(_pace_clause(row, name, status, distance))
    far = f"{name} has no year; {distance}" if not has_year else f"{distance} to {name}"
    tail = {
        STATUSES["away_from_target"]: "; the share is lower than at the base",
        STATUSES["level_only"]: "; with one figure there is no pace",
    }.get(status, "")
    return _capital(f"{far}{_posts(row)}{tail}.")


def _judged(row: Row) -> str:
    return _when(row, "judged_period")


def _by_which(row: Row) -> str:
    """Name the figure that the target is judged by, where it is not the latest."""
    if text_of(row, "judged_period") == text_of(row, "latest_period"):
        return ""
    return f" by the figure of {_judged(row)}, {number_text(number_of(row, 'judged'))}{NBSP}%"


def _pace_clause(row: Row, name: str, status: str, distance: str) -> str:
    required, observed = (number_of(row, c) for c in ("required_pace_pp_per_year", "observed_pace_pp_per_year"))
    words = (
        f"{name}: {distance}{_posts(row)}; it takes {required:.1f} points a year,"
        f" and the figures moved {observed:.1f} points a year towards it: {status}"
    )
    if row.get("robust_to_rounding") is False:
        words += ", and rounding leaves it open"
    elections = number_of(row, "elections_before_target")
    if known(elections):
        times = "election falls" if elections == 1 else "elections fall"
        words += f"; {int(elections)} regular {times} before the target year is over"
    return words + "."


def _below(row: Row) -> str:
    gap = number_of(row, "gap_pp")
    if not known(gap):
        return "below it"
    within = _within(number_of(row, "gap_lower_pp"), number_of(row, "gap_upper_pp"))
    return f"{gap:.1f} points{within} {'from' if text_of(row, 'operator') == 'parity' else 'below'} it"


def _target_name(row: Row) -> str:
    number = number_of(row, "target_lower")
    what = "parity" if text_of(row, "operator") == "parity" else f"{number_text(number)}{NBSP}%"
    force = {"plan": "plan target"}.get(text_of(row, "legal_force"), text_of(row, "legal_force"))
    year = number_of(row, "target_year")
    when = f", {int(year)}" if known(year) else ""
    if row.get("year_assumed") is True:
        when = f", held against {int(year)} as the user's assumption"
    return f"the {what} {force} ({text_of(row, 'target_basis')}{when})"


def _posts(row: Row) -> str:
    low, high = number_of(row, "posts_lower"), number_of(row, "posts_upper")
    if not known(low, high) or high <= 0:
        return ""
    many = number_text(low) if low == high else f"{number_text(low)}–{number_text(high)}"
    way = ", through vacancies and list places" if text_of(row, "basis") == "election" else ""
    return f", about {many} further posts held by women{way}"


def _doubt(row: Row) -> str:
    """Say what is not sure: a sample of unknown size, published figures that differ, a status that would change."""
    if is_survey(row) and not text_of(row, "n"):
        return "The number of persons asked is not published."
    differing = [which for which in ("base", "latest") if text_of(row, _AGREEMENT[which]) == "differ"]
    if not differing:
        return ""
    figures = [f"for {_when(row, f'{which}_period')} ({_envelope(row, which)})" for which in differing]
    words = f"Published figures differ {' and '.join(figures)}; to be confirmed with {text_of(row, 'custodian')}"
    low, high = number_of(row, "change_choice_lower_pp"), number_of(row, "change_choice_upper_pp")
    if known(low, high) and text_of(row, "unit_measure") == "PT":
        words += f"; under them the change lies between {low:+.1f} and {high:+.1f} points"
    return words + ("; another of them would change the status." if row.get("robust_to_choice") is False else ".")


def _envelope(row: Row, which: str) -> str:
    prefix = "base_" if which == "base" else ""
    low, high = (number_of(row, f"{prefix}envelope_{end}") for end in ("lower", "upper"))
    share = text_of(row, "unit_measure") == "PT"
    return f"{low:,.10g} to {high:,.10g}" + (f"{NBSP}% with rounding" if share else "")


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
