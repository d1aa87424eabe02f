"""What stands in each panel of a trend: its rows by segment, its targets, elections and scale."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import zip_longest

import pandas as pd

from wps_analysis.assessment.targets import binding_targets
from wps_analysis.charts.sheet.lettering import line_count, wrap_text
from wps_analysis.charts.sheet.marks import target_mark
from wps_analysis.charts.sheet.placement import Label
from wps_analysis.charts.sheet.rows import Row, row_key, several_areas, time_key
from wps_analysis.charts.sheet.theme import Size
from wps_analysis.codes import period_span
from wps_analysis.words.figures import known, number_of, row_name, target_text, text_of, unique
from wps_analysis.words.language import _

Point = tuple[float, float]
_LONG, _FULL = 4, 5  # a panel with more points, or points and targets, has a row for itself


@dataclass
class Panel:
    """The rows of one indicator and what belongs to them."""

    name: str
    segments: list[list[Row]]
    targets: list[Row]
    elections: list[float]
    labels: list[Label] = field(default_factory=list)
    lines: list[Sequence[tuple[float, float]]] = field(default_factory=list)
    heading: str = ""
    left: float = 0.0
    top: float = 0.0
    width: float = 0.0
    height: float = 0.0

    @property
    def both_sexes(self) -> bool:
        """Whether women's and men's figures stand in it."""
        return len({text_of(segment[0], "sex") for segment in self.segments}) > 1

    @property
    def rows(self) -> list[Row]:
        """All rows, the segment of the latest figure first."""
        return [row for segment in self.segments for row in segment]

    def x(self, row: Row) -> float:
        """Middle of a period; a yearly figure of an election year stands at the election."""
        start, end = period_span(text_of(row, "time_period"))
        held = [date for date in self.elections if start <= date < end]
        return held[-1] if held and end - start <= 1 else (start + end) / 2


def read_panels(rows: list[Row], targets: pd.DataFrame | None, elections: pd.DataFrame | None) -> list[Panel]:
    """Group rows into panels, one an indicator, population, area and unit: women's rows and men's beside, else all."""
    grouped: dict[tuple, list[Row]] = {}
    for row in rows:
        drawable = known(number_of(row, "obs_value")) or known(number_of(row, "lower"))
        if drawable and known(*period_span(text_of(row, "time_period"))):
            grouped.setdefault((*row_key(row), text_of(row, "unit_measure")), []).append(row)
    panels = []
    for members in grouped.values():
        sexes = {text_of(row, "sex") for row in members}
        drawn = ["F", *(["M"] if "M" in sexes else [])] if "F" in sexes else ["_T" if "_T" in sexes else min(sexes)]
        members = sorted((row for row in members if text_of(row, "sex") in drawn), key=time_key)
        runs = {(text_of(row, "sex"), text_of(row, "segment")): [] for row in reversed(members)}
        for row in members:
            runs[text_of(row, "sex"), text_of(row, "segment")].append(row)
        segments = [runs[run] for run in sorted(runs, key=lambda run: drawn.index(run[0]))]
        latest = segments[0][-1]
        dates = _election_dates(latest, elections) if text_of(latest, "kind") == "body" else []
        name = row_name(latest, area=several_areas(rows))
        panels.append(Panel(name, segments, binding_targets(latest, targets), dates))
    return panels


def _election_dates(row: Row, elections: pd.DataFrame | None) -> list[float]:
    if elections is None:
        return []
    return sorted(
        _election_date(election)
        for election in elections.to_dict("records")
        if text_of(row, "indicator") in text_of(election, "indicators").split()
        and text_of(election, "ref_area") in ("", text_of(row, "ref_area"))
    )


def _election_date(election: Row) -> float:
    # Without a day, an election stands in the middle of its year, where yearly figures stand too.
    start, end = period_span(text_of(election, "date") or text_of(election, "year"))
    return (start + end) / 2


def y_top(panel: Panel, panels: list[Panel]) -> float:
    """Return where a panel's axis ends: one scale for all percentages, each count its own."""
    unit = text_of(panel.rows[0], "unit_measure")
    alike = [p for p in panels if text_of(p.rows[0], "unit_measure") == "PT"] if unit == "PT" else [panel]
    columns = ("obs_value", "lower", "upper", "envelope_upper")
    ends = [number_of(row, column) for p in alike for row in p.rows for column in columns]
    ends = [end for end in ends if known(end) and not (unit == "PT" and end >= 100)]
    ends += [number_of(t, c) for p in alike for t in p.targets for c in ("lower", "upper") if known(number_of(t, c))]
    highest = max(ends, default=1.0) or 1.0
    return min(1.4 * highest, 120.0) if unit == "PT" else 1.3 * highest


