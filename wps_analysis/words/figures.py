"""The words of charts, tables and sentences: values with their counts, periods, targets, names and the source note."""

from __future__ import annotations

import math
from collections.abc import Iterable
from datetime import date

import pandas as pd

from wps_analysis.codes import period_span, read_period
from wps_analysis.tables import Row
from wps_analysis.words.language import N_, SOURCE_LANGUAGE, _, language_in_force
from wps_analysis.words.names import TARGET_KINDS
from wps_analysis.words.rounding import half_up
from wps_analysis.words.said import Said, figure, joined, say

_COUNTS = {"PS", "NUMBER", "RANK"}
_QUALIFIERS = {
    "about": N_("about {value}"), "nearly": N_("nearly {value}"), "over": N_("over {value}"),
    "at_least": N_("at least {value}"), "under": N_("less than {value}"), "at_most": N_("at most {value}"),
    "typically": N_("typically {value}"),
}  # fmt: skip
_AS_PRINTED = {
    "about": {
        "about": N_("about {value}"), "approximately": N_("approximately {value}"), "around": N_("around {value}"),
        "close to": N_("close to {value}"), "roughly": N_("roughly {value}"),
    },
    "nearly": {"nearly": N_("nearly {value}"), "almost": N_("almost {value}")},
}  # fmt: skip
"""Words of documents that are one qualifier, each printed as itself."""
_TYPICALLY = {"lower": N_("typically over {value}"), "upper": N_("typically less than {value}")}
# Why a claim was chosen (columns.CHOICES), in words.
CHOICE_WORDS = {
    "rank": N_("its source ranks higher"),
    "newest_release": N_("it is the newest release of its source"),
    "cites_primary": N_("it names its primary source"),
    "body_before_summary": N_("the body of a report goes before its summary"),
    "refuted": N_("held counts or a finding refute the others"),
    "narrowest": N_("of figures of one series that agree it is the narrowest"),
    "claim_id": N_("the figures agree and the first is used"),
    "arbitrary": N_("no rule decides between them, the first is used"),
    "derived": N_("it is computed from published counts"),
}
NBSP = "\u00a0"


def text_of(row: Row, column: str) -> str:
    """Return a cell as text; a missing column or value is the empty text."""
    value = row.get(column, "")
    return "" if value is None or value is pd.NA or value != value else str(value)


def number_of(row: Row, column: str) -> float:
    """Return a cell as a number; a missing column or value is NaN."""
    text = text_of(row, column)
    return float(text) if text else math.nan


def is_survey(row: Row) -> bool:
    """Tell whether a figure comes from a sample."""
    basis = text_of(row, "basis")
    return basis.startswith("survey") if basis else text_of(row, "kind") == "survey"


def is_survey_without_n(row: Row) -> bool:
    """Tell whether a figure is from a survey whose number of persons asked is not in the reports used here."""
    return is_survey(row) and not text_of(row, "n")


def known(*numbers: float) -> bool:
    """Tell whether all numbers are finite."""
    return all(math.isfinite(number) for number in numbers)


def _moment(year: int, month: int = 0, day: int = 0) -> str:
    from babel.dates import get_month_names  # a chart of whole years does without

    name = get_month_names("abbreviated", locale=language_in_force())[month] if month else ""
    return NBSP.join(part for part in (str(day) if day else "", name, str(year)) if part)


