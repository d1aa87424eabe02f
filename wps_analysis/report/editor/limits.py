"""What a brief says against itself: cautions, where published figures differ, and what is missing and who holds it."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from wps_analysis.assessment.levels import target_in
from wps_analysis.columns import KEY
from wps_analysis.report.brief import Brief
from wps_analysis.report.counts import differing
from wps_analysis.report.coverage import outputs_table
from wps_analysis.report.editor.facts import Fact
from wps_analysis.report.editor.parts import Caution, DifferingRow, MissingRow
from wps_analysis.report.editor.wording import dated, name_of, published
from wps_analysis.tables import Row, grouped
from wps_analysis.words.figures import known, number_of, row_name, target_text, text_of
from wps_analysis.words.language import _, ngettext
from wps_analysis.words.names import PILLAR_NAMES
from wps_analysis.words.said import figure, joined, place_of, say

_OLD_YEARS = 4
_FEWEST = 3
_MOST_OUTPUTS = 3


def cautions(facts: Sequence[Fact], group: Sequence[Fact]) -> tuple[Caution, ...]:
    """Say what the figures of a brief cannot say: of influence, of change, of surveys; each where it applies.

    Parameters
    ----------
    facts
        All facts of the brief.
    group
        The posts and seats that the headline speaks of.
    """
    told: list[Caution] = []
    posts = list(group) or [fact for fact in facts if fact.is_share and fact.row["kind"] in ("body", "headcount")]
    if posts:
        words = _("They count seats and posts. They do not measure who speaks, decides or holds a budget.")
        told.append(Caution(_("Who has influence."), words))
    alone = [fact for fact in posts if not fact.has_earlier] if len(posts) >= _FEWEST else []
    undated = [fact for fact in alone if fact.row["period_basis"] in ("study", "publication")]
    if alone:
        words = ngettext(
            "For {alone} of the {count} posts and seats there is one figure.",
            "For {alone} of the {count} posts and seats there is one figure.",
            len(alone),
        ).format(alone=len(alone), count=len(posts))
        if undated:
            more = _("The report prints no year for {count} of them; the year of its study or publication is given.")
            words = f"{words} {more.format(count=len(undated))}"
        told.append(Caution(_("What changed lately."), words))
    if any(fact.is_level for fact in facts):
        words = _(
            "The numbers of persons asked are not in the reports used here, so small differences between women and men"
            " may be chance."
        )
        told.append(Caution(_("How sure the surveys are."), words))
    return tuple(told)


def differing_rows(brief: Brief, facts: Sequence[Fact]) -> tuple[DifferingRow, ...]:
    """List each figure whose published figures differ, or cannot all be true, with all of them and whom to ask."""
    claims = brief.edition.claims
    claims = claims[claims["ref_area"] == brief.ref_area]
    told = claims[(claims["role"] != "target") & claims["obs_value"].notna()]
    rows = [_differing(row, told) for row in differing(brief.told).to_dict("records")]
    rows += [_cannot_hold(fact) for fact in facts if fact.cannot_hold]
    return tuple(rows)


def _differing(row: Row, claims: pd.DataFrame) -> DifferingRow:
    same = claims[(claims[KEY] == [row[column] for column in KEY]).all(axis="columns")]
    distinct = same.sort_values("obs_value").drop_duplicates("obs_value").to_dict("records")
    said = published(distinct) if distinct else ""
    if text_of(row, "refuted"):
        said = say(_("{printed}; counts of the same date do not fit one of them"), printed=said)
    return DifferingRow(f"{row_name(row)}, {dated(row)}", said, _(row["custodian"]))


def _cannot_hold(fact: Fact) -> DifferingRow:
    rows = [fact.by_sex[sex] for sex in ("F", "M", "_T") if sex in fact.by_sex]
    said = joined(", ", [published([row]) for row in rows])
    clause = next(text for row in rows if (text := text_of(row, "cannot_hold")))
    words = say("{printed}; {clause}", printed=said, clause=figure(clause, place=place_of("findings")))
    return DifferingRow(f"{name_of(fact)}, {dated(fact.row)}", words, _(fact.row["custodian"]))


def missing_rows(brief: Brief, facts: Sequence[Fact], group: Sequence[Fact]) -> tuple[MissingRow, ...]:
    """List what the reports used here lack, why it matters and who would hold it.

    Targets without a figure, the numbers of posts behind shares, outputs of the regional plan that nothing measures,
    pillars without a recent figure by sex.
    """
    return (*_without_figure(brief), *_without_total(group), *_outputs(brief), *_old_pillars(brief, facts))


def _without_figure(brief: Brief) -> list[MissingRow]:
    rows = brief.assessed
    rows = rows[(rows["n_obs"] == 0) & rows["target_id"].isin(brief.targets["target_id"])]
    short = brief.indicators.set_index("indicator")["short_name"]
    told = []
    for own in grouped(rows.sort_values("target_lower").to_dict("records"), ["indicator"]).values():
        groups = dict.fromkeys(_(text_of(row, "population_name")) for row in own if text_of(row, "population_name"))
        name = _(short[own[0]["indicator"]] or own[0]["name"])
        aims = {(row["target_lower"], row["target_upper"], row["target_basis"]): row for row in own}
        words = _("No figure shows whether the target is reached: {targets}.")
        if len(aims) > 1:
            words = _("No figure shows whether the targets are reached: {targets}.")
        named = joined("; ", dict.fromkeys(_(row["target_basis"]) for row in own))
        if len(aims) == 1:
            named = target_text(target_in(own[0]))
        holders = "; ".join(dict.fromkeys(_(row["custodian"]) for row in own))
        told.append(
            MissingRow(
                _("{name}: {groups}").format(name=name, groups="; ".join(groups)) if groups else name,
                say(words, targets=named),
                holders,
            )
        )
    return told


def _without_total(group: Sequence[Fact]) -> list[MissingRow]:
    without = [f for f in group if not known(number_of(f.row, "denominator")) or len(_whole_claims(f)) != 1]
    if not without:
        return []
    name = _("The number of posts behind {count} of the {total} shares").format(count=len(without), total=len(group))
    if len(group) == 1:
        name = _("The number of posts behind the share: {name}").format(name=name_of(group[0]))
    reason = _("Without it nobody can say how many women would reach a target.")
    return [MissingRow(name, reason, "; ".join(dict.fromkeys(_(f.row["custodian"]) for f in without)))]


def _whole_claims(fact: Fact) -> list[str]:
    return text_of(fact.row, "denominator_claim_id").split()


def _outputs(brief: Brief) -> list[MissingRow]:
    table = outputs_table(brief)
    empty = table.groupby("output", sort=False)["state"].agg(lambda states: set(states) <= {"none", ""})
    rows = table[table["output"].isin(empty[empty].index)].drop_duplicates("output")
    words = _("Output {output} of the ASEAN plan of action has no figure that measures it.")
    return [
        MissingRow(_(row["text"]), words.format(output=row["output"]), _(row["data_holder"]) or "–")
        for row in rows.head(_MOST_OUTPUTS).to_dict("records")
    ]


def _old_pillars(brief: Brief, facts: Sequence[Fact]) -> list[MissingRow]:
    oldest = int(brief.edition.as_of[:4]) - _OLD_YEARS
    told = []
    for code, name in PILLAR_NAMES.items():
        own = [fact for fact in facts if fact.pillar == code and fact.row["sex"] != "_T"]
        newest = max((fact.row["end"].year for fact in own), default=0)
        if newest < oldest:
            since = _("{pillar} by sex, after {year}") if newest else _("{pillar} by sex")
            holders = "; ".join(dict.fromkeys(_(fact.row["custodian"]) for fact in own)) or "–"
            words = _("The pillar has no recent figure.")
            told.append(MissingRow(since.format(pillar=_(name), year=newest), words, holders))
    return told
