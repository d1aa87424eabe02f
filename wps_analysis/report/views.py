"""The charts of the briefs: what each draws, the finding that its title states, and how it is drawn."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd
from matplotlib.figure import Figure

from wps_analysis.assessment.series import trend_lines
from wps_analysis.charts.compare import plot_compare
from wps_analysis.charts.coverage import coverage_pages, plot_coverage
from wps_analysis.charts.differences import plot_differences
from wps_analysis.charts.gap import plot_gap
from wps_analysis.charts.ladder import pipeline_title, plot_pipeline
from wps_analysis.charts.levels import plot_levels
from wps_analysis.charts.outputs import outputs_pages, plot_outputs
from wps_analysis.charts.parts import plot_parts
from wps_analysis.charts.trend import plot_trend
from wps_analysis.codes import check_code
from wps_analysis.report import coverage
from wps_analysis.report import selections as select
from wps_analysis.report.brief import Brief
from wps_analysis.report.display import Chart
from wps_analysis.report.pages import draw_pages
from wps_analysis.words.language import N_, _
from wps_analysis.words.names import PILLAR_NAMES

_MOST_CHARTS, _FEWEST_CHARTS = 5, 3


@dataclass(frozen=True)
class View:
    """What a chart draws of a brief, and how.

    ``select`` takes rows of figures and the brief; ``options`` name what else of the brief the chart takes; ``by`` are
    the columns that a tall chart is split by, and ``pages`` counts the pages of one that splits itself.
    """

    select: Callable[[pd.DataFrame, Brief], pd.DataFrame]
    title: Callable[[pd.DataFrame], str]
    subtitle: str
    draw: Callable[..., Figure]
    options: tuple[str, ...] = ()
    by: tuple[str, ...] = ("indicator", "population")
    pages: Callable[..., int] | None = None


def draw_view(name: str, brief: Brief, *, size: str = "print") -> Chart:
    """Select what a view draws of a brief, and draw it.

    Parameters
    ----------
    name
        A key of ``VIEWS``.
    brief
        Figures that another pillar counts are drawn where the brief's own pillar has none for this view, and the
        subtitle says so.
    size
        ``"print"`` or ``"slide"``.

    Returns
    -------
    Chart
        Of more than one figure where one would be taller than a page; of none where there is nothing to draw.

    Raises
    ------
    UnknownCodeError
        If there is no such view.
    """
    check_code("view", name, VIEWS)
    with brief.edition.speaking():
        view = VIEWS[name]
        data, subtitle = view.select(brief.own, brief), _(view.subtitle)
        if data.empty and len(data := view.select(brief.also, brief)):
            subtitle += "; " + _counted_under(data, brief.also)
        figures = _draw(view, data, brief, subtitle, size) if len(data) else []
        nothing = _("No figure for this chart in the reports used here.")
        return Chart(name, data.drop(columns="end", errors="ignore"), figures, nothing)


def chosen_views(brief: Brief) -> list[str]:
    """Name the charts of a pillar: at most five that its own figures give, in the order of ``PILLAR_VIEWS``.

    Where they are fewer than three, figures that another pillar counts fill up to three.
    """
    drawn = [name for name, view in PILLAR_VIEWS.items() if len(view.select(brief.own, brief))]
    others = [name for name in PILLAR_VIEWS if name not in drawn]
    more = [name for name in others if len(PILLAR_VIEWS[name].select(brief.also, brief))]
    wanted = drawn[:_MOST_CHARTS] + more[: max(0, _FEWEST_CHARTS - len(drawn))]
    return [name for name in PILLAR_VIEWS if name in wanted]


def _counted_under(data: pd.DataFrame, also: pd.DataFrame) -> str:
    counted = also.loc[also["indicator"].isin(data.get("indicator", [])), "pillar"].map(PILLAR_NAMES).unique()
    pillars = _(" and ").join(_(name).lower() for name in sorted(counted))
    return _("counted under {pillars}").format(pillars=pillars)


def _draw(view: View, data: pd.DataFrame, brief: Brief, subtitle: str, size: str) -> list[Figure]:
    words = {"title": view.title(data), "subtitle": subtitle, "size": size, "as_of": brief.edition.as_of}
    if view.pages:
        return [view.draw(data, page=page, **words) for page in range(1, view.pages(data, size=size) + 1)]
    beside = {
        "targets": lambda: brief.targets,
        "elections": lambda: brief.edition.registry.elections,
        "claims": lambda: brief.edition.claims,
        "lines": lambda: trend_lines(data),
    }
    return draw_pages(view.draw, data, by=view.by, **words, **{option: beside[option]() for option in view.options})


def _whole(table: Callable[[Brief], pd.DataFrame]) -> Callable[[pd.DataFrame, Brief], pd.DataFrame]:
    """Let a table that is made of a brief as a whole stand where rows are selected."""
    return lambda _rows, brief: table(brief)


PILLAR_VIEWS = {
    "national_posts": View(
        select.national_posts,
        select.range_title,
        N_("Women's share of seats and posts, latest figure"),
        plot_levels,
        ("targets",),
    ),
    "subnational_posts": View(
        select.subnational_posts,
        select.range_title,
        N_("Women's share of subnational seats and posts, latest figure"),
        plot_levels,
        ("targets",),
    ),
    "elected_bodies": View(
        select.elected_bodies,
        select.change_title,
        N_("Women's share of seats by date; a body's share moves at elections"),
        plot_trend,
        ("targets", "elections", "claims", "lines"),
    ),
    "parts": View(
        select.parts,
        select.parts_title,
        N_("Parts of 100, as printed; the rest is computed"),
        plot_parts,
        by=("group",),
    ),
    "security_sector": View(
        select.security_sector,
        select.range_title,
        N_("Women's share in the security sector, latest figure"),
        plot_levels,
        ("targets",),
    ),
    "differences": View(
        select.differences,
        select.differences_title,
        N_("Each claim as the interval of its rounding; filled: the figure used"),
        plot_differences,
        by=("figure",),
    ),
    "women_men": View(select.women_men, select.gap_title, N_("Share within each sex, latest figure"), plot_compare),
    "participants": View(
        select.participants, select.range_title, N_("Women among participants, computed from counts"), plot_levels
    ),
}
"""The charts that a pillar's brief can hold, the more telling first."""

VIEWS = PILLAR_VIEWS | {
    "gaps": View(
        _whole(select.gaps),
        select.gaps_title,
        N_("Latest figure and each target that applies to it, by kind of target; gap in points"),
        plot_gap,
        by=("target_id", "indicator"),
    ),
    "pipeline": View(
        _whole(select.ranks),
        pipeline_title,
        N_("Women's share by rank, latest figure; ratio of each rank to the rank below"),
        plot_pipeline,
        by=("government_level", "ladder"),
    ),
    "coverage": View(
        _whole(coverage.coverage_table),
        coverage.coverage_title,
        N_("Figures in the reports used here, by indicator and year"),
        plot_coverage,
        pages=coverage_pages,
    ),
    "outputs": View(
        _whole(coverage.outputs_table),
        coverage.outputs_title,
        N_("Outputs of the ASEAN Regional Plan of Action and the indicators that measure them"),
        plot_outputs,
        pages=outputs_pages,
    ),
}
"""Every chart of the briefs by its name; that of peers is drawn by its own brief."""
