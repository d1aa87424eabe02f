"""Putting labels beside points where they cover neither each other nor the marks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise, product

import numpy as np
from matplotlib.axes import Axes
from matplotlib.transforms import Bbox

from wps_analysis.charts.sheet.lettering import leading, line_count, line_height, text_width
from wps_analysis.charts.sheet.theme import INK, MUTED, PAPER

# Above, below, right, left, then the diagonals; at growing distances, in font sizes.
_DIRECTIONS = ((0, 1), (0, -1), (1, 0), (-1, 0), (1, 1), (-1, 1), (1, -1), (-1, -1), (2, 1), (-2, 1), (2, -1))
_DISTANCES = (0.2, 0.6, 1.2, 2.0, 3.2, 4.6, 6.2, 8.0)
_FREE = 2.0  # pixels kept free around a text
_ROUNDS = 3
_NOTHING = np.empty((0, 4))


@dataclass(frozen=True)
class Label:
    """A text, the points it may stand beside (in data units, best first) and what it is."""

    text: str
    anchors: tuple[tuple[float, float], ...]
    points: float
    role: str


@dataclass(frozen=True)
class _Options:
    """The places that a label may have, and what each costs whatever the other labels do."""

    boxes: np.ndarray
    anchors: np.ndarray
    nearest: np.ndarray
    led: np.ndarray
    covers: np.ndarray
    far: np.ndarray
    wanted: tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class _Place:
    option: int
    box: np.ndarray
    anchor: tuple[float, float]
    leader: np.ndarray


def blocked_by_points(ax: Axes, xy: Sequence[tuple[float, float]], diameter: float) -> np.ndarray:
    """Return the pixel boxes (left, bottom, right, top) that round marks of ``diameter`` points cover."""
    centres = ax.transData.transform(np.reshape(xy, (-1, 2)))
    half = diameter / 72 * ax.figure.dpi / 2
    return np.hstack([centres - half, centres + half])


def blocked_by_line(ax: Axes, xy: Sequence[tuple[float, float]]) -> np.ndarray:
    """Return small pixel boxes along a polyline."""
    return _along(ax.transData.transform(np.reshape(xy, (-1, 2))))


def place_labels(ax: Axes, labels: Sequence[Label], marks: np.ndarray, lines: np.ndarray) -> None:
    """Write each label at the best free place near one of its anchors, inside the axes.

    Labels choose in turn, and again once all have chosen, so that an early one can make room.

    Parameters
    ----------
    ax
        Axes whose position and limits are final.
    labels
        In order of importance.
    marks
        Pixel boxes that no label should cover.
    lines
        Pixel boxes that a label should rather not cover.

    Examples
    --------
    >>> from matplotlib.figure import Figure
    >>> ax = Figure(figsize=(3, 3), dpi=150).add_axes((0, 0, 1, 1))
    >>> here = ((0.5, 0.5),)
    >>> nothing = blocked_by_points(ax, [], 1.0)
    >>> place_labels(ax, [Label("a", here, 8.0, ""), Label("b", here, 8.0, "")], nothing, nothing)
    >>> ax.texts[0].xyann != ax.texts[1].xyann
    True
    """
    window = ax.get_window_extent()
    options = [_options(ax, label, window, marks, lines) for label in labels]
    chosen: list[_Place | None] = [None] * len(labels)
    for _ in range(_ROUNDS):
        before = [place and place.option for place in chosen]
        for index in range(len(labels)):
            others = [place for other, place in enumerate(chosen) if place and other != index]
            texts = np.vstack([_NOTHING, *(place.box for place in others)])
            leaders = np.vstack([_NOTHING, *(place.leader for place in others)])
            chosen[index] = _best_place(options[index], texts, leaders, marks)
        if before == [place and place.option for place in chosen]:
            break
    for label, place in zip(labels, chosen, strict=True):
        _write(ax, label, place)


def _options(ax: Axes, label: Label, window: Bbox, marks: np.ndarray, lines: np.ndarray) -> _Options:
    scale = ax.figure.dpi / 72
    width = max(text_width(line, label.points) for line in label.text.split("\n")) * 72 * scale
    half = np.array([width, line_count(label.text) * label.points * line_height() * scale]) / 2 + _FREE
    low = np.array([window.x0, window.y0]) + half
    high = np.maximum(np.array([window.x1, window.y1]) - half, low)
    options = list(product(_DISTANCES, label.anchors, _DIRECTIONS))
    wanted = tuple(anchor for _distance, anchor, _direction in options)
    anchors = ax.transData.transform(wanted)
    towards = np.array([direction for *_, direction in options], dtype=float)
    away = (0.45 + np.array([distance for distance, *_ in options])) * label.points * scale
    away = away * np.where(towards.all(axis=1), 0.7, 1.0)
    centres = np.clip(anchors + np.sign(towards) * half + towards * away[:, None], low, high)
    boxes = np.hstack([centres - half, centres + half])
    nearest = np.clip(anchors, boxes[:, :2], boxes[:, 2:])
    gaps = np.hypot(*(nearest - anchors).T) / scale
    covers = 25 * _covered(boxes, marks) + 6 * _covered(boxes, lines)
    return _Options(boxes, anchors, nearest, gaps > 1.4 * label.points, covers, 12 * gaps**1.3, wanted)


def _best_place(options: _Options, texts: np.ndarray, leaders: np.ndarray, marks: np.ndarray) -> _Place:
    boxes, anchors, nearest = options.boxes, options.anchors, options.nearest
    cost = options.covers + 40 * _covered(boxes, texts) + 25 * _covered(boxes, leaders) + options.far
    # What a leader crosses is counted where the place could be the best, were nothing crossed.
    led = options.led & (cost <= np.min(cost[~options.led], initial=np.inf) + 0.01)
    start, end = anchors[led, None], nearest[led, None]
    on_leader = start + (end - start) * np.linspace(0.25, 1, 25)[:, None]
    on_leader = np.concatenate([on_leader, on_leader + 1], axis=2).reshape(-1, 4)
    crossed = 300 * _covered(on_leader, texts) + 60 * _covered(on_leader, np.vstack([marks, leaders]))
    cost[led] += crossed.reshape(-1, 25).sum(axis=1)
    best = int(np.argmin(np.round(cost, 3)))
    leader = _along(np.array([anchors[best], nearest[best]])) if led[best] else _NOTHING
    return _Place(best, boxes[best : best + 1], options.wanted[best], leader)


def _along(points: np.ndarray) -> np.ndarray:
    boxes = [_NOTHING]
    for start, end in pairwise(points):
        steps = int(max(np.hypot(*(end - start)) // 5, 1))
        on_line = start + (end - start) * np.linspace(0, 1, steps + 1)[:, None]
        boxes.append(np.hstack([on_line - 1.5, on_line + 1.5]))
    return np.vstack(boxes)


def _covered(boxes: np.ndarray, others: np.ndarray) -> np.ndarray:
    # Area of each box that the other boxes cover.
    wide = np.minimum(boxes[:, None, 2], others[:, 2]) - np.maximum(boxes[:, None, 0], others[:, 0])
    high = np.minimum(boxes[:, None, 3], others[:, 3]) - np.maximum(boxes[:, None, 1], others[:, 1])
    return (np.maximum(wide, 0) * np.maximum(high, 0)).sum(axis=1)


def _write(ax: Axes, label: Label, place: _Place) -> None:
    middle = (place.box[0, :2] + place.box[0, 2:]) / 2
    offset = (middle - ax.transData.transform(place.anchor)) / (ax.figure.dpi / 72)
    # A line leads to a label that had to move away from its point.
    leader = {"arrowstyle": "-", "color": MUTED, "linewidth": 0.5, "shrinkA": 0, "shrinkB": 3}
    ax.annotate(
        label.text, place.anchor, xytext=tuple(np.round(offset, 2)), textcoords="offset points", ha="center",
        va="center", size=label.points, color=INK, linespacing=leading(), label=label.role, zorder=6,
        annotation_clip=False, arrowprops=leader if len(place.leader) else None,
        bbox={"facecolor": PAPER, "edgecolor": "none", "pad": 0.3, "alpha": 0.75},
    )  # fmt: skip
