"""One plain English statement for a row of an assessment, made from the row by templates and from nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wps_analysis.assessment.status import STATUSES
from wps_analysis.words.figures import NBSP, is_survey, known, number_of, number_text, period_text, text_of, value_text
from wps_analysis.words.language import N_, _, ngettext

Row = Mapping[str, Any]
_COARSE_PP = 0.5
_AGREEMENT = {"base": "base_agreement", "latest": "agreement"}
_SHARE = N_("the share")
_OWNERS = {
    ("composition", "F"): N_("women's share"), ("composition", "M"): N_("men's share"),
    ("rate", "F"): N_("the share for women"), ("rate", "M"): N_("the share for men"),
}  # fmt: skip
_LEVELS = {
    ("composition", "F"): N_("women's share was {value}"), ("composition", "M"): N_("men's share was {value}"),
    ("composition", "_T"): N_("the share was {value}"),
    ("rate", "F"): N_("{value} for women"), ("rate", "M"): N_("{value} for men"),
}  # fmt: skip
_COUNTED = {"F": (N_("{value} woman"), N_("{value} women")), "M": (N_("{value} man"), N_("{value} men"))}
_SEX = {"F": N_("women"), "M": N_("men")}
_TARGETS = {
    "law": N_("the {number} law ({basis})"), "plan": N_("the {number} plan target ({basis})"),
    "guideline": N_("the {number} guideline ({basis})"), "benchmark": N_("the {number} benchmark ({basis})"),
}  # fmt: skip


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
        words = _("{subject}: no figure in the documents held for {target}.")
        return words.format(subject=subject, target=_target_name(row))
    parts = [_("{subject}: {statement}.").format(subject=subject, statement=_level(row)), _target(row), _doubt(row)]
    return " ".join(part for part in parts if part)


def _subject(row: Row) -> str:
    name, group = text_of(row, "name"), _(text_of(row, "population_name"))
    if text_of(row, "measure") == "count":
        name = name.removesuffix(", number")
        counted_in_words = text_of(row, "unit_measure") == "PS" and not text_of(row, "base_period")
        if row["sex"] in _SEX and not counted_in_words:
            group = ", ".join(filter(None, (group, _(_SEX[row["sex"]]))))
    subject = f"{_(name)} ({group})" if group else _(name)
    area = text_of(row, "area_name")
    return f"{subject}, {area}" if area else subject


def _level(row: Row) -> str:
    latest = _figure(row, "latest")
    if not text_of(row, "base_period"):
        return _one_figure(row, latest)
    base, change = _figure(row, "base"), number_of(row, "change_pp")
    low, high = number_of(row, "change_lower_pp"), number_of(row, "change_upper_pp")
    if change == 0:
        words = _("{whose} was {base} in {base_period} and {latest} in {latest_period}")
    elif low > 0:
        words = _("{whose} rose from {base} in {base_period} to {latest} in {latest_period}")
    elif high < 0:
        words = _("{whose} fell from {base} in {base_period} to {latest} in {latest_period}")
    else:
        words = _("{whose} went from {base} in {base_period} to {latest} in {latest_period}")
    words = words.format(
        whose=_owner(row), base=base, latest=latest, base_period=_when(row, "base_period"),
        latest_period=_when(row, "latest_period"),
    ).strip()  # fmt: skip
    share = text_of(row, "unit_measure") == "PT"
    if change and share:
        words += ", " + _("{change} points").format(change=f"{change:+.1f}") + _within(low, high)
    elif change:
        words += f", {change:+,.10g}"
    if change and low <= 0 <= high:
        words += ", " + _("a change within rounding")
    return f"{words}; {_how_many(row)}"


def _one_figure(row: Row, latest: str) -> str:
    period = period_text({"time_period": row["latest_period"]})
    published = text_of(row, "latest_period_basis") == "publication"
    words = _("{level} as published in {period}") if published else _("{level} in {period}")
    if text_of(row, "latest_period_basis") == "study":
        period = period_text({"period_basis": "study", "time_period": row["latest_period"]})
    return words.format(level=_with_owner(row, latest), period=period)


def _with_owner(row: Row, value: str) -> str:
    """Say of whom one figure speaks: women's share of a whole, a rate for a sex, or a count of persons."""
    unit = text_of(row, "unit_measure")
    if unit == "PS" and row["sex"] in _COUNTED:
        one, many = _COUNTED[row["sex"]]
        return _(one if value == "1" else many).format(value=value)
    return _(_LEVELS.get(_kind(row), "{value}")).format(value=value) if unit == "PT" else value


