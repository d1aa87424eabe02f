"""What a person decides of proposed claims: accepted rows become raw claims, refused ones exclusions."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd

from wps_analysis.claims.edition import Edition
from wps_analysis.claims.harmonise import harmonise
from wps_analysis.errors import InputError, RequestError
from wps_analysis.paths import outputs_dir, raw_dir, registry_dir, write_atomic
from wps_analysis.report.check.propose import COLUMNS
from wps_analysis.tables import RawClaims, check_columns, read_text_table

DECISIONS = ("", "accept", "exclude")
_KEY = ["locator", "value_text"]
_EXCLUSION = ["source", "locator", "value_text", "what", "reason"]


def proposals_path(source: str, root: str | Path | None = None) -> Path:
    """Return where the proposals of a source stand: among the outputs, which are never committed."""
    return outputs_dir(root) / "proposals" / f"{source}.csv"


def only_new(proposed: pd.DataFrame, source: str, known: Edition) -> pd.DataFrame:
    """Leave out what is keyed of a source or excluded already, by place and words."""
    keyed = _keyed(source, known.root)
    out = known.registry.exclusions
    done = pd.concat([keyed[_KEY], out.loc[out["source"] == source, _KEY]])
    places = {(_place(place), _words(value)) for place, value in done.itertuples(index=False)}
    mine = [(_place(place), _words(value)) not in places for place, value in proposed[_KEY].itertuples(index=False)]
    return proposed[mine].reset_index(drop=True)


def _keyed(source: str, root: str | Path | None) -> pd.DataFrame:
    files = sorted((raw_dir(root) / source).glob("*.csv"))
    return pd.concat([pd.DataFrame(columns=_KEY, dtype=str), *(read_text_table(file) for file in files)])


def _place(locator: str) -> str:
    return re.sub(r"^annex ", "s", re.sub(r" (?:footnote|table).*", "", locator)).lower()


def _words(value: str) -> str:
    """Return the number of a printed value: what is counted may stand behind it or not."""
    number = re.match(r"(?i)(.*?\d[\d.,]*(?: ?%| per ?cent)?|[a-z-]+(?: per cent)?)", value.strip())
    return (number[0] if number else value).lower().replace("percent", "per cent").replace("%", " per cent")


def read_decisions(path: Path) -> pd.DataFrame:
    """Read proposals with a person's decisions.

    Raises
    ------
    InputError
        If a column is missing, a decision is none of ``accept``, ``exclude`` and nothing, or an exclusion has no
        reason: all problems at once.
    """
    frame = read_text_table(path)
    problems = check_columns(frame, COLUMNS, path.name)
    if problems:
        raise InputError(problems)
    for row, each in frame.iterrows():
        if each["decision"] not in DECISIONS:
            decision = each["decision"]
            problems.append(f"{path.name} row {row}: decision {decision!r} is none of accept, exclude and nothing")
        if each["decision"] == "exclude" and not each["reason"].strip():
            problems.append(f"{path.name} row {row}: an exclusion needs its reason")
    if problems:
        raise InputError(problems)
    return frame


def accept(path: Path, source: str, known: Edition) -> dict[str, int]:
    """Write what was decided: accepted rows to the raw claims of the source, refused ones to the exclusions.

    Everything is proved first, as ``wps build`` would read it; on any problem nothing is written.

    Returns
    -------
    dict
        How many rows were accepted, excluded and left open.

    Raises
    ------
    RequestError
        If the source is not in ``sources.csv``.
    InputError
        If a row cannot be read as a claim: all problems at once.
    """
    if source not in set(known.registry.sources["source_id"]):
        raise RequestError(f"{source!r} is not in data/registry/sources.csv: add its row first.")
    decided = read_decisions(path)
    taken = decided[decided["decision"] == "accept"]
    refused = decided[decided["decision"] == "exclude"]
    columns = list(RawClaims.columns)
    if len(taken):
        _prove(taken, source, known, path.name)
        target = raw_dir(known.root) / source / "claims.csv"
        before = read_text_table(target)[columns] if target.exists() else taken.iloc[:0][columns]
        write_atomic(target, pd.concat([before, taken[columns]]).to_csv(index=False, lineterminator="\n"))
    if len(refused):
        target = registry_dir(known.root) / "exclusions.csv"
        rows = refused.assign(source=source, what=refused["sentence"].str.slice(0, 120))[_EXCLUSION]
        both = pd.concat([read_text_table(target)[_EXCLUSION], rows]).drop_duplicates()
        write_atomic(target, both.to_csv(index=False, lineterminator="\n"))
    open_rows = decided[decided["decision"] == ""]
    write_atomic(path, open_rows[COLUMNS].to_csv(index=False, lineterminator="\n"))
    return {"accepted": len(taken), "excluded": len(refused), "open": len(open_rows)}


def _prove(taken: pd.DataFrame, source: str, known: Edition, name: str) -> None:
    """Read the rows as a build would, and refuse an id that is taken."""
    raw = taken[list(RawClaims.columns)].assign(source=source, file=name, row=taken.index)
    held = set(known.claims["claim_id"])
    twice = raw["claim_id"].isin(held) | raw["claim_id"].duplicated(keep=False)
    problems = [f"{name} row {row}: claim_id {code!r} stands twice" for row, code in raw.loc[twice, "claim_id"].items()]
    series = set(known.registry.series["series"])
    problems += [
        f"{name} row {row}: series {code!r} is not in data/registry/series.csv: name one that is, or add it there"
        for row, code in raw["series"].items()
        if code not in series
    ]
    if problems:
        raise InputError(problems)
    harmonise(raw.reset_index(drop=True), known.registry)
