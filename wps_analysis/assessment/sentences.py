"""One plain statement for a row of an assessment, made from the row by templates and from nothing else."""

from __future__ import annotations

from wps_analysis.assessment.levels import figure_in
from wps_analysis.assessment.status import STATUSES
from wps_analysis.assessment.target_words import target_name, target_sentence, when, within_rounding
from wps_analysis.columns import SUBJECT
from wps_analysis.digits import plain
from wps_analysis.tables import Row
from wps_analysis.words.figures import (
    is_survey_without_n,
    known,
    number_of,
    number_text,
    period_text,
    text_of,
    value_text,
)
from wps_analysis.words.language import N_, _
from wps_analysis.words.names import SEX_NAMES, persons_template
from wps_analysis.words.rounding import fixed, outward
from wps_analysis.words.said import Said, figure, joined, place_of, say

_NAMED = ("women", "other")
"""What a rate can be of where its words already say of whom or what."""
_OTHERS = {"F": N_("women's {value}"), "M": N_("men's {value}")}
_OWNERS = {
    ("composition", "F"): N_("women's share"), ("composition", "M"): N_("men's share"),
    ("rate", "F"): N_("the share for women"), ("rate", "M"): N_("the share for men"),
}  # fmt: skip
_LEVELS = {
    ("composition", "F"): N_("women's share was {value}"), ("composition", "M"): N_("men's share was {value}"),
    ("composition", "_T"): N_("the share was {value}"),
    ("rate", "F"): N_("{value} for women"), ("rate", "M"): N_("{value} for men"),
}  # fmt: skip


def sentence(row: Row) -> Said:
    r"""Say what a row says: the level or change, the distance to its target, and what is not sure.

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
    >>> print(assess(load("senate", ref_area="KHM"), targets())["sentence"][0].replace("\u00a0", " "))
    Members of the Senate, Cambodia: women's share was 17.7 % in 2024. The 30 % benchmark (ECOSOC resolution 1990/15)
    has no year; the gap is 12.3 points.
    """
    subject = _subject(row)
    if text_of(row, "status") == STATUSES["no_data"]:
        return _without_figure(row, subject)
    parts = [
        say(_("{subject}: {statement}."), subject=subject, statement=_level(row)),
        target_sentence(row),
        _doubt(row),
        _cannot_hold(row),
    ]
    return joined(" ", filter(None, parts))


def _without_figure(row: Row, subject: str) -> Said:
    """Say that there is no figure: the publisher says that none can be, or none is held for a target."""
    if period := period_text(figure_in(row)):
        statement = say(_("not applicable in {period}, by its publisher"), period=period)
        return say(_("{subject}: {statement}."), subject=subject, statement=statement)
    if not text_of(row, "custodian"):
        about = joined(", ", [subject, target_name(row)])
        return say(_("{subject}: {statement}."), subject=about, statement=_("no figure in the reports used here"))
    words = _("{subject}: no figure in the reports used here for {target}; {custodian} would hold it.")
    return say(words, subject=subject, target=target_name(row), custodian=_(text_of(row, "custodian")))


def _subject(row: Row) -> str:
    name = text_of(row, "name") or text_of(row, "indicator").replace("_", " ")
    group = _(text_of(row, "population_name"))
    if text_of(row, "part"):
        name, group = text_of(row, "part_of_name"), ""
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
    if row.get("change_stated") is False:
        return _two_levels(row, base, latest)
    if change == 0:
        words = _("{whose} was {base} in {base_period} and {latest} in {latest_period}")
    elif low >= 0:
        words = _("{whose} rose from {base} in {base_period} to {latest} in {latest_period}")
    else:
        words = _("{whose} fell from {base} in {base_period} to {latest} in {latest_period}")
    whose = _owner(row)
    words = say(
        words if whose else words.replace("{whose}", "").strip(), whose=whose, base=base, latest=latest,
        base_period=when(row, "base_period"), latest_period=when(row, "latest_period"),
    )  # fmt: skip
    parts, both = [words], (text_of(row, "claim_id"), text_of(row, "base_claim_id"))
    beside = [say(_("beside it {other}"), other=other)] if (other := _largest_other(row)) else []
    if not known(change):
        return joined("; ", [words, *beside, _how_many(row)])
    if change and text_of(row, "unit_measure") == "PT":
        points = say(_("{change} points"), change=figure(fixed(change, sign="+"), *both))
        parts.append(joined("", [points, within_rounding(low, high, *both)]))
    elif change:
        parts.append(figure(f"{change:+,.10g}", *both))
    return joined("; ", [joined(", ", parts), *beside, _how_many(row)])


def _two_levels(row: Row, base: Said, latest: Said) -> Said:
    """Say two levels of which the published figures do not tell whether one is higher."""
    words = _(
        "{whose} was {base} in {base_period} and {latest} in {latest_period}; the published figures do not allow a"
        " change to be stated"
    )
    whose = _owner(row)
    words = words if whose else words.replace("{whose} was", "").strip()
    return say(
        words, whose=whose, base=base, latest=latest, base_period=when(row, "base_period"),
        latest_period=when(row, "latest_period"),
    )  # fmt: skip


def _one_figure(row: Row, latest: Said) -> Said:
    words, period = _("{level} in {period}"), when(row, "latest_period")
    if text_of(row, "period_words"):
        words, period = _("{level}, {period}"), text_of(row, "period_words")
    elif text_of(row, "latest_period_basis") == "publication":
        words, period = _("{level} as published in {period}"), period_text({"time_period": row["latest_period"]})
    level, other = _with_owner(row, latest), _largest_other(row)
    level = say(_("{level}, {other}"), level=level, other=other) if other else level
    return say(words, level=level, period=period)


