"""The heading of a panel: one message, made of its figures by rules that never state a change in doubt."""

from __future__ import annotations

from itertools import pairwise

from wps_analysis.assessment.levels import beyond_ends, breaks_off, figure_of, is_stated
from wps_analysis.charts.sheet.marks import short_value
from wps_analysis.charts.sheet.panels import Panel
from wps_analysis.charts.sheet.rows import Row, time_key
from wps_analysis.claims.gaps import is_long_gap
from wps_analysis.claims.periods import decimal_year
from wps_analysis.words.figures import known, number_of, number_text, period_text, text_of
from wps_analysis.words.language import _, ngettext


def panel_message(panel: Panel) -> tuple[str, list[Row]]:
    """Return the message of a panel, and the figures that it rests on.

    A change is stated from the first to the last figure of one segment, if its sign is the same under every published
    figure and within rounding, and no figure between lies beyond both; else from where to where they moved; a series of
    the press speaks after the others. Else levels stand beside each other, or how many figures there are.
    """
    figures = sorted((row for row in _figures(panel.own)), key=time_key)
    for segment in sorted(panel.own, key=lambda segment: text_of(segment[0], "basis") == "press"):
        rows = _figures([segment])
        if len(rows) > 1 and not any(is_long_gap(*map(_year, pair)) for pair in pairwise(rows)):
            if beyond := beyond_ends(rows):
                return _between(rows[0], rows[-1], *beyond), [rows[-1], *beyond]
            return _compared(panel, rows[0], rows[-1]), [rows[0], rows[-1]]
    if len(panel.rows) == 1:
        (row,) = panel.rows
        return _("{value} in {period}").format(value=short_value(row), period=period_text(row)), [row]
    years = round(_year(figures[-1]) - _year(figures[0])) if len(figures) == 2 else 0
    if years > 1:
        return _("Two figures, {years} years apart").format(years=years), figures
    return _("{count} figures that are not compared").format(count=len(panel.rows)), panel.rows


def _between(first: Row, last: Row, low: Row, high: Row) -> str:
    ends = {name: short_value(row) for name, row in (("last", last), ("low", low), ("high", high))}
    words = _("{last} in {end}, between {low} and {high} since {start}")
    return words.format(**ends, start=period_text(first), end=period_text(last))


def _figures(segments: list[list[Row]]) -> list[Row]:
    return [row for segment in segments for row in segment if known(number_of(row, "obs_value"))]


def _year(row: Row) -> float:
    return decimal_year(text_of(row, "time_period"))


def _compared(panel: Panel, first: Row, last: Row) -> str:
    years = round(_year(last) - _year(first))
    if not _is_clear(first, last) or short_value(first) == short_value(last) or years < 1:
        ends = {"first": short_value(first), "last": short_value(last)}
        return _("{first} in {start}, {last} in {end}").format(**ends, start=period_text(first), end=period_text(last))
    once = panel.elections_between(first, last) == 1
    if _counts_agree(first, last):
        ends = {"first": number_text(number_of(first, "numerator")), "last": number_text(number_of(last, "numerator"))}
        if once:
            return _("From {first} women to {last} in one election").format(**ends)
        words = ngettext("From {first} women to {last} in {years} year",
                         "From {first} women to {last} in {years} years", years)  # fmt: skip
        return words.format(**ends, years=years)
    ends = {"first": short_value(first), "last": short_value(last)}
    if once:
        return _("From {first} to {last} in one election").format(**ends)
    words = ngettext("From {first} to {last} in {years} year", "From {first} to {last} in {years} years", years)
    return words.format(**ends, years=years)


def _is_clear(first: Row, last: Row) -> bool:
    """Tell whether a change may be stated: one sign under all published figures, and no break suspected."""
    empty = {"lower": None, "upper": None, "qualifier": ""}
    before, after = ({**empty, **row, "year": _year(row)} for row in (first, last))
    suspected = text_of(last, "unit_measure") == "PT" and breaks_off(
        figure_of(before), figure_of(after), text_of(last, "kind")
    )
    return is_stated(before, after) and not suspected


def _counts_agree(first: Row, last: Row) -> bool:
    """Tell whether counts of women are known and move as the shares do."""
    counts = [number_of(row, "numerator") for row in (first, last)]
    share = number_of(last, "obs_value") - number_of(first, "obs_value")
    return text_of(last, "sex") == "F" and known(*counts) and (counts[1] - counts[0]) * share > 0
