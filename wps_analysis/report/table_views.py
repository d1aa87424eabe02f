"""The charts drawn from a table of their own: gaps, ranks, coverage, the plan's outputs, the regional range."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
from matplotlib.figure import Figure

from wps_analysis.assessment.ranks import pipeline_ratios
from wps_analysis.assessment.status import STATUSES
from wps_analysis.charts.coverage import coverage_pages, plot_coverage
from wps_analysis.charts.gap import plot_gap
from wps_analysis.charts.ladder import pipeline_title, plot_pipeline
from wps_analysis.charts.outputs import outputs_pages, plot_outputs
from wps_analysis.charts.peers import plot_peers
from wps_analysis.charts.twin.describe import show
from wps_analysis.claims import load as dataset
from wps_analysis.codes import check_code
from wps_analysis.registry.areas import local_area_name
from wps_analysis.registry.load import load_registry
from wps_analysis.report import coverage, peers
from wps_analysis.report.display import show_lines
from wps_analysis.report.pages import draw_pages, show_pages
from wps_analysis.report.pillar_tables import assess_pillar
from wps_analysis.words.figures import number_text
from wps_analysis.words.language import N_, _, in_language

_KINDS = {
    "law": N_("Targets of laws"),
    "plan": N_("Targets of plans"),
    "guideline": N_("Targets of guidelines"),
    "benchmark": N_("Benchmarks"),
}


@dataclass(frozen=True)
class _TableView:
    """``table`` takes pillar, area, ``as_of``, ``root``; it has ``pages`` of its own, or columns to split ``by``."""

    table: Callable[..., pd.DataFrame]
    title: Callable[[pd.DataFrame], str]
    draw: Callable[..., Figure]
    subtitle: str
    pages: Callable[..., int] | None = None
    by: tuple[str, ...] = ()


@in_language
def show_table_view(name: str, pillar: str, ref_area: str, *, as_of: str = "", root: str | Path | None = None) -> None:
    """Show a chart by its name in a notebook, all its pages, or say that there is nothing to draw.

    Parameters as for ``draw_table_view``.
    """
    show_pages(name, *draw_table_view(name, pillar, ref_area, as_of=as_of, root=root))


@in_language
def draw_table_view(
    name: str, pillar: str, ref_area: str, *, as_of: str = "", size: str = "print", root: str | Path | None = None
) -> tuple[pd.DataFrame, list[Figure]]:
    """Make the table of a view, and draw it.

    Parameters
    ----------
    name
        A key of ``TABLE_VIEWS``.
    pillar, ref_area
        Codes of a pillar (empty: all pillars) and an area.
    as_of
        ISO date; only documents published by then. Empty: all.
    size
        ``"print"`` or ``"slide"``.
    root
        The project's root.
    language
        ``"en"`` or another of ``translation.languages()``; the language in force if not given.

    Returns
    -------
    DataFrame, list of Figure
        The table drawn, and its figures, one a page; none where there is nothing to draw.

    Raises
    ------
    UnknownCodeError
        If there is no such view.
    """
    check_code("view", name, TABLE_VIEWS)
    view = TABLE_VIEWS[name]
    data = view.table(pillar, ref_area, as_of=as_of, root=root)
    if data.empty:
        return data, []
    texts = {"title": view.title(data), "size": size, "as_of": as_of or dataset.default_as_of(root)}
    texts["subtitle"] = _(view.subtitle)
    if view.pages is None:
        return data, draw_pages(view.draw, data, by=view.by, **texts)
    return data, [view.draw(data, page=page, **texts) for page in range(1, view.pages(data, size=size) + 1)]


@in_language
def show_peers(ref_area: str, *, group: str = "", as_of: str = "", root: str | Path | None = None) -> None:
    """Show in a notebook where an area stands within the range of its group, or say that nothing can be compared.

    Parameters and errors as for ``peers.peer_figures``.
    """
    data = peers.peer_figures(ref_area, group=group, as_of=as_of, root=root)
    title = peers.peers_title(data)
    if data.empty:
        show_lines([title])
        return
    registry = load_registry(root)
    code = group or peers.group_of(ref_area, registry)
    name = local_area_name(code, registry.areas)
    subtitle = _("Women's share, latest figure, and the range of the other members of {group}").format(group=name)
    as_of = as_of or dataset.default_as_of(root)
    show(plot_peers(data, ref_area=ref_area, title=title, subtitle=subtitle, as_of=as_of), data, name="peers")


def gaps_title(assessed: pd.DataFrame) -> str:
    """State how the targets of the strongest kind stand; the widest gap where they have no year.

    Parameters
    ----------
    assessed
        Rows of ``assess`` with a target.
    """
    floors = assessed[assessed["operator"] != "parity"]
    rows = floors if len(floors) else assessed
    force = next(force for force in _KINDS if force in set(rows["legal_force"]))
    rows = rows[rows["legal_force"] == force]
    if rows["target_year"].notna().any():
        counts = rows["status"].value_counts()
        statuses = "; ".join(f"{_(status)} ({counts[status]})" for status in STATUSES.values() if status in counts)
        return _("{kind}: {statuses}").format(kind=_(_KINDS[force]), statuses=statuses)
    if rows["gap_pp"].isna().all():
        return _("{kind}: gaps cannot be printed as one number").format(kind=_(_KINDS[force]))
    widest = rows.loc[rows["gap_pp"].idxmax()]
    words = _("{kind}: the widest gap is {gap} points ({name})")
    return words.format(kind=_(_KINDS[force]), gap=number_text(widest["gap_pp"]), name=_(widest["name"]))


def _gaps(pillar: str, ref_area: str, *, as_of: str, root: str | Path | None) -> pd.DataFrame:
    assessed = assess_pillar(pillar, ref_area, as_of=as_of, root=root)
    rows = assessed[assessed["target_id"].notna() & (assessed["unit_measure"] == "PT")]
    # In the order of the chart, which is that of its pages.
    rows = rows.assign(place=rows["legal_force"].map(list(_KINDS).index) + 9 * (rows["operator"] == "parity"))
    return rows.sort_values(["place", "target_id", "gap_pp"], ascending=[True, True, False]).drop(columns="place")


def _ranks(pillar: str, ref_area: str, *, as_of: str, root: str | Path | None) -> pd.DataFrame:
    rows = dataset.load(pillar=pillar or None, ref_area=ref_area, as_of=as_of or None, root=root)
    level = ["government_level", "ladder"]
    compared = pd.MultiIndex.from_frame(pipeline_ratios(rows)[level])
    return rows[pd.MultiIndex.from_frame(rows[level]).isin(compared)]


def _outputs(pillar: str, ref_area: str, *, as_of: str, root: str | Path | None) -> pd.DataFrame:
    return coverage.outputs_table(ref_area, as_of=as_of, root=root)


TABLE_VIEWS = {
    "gaps": _TableView(
        _gaps,
        gaps_title,
        plot_gap,
        N_("Latest figure and each target that binds it, by kind of target; gap in points"),
        by=("target_id", "indicator"),
    ),
    "pipeline": _TableView(
        _ranks,
        pipeline_title,
        plot_pipeline,
        N_("Women's share by rank, latest figure; ratio of each rank to the rank below"),
        by=("government_level", "ladder"),
    ),
    "coverage": _TableView(
        coverage.coverage_table,
        coverage.coverage_title,
        plot_coverage,
        N_("Figures in the documents held, by indicator and year"),
        coverage_pages,
    ),
    "outputs": _TableView(
        _outputs,
        coverage.outputs_title,
        plot_outputs,
        N_("Outputs of the ASEAN Regional Plan of Action and the indicators that measure them"),
        outputs_pages,
    ),
}
"""The charts of the notebooks beside those of ``views.VIEWS``."""
