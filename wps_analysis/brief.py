"""What a pillar's brief says in words and tables: messages, limits, latest figures, gaps, definitions."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from wps_analysis import dataset
from wps_analysis.binding import binding_targets
from wps_analysis.bounds import COUNT_UNITS
from wps_analysis.charts.rows import is_survey
from wps_analysis.periods import period_end
from wps_analysis.phrases import count_text, period_text, target_text, unique, value_text
from wps_analysis.places import area_name
from wps_analysis.registry import load_registry

_GROUP = ["indicator", "ref_area", "population"]
_SEX_WORDS = {"F": "women", "M": "men", "_T": "all"}
_MESSAGES = 8
_YEARS_SHOWN = 5
PILLAR_NAMES = {
    "participation": "Participation", "protection": "Protection", "prevention": "Prevention",
    "relief_recovery": "Relief and recovery",
}  # fmt: skip


def heading(pillar: str, ref_area: str, *, as_of: str = "", root: str | Path | None = None) -> str:
    """Name the pillar, the area and the date of the data."""
    area = area_name(ref_area, areas=load_registry(root).areas)
    return f"{PILLAR_NAMES[pillar]}, {area}: data as of {as_of or dataset.default_as_of(root)}"


def current_targets(targets: pd.DataFrame, as_of: str) -> pd.DataFrame:
    """Leave out the targets whose year passed more than five years before the date of the data."""
    return targets[targets["target_year"].isna() | (targets["target_year"] >= int(as_of[:4]) - _YEARS_SHOWN)]


def key_messages(pillar: str, ref_area: str, *, as_of: str = "", root: str | Path | None = None) -> list[str]:
    """Say what the figures of a pillar show, the figures with a target or an earlier figure first.

    Parameters
    ----------
    pillar, ref_area
        Codes of a pillar and an area.
    as_of
        ISO date; only documents published by then. Empty: all.
    root
        The project's root.

    Returns
    -------
    list of str
        A sentence on how many figures there are, then at most eight sentences on figures.
    """
    rows = _rows(pillar, ref_area, as_of, root)
    targets = current_targets(load_registry(root).targets, as_of or dataset.default_as_of(root))
    findings = dataset.load_findings(root=root)
    moves_fast = set(findings.loc[findings["check"] == "headcount_moves_fast", "indicator"])
    latest = _latest(rows)
    shares = latest[(latest["measure"] == "composition") & (latest["sex"] == "F")]
    spoken = [_share_sentence(row, rows, targets, moves_fast) for row in shares.to_dict("records")]
    spoken = sorted((s for s in spoken if s), key=lambda s: s[0])
    rates = latest[(latest["measure"] == "rate") & ~latest["folded"]]
    sentences = [text for _, text in spoken]
    sentences += [_rate_sentence(group) for _, group in rates.groupby(_GROUP, sort=False)]
    return [_overview(latest), *sentences[:_MESSAGES]]


def limits(pillar: str, ref_area: str, *, as_of: str = "", root: str | Path | None = None) -> list[str]:
    """Say what the figures of a pillar cannot carry: trends, dates, samples, differences.

    Parameters and return value as for ``key_messages``: one sentence for each limit that holds.
    """
    rows = _rows(pillar, ref_area, as_of, root)
    latest = _latest(rows[~rows["folded"]])
    longest = rows.groupby([*_GROUP, "sex", "segment"]).size().max() if len(rows) else 0
    surveys = latest[[is_survey(row) and not row["n"] for row in latest.to_dict("records")]]
    undated = latest[latest["period_basis"].isin(["study", "publication"])]
    lines = []
    if longest < 5:
        lines.append(
            f"No trend is estimated: the longest run of figures of one series has {longest}, and the word is used"
            " from five on."
        )
    if len(undated):
        lines.append(
            f"{len(undated)} of {len(latest)} latest figures are printed without a date; the period shown is that of"
            " the study or of the publication."
        )
    if len(surveys):
        lines.append(
            f"{len(surveys)} survey figures are printed without the number of persons asked; they are levels, and no"
            " comparison over time is made."
        )
    for row in latest[latest["agreement"] == "differ"].to_dict("records"):
        lines.append(
            f"{row['name']}, {period_text(row)}: published figures differ"
            f" ({row['envelope_lower']:.10g} to {row['envelope_upper']:.10g} with rounding);"
            f" to be confirmed with {row['custodian']}."
        )
    return lines


def status_table(pillar: str, ref_area: str, *, as_of: str = "", root: str | Path | None = None) -> pd.DataFrame:
    """List the latest figure of each indicator and group, with what a reader needs to judge it.

    Parameters and errors as for ``key_messages``.

    Returns
    -------
    DataFrame
        Columns Indicator, Latest figure, Period, Target, Basis, Source, Custodian, Note. Groups that are rows of a
        table are left to their total; a share stands with its count and denominator where both are known.
    """
    targets = current_targets(load_registry(root).targets, as_of or dataset.default_as_of(root))
    latest = _latest(_rows(pillar, ref_area, as_of, root))
    latest = latest[~latest["folded"]]
    findings = dataset.load_findings(root=root)
    asked = set(" ".join(findings.loc[findings["severity"] == "error", "claim_ids"]).split(" "))
    latest = latest.assign(asked=latest["claim_id"].isin(asked))
    lines = [_status(group, targets) for _, group in latest.groupby(_GROUP, sort=False)]
    columns = ["Indicator", "Latest figure", "Period", "Target", "Basis", "Source", "Custodian", "Note"]
    return pd.DataFrame(lines, columns=columns)


def missing_table(pillar: str, ref_area: str, *, as_of: str = "", root: str | Path | None = None) -> pd.DataFrame:
    """List the plan's outputs of a pillar with the figures that measure them, empty ones in plain sight.

    Returns
    -------
    DataFrame
        Columns Output, Content, Indicators with a figure, Would hold the data.
    """
    registry = load_registry(root)
    rows = dataset.load(ref_area=ref_area, as_of=as_of or None, root=root)
    as_of = as_of or dataset.default_as_of(root)
    lines = []
    for output in registry.plan_outputs[registry.plan_outputs["pillar"] == pillar].to_dict("records"):
        names = sorted({n.removesuffix(", number") for n in rows.loc[rows["rpa_output"] == output["output"], "name"]})
        held = "; ".join(names) or f"no figure in the documents held at {as_of}"
        lines.append((output["output"], output["text"], held, output["data_holder"]))
    return pd.DataFrame(lines, columns=["Output", "Content", "Indicators with a figure", "Would hold the data"])


def definitions_table(pillar: str, *, root: str | Path | None = None) -> pd.DataFrame:
    """List what each indicator of a pillar measures, and what it does not.

    Returns
    -------
    DataFrame
        Columns Indicator, Measures, Does not measure, SDG, Plan output, Also under.
    """
    indicators = load_registry(root).indicators
    mine = indicators[(indicators["pillar"] == pillar) & ~indicators["indicator"].isin(indicators["count_indicator"])]
    also = mine["also_pillar"].map(lambda codes: ", ".join(PILLAR_NAMES[c] for c in codes.split()))
    return pd.DataFrame(
        {
            "Indicator": mine["name"],
            "Measures": mine["definition"],
            "Does not measure": mine["not_measured"],
            "SDG": mine["sdg_indicator"],
            "Plan output": mine["rpa_output"],
            "Also under": also,
        }
    ).reset_index(drop=True)


def _rows(pillar: str, ref_area: str, as_of: str, root: str | Path | None) -> pd.DataFrame:
    rows = dataset.load(pillar=pillar, ref_area=ref_area, as_of=as_of or None, root=root)
    registry = load_registry(root)
    parents = registry.populations.set_index("population")["parent"]
    in_table = (rows["role"] == "part") & rows["population"].map(parents).isin(set(rows["population"]))
    counts = rows["indicator"].map(registry.indicators.set_index("indicator")["count_indicator"])
    shown = set(zip(counts, rows["population"], strict=True))
    beside = pd.MultiIndex.from_frame(rows[["indicator", "population"]]).isin(shown)
    order = rows["indicator"].map({code: i for i, code in enumerate(registry.indicators["indicator"])})
    rows = rows.assign(folded=in_table | beside, end=rows["time_period"].map(period_end), order=order)
    return rows.sort_values(["order", "end"], kind="stable", ignore_index=True)


def _latest(rows: pd.DataFrame) -> pd.DataFrame:
    newest = rows.groupby([*_GROUP, "sex"])["end"].transform("max")
    return rows[rows["end"] == newest].drop_duplicates([*_GROUP, "sex"], keep="last")


def _overview(latest: pd.DataFrame) -> str:
    shown = latest[~latest["folded"]]
    differ = (shown["agreement"] == "differ").sum()
    words = f"the published figures differ for {differ} of the latest" if differ else "no latest figures differ"
    return f"{shown['indicator'].nunique()} indicators have a figure in the documents held; {words}."


def _share_sentence(row: dict, rows: pd.DataFrame, targets: pd.DataFrame, moves_fast: set) -> tuple[int, str] | None:
    """Say a share, its change in the same series and its distance to a target; rank what says more first."""
    if row["folded"]:
        return None
    parts = [f"{row['name']}{_group(row)}: {_dated(row)}"]
    change = _change_clause(row, rows, breaks=row["indicator"] in moves_fast)
    bound = [t for t in binding_targets(row, targets) if t["operator"] in (">=", "parity")]
    bound = sorted(bound, key=lambda t: t["target_year"] < row["end"].year)  # those still ahead first
    parts += [change] if change else []
    parts += [_target_clause(row, bound[0])] if bound else []
    planned = bool(bound) and bound[0]["legal_force"] in ("law", "plan")
    return (3 - 2 * planned - bool(change), "; ".join(parts) + ".")


def _dated(row: dict) -> str:
    return f"{count_text(row, implied=False)} in {period_text(row)}".replace("in published", "as published in")


def _change_clause(row: dict, rows: pd.DataFrame, *, breaks: bool) -> str:
    same = (
        rows[["segment", "indicator", "population", "sex"]]
        == pd.Series(row)[["segment", "indicator", "population", "sex"]]
    ).all(axis=1)
    earlier = rows[same & (rows["end"] < row["end"]) & rows["obs_value"].notna()]
    if earlier.empty or pd.isna(row["obs_value"]):
        return ""
    before = earlier.iloc[-1].to_dict()
    if breaks:
        return f"{_dated(before)}, a difference so fast for staff in post that a break in the series is suspected"
    points = round(row["obs_value"] - before["obs_value"], 1)
    return f"{_dated(before)}: {points:+.1f} points between two figures, no trend estimated"


def _target_clause(row: dict, target: dict) -> str:
    year = target["target_year"]
    when = ", no target year" if pd.isna(year) else ", target year passed" if year < row["end"].year else ""
    words = f"{target['basis']}, {target_text(target, basis=False)}{when}"
    gap = target["lower"] - row["obs_value"]
    if pd.isna(gap):
        return words
    return f"{words}; the figure is {f'{gap:.1f} points below it' if gap > 0 else 'at or above it'}"


def _rate_sentence(group: pd.DataFrame) -> str:
    by_sex = {row["sex"]: row for row in group.to_dict("records")}
    row = next(iter(by_sex.values()))
    words = {"F": "of women", "M": "of men", "_T": "of all"}
    shares = ", ".join(f"{value_text(by_sex[sex])} {words[sex]}" for sex in words if sex in by_sex)
    survey = f"; n = {row['n']}" if row["n"] else "; n not published" if is_survey(row) else ""
    return f"{row['name']}{_group(row)}: {shares} ({period_text(row)}{survey})."


def _group(row: dict) -> str:
    return f" ({row['population_name']})" if row["population_name"] else ""


def _status(group: pd.DataFrame, targets: pd.DataFrame) -> tuple[str, ...]:
    rows = group.to_dict("records")
    row = next((r for r in rows if r["sex"] == "F"), rows[0])
    figures = "; ".join(_figure(r, alone=len(rows) == 1) for r in rows)
    bound = "; ".join(target_text(target) for target in binding_targets(row, targets))
    notes = unique(note for r in rows for note in _notes(r))
    return (
        row["name"] + _group(row), figures, period_text(row), bound, row["basis"].replace("_", " "),
        f"{row['source_title']}, {row['locator']}", row["custodian"], "; ".join(notes),
    )  # fmt: skip


def _figure(row: dict, *, alone: bool) -> str:
    words = count_text(row)
    share_of_women = row["measure"] == "composition" and row["sex"] == "F"
    if share_of_women or (alone and row["sex"] == "_T") or row["unit_measure"] in ("RANK", "IX"):
        return words
    if row["unit_measure"] in COUNT_UNITS:
        return f"{words} {_SEX_WORDS[row['sex']]}"
    return f"{_SEX_WORDS[row['sex']]} {words}"


def _notes(row: dict) -> list[str]:
    notes = []
    if row["agreement"] == "differ":
        notes.append("published figures differ")
    if row["choice_reason"] == "arbitrary":
        notes.append("no rule tells which speaks")
    if is_survey(row) and not row["n"]:
        notes.append("n not published")
    if row["asked"]:
        notes.append("does not add up, see the findings")
    if row["derived"]:
        notes.append("computed from counts")
    return notes
