"""The marks of a panel as lines of text: curves, points, bars, areas, images and legends, as a reader sees them.

What does not show has no line: hidden, wholly transparent, of no size, or cut off by the limits of the axes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.collections import Collection, LineCollection, PathCollection, PolyCollection
from matplotlib.colors import to_hex, to_rgba
from matplotlib.image import AxesImage
from matplotlib.legend import Legend
from matplotlib.lines import Line2D
from matplotlib.markers import MarkerStyle
from matplotlib.patches import Patch, Rectangle
from matplotlib.spines import Spine
from matplotlib.text import Text
from matplotlib.transforms import Transform

from wps_analysis.charts.sheet.theme import PAPER

Mark = tuple[float, str]
"""How far in front it lies (``zorder``), and its line."""
_SHAPES = ("o", "s", "^", "v", "<", ">", "D", "P", "X", "|", "_")
_MOST_CORNERS = 60
_NOTHING = ("None", "none", "", " ")


def marks_of(ax: Axes) -> Iterator[Mark]:
    """Yield the marks of a panel.

    Examples
    --------
    >>> from matplotlib.figure import Figure
    >>> ax = Figure().add_axes((0, 0, 1, 1), xlim=(0, 9), ylim=(0, 9))
    >>> _ = ax.plot([1, 2], [3, 4], color="black", linewidth=2), ax.scatter([5], [6], s=49, color="red", alpha=0)
    >>> list(marks_of(ax))
    [(2, 'line #000000 2 pt: (1, 3) (2, 4)')]
    """
    for artist in ax.get_children():
        if artist.get_visible() and artist.get_alpha() != 0:
            yield from ((artist.get_zorder(), line + effects(artist)) for line in _lines_of(ax, artist))


def effects(artist: Artist) -> str:
    """Say what else changes how an artist looks: transparency, a box that cuts it, effects on its outline."""
    words = [] if artist.get_alpha() in (None, 1) else [f"alpha {number(artist.get_alpha())}"]
    box, frame = artist.get_clip_box(), artist.axes.bbox if artist.axes is not None else None
    if artist.get_clip_on() and box is not None and frame is not None and not np.allclose(box.extents, frame.extents):
        words.append("cut")
    words += ["cut along a path"] if artist.get_clip_on() and artist.get_clip_path() is not None else []
    words += ["outlined"] if artist.get_path_effects() else []
    words += ["sketched"] if artist.get_sketch_params() else []
    return "".join(f", {word}" for word in words)


def number(value: float) -> str:
    """Round to three decimals, without zeros at the end.

    Examples
    --------
    >>> number(14.7700), number(-0.0001)
    ('14.77', '0')
    """
    text = f"{float(value):.3f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def flat(text: str) -> str:
    """Return a text of several lines as one."""
    return " ".join(text.split())


def is_opaque(artist: Artist) -> bool:
    """Tell whether an artist is a patch that hides what lies behind it."""
    if not isinstance(artist, Patch):
        return False
    return artist.get_visible() and artist.get_fill() and _alpha(artist.get_facecolor(), artist) > 0.9


def _lines_of(ax: Axes, artist: Artist) -> Iterable[str]:
    if artist is ax.patch:
        return _background(artist)
    for kind, describe in _KINDS.items():
        if isinstance(artist, kind):
            return describe(ax, artist)
    return [type(artist).__name__]


def _background(patch: Patch) -> list[str]:
    colour = to_hex(patch.get_facecolor())
    return [] if colour == PAPER or not is_opaque(patch) else [f"background {colour}"]


def _curve(ax: Axes, line: Line2D) -> list[str]:
    places = _in_data(ax, line.get_transform(), line.get_xydata())
    look = _line_look(line)
    return [f"{look}: {_places(places)}"] if look and _meets(ax, line, places) else []


def _line_look(line: Line2D) -> str:
    words = []
    if line.get_linestyle() not in _NOTHING and line.get_linewidth() > 0 and _alpha(line.get_color()) > 0:
        words.append(f"line {to_hex(line.get_color())} {_points_wide(line.get_linewidth())}{_strokes(line)}")
    marker, size = str(line.get_marker()), line.get_markersize()
    if marker not in _NOTHING and size > 0:
        face, edge = line.get_markerfacecolor(), line.get_markeredgecolor()
        paint = _paint(face, edge, line.get_markeredgewidth())
        some = "" if line.get_markevery() is None else f" every {line.get_markevery()}"
        words.append(f"marks {marker} {paint} {_points_wide(size)}{some}" if paint else "")
    return ", ".join(filter(None, words))


def _strokes(line: Line2D) -> str:
    words = "" if line.get_drawstyle() == "default" else f" {line.get_drawstyle()}"
    if line.get_linestyle() != "-":
        # matplotlib tells a pattern of one's own by its name "--" alone.
        pattern = getattr(line, "_unscaled_dash_pattern", (0, None))[1]
        words += " dashed" + (" " + "-".join(map(number, pattern)) if pattern else "")
    return words + (f" on {to_hex(line.get_gapcolor())}" if line.get_gapcolor() is not None else "")


def _collection(ax: Axes, collection: Collection) -> list[str]:
    if isinstance(collection, PathCollection):
        return _points(ax, collection)
    if not isinstance(collection, LineCollection | PolyCollection) or len(collection.get_offsets()) > 1:
        return [f"{type(collection).__name__}: {_places(np.asarray(collection.get_offsets()))}"]
    lines, name = [], "lines" if isinstance(collection, LineCollection) else "area"
    for index, path in enumerate(collection.get_paths()):
        places = _in_data(ax, collection.get_transform(), path.vertices)
        paint = _paint(*_colours(collection, index))
        if paint and _meets(ax, collection, places):
            lines.append(f"{name} {paint}: {_places(places)}")
    return lines


def _points(ax: Axes, points: PathCollection) -> list[str]:
    lines, sizes = [], points.get_sizes()
    shape = _shape(points.get_paths()[0])
    for index, place in enumerate(_in_data(ax, points.get_offset_transform(), points.get_offsets())):
        size = np.sqrt(sizes[index % len(sizes)])
        paint = _paint(*_colours(points, index))
        if paint and size > 0 and _meets(ax, points, [place]):
            lines.append(f"point {shape} {paint} {_points_wide(size)}: {_places([place])}")
    return lines


def _colours(collection: Collection, index: int) -> tuple:
    """Return face, edge and width of the outline of one of a collection's paths."""

    def of(values, default):
        return values[index % len(values)] if len(values) else default

    face = of(collection.get_facecolor(), (0, 0, 0, 0))
    return face, of(collection.get_edgecolor(), face), of(collection.get_linewidth(), 0)


