"""Heads beside the rank below them: two dots and a link a ladder of ranks, the widest distance first."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes

from wps_analysis.assessment.ranks import pipeline_ratios
from wps_analysis.charts.sheet.dots import bare_period, period_note, usual_period
from wps_analysis.charts.sheet.figure import ChartFigure
from wps_analysis.charts.sheet.front import chart, open_front
from wps_analysis.charts.sheet.marks import differing_text, mark_notes
from wps_analysis.charts.sheet.pairs import Group, Pair, centre, draw_pairs
from wps_analysis.charts.sheet.rows import LEVELS, OBSERVED, Row, several_areas
from wps_analysis.charts.sheet.theme import COLOURS
from wps_analysis.errors import WpsError
from wps_analysis.words.figures import short_name, text_of
from wps_analysis.words.language import _

_LADDER = ["ref_area", "government_level", "ladder"]
_COLUMNS = (*OBSERVED, "name", "government_level", "ladder", "rank")


@chart
def plot_pipeline(observations: pd.DataFrame, *, ax: Axes | None = None, **common: str | None) -> ChartFigure:
    """Draw women's share among heads and in the rank below them, one row a ladder, the widest distance first.

    Parameters
    ----------
    observations
        As ``load`` returns them. The latest women's shares of whole bodies are drawn, as ``pipeline_ratios``
        takes them: a row for each level of government and ladder that has two ranks or more; further ranks, and the
        ratios of all, are in its table.
    ax
        Draw the rows alone into these axes, without title, notes and sources; their figure is returned.

    Returns
    -------
    ChartFigure
        Two dots and a link a row; from zero to the next ten above what is drawn, or to 100.

    Raises
    ------
    WpsError
        If a column is missing or no ladder has two ranks.

    Examples
    --------
    >>> from wps_analysis import load
    >>> staff = load(pillar="protection", ref_area="KHM")
    >>> figure = plot_pipeline(staff[staff["ladder"] == "mine action operators"])
    >>> [text.get_text() for text in figure.axes[0].texts if text.get_label().startswith("value")]
    ['22%', '34%']
    """
    with open_front(observations, _COLUMNS, "plot_pipeline", phone=True, **common) as front:
        tops = _tops(observations)
        usual = usual_period(tops)
        below = _("their deputies") if _only_deputies(tops) else _("the rank below them")
        groups = Group(_("heads"), COLOURS["women"]), Group(below, COLOURS["chief"], "s")
        areas = several_areas([row for ranks in tops for row in ranks])
        pairs = [
            Pair(name=_name(ranks, usual, areas), rows=tuple(ranks), first=ranks[0], second=ranks[1]) for ranks in tops
        ]
        return draw_pairs(front, ax, pairs, groups, _notes(tops, usual))


def _nearest(ranks: list[Row]) -> float:
    return -abs(centre(ranks[0]) - centre(ranks[1]))


def _only_deputies(tops: list[list[Row]]) -> bool:
    return all(text_of(below, "rank") == "deputy" for _head, below in tops)


def _name(ranks: list[Row], usual: str, areas: bool) -> str:
    """Return the name of a row: that of the heads, and of those below them where these are no deputies."""
    names = [short_name(ranks[0], area=areas), *([] if _only_deputies([ranks]) else [short_name(ranks[1])])]
    period = bare_period(*ranks)
    return " / ".join(names) + ("" if period == usual else f", {period}")


def _notes(tops: list[list[Row]], usual: str) -> str:
    rows = [row for ranks in tops for row in ranks]
    notes = [_("Nobody is followed from one rank to the next: this is no rate of promotion.")]
    notes += [period_note(usual, (bare_period(*ranks) for ranks in tops)), *mark_notes(rows, beside=False)]
    notes += [f"{short_name(row)}: {text}." for row in rows if (text := differing_text(row))]
    return " ".join(notes)


def _tops(observations: pd.DataFrame) -> list[list[Row]]:
    """Return the first two ranks of each ladder that ``pipeline_ratios`` compares, the widest apart first."""
    pairs = pipeline_ratios(observations)
    if pairs.empty:
        raise WpsError(
            "No ladder has women's share for two of its ranks. Load figures of one level of government and ladder"
            " (columns government_level, ladder and rank of indicators.csv)."
        )
    shares = observations[
        (observations["sex"] == "F") & (observations["population"] == "_T") & (observations["unit_measure"] == "PT")
    ]
    rows = {_rank_key(row, "name", "time_period", "obs_value"): row for row in shares.to_dict("records")}
    tops = pairs.drop_duplicates(_LADDER).to_dict("records")
    return sorted(
        (
            [rows[_rank_key(top, end, f"{end}_period", f"{end}_share_pct")] for end in ("upper", "lower")]
            for top in tops
        ),
        key=_nearest,
    )


def _rank_key(row: Row, *columns: str) -> tuple:
    return tuple(row[column] for column in (*_LADDER, *columns))


def _level(row: Row) -> str:
    return _(LEVELS.get(row["government_level"], text_of(row, "government_level")))
