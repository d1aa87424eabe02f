"""Observations and targets to one tidy table: levels, gaps, paces, verdicts, statuses and a sentence each."""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import pandas as pd

from wps_analysis.assessment.gaps import target_values
from wps_analysis.assessment.handed_in import handed_in, with_idle
from wps_analysis.assessment.levels import comparison_values, latest_values, notes_of
from wps_analysis.assessment.sentences import sentence
from wps_analysis.assessment.targets import binding_targets
from wps_analysis.claims.audit.clauses import clauses_by_claim
from wps_analysis.claims.gaps import is_long_gap
from wps_analysis.claims.labels import with_count_claims
from wps_analysis.claims.periods import decimal_year, period_year
from wps_analysis.codes import AsOf, day_of, read_year
from wps_analysis.columns import SUBJECT, numbers
from wps_analysis.errors import RequestError, short
from wps_analysis.tables import Assessments, Row, as_loaded, grouped, in_runs, require_columns
from wps_analysis.words.figures import is_survey_without_n, text_of
from wps_analysis.words.language import use_language

_SERIES = [*SUBJECT, "series", "freq", "unit_measure"]
_FIRST_SEGMENT = ":0"
_LAST_HORIZON = 2200
_AGREEMENT = ["agreement", "envelope_lower", "envelope_upper", "choice_lower", "choice_upper"]
_NEEDED = [*SUBJECT, "time_period", "obs_value", "lower", "upper", "qualifier", "unit_measure", "series", "segment"]
_RESTS_ON = [
    "base_claim_id", "judged_claim_id", "target_claim_id", "base_count_claim_id", "latest_count_claim_id",
    "series_claim_ids", "base_whole_claim_id", "latest_whole_claim_id",
]  # fmt: skip
_TOLD = ["denominator_parts", "rate_of", "units_name", "part", "part_of_name", "period_words", "largest_other"]
"""What a sentence says of the latest figure beside the columns of the table."""
_YEARS = {"year": decimal_year, "end_year": period_year}
_LABELS = [
    "name", "pillar", "area_name", "population_name", "measure", "kind", "basis", "n", "custodian", "source_title",
    "locator", "direction", "rate_of", "units_name", "part_of", "part_of_name", "part", "period_words",
]  # fmt: skip


def assess(
    observations: pd.DataFrame,
    targets: pd.DataFrame,
    *,
    horizon: int | None = None,
    as_of: AsOf = "",
    claims: pd.DataFrame | None = None,
    elections: pd.DataFrame | None = None,
    findings: pd.DataFrame | None = None,
    language: str | None = None,
) -> pd.DataFrame:
    """Assess the latest figure of each indicator, area, population and sex against each target that binds it.

    Parameters
    ----------
    observations
        As ``load`` returns them. Labels that are missing are left empty; a kind or basis that is not known
        allows no rule that needs it. Rows of ``targets_without_figure`` may stand among them.
    targets
        As ``targets`` returns them, or rows of one's own with ``target_id``, ``indicators``, ``operator``, ``lower``
        (percent), ``legal_force`` and ``basis``; without rows each figure is assessed without a target. One of your own
        that binds none of the figures is a row of the result, "no figure", and its note says why.
    horizon
        A year to hold targets without a year against: the caller's assumption, and printed as such.
    as_of
        The date, month or year of the assessment, as an edition has it: its year decides whether a target year is over.
        Empty: the year of the newest figure in ``observations``.
    claims
        As ``load_claims`` returns them. With them a series' own earlier claims stand beside it also where another
        series speaks for that year, and ``robust_to_choice`` tries every claim; without, the envelope of each figure.
    elections
        Rows of ``elections.csv``. With them the elections before a target year are counted.
    findings
        As ``audit`` returns them. With them ``note`` has what they say of the target too.
    language
        Of the sentences: ``"en"`` or another of ``words.language.languages()``; the language in force if not given.

    Returns
    -------
    DataFrame
        Columns and their units as ``columns.ASSESSMENTS`` says, sorted by indicator, area, population, sex and
        target. One row for each latest figure and target that binds it, one without target where none does.

    Raises
    ------
    WpsError
        If a column is missing, a target is not as it must be, the horizon is not to come, or ``as_of`` is no date.

    Examples
    --------
    >>> from wps_analysis import load, targets
    >>> table = assess(load("commune_chiefs", ref_area="KHM"), targets())
    >>> table[["latest", "gap_pp", "posts_lower", "posts_upper", "status"]].values.tolist()
    [[10.7, 19.3, 316, 320, 'no target year']]
    """
    require_columns(observations, _NEEDED, "assess")
    targets = handed_in(targets, "assess")
    observations, claims, elections, findings = map(as_loaded, (observations, claims, elections, findings))
    observations = with_idle(observations, targets, "assess")
    beside = {"claims": claims, "elections": elections, "findings": findings}
    return assess_known(observations, targets, horizon=horizon, as_of=as_of, language=language, **beside)


