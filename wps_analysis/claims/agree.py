"""Whether raw claims fit each other and the registry: pairs, digits, dates of origins, what rests on a claim."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping

import pandas as pd

from wps_analysis.claims.periods import parse_period
from wps_analysis.codes import last_day, nearest_hint
from wps_analysis.errors import UnreadablePeriodError
from wps_analysis.registry.load import Registry
from wps_analysis.tables import Row, grouped

_DIGIT_COLUMNS = ("value_text", "period_text")


def disagreements(raw: pd.DataFrame, registry: Registry) -> list[str]:
    """Find what no row shows by itself.

    Parameters
    ----------
    raw
        As ``readers.raw_files.read_all`` returns.
    registry
        What the claims are held against, and what rests on them.

    Returns
    -------
    list of str
        One sentence a problem; empty if there is none.
    """
    # What publishers' files hold is theirs: no pair, target or origin of it was keyed.
    keyed = raw[raw["keyed"].astype(bool)] if "keyed" in raw else raw
    paired, targets = (keyed[rows] for rows in (keyed["pair_id"] != "", keyed["role"] == "target"))
    checks = (
        _pairs(paired.to_dict("records"), registry), _scripts(_in_several_scripts(keyed).to_dict("records")),
        _later_origins(keyed, registry), _without_claims(set(raw["source"]), registry),
        _resting(set(targets["claim_id"]), registry), _study_periods(registry),
    )  # fmt: skip
    return [problem for found in checks for problem in found]


def absent_sources(raw: pd.DataFrame, registry: Registry) -> list[str]:
    """Name the sources whose terms keep their figures with each user, and of which there are none here."""
    mine = registry.sources.loc[registry.sources["committed"] == "no", "source_id"]
    return [source for source in mine if source not in set(raw["source"])]


def _where(row: Row) -> str:
    return f"{row['file']} row {row['row']}"


def _pairs(rows: list[Row], registry: Registry) -> Iterator[str]:
    """Find claims that are no pair: one alone, one figure twice, or figures of which neither counts the other."""
    columns = ["count_indicator", "unit_count_indicator"]
    counts = {row["indicator"]: {row[column] for column in columns} for row in registry.indicators.to_dict("records")}
    for (pair,), together in grouped(rows, ["pair_id"]).items():
        where = f"{_where(together[0])}: pair_id {pair!r}"
        figures = Counter(tuple(row[name] for name in ("indicator", "population", "sex")) for row in together)
        named = {row["indicator"] for row in together}
        if len(together) == 1:
            yield f"{where} stands with one claim: give it to the count or share printed beside it, or leave it empty"
        elif len({row["source"] for row in together}) > 1:
            yield f"{where} stands in several sources: a pair is printed together"
        elif twice := [" ".join(figure) for figure, times in figures.items() if times > 1]:
            yield f"{where} holds {twice[0]} more than once: a pair is a figure and the counts beside it"
        elif not any(named <= {code, *counts.get(code, ())} for code in named):
            yield f"{where} joins {', '.join(sorted(named))}: {_how_to_pair(named, counts)}"


def _how_to_pair(named: set[str], counts: Mapping[str, set[str]]) -> str:
    """Say by which indicator the figures of a pair are counted, and what to write where that is another one."""
    counted = [
        f"{code} is counted by {' or '.join(sorted(counts[code] - {''}))}"
        for code in sorted(named & counts.keys())
        if any(counts[code])
    ] or ["none of them has a count_indicator or unit_count_indicator"]
    return (
        f"{'; '.join(counted)}: a pair is one share (or rank) with the numbers of women (F) and of all (_T) of its"
        " count indicator; key these under that one, leave pair_id empty in the others, or name the count in"
        " count_indicator of data/registry/indicators.csv"
    )


def _in_several_scripts(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of files that print more than plain Latin letters and digits: nearly all have nothing to ask."""
    plain = rows[list(_DIGIT_COLUMNS)].map(str.isascii).all(axis=1)
    return rows[rows["file"].isin(rows.loc[~plain, "file"].unique())]


def _scripts(rows: list[Row]) -> Iterator[str]:
    """Find digits of another script than nearly all of their file, unless the note says why."""
    for (_file,), of_file in grouped(rows, ["file"]).items():
        scripts = [(row, name, _digits_of(row[name])) for row in of_file for name in _DIGIT_COLUMNS]
        usual = Counter(script for _, _, found in scripts for script in found).most_common(1)
        for row, name, found in scripts:
            if found - {usual[0][0] if usual else ""} and not row["note"]:
                other = ", ".join(sorted(found))
                yield (
                    f"{_where(row)}: {name} {row[name]!r} has digits of another script ({other}) than the rest of the "
                    f"file ({usual[0][0]}): correct it, or say in note why it is printed so"
                )


def _digits_of(text: str) -> set[str]:
    if text.isascii():
        return {"latin"} if any(map(str.isdigit, text)) else set()
    digits = (char for char in text if char.isdecimal())
    return {"latin" if char.isascii() else unicodedata.name(char).rpartition(" DIGIT")[0].lower() for char in digits}


def _later_origins(rows: pd.DataFrame, registry: Registry) -> Iterator[str]:
    """Find origins that were published after the document that cites them."""
    dates = dict(zip(registry.sources["source_id"], registry.sources["published"], strict=True))
    for (source, origin), claims in rows.groupby(["source", "origin"], sort=False):
        if source in dates and origin in dates and dates[origin] > last_day(dates[source]).isoformat():
            more = f" ({len(claims)} rows)" if len(claims) > 1 else ""
            yield (
                f"{_where(claims.iloc[0])}: origin {origin!r} was published in {dates[origin]}, after {source} that "
                f"cites it ({dates[source]}): correct origin, or published in data/registry/sources.csv{more}"
            )


def _without_claims(held: set[str], registry: Registry) -> Iterator[str]:
    """Find sources whose figures are committed and of which there are none."""
    for where, row in _registry_rows(registry, "sources"):
        if row["committed"] == "yes" and row["source_id"] not in held:
            yield (
                f"data/raw/{row['source_id']}: no claims, though committed is 'yes' in {where}: "
                "bring its files back, or correct the column"
            )


def _resting(targets: set[str], registry: Registry) -> Iterator[str]:
    """Find targets that name a claim which is none, or no target; of messages the brief says which it leaves out."""
    for where, row in _registry_rows(registry, "targets"):
        if row["claim_id"] not in targets:
            yield (
                f"{where}: claim_id {row['claim_id']!r} is no claim with role target"
                f"{nearest_hint(row['claim_id'], targets)}: key the target's number in data/raw with role target, or "
                "correct it"
            )


def _study_periods(registry: Registry) -> Iterator[str]:
    for where, row in _registry_rows(registry, "sources"):
        try:
            parse_period(row["reference_period"] or "2000")
        except UnreadablePeriodError as error:
            yield f"{where}: reference_period: {error}"


def _registry_rows(registry: Registry, name: str) -> Iterator[tuple[str, Row]]:
    for line, row in zip(registry.lines[name], getattr(registry, name).to_dict("records"), strict=True):
        yield f"data/registry/{name}.csv row {line}", row
