"""What a finished figure draws, line by line: the page, the panels with their axes, marks from back to front, texts."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.colors import to_hex, to_rgba
from matplotlib.figure import Figure
from matplotlib.text import Annotation, Text

from wps_analysis.charts.sheet.theme import PAPER
from wps_analysis.charts.twin.marks import effects, flat, is_opaque, legend_lines, marks_of, number

_LEVEL = {"top": "below its place", "bottom": "above its place", "baseline": "above its place"}
_SIDE = {"center": "centred", "right": "ends at its place"}
_OTHER_SIDE = {"x": "above", "y": "at the right"}
# In font sizes: placement draws a line to each label that lies more than 1.4 from its point.
_FAR = 2.0


def figure_lines(fig: Figure) -> list[str]:
    """Write down the page and the panels of a drawn figure.

    Parameters
    ----------
    fig
        A figure that has been drawn, so that tick labels and places are final.

    Returns
    -------
    list of str
        What a reader sees and nothing else: a text or mark that is hidden, transparent, off the page, behind a box or
        beyond the limits has no line.
    """
    width, height = fig.get_size_inches()
    colour = "" if to_hex(fig.get_facecolor()) == PAPER else f", {to_hex(fig.get_facecolor())}"
    lines = [f"page {width:.1f} by {height:.1f} in{colour}"]
    covers = _covers(fig)
    texts = sorted(fig.texts, key=lambda text: -text.get_position()[1])
    lines += [_page_text(text) for text in texts if _shows(text, covers)]
    lines += [line for legend in fig.legends for line in legend_lines(legend)]
    others = (*fig.patches, *fig.lines, *fig.images, *fig.artists)
    lines += [f"page {type(artist).__name__}{effects(artist)}" for artist in others if artist.get_visible()]
    panels = sorted((ax for ax in fig.axes if ax.get_visible()), key=lambda ax: (-_percent(ax)[3], _percent(ax)[0]))
    for count, ax in enumerate(panels, 1):
        lines += [f"panel {count}{_panel(ax)}", *(f"  {line}" for line in _panel_lines(ax))]
    return lines


def _page_text(text: Text) -> str:
    x, y = (round(100 * float(value)) for value in text.get_position())
    lettering = _lettering(text, place=(text.get_ha(), text.get_va()) != ("left", "top"))
    return f"{text.get_label() or 'text'} at {x}, {y} % ({lettering}): {flat(text.get_text())}"


def _percent(ax: Axes) -> tuple[int, ...]:
    """Left, bottom, right and top of a panel, in whole per cent of the page."""
    return tuple(round(100 * float(edge)) for edge in ax.get_position().extents)


def _panel(ax: Axes) -> str:
    left, bottom, right, top = _percent(ax)
    frame = [side for side, spine in ax.spines.items() if ax.axison and spine.get_visible()]
    return f" at {left} to {right}, {bottom} to {top} %" + (f"; frame {', '.join(frame)}" if frame else "")


def _panel_lines(ax: Axes) -> list[str]:
    marks = sorted(marks_of(ax), key=lambda mark: (mark[0], _reading_order(mark[1])))
    covers = _covers(ax.get_figure(root=True), ax)
    texts = [text for text in ax.get_children() if isinstance(text, Text) and _shows(text, covers)]
    words = [(_place(ax, text), _lettering(text), text) for text in texts]
    usual = _most_common([lettering for _, lettering, _ in words])
    lines = [_axis_line(ax, "x", covers), _axis_line(ax, "y", covers), *(line for _, line in marks)]
    lines += [f"texts, where nothing else is said: {usual}"] if words else []
    for (x, y), lettering, text in sorted(words, key=lambda word: (word[0][1], word[0][0], flat(word[2].get_text()))):
        other = "" if lettering == usual else f" ({lettering})"
        lines.append(f"text at {number(x)}, {number(y)}{other}{_astray(ax, text)}: {flat(text.get_text())}")
    return lines


def _most_common(words: list[str]) -> str:
    counts = Counter(words)
    return min(counts, key=lambda word: (-counts[word], word), default="")


def _reading_order(line: str) -> list[str | float]:
    # Numbers by their size, so that 9 comes before 10.
    return [float(part) if n % 2 else part for n, part in enumerate(re.split(r"(-?\d+(?:\.\d+)?)", line))]


def _axis_line(ax: Axes, which: str, covers: list[Artist]) -> str:
    axis: Axis = getattr(ax, f"{which}axis")
    low, high = ax.get_xlim() if which == "x" else ax.get_ylim()
    parts = [f"{which} axis: {axis.get_scale()}, {number(low)} to {number(high)}"]
    if not (ax.axison and axis.get_visible()):
        return f"{parts[0]}; not drawn"
    shown = [tick for tick in axis.get_major_ticks() if min(low, high) <= tick.get_loc() <= max(low, high)]
    parts += [flat(text.get_text()) for text in (axis.get_label(), axis.get_offset_text()) if _shows(text, covers)]
    for attribute, where in (("label1", ""), ("label2", f" {_OTHER_SIDE[which]}")):
        ticks = [(tick.get_loc(), getattr(tick, attribute)) for tick in shown]
        ticks = [(place, text) for place, text in ticks if _shows(text, covers)]
        if ticks:
            labels = ", ".join(f"{number(place)} = {flat(text.get_text())}" for place, text in ticks)
            look = " / ".join(sorted({_lettering(text, place=False) for _, text in ticks}))
            parts.append(f"ticks{where} {labels} ({look})")
    parts += [] if any("ticks" in part for part in parts) else ["no ticks"]
    parts += ["grid"] if any(tick.gridline.get_visible() for tick in shown) else []
    return "; ".join(parts)


def _lettering(text: Text, *, place: bool = True) -> str:
    """Say how a text looks: size, weight, colour, the plate behind it, and where it stands by its place."""
    words = [f"{round(float(text.get_fontsize()), 1):g} pt"]
    words += [str(text.get_weight())] if str(text.get_weight()) not in ("normal", "400") else []
    words += [text.get_style()] if text.get_style() != "normal" else []
    words.append(to_hex(text.get_color()))
    plate = text.get_bbox_patch()
    if plate is not None and plate.get_visible():
        words.append(f"on {to_hex(plate.get_facecolor())}")
    words += [f"turned by {number(text.get_rotation())}"] if text.get_rotation() else []
    if place and not isinstance(text, Annotation):
        words += [_SIDE[text.get_ha()]] if text.get_ha() in _SIDE else []
        words += [_LEVEL[text.get_va()]] if text.get_va() in _LEVEL else []
    return ", ".join(words) + effects(text)


def _place(ax: Axes, text: Text) -> tuple[float, float]:
    # A label beside a point belongs to the point, wherever beside it there was room; a title moves out of the way.
    x, y = text.xy if isinstance(text, Annotation) else text.get_position()
    return round(float(x), 3), round(float(y) if text in ax.texts else 1.0, 3)


def _astray(ax: Axes, text: Text) -> str:
    """Say that a label stands far from its point, or beside another one, with no line to lead to it."""
    if not isinstance(text, Annotation) or text.arrow_patch is not None or text.xycoords != "data":
        return ", with a line to its place" if isinstance(text, Annotation) and text.arrow_patch else ""
    box = Text.get_window_extent(text)
    own = ax.transData.transform(text.xy)
    away = _gap(box, own)
    if away > _FAR * text.get_fontsize() * ax.figure.dpi / 72:
        return ", away from its place"
    others = [place for place in _points_drawn(ax) if np.hypot(*(place - own)) > 1]
    nearest = min(others, key=lambda place: _gap(box, place), default=own)
    # Half as far: no label that lies between two points changes sides with the width of a letter.
    if _gap(box, nearest) < 0.5 * away:
        x, y = ax.transData.inverted().transform(nearest)
        return f", beside ({number(x)}, {number(y)})"
    return ""


def _gap(box, place: np.ndarray) -> float:
    return float(np.hypot(*(np.clip(place, box.min, box.max) - place)))


def _points_drawn(ax: Axes) -> Iterator[np.ndarray]:
    for points in ax.collections:
        if points.get_visible() and len(points.get_offsets()):
            yield from points.get_offset_transform().transform(points.get_offsets())


def _covers(figure: Figure, ax: Axes | None = None) -> list[Artist]:
    """Return what hides a text that lies behind it: the opaque patches of a figure and of a panel."""
    patches = [*figure.patches, *figure.artists, *(ax.patches if ax is not None else [])]
    return [patch for patch in patches if is_opaque(patch)]


def _shows(text: Text, covers: list[Artist]) -> bool:
    """Tell whether a reader sees a text."""
    seen = text.get_visible() and text.get_text().strip() and text.get_alpha() != 0 and to_rgba(text.get_color())[3] > 0
    if not seen or text.get_fontsize() <= 0:
        return False
    figure = text.get_figure(root=True)
    box = Text.get_window_extent(text)
    inside = box.x1 > 0 and box.y1 > 0 and box.x0 < figure.bbox.x1 and box.y0 < figure.bbox.y1
    middle = box.get_points().mean(axis=0)
    before = [patch for patch in covers if patch.get_zorder() > text.get_zorder()]
    box_kept = text.get_clip_box() if text.get_clip_on() else None
    cut = box_kept is not None and not box_kept.contains(*middle)
    return inside and not cut and not any(patch.get_window_extent().contains(*middle) for patch in before)
