"""The charts of the briefs: what each draws, the finding that its title states, and how it is drawn."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd

from wps_analysis.assessment.targets import binding_targets
from wps_analysis.charts.areas import plot_areas
from wps_analysis.charts.classes import plot_classes
from wps_analysis.charts.compare import plot_compare
from wps_analysis.charts.coverage import coverage_pages, plot_coverage
from wps_analysis.charts.differences import plot_differences
from wps_analysis.charts.gap import plot_gap
from wps_analysis.charts.ladder import plot_pipeline
from wps_analysis.charts.levels import plot_levels
from wps_analysis.charts.neighbours import plot_neighbours
from wps_analysis.charts.outputs import outputs_pages, plot_outputs
from wps_analysis.charts.parts import plot_parts
from wps_analysis.charts.register import plot_register
from wps_analysis.charts.sheet.figure import ChartFigure
from wps_analysis.charts.trend import plot_trend
from wps_analysis.claims.labels import with_basis
from wps_analysis.codes import check_code
from wps_analysis.columns import KEY
from wps_analysis.registry.areas import local_area_name
from wps_analysis.report import chart_tables, coverage, titles
from wps_analysis.report import selections as select
from wps_analysis.report.brief import GROUP, Brief
from wps_analysis.report.classes import by_class
from wps_analysis.report.display import Chart, Table
from wps_analysis.report.editor.facts import with_published_totals
from wps_analysis.report.pages import draw_pages
from wps_analysis.report.peers_brief import group_of
from wps_analysis.words.language import N_, _

HERO = "posts"
"""The chart beside a page's headline, which no pillar shows again."""
_MOST_CHARTS = 4


@dataclass(frozen=True)
class View:
    """What a chart draws of a brief, and how.

    ``select`` takes rows of figures and the brief; ``options`` name what else of the brief the chart takes; ``by`` are
    the columns that a tall chart is split by, and ``pages`` counts the pages of one that splits itself; ``table`` makes
    the small table under it; ``fewest`` is the number of indicators and groups from which it is drawn: of fewer a
    sentence says as much; ``on_page`` is its size on a broad screen.
    """

    select: Callable[[pd.DataFrame, Brief], pd.DataFrame]
    title: Callable[[pd.DataFrame], str]
    subtitle: str
    draw: Callable[..., ChartFigure]
    options: tuple[str, ...] = ()
    by: tuple[str, ...] = ("indicator", "population")
    pages: Callable[..., int] | None = None
    table: Callable[[pd.DataFrame], Table] | None = chart_tables.figures_table
    fewest: int = 1
    on_page: str = "column"

    def rows(self, rows: pd.DataFrame, brief: Brief) -> pd.DataFrame:
        """Return what it draws of some figures; nothing where they are too few."""
        found = self.select(rows, brief)
        count = len(found[GROUP].drop_duplicates()) if set(GROUP) <= set(found.columns) else len(found)
        return found if count >= self.fewest else found.iloc[:0]


