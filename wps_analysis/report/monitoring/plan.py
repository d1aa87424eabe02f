"""The rows of an indicator matrix: each indicator of an area's plan with what is known of it and what is not."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from wps_analysis.assessment.levels import figure_in
from wps_analysis.claims.embargo import with_confirmation
from wps_analysis.claims.periods import period_end
from wps_analysis.columns import KEY
from wps_analysis.registry.frameworks import Crosswalk, answers, load_crosswalk
from wps_analysis.report.data_brief import DataBrief
from wps_analysis.report.latest import BASES
from wps_analysis.report.monitoring.takes import Takes, target_number, what_it_takes
from wps_analysis.tables import Row, grouped
from wps_analysis.words.figures import count_text, day_text, period_text, target_text, text_of, unique
from wps_analysis.words.language import N_, _, ngettext
from wps_analysis.words.names import CONFIRMATIONS, SEX_NAMES
from wps_analysis.words.said import Said, joined, say

LEVELS = {"output": N_("output"), "outcome": N_("outcome"), "impact": N_("impact")}
_PRIORITY, _ISSUES = "priority", "situation_analysis"
_DAYS_A_YEAR = 365.25


@dataclass(frozen=True, eq=False)
class Item:
    """An indicator of a group: its rows of the assessment, one a sex and target, and how it was planned if it has none.

    ``facts`` holds the indicator's own row of the registry, or of ``monitoring/planned.csv``.
    """

    facts: Row
    rows: tuple[Row, ...]
    planned: bool
    named: bool
    """Whether the plan may take it up as an indicator of its own; else it is context."""
    takes: tuple[Takes, ...]
    base_sources: tuple[str, ...]

    @property
    def figures(self) -> list[Row]:
        """One row for each sex that has a figure, whatever the target."""
        return [row for row in {row["sex"]: row for row in self.rows}.values() if text_of(row, "latest_period")]

    @property
    def aims(self) -> list[Row]:
        """One row for each target."""
        return list({row["target_id"]: row for row in self.rows if text_of(row, "target_id")}.values())

    @property
    def population(self) -> str:
        """The group that it is of."""
        return self.rows[0]["population"] if self.rows else "_T"

    @property
    def name(self) -> str:
        """The indicator's name, with its group in brackets."""
        group = text_of(self.rows[0], "population_name") if self.rows else ""
        return _(self.facts["name"]) + (f" ({_(group)})" if group else "")

    def by_sex(self, words: Iterable[str]) -> Said:
        """Join what is said of each sex; what is not by sex names none."""
        if [row["sex"] for row in self.figures] == ["_T"]:
            return joined("", words)
        sexes = [_(SEX_NAMES[row["sex"]]) for row in self.figures]
        said = [say("{sex}: {words}", sex=sex, words=one) for sex, one in zip(sexes, words, strict=True)]
        return joined("\n", said)

    def figure_words(self, which: str) -> str:
        """Return the latest or the base figure in words, with its period; it says so where none is held."""
        if not self.figures:
            return _("no figure in the reports used here")
        rows = [row for row in self.figures if which == "latest" or text_of(row, "base_period")]
        if not rows:
            return _("the latest is the first figure held")
        words = []
        for row in rows:
            shown = {**figure_in(row, which), "unit_measure": row["unit_measure"]}
            shown["numerator"] = shown.get("numerator") if which == "latest" else None
            words.append(say("{value}, {period}", value=count_text(shown), period=period_text(shown)))
        return self.by_sex(words) if len(rows) == len(self.figures) else joined("\n", words)

    def target_words(self) -> str:
        """Return each target with its mandate, or that none is set."""
        if not self.aims:
            return _("none set")
        return joined("\n", [
            say("{target}. {mandate}", target=target_text(target_number(row)), mandate=_(row["mandate"]))
            for row in self.aims
        ])  # fmt: skip

    def status_words(self) -> str:
        """Return the status of the figure against each target."""
        if not self.rows:
            return _("no figure")
        return "\n".join(unique(_(row["status"]) for row in self.rows))


