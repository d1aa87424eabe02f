"""The tables of a pillar's brief: its figures, what each stands at, and the published methods side by side."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import pandas as pd

from wps_analysis.assessment.assess import assess
from wps_analysis.claims import load as dataset
from wps_analysis.claims.bounds import COUNT_UNITS
from wps_analysis.claims.periods import period_end
from wps_analysis.paths import project_root
from wps_analysis.registry.load import load_registry
from wps_analysis.words.figures import count_text, is_survey, period_text, target_text, unique
from wps_analysis.words.language import N_, _, in_language, language_in_force

GROUP = ["indicator", "ref_area", "population"]
_BY_SEX = {"F": N_("women {value}"), "M": N_("men {value}"), "_T": N_("all {value}")}
_COUNTED = {"F": N_("{value} women"), "M": N_("{value} men"), "_T": N_("{value} all")}
_YEARS_SHOWN = 5
BASES = {
    "register": N_("register"), "election": N_("election"), "census": N_("census"),
    "survey_probability": N_("survey probability"), "survey_purposive": N_("survey purposive"),
    "estimate": N_("estimate"), "press": N_("press"),
}  # fmt: skip
_METHODS = {
    "cagr_verdict": N_("Growth ratio (Statistics Canada)"), "unsd_verdict": N_("Expected progress (UNSD)"),
    "sdsn_verdict": N_("Linear ratio (SDG Index)"), "destatis_verdict": N_("Linear projection (Destatis)"),
    "escap_verdict": N_("Gap closed (ESCAP)"),
}  # fmt: skip


def current_targets(as_of: str, root: str | Path | None) -> pd.DataFrame:
    """Return the targets published by a date (empty: all) whose year had not passed more than five years before."""
    targets = dataset.load_targets(as_of=as_of or None, root=root)
    oldest = int((as_of or dataset.default_as_of(root))[:4]) - _YEARS_SHOWN
    return targets[targets["target_year"].isna() | (targets["target_year"] >= oldest)]


@in_language
def assess_pillar(
    pillar: str, ref_area: str, *, as_of: str = "", horizon: int | None = None, root: str | Path | None = None
) -> pd.DataFrame:
    """Assess the figures of a pillar's table against the targets that are not long past.

    Parameters
    ----------
    pillar, ref_area
        Codes of a pillar (empty: all) and an area.
    as_of
        ISO date; only documents published by then. Empty: all.
    horizon
        As for ``assess``.
    root
        The project's root.
    language
        ``"en"`` or another of ``translation.languages()``; the language in force if not given.

    Returns
    -------
    DataFrame
        As ``assess`` returns it, in the order of the registry.
    """
    spoken, state = language_in_force(), dataset.data_state(root)
    return _assessed(pillar, ref_area, as_of, horizon, project_root(root), spoken, state).copy(deep=False)


@lru_cache(maxsize=16)
def _assessed(
    pillar: str, ref_area: str, as_of: str, horizon: int | None, root: Path, language: str, state: tuple
) -> pd.DataFrame:
    """Assess a pillar once for as long as the files stand as they are; its sentences are in the language in force."""
    registry = load_registry(root)
    rows = pillar_rows(pillar, ref_area, as_of, root)
    rows = rows[~rows["folded"]]
    table = assess(
        rows,
        current_targets(as_of, root),
        horizon=horizon,
        claims=dataset.load_claims(as_of=as_of or None, root=root),
        elections=registry.elections,
    )
    order = {code: place for place, code in enumerate(registry.indicators["indicator"])}
    return table.sort_values("indicator", key=lambda codes: codes.map(order), kind="stable", ignore_index=True)


@in_language
def status_table(pillar: str, ref_area: str, *, as_of: str = "", root: str | Path | None = None) -> pd.DataFrame:
    """List the latest figure of each indicator and group, with what a reader needs to judge it.

    Parameters and errors as for ``key_messages``.

    Returns
    -------
    DataFrame
        Columns Indicator, Latest figure, Period, Target and status, Basis, Source, Custodian, Note. Groups that are
        rows of a table are left to their total; a share stands with its count and denominator where both are known.
    """
    assessed = assess_pillar(pillar, ref_area, as_of=as_of, root=root)
    latest = latest_rows(pillar_rows(pillar, ref_area, as_of, root))
    latest = latest[~latest["folded"]]
    findings = dataset.load_findings(as_of=as_of or None, root=root)
    asked = set(" ".join(findings.loc[findings["severity"] == "error", "claim_ids"]).split(" "))
    latest = latest.assign(asked=latest["claim_id"].isin(asked))
    aims = by_figure(_as_targets(assessed[assessed["target_id"].notna()]))
    figures = by_figure(latest.to_dict("records"))
    lines = [_status(rows, aims.get(key, [])) for key, rows in figures.items()]
    columns = [
        _("Indicator"), _("Latest figure"), _("Period"), _("Target and status"), _("Basis"), _("Source"),
        _("Custodian"), _("Note"),
    ]  # fmt: skip
    return pd.DataFrame(lines, columns=columns)


@in_language
def methods_table(
    pillar: str, ref_area: str, *, horizon: int, as_of: str = "", root: str | Path | None = None
) -> pd.DataFrame:
    """List side by side what published methods say of the figures with a target and an earlier figure.

    Parameters
    ----------
    pillar, ref_area, as_of, root
        As for ``assess_pillar``.
    horizon
        The year that targets without a year are held against: the reader's assumption.

    Returns
    -------
    DataFrame
        Columns Indicator, Target, Points a year (observed, required), a column a method, Status, Agree, Same within
        rounding. The words are the methods' own; computed by us with the published rules.
    """
    rows = assess_pillar(pillar, ref_area, as_of=as_of, horizon=horizon or None, root=root)
    rows = rows[rows["target_id"].notna() & (rows["n_obs"] > 1)]
    paces = [
        f"{_one_decimal(o)}, {_one_decimal(r)}"
        for o, r in zip(rows["observed_pace_pp_per_year"], rows["required_pace_pp_per_year"], strict=True)
    ]
    words = {True: _("yes"), False: _("no")}
    return pd.DataFrame(
        {
            _("Indicator"): rows["name"].map(_),
            _("Target"): [target_text(row) + _assumed(row) for row in _as_targets(rows)],
            _("Points a year (observed, required)"): paces,
            **{_(title): rows[column].astype(str).str.replace("_", " ") for column, title in _METHODS.items()},
            _("Status"): rows["status"].map(_),
            _("Agree"): rows["methods_agree"].map(words).fillna(""),
            _("Same within rounding"): rows["robust_to_rounding"].map(words).fillna(""),
        }
    ).reset_index(drop=True)


def pillar_rows(pillar: str, ref_area: str, as_of: str, root: str | Path | None) -> pd.DataFrame:
    """Return a pillar's figures in the order of the registry, with ``end`` (date) and ``folded``.

    Folded are the rows of a table whose total stands too, and the counts that stand beside their share.
    """
    state = dataset.data_state(root)
    return _pillar_rows(pillar, ref_area, as_of, project_root(root), language_in_force(), state).copy(deep=False)


@lru_cache(maxsize=8)
def _pillar_rows(pillar: str, ref_area: str, as_of: str, root: Path, language: str, state: tuple) -> pd.DataFrame:
    """Select a pillar's rows once for as long as the files stand; areas are named in the language in force."""
    rows = dataset.load(pillar=pillar or None, ref_area=ref_area, as_of=as_of or None, root=root)
    registry = load_registry(root)
    claims = dataset.load_claims(as_of=as_of or None, root=root)
    totalled = set(claims.loc[claims["role"] == "total", "table_id"])
    in_table = (rows["role"] == "part") & rows["table_id"].isin(totalled)
    printed = rows[rows["numerator"].notna()]
    counts = printed["indicator"].map(registry.indicators.set_index("indicator")["count_indicator"])
    shown = set(zip(counts, printed["population"], strict=True))
    beside = pd.MultiIndex.from_frame(rows[["indicator", "population"]]).isin(shown)
    order = rows["indicator"].map({code: i for i, code in enumerate(registry.indicators["indicator"])})
    rows = rows.assign(folded=in_table | beside, end=rows["time_period"].map(period_end), order=order)
    return rows.sort_values(["order", "end"], kind="stable", ignore_index=True)


