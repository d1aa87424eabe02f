"""What the editor knows of each indicator and group: the latest figures by sex, a sound earlier one, its targets."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from wps_analysis.assessment.status import is_above_parity
from wps_analysis.claims.edition import Edition
from wps_analysis.claims.labels import with_count_claims
from wps_analysis.claims.periods import period_end
from wps_analysis.codes import PILLARS
from wps_analysis.report.brief import GROUP, Brief
from wps_analysis.report.editor.earlier import compared_with, is_apart, is_same
from wps_analysis.report.editor.parts import StatusKind
from wps_analysis.tables import Row, grouped
from wps_analysis.words.figures import is_survey_without_n, known, number_of, text_of
from wps_analysis.words.names import theme_name

_MET = {
    "met", "met after the target year", "met as reported, not decidable within rounding",
    "target year passed, met by a later figure",
}  # fmt: skip
_RECENT_YEARS = 6
HANDFUL = 10
"""Of fewer persons one more or less moves a share by over ten points: it is a level, no change is told of it."""
FEW = 4
"""A pillar with fewer is told to be one of which little is known."""


@dataclass(frozen=True, eq=False)
class Fact:
    """An indicator of one group of persons: ``by_sex`` its latest figures, ``base`` an earlier one it may be held to.

    ``same`` is that earlier one where both are the same within rounding.
    ``assessed`` are the rows of the assessment of its main figure, one for each target that is not long past; ``about``
    is its row of ``indicators.csv``, ``group`` the wording of its population and ``theme`` the heading of its theme in
    ``themes.csv``; ``part`` the largest other part of the whole that it is one part of; ``claims`` all claims on its
    figures, also on earlier ones, and ``earlier`` those figures; ``is_told`` whether sentences and cards may be made of
    it: where a pillar has few indicators that the registry gives to messages, of every one; ``without_figure`` names
    the other groups for which the area has a target of the same indicator, and no figure.
    """

    by_sex: Mapping[str, Row]
    about: Row
    group: str
    theme: str
    assessed: Sequence[Row]
    base: Row | None
    part: Row | None
    claims: Sequence[Row]
    earlier: Sequence[Row] = ()
    same: Row | None = None
    without_figure: Sequence[str] = ()
    is_told: bool = True

    @property
    def row(self) -> Row:
        """The main figure: of women, else of all."""
        return next(self.by_sex[sex] for sex in ("F", "_T", "M") if sex in self.by_sex)

    @property
    def key(self) -> tuple[str, str]:
        """Indicator and population."""
        return self.row["indicator"], self.row["population"]

    @property
    def pillar(self) -> str:
        """The pillar that counts it."""
        return self.about["pillar"]

    @property
    def is_share(self) -> bool:
        """Whether it is women's share of a whole."""
        return self.row["measure"] == "composition" and self.row["unit_measure"] == "PT" and self.row["sex"] == "F"

    @property
    def is_pair(self) -> bool:
        """Whether it has a share of women and one of men of the same period."""
        both = [self.by_sex.get(sex) for sex in ("F", "M")]
        return (
            self.row["measure"] == "rate"
            and all(row is not None and known(number_of(row, "obs_value")) for row in both)
            and both[0]["time_period"] == both[1]["time_period"]
        )

    @property
    def value(self) -> float:
        """The number that it sorts by: as printed, else the end that is known."""
        ends = (number_of(self.row, column) for column in ("obs_value", "lower", "upper"))
        return next((end for end in ends if known(end)), 0.0)

    @property
    def distance(self) -> float:
        """Points between women and men; zero where it is no pair."""
        women, men = (number_of(self.by_sex[sex], "obs_value") if self.is_pair else 0.0 for sex in ("F", "M"))
        return abs(women - men)

    @property
    def differs(self) -> bool:
        """Whether published figures of its latest period differ."""
        return any(row["agreement"] == "differ" for row in self.by_sex.values())

    @property
    def cannot_hold(self) -> bool:
        """Whether its figures cannot all be true."""
        return any(text_of(row, "cannot_hold") for row in self.by_sex.values())

    @property
    def published(self) -> list[Row]:
        """The claims on its main figure, one for each number, the lowest first."""
        return self.published_for(self.row)

    def published_for(self, row: Row) -> list[Row]:
        """Return the claims on a figure of this group, also an earlier one, one for each number, the lowest first."""
        alike = ("time_period", "sex", "unit_measure")
        mine = [c for c in self.claims if all(c[column] == row[column] for column in alike)]
        by_number = {c["obs_value"]: c for c in reversed(mine) if known(number_of(c, "obs_value"))}
        return [by_number[number] for number in sorted(by_number)]

    @property
    def has_earlier(self) -> bool:
        """Whether a figure of an earlier period is known, comparable or not."""
        ends = (period_end(row["time_period"]) for row in (*self.claims, *self.earlier) if row["time_period"])
        return any(end < self.row["end"] for end in ends)

    @property
    def is_press(self) -> bool:
        """Whether it rests on the press alone."""
        return self.row["basis"] == "press"

    @property
    def is_of_handful(self) -> bool:
        """Whether it is a share of so few persons that one of them moves it far."""
        return is_of_handful(self.row)

    @property
    def is_level(self) -> bool:
        """Whether it is of a survey whose sample size is unknown: a level, never a gap or a change."""
        return is_survey_without_n(self.row)

    def recent(self, as_of: str) -> bool:
        """Tell whether it is at most six years old at a date."""
        return self.row["end"].year >= int(as_of[:4]) - _RECENT_YEARS