def _largest_other(row: Row) -> Said | str:
    """Say the largest other part of the whole that a figure is a part of; nothing where it is none."""
    other = row.get("largest_other")
    if not isinstance(other, dict):
        return ""
    if text_of(other, "part"):
        return say("{value} {part}", value=value_text(other), part=_(text_of(other, "part")))
    return say(_(_OTHERS[other["sex"]]), value=value_text(other))


def _with_owner(row: Row, value: Said) -> Said:
    """Say of whom one figure speaks: women's share of a whole, a rate for a sex, or a count of persons."""
    unit = text_of(row, "unit_measure")
    if text_of(row, "part"):
        return say("{value} {part}", value=value, part=_(text_of(row, "part")))
    if unit == "PS" and row["sex"] in ("F", "M"):
        return _of_units(row, say(persons_template(row["sex"], value), value=value))
    return say(_(_LEVELS.get(_kind(row), "{value}")), value=value) if unit == "PT" else value


def _of_units(row: Row, level: Said) -> Said:
    """Say what a count is counted of, such as embassies, and whether their number is printed or implied."""
    number = number_of(row, "latest_denominator")
    if not (known(number) and text_of(row, "units_name")):
        return level
    claims, units = text_of(row, "latest_whole_claim_id"), _(text_of(row, "units_name"))
    units, whole = units[:1].lower() + units[1:], figure(number_text(number), claims)
    numbers = text_of(row, "denominator_parts").split()
    if len(numbers) < 2:
        return say(_("{level} of {whole} {units}"), level=level, whole=whole, units=units)
    parts = (figure(number_text(float(n)), claim) for n, claim in zip(numbers, claims.split(), strict=True))
    words = _("{level} of {whole} {units} ({parts}; the sum is implied)")
    return say(words, level=level, whole=whole, units=units, parts=joined(_(" and "), parts))


def _owner(row: Row) -> str:
    """Say whose share or number changed; nothing for an index or a rank."""
    if text_of(row, "unit_measure") != "PT":
        return _("the number") if text_of(row, "measure") == "count" else ""
    return _(_OWNERS.get(_kind(row), N_("the share")))


def _kind(row: Row) -> tuple[str, str]:
    if text_of(row, "rate_of") in _NAMED:
        return ("rate", "_T")
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
    count, whole = number_of(cell, "numerator"), number_of(cell, "denominator")
    if known(whole) and cell["unit_measure"] == "RANK":
        of = figure(number_text(whole), text_of(row, f"{which}_whole_claim_id"))
        return say(_("{count}\u00a0of\u00a0{whole}"), count=value_text(cell), whole=of)
    if not known(count):
        return value_text(cell)
    counted = figure(number_text(count), text_of(row, f"{which}_count_claim_id"))
    return say("{value} ({count})", value=value_text(cell), count=counted)


def _doubt(row: Row) -> Said | str:
    """Say what is not sure: a sample of unknown size, published figures that differ, a status that would change."""
    if is_survey_without_n(row):
        if text_of(row, "rate_of") == "other":
            return _("The size of the sample is not in the reports used here.")
        return _("The number of persons asked is not in the reports used here.")
    agreements = {"base": "base_agreement", "latest": "agreement"}
    differing = [which for which, column in agreements.items() if text_of(row, column) == "differ"]
    if not differing:
        return ""
    ends = [
        say(_("for {period} ({envelope})"), period=when(row, f"{which}_period"), envelope=_envelope(row, which))
        for which in differing
    ]
    words = _("Published figures differ {figures}; to be confirmed with {custodian}")
    parts = [say(words, figures=joined(_(" and "), ends), custodian=_(text_of(row, "custodian")))]
    low, high = number_of(row, "change_choice_lower_pp"), number_of(row, "change_choice_upper_pp")
    if known(low, high) and text_of(row, "unit_measure") == "PT":
        within = _("under them the change lies between {low} and {high} points")
        low, high = (figure(f"{end:+.1f}", place=_where(row, differing[0])) for end in outward(low, high))
        parts.append(say(within, low=low, high=high))
    if row.get("robust_to_choice") is False:
        parts.append(_("another of them would change the status"))
    return say(_("{statement}."), statement=joined("; ", parts))


def _cannot_hold(row: Row) -> Said | str:
    """Say that figures printed together cannot all be true, and what the others give."""
    if not text_of(row, "cannot_hold"):
        return ""
    words = _("The figures cannot all be true: {clauses}; to be confirmed with {custodian}.")
    if any(text_of(row, column) == "differ" for column in ("agreement", "base_agreement")):
        words = _("The figures cannot all be true: {clauses}.")
    return say(
        words,
        clauses=figure(text_of(row, "cannot_hold"), place=place_of("findings")),
        custodian=_(text_of(row, "custodian")),
    )


def _envelope(row: Row, which: str) -> Said:
    prefix = "base_" if which == "base" else ""
    ends = (plain(number_of(row, f"{prefix}envelope_{end}"), ",") for end in ("lower", "upper"))
    low, high = (figure(end, place=_where(row, which)) for end in ends)
    words = _("{low} to {high}\u00a0% with rounding") if text_of(row, "unit_measure") == "PT" else _("{low} to {high}")
    return say(words, low=low, high=high)


def _where(row: Row, which: str) -> str:
    """Return the place that sets the published figures of a period side by side."""
    return place_of("differing", *(text_of(row, c) for c in (*SUBJECT, f"{which}_period")))
