"""How a finding is written: its subject, the figures as printed with their sections, and its columns."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

import pandas as pd

from wps_analysis.claims.audit.statements import DATED
from wps_analysis.columns import KEY
from wps_analysis.paths import sha256
from wps_analysis.registry.load import Registry
from wps_analysis.words.figures import NBSP, period_text
from wps_analysis.words.names import SEX_NAMES

BODY = [*KEY, "claim_ids", "expected", "found", "message"]
MOST_NAMED = 12
"""Claims, figures or places that a finding names: the longest sum printed (ten parts and a total) stays whole."""
MOST_CHARACTERS = 4_000
"""Length of what a finding says, expects or found: well within what a cell of a spreadsheet or a CSV reader takes."""
SEX_WORDS = SEX_NAMES | {"_T": "both sexes"}
Found = Iterator[dict[str, str]]
"""What a check finds, each with the columns of BODY."""
Check = Callable[[pd.DataFrame, pd.DataFrame, Registry], Found]
CHECKS: dict[str, tuple[Check, str]] = {}
"""Every check by name, with the severity of what it finds."""
OF_TARGETS: set[str] = set()
"""The checks that ask of targets; the others ask of figures."""
_SAYS_SEX = re.compile(r"\b(?:wom[ae]n|m[ae]n|(?:fe)?males?|girls?|boys?)\b", re.IGNORECASE)


def check(severity: str, *, of_targets: bool = False) -> Callable[[Check], Check]:
    """Make a function ``check_<name>`` one of the checks; what it finds is an error, a question or a note."""

    def registered(found_by: Check) -> Check:
        name = found_by.__name__.removeprefix("check_")
        CHECKS[name] = found_by, severity
        if of_targets:
            OF_TARGETS.add(name)
        return found_by

    return registered


def subject(row, *, sex: bool = True, period: bool = True) -> str:
    """Name what a claim is about, in words: "Civil service (women, Cambodia, 2024)"."""
    details = [
        SEX_WORDS.get(row.sex, row.sex) if sex else "",
        row.population_name if row.population != "_T" else "",
        row.area_name,
        period_words(row) if period else "",
    ]
    return f"{row.indicator_name} ({', '.join(detail for detail in details if detail)})"


def period_words(row) -> str:
    """Say a claim's period: "Jul 2024–Aug 2024", or that no date is printed."""
    if row.period_basis not in DATED:
        return "no date printed"
    return date_words(row.time_period)


def date_words(time_period: str) -> str:
    """Write a period or a date in words.

    Examples
    --------
    >>> date_words("2024-07-01/P2M"), date_words("2024-12"), date_words("2024")
    ('Jul 2024–Aug 2024', 'Dec 2024', '2024')
    """
    return period_text({"time_period": time_period, "period_basis": "stated"}).replace(NBSP, " ")


def sections(rows: Iterable) -> str:
    """Name the places of claims: each source with its locators.

    Examples
    --------
    >>> from types import SimpleNamespace as Row
    >>> sections([Row(source_title="Report", locator="s3.4"), Row(source_title="Report", locator="ES s4")])
    'Report, ES s4, s3.4'
    """
    places: dict[str, set[str]] = {}
    for row in rows:
        places.setdefault(row.source_title, set()).add(row.locator)
    texts = [", ".join(filter(None, [title, *few(sorted(places[title]))])) for title in sorted(places)]
    return "; ".join(few(texts))


def cite(rows: Iterable, *, sex: bool = False) -> str:
    """List figures as printed, each with the sections that print it."""
    printed: dict[str, list] = {}
    for row in sorted(rows, key=lambda row: (row.source_title, row.locator, row.claim_id)):
        printed.setdefault(with_sex(row) if sex else row.value_text, []).append(row)
    return join_words(f"{said} ({sections(places)})" for said, places in printed.items())


def with_sex(row) -> str:
    """Put the sex before a figure as printed, unless the text says whom it is of."""
    return row.value_text if _SAYS_SEX.search(row.value_text) else f"{SEX_WORDS.get(row.sex, row.sex)} {row.value_text}"


def cite_together(rows: Sequence) -> str:
    """List figures as printed with one bracket for all their sections."""
    return f"{join_words(dict.fromkeys(row.value_text for row in rows))} ({sections(rows)})"


