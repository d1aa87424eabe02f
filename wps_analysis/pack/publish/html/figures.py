"""The figures of a pack, found by what is printed of them: the sentence, the name and group, the period."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from wps_analysis.claims.periods import decimal_year
from wps_analysis.pack.publish.content import Content
from wps_analysis.pack.publish.html.links import Anchor, Claims, claims_on_page
from wps_analysis.words.figures import NBSP, known, number_of, number_text, period_text, row_name, text_of, value_text
from wps_analysis.words.language import _

Record = dict[str, Any]
Expected = list[tuple[str, Anchor | None]]
Key = tuple[str, ...]
DIFFERING = "differing"
_KEY = ("indicator", "ref_area", "population", "sex")


@dataclass(frozen=True, repr=False, eq=False)
class Figures:
    """The figures of a pack.

    ``observations`` and ``differing`` (the places of figures that differ) by indicator, area, population, sex and
    period; ``printed`` all claims on a figure by the same; ``sentences`` the rows of the assessment by their sentence,
    ``groups`` by name and group; ``shares`` the latest women's share by name and area; ``targets`` their claims.
    """

    claims: Claims
    observations: dict[Key, Record]
    printed: dict[Key, list[Record]]
    sentences: dict[str, Record]
    groups: dict[str, list[Record]]
    shares: dict[tuple[str, str], Record]
    targets: dict[str, str]
    differing: dict[Key, Anchor]


def index_figures(content: Content) -> Figures:
    """Index the figures of a pack.

    Examples
    --------
    >>> from pathlib import Path
    >>> from wps_analysis.claims.edition import Edition
    >>> from wps_analysis.pack.publish.content import gather
    >>> figures = index_figures(gather(Edition("2025-10-31"), "KHM"))
    >>> figures.differing["civil_service", "KHM", "_T", "F", "2024"].href
    '#differing-2'
    """
    assessed = content.assessments.to_dict("records")
    observed = pd.concat([content.observations, content.peers]).to_dict("records")
    groups: dict[str, list[Record]] = {}
    for row in assessed:
        groups.setdefault(row_name(row), []).append(row)
    printed: dict[Key, list[Record]] = {}
    for row in content.claims.sort_values("claim_id").to_dict("records"):
        printed.setdefault(figure_key(row), []).append(row)
    shares = [row for row in sorted(observed, key=_end) if _is_share(row)]
    return Figures(
        claims=claims_on_page(content.claims, content.sources),
        observations={figure_key(row): row for row in observed},
        printed=printed,
        sentences={row["sentence"]: row for row in assessed},
        groups=groups,
        shares={(_(row["name"]), row["area_name"]): row for row in shares},
        targets=dict(zip(content.targets["target_id"], content.targets["claim_id"], strict=True)),
        differing={
            figure_key(row): Anchor(f"#{DIFFERING}-{number}")
            for number, row in enumerate(differing_figures(content), start=1)
        },
    )


def differing_figures(content: Content) -> list[Record]:
    """Return the observations of the area whose published figures differ, in the order of the table."""
    rows = content.observations
    return rows[(rows["agreement"] == "differ") & (rows["derived"] == "")].to_dict("records")


def figure_key(row: Record, period: str | None = None) -> Key:
    """Return what a figure is known by: indicator, area, population, sex and period."""
    return (*(row[column] for column in _KEY), row["time_period"] if period is None else period)


def earlier_claim(figures: Figures, row: Record, which: str) -> str:
    """Return the claim of the base figure, or of the figure that a target is judged by.

    It is the one that speaks for its period, or the series' own where another series speaks for that period.

    Parameters
    ----------
    figures
        As ``index_figures`` returns them.
    row
        A row of an assessment.
    which
        ``"base"`` or ``"judged"``.
    """
    key = figure_key(row, text_of(row, f"{which}_period"))
    spoken = figures.observations.get(key)
    if spoken and spoken["segment"] == row["segment"]:
        return spoken["claim_id"]
    series = row["segment"].split(":")[0]
    return next((claim["claim_id"] for claim in figures.printed.get(key, []) if claim["series"] == series), "")


def each_sex(figures: Figures, assessed: Sequence[Record]) -> list[Record]:
    """Return the latest observation of each sex, women first, then men, then all."""
    keys = {row["sex"]: figure_key(row, row["latest_period"]) for row in assessed}
    found = (figures.observations.get(keys[sex]) for sex in ("F", "M", "_T") if sex in keys)
    return [row for row in found if row]


def words_of_figure(figures: Figures, row: Record) -> Expected:
    """Return the numbers that ``phrases.count_text`` prints of a figure, each with its claim."""
    claim = row["claim_id"]
    counts = (number_of(row, column) for column in ("numerator", "denominator"))
    beside = [(number_text(n), figures.claims.count(claim, n)) for n in counts if known(n)]
    return [*beside, (value_text(row), figures.claims.anchor(claim))]


def words_of_targets(figures: Figures, rows: Sequence[Record]) -> Expected:
    """Return the number of each target, with the claim that prints it."""
    expected = []
    for row in rows:
        words = percent(row["target_lower"])
        if row["operator"] == "range":
            words = f"{number_text(row['target_lower'])}–{percent(row['target_upper'])}"
        expected.append((words, figures.claims.anchor(target_claim(figures, row))))
    return expected


def target_claim(figures: Figures, row: Record) -> str:
    """Return the claim that prints the target of a row of an assessment; empty without one."""
    return figures.targets.get(text_of(row, "target_id"), "")


def target_year(row: Record) -> str:
    """Return the year of a target as it is printed; empty without one."""
    year = number_of(row, "target_year")
    return str(int(year)) if known(year) else ""


def percent(number: float) -> str:
    """Return a number with the sign for percent, as sentences and tables print a target."""
    return f"{number_text(number)}{NBSP}%"


def label_of(row: Record) -> str:
    """Return the name and period that a note on differing figures begins with."""
    return f"{_(row['name'])}, {period_text(row)}"


def _end(row: Record) -> float:
    return decimal_year(row["time_period"])


def _is_share(row: Record) -> bool:
    return row["sex"] == "F" and row["population"] == "_T" and row["unit_measure"] == "PT"
