"""What a finished figure shows, in words: alt text, text twin, and showing both in a notebook."""

from __future__ import annotations

import base64
import html
import os
import re
from pathlib import Path

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.collections import PathCollection
from matplotlib.colors import to_hex, to_rgba
from matplotlib.figure import Figure
from matplotlib.markers import MarkerStyle
from matplotlib.patches import Rectangle
from matplotlib.text import Annotation, Text

from wps_analysis.charts.theme import PAPER, chart_theme, render
from wps_analysis.errors import WpsError
from wps_analysis.paths import write_atomic

_MAX_VALUES = 12
_SHAPES = ("o", "s", "^", "v", "<", ">", "D", "P", "X", "|", "_")


def alt_text(fig: Figure) -> str:
    """Describe a finished figure in a few sentences, for readers who do not see it.

    Parameters
    ----------
    fig
        A figure of this package.

    Returns
    -------
    str
        Title, what is drawn, number of panels, the values labelled (the first twelve rows), the targets.

    Examples
    --------
    >>> from wps_analysis.charts.parts import plot_parts
    >>> table = pd.DataFrame({"group": "Titles", "label": ["women", "joint"], "obs_value": [18.0, 68.0]})
    >>> alt_text(plot_parts(table, title="86 % of land titles name a woman"))
    '86 % of land titles name a woman. Chart with 1 panel. Titles: women 18 %, joint 68 %.'
    """
    heads = [_flat(text) for text in fig.texts if text.get_label() in ("title", "subtitle")]
    count = len(fig.axes)
    values: dict[str, list[str]] = {}
    targets: dict[str, None] = {}
    for text in (text for ax in fig.axes for text in ax.texts):
        role, _, name = str(text.get_label()).partition(":")
        if role == "value":
            values.setdefault(" ".join(name.split()), []).append(_flat(text))
        elif role == "target":
            targets[_flat(text)] = None
    shown = [": ".join(filter(None, (name, ", ".join(texts)))) for name, texts in values.items()]
    if len(shown) > _MAX_VALUES:
        shown = [*shown[:_MAX_VALUES], f"and {len(shown) - _MAX_VALUES} more"]
    sentences = [*heads, f"Chart with {count} panel{'' if count == 1 else 's'}", "; ".join(shown)]
    full = [text for text in targets if not any(other != text and other.startswith(text) for other in targets)]
    if full:
        sentences.append("Targets: " + "; ".join(full))
    return " ".join(f"{sentence.rstrip('.')}." for sentence in sentences if sentence)


def text_twin(fig: Figure) -> str:
    """Write down what a finished figure draws, so that two figures can be compared as text.

    Everything is read from the artists of the figure and nothing from the table it was made of: a line
    redrawn upside down, a target left out or two labels exchanged change the text.

    Parameters
    ----------
    fig
        A figure of this package.

    Returns
    -------
    str
        Alt text and texts of the figure; for each panel its axes with their limits, every text with its
        place, lines, points (filled or hollow) and bars; numbers rounded to three decimals; sorted.

    Examples
    --------
    >>> from wps_analysis.charts.parts import plot_parts
    >>> table = pd.DataFrame({"group": "Titles", "label": ["women", "joint"], "obs_value": [18.0, 68.0]})
    >>> print(text_twin(plot_parts(table, title="86 % of land titles name a woman")))
    alt: 86 % of land titles name a woman. Chart with 1 panel. Titles: women 18 %, joint 68 %.
    title: 86 % of land titles name a woman
    panel 1
      x axis: linear, 0 to 100; ticks 0 = 0, 25 = 25, 50 = 50, 75 = 75, 100 = 100 %
      y axis: linear, 0.418 to 0; no ticks
      bar #0072b2, x 0 to 18, y 0.065 to 0.353
      bar #e69f00, x 18 to 86, y 0.065 to 0.353
      text at 0.08, 0.209: Titles
      text at 9, 0.209: women 18 %
      text at 52, 0.209: joint 68 %
    """
    with chart_theme():
        fig.draw_without_rendering()
    lines = [f"alt: {alt_text(fig)}"]
    for text in sorted(fig.texts, key=lambda text: -text.get_position()[1]):
        if text.get_visible() and text.get_text():
            lines.append(f"{text.get_label() or 'text'}: {_flat(text)}")
    corners = [tuple(np.round([-ax.get_position().y1, ax.get_position().x0], 4)) for ax in fig.axes]
    for number, (_, ax) in enumerate(sorted(zip(corners, fig.axes, strict=True), key=lambda pair: pair[0]), 1):
        lines.append(f"panel {number}")
        lines += [f"  {line}" for line in _axes_lines(ax)]
    return "\n".join(lines)


def show(fig: Figure, data: pd.DataFrame | None = None, *, name: str = "") -> None:
    """Show a figure in a notebook, with its alt text, and its text twin folded below.

    Parameters
    ----------
    fig
        A figure of this package.
    data
        The table it was made of.
    name
        File name without ending. If it is given and the environment variable ``WPS_CHART_DIR`` names a
        folder, ``<name>.png``, ``.svg``, ``.txt`` (alt text) and, with ``data``, ``.csv`` are written there.

    Raises
    ------
    WpsError
        If the name is not made of letters, digits, hyphens and underscores.

    Examples
    --------
    >>> from wps_analysis.charts.parts import plot_parts
    >>> show(plot_parts(pd.DataFrame({"group": "Titles", "label": ["women"], "obs_value": [18.0]})))
    """
    png, alt = render(fig, "png"), alt_text(fig)
    folder = os.environ.get("WPS_CHART_DIR", "")
    if name and not re.fullmatch(r"[\w-]+", name):
        raise WpsError(f"A chart's name is made of letters, digits, - and _; {name!r} is not.")
    if name and folder:
        base = Path(folder) / name
        write_atomic(base.with_suffix(".png"), png)
        write_atomic(base.with_suffix(".svg"), render(fig, "svg"))
        write_atomic(base.with_suffix(".txt"), alt + "\n")
        if data is not None:
            write_atomic(base.with_suffix(".csv"), data.to_csv(index=False, lineterminator="\n"))
    _display(png, alt, text_twin(fig))