def facts(brief: Brief) -> list[Fact]:
    """Gather what is known of each indicator and group that a brief may speak of, in the order of the registry."""
    registry = brief.edition.registry
    about = {row["indicator"]: row for row in brief.indicators.to_dict("records")}
    groups = dict(zip(registry.populations["population"], registry.populations["wording"], strict=True))
    headings = registry.themes.set_index(["theme", "government_level"])["group"].to_dict()
    claims = brief.edition.claims
    shown = brief.latest_rows[~brief.latest_rows["folded"]]
    rows = with_published_totals(shown, brief.edition).to_dict("records")
    assessed = brief.assessed
    recent = dict(zip(brief.targets["target_id"], brief.targets["claim_id"], strict=True))
    by_group = grouped(assessed[assessed["n_obs"] > 0].to_dict("records"), GROUP)
    lacking = assessed[(assessed["n_obs"] == 0) & (assessed["target_ref_area"] == brief.ref_area)]
    groups_lacking = grouped(lacking[lacking["target_id"].isin(recent)].to_dict("records"), ["indicator"])
    earlier = grouped(brief.told.to_dict("records"), GROUP)
    wholes = grouped([row for row in rows if row["part_of"] and known(number_of(row, "obs_value"))], ["part_of"])
    here = claims[(claims["ref_area"] == brief.ref_area) & (claims["role"] != "target")]
    said = grouped(here.to_dict("records"), GROUP)
    found = []
    groups_of_rows = grouped(rows, GROUP)
    spoken = _spoken([about[key[0]] for key in groups_of_rows])
    publishers = registry.sources.set_index("source_id")["release_of"].to_dict()
    counted = {code for row in about.values() for code in (row["count_indicator"], row["unit_count_indicator"]) if code}
    for key, figures in groups_of_rows.items():
        by_sex = {row["sex"]: row for row in figures}
        main = next(by_sex[sex] for sex in ("F", "_T", "M") if sex in by_sex)
        told = about[key[0]]["message"]
        if told == "never":
            continue
        mine = [row for row in by_group.get(key, []) if row["sex"] == main["sex"]]
        aims = [{**row, "target_claim_id": recent[row["target_id"]]} for row in mine if row["target_id"] in recent]
        is_whole = key[0] in counted and main["sex"] == "_T"  # what shares are of: context, not women's figure
        base = compared_with(main, earlier.get(key, []), publishers) if mine and not is_whole else None
        changed = base is not None and mine[0]["change_stated"] is True and is_apart(main, base)
        changed = changed and not is_of_handful(main) and not is_of_handful(base)
        others = [row for row in wholes.get((main["part_of"],), []) if row["claim_id"] != main["claim_id"]]
        found.append(
            Fact(
                by_sex=by_sex,
                about=about[key[0]],
                group=groups.get(main["population"], ""),
                theme=_theme(about[key[0]], headings),
                assessed=aims,
                base=base if changed else None,
                same=base if base is not None and is_same(main, base) else None,
                part=max(others, key=lambda row: row["obs_value"]) if main["part_of"] and others else None,
                claims=said.get(key, []),
                earlier=earlier.get(key, []),
                without_figure=[
                    row["population_name"] for row in groups_lacking.get(key[:1], []) if row["population_name"]
                ],
                is_told=told in spoken[about[key[0]]["pillar"]] and not (is_whole or _is_part(main, groups_of_rows)),
            )
        )
    places = {code: place for place, code in enumerate([*about, *groups])}
    return sorted(found, key=lambda fact: [places.get(code, -1) for code in fact.key])