def cite_parts(rows: Sequence) -> str:
    """List the parts of one whole by name with their figures, and one bracket for all their sections."""
    names = list(dict.fromkeys(row.indicator_name for row in rows))
    named = [_part(row, rows, named=len(names) > 1) for row in rows]
    before = "" if len(names) > 1 else f"{names[0]}: "
    return f"{before}{join_words(named)} ({sections(rows)})"


def _part(row, rows: Sequence, *, named: bool) -> str:
    details = []
    if len({other.population for other in rows}) > 1 and row.population != "_T":
        details.append(row.population_name)
    if len({other.sex for other in rows}) > 1 and row.sex != "_T" and not _SAYS_SEX.search(row.value_text):
        details.append(SEX_WORDS.get(row.sex, row.sex))
    what = ", ".join(details)
    if named:
        what = f"{row.indicator_name} ({what})" if what else row.indicator_name
    return f"{what} {row.value_text}".strip(" ,;")


def few(words: Iterable[str]) -> list[str]:
    """Keep the first ``MOST_NAMED`` words, and say how many more there are.

    Examples
    --------
    >>> few(["41 %", "42 %"]), few(f"s{n}" for n in range(40))[-2:]
    (['41 %', '42 %'], ['s11', '28 more'])
    """
    parts = list(words)
    left = len(parts) - MOST_NAMED
    return [*parts[:MOST_NAMED], f"{left} more"] if left > 0 else parts


def join_words(words: Iterable[str]) -> str:
    """Join words as a sentence does, the first few of many.

    Examples
    --------
    >>> join_words(["41 %", "42 %", "43 %"])
    '41 %, 42 % and 43 %'
    """
    parts = few(words)
    return " and ".join([", ".join(parts[:-1]), parts[-1]]) if len(parts) > 1 else "".join(parts)


def _custodians(rows: Iterable) -> str:
    """Name who can confirm the figures."""
    return join_words(sorted({row.custodian for row in rows}))


def finding(
    rows: Sequence, *, what: str, question: str, expected: str, found: str, also: Sequence = ()
) -> dict[str, str]:
    """Build one finding about `rows`, which are of one area; `also` are claims they are held against.

    The message is one sentence: what the figures say, who can confirm it, what to ask. A column of the
    subject is filled where all of `rows` agree on it. Of many claims the first are named, and the message counts all.
    """
    values = {column: {getattr(row, column) for row in rows} for column in KEY}
    if len(values["ref_area"]) > 1:
        raise ValueError(f"A finding is about one area, not {' '.join(sorted(values['ref_area']))}: use `groups`.")
    concerned = [*rows, *also]
    # A share derived from two counts names both their claims.
    claim_ids = list(dict.fromkeys(claim_id for row in concerned for claim_id in row.claim_id.split()))
    what, expected, found = (_shortened(text) for text in (what, expected, found))
    if len(claim_ids) > MOST_NAMED:
        what += f" ({MOST_NAMED} of the {len(claim_ids)} claims are named)"
    return {
        **{column: next(iter(seen)) if len(seen) == 1 else "" for column, seen in values.items()},
        "claim_ids": " ".join(sorted(claim_ids[:MOST_NAMED])),
        "expected": expected,
        "found": found,
        "message": f"{what}; to be confirmed with {_custodians(concerned)}: {question}?",
    }


def _shortened(text: str) -> str:
    return text if len(text) <= MOST_CHARACTERS else f"{text[: MOST_CHARACTERS - 2].rstrip()} …"


def to_frame(findings: Iterable[dict[str, str]]) -> pd.DataFrame:
    """Make the table of one check's findings."""
    return pd.DataFrame(list(findings), columns=BODY, dtype=object)


def finding_id(check: str, claim_ids: str, expected: str) -> str:
    """Name a finding by its check, its claims and what was expected of them.

    Examples
    --------
    >>> finding_id("figures_differ", "a1 a2", "one figure") == finding_id("figures_differ", "a1 a2", "two")
    False
    """
    identity = "|".join([check, claim_ids, expected])
    return f"{check}-{sha256(identity.encode())[:8]}"
