"""What a row says of its target: met or not, the distance, the pace it takes, and what rounding leaves open."""

from __future__ import annotations

from wps_analysis.assessment.status import STATUSES, is_above_parity
from wps_analysis.methods.edges import MET_AS_REPORTED, SHORT_AS_REPORTED
from wps_analysis.tables import Row
from wps_analysis.words.figures import NBSP, known, number_of, number_text, period_text, text_of
from wps_analysis.words.language import N_, _, ngettext
from wps_analysis.words.rounding import fixed, outward
from wps_analysis.words.said import Said, figure, joined, say

_COARSE_PP = 0.5
_WORLD = "001"
_TARGETS = {
    "law": N_("the {number} law ({basis})"), "plan": N_("the {number} plan target ({basis})"),
    "guideline": N_("the {number} guideline ({basis})"), "benchmark": N_("the {number} benchmark ({basis})"),
}  # fmt: skip


def target_sentence(row: Row) -> Said | str:
    """Say where the figure of a row stands to its target; nothing where it has none."""
    if not text_of(row, "target_id"):
        return ""
    status, name = text_of(row, "status"), target_name(row)
    if status in _VERDICTS:
        return say(_(_VERDICTS[status]), target=name, by=_by_which(row)).capitalised()
    if status in (STATUSES["missed"], STATUSES["missed_then_met"]):
        words = _("{target}: the target year is passed, the figure of {period} is {below}.")
        return say(words, target=name, period=_judged(row), below=_below(row)).capitalised()
    if status in (STATUSES["on_pace"], STATUSES["below_pace"]):
        return _pace_clause(row, name, status).capitalised()
    year = known(number_of(row, "target_year"))
    words = _("{gap} to {target}{posts}{tail}.") if year else _("{target} has no year; {gap}{posts}{tail}.")
    tail = {
        STATUSES["away_from_target"]: N_("; the share is lower than at the base") if is_stated(row) else "",
        STATUSES["level_only"]: N_("; with one figure there is no pace"),
    }.get(status, "")
    return say(words, target=name, gap=_gap(row), posts=_posts(row), tail=_(tail) if tail else "").capitalised()


def is_stated(row: Row) -> bool:
    """Tell whether the published figures allow a change to be stated."""
    return row.get("change_stated") is not False


_VERDICTS = {
    STATUSES["met"]: N_("{target} is met{by}."),
    STATUSES["met_after_deadline"]: N_("{target} is met after the target year{by}."),
    STATUSES[MET_AS_REPORTED]: N_("{target} is met as reported{by}; rounding leaves it open."),
    STATUSES[SHORT_AS_REPORTED]: N_("{target} is not met as reported{by}; rounding leaves it open."),
}


def _gap(row: Row) -> Said | str:
    if not known(number_of(row, "gap_pp")):
        return _("the gap is no one number")
    if is_above_parity(row):
        return say(_("women's share is {gap} points{within} above it"), **_gap_words(row))
    return say(_("the gap is {gap} points{within}"), **_gap_words(row))


def _gap_words(row: Row) -> dict[str, Said | str]:
    """Return the distance of the figure judged to the target, and what rounding leaves open of it."""
    gap, low, high = (number_of(row, column) for column in ("gap_pp", "gap_lower_pp", "gap_upper_pp"))
    both = (text_of(row, "judged_claim_id"), text_of(row, "target_claim_id"))
    least, most = (number_of(row, column) for column in ("gap_choice_lower_pp", "gap_choice_upper_pp"))
    within = within_rounding(low, high, *both)
    if known(least, most) and (least < low or most > high):
        ends = [figure(f"{end:.1f}", *both) for end in outward(least, most)]
        words = _("({low} to {high} under all published figures)")
        within = joined(" ", ["", say(words, low=ends[0], high=ends[1])])
    return {"gap": figure(fixed(gap), *both), "within": within}


def _judged(row: Row) -> str:
    same = [which for which in ("latest", "base") if row.get(f"{which}_period") == row.get("judged_period")]
    return when(row, f"{same[0] if same else 'judged'}_period")


def _by_which(row: Row) -> Said | str:
    """Name the figure that the target is judged by, where it is not the latest."""
    if text_of(row, "judged_period") == text_of(row, "latest_period"):
        return ""
    value = figure(f"{number_text(number_of(row, 'judged'))}{NBSP}%", text_of(row, "judged_claim_id"))
    return joined(" ", ["", say(_("by the figure of {period}, {value}"), period=_judged(row), value=value)])


def _pace_clause(row: Row, name: Said, status: str) -> Said:
    required, observed = (number_of(row, c) for c in ("required_pace_pp_per_year", "observed_pace_pp_per_year"))
    base, latest, target = (text_of(row, column) for column in ("base_claim_id", "claim_id", "target_claim_id"))
    words = _(
        "{target}: {gap}{posts}; it takes {required} points a year,"
        " and the figures moved {observed} points a year towards it: {status}"
    )
    words = say(
        words, target=name, gap=_gap(row), posts=_posts(row), required=figure(fixed(required), latest, target),
        observed=figure(fixed(observed), latest, base), status=_(status),
    )  # fmt: skip
    if row.get("robust_to_rounding") is False:
        words = joined(", ", [words, _("and rounding leaves it open")])
    elections = number_of(row, "elections_before_target")
    if known(elections):
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
    words = _("{gap} points{within} from it") if text_of(row, "operator") == "parity" else _(
        "{gap} points{within} below it"
    )  # fmt: skip
    return say(words, **_gap_words(row))


def target_name(row: Row) -> Said:
    """Name a target: its number, what gives it force, its basis and its year."""
    number = figure(f"{number_text(number_of(row, 'target_lower'))}{NBSP}%", text_of(row, "target_claim_id"))
    what = _("parity") if text_of(row, "operator") == "parity" else number
    basis, year = _(text_of(row, "target_basis")), number_of(row, "target_year")
    if text_of(row, "target_ref_area") == _WORLD:
        basis += ", " + _("set for the United Nations as a whole")
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


def within_rounding(low: float, high: float, *claim_ids: str) -> Said | str:
    """Say what rounding leaves open of a difference, where that is more than half a point."""
    if not high - low > _COARSE_PP:
        return ""
    low, high = (figure(f"{end:.1f}", *claim_ids) for end in outward(low, high))
    return joined(" ", ["", say(_("({low} to {high} within rounding)"), low=low, high=high)])


def when(row: Row, column: str) -> str:
    """Return the period in a column of a row, in words."""
    basis = text_of(row, f"{column}_basis")
    if basis == "publication":
        return _("{period}\u00a0(published)").format(period=period_text({"time_period": text_of(row, column)}))
    return period_text({"time_period": text_of(row, column), "period_basis": basis})