def _paint(face, edge, width: float) -> str:
    """Return the colours of a mark that has an outline, or nothing where neither shows."""
    filled = _alpha(face) > 0 and to_hex(face) != PAPER
    outlined = width > 0 and _alpha(edge) > 0
    words = to_hex(edge) if outlined else to_hex(face) if filled else ""
    if outlined and _alpha(edge) < 1:
        words += f" alpha {number(_alpha(edge))}"
    if not words:
        return ""
    if not filled:
        return f"{words} hollow"
    other = f" {to_hex(face)}" if to_hex(face) != to_hex(edge) and outlined else ""
    return f"{words} filled{other}" + ("" if _alpha(face) == 1 else f" alpha {number(_alpha(face))}")


def _patch(ax: Axes, patch: Patch) -> list[str]:
    path = patch.get_path().transformed(patch.get_patch_transform())
    places = _in_data(ax, patch.get_data_transform(), path.vertices)
    look = _patch_look(patch)
    if not look or not _meets(ax, patch, places):
        return []
    if isinstance(patch, Rectangle) and patch.get_angle() == 0:
        (left, low), (right, high) = places.min(axis=0), places.max(axis=0)
        return [f"bar {look}, x {number(left)} to {number(right)}, y {number(low)} to {number(high)}"]
    return [f"{type(patch).__name__.lower()} {look}: {_places(places)}"]


