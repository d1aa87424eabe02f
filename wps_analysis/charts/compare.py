"""Women beside men: rates as two dots and a link a question, the widest difference first."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
from matplotlib.axes import Axes

from wps_analysis.charts.sheet.dots import bare_period, period_note, usual_period
from wps_analysis.charts.sheet.figure import ChartFigure
from wps_analysis.charts.sheet.front import chart, open_front
from wps_analysis.charts.sheet.marks import bounds_of, differing_text, mark_notes
from wps_analysis.charts.sheet.pairs import Group, Pair, centre, draw_pairs
from wps_analysis.charts.sheet.rows import OBSERVED, Row, row_key, several_areas, time_key
from wps_analysis.charts.sheet.theme import COLOURS, MUTED
from wps_analysis.errors import WpsError
from wps_analysis.words.figures import NBSP, known, number_of, short_name, text_of
from wps_analysis.words.language import N_, _, ngettext

_BASES = {"register": N_("register"), "election": N_("election"), "census": N_("census")}
"""Of figures that rest on no sample."""


@dataclass
class _Question:
    """The same question answered by women, by men and by all."""

    women: Row | None
    men: Row | None
    both: Row | None

    @property
    def rows(self) -> list[Row]:
        return [row for row in (self.women, self.men, self.both) if row]


@chart
def plot_compare(observations: pd.DataFrame, *, ax: Axes | None = None, **common: str | None) -> ChartFigure:
    """Draw the rates of women beside those of men, one row a question, the widest difference first.

    Parameters
    ----------
    observations
        Labelled observations, as ``load()`` returns them. Rates (``measure`` rate, ``unit_measure`` PT) are
        drawn: ``sex`` F and M as dots, ``_T`` as a small tick, at the latest period that has women and men.
    ax
        Draw the rows alone into these axes, without title, notes and sources; their figure is returned.

    Returns
    -------
    ChartFigure
        Questions that have both women and men, and a note on how many others there are; if there are none with both,
        all questions. Hollow marks where the sample size is not known.

    Raises
    ------
    WpsError
        If no question has a rate of women or men.

    Examples
    --------
    >>> rows = [{"indicator": "stigma", "population": "_T", "ref_area": "KHM", "sex": sex, "measure": "rate",
    ...          "time_period": "2023", "unit_measure": "PT", "obs_value": value, "kind": "survey"}
    ...         for sex, value in (("F", 24.0), ("M", 8.0))]
    >>> figure = plot_compare(pd.DataFrame(rows), title="More women than men expect stigma")
    >>> [text.get_text() for text in figure.axes[0].texts]
    ['women', 'men', 'stigma', '24%', '8%']
    """
    with open_front(observations, OBSERVED, "plot_compare", phone=True, **common) as front:
        rows = observations.to_dict("records")
        rates = [r for r in rows if text_of(r, "unit_measure") == "PT" and text_of(r, "measure") in ("rate", "")]
        questions = sorted(_questions(rates), key=_order)
        if not questions:
            raise WpsError("plot_compare: no rate of women or men (unit PT, measure rate): there is nothing to draw.")
        pairs = [question for question in questions if question.women and question.men]
        left_out = len(questions) - len(pairs) if pairs else 0
        questions = pairs or questions
        # Told apart without colour too.
        groups = Group(_("women"), COLOURS["women"]), Group(_("men"), MUTED, "s")
        return draw_pairs(front, ax, _pairs(questions), groups, _notes(questions, left_out))


def _pairs(questions: list[_Question]) -> list[Pair]:
    areas = several_areas([row for question in questions for row in question.rows])
    usual = usual_period([question.rows[0]] for question in questions)
    return [
        Pair(
            name=", ".join(filter(None, [short_name(row, area=areas), period if period != usual else ""])),
            side=_sample(row), rows=tuple(question.rows), first=question.women, second=question.men,
            both=question.both,
        )
        for question in questions for row in question.rows[:1] for period in [bare_period(row)]
    ]  # fmt: skip


def _sample(row: Row) -> str:
    """Return the number asked, or what a figure without a sample rests on."""
    sample, basis = text_of(row, "n"), text_of(row, "basis")
    return f"n{NBSP}={NBSP}{sample}" if sample else _(_BASES[basis]) if basis in _BASES else ""


def _notes(questions: list[_Question], left_out: int) -> str:
    rows = [row for question in questions for row in question.rows]
    usual = usual_period([question.rows[0]] for question in questions)
    notes = [period_note(usual, (bare_period(question.rows[0]) for question in questions))]
    notes += mark_notes(rows, beside=False)
    notes += [f"{short_name(row)}: {text}." for row in rows if (text := differing_text(row))]
    if any(question.both for question in questions):
        notes.append(_("Tick: women and men together."))
    notes += [_outside_note(question) for question in questions if _both_outside(question)]
    if left_out:
        words = ngettext(
            "Not drawn: {count} rate published for women or for men alone.",
            "Not drawn: {count} rates published for women or for men alone.",
            left_out,
        )
        notes.append(words.format(count=left_out))
    return " ".join(notes)


def _questions(rows: list[Row]) -> list[_Question]:
    grouped: dict[tuple, dict[tuple, dict[str, Row]]] = {}
    for row in rows:
        if known(number_of(row, "obs_value")) or known(number_of(row, "lower")) or known(number_of(row, "upper")):
            periods = grouped.setdefault(row_key(row), {})
            periods.setdefault(time_key(row), {})[text_of(row, "sex")] = row
    questions = []
    for periods in grouped.values():
        sexes = max(periods.items(), key=lambda item: ({"F", "M"} <= item[1].keys(), item[0]))[1]
        if sexes.keys() & {"F", "M"}:
            questions.append(_Question(sexes.get("F"), sexes.get("M"), sexes.get("_T")))
    return questions


def _both_outside(question: _Question) -> bool:
    """Tell whether the figure for both sexes lies beyond those of women and men, which no rounding explains."""
    if not (question.women and question.men and question.both):
        return False
    women, men, both = (bounds_of(row) for row in (question.women, question.men, question.both))
    return both[1] < min(women[0], men[0]) or both[0] > max(women[1], men[1])


def _outside_note(question: _Question) -> str:
    words = _("{question}: the figure for both lies outside those of women and men; to be confirmed with {custodian}.")
    row = question.rows[0]
    return words.format(question=short_name(row), custodian=_(text_of(row, "custodian")))


def _order(question: _Question) -> tuple:
    pair = question.women and question.men
    difference = abs(centre(question.women) - centre(question.men)) if pair else -1.0
    return -difference, row_key(question.rows[0])
