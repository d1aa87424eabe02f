"""One plain statement for a row of an assessment, made from the row by templates and from nothing else."""

from __future__ import annotations

from wps_analysis.assessment.levels import figure_in
from wps_analysis.assessment.status import STATUSES
from wps_analysis.columns import SUBJECT
from wps_analysis.methods.edges import MET_AS_REPORTED, SHORT_AS_REPORTED
from wps_analysis.tables import Row
from wps_analysis.words.figures import NBSP, is_survey, known, number_of, number_text, period_text, text_of, value_text
from wps_analysis.words.language import N_, _, ngettext
from wps_analysis.words.names import SEX_NAMES
from wps_analysis.words.said import Said, figure, joined, place_of, say

_COARSE_PP = 0.5
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
_TARGETS = {
    "law": N_("the {number} law ({basis})"), "plan": N_("the {number} plan target ({basis})"),
    "guideline": N_("the {number} guideline ({basis})"), "benchmark": N_("the {number} benchmark ({basis})"),
}  # fmt: skip


def sentence(row: Row) -> Said:
    """Say what a row says: the level or change, the distance to its target, and what is not sure.

    Parameters
    ----------
    row
        A row of ``assess``, with the claims that ``assess`` knows of its base, its counts and its target.

    Returns
    -------
    Said
        One sentence or a few, each number with the claims it rests on. Percent and points to one decimal at most; no
        rank, cause or forecast.

    Examples
    --------
    >>> from wps_analysis import assess, load, targets
    >>> print(assess(load("senate", ref_area="KHM"), targets())["sentence"][0].replace(NBSP, " "))
    Members of the Senate, Cambodia: women's share was 17.7 % in 2024. The 30 % benchmark (ECOSOC resolution 1990/15)
    has no year; the gap is 12.3 points.
    """
    subject = _subject(row)
    if text_of(row, "status") == STATUSES["no_data"]:
        words = _("{subject}: no figure in the reports used here for {target}.")
        return say(words, subject=subject, target=_target_name(row))
    parts = [say(_("{subject}: {statement}."), subject=subject, statement=_level(row)), _target(row), _doubt(row)]
    return joined(" ", filter(None, parts))


def _subject(row: Row) -> str:
    name, group = text_of(row, "name"), _(text_of(row, "population_name"))
    if text_of(row, "measure") == "count":
        name = name.removesuffix(", number")
        counted_in_words = text_of(row, "unit_measure") == "PS" and not text_of(row, "base_period")
        if row["sex"] in ("F", "M") and not counted_in_words:
            group = ", ".join(filter(None, (group, _(SEX_NAMES[row["sex"]]))))
    subject = f"{_(name)} ({group})" if group else _(name)
    area = text_of(row, "area_name")
    return f"{subject}, {area}" if area else subject


def _level(row: Row) -> Said:
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
    whose = _owner(row)
    words = say(
        words if whose else words.replace("{whose}", "").strip(), whose=whose, base=base, latest=latest,
        base_period=_when(row, "base_period"), latest_period=_when(row, "latest_period"),
    )  # fmt: skip
    parts, both = [words], (text_of(row, "claim_id"), text_of(row, "base_claim_id"))
    if change and text_of(row, "unit_measure") == "PT":
        points = say(_("{change} points"), change=figure(f"{change:+.1f}", *both))
        parts.append(joined("", [points, _within(low, high, *both)]))
    elif change:
        parts.append(figure(f"{change:+,.10g}", *both))
    if change and low <= 0 <= high:
        parts.append(_("a change within rounding"))
    return joined("; ", [joined(", ", parts), _how_many(row)])


def _one_figure(row: Row, latest: Said) -> Said:
    basis = text_of(row, "latest_period_basis")
    period = period_text({"time_period": row["latest_period"], "period_basis": basis if basis == "study" else ""})
    words = _("{level} as published in {period}") if basis == "publication" else _("{level} in {period}")
    return say(words, level=_with_owner(row, latest), period=period)


def _with_owner(row: Row, value: Said) -> Said:
    """Say of whom one figure speaks: women's share of a whole, a rate for a sex, or a count of persons."""
    unit = text_of(row, "unit_measure")
    if unit == "PS" and row["sex"] in _COUNTED:
        one, many = _COUNTED[row["sex"]]
        return say(_(one if value == "1" else many), value=value)
    return say(_(_LEVELS.get(_kind(row), "{value}")), value=value) if unit == "PT" else value