def _owner(row: Row) -> str:
    """Say whose share or number changed; nothing for an index or a rank."""
    if text_of(row, "unit_measure") != "PT":
        return _("the number") if text_of(row, "measure") == "count" else ""
    return _(_OWNERS.get(_kind(row), _SHARE))


def _kind(row: Row) -> tuple[str, str]:
    return ("composition" if text_of(row, "measure") == "composition" else "rate", text_of(row, "sex"))


def _how_many(row: Row) -> str:
    count = int(number_of(row, "n_obs"))
    if row.get("break_suspected") is True:
        return _("so fast for staff in post that a break in the series is suspected, and no pace is computed")
    if count == 2:
        return _("two points, no trend estimated")
    few = _("{count} figures of one series, no trend estimated")
    return (few if count < 5 else _("{count} figures of one series")).format(count=count)


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
    if not high - low > _COARSE_PP:
        return ""
    return " " + _("({low} to {high} within rounding)").format(low=f"{low:.1f}", high=f"{high:.1f}")


def _when(row: Row, column: str) -> str:
    return period_text({"time_period": text_of(row, column)})


def _target(row: Row) -> str:
    if not text_of(row, "target_id"):
        return ""
    status, name = text_of(row, "status"), _target_name(row)
    if status in _VERDICTS:
        return _capital(_(_VERDICTS[status]).format(target=name, by=_by_which(row)))
    if status == STATUSES["missed"]:
        words = _("{target}: the target year is passed, the figure of {period} is {below}.")
        return _capital(words.format(target=name, period=_judged(row), below=_below(row)))
    if status in (STATUSES["on_pace"], STATUSES["below_pace"]):
        return _capital(_pace_clause(row, name, status))
    year = known(number_of(row, "target_year"))
    words = _("{gap} to {target}{posts}{tail}.") if year else _("{target} has no year; {gap}{posts}{tail}.")
    tail = {
        STATUSES["away_from_target"]: N_("; the share is lower than at the base"),
        STATUSES["level_only"]: N_("; with one figure there is no pace"),
    }.get(status, "")
    return _capital(words.format(target=name, gap=_gap(row), posts=_posts(row), tail=_(tail)))


_VERDICTS = {
    STATUSES["met"]: N_("{target} is met{by}."),
    STATUSES["met_after_deadline"]: N_("{target} is met after the target year{by}."),
    STATUSES["met_as_reported_not_decidable_within_rounding"]: N_(
        "{target} is met as reported{by}; rounding leaves it open."
    ),
    STATUSES["not_met_as_reported_not_decidable_within_rounding"]: N_(
        "{target} is not met as reported{by}; rounding leaves it open."
    ),
}


def _gap(row: Row) -> str:
    gap = number_of(row, "gap_pp")
    if not known(gap):
        return _("the gap cannot be printed as one number")
    within = _within(number_of(row, "gap_lower_pp"), number_of(row, "gap_upper_pp"))
    return _("the gap is {gap} points{within}").format(gap=f"{gap:.1f}", within=within)


def _judged(row: Row) -> str:
    return _when(row, "judged_period")


def _by_which(row: Row) -> str:
    """Name the figure that the target is judged by, where it is not the latest."""
    if text_of(row, "judged_period") == text_of(row, "latest_period"):
        return ""
    value = f"{number_text(number_of(row, 'judged'))}{NBSP}%"
    return " " + _("by the figure of {period}, {value}").format(period=_judged(row), value=value)


