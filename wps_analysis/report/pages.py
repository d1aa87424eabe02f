"""Charts that would be taller than a page or a slide, drawn in parts that are not."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import pandas as pd

from wps_analysis.charts.sheet.figure import ChartFigure, TooTall, no_taller_than
from wps_analysis.charts.sheet.theme import SIZES
from wps_analysis.words.language import _

HEIGHTS = {
    "print": SIZES["print"].width * 247 / 170,
    "slide": SIZES["slide"].height,
    **dict.fromkeys(["column", "page", "phone"], math.inf),
}
"""The tallest figure of each size, in inches: an A4 page within margins of 25 mm, a 16:9 slide; a phone scrolls."""
_ROUNDING = 0.01


def draw_pages(
    draw: Callable[..., ChartFigure],
    data: pd.DataFrame,
    *,
    by: Sequence[str],
    subtitle: str,
    size: str,
    **options: object,
) -> list[ChartFigure]:
    """Draw a table in as few figures as fit the size, the rows of one thing together.

    Parameters
    ----------
    draw
        A function that draws the table.
    data
        What it draws, in the order in which it is to be split.
    by
        Columns whose values tell one thing from another.
    subtitle
        Says which part a figure is, where there are several.
    size
        ``"print"``, ``"slide"`` or ``"phone"``.
    **options
        What else ``draw`` takes.

    Returns
    -------
    list of ChartFigure
        One a part; a thing that is taller than a page by itself has a figure of its own.

    Examples
    --------
    >>> from wps_analysis.charts.parts import plot_parts
    >>> titles = pd.DataFrame({"group": list("abcdefghij"), "label": "women", "obs_value": 40.0})
    >>> len(draw_pages(plot_parts, titles, by=["group"], subtitle="", size="slide"))
    5
    """
    things = pd.MultiIndex.from_frame(data[list(by)].astype(str))
    order = list(dict.fromkeys(things))
    tallest = HEIGHTS[size] * (1 + _ROUNDING)
    try:
        with no_taller_than(tallest):
            return [draw(data, subtitle=subtitle, size=size, **options)]
    except TooTall as whole:
        count = max(math.ceil(whole.height / HEIGHTS[size] - _ROUNDING), 2)
    while True:
        parts = []
        for part, chosen in enumerate(_split(order, count), start=1):
            words = "; ".join(filter(None, (subtitle, _("part {page} of {pages}").format(page=part, pages=count))))
            parts.append((data[things.isin(chosen)], words))
        try:
            with no_taller_than(tallest if count < len(order) else math.inf):
                return [draw(rows, subtitle=words, size=size, **options) for rows, words in parts]
        except TooTall:
            count += 1


def _split(things: list, count: int) -> list[list]:
    """Cut a list into parts that differ in length by one at most."""
    count = min(count, len(things))
    ends = [round(part * len(things) / count) for part in range(count + 1)]
    return [things[start:end] for start, end in zip(ends, ends[1:], strict=False)]