def period_text(row: Row) -> str:
    """Return the reference period in words, and how it is known where it was not printed.

    Examples
    --------
    >>> period_text({"time_period": "2017-01-01/P5Y"})
    '2017–2021'
    """
    if text_of(row, "period_words"):
        return text_of(row, "period_words")
    period = text_of(row, "time_period")
    parts = read_period(period)
    if not parts:
        return period
    words = _moment(*parts[:3])
    if parts.is_range:
        start, end = period_span(period)
        last = round((end - 1 / 12) * 12)
        whole_years = start == int(start) and end == int(end)
        first = _moment(parts.year) if whole_years else _moment(parts.year, max(parts.month, 1))
        final = _moment(int(end) - 1) if whole_years else _moment(last // 12, last % 12 + 1)
        words = first if first == final else f"{first}–{final}"
    basis = text_of(row, "period_basis")
    if basis == "publication":
        return _("published\u00a0{period}").format(period=words)
    return _("{period}\u00a0(study)").format(period=words) if basis == "study" else words


def number_text(value: float, digits: int | None = None) -> str:
    """Return a number with thousands separators; without ``digits``, at most one decimal."""
    if digits is None:
        digits = 0 if half_up(value) == int(half_up(value)) else 1
    text = f"{half_up(value, digits):,.{digits}f}"
    if language_in_force() == SOURCE_LANGUAGE:
        return text
    from babel.numbers import get_decimal_symbol, get_group_symbol

    locale = language_in_force()
    return text.translate(str.maketrans({",": get_group_symbol(locale), ".": get_decimal_symbol(locale)}))


def _digits(row: Row) -> int | None:
    # An exact figure's bounds are one unit of its last printed digit apart: 44.0 keeps its zero.
    width = number_of(row, "upper") - number_of(row, "lower") + _step(row)
    if text_of(row, "derived") or text_of(row, "qualifier") not in ("", "exact") or not width > 0:
        return None
    digits = round(-math.log10(width))
    return digits if digits <= 3 and abs(width * 10.0**digits - 1) < 1e-6 else None


def _step(row: Row) -> int:
    # Counts are shrunk to the whole numbers that they hold: their ends lie one inside those of what was printed.
    return 1 if text_of(row, "unit_measure") in _COUNTS else 0


def _printed_number(row: Row, value: float) -> str:
    digits = _digits(row)
    if digits is None or digits >= 0:
        return number_text(value, digits)
    if value < 1e6 or digits > -3:
        return number_text(value, 0)
    from babel.numbers import format_compact_decimal

    decimals = max(3 * (int(math.log10(value)) // 3) + digits, 0)  # after the word's own thousands
    return format_compact_decimal(value, format_type="long", locale=language_in_force(), fraction_digits=decimals)


def value_text(row: Row) -> Said:
    """Return a figure as it reads in print, with its qualifier and, after a no-break space, its unit.

    It rests on the row's ``claim_id``, if it has one.

    Examples
    --------
    >>> value_text({"obs_value": 44.0, "lower": 43.95, "upper": 44.05, "unit_measure": "PT"})[:4]
    '44.0'
    >>> value_text({"qualifier": "over", "lower": 801.0, "upper": "", "unit_measure": "PS"})
    'over 800'
    >>> value_text({"obs_value": 11650000, "lower": 11645000, "upper": 11654999, "unit_measure": "PS"})
    '11.65 million'
    """
    unit = f"{NBSP}%" if text_of(row, "unit_measure") == "PT" else ""
    qualifier = text_of(row, "qualifier")
    value, lower, upper = (number_of(row, column) for column in ("obs_value", "lower", "upper"))
    if not any(map(known, (value, lower, upper))):
        return figure(_("no figure"), text_of(row, "claim_id"))
    if qualifier == "range" or not (known(value) or qualifier in _QUALIFIERS):
        return figure(f"{number_text(lower)}–{number_text(upper)}{unit}", text_of(row, "claim_id"))
    if not known(value):
        step = _step(row)
        ends = {
            "over": lower - step, "at_least": lower, "under": upper + step, "nearly": upper + step, "at_most": upper,
            "typically": upper if known(upper) else lower,
        }  # fmt: skip
        value = ends.get(qualifier, math.nan)
    return figure(_(_wording(row)).format(value=f"{_printed_number(row, value)}{unit}"), text_of(row, "claim_id"))


def _wording(row: Row) -> str:
    """Return the words of a qualifier: the document's own, where ``value_text`` stands beside the figure."""
    qualifier, printed = text_of(row, "qualifier"), text_of(row, "value_text").lower()
    if qualifier == "typically" and not known(number_of(row, "obs_value")):
        return _TYPICALLY["upper" if known(number_of(row, "upper")) else "lower"]
    own = [(printed.find(word), words) for word, words in _AS_PRINTED.get(qualifier, {}).items() if word in printed]
    return min(own)[1] if own else _QUALIFIERS.get(qualifier, "{value}")


def count_text(row: Row, *, implied: bool = True) -> Said:
    """Return a share with its count and denominator beside it, as far as they are known.

    Parameters
    ----------
    row
        One observation.
    implied
        Also print a denominator known only by the bounds that count and share imply.

    Returns
    -------
    Said
        For example ``2 of 25 (8 %)``; no-break spaces hold numbers and units together. The share rests on the row's
        ``claim_id``, the others on what `claims.labels.with_count_claims` adds.
    """
    share, words = value_text(row), count_words(row, implied=implied)
    if known(number_of(row, "numerator")):
        return say("{words} ({share})", words=words, share=share)
    return say("{share} {words}", share=share, words=words) if words else share


def count_words(row: Row, *, implied: bool = True) -> Said:
    """Return the count and denominator of a share, as far as they are known: ``2 of 25``, ``2``, ``of 25`` or nothing.

    Parameters as for ``count_text``.
    """
    part, whole, low, high = (
        number_of(row, column) for column in ("numerator", "denominator", "denominator_lower", "denominator_upper")
    )
    of = ""
    if known(whole) or (known(low, high) and low == high):
        of = number_text(whole if known(whole) else low)
    elif implied and known(low, high):
        of = f"{number_text(low)}–{number_text(high)}"
    whole = figure(of, text_of(row, "denominator_claim_id"))
    if known(part):
        count = figure(number_text(part), text_of(row, "numerator_claim_id"))
        return say(_("{count}\u00a0of\u00a0{whole}"), count=count, whole=whole) if of else count
    return say(_("of\u00a0{whole}"), whole=whole) if of else whole


def target_text(target: Row, *, basis: bool = True) -> Said:
    """Return a target in words: its number, what gives it force, its basis if asked, and its year.

    The number rests on the target's ``claim_id``, if it has one.

    Examples
    --------
    >>> target_text({"operator": ">=", "lower": 44, "legal_force": "plan", "target_year": "2023"}, basis=False)
    'at least 44\u00a0%, plan (by\u00a02023)'
    """
    lower, upper = number_of(target, "lower"), number_of(target, "upper")
    operator, claim = text_of(target, "operator"), text_of(target, "claim_id")
    if operator == "parity":
        words = figure(_("parity (50\u00a0%)"), claim)
    elif operator == "range":
        words = figure(f"{number_text(lower)}–{number_text(upper)}{NBSP}%", claim)
    else:
        words = figure(f"{number_text(lower)}{NBSP}%", claim)
        words = say(_("at least {value}"), value=words) if operator == ">=" else words
    force, named, year = (text_of(target, c) for c in ("legal_force", "basis", "target_year"))
    words = joined(", ", [words, *([_(TARGET_KINDS.get(force, force))] if force else [])])
    words = say(_("{target}: {basis}"), target=words, basis=_(named)) if basis and named else words
    return joined(" ", [words, *([_("(by\u00a0{year})").format(year=year.removesuffix(".0"))] if year else [])])


def day_text(day: str) -> str:
    """Return an ISO date as a sentence prints it, in the language in force.

    Examples
    --------
    >>> day_text("2025-10-31").replace("\u00a0", " ")
    '31 October 2025'
    """
    from babel.dates import format_date

    words = format_date(date.fromisoformat(day), "d MMMM y", locale=language_in_force())
    return words.replace(" ", NBSP)


def row_name(row: Row, *, area: bool = False) -> str:
    """Return the name of an observation's indicator, with its population in brackets and, if asked, its area."""
    name = _(text_of(row, "name")) or text_of(row, "indicator").replace("_", " ")
    if text_of(row, "population_name"):
        name += f" ({_(text_of(row, 'population_name'))})"
    return f"{name}, {text_of(row, 'area_name') or text_of(row, 'ref_area')}" if area else name


def short_name(row: Row, *, area: bool = False) -> str:
    """Return the name of an observation's indicator where room is short: a row of a chart, a heading of a panel."""
    return row_name({**row, "name": text_of(row, "short_name") or text_of(row, "name")}, area=area)


def unique(texts: Iterable[str]) -> list[str]:
    """Return the distinct non-empty texts, in order of appearance."""
    return list(dict.fromkeys(text for text in texts if text))