def assess_known(
    observations: pd.DataFrame,
    targets: pd.DataFrame,
    *,
    horizon: int | None = None,
    as_of: AsOf = "",
    claims: pd.DataFrame | None = None,
    elections: pd.DataFrame | None = None,
    findings: pd.DataFrame | None = None,
    language: str | None = None,
) -> pd.DataFrame:
    """Assess tables of an edition as ``assess`` does, without its checks at the door."""
    newest = observations.loc[observations["time_period"] != "", "time_period"].map(period_year).max()
    horizon = _horizon(horizon, newest)
    year = day_of(as_of).year if as_of else None if pd.isna(newest) else int(newest)
    if claims is not None:
        observations = with_count_claims(observations, claims)
        claims = claims[claims["ref_area"].isin(observations["ref_area"]) | (claims["role"] == "target")]
    groups = _by_key(_with_labels(observations), SUBJECT)
    own_claims = {} if claims is None else _by_key(_as_figures(claims), _SERIES)
    aims = _by_indicator(targets)
    histories = [_history(group, own_claims) for group in groups.values()]
    others = _largest_others([known.latest for known in histories])
    assessed = [
        _assess(known, target, other, horizon=horizon, as_of_year=year, elections=elections, claims=claims)
        for known, other in zip(histories, others, strict=True)
        for target in binding_targets(known.latest, aims.get(known.latest["indicator"])) or [None]
    ]
    table = pd.DataFrame(assessed, columns=[*Assessments.columns, "cannot_hold", *_RESTS_ON, *_TOLD])
    table = table.sort_values([*SUBJECT, "target_lower", "target_id"], ignore_index=True, na_position="last")
    table = table.astype({column: object for column in table if column not in numbers(Assessments.columns)}).copy()
    with use_language(language):
        said = [sentence(row) for row in table.to_dict("records")]
        if findings is not None:
            table["note"] = _with_target_notes(table, findings)
    return table[list(Assessments.columns)].assign(sentence=pd.Series(said, dtype=object))


def _horizon(given: int | None, newest: int) -> int | None:
    """Return a horizon that is a year after the newest figure."""
    if given is None:
        return None
    year = read_year(given)
    if year is None:
        raise RequestError(f"horizon {short(given)} is not a year such as 2030; leave it out for none.")
    if year <= newest:
        raise RequestError(f"horizon {year} is not after {newest}, the year of the newest figure.")
    if year >= _LAST_HORIZON:
        raise RequestError(f"horizon {year} is no year to come; give one before {_LAST_HORIZON}.")
    return year


def _with_target_notes(table: pd.DataFrame, findings: pd.DataFrame) -> list[str]:
    """Return the notes of an assessment with what the findings say of each row's target."""
    of_claim = clauses_by_claim(findings)
    pairs = zip(table["note"], table["target_claim_id"], strict=True)
    return ["; ".join(dict.fromkeys(filter(None, [note, *of_claim.get(claim, [])]))) for note, claim in pairs]


