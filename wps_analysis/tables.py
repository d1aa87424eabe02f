"""The contracts of the project's tables: their columns, their words, and how they are read and written."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd
import pandera.pandas as pa

from wps_analysis.codes import period_span
from wps_analysis.errors import InputError, WpsError
from wps_analysis.paths import csv_rows

SUBJECT = ["indicator", "ref_area", "population", "sex"]
"""What a figure speaks of."""
KEY = [*SUBJECT, "time_period"]
"""What one figure is told from all others by."""
SEXES = ("F", "M", "_T")
ROLES = ("", "part", "total", "target")
QUALIFIERS = ("", "exact", "about", "over", "at_least", "under", "at_most", "range")
UNITS = ("PT", "PS", "NUMBER", "IX", "RANK", "YR", "HA")
PERIOD_BASES = ("stated", "other_section", "study", "publication")
AGREEMENTS = ("single", "agree", "differ")
CHOICES = (
    "only_claim", "same_value", "rank", "newest_release", "cites_primary", "body_before_summary",
    "more_digits", "claim_id", "arbitrary", "derived",
)  # fmt: skip
SEVERITIES = ("error", "question", "note")
"""Most serious first: what cannot be, what must be asked, what should be known."""

_TEXT = {"dtype": str, "coerce": True}
_NUMBER = {"dtype": float, "nullable": True, "coerce": True}
_CODE = pa.Check.str_matches(r"^[a-z][a-z0-9_]*$", error="a code of small letters, digits and underscores")


def _text(*checks: pa.Check, **options: object) -> pa.Column:
    return pa.Column(checks=list(checks), **_TEXT, **options)


def _filled() -> pa.Check:
    return pa.Check.str_length(min_value=1, error="must not be empty")


def _one_of(*values: str) -> pa.Check:
    return pa.Check.isin(values, error=f"must be one of {', '.join(repr(v) for v in values)}")


_KEYED = {
    "population": _text(_filled()),
    "sex": _text(_one_of(*SEXES)),
    "series": _text(_filled()),
    "origin": _text(),
    "locator": _text(_filled()),
    "pair_id": _text(),
    "table_id": _text(),
    "role": _text(_one_of(*ROLES)),
}
_CODED = {
    "indicator": _text(_filled()),
    "ref_area": _text(_filled()),
    "population": _text(_filled()),
    "sex": _text(_one_of(*SEXES)),
    "time_period": _text(_filled()),
    "freq": _text(_one_of("A", "M", "_O")),
    "period_basis": _text(_one_of(*PERIOD_BASES)),
}
_VALUE = {name: pa.Column(**_NUMBER) for name in ("obs_value", "lower", "upper")}

RawClaims = pa.DataFrameSchema(
    {
        "claim_id": _text(_filled(), unique=True),
        "indicator": _text(_filled(), _CODE),
        "area": _text(_filled()),
        "population": _KEYED["population"],
        "sex": _KEYED["sex"],
        "period_text": _text(),
        "value_text": _text(_filled()),
        **{name: _KEYED[name] for name in ("series", "origin", "locator", "pair_id", "table_id", "role")},
        "note": _text(),
    },
    strict=True,
    ordered=True,
    name="raw claims",
)
"""One row, one published figure as it was keyed: words of the document, codes of the registry."""

Claims = pa.DataFrameSchema(
    {
        "claim_id": _text(_filled(), unique=True),
        **_CODED,
        **_VALUE,
        "qualifier": _text(_one_of(*QUALIFIERS)),
        "unit_measure": _text(_one_of(*UNITS)),
        "source": _text(_filled()),
        **{name: _KEYED[name] for name in ("origin", "series", "locator", "pair_id", "table_id", "role")},
        "obs_status": _text(_one_of("A", "O", "M")),
        "area": _text(_filled()),
        "period_text": _text(),
        "value_text": _text(_filled()),
        "note": _text(),
    },
    strict=True,
    ordered=True,
    name="claims",
)
"""Raw claims with their codes, period, value and bounds."""

Observations = pa.DataFrameSchema(
    {
        **_CODED,
        **_VALUE,
        "qualifier": _text(_one_of(*QUALIFIERS)),
        "unit_measure": _text(_one_of(*UNITS)),
        **{n: pa.Column(**_NUMBER) for n in ("numerator", "denominator", "denominator_lower", "denominator_upper")},
        "derived": _text(_one_of("", "share_from_counts")),
        "obs_status": _text(_one_of("A", "O", "M")),
        "series": _text(_filled()),
        "segment": _text(_filled()),
        "origin": _text(),
        "source": _text(_filled()),
        "claim_id": _text(_filled()),
        "choice_reason": _text(_one_of(*CHOICES)),
        "n_claims": pa.Column(int, pa.Check.ge(1), coerce=True),
        "agreement": _text(_one_of(*AGREEMENTS)),
        "envelope_lower": pa.Column(**_NUMBER),
        "envelope_upper": pa.Column(**_NUMBER),
    },
    strict=True,
    ordered=True,
    unique=KEY,
    name="observations",
)
"""One row for each indicator, area, population, sex and period: the claim that speaks, and how far others differ."""

Findings = pa.DataFrameSchema(
    {
        "finding_id": _text(_filled(), unique=True),
        "check": _text(_filled()),
        "severity": _text(_one_of(*SEVERITIES)),
        **{n: _text() for n in (*KEY, "claim_ids")},
        "expected": _text(),
        "found": _text(),
        "message": _text(_filled()),
    },
    strict=True,
    ordered=True,
    name="findings",
)
"""What a reviewer would ask, each with the claims it rests on."""


def read_text_table(path: Path) -> pd.DataFrame:
    """Read a CSV file as text: no code becomes a number and "NA" stays "NA".

    Parameters
    ----------
    path
        A CSV file in UTF-8 with a header.

    Returns
    -------
    DataFrame
        Every column text; an empty field is an empty string. Row labels are the lines on which the rows begin, as
        an editor shows them. Blank lines, and lines of empty fields, are left out.

    Raises
    ------
    InputError
        If the file cannot be opened, is empty, is not UTF-8 or no CSV, or has a row with too many or too
        few fields or a field that is too long.
    """
    lines = csv_rows(_content(path), path.name)
    if not lines:
        raise InputError([f"{path.name}: the file is empty; it needs at least its header line"])
    (_, header), rows = lines[0], lines[1:]
    problems = [
        f"{path.name} row {line}: {len(fields)} fields, but the header has {len(header)}; "
        "write every comma between fields, and a field that holds a comma in double quotes"
        for line, fields in rows
        if len(fields) != len(header)
    ]
    twice = sorted({name for name in header if header.count(name) > 1})
    problems += [f"{path.name}: column {name!r} stands twice in the header; keep one of them" for name in twice]
    if problems:
        raise InputError(problems)
    return pd.DataFrame(
        [fields for _, fields in rows], index=pd.Index([line for line, _ in rows], dtype=int), columns=header, dtype=str
    )


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise InputError([unreadable(path.name, error)]) from None


def unreadable(name: str, error: OSError) -> str:
    """Say that a file cannot be opened, why, and what to do."""
    reason = error.strerror or type(error).__name__
    return f"{name}: the file cannot be read ({reason}); it must be an ordinary file that you may read"


def latest(rows: pd.DataFrame, by: Sequence[str] = SUBJECT) -> pd.DataFrame:
    """Return of each subject the row whose period ends last, in the order in which they stand.

    Parameters
    ----------
    rows
        Claims or observations; of two periods that end together, the row further down stays.
    by
        The columns that name a subject.

    Examples
    --------
    >>> rows = pd.DataFrame({"indicator": ["a", "a", "b"], "time_period": ["2024", "2017-01-01/P5Y", "2020-12"]})
    >>> latest(rows, by=["indicator"])["time_period"].to_list()
    ['2024', '2020-12']
    """
    ends = rows["time_period"].map(lambda period: round(period_span(period)[1], 6)).to_numpy(dtype=float)
    order = np.argsort(np.nan_to_num(ends, nan=-np.inf), kind="stable")
    newest = ~rows.iloc[order].duplicated(list(by), keep="last").to_numpy()
    return rows.iloc[np.sort(order[newest])]


def womens_shares(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the rows that say which share of a whole women are, in percent.

    Examples
    --------
    >>> rows = pd.DataFrame({"measure": "composition", "sex": ["F", "M", "F"], "unit_measure": ["PT", "PT", "PS"]})
    >>> len(womens_shares(rows))
    1
    """
    return rows[(rows["measure"] == "composition") & (rows["sex"] == "F") & (rows["unit_measure"] == "PT")]