def is_of_handful(row: Row) -> bool:
    """Tell of a share whether its whole is known to be fewer than ten persons.

    Examples
    --------
    >>> is_of_handful({"denominator": 4.0}), is_of_handful({"denominator": 25.0}), is_of_handful({})
    (True, False, False)
    """
    return number_of(row, "denominator") < HANDFUL


def _spoken(abouts: Sequence[Row]) -> dict[str, set[str]]:
    """Return what is told of each pillar: context too, where of messages there are few."""
    messages = Counter(about["pillar"] for about in abouts if about["message"] == "yes")
    return {code: {"yes"} if messages[code] >= FEW else {"yes", "list"} for code in PILLARS}


def _is_part(main: Row, groups: Mapping[tuple, list[Row]]) -> bool:
    """Tell of women's share of a class whether that of all its persons is held too, which speaks for them."""
    whole = (*(("_T" if column == "population" else main[column]) for column in GROUP),)
    return main["measure"] == "composition" and main["population"] != "_T" and whole in groups


def _theme(about: Row, headings: Mapping[tuple[str, str], str]) -> str:
    """Return the heading under which the list of figures shows an indicator."""
    theme, level = about["theme"], about["government_level"]
    return headings.get((theme, level)) or headings.get((theme, "")) or theme_name(theme)


def with_published_totals(rows: pd.DataFrame, edition: Edition) -> pd.DataFrame:
    """Name the claims of counts and wholes, and leave out the wholes that no claim prints.

    A whole that count and share alone imply is kept where a claim prints that number of the posts counted.

    Parameters
    ----------
    rows
        Observations.
    edition
        What is known by a date.
    """
    about = edition.registry.indicators.set_index("indicator")[["count_indicator", "unit_count_indicator"]]
    about = about.to_dict("index")
    totals = _totals(edition.claims[edition.claims["ref_area"].isin(rows["ref_area"])])
    counted = with_count_claims(rows, edition.claims)
    found = [_published_total(row, about.get(row["indicator"], {}), totals) for row in counted.to_dict("records")]
    printed = pd.Series([len(code.split()) == 1 or name for code, name in found], index=counted.index, dtype=bool)
    wholes = ("denominator", "denominator_lower", "denominator_upper")
    return counted.assign(
        denominator_claim_id=[code for code, _name in found],
        **{column: counted[column].where(printed) for column in wholes if column in counted},
    )


def _totals(claims: pd.DataFrame) -> dict[tuple, list[Row]]:
    """Return the published numbers of all persons or things, by indicator, area and number."""
    counts = claims[(claims["sex"] == "_T") & (claims["unit_measure"] != "PT") & (claims["role"] != "target")]
    return grouped(counts[counts["obs_value"].notna()].to_dict("records"), ["indicator", "ref_area", "obs_value"])


def _published_total(row: Row, about: Row, totals: Mapping[tuple, list[Row]]) -> tuple[str, bool]:
    """Return the claims that a whole rests on, and whether it is one that is counted by several claims in print."""
    claims = text_of(row, "denominator_claim_id")
    if text_of(row, "denominator_parts") or len(claims.split()) < 2:
        return claims, bool(text_of(row, "denominator_parts"))
    counted = filter(None, about.values())
    found = (c for code in counted for c in totals.get((code, row["ref_area"], row["denominator"]), []))
    claim = next(found, None)
    return (claim["claim_id"] if claim else claims), False


def status_of(row: Row) -> StatusKind:
    """Return in which of the four kinds a row of an assessment stands."""
    if not text_of(row, "target_id"):
        return "no_target"
    if not row["n_obs"]:
        return "no_figure"
    return "met" if row["status"] in _MET or _is_reached(row) else "below"


def _is_reached(row: Row) -> bool:
    """Tell of a target without a year, or one whose pace is told, whether the latest figure reaches it."""
    gap = number_of(row, "gap_pp")
    return known(gap) and gap <= 0 and row["operator"] == ">=" or is_above_parity(row)
