"""What stands in each panel of a trend: its rows by segment, its targets and elections, its scale and its place."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from wps_analysis.assessment.targets import binding_targets
from wps_analysis.charts.sheet.lettering import line_count, text_width, wrap_text
from wps_analysis.charts.sheet.marks import target_ends
from wps_analysis.charts.sheet.placement import Label
from wps_analysis.charts.sheet.rows import LEVELS, Row, row_key, several_areas, time_key
from wps_analysis.charts.sheet.theme import AXIS, COLOURS, Size
from wps_analysis.claims.gaps import A_YEAR, most_years_joined
from wps_analysis.claims.periods import decimal_year
from wps_analysis.codes import period_span
from wps_analysis.tables import in_runs
from wps_analysis.words.figures import known, number_of, number_text, row_name, text_of
from wps_analysis.words.language import _

_COLOURS = tuple(COLOURS[role] for role in ("women", "senate", "council", "chief"))
_FEWEST = 3  # figures that a line goes through
_WHOLE = 60  # per cent: where a value passes it the axis ends at 100
_MIN_YEARS = 5  # shortest axis of time
_BETWEEN = 22 / 72  # inches between two panels
_SHAPE = 0.42  # height of a panel by its width
_LEAST = 1.3  # inches that it is high
_ON_SLIDE = 5  # panels side by side on a slide


@dataclass
class Panel:
    """The rows of one indicator and what belongs to them."""

    name: str
    segments: list[list[Row]]
    targets: list[Row]
    elections: list[float]
    colour: str = COLOURS["women"]
    message: str = ""
    about: str = ""
    labels: list[Label] = field(default_factory=list)
    lines: list[Sequence[tuple[float, float]]] = field(default_factory=list)
    head: float = 0.0
    left: float = 0.0
    top: float = 0.0
    width: float = 0.0
    height: float = 0.0

    @property
    def both_sexes(self) -> bool:
        """Whether women's and men's figures stand in it."""
        return len({text_of(segment[0], "sex") for segment in self.segments}) > 1

    @property
    def own(self) -> list[list[Row]]:
        """The segments of the sex that the panel speaks of, that of the latest figure first."""
        sex = text_of(self.segments[0][0], "sex")
        return [segment for segment in self.segments if text_of(segment[0], "sex") == sex]

    @property
    def rows(self) -> list[Row]:
        """All rows, the segment of the latest figure first."""
        return [row for segment in self.segments for row in segment]

    @property
    def is_share(self) -> bool:
        """Whether its figures are per cent."""
        return text_of(self.rows[0], "unit_measure") == "PT"

    def election(self, row: Row) -> float:
        """Date of the election that a figure is of; NaN for a figure between elections."""
        start, end = period_span(text_of(row, "time_period"))
        held = [date for date in self.elections if start <= date < end]
        return held[-1] if held and end - start <= 1 else math.nan

    def x(self, row: Row) -> float:
        """Middle of a period; a figure of an election year stands at the election."""
        held = self.election(row)
        return held if known(held) else sum(period_span(text_of(row, "time_period"))) / 2

    def elections_between(self, before: Row, after: Row) -> float:
        """Elections from one figure to the next, NaN where one of them is not of an election."""
        held = [self.election(row) for row in (before, after)]
        return float(self.elections.index(held[1]) - self.elections.index(held[0])) if known(*held) else math.nan

    def runs(self, segment: list[Row]) -> list[list[Row]]:
        """Return the figures of a segment that a line may join: none in a panel of two, none across the unknown."""
        sex = text_of(segment[0], "sex")
        if sum(text_of(row, "sex") == sex for row in self.rows) < _FEWEST:
            return []
        figures = [row for row in segment if known(number_of(row, "obs_value"))]
        longest = A_YEAR if self.elections else most_years_joined(list(map(_year, figures)))

        def follows(before: Row, after: Row) -> bool:
            return self.elections_between(before, after) == 1 or _year(after) - _year(before) <= longest

        return [piece for piece in in_runs(figures, follows) if len(piece) > 1]

    @staticmethod
    def is_next_year(before: Row, after: Row) -> bool:
        """Whether a figure is of the year after another's: a yearly series needs no elections to be a line."""
        return _year(after) - _year(before) <= A_YEAR


def _year(row: Row) -> float:
    return decimal_year(text_of(row, "time_period"))


def read_panels(rows: list[Row], targets: pd.DataFrame | None, elections: pd.DataFrame | None) -> list[Panel]:
    """Group rows into panels, one an indicator, population, area and unit: women's rows and men's beside, else all.

    National bodies come first, those of communes last; among equals the largest latest figure.
    """
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
    panels.sort(key=_order)
    bodies = list(dict.fromkeys(map(_body, panels)))
    for panel in panels:
        panel.colour = _COLOURS[bodies.index(_body(panel)) % len(_COLOURS)]
    return panels


def _order(panel: Panel) -> tuple:
    latest = panel.segments[0][-1]
    level, value = text_of(latest, "government_level"), number_of(latest, "obs_value")
    value = value if known(value) else number_of(latest, "lower")
    return [*LEVELS, level].index(level), not panel.is_share, -value, row_key(latest)


def _body(panel: Panel) -> tuple[str, ...]:
    """Return what tells one body from another: two indicators of the members of one assembly have one colour."""
    latest = panel.segments[0][-1]
    body = tuple(text_of(latest, column) for column in ("custodian", "government_level", "rank"))
    return (text_of(latest, "ref_area"), *body) if panel.elections and all(body) else row_key(latest)


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