def require_columns(frame: pd.DataFrame, needed: list[str], function: str) -> None:
    """Raise a ``WpsError`` that names a public function and the columns it needs and was not given."""
    if missing := [column for column in needed if column not in frame.columns]:
        raise WpsError(f"{function} needs the columns {', '.join(missing)}; take observations from load().")


def check_columns(frame: pd.DataFrame, expected: list[str], where: str) -> list[str]:
    """Return a sentence for the columns that are missing and one for those that nobody knows."""
    missing = [c for c in expected if c not in frame.columns]
    unknown = [c for c in frame.columns if c not in expected]
    problems = []
    if missing:
        problems.append(f"{where}: missing column {', '.join(missing)} (expected {', '.join(expected)})")
    if unknown:
        names = ", ".join(name or "(without a name)" for name in unknown)
        problems.append(f"{where}: unknown column {names} (expected {', '.join(expected)})")
    return problems


def check_table(frame: pd.DataFrame, schema: pa.DataFrameSchema, where: str) -> list[str]:
    """Return one sentence for each value that breaks the table's contract, all of them at once."""
    return _validated(frame, schema, where)[1]


def validate_table(frame: pd.DataFrame, schema: pa.DataFrameSchema, where: str) -> pd.DataFrame:
    """Return the frame with the schema's types, or raise an InputError that names every problem."""
    validated, problems = _validated(frame, schema, where)
    if problems:
        raise InputError(problems)
    return validated


def _validated(frame: pd.DataFrame, schema: pa.DataFrameSchema, where: str) -> tuple[pd.DataFrame, list[str]]:
    """Return the frame with the schema's types, and what breaks the contract."""
    problems = check_columns(frame, list(schema.columns), where)
    if problems:
        return frame, problems
    try:
        return schema.validate(frame, lazy=True), []
    except pa.errors.SchemaErrors as error:
        cases = error.failure_cases
        return frame, sorted(
            {
                f"{where} row {case.index}: {case.column}={case.failure_case!r} {_plain(case.check)}"
                if pd.notna(case.index)
                else f"{where}: {case.column}: {_plain(case.check)}"
                for case in cases.itertuples()
            }
        )


def to_csv_text(frame: pd.DataFrame) -> str:
    """Write a table as CSV text, the same bytes on every machine: no index, line feeds, ten digits at most."""
    return frame.to_csv(index=False, lineterminator="\n", float_format="%.10g")


def _plain(check: str) -> str:
    return {"field_uniqueness": "stands twice", "multiple_fields_uniqueness": "stands twice"}.get(
        str(check), str(check)
    )
