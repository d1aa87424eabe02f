"""Finding what a reader could not read: texts that overlap, are cut, too small or too pale."""

from __future__ import annotations

from itertools import combinations

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_hex, to_rgba
from matplotlib.figure import Figure
from matplotlib.text import Annotation, Text

from wps_analysis.charts.sheet.theme import SIZES, chart_theme, contrast

MIN_CONTRAST = 4.5


def check_legible(fig: Figure) -> list[str]:
    """List what is illegible in a finished figure, measured on what is drawn.

    Parameters
    ----------
    fig
        A figure of this package.

    Returns
    -------
    list of str
        One sentence a problem: two texts that overlap, a text that leaves the figure, one smaller than its size
        allows, or one whose contrast with its background is under 4.5. Empty if there is none.

    Examples
    --------
    >>> from matplotlib.figure import Figure
    >>> fig = Figure(figsize=(3, 1))
    >>> _ = fig.text(0.1, 0.5, "one", size=13), fig.text(0.12, 0.5, "two", size=13)
    >>> check_legible(fig)
    ["'one' overlaps 'two'"]
    """
    canvas = fig.canvas
    try:
        renderer = FigureCanvasAgg(fig).get_renderer()
        with chart_theme():
            fig.draw_without_rendering()
        texts = [text for text in fig.findobj(Text) if _is_drawn(text)]
        boxes = [Text.get_window_extent(text, renderer) for text in texts]
        # Tick labels beyond the limits of their axis are kept by matplotlib but not drawn.
        problems = [problem for text in texts for problem in _text_problems(text, fig)]
        problems += [
            f"{_name(text)} leaves the figure"
            for text, box in zip(texts, boxes, strict=True)
            if box.x0 < -1 or box.y0 < -1 or box.x1 > fig.bbox.x1 + 1 or box.y1 > fig.bbox.y1 + 1
        ]
        problems += [
            f"{_name(one)} overlaps {_name(other)}"
            for (one, box), (other, second) in combinations(zip(texts, boxes, strict=True), 2)
            if min(box.x1, second.x1) - max(box.x0, second.x0) > 1
            and min(box.y1, second.y1) - max(box.y0, second.y0) > 1
        ]
    finally:
        fig.set_canvas(canvas)
    return problems


def _is_drawn(text: Text) -> bool:
    return bool(text.get_text().strip()) and text.get_visible() and not _beyond_limits(text)


def _beyond_limits(text: Text) -> bool:
    for axis in (text.axes.xaxis, text.axes.yaxis) if text.axes is not None else ():
        low, high = sorted(axis.get_view_interval())
        for tick in axis.get_major_ticks():
            if text in (tick.label1, tick.label2):
                return not low <= tick.get_loc() <= high
    return False


def _text_problems(text: Text, fig: Figure) -> list[str]:
    problems = []
    least = next((size.least for size in SIZES.values() if size.width == fig.get_figwidth()), SIZES["print"].least)
    if text.get_fontsize() < least:
        problems.append(f"{_name(text)} is {text.get_fontsize():g} points high, under {least:g}")
    ratio = contrast(to_hex(text.get_color()), _background(text, fig))
    if ratio < MIN_CONTRAST:
        problems.append(f"{_name(text)} has a contrast of {ratio:g}, under {MIN_CONTRAST:g}")
    return problems


def _background(text: Text, fig: Figure) -> str:
    plate = text.get_bbox_patch()
    if plate is not None and to_rgba(plate.get_facecolor())[3] > 0.5:
        return to_hex(plate.get_facecolor())
    bars = text.axes.patches if text.axes is not None else []
    centre = Text.get_window_extent(text).get_points().mean(axis=0)
    offset = isinstance(text, Annotation)
    under = [bar for bar in bars if not offset and bar.get_window_extent().contains(*centre)]
    return to_hex(under[-1].get_facecolor()) if under else to_hex(fig.get_facecolor())


def _name(text: Text) -> str:
    return repr(" ".join(text.get_text().split()))