def _by_indicator(targets: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Return the targets that name each indicator: most figures have none, and need not look through all."""
    if targets.empty:
        return {}
    places: dict[str, list[int]] = {}
    for place, codes in enumerate(targets["indicators"]):
        for code in set(str(codes).split()):
            places.setdefault(code, []).append(place)
    return {code: targets.iloc[rows] for code, rows in places.items()}


def _with_labels(observations: pd.DataFrame) -> pd.DataFrame:
    rows = observations.assign(**{label: "" for label in _LABELS if label not in observations.columns})
    # A target without a figure comes as a row without a period.
    years = {name: [of(p) if p else math.nan for p in rows["time_period"]] for name, of in _YEARS.items()}
    return rows.assign(**years)


def _as_figures(claims: pd.DataFrame) -> pd.DataFrame:
    """Return the narrowest claim that prints a number for each series and period, with the year of a figure."""
    said = claims[(claims["role"] != "target") & claims["obs_value"].notna()]
    said = said.assign(width=said["upper"] - said["lower"]).sort_values(["width", "claim_id"])
    said = said.drop_duplicates([*_SERIES, "time_period"])
    return said.assign(
        year=said["time_period"].map(decimal_year),
        end_year=said["time_period"].map(period_year),
        agreement="single",
        basis="",
        kind="",
    )


def _by_key(rows: pd.DataFrame, key: list[str]) -> dict[tuple, list[dict]]:
    return grouped(rows.sort_values([*key, "year", "time_period"]).to_dict("records"), key)


class History(NamedTuple):
    """What is known of a subject: its latest figure, and what it is compared with."""

    latest: dict
    run: list[dict]
    """The figures of its segment with it, oldest first; it alone where no other is comparable; none where there is no
    figure."""
    levels: list[dict]
    """Of a body all figures that speak, oldest first, of whichever series: its seats hold until the next election."""
    unlike: dict | None = None
    """Where counts refute the series' own earlier figure, the one that speaks for its year."""


def _history(group: list[dict], own_claims: dict[tuple, list[dict]]) -> History:
    figures = [row for row in group if pd.notna(row["lower"]) or pd.notna(row["upper"])]
    if not figures or text_of(group[-1], "obs_status") == "M":  # what does not apply any more has no figure
        return History(group[-1], [], [])
    latest = figures[-1]
    if is_survey_without_n(latest):  # compared with no other figure
        return History(latest, [latest], [latest])
    spoken = {row["time_period"]: row for row in figures}
    same = {row["time_period"]: row for row in figures if row["segment"] == latest["segment"]}
    claimed = own_claims.get(tuple(latest[column] for column in _SERIES), [])
    # Behind a break (a segment past the first) the claims alone do not say on which side of it they stand.
    if not latest["segment"].endswith(_FIRST_SEGMENT):
        since = min(row["year"] for row in same.values())
        claimed = [row for row in claimed if row["year"] >= since]
    refuted = [row for row in claimed if row["claim_id"] in _refuted(spoken.get(row["time_period"]))]
    same = {
        row["time_period"]: row | _others(spoken.get(row["time_period"])) for row in claimed if row not in refuted
    } | same
    earlier = [
        row
        for row in same.values()
        if row["year"] < latest["year"] and pd.notna(row["obs_value"]) and not is_survey_without_n(row)
    ]
    run = _without_long_gap([*sorted(earlier, key=lambda row: row["year"]), latest])
    unlike = [spoken[row["time_period"]] for row in refuted if row["year"] < latest["year"]]
    levels = [row for row in figures if row["unit_measure"] == latest["unit_measure"] and row["kind"] == "body"]
    return History(latest, run, levels, unlike[0] if unlike and len(run) == 1 else None)


def _refuted(spoken: dict | None) -> list[str]:
    return text_of(spoken, "refuted").split() if spoken else []


def _without_long_gap(run: list[dict]) -> list[dict]:
    """Return the figures after the last gap that is too long to follow a series across."""
    runs = in_runs(run, lambda one, other: not is_long_gap(one["year"], other["year"]))
    return runs[-1] if runs else run


def _others(spoken: dict | None) -> dict:
    """Return how far the published figures of a period differ, for a claim beside the one that speaks."""
    return {column: spoken[column] for column in _AGREEMENT if column in spoken} if spoken else {}


def _assess(known: History, target: Row | None, largest_other: dict | None, **given: Any) -> dict:
    values = latest_values(known.latest)
    values |= comparison_values(known.run, known.unlike)
    values |= notes_of(known.latest, known.run[0] if len(known.run) > 1 else known.unlike or {})
    values |= target_values(known.run, target, levels=known.levels, **given)
    values |= {name: known.latest.get(name) for name in _TOLD} | {"largest_other": largest_other}
    return values | _rests_on(known, target, values.get("judged_period"))


def _rests_on(known: History, target: Row | None, judged_period: str | None) -> dict[str, str]:
    """Return the claims that the numbers of a sentence rest on, beside that of the latest figure."""
    base = known.run[0] if len(known.run) > 1 else known.unlike or {}
    judged = next((row for row in [*known.run, *known.levels] if row["time_period"] == judged_period), {})
    claims = [text_of(row, "claim_id") for row in (base, judged, target or {})]
    counts, wholes = (
        [text_of(row, f"{part}_claim_id") for row in (base, known.latest)] for part in ("numerator", "denominator")
    )
    series = " ".join(text_of(row, "claim_id") for row in known.run)
    return dict(zip(_RESTS_ON, [*claims, *counts, series, *wholes], strict=True))


def _largest_others(figures: list[dict]) -> list[dict | None]:
    """Return for each figure the largest other part of its whole: one of several, or what the other sex has."""
    wholes: dict[tuple, list[dict]] = {}
    for row in figures:
        if pd.notna(row["obs_value"]):
            wholes.setdefault(_whole(row), []).append(row)

    def largest(row: dict) -> dict | None:
        others = [other for other in wholes.get(_whole(row), []) if other is not row] if any(_whole(row)) else []
        return max(others, key=lambda other: other["obs_value"], default=None)

    return [largest(row) for row in figures]


def _whole(row: dict) -> tuple:
    """Return what all parts of one whole have in common; nothing but empty texts of a figure that is no part."""
    if row["part_of"]:
        return (row["part_of"], row["ref_area"], row["time_period"])
    if row["measure"] == "composition" and row["sex"] in ("F", "M") and row["unit_measure"] == "PT":
        return tuple(row[column] for column in (*SUBJECT[:3], "time_period", "series"))
    return ("",)