def _owner(row: Row) -> str:
    """Say whose share or number changed; nothing for an index or a rank."""
    if text_of(row, "unit_measure") != "PT":
        return _("the number") if text_of(row, "measure") == "count" else ""
    return _(_OWNERS.get(_kind(row), N_("the share")))


def _kind(row: Row) -> tuple[str, str]:
    return ("composition" if text_of(row, "measure") == "composition" else "rate", text_of(row, "sex"))


def _how_many(row: Row) -> Said | str:
    count = int(number_of(row, "n_obs"))
    if row.get("break_suspected") is True:
        return _("so fast for staff in post that a break in the series is suspected, and no pace is computed")
    if count == 2:
        return _("two points, no trend estimated")
    few = _("{count} figures of one series, no trend estimated")
    counted = figure(str(count), text_of(row, "series_claim_ids"))
    return say(few if count < 5 else _("{count} figures of one series"), count=counted)


def _figure(row: Row, which: str) -> Said:
    claim = text_of(row, "claim_id" if which == "latest" else f"{which}_claim_id")
    cell = figure_in(row, which) | {"unit_measure": text_of(row, "unit_measure"), "claim_id": claim}
    count = number_of(cell, "numerator")
    if not known(count):
        return value_text(cell)
    counted = figure(number_text(count), text_of(row, f"{which}_count_claim_id"))
    return say("{value} ({count})", value=value_text(cell), count=counted)


def _within(low: float, high: float, *claim_ids: str) -> Said | str:
    """Say what rounding leaves open of a difference, where that is more than half a point."""
    if not high - low > _COARSE_PP:
        return ""
    low, high = (figure(f"{end:.1f}", *claim_ids) for end in (low, high))
    return joined(" ", ["", say(_("({low} to {high} within rounding)"), low=low, high=high)])


def _when(row: Row, column: str) -> str:
    return period_text({"time_period": text_of(row, column)})


def _target(row: Row) -> Said | str:
    if not text_of(row, "target_id"):
        return ""
    status, name = text_of(row, "status"), _target_name(row)
    if status in _VERDICTS:
        return say(_(_VERDICTS[status]), target=name, by=_by_which(row)).capitalised()
    if status == STATUSES["missed"]:
        words = _("{target}: the target year is passed, the figure of {period} is {below}.")
        return say(words, target=name, period=_when(row, "judged_period"), below=_below(row)).capitalised()
    if status in (STATUSES["on_pace"], STATUSES["below_pace"]):
        return _pace_clause(row, name, status).capitalised()
    year = known(number_of(row, "target_year"))
    words = _("{gap} to {target}{posts}{tail}.") if year else _("{target} has no year; {gap}{posts}{tail}.")
    tail = {
        STATUSES["away_from_target"]: N_("; the share is lower than at the base"),
        STATUSES["level_only"]: N_("; with one figure there is no pace"),
    }.get(status, "")
    return say(words, target=name, gap=_gap(row), posts=_posts(row), tail=_(tail)).capitalised()


_VERDICTS = {
    STATUSES["met"]: N_("{target} is met{by}."),
    STATUSES["met_after_deadline"]: N_("{target} is met after the target year{by}."),
    STATUSES[MET_AS_REPORTED]: N_("{target} is met as reported{by}; rounding leaves it open."),
    STATUSES[SHORT_AS_REPORTED]: N_("{target} is not met as reported{by}; rounding leaves it open."),
}


def _gap(row: Row) -> Said | str:
    if not known(number_of(row, "gap_pp")):
        return _("the gap is no one number")
    return say(_("the gap is {gap} points{within}"), **_gap_words(row))


def _gap_words(row: Row) -> dict[str, Said | str]:
    """Return the distance of the figure judged to the target, and what rounding leaves open of it."""
    gap, low, high = (number_of(row, column) for column in ("gap_pp", "gap_lower_pp", "gap_upper_pp"))
    both = (text_of(row, "judged_claim_id"), text_of(row, "target_claim_id"))
    return {"gap": figure(f"{gap:.1f}", *both), "within": _within(low, high, *both)}


def _by_which(row: Row) -> Said | str:
    """Name the figure that the target is judged by, where it is not the latest."""
    if text_of(row, "judged_period") == text_of(row, "latest_period"):
        return ""
    value = figure(f"{number_text(number_of(row, 'judged'))}{NBSP}%", text_of(row, "judged_claim_id"))
    period = _when(row, "judged_period")
    return joined(" ", ["", say(_("by the figure of {period}, {value}"), period=period, value=value)])


