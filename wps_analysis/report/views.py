"""The charts of a brief: which there are, and drawing and showing them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import pandas as pd
from matplotlib.figure import Figure

from wps_analysis.assessment.series import trend_lines
from wps_analysis.charts.compare import plot_compare
from wps_analysis.charts.differences import plot_differences
from wps_analysis.charts.levels import plot_levels
from wps_analysis.charts.parts import plot_parts
from wps_analysis.charts.sheet.rows import level_order
from wps_analysis.charts.trend import plot_trend
from wps_analysis.claims import load as dataset
from wps_analysis.claims.periods import period_end
from wps_analysis.codes import check_code
from wps_analysis.paths import project_root
from wps_analysis.registry.load import Registry, load_registry
from wps_analysis.report import selections as select
from wps_analysis.report.pages import draw_pages, show_pages
from wps_analysis.report.pillar_tables import current_targets
from wps_analysis.words.language import N_, _, in_language
from wps_analysis.words.names import PILLAR_NAMES

MOST_CHARTS = 5
_FEWEST_CHARTS = 3


@dataclass(frozen=True)
class _View:
    select: Callable[[pd.DataFrame, pd.DataFrame, Registry], pd.DataFrame]
    title: Callable[[pd.DataFrame], str]
    subtitle: str
    draw: Callable[..., Figure]
    options: tuple[str, ...] = ()
    by: tuple[str, ...] = ("indicator", "population")


@in_language
def show_chart(number: int, pillar: str, ref_area: str, *, as_of: str = "", root: str | Path | None = None) -> None:
    """Show one of a brief's charts in a notebook; nothing where the figures give fewer charts.

    Parameters
    ----------
    number
        1 to ``MOST_CHARTS``.
    pillar, ref_area
        Codes of a pillar and an area.
    as_of
        ISO date; only documents published by then. Empty: all.
    root
        The project's root.
    language
        ``"en"`` or another of ``translation.languages()``; the language in force if not given.
    """
    names = chosen_views(pillar, ref_area, as_of=as_of, root=root)
    if number <= len(names):
        show_view(names[number - 1], pillar, ref_area, as_of=as_of, root=root)


@in_language
def show_view(name: str, pillar: str, ref_area: str, *, as_of: str = "", root: str | Path | None = None) -> None:
    """Show a chart by its name in a notebook, or say that there is nothing to draw.

    Parameters as for ``draw_view``.
    """
    show_pages(name, *draw_view(name, pillar, ref_area, as_of=as_of, root=root))


def chosen_views(pillar: str, ref_area: str, *, as_of: str = "", root: str | Path | None = None) -> list[str]:
    """Name the charts of a brief: at most five that the pillar's own figures give, in the order of ``VIEWS``.

    Where they are fewer than three, figures that another pillar counts fill up to three.

    Parameters as for ``show_chart``.
    """
    return list(_chosen(pillar, ref_area, as_of, project_root(root), dataset.data_state(root)))


@lru_cache(maxsize=8)
def _chosen(pillar: str, ref_area: str, as_of: str, root: Path, state: tuple) -> tuple[str, ...]:
    """Choose the charts once for as long as the files stand as they are."""
    own, also = _figures(pillar, ref_area, as_of, root)
    registry, claims = load_registry(root), dataset.load_claims(as_of=as_of or None, root=root)
    drawn = [name for name, view in VIEWS.items() if len(view.select(own, claims, registry))]
    more = [name for name, view in VIEWS.items() if name not in drawn and len(view.select(also, claims, registry))]
    wanted = drawn[:MOST_CHARTS] + more[: max(0, _FEWEST_CHARTS - len(drawn))]
    return tuple(name for name in VIEWS if name in wanted)


@in_language
def draw_view(
    name: str, pillar: str, ref_area: str, *, as_of: str = "", size: str = "print", root: str | Path | None = None
) -> tuple[pd.DataFrame, list[Figure]]:
    """Select what a view draws, and draw it.

    Parameters
    ----------
    name
        A key of ``VIEWS``.
    pillar, ref_area
        Codes of a pillar (empty: all pillars) and an area.
    as_of
        ISO date; only documents published by then. Empty: all.
    size
        ``"print"`` or ``"slide"``.
    root
        The project's root.

    Returns
    -------
    DataFrame, list of Figure
        The rows drawn, and the figures, more than one where one would be taller than a page; none where there is
        nothing to draw. Figures that another pillar counts are drawn where the pillar has none of its own for this
        view, and the subtitle says so.

    Raises
    ------
    UnknownCodeError
        If there is no such view.
    """
    check_code("view", name, VIEWS)
    registry, view = load_registry(root), VIEWS[name]
    claims = dataset.load_claims(as_of=as_of or None, root=root)
    own, also = _figures(pillar, ref_area, as_of, root)
    data, subtitle = view.select(own, claims, registry), _(view.subtitle)
    if data.empty:
        data = view.select(also, claims, registry)
        counted = also.loc[also["indicator"].isin(data.get("indicator", [])), "pillar"].map(PILLAR_NAMES).unique()
        pillars = _(" and ").join(_(name).lower() for name in sorted(counted))
        subtitle += "; " + _("counted under {pillars}").format(pillars=pillars)
    if data.empty:
        return data, []
    if view.draw is plot_levels:  # in the order of the chart, which is that of its pages
        rows = data.to_dict("records")
        data = data.iloc[sorted(range(len(rows)), key=lambda place: level_order(rows[place]))]
    as_of = as_of or dataset.default_as_of(root)
    tables = {
        "targets": current_targets(as_of, root),
        "elections": registry.elections,
        "claims": claims,
        "lines": trend_lines(data) if "lines" in view.options else None,
    }
    options = {option: tables[option] for option in view.options}
    words = {"title": view.title(data), "subtitle": subtitle, "as_of": as_of}
    figures = draw_pages(view.draw, data, by=view.by, size=size, **words, **options)
    return data.drop(columns="end", errors="ignore"), figures


def _figures(pillar: str, ref_area: str, as_of: str, root: str | Path | None) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the figures that a pillar counts, and those that another counts and that matter to it too."""
    rows = dataset.load(ref_area=ref_area, as_of=as_of or None, root=root)
    rows = rows.assign(end=rows["time_period"].map(period_end))
    if not pillar:
        return rows, rows.iloc[:0]
    also = [pillar in codes.split() for codes in rows["also_pillar"]]
    return rows[rows["pillar"] == pillar], rows.loc[also]