def _pace_clause(row: Row, name: str, status: str) -> str:
    required, observed = (number_of(row, c) for c in ("required_pace_pp_per_year", "observed_pace_pp_per_year"))
    words = _(
        "{target}: {gap}{posts}; it takes {required} points a year,"
        " and the figures moved {observed} points a year towards it: {status}"
    ).format(
        target=name, gap=_gap(row), posts=_posts(row), required=f"{required:.1f}", observed=f"{observed:.1f}",
        status=_(status),
    )  # fmt: skip
    if row.get("robust_to_rounding") is False:
        words += ", " + _("and rounding leaves it open")
    elections = number_of(row, "elections_before_target")
    if known(elections):
        words += "; " + ngettext(
            "{count} regular election falls before the target year is over",
            "{count} regular elections fall before the target year is over",
            int(elections),
        ).format(count=int(elections))
    return _("{statement}.").format(statement=words)


def _below(row: Row) -> str:
    gap = number_of(row, "gap_pp")
    if not known(gap):
        return _("below it")
    within = _within(number_of(row, "gap_lower_pp"), number_of(row, "gap_upper_pp"))
    words = _("{gap} points{within} from it") if text_of(row, "operator") == "parity" else _(
        "{gap} points{within} below it"
    )  # fmt: skip
    return words.format(gap=f"{gap:.1f}", within=within)


def _target_name(row: Row) -> str:
    number = f"{number_text(number_of(row, 'target_lower'))}{NBSP}%"
    what = _("parity") if text_of(row, "operator") == "parity" else number
    basis, year = _(text_of(row, "target_basis")), number_of(row, "target_year")
    if row.get("year_assumed") is True:
        basis += ", " + _("held against {year} as the user's assumption").format(year=int(year))
    elif known(year):
        basis += f", {int(year)}"
    return _(_TARGETS[text_of(row, "legal_force")]).format(number=what, basis=basis)


def _posts(row: Row) -> str:
    low, high = number_of(row, "posts_lower"), number_of(row, "posts_upper")
    if not known(low, high) or high <= 0:
        return ""
    many = number_text(low) if low == high else f"{number_text(low)}–{number_text(high)}"
    words = ", " + _("about {many} further posts held by women").format(many=many)
    if text_of(row, "basis") == "election":
        words += ", " + _("through vacancies and list places")
    return words


def _doubt(row: Row) -> str:
    """Say what is not sure: a sample of unknown size, published figures that differ, a status that would change."""
    if is_survey(row) and not text_of(row, "n"):
        return _("The number of persons asked is not published.")
    differing = [which for which in ("base", "latest") if text_of(row, _AGREEMENT[which]) == "differ"]
    if not differing:
        return ""
    figures = _(" and ").join(
        _("for {period} ({envelope})").format(period=_when(row, f"{which}_period"), envelope=_envelope(row, which))
        for which in differing
    )
    words = _("Published figures differ {figures}; to be confirmed with {custodian}")
    words = words.format(figures=figures, custodian=_(text_of(row, "custodian")))
    low, high = number_of(row, "change_choice_lower_pp"), number_of(row, "change_choice_upper_pp")
    if known(low, high) and text_of(row, "unit_measure") == "PT":
        within = _("under them the change lies between {low} and {high} points")
        words += "; " + within.format(low=f"{low:+.1f}", high=f"{high:+.1f}")
    if row.get("robust_to_choice") is False:
        words += "; " + _("another of them would change the status")
    return _("{statement}.").format(statement=words)


def _envelope(row: Row, which: str) -> str:
    prefix = "base_" if which == "base" else ""
    low, high = (f"{number_of(row, f'{prefix}envelope_{end}'):,.10g}" for end in ("lower", "upper"))
    if text_of(row, "unit_measure") == "PT":
        return _("{low} to {high}\u00a0% with rounding").format(low=low, high=high)
    return _("{low} to {high}").format(low=low, high=high)


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
