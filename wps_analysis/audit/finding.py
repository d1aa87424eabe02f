"""How a finding is written: its subject, the figures as printed with their sections, and its columns."""

import hashlib
from collections.abc import Iterable, Sequence

import pandas as pd

from wps_analysis.audit.statements import DATED

SUBJECT = ["indicator", "ref_area", "population", "sex", "time_period"]
BODY = [*SUBJECT, "claim_ids", "expected", "found", "message"]
COLUMNS = ["finding_id", "check", "severity", *BODY]
SEX_WORDS = {"F": "women", "M": "men", "_T": "both sexes"}


def subject(row, *, sex: bool = True, period: bool = True) -> str:
    """Name what a claim is about, in words: "Civil service (women, Cambodia, 2024)"."""
    details = [
        SEX_WORDS.get(row.sex, row.sex) if sex else "",
        row.population_name if row.population != "_T" else "",
        row.area_name,
        _period(row) if period else "",
    ]
    return f"{row.indicator_name} ({', '.join(detail for detail in details if detail)})"


def _period(row) -> str:
    return row.time_period if row.period_basis in DATED else "no date printed"


def sections(rows: Iterable) -> str:
    """Name the places of claims: each source with its locators.

    Examples
    --------
    >>> from types import SimpleNamespace as Row
    >>> sections([Row(source="report", locator="s3.4"), Row(source="report", locator="ES s4")])
    'report, ES s4, s3.4'
    """
    places: dict[str, set[str]] = {}
    for row in rows:
        places.setdefault(row.source, set()).add(row.locator)
    texts = [", ".join(filter(None, [source, *sorted(places[source])])) for source in sorted(places)]
    return "; ".join(texts)


def cite(rows: Iterable, *, sex: bool = False) -> str:
    """List figures as printed, each with the sections that print it."""
    printed: dict[str, list] = {}
    for row in sorted(rows, key=lambda row: (row.source, row.locator, row.claim_id)):
        word = SEX_WORDS.get(row.sex, row.sex)
        said = row.value_text if not sex or word in row.value_text.split() else f"{word} {row.value_text}"
        printed.setdefault(said, []).append(row)
    return join_words(f"{said} ({sections(places)})" for said, places in printed.items())


def join_words(words: Iterable[str]) -> str:
    """Join words as a sentence does.

    Examples
    --------
    >>> join_words(["41 %", "42 %", "43 %"])
    '41 %, 42 % and 43 %'
    """
    parts = list(words)
    return " and ".join([", ".join(parts[:-1]), parts[-1]]) if len(parts) > 1 else "".join(parts)


def _custodians(rows: Iterable) -> str:
    """Name who can confirm the figures."""
    return join_words(sorted({row.custodian for row in rows}))


def finding(
    rows: Sequence, *, what: str, question: str, expected: str, found: str, also: Sequence = ()
) -> dict[str, str]:
    """Build one finding about `rows`; `also` are claims they are held against.

    The message is one sentence: what the figures say, who can confirm it, what to ask. A column of the
    subject is filled where all of `rows` agree on it.
    """
    values = {column: {getattr(row, column) for row in rows} for column in SUBJECT}
    concerned = [*rows, *also]
    return {
        **{column: next(iter(seen)) if len(seen) == 1 else "" for column, seen in values.items()},
        "claim_ids": " ".join(sorted({row.claim_id for row in concerned})),
        "expected": expected,
        "found": found,
        "message": f"{what}; to be confirmed with {_custodians(concerned)}: {question}?",
    }


def to_frame(findings: Iterable[dict[str, str]]) -> pd.DataFrame:
    """Make the table of one check's findings."""
    return pd.DataFrame(list(findings), columns=BODY, dtype=object)


def finding_id(check: str, claim_ids: str, expected: str) -> str:
    """Name a finding by its check and its claims, or by what is missing where no claim is concerned.

    Examples
    --------
    >>> finding_id("figures_differ", "a1 a2", "") == finding_id("figures_differ", "a1 a2", "x")
    True
    """
    identity = check + (claim_ids or expected)
    return f"{check}-{hashlib.sha256(identity.encode()).hexdigest()[:8]}"