def steps(points: list[Point], elections: list[float], horizon: float, *, gap: float) -> list[list[Point]]:
    """Return the flat steps of a body's share, as polylines.

    A share holds until the next figure, but not past an election whose result is not in the series. A step
    that stops at an election stops ``gap`` before it, so that it does not touch another series' mark there.

    Examples
    --------
    >>> steps([(2012.5, 5.8), (2022.5, 10.7)], [2017.5, 2022.5], 2023.0, gap=0.1)
    [[(2012.5, 5.8), (2017.4, 5.8)]]
    """
    pieces: list[list[Point]] = []
    piece: list[Point] = []
    for (x, y), following in zip_longest(points, points[1:]):
        election = next((date for date in elections if date > x + 1e-6), math.inf)
        piece.append((x, y))
        if following and following[0] <= election:
            piece.append((following[0], y))
            continue
        stop = min(election - gap, math.inf if following else horizon)
        if known(election) and stop > x:
            piece.append((stop, y))
        pieces.append(piece)
        piece = []
    return [piece for piece in pieces if len(piece) > 1]


def step_notes(panels: list[Panel]) -> list[str]:
    """Explain in words how series and steps are drawn, where these panels need it."""
    notes = []
    if any(len(panel.segments) > len({text_of(s[0], "sex") for s in panel.segments}) for panel in panels):
        notes.append(_("Marks of another shape: another series or definition; two series are never joined."))
    if any(panel.elections for panel in panels):
        notes.append(_("Thin vertical lines: elections; a body's share is drawn flat from one to the next."))
    if any(text_of(p.rows[-1], "kind") == "body" and len(p.rows) > 1 and not p.elections for p in panels):
        notes.append(_("Dashed step: election dates not held, so the share between the points is not known."))
    return notes


def target_note(panels: list[Panel]) -> str:
    """Name each target drawn in full, with its mark."""
    words = unique(f"{target_mark(target)[1]} {target_text(target)}" for p in panels for target in p.targets)
    return _("Targets: {targets}.").format(targets="; ".join(words)) if words else ""


def lay_out(panels: list[Panel], size: Size) -> float:
    """Give each panel its place and return the height of all: long series first, each on a row of its own."""
    room, top = size.width - 2 * size.margin, 0.0
    long = [panel for panel in panels if len(panel.rows) > _LONG or len(panel.rows) + len(panel.targets) > _FULL]
    short = [panel for panel in panels if panel not in long]
    columns = size.panel_columns
    strips = [[panel] for panel in long] + [short[n : n + columns] for n in range(0, len(short), columns)]
    for strip in strips:
        alone = strip[0] in long or len(panels) == 1
        width = room if alone else room / min(columns, len(short))
        for position, panel in enumerate(strip):
            panel.left, panel.width = size.margin + position * width, width
            panel.height = min(width * (0.45 if alone or len(short) == 1 else 0.72), size.panel_height)
            panel.heading = wrap_text(panel.name, width - 0.15, size.text, "bold")
        head = size.lines(max(line_count(panel.heading) for panel in strip) + 0.6)
        for panel in strip:
            panel.top = top + head
        top += head + strip[0].height + size.lines(2.2)
    panels.sort(key=lambda panel: panel not in long)
    return top