def _pace_clause(row: Row, name: Said, status: str) -> Said:
    required, observed = (number_of(row, c) for c in ("required_pace_pp_per_year", "observed_pace_pp_per_year"))
    base, latest, target = (text_of(row, column) for column in ("base_claim_id", "claim_id", "target_claim_id"))
    words = _(
        "{target}: {gap}{posts}; it takes {required} points a year,"
        " and the figures moved {observed} points a year towards it: {status}"
    )
    words = say(
        words, target=name, gap=_gap(row), posts=_posts(row), required=figure(f"{required:.1f}", latest, target),
        observed=figure(f"{observed:.1f}", latest, base), status=_(status),
    )  # fmt: skip
    if row.get("robust_to_rounding") is False:
        words = joined(", ", [words, _("and rounding leaves it open")])
    if known(elections := number_of(row, "elections_before_target")):
        coming = ngettext(
            "{count} regular election falls before the target year is over",
            "{count} regular elections fall before the target year is over",
            int(elections),
        ).format(count=int(elections))
        words = joined("; ", [words, coming])
    return say(_("{statement}."), statement=words)


def _below(row: Row) -> Said | str:
    if not known(number_of(row, "gap_pp")):
        return _("below it")
    parity = text_of(row, "operator") == "parity"
    words = _("{gap} points{within} from it") if parity else _("{gap} points{within} below it")
    return say(words, **_gap_words(row))


def _target_name(row: Row) -> Said:
    number = figure(f"{number_text(number_of(row, 'target_lower'))}{NBSP}%", text_of(row, "target_claim_id"))
    what = _("parity") if text_of(row, "operator") == "parity" else number
    basis, year = _(text_of(row, "target_basis")), number_of(row, "target_year")
    if row.get("year_assumed") is True:
        basis += ", " + _("held against {year} as the user's assumption").format(year=int(year))
    elif known(year):
        basis += f", {int(year)}"
    return say(_(_TARGETS[text_of(row, "legal_force")]), number=what, basis=basis)


def _posts(row: Row) -> Said | str:
    low, high = number_of(row, "posts_lower"), number_of(row, "posts_upper")
    if not known(low, high) or high <= 0:
        return ""
    many = number_text(low) if low == high else f"{number_text(low)}–{number_text(high)}"
    many = figure(many, text_of(row, "claim_id"), text_of(row, "target_claim_id"))
    words = say(_("about {many} further posts held by women"), many=many)
    chosen = text_of(row, "basis") == "election"
    return joined(", ", ["", words, *([_("through vacancies and list places")] if chosen else [])])


def _doubt(row: Row) -> Said | str:
    """Say what is not sure: a sample of unknown size, published figures that differ, a status that would change."""
    if is_survey(row) and not text_of(row, "n"):
        return _("The number of persons asked is not in the reports used here.")
    agreements = {"base": "base_agreement", "latest": "agreement"}
    differing = [which for which, column in agreements.items() if text_of(row, column) == "differ"]
    if not differing:
        return ""
    ends = [
        say(_("for {period} ({envelope})"), period=_when(row, f"{which}_period"), envelope=_envelope(row, which))
        for which in differing
    ]
    words = _("Published figures differ {figures}; to be confirmed with {custodian}")
    parts = [say(words, figures=joined(_(" and "), ends), custodian=_(text_of(row, "custodian")))]
    low, high = number_of(row, "change_choice_lower_pp"), number_of(row, "change_choice_upper_pp")
    if known(low, high) and text_of(row, "unit_measure") == "PT":
        within = _("under them the change lies between {low} and {high} points")
        low, high = (figure(f"{end:+.1f}", place=_where(row, differing[0])) for end in (low, high))
        parts.append(say(within, low=low, high=high))
    if row.get("robust_to_choice") is False:
        parts.append(_("another of them would change the status"))
    return say(_("{statement}."), statement=joined("; ", parts))


def _envelope(row: Row, which: str) -> Said:
    prefix = "base_" if which == "base" else ""
    ends = (f"{number_of(row, f'{prefix}envelope_{end}'):,.10g}" for end in ("lower", "upper"))
    low, high = (figure(end, place=_where(row, which)) for end in ends)
    words = _("{low} to {high}\u00a0% with rounding") if text_of(row, "unit_measure") == "PT" else _("{low} to {high}")
    return say(words, low=low, high=high)


def _where(row: Row, which: str) -> str:
    """Return the place that sets the published figures of a period side by side."""
    return place_of("differing", *(text_of(row, c) for c in (*SUBJECT, f"{which}_period")))