def latest_rows(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the latest figure of each indicator, area, population and sex."""
    newest = rows.groupby([*GROUP, "sex"])["end"].transform("max")
    return rows[rows["end"] == newest].drop_duplicates([*GROUP, "sex"], keep="last")


def by_figure(rows: list[dict]) -> dict[tuple, list[dict]]:
    """Return the rows of each indicator, area and population, in the order of their first."""
    groups: dict[tuple, list[dict]] = {}
    for row in rows:
        groups.setdefault(tuple(row[column] for column in GROUP), []).append(row)
    return groups


def _status(rows: list[dict], aims: list[dict]) -> tuple[str, ...]:
    row = next((r for r in rows if r["sex"] == "F"), rows[0])
    figures = "; ".join(_figure(r, alone=len(rows) == 1) for r in rows)
    judged = "; ".join(f"{target_text(target)}: {_(target['status'])}" for target in aims)
    notes = unique(note for r in rows for note in _notes(r))
    return (
        _(row["name"]) + group_words(row), figures, period_text(row), judged, _(BASES.get(row["basis"], "")),
        f"{row['source_title']}, {row['locator']}", _(row["custodian"]), "; ".join(notes),
    )  # fmt: skip


def _as_targets(assessed: pd.DataFrame) -> list[dict]:
    """Return the target of each row of an assessment, with the names of ``targets.csv``."""
    named = {"target_lower": "lower", "target_upper": "upper", "target_basis": "basis"}
    return assessed.drop(columns="basis").rename(columns=named).to_dict("records")


def _assumed(target: dict) -> str:
    return ", " + _("year assumed") if target["year_assumed"] is True else ""


def _one_decimal(number: float) -> str:
    return "–" if pd.isna(number) else f"{number:.1f}"


def _figure(row: dict, *, alone: bool) -> str:
    words = count_text(row)
    share_of_women = row["measure"] == "composition" and row["sex"] == "F"
    if share_of_women or (alone and row["sex"] == "_T") or row["unit_measure"] in ("RANK", "IX"):
        return words
    if row["unit_measure"] in COUNT_UNITS:
        return _(_COUNTED[row["sex"]]).format(value=words)
    return _(_BY_SEX[row["sex"]]).format(value=words)


def _notes(row: dict) -> list[str]:
    notes = []
    if row["agreement"] == "differ":
        notes.append(_("published figures differ"))
    if row["choice_reason"] == "arbitrary":
        notes.append(_("no rule tells which speaks"))
    if is_survey(row) and not row["n"]:
        notes.append(_("n not published"))
    if row["asked"]:
        notes.append(_("does not add up, see the findings"))
    if row["derived"]:
        notes.append(_("computed from counts"))
    return notes


def group_words(row: dict) -> str:
    """Return the group that a figure speaks of, in brackets; nothing for everybody."""
    return f" ({_(row['population_name'])})" if row["population_name"] else ""
