"""The figures of an area that its briefs speak of: what is latest, what stands beside what, and the assessment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from wps_analysis.assessment.assess import assess_known
from wps_analysis.assessment.targets import targets_without_figure
from wps_analysis.claims.edition import Edition
from wps_analysis.claims.periods import period_end
from wps_analysis.codes import AsOf, one_code
from wps_analysis.columns import SUBJECT
from wps_analysis.errors import RequestError
from wps_analysis.registry.areas import local_area_name, members
from wps_analysis.registry.local_names import indicators_in
from wps_analysis.registry.official_names import country_of
from wps_analysis.report.counts import ATTENDANCE
from wps_analysis.report.display import spoken
from wps_analysis.report.parameters import validated
from wps_analysis.report.small_groups import in_small_group
from wps_analysis.tables import latest

GROUP = SUBJECT[:3]
_YEARS_SHOWN = 5


def opened(
    notebook: str,
    ref_area: str | int,
    *,
    as_of: AsOf | None,
    language: str | None,
    root: str | Path | None,
    **own: object,
) -> tuple[Edition, dict[str, Any]]:
    """Open an edition for a brief, and check the parameters as ``wps pack`` checks those of the notebook that shows it.

    Parameters
    ----------
    notebook
        A key of ``parameters.MODELS``.
    ref_area
        An area by any of its codes or its name.
    as_of, language, root
        As for ``edition``.
    **own
        The notebook's other parameters.

    Returns
    -------
    tuple
        The edition, and the parameters: ``ref_area`` as a code, the others in their types.

    Raises
    ------
    UnknownCodeError
        If the area, the pillar or the language is not known, with the nearest that are.
    RequestError
        If another parameter is not as it must be.
    """
    known = Edition(as_of, language or "", root)
    asked = known.asked(ref_area=one_code("ref_area", ref_area), pillar=own.get("pillar"))
    given = {**own, "ref_area": asked["ref_area"][0], "as_of": known.as_of, "language": known.language}
    values, wrong = validated(notebook, given, groups=set(known.registry.areas["parent"]) - {""})
    if wrong:
        raise RequestError("; ".join(wrong))
    return known, values


@dataclass(frozen=True, eq=False)
class Brief:
    """What an edition holds of an area; of a pillar's indicators alone where one is named.

    Its parts are made when they are first asked for, and kept.
    """

    edition: Edition
    ref_area: str
    pillar: str = ""

    @spoken
    def area(self) -> str:
        """The area's name."""
        return local_area_name(self.ref_area, self.edition.registry.areas)

    @cached_property
    def indicators(self) -> pd.DataFrame:
        """The indicators of the registry, named as they are in the area."""
        return indicators_in(self.ref_area, self.edition.registry)

    @cached_property
    def targets(self) -> pd.DataFrame:
        """The targets known by then whose year had not passed more than five years before."""
        targets = self.edition.targets
        oldest = int(self.edition.as_of[:4]) - _YEARS_SHOWN
        return targets[targets["target_year"].isna() | (targets["target_year"] >= oldest)]

    @cached_property
    def plan_outputs(self) -> pd.DataFrame:
        """The outputs of the plans of action of the groups that the area, or the country it lies in, was in by then."""
        outputs, areas = self.edition.registry.plan_outputs, self.edition.registry.areas
        own = {self.ref_area, country_of(self.ref_area)}
        day = date.fromisoformat(self.edition.as_of)
        held = {group for group in outputs["ref_area"] if own & {group, *members(group, areas=areas, on=day)}}
        return outputs[outputs["ref_area"].isin(held)]

    @cached_property
    def figures(self) -> pd.DataFrame:
        """All observations of the area but those of small groups, with ``end``, the last day of their period."""
        rows = self.edition.figures(ref_area=self.ref_area)
        rows = rows[~in_small_group(rows, self.edition.registry.indicators)].reset_index(drop=True)
        return rows.assign(end=rows["time_period"].map(period_end))

    @cached_property
    def told(self) -> pd.DataFrame:
        """The figures that messages, charts and counts tell of: all but who came to a consultation."""
        return self.figures[self.figures["kind"] != ATTENDANCE]

    @cached_property
    def own(self) -> pd.DataFrame:
        """The figures told that the pillar counts; all of them without a pillar."""
        return self.told[self.told["pillar"] == self.pillar] if self.pillar else self.told

    @cached_property
    def also(self) -> pd.DataFrame:
        """The figures told that another pillar counts and that matter to this one too."""
        return self.told.loc[[self.pillar in codes.split() for codes in self.told["also_pillar"]]]

    @cached_property
    def rows(self) -> pd.DataFrame:
        """The pillar's figures in the order of the registry, with ``folded``.

        Folded are the rows of a table whose total stands too, and the counts that stand beside their share.
        """
        rows, claims = self.own, self.edition.claims
        totalled = set(claims.loc[claims["role"] == "total", "table_id"])
        in_table = (rows["role"] == "part") & rows["table_id"].isin(totalled)
        printed = rows[rows["numerator"].notna()]
        indicators = self.edition.registry.indicators
        counts = printed["indicator"].map(indicators.set_index("indicator")["count_indicator"])
        shown = set(zip(counts, printed["population"], strict=True))
        beside = pd.MultiIndex.from_frame(rows[["indicator", "population"]]).isin(shown)
        rows = rows.assign(folded=in_table | beside, order=rows["indicator"].map(self._order))
        return rows.sort_values(["order", "end"], kind="stable", ignore_index=True)

    @cached_property
    def latest_rows(self) -> pd.DataFrame:
        """The latest figure of each indicator, area, population and sex; none of one that does not apply any more."""
        rows = latest(self.rows)
        return rows[rows[["obs_value", "lower", "upper"]].notna().any(axis=1)]

    @spoken
    def assessed(self) -> pd.DataFrame:
        """The assessment of the figures that are not folded, as ``assess`` returns it, in the order of the registry.

        Every target of the area is held against them, long past ones too; one without a figure is a row of its own.
        """
        return self.assess(self.edition.targets)

    def assess(self, targets: pd.DataFrame, *, horizon: int | None = None) -> pd.DataFrame:
        """Assess the figures that are not folded, and targets without a figure, against targets."""
        empty = targets_without_figure(self.figures, targets, self.edition.registry, self.ref_area)
        empty = empty[empty["pillar"] == self.pillar] if self.pillar else empty
        figures = self.rows[~self.rows["folded"]]
        table = assess_known(
            pd.concat([figures, empty], ignore_index=True) if len(empty) else figures,
            targets,
            horizon=horizon,
            as_of=self.edition.as_of,
            claims=self.edition.claims,
            elections=self.edition.registry.elections,
            findings=self.edition.findings,
        )
        return self.in_order(table)

    @cached_property
    def judged(self) -> pd.DataFrame:
        """The rows of ``assessed`` with a figure and a target that is not long past."""
        rows = self.assessed
        return rows[(rows["n_obs"] > 0) & rows["target_id"].isin(self.targets["target_id"])]

    def in_order(self, assessed: pd.DataFrame) -> pd.DataFrame:
        """Return an assessment in the order of the registry, the lowest target of a figure first."""
        order = assessed["indicator"].map(self._order)
        by = ["order", *SUBJECT[1:], "target_lower", "target_id"]
        ordered = assessed.assign(order=order).sort_values(by, na_position="last", ignore_index=True)
        return ordered.drop(columns="order")

    @cached_property
    def _order(self) -> dict[str, int]:
        return {code: place for place, code in enumerate(self.edition.registry.indicators["indicator"])}