VIEWS = {
    "national_posts": _View(
        select.national_posts,
        select.range_title,
        N_("Women's share of seats and posts, latest figure"),
        plot_levels,
        ("targets",),
    ),
    "subnational_posts": _View(
        select.subnational_posts,
        select.range_title,
        N_("Women's share of subnational seats and posts, latest figure"),
        plot_levels,
        ("targets",),
    ),
    "elected_bodies": _View(
        select.elected_bodies,
        select.change_title,
        N_("Women's share of seats by date; a body's share moves at elections"),
        plot_trend,
        ("targets", "elections", "claims", "lines"),
    ),
    "parts": _View(
        select.parts,
        select.parts_title,
        N_("Parts of 100, as printed; the rest is computed"),
        plot_parts,
        by=("group",),
    ),
    "security_sector": _View(
        select.security_sector,
        select.range_title,
        N_("Women's share in the security sector, latest figure"),
        plot_levels,
        ("targets",),
    ),
    "differences": _View(
        select.differences,
        select.differences_title,
        N_("Each claim as the interval of its rounding; filled: the figure used"),
        plot_differences,
        by=("figure",),
    ),
    "women_men": _View(select.women_men, select.gap_title, N_("Share within each sex, latest figure"), plot_compare),
    "participants": _View(
        select.participants, select.range_title, N_("Women among participants, computed from counts"), plot_levels
    ),
}
"""The charts that a brief can hold, the more telling first."""
