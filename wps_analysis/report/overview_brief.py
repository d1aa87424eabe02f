"""All pillars on one page: how many figures stand where, by kind of target, with their names."""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from wps_analysis.assessment.status import STATUSES
from wps_analysis.codes import AsOf
from wps_analysis.report.brief import Brief, opened
from wps_analysis.report.display import Chart, Lines, Table, spoken, table_of
from wps_analysis.report.editor.country import country_of
from wps_analysis.report.views import draw_view
from wps_analysis.words.figures import row_name
from wps_analysis.words.language import _
from wps_analysis.words.names import TARGET_KINDS


def overview(
    ref_area: str | int,
    *,
    as_of: AsOf | None = "",
    horizon: int = 0,
    language: str | None = None,
    root: str | Path | None = None,
) -> OverviewBrief:
    """Open the overview of an area's pillars.

    Parameters
    ----------
    ref_area
        An area by any of its codes or by its name.
    as_of
        Only documents published by this date, month or year (``"2024-05-31"``, ``2024``, a date). Empty: all.
    horizon
        The year that targets without a year are held against: the reader's assumption; 0 for none.
    language
        ``"en"`` or another of ``words.language.languages()``; the language in force if not given.
    root
        The project's root.

    Returns
    -------
    OverviewBrief
        Its parts show themselves as the last line of a cell, and are made when they are first asked for.

    Examples
    --------
    >>> overview("KHM").statuses.headings
    ('Kind of target', 'Target', 'Status', 'Figures', 'Indicators')
    """
    known, given = opened("overview", ref_area, as_of=as_of, language=language, root=root, horizon=horizon)
    return OverviewBrief(known, given["ref_area"], horizon=given["horizon"])


@dataclass(frozen=True, eq=False)
class OverviewBrief(Brief):
    """The overview of an area; ``horizon`` is the year assumed for targets without one."""

    horizon: int = 0

    @spoken
    def assessed(self) -> pd.DataFrame:
        """The assessment of all pillars, targets without a year held against the horizon."""
        return self.assess(self.edition.targets, horizon=self.horizon or None)

    @spoken
    def statuses(self) -> Table:
        """How many figures have which status, by kind of target; indicators do not weigh the same: it is no score."""
        rows = self.assessed
        rows = rows[rows["target_id"].notna()]
        order = {status: place for place, status in enumerate(STATUSES.values())}
        rows = rows.assign(
            force=rows["legal_force"].map(list(TARGET_KINDS).index),
            place=rows["status"].map(order),
            target=[_target(row) for row in rows.to_dict("records")],
            label=[row_name(row) for row in rows.to_dict("records")],
        ).sort_values(["force", "target", "place", "name"])
        counted = rows.groupby(["force", "legal_force", "target", "place", "status"], sort=True)
        table = counted.agg(figures=("n_obs", _figures), names=("label", "; ".join)).reset_index()
        table = table.assign(legal_force=table["legal_force"].map(_), status=table["status"].map(_))
        columns = {
            "legal_force": _("Kind of target"), "target": _("Target"), "status": _("Status"),
            "figures": _("Figures"), "names": _("Indicators"),
        }  # fmt: skip
        return table_of(table[list(columns)].rename(columns=columns))

    @spoken
    def messages(self) -> Lines:
        """What the country's brief says first: its headline, what stands below it, and the heading of each pillar."""
        told = country_of(self)
        return Lines(filter(None, [told.headline, told.deck, *(pillar.heading for pillar in told.pillars)]))

    @spoken
    def outputs(self) -> Chart:
        """The outputs of the regional plan, and what measures each of them."""
        return draw_view("outputs", self)


def _figures(held: pd.Series) -> float:
    """Count the rows with a figure; nothing where the status is that there is none."""
    return (held > 0).sum() or math.nan


def _target(row: dict) -> str:
    year = row["target_year"]
    when = "" if pd.isna(year) else f", {int(year)}"
    return f"{_(row['target_basis'])}{when}" + (" " + _("(assumed)") if row.get("year_assumed") is True else "")