def _patch_look(patch: Patch) -> str:
    filled = patch.get_fill() and _alpha(patch.get_facecolor()) > 0
    words = [to_hex(patch.get_facecolor(), keep_alpha=_alpha(patch.get_facecolor()) < 1)] if filled else []
    if patch.get_linewidth() > 0 and _alpha(patch.get_edgecolor()) > 0:
        dashed = "" if patch.get_linestyle() in ("-", "solid") else " dashed"
        words.append(f"edge {to_hex(patch.get_edgecolor())} {_points_wide(patch.get_linewidth())}{dashed}")
    return " ".join([*words, f"hatched {patch.get_hatch()}"] if patch.get_hatch() else words)


def _image(ax: Axes, image: AxesImage) -> list[str]:
    left, right, low, high = image.get_extent()
    rows, columns = image.get_size()
    sides = f"x {number(left)} to {number(right)}, y {number(low)} to {number(high)}"
    return [f"image {rows} by {columns}, {sides}, mean {number(np.mean(image.get_array()))}"]


def legend_lines(legend: Legend) -> list[str]:
    """Say what each entry of a legend stands for, in its order."""
    entries = zip(legend.legend_handles, legend.get_texts(), strict=True)
    return [f"legend {_handle(handle)} = {flat(text.get_text())}" for handle, text in entries if text.get_visible()]


def _handle(handle: Artist) -> str:
    if not handle.get_visible():
        return "nothing"
    if isinstance(handle, Line2D):
        return _line_look(handle) or "nothing"
    if isinstance(handle, Patch):
        return f"bar {_patch_look(handle)}"
    if isinstance(handle, PathCollection):
        return f"point {_shape(handle.get_paths()[0])} {_paint(*_colours(handle, 0))}"
    return type(handle).__name__


def _shape(path) -> str:
    for shape in _SHAPES:
        style = MarkerStyle(shape)
        known = style.get_path().transformed(style.get_transform()).vertices
        if known.shape == path.vertices.shape and np.allclose(known, path.vertices):
            return shape
    return f"shape of {len(path.vertices)}"


def _in_data(ax: Axes, transform: Transform, places) -> np.ndarray:
    """Return places in the units of the axes, whatever they were given in."""
    places = np.asarray(places, dtype=float).reshape(-1, 2)
    if transform == ax.transData:
        return places
    return ax.transData.inverted().transform(transform.transform(places))


def _meets(ax: Axes, artist: Artist, places: np.ndarray) -> bool:
    """Tell whether an artist, if it is cut at the limits of its axes, has a part within them."""
    if not artist.get_clip_on():
        return True
    low, high = np.nanmin(places, axis=0), np.nanmax(places, axis=0)
    (left, right), (bottom, top) = sorted(ax.get_xlim()), sorted(ax.get_ylim())
    return bool(low[0] <= right and high[0] >= left and low[1] <= top and high[1] >= bottom)


def _places(places: np.ndarray) -> str:
    shown = " ".join(f"({number(x)}, {number(y)})" for x, y in places[:_MOST_CORNERS])
    rest = len(places) - _MOST_CORNERS
    return shown if rest <= 0 else f"{shown} and {rest} more, sum {number(np.nansum(places[_MOST_CORNERS:]))}"


def _points_wide(width: float) -> str:
    return f"{float(width):.1f}".removesuffix(".0") + " pt"


def _alpha(colour, artist: Artist | None = None) -> float:
    own = artist.get_alpha() if artist is not None else None
    return to_rgba(colour)[3] if own is None else own


def _nothing(ax: Axes, artist: Artist) -> list[str]:
    return []


# The first that fits. Axes, their frames and texts are described elsewhere.
_KINDS = {
    **dict.fromkeys((Axis, Spine, Text), _nothing),
    Line2D: _curve,
    Collection: _collection,
    Patch: _patch,
    AxesImage: _image,
    Legend: lambda ax, legend: legend_lines(legend),
}