def drawn_targets(panels: list[Panel]) -> list[Row]:
    """Return the targets that are drawn: all those of a single panel, else the one of most panels."""
    if len(panels) == 1:
        return panels[0].targets
    counts: dict[str, list[Row]] = {}
    for target in sorted((t for panel in panels for t in panel.targets), key=lambda t: number_of(t, "lower")):
        counts.setdefault(text_of(target, "target_id"), []).append(target)
    return [max(counts.values(), key=len)[0]] if counts else []


def value_axis(panel: Panel, panels: list[Panel], beside: list[Row], targets: list[Row]) -> list[float]:
    """Return where numbers stand on a panel's axis, which ends at the last: one for all shares, each count its own.

    Parameters
    ----------
    panel, panels
        One, and all of the chart.
    beside
        Other figures that are drawn.
    targets
        Those that are drawn.
    """
    rows = [row for other in panels for row in other.rows] + beside if panel.is_share else panel.rows
    rows = [row for row in rows if (text_of(row, "unit_measure") == "PT") == panel.is_share]
    ends = [number_of(row, column) for row in rows for column in ("obs_value", "lower", "upper")]
    ends += [end for target in targets for end in target_ends(target)] if panel.is_share else []
    highest = max(filter(known, ends), default=1.0) or 1.0
    if not panel.is_share:
        step = MaxNLocator(4).tick_values(0, 1.1 * highest)
        return [tick for tick in step if tick >= 0]
    return share_ticks(highest)


def share_ticks(highest: float) -> list[float]:
    """Return where numbers stand on an axis of per cent: to the next ten above all that is drawn, or to 100.

    Examples
    --------
    >>> share_ticks(21.4), share_ticks(30.0), share_ticks(61.0), share_ticks(0.0)
    ([0, 10, 20, 30], [0, 10, 20, 30], [0, 20, 40, 60, 80, 100], [0, 10])
    """
    if highest > _WHOLE:
        return list(range(0, 101, 20))
    return list(range(0, 10 * max(math.ceil(round(highest / 10, 6)), 1) + 1, 10))


def year_axis(panels: list[Panel], targets: list[Row], inches: float, points: float) -> tuple[float, float, list[int]]:
    """Return first and last end of the axis of time that all panels share, and the years that stand at it."""
    spans = [period_span(text_of(row, "time_period")) for panel in panels for row in panel.rows]
    years = [number_of(target, "target_year") + 1 for target in targets]
    first, last = min(start for start, _end in spans), max([*(end for _start, end in spans), *filter(known, years)])
    pad = max(0.03 * (last - first), 0.3)
    left, right = min(first - pad, last + pad - _MIN_YEARS), last + pad
    return left, right, year_ticks(left - 0.5, right - 0.5, inches, points)


def year_ticks(left: float, right: float, inches: float, points: float) -> list[int]:
    """Return the years that stand at an axis from one year to another, as far as there is room for their numbers."""
    edge = 0.6 * text_width("2000", points) / inches * (right - left)
    room = max(int(inches / (1.35 * text_width("2000", points))), 2)
    step = next(step for step in (1, 2, 5, 10, 20, 50) if (right - left) / step <= room)
    shown = [year for year in range(int(left), int(right) + 1) if year % step == 0]
    return [year for year in shown if left + edge < year < right - edge]


def set_years(ax: Axes, left: float, right: float, size: Size) -> None:
    """Set an axis of time from one date to another, with the years that it has room for."""
    ax.set_xlim(left, right)
    years = year_ticks(left, right, ax.get_window_extent().width / ax.figure.dpi, size.small)
    ax.set_xticks(years, [str(year) for year in years])
    ax.tick_params(axis="x", length=size.mark / 2.4, color=AXIS)


def tick_words(ticks: Sequence[float], *, share: bool) -> list[str]:
    """Return the numbers of an axis; the last of shares with the sign of per cent."""
    return [number_text(tick) + ("%" if share and tick == ticks[-1] else "") for tick in ticks]


def lay_out(panels: list[Panel], size: Size, room: float = 0.0) -> float:
    """Give each panel its heading and its place, in ``room`` inches if there is a limit; return the height of all."""
    rows = math.ceil(len(panels) / (_ON_SLIDE if size.height else size.panel_columns))
    columns = math.ceil(len(panels) / rows)
    width = (size.width - 2 * size.margin - (columns - 1) * _BETWEEN) / columns
    strips = [panels[start : start + columns] for start in range(0, len(panels), columns)]
    for panel in panels:
        panel.message = wrap_text(panel.message, width, size.text, "bold")
        panel.about = wrap_text(_about(panel), width, size.small)
    heads = [max(_head(panel, size) for panel in strip) for strip in strips]
    foot = size.small_lines(2.1)
    height = (room - sum(heads)) / rows - foot if room else _SHAPE * width
    height = max(min(height, size.panel_height), _LEAST)
    top = 0.0
    for strip, head in zip(strips, heads, strict=True):
        for position, panel in enumerate(strip):
            panel.left, panel.width = size.margin + position * (width + _BETWEEN), width
            panel.head, panel.top, panel.height = head, top + head, height
        top += head + height + foot
    return top


def _head(panel: Panel, size: Size) -> float:
    return size.lines(line_count(panel.message)) + size.small_lines(line_count(panel.about) + 0.9)


def _about(panel: Panel) -> str:
    if not panel.is_share:
        return panel.name
    words = {"F": _("{name}, women %"), "M": _("{name}, men %")}
    sex = "" if panel.both_sexes else text_of(panel.rows[0], "sex")
    return words.get(sex, _("{name}, %")).format(name=panel.name)
