"""What a pillar's brief says of an area: messages, limits, latest figures, charts, gaps, what is missing, an annex."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from wps_analysis.claims.edition import Edition
from wps_analysis.codes import PILLARS, check_code
from wps_analysis.columns import KEY, SUBJECT
from wps_analysis.report.brief import GROUP, Brief
from wps_analysis.report.counts import differing
from wps_analysis.report.coverage import coverage_table, held_indicators
from wps_analysis.report.display import Chart, Charts, Heading, Lines, Table, spoken, table_of
from wps_analysis.report.latest import latest_table
from wps_analysis.report.methods import methods_table
from wps_analysis.report.views import chosen_views, draw_view
from wps_analysis.tables import grouped
from wps_analysis.words.figures import is_survey, is_survey_without_n, period_text, row_name, value_text
from wps_analysis.words.language import _
from wps_analysis.words.names import PILLAR_NAMES
from wps_analysis.words.said import Said, figure, joined, place_of, say

_MESSAGES = 8
_SHORTEST_TREND = 5


def pillar(
    pillar: str,
    ref_area: str,
    *,
    as_of: str = "",
    horizon: int = 0,
    language: str | None = None,
    root: str | Path | None = None,
) -> PillarBrief:
    """Open the brief of a pillar.

    Parameters
    ----------
    pillar, ref_area
        Codes of a pillar and an area.
    as_of
        Only documents published by this date, month or year. Empty: all.
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
    >>> brief = pillar("participation", "KHM")
    >>> brief.messages[0]
    '52 indicators have a figure in the reports used here; the published figures differ for 2 of the latest.'
    """
    check_code("pillar", pillar, PILLARS)
    return PillarBrief(Edition(as_of, language or "", root), ref_area, pillar, horizon)


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
        """How many figures there are; then at most eight sentences, figures with a target or an earlier one first."""
        assessed = self.assessed[self.assessed["n_obs"] > 0]
        shares = assessed[(assessed["measure"] == "composition") & (assessed["sex"] == "F")]
        planned = shares["legal_force"].isin(["law", "plan"]) & shares["target_id"].isin(self.targets["target_id"])
        telling = 2 * planned + (shares["n_obs"] > 1) + shares["target_id"].notna() / 2
        shares = shares.assign(telling=telling).sort_values("telling", ascending=False, kind="stable")
        latest = self.latest_rows
        # Of several parts of one whole the largest speaks, and its sentence says the next.
        ordered = latest.assign(part=latest["part_of"].where(latest["part_of"] != "", latest.index.astype(str)))
        largest = ordered.sort_values("obs_value", ascending=False, kind="stable").drop_duplicates("part").index
        latest = latest[latest.index.isin(largest)]
        rates = latest[(latest["measure"] == "rate") & ~latest["folded"]]
        told = pd.MultiIndex.from_frame(latest[SUBJECT])
        shares = shares[pd.MultiIndex.from_frame(shares[SUBJECT]).isin(told)]
        sentences = shares.drop_duplicates(["indicator", "population"])["sentence"].tolist()
        alone = assessed.drop_duplicates(SUBJECT).set_index(SUBJECT)["sentence"]
        for rows in grouped(rates.to_dict("records"), GROUP).values():
            first = tuple(rows[0][column] for column in SUBJECT)
            sentences.append(alone[first] if rows[0]["rate_of"] != "persons" else _rate_sentence(rows))
        return Lines([self._overview(), *sentences[:_MESSAGES]])

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
        outputs, rows = self.edition.registry.plan_outputs, self.told
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
        indicators = self.edition.registry.indicators
        own = (indicators["pillar"] == self.pillar) & ~indicators["indicator"].isin(indicators["count_indicator"])
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

    def _overview(self) -> Said:
        shown = self.latest_rows[~self.latest_rows["folded"]]
        differ = len(differing(shown))
        words = _("{count} indicators have a figure in the reports used here; no latest figures differ.")
        if differ:
            words = _(
                "{count} indicators have a figure in the reports used here; the published figures differ for {differ}"
                " of the latest."
            )
        count = self._counted(len(held_indicators(coverage_table(self))))
        return say(words, count=count, differ=figure(str(differ), place=place_of("differing")))


def _difference(row: dict) -> Said:
    place = place_of("differing", *(row[column] for column in KEY))
    ends = {end: figure(f"{row[f'envelope_{end}']:.10g}", place=place) for end in ("lower", "upper")}
    words = _(
        "{name}, {period}: published figures differ ({low} to {high} with rounding); to be confirmed with {custodian}."
    )
    name, custodian = _(row["name"]), _(row["custodian"])
    return say(words, name=name, period=period_text(row), low=ends["lower"], high=ends["upper"], custodian=custodian)


def _rate_sentence(rows: list[dict]) -> Said:
    by_sex = {row["sex"]: row for row in rows}
    row = next(iter(by_sex.values()))
    words = {
        "F": _("{value} of women"),
        "M": _("{value} of men"),
        "_T": _("{value} of all") if len(rows) > 1 else "{value}",
    }
    shares = joined(", ", (say(words[sex], value=value_text(by_sex[sex])) for sex in words if sex in by_sex))
    survey = f"; n = {row['n']}" if row["n"] else "; " + _("n not in the reports used here") if is_survey(row) else ""
    statement = joined("", [shares, f" ({period_text(row)}{survey})"])
    return say(_("{subject}: {statement}."), subject=row_name(row), statement=statement)
