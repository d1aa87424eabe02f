"""The words of a brief: shares and counts as they are said aloud, fractions, periods, names, all with their claims."""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction

from wps_analysis.claims.bounds import COUNT_UNITS
from wps_analysis.report.editor.facts import Fact
from wps_analysis.tables import Row
from wps_analysis.words.figures import NBSP, known, number_of, number_text, period_text, text_of, value_text
from wps_analysis.words.language import N_, _
from wps_analysis.words.said import Part, Said, figure, joined, parts_of, say

_LARGEST_TOTAL = 1000
"""A total of more is no picture in a reader's mind: its share is said instead of the count."""
_NUMERALS = {
    1: N_("one"), 2: N_("two"), 3: N_("three"), 4: N_("four"), 5: N_("five"), 6: N_("six"), 7: N_("seven"),
    8: N_("eight"), 9: N_("nine"), 10: N_("ten"),
}  # fmt: skip
_FRACTIONS = (*(Fraction(n, 10) for n in range(1, 10)), Fraction(1, 4), Fraction(1, 3), Fraction(2, 3), Fraction(3, 4))
_NEAR = 3.0
"""How many points a share may lie from the fraction that it is said to be about."""
SEXES = {"F": N_("women"), "M": N_("men"), "_T": N_("people")}


def amount(row: Row, *, running: bool = True) -> Said:
    """Return a figure with its unit: ``14.4 per cent`` in running text, else ``14.4%``; one decimal at most.

    Examples
    --------
    >>> row = {"obs_value": 14.77, "lower": 14.765, "upper": 14.775, "unit_measure": "PT", "claim_id": "a"}
    >>> amount(row), amount(row, running=False)
    ('14.8\u00a0per\u00a0cent', '14.8%')
    """
    words = value_text(row)
    if text_of(row, "unit_measure") != "PT":
        return words
    value = number_of(row, "obs_value")
    if known(value) and text_of(row, "qualifier") in ("", "exact"):
        words = figure(f"{number_text(value)}{NBSP}%", text_of(row, "claim_id"))
    unit = _("{number}\u00a0per\u00a0cent") if running else "{number}%"
    return Said([part._replace(text=_with_unit(part.text, unit)) for part in parts_of(words)])


def _with_unit(text: str, unit: str) -> str:
    return unit.format(number=text.removesuffix(f"{NBSP}%")) if text.endswith(f"{NBSP}%") else text


def published(rows: Sequence[Row], *, running: bool = True) -> Said:
    """Return every number published for one figure: ``21.2 or 21.4 per cent``."""
    distinct = {amount(row, running=running): amount(row, running=running) for row in rows}
    *first, last = distinct.values()
    if not first:
        return last
    bare = [_bare(words, running=running) for words in first]
    return say(_("{first} or {last}"), first=joined(", ", bare), last=last)


def base_amount(fact: Fact, *, running: bool = True) -> Said:
    """Return the earlier figure of a fact: every number published for it where they differ."""
    if fact.base["agreement"] != "differ":
        return amount(fact.base, running=running)
    return published(fact.published_for(fact.base), running=running)


def _bare(words: Said, *, running: bool) -> Said:
    unit = _("{number}\u00a0per\u00a0cent").format(number="") if running else "%"
    return Said([Part(part.text.removesuffix(unit), part.claims, part.place) for part in words.parts])


def total_of(row: Row) -> float:
    """Return the published whole of a share; not a number where it is not known, or only implied."""
    whole = number_of(row, "denominator")
    return (
        whole
        if known(whole, number_of(row, "numerator")) and len(text_of(row, "denominator_claim_id").split()) == 1
        else math.nan
    )


def count_of(row: Row) -> Said | None:
    """Return the women of a share, of how many where that is published: ``2 of 25``, ``120``; nothing if unknown."""
    count, whole = number_of(row, "numerator"), total_of(row)
    if not known(count) or text_of(row, "derived") and not text_of(row, "numerator_claim_id"):
        return None
    words = figure(number_text(count), text_of(row, "numerator_claim_id"))
    if not known(whole):
        return words
    return say(
        _("{count}\u00a0of\u00a0{whole}"), count=words, whole=figure(number_text(whole), row["denominator_claim_id"])
    )


def is_countable(row: Row) -> bool:
    """Tell whether a share is best said as ``2 of 25``: its total is published and small."""
    whole = total_of(row)
    return known(whole) and whole < _LARGEST_TOTAL


def is_count(row: Row) -> bool:
    """Tell whether a figure is a number of things or persons."""
    return text_of(row, "unit_measure") in COUNT_UNITS


def dated(row: Row) -> str:
    """Return the year of a figure: as printed, ``about 2024`` of a study, ``published 2024`` where no more is known."""
    if text_of(row, "period_words"):
        return period_text(row)
    plain = period_text({**row, "period_basis": "stated"})
    basis = text_of(row, "period_basis")
    words = {"study": _("about\u00a0{period}"), "publication": _("published\u00a0{period}")}
    return words.get(basis, "{period}").format(period=plain)


def name_of(fact: Fact) -> str:
    """Return the short name of a fact, with its group where the indicator has several."""
    return _(fact.about["short_name"] or fact.about["name"].removesuffix(", number"))


def persons(fact: Fact, sex: str) -> str:
    """Return who is meant in running text: ``women in rural areas``."""
    who = _(SEXES["F" if fact.about["rate_of"] == "women" else sex])
    if fact.about["rate_of"] == "other":
        return _(fact.group) if fact.group else ""
    return f"{who} {_(fact.group)}" if fact.group else who


def fraction_near(values: Sequence[float]) -> Fraction | None:
    """Return the fraction that all of some shares, in percent, are about; nothing where there is none.

    Examples
    --------
    >>> fraction_near([89.0, 91.0, 93.0]), fraction_near([66.4]), fraction_near([21.0, 46.0])
    (Fraction(9, 10), Fraction(2, 3), None)
    """
    fits = [f for f in _FRACTIONS if all(abs(100 * f - value) <= _NEAR for value in values)]
    return min(fits, key=lambda f: (max(abs(100 * f - value) for value in values), f.denominator), default=None)


def numeral(number: int) -> str:
    """Return a number up to ten as a word.

    Examples
    --------
    >>> numeral(5), numeral(12)
    ('five', '12')
    """
    return _(_NUMERALS[number]) if number in _NUMERALS else str(number)


def in_words(fraction: Fraction) -> str:
    """Say a fraction of persons: ``nine in ten``, ``two in five``.

    Examples
    --------
    >>> in_words(Fraction(9, 10)), in_words(Fraction(4, 10)), in_words(Fraction(2, 3))
    ('nine in ten', 'two in five', 'two in three')
    """
    count, whole = numeral(fraction.numerator), numeral(fraction.denominator)
    return _("{count} in {whole}").format(count=count, whole=whole)


def tenths_above(value: float) -> str:
    """Say the number of tenths that a share is below: ``three in ten`` of 27 per cent."""
    return in_words(Fraction(min(math.floor(value / 10) + 1, 9), 10))


def sentence(text: str) -> Said:
    """Return a text as a sentence, with its first letter large and the full stop of the language."""
    return say(_("{sentence}."), sentence=sentence_case(text))


def sentence_case(text: str) -> Said:
    """Return a text with its first letter large."""
    return Said(parts_of(text)).capitalised()