@dataclass(frozen=True, eq=False)
class Plan:
    """The indicators of an area's plan, made of an edition."""

    brief: DataBrief

    @cached_property
    def crosswalk(self) -> Crosswalk:
        """The frameworks, planned indicators and themes."""
        return load_crosswalk(self.brief.edition.registry, self.brief.edition.root)

    @cached_property
    def items(self) -> list[Item]:
        """Every indicator with a figure, a target or a plan here, in the order of the registry, planned ones last."""
        rows = self._assessed.to_dict("records")
        facts = {row["indicator"]: row for row in self.brief.indicators.to_dict("records")}
        items = [
            self._item(facts[indicator], tuple(group), planned=False)
            for (indicator, _population), group in grouped(rows, ["indicator", "population"]).items()
        ]
        planned = self.crosswalk.planned
        mine = planned[planned["ref_area"].isin(["", self.brief.ref_area])]
        return items + [self._item({"kind": "", **row}, (), planned=True) for row in mine.to_dict("records")]

    @property
    def dated(self) -> str:
        """The date of the data, and whether confirmed figures alone are used."""
        words = _("Data as of {date}.").format(date=day_text(self.brief.edition.as_of))
        return f"{words} {_('Confirmed figures alone.')}" if self.brief.edition.only_confirmed else words

    def of_pillar(self, pillar: str) -> list[Item]:
        """Return the indicators that a pillar's plan may take up."""
        return [item for item in self.items if item.named and item.facts["pillar"] == pillar]

    @property
    def context(self) -> list[Item]:
        """The figures that tell of the plan's surroundings."""
        return [item for item in self.items if not item.named]

    @cached_property
    def priorities(self) -> list[tuple[str, list[Item]]]:
        """Each priority theme of the situation analysis with its indicators."""
        rows = self.crosswalk.rows
        area = rows["ref_area"].isin(["", self.brief.ref_area])
        themes = rows[(rows["framework"] == _ISSUES) & (rows["level"] == _PRIORITY) & area]
        return [
            (title, self.answering(codes)) for title, codes in zip(themes["title"], themes["indicators"], strict=True)
        ]

    def answering(self, codes: str) -> list[Item]:
        """Return the items that codes of a framework's row name, in the order of the matrix."""
        return [item for item in self.items if answers(codes, item.facts["indicator"], item.population)]

    def theme(self, item: Item, column: str) -> str:
        """Return what is proposed for the theme of an indicator."""
        themes = self.crosswalk.themes.set_index("theme")[column]
        return themes.get(item.facts["theme"], "")

    def wanted_groups(self, item: Item) -> str:
        """Return by what the figures of an indicator ought to be broken down, as proposed for its theme."""
        others = self.theme(item, "disaggregation").split("; ")
        return "; ".join(unique(_(group) for group in ("sex", *filter(None, others))))

    def published_groups(self, item: Item) -> str:
        """Return by what the figures of an indicator are broken down: sexes, and the groups that have a figure."""
        figures = self.brief.edition.in_areas([self.brief.ref_area])
        mine = figures[figures["indicator"] == item.facts["indicator"]]
        sexes = [_(SEX_NAMES[sex]) for sex in SEX_NAMES if sex in set(mine["sex"])]
        groups = [_(name) for name in mine["population_name"].unique() if name]
        return "; ".join([*([", ".join(sexes)] if sexes else []), *groups]) or _("none")

    def release_words(self, item: Item) -> tuple[str, str]:
        """Return how often an indicator is published, and when next: known of elected bodies alone."""
        ask = _("to be asked")
        elections = self.brief.edition.registry.elections
        mine = [
            year
            for codes, area, year in zip(elections["indicators"], elections["ref_area"], elections["year"], strict=True)
            if item.facts["indicator"] in codes.split() and area == self.brief.ref_area
        ]
        if len(mine) < 2:
            return ask, ask
        last, before = (int(year) for year in sorted(mine, reverse=True)[:2])
        often = _("at elections, every {years} years").format(years=last - before)
        coming = _("{year}, if the term of the last election holds").format(year=2 * last - before)
        return often, coming

    def grade_words(self, item: Item) -> str:
        """Return the grade of the data and the age of the latest figure on the date of the data."""
        words = []
        for row in item.figures[:1]:
            ended = pd.Timestamp(period_end(row["latest_period"]))
            years = max(0, int((pd.Timestamp(self.brief.edition.as_of) - ended).days / _DAYS_A_YEAR))
            age = _("less than a year old") if years < 1 else ngettext(
                "{years} year old", "{years} years old", years).format(years=years)  # fmt: skip
            words += [_(BASES.get(row["basis"], "")), age]
        return ", ".join(filter(None, words))

    def confirmation_words(self, item: Item) -> str:
        """Return what custodians said of the latest figures."""
        codes = [code for row in item.figures for code in text_of(row, "claim_id").split()]
        return "\n".join(unique(_(CONFIRMATIONS[self._confirmations[code]]) for code in codes))

    @cached_property
    def _confirmations(self) -> dict[str, str]:
        claims = with_confirmation(self.brief.edition.claims, self.brief.edition.registry)
        return dict(zip(claims["claim_id"], claims["confirmation"], strict=True))

    def counted(self, item: Item) -> tuple[str, str]:
        """Return numerator and denominator in words."""
        named = _(item.facts["name"])
        if item.facts["measure"] == "composition":
            return _("Women: {name}").format(name=named), _("All: {name}").format(name=named)
        if item.facts["measure"] == "rate":
            group = text_of(item.rows[0], "population_name") if item.rows else ""
            return named, _(group) if group else _("the whole that the definition names")
        return named, _("none: a {measure}").format(measure=_(item.facts["measure"]))

    @cached_property
    def _assessed(self) -> pd.DataFrame:
        """The assessment with what a matrix needs beside it: bounds of denominators, mandates, sources of bases."""
        figures, targets = self.brief.figures, self.brief.edition.targets.set_index("target_id")
        bounds = figures.set_index(KEY)[["denominator_lower", "denominator_upper"]]
        rows = self.brief.assessed
        rows = rows.join(bounds, on=[*KEY[:-1], "latest_period"])
        return rows.assign(
            mandate=rows["target_id"].map(targets["mandate"]).fillna(""),
            target_claim_id=rows["target_id"].map(targets["claim_id"]).fillna(""),
        )

    @cached_property
    def _titles(self) -> dict[tuple, str]:
        return self.brief.figures.set_index(KEY)["source_title"].to_dict()

    def _item(self, facts: Row, rows: tuple[Row, ...], *, planned: bool) -> Item:
        elections = self.brief.edition.registry.elections
        in_force = set(self.brief.targets["target_id"])
        takes = [
            what_it_takes(row, elections, self.crosswalk.elected)
            for row in rows
            if text_of(row, "target_id") in in_force
        ]
        bases = [
            self._titles.get((*(row[c] for c in KEY[:-1]), text_of(row, "base_period") or row["latest_period"]), "")
            for row in rows
        ]
        named = planned or facts.get("rpa_relation") == "measures" or any(text_of(r, "target_id") for r in rows)
        return Item(facts, rows, planned, named, tuple(filter(None, takes)), tuple(unique(bases)))
