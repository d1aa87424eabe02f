"""Women beside men: rates as two dots a question, with the size of the sample or its absence."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from wps_analysis.charts.sheet.front import Band, chart, open_front, row_axis, stack, write
from wps_analysis.charts.sheet.lettering import line_count, wrap_text
from wps_analysis.charts.sheet.marks import bounds_of, draw_figure, mark_notes
from wps_analysis.charts.sheet.rows import OBSERVED, Row, row_key, several_areas, time_key
from wps_analysis.charts.sheet.theme import INK, RULE, SEX_COLOURS, Size
from wps_analysis.errors import WpsError
from wps_analysis.words.figures import NBSP, known, number_of, period_text, row_name, text_of, value_text
from wps_analysis.words.language import N_, _, ngettext

# Figures that rest on no sample: their basis stands where a survey has its n.
_NO_SAMPLE = {"register": N_("register"), "election": N_("election"), "census": N_("census")}
_MARKERS = {"F": "o", "M": "s"}


@dataclass
class _Question(Band):
    """One row of the chart: the same question answered by women, by men and by all."""

    women: Row | None
    men: Row | None
    both: Row | None
    name: str = ""
    side: str = ""

    @property
    def rows(self) -> list[Row]:
        return [row for row in (self.women, self.men, self.both) if row]


@chart
def plot_compare(observations: pd.DataFrame, **common: str | None) -> Figure:
    r"""Draw the rates of women beside those of men, one row a question, from 0 to 100 %.

    Parameters
    ----------
    observations
        Labelled observations, as ``load()`` returns them. Rates (``measure`` rate, ``unit_measure`` PT) are
        drawn: ``sex`` F and M as dots, ``_T`` as a small tick, at the latest period that has women and men.

    Returns
    -------
    Figure
        Questions that have both women and men, the widest difference first, and a note on how many others there
        are; if there are none with both, all questions. Hollow marks where the sample size is not published.

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
    ['stigma', 'n not in the reports used\nhere, 2023', 'women 24 %', 'men 8 %']
    """
    with open_front(observations, OBSERVED, "plot_compare", **common) as front:
        lengths, rows = front.lengths, observations.to_dict("records")
        rates = [r for r in rows if text_of(r, "unit_measure") == "PT" and text_of(r, "measure") in ("rate", "")]
        questions = sorted(_questions(rates), key=_order)
        if not questions:
            raise WpsError("plot_compare: no rate of women or men (unit PT, measure rate): there is nothing to draw.")
        pairs = [question for question in questions if question.women and question.men]
        left_out = len(questions) - len(pairs) if pairs else 0
        questions = pairs or questions
        drawn = [row for question in questions for row in question.rows]
        left, width = lengths.panel(values=0.8, before=1.8, after=1.8)
        _lay_out(questions, several_areas(drawn), lengths)
        height = stack(questions)
        sheet = front.open(height + lengths.lines(2), _notes(questions, left_out), rows=drawn)
        ax = sheet.axes(left, 0, width, height)
        row_axis(ax, height)
        ax.grid(axis="x")
        for question in questions:
            _draw_question(ax, question, left + width + 1.4 * lengths.text / 72, lengths)
    return sheet.figure


def _notes(questions: list[_Question], left_out: int) -> str:
    notes = mark_notes([row for question in questions for row in question.rows])
    if any(question.both for question in questions):
        notes.append(_("Black line: women and men together."))
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
    return words.format(question=row_name(row), custodian=_(text_of(row, "custodian")))


def _centre(row: Row) -> float:
    value = number_of(row, "obs_value")
    return value if known(value) else sum(bounds_of(row)) / 2


def _order(question: _Question) -> tuple:
    pair = question.women and question.men
    difference = abs(_centre(question.women) - _centre(question.men)) if pair else -1.0
    return -difference, row_key(question.rows[0])


def _side_text(question: _Question) -> str:
    row = question.rows[0]
    sample, basis = text_of(row, "n"), text_of(row, "basis")
    parts = [f"n{NBSP}={NBSP}{sample}" if sample else _(_NO_SAMPLE.get(basis, N_("n not in the reports used here")))]
    parts.append(period_text(row))
    if not question.women:
        parts.append(_("no figure for women"))
    if not question.men:
        parts.append(_("no figure for men"))
    return ", ".join(parts)


def _lay_out(questions: list[_Question], areas: bool, size: Size) -> None:
    for question in questions:
        question.name = wrap_text(row_name(question.rows[0], area=areas), size.label_column, size.text)
        question.side = wrap_text(_side_text(question), 0.8 * size.value_column, size.text)
        # Women's value stands above its dot, men's below, the tick's below both.
        tall = max(line_count(question.name), line_count(question.side), 4.2 if question.both else 3.1)
        question.height = size.lines(tall + 0.7)


def _draw_question(ax: Axes, question: _Question, side_left: float, size: Size) -> None:
    write(ax, size.margin, question.middle, question.name, "row")
    write(ax, side_left, question.middle, question.side, "side")
    line = size.lines(1)
    centre = question.middle - (0.5 * line if question.both else 0)
    ax.axhline(question.top + question.height, color=RULE, linewidth=size.mark / 11, zorder=1)
    dots = [(question.women, "F", _("women {value}"), -1), (question.men, "M", _("men {value}"), 1)]
    present = [_centre(row) for row, *_ in dots if row]
    ax.plot([min(present), max(present)], [centre, centre], color=RULE, linewidth=size.mark / 2.5, zorder=1.5)
    for row, sex, word, side in dots:
        if row is None:
            continue
        # Women's dot stands a little higher than men's, so that two equal rates are both seen.
        at = centre + side * 0.48 * size.mark / 72
        draw_figure(ax, row, at=at, colour=SEX_COLOURS[sex], mark=size.mark, marker=_MARKERS[sex])
        _write(ax, question, word.format(value=value_text(row)), row, centre + side * 0.72 * line, size)
    if question.both:
        value = _centre(question.both)
        half = 0.5 * line
        ax.plot([value, value], [centre - half, centre + half], color=INK, linewidth=size.mark / 4, zorder=4.5)
        text = _("both {value}").format(value=value_text(question.both))
        _write(ax, question, text, question.both, centre + 1.75 * line, size)


def _write(ax: Axes, question: _Question, text: str, row: Row, at: float, size: Size) -> None:
    # Near the ends of the axis a label runs inwards, clear of the columns beside the panel.
    x = _centre(row)
    ha, shift = ("left", -0.5) if x < 20 else ("right", 0.5) if x > 80 else ("center", 0.0)
    ax.annotate(text.replace(NBSP, " "), (x, at), xytext=(shift * size.mark, 0), textcoords="offset points",
                ha=ha, va="bottom" if text_of(row, "sex") == "F" else "top", label=f"value:{question.name}",
                annotation_clip=False)  # fmt: skip
