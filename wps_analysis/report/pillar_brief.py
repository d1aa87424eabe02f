"""What a pillar's brief says of an area: messages, limits, latest figures, charts, gaps, what is missing, an annex."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from wps_analysis.codes import AsOf
from wps_analysis.columns import KEY
from wps_analysis.digits import plain
from wps_analysis.report.brief import GROUP, Brief, opened
from wps_analysis.report.counts import differing
from wps_analysis.report.display import Chart, Charts, Heading, Lines, Table, spoken, table_of
from wps_analysis.report.editor.country import editor_of
from wps_analysis.report.latest import latest_table
from wps_analysis.report.methods import methods_table
from wps_analysis.report.views import chosen_views, draw_view
from wps_analysis.words.figures import is_survey_without_n, period_text
from wps_analysis.words.language import _
from wps_analysis.words.names import PILLAR_NAMES
from wps_analysis.words.said import Said, figure, place_of, say

_SHORTEST_TREND = 5


def pillar(
    pillar: str,
    ref_area: str | int,
    *,
    as_of: AsOf | None = "",
    horizon: int = 0,
    language: str | None = None,
    root: str | Path | None = None,
) -> PillarBrief:
    """Open the brief of a pillar.

    Parameters
    ----------
    pillar
        A pillar's code.
    ref_area
        An area by any of its codes or by its name.
    as_of
        Only documents published by this date, month or year (``"2024-05-31"``, ``2024``, a date). Empty: all.
    horizon
        The year that targets without a year are held against in ``methods``: the reader's assumption; 0 for none.
    language
        ``"en"`` or another of ``words.language.languages()``; the language in force if not given.
    root
        The project's root.

    Returns
    -------
    PillarBrief
        Its parts show themselves as the last line of a cell, and are made when they are first asked for.

    Raises
    ------
    UnknownCodeError
        If a code is not known, with the nearest that is.

    Examples
    --------
    >>> brief = pillar("protection", "KHM")
    >>> brief.messages[0]
    'About three in ten women who had experienced physical or sexual violence sought help'
    """
    own = {"pillar": pillar, "annex_horizon": horizon}
    known, given = opened("pillar", ref_area, as_of=as_of, language=language, root=root, **own)
    return PillarBrief(known, given["ref_area"], pillar, given["annex_horizon"])


@dataclass(frozen=True, eq=False)
class PillarBrief(Brief):
    """The brief of a pillar; ``horizon`` is the year that ``methods`` assumes for targets without one."""

    horizon: int = 0

    @spoken
    def heading(self) -> Heading:
        """The pillar, the area and the date of the data."""
        words = _("{pillar}, {area}: data as of {date}")
        return Heading(words.format(pillar=_(PILLAR_NAMES[self.pillar]), area=self.area, date=self.edition.as_of))

    @spoken
    def messages(self) -> Lines:
        """The findings of the pillar as the country's brief has them: its heading, then three to five of them."""
        told = editor_of(self).pillar(self.pillar)
        words = _("{subject}: {finding}")
        found = (say(words, subject=finding.subject, finding=finding.text) for finding in told.findings)
        return Lines([told.heading, *found])

    @spoken
    def limits(self) -> Lines:
        """What the figures cannot carry: trends, dates, samples, and figures that differ."""
        latest = self.latest_rows[~self.latest_rows["folded"]]
        longest = self.rows.groupby([*GROUP, "sex", "segment"]).size().max() if len(self.rows) else 0
        surveys = [row for row in latest.to_dict("records") if is_survey_without_n(row)]
        undated = latest[latest["period_basis"].isin(["study", "publication"])]
        lines: list[str] = []
        if longest < _SHORTEST_TREND:
            words = _(
                "No trend is estimated: the longest run of figures of one series has {longest}, and the word is"
                " used from five on."
            )
            lines.append(say(words, longest=self._counted(longest)))
        if len(undated):
            words = _(
                "{count} of {total} latest figures have no date in the reports used here; the period shown is that of"
                " the study or of the publication."
            )
            lines.append(say(words, count=self._counted(len(undated)), total=self._counted(len(latest))))
        if surveys:
            words = _(
                "The number of persons asked is not in the reports used here for {count} survey figures; they are"
                " levels, and no comparison over time is made."
            )
            lines.append(say(words, count=self._counted(len(surveys))))
        return Lines([*lines, *map(_difference, differing(latest).to_dict("records"))])

    @spoken
    def latest(self) -> Table:
        """The latest figure of each indicator and group, with what a reader needs to judge it."""
        return latest_table(self)

    @spoken
    def charts(self) -> Charts:
        """At most five charts of the pillar's figures."""
        return Charts(draw_view(name, self) for name in chosen_views(self))

    @spoken
    def gaps(self) -> Chart:
        """How far each share is from the targets that bind it."""
        return draw_view("gaps", self)

    @spoken
    def coverage(self) -> Chart:
        """Of which indicators and years a figure is held."""
        return draw_view("coverage", self)

    @spoken
    def missing(self) -> Table:
        """The plan's outputs of the pillar with the figures that measure them, empty ones in plain sight."""
        outputs, rows = self.plan_outputs, self.told
        lines = []
        for output in outputs[outputs["pillar"] == self.pillar].to_dict("records"):
            attached = rows[rows["rpa_output"] == output["output"]]
            names, related = (
                sorted(
                    {name.removesuffix(", number") for name in attached.loc[attached["rpa_relation"] == how, "name"]}
                )
                for how in ("measures", "related")
            )
            nothing = _("no figure in the reports used here, at {date}").format(date=self.edition.as_of)
            holder = _(output["data_holder"]) if output["holder_area"] == self.ref_area else ""
            told = ("; ".join(map(_, names)) or nothing, "; ".join(map(_, related)))
            lines.append((output["output"], _(output["text"]), *told, holder))
        columns = [
            _("Output"), _("Content"), _("Indicators with a figure"), _("Related indicators"), _("Would hold the data")
        ]  # fmt: skip
        return table_of(pd.DataFrame(lines, columns=columns))

    @spoken
    def definitions(self) -> Table:
        """What each indicator of the pillar measures, and what it does not."""
        registry = self.edition.registry
        indicators = self.indicators
        folded = {*indicators["count_indicator"], *(registry.context - set(self.rows["indicator"]))}
        own = (indicators["pillar"] == self.pillar) & ~indicators["indicator"].isin(folded)
        mine = indicators[own]
        also = mine["also_pillar"].map(lambda codes: ", ".join(_(PILLAR_NAMES[c]) for c in codes.split()))
        return table_of(
            pd.DataFrame(
                {
                    _("Indicator"): mine["name"].map(_),
                    _("Measures"): mine["definition"].map(_),
                    _("Does not measure"): mine["not_measured"].map(_),
                    _("SDG"): mine["sdg_indicator"],
                    _("Plan output"): mine["rpa_output"],
                    _("Also under"): also,
                }
            )
        )

    @spoken
    def statements(self) -> Lines:
        """Every latest figure in a sentence, once for each target that binds it."""
        return Lines(self.assessed["sentence"])

    @spoken
    def methods(self) -> Table:
        """What published methods say, side by side, of the figures with a target and an earlier figure."""
        return methods_table(self, self.horizon)

    def _counted(self, number: int) -> Said:
        """Return a count of figures, which the table of the latest figures lists."""
        return figure(str(number), place=place_of("figures", self.ref_area, self.pillar))


def _difference(row: dict) -> Said:
    place = place_of("differing", *(row[column] for column in KEY))
    ends = {end: figure(plain(row[f"envelope_{end}"]), place=place) for end in ("lower", "upper")}
    words = _(
        "{name}, {period}: published figures differ ({low} to {high} with rounding); to be confirmed with {custodian}."
    )
    name, custodian = _(row["name"]), _(row["custodian"])
    return say(words, name=name, period=period_text(row), low=ends["lower"], high=ends["upper"], custodian=custodian)