def draw_view(name: str, brief: Brief, *, size: str = "print") -> Chart:
    """Select what a view draws of a brief, and draw it.

    Parameters
    ----------
    name
        A key of ``VIEWS``.
    brief
        Its own figures are drawn.
    size
        ``"print"``, ``"slide"`` or, of most views, ``"phone"``.

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
        data = _named(view.rows(brief.own, brief))
        figures = _draw(view, data, brief, _subtitle(view, brief), size) if len(data) else []
        nothing = _("No figure for this chart in the reports used here.")
        return Chart(name, data.drop(columns="end", errors="ignore"), figures, nothing, view.table, view.on_page)


def chosen_views(brief: Brief) -> list[str]:
    """Name the charts of a pillar: those that its own figures give, in the order of ``PILLAR_VIEWS``.

    At most four, ``HERO`` aside.
    """
    given = [name for name, view in PILLAR_VIEWS.items() if len(view.rows(brief.own, brief))]
    return given[: _MOST_CHARTS + (HERO in given)]


def _subtitle(view: View, brief: Brief) -> str:
    """Return what stands under the title; it names the group among whose members an area is drawn."""
    group = group_of(brief.ref_area, brief.edition.registry)
    return _(view.subtitle).format(group=local_area_name(group, brief.edition.registry.areas) if group else "")


def _draw(view: View, data: pd.DataFrame, brief: Brief, subtitle: str, size: str) -> list[ChartFigure]:
    words = {"title": view.title(data), "subtitle": subtitle, "size": size, "as_of": brief.edition.as_of}
    if set(KEY) <= set(data.columns) and "numerator" in data.columns:
        data = with_published_totals(data, brief.edition)  # so that counts are links too
    if view.pages:
        return [view.draw(data, page=page, **words) for page in range(1, view.pages(data, size=size) + 1)]
    beside = {
        "targets": lambda: brief.targets,
        "common_target": lambda: _common(data, brief.targets),
        "elections": lambda: brief.edition.registry.elections,
        "ref_area": lambda: brief.ref_area,
        "claims": lambda: with_basis(brief.edition.claims, brief.edition.registry),
    }
    given = {option.replace("common_target", "targets"): beside[option]() for option in view.options}
    return draw_pages(view.draw, data, by=view.by, **words, **given)


def _common(data: pd.DataFrame, targets: pd.DataFrame) -> pd.DataFrame:
    """Return the lowest of the targets that bind all rows; all targets where none does."""
    bound = [{target["target_id"] for target in binding_targets(row, targets)} for row in data.to_dict("records")]
    shared = targets[targets["target_id"].isin(set.intersection(*bound) if bound else set())]
    return shared.nsmallest(1, "lower") if len(shared) else targets


def _named(data: pd.DataFrame) -> pd.DataFrame:
    """Leave out the name of a group where no other group of its indicator is drawn."""
    if not {"indicator", "population", "population_name"} <= set(data.columns):
        return data
    several = data.groupby("indicator")["population"].transform("nunique") > 1
    return data.assign(population_name=data["population_name"].where(several, ""))


def _whole(table: Callable[[Brief], pd.DataFrame]) -> Callable[[pd.DataFrame, Brief], pd.DataFrame]:
    """Let a table that is made of a brief as a whole stand where rows are selected."""
    return lambda _rows, brief: table(brief)


PILLAR_VIEWS = {
    "posts": View(
        select.posts,
        titles.range_title,
        N_("Women's share of each kind of post and seat, latest figure"),
        plot_levels,
        ("common_target",),
        fewest=3,
        on_page="print",
    ),
    "heads_and_deputies": View(
        _whole(select.ranks),
        titles.pairs_title,
        N_("Women's share of heads and of their deputies, latest figure, the widest distance first"),
        plot_pipeline,
        by=("government_level", "ladder"),
        fewest=3,
    ),
    "elected_bodies": View(
        select.elected_bodies,
        titles.bodies_title,
        N_("Women's share of seats and posts by date, all published figures"),
        plot_trend,
        ("targets", "elections", "claims"),
        on_page="page",
    ),
    "peacekeepers_by_month": View(
        select.by_month,
        titles.months_title,
        N_("Women's share by month, and women and men deployed"),
        plot_register,
        ("targets",),
    ),
    "peacekeepers_by_class": View(
        by_class,
        titles.classes_title,
        N_("Women's share of each class of personnel by month, and the strategy's points by year"),
        plot_classes,
        ("targets",),
        on_page="page",
    ),
    "neighbours": View(
        select.neighbours,
        titles.neighbours_title,
        N_("Women's share over the years, and in the other members of {group}"),
        plot_neighbours,
        ("ref_area",),
    ),
    "parts": View(
        select.parts,
        titles.parts_title,
        N_("Parts of 100; one square is one of 100"),
        plot_parts,
        by=("group",),
        table=chart_tables.parts_table,
    ),
    "security_sector": View(
        select.security_sector,
        titles.range_title,
        N_("Women's share in the security sector, latest figure"),
        plot_levels,
        ("targets",),
        fewest=3,
    ),
    "women_men": View(
        select.women_men,
        titles.rates_title,
        N_("Share of women and of men, latest figure, the widest distance first"),
        plot_compare,
        fewest=2,
    ),
}
"""The charts that a pillar's brief can hold, the more telling first."""

VIEWS = PILLAR_VIEWS | {
    "areas": View(
        select.neighbours,
        titles.neighbours_title,
        N_("Women's share over the years, and in the other members of {group}"),
        plot_areas,
        ("ref_area",),
        on_page="page",
    ),
    "gaps": View(
        _whole(select.gaps),
        select.gaps_title,
        N_("Latest figure and each target that applies to it, by kind of target; gap in points"),
        plot_gap,
        by=("target_id", "indicator"),
        table=chart_tables.gaps_table,
    ),
    "differences": View(
        select.differences,
        select.differences_title,
        N_("Each claim as the interval of its rounding; filled: the figure used"),
        plot_differences,
        by=("figure",),
        table=chart_tables.differences_table,
    ),
    "coverage": View(
        _whole(coverage.coverage_table),
        coverage.coverage_title,
        N_("Figures in the reports used here, by indicator and year"),
        plot_coverage,
        pages=coverage_pages,
        table=None,
    ),
    "outputs": View(
        _whole(coverage.outputs_table),
        coverage.outputs_title,
        N_("Outputs of the ASEAN Regional Plan of Action and the indicators that measure them"),
        plot_outputs,
        pages=outputs_pages,
        table=None,
    ),
}
"""Every chart of the briefs by its name; that of peers is drawn by its own brief."""