def _display(png: bytes, alt: str, twin: str) -> None:
    # Imported here: a script that only writes files does without IPython.
    from IPython import get_ipython
    from IPython.display import HTML, display

    if get_ipython() is None:
        return
    picture = base64.b64encode(png).decode("ascii")
    display({"image/png": picture, "text/plain": alt}, metadata={"image/png": {"alt": alt}}, raw=True)
    display(HTML(f"<details><summary>This chart as text</summary><pre>{html.escape(twin)}</pre></details>"))


def _axes_lines(ax: Axes) -> list[str]:
    lines = [_axis_line(ax, "x"), _axis_line(ax, "y")]
    marks = [_line_line(line) for line in ax.lines if line.get_visible()]
    marks += [line for points in ax.collections if points.get_visible() for line in _point_lines(points)]
    marks += [_bar_line(bar) for bar in ax.patches if isinstance(bar, Rectangle) and bar.get_visible()]
    texts = [(ax.title, (0.0, 1.0)), *((text, _place(text)) for text in ax.texts)]
    texts = [(text, place) for text, place in texts if text.get_visible() and text.get_text()]
    words = sorted((place[1], place[0], _flat(text)) for text, place in texts)
    return (
        lines
        + sorted(marks, key=_reading_order)
        + [f"text at {_number(x)}, {_number(y)}: {text}" for y, x, text in words]
    )


def _reading_order(line: str) -> list[str | float]:
    # Numbers by their size, so that 9 comes before 10.
    return [float(part) if n % 2 else part for n, part in enumerate(re.split(r"(-?\d+(?:\.\d+)?)", line))]


def _axis_line(ax: Axes, which: str) -> str:
    axis = getattr(ax, f"{which}axis")
    low, high = ax.get_xlim() if which == "x" else ax.get_ylim()
    scale = f"{which} axis: {axis.get_scale()}, {_number(low)} to {_number(high)}"
    label = axis.get_label().get_text()
    ticks = [
        f"{_number(tick.get_loc())} = {tick.label1.get_text()}"
        for tick in axis.get_major_ticks()
        if tick.label1.get_text() and min(low, high) <= tick.get_loc() <= max(low, high)
    ]
    return "; ".join(filter(None, (scale, label, "ticks " + ", ".join(ticks) if ticks else "no ticks")))


def _line_line(line) -> str:
    points = " ".join(f"({_number(x)}, {_number(y)})" for x, y in line.get_xydata())
    marker = str(line.get_marker())
    look = [f"line {to_hex(line.get_color())}"]
    if line.get_linestyle() in ("None", "", " "):
        look = ["marks"]
    elif line.get_linestyle() != "-":
        look.append("dashed")
    if marker not in ("None", "", " "):
        look.append(f"marker {marker} {_fill(line.get_markerfacecolor())}")
    return f"{' '.join(look)}: {points}"


def _point_lines(points) -> list[str]:
    if not isinstance(points, PathCollection):
        return [f"{type(points).__name__}: {_numbers(path.vertices)}" for path in points.get_paths()]
    faces, edges = points.get_facecolor(), points.get_edgecolor()
    shape = _shape(points.get_paths()[0])
    lines = []
    for index, (x, y) in enumerate(points.get_offsets()):
        face = faces[index % len(faces)] if len(faces) else (0, 0, 0, 0)
        edge = edges[index % len(edges)] if len(edges) else face
        lines.append(f"point {shape} {to_hex(edge)} {_fill(face)}: ({_number(x)}, {_number(y)})")
    return lines


def _shape(path) -> str:
    for shape in _SHAPES:
        style = MarkerStyle(shape)
        known = style.get_path().transformed(style.get_transform()).vertices
        if known.shape == path.vertices.shape and np.allclose(known, path.vertices):
            return shape
    return f"shape of {len(path.vertices)}"


def _fill(face) -> str:
    return "hollow" if to_rgba(face)[3] == 0 or to_hex(face) == PAPER else "filled"


def _bar_line(bar: Rectangle) -> str:
    (x, y), width, height = bar.get_xy(), bar.get_width(), bar.get_height()
    hatch = " hatched" if bar.get_hatch() else ""
    sides = f"x {_number(x)} to {_number(x + width)}, y {_number(y)} to {_number(y + height)}"
    return f"bar {to_hex(bar.get_facecolor())}{hatch}, {sides}"


def _place(text: Text) -> tuple[float, float]:
    # A label beside a point belongs to the point, wherever beside it there was room.
    x, y = text.xy if isinstance(text, Annotation) else text.get_position()
    return round(float(x), 3), round(float(y), 3)


def _numbers(values) -> str:
    return " ".join(f"({_number(x)}, {_number(y)})" for x, y in values)


def _number(value: float) -> str:
    text = f"{float(value):.3f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def _flat(text: Text) -> str:
    return " ".join(text.get_text().split())
