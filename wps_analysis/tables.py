"""The project's tables, made of the columns of ``columns``: how they are read, checked, picked from and written."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import pandas as pd
import pandera.pandas as pa

from wps_analysis.codes import period_span
from wps_analysis.columns import ASSESSMENTS, CLAIMS, FINDINGS, KEY, LABELS, OBSERVATIONS, RAW_CLAIMS, SUBJECT
from wps_analysis.digits import plain
from wps_analysis.errors import InputError, RequestError, WpsError, short
from wps_analysis.paths import read_bytes, shown
from wps_analysis.texts import csv_rows

Row = Mapping[str, Any]
"""A row of a table by the names of its columns."""
_Item = TypeVar("_Item")


def _table(name: str, columns: Mapping[str, pa.Column], **rules: list[str]) -> pa.DataFrameSchema:
    return pa.DataFrameSchema(dict(columns), strict=True, ordered=True, name=name, **rules)


RawClaims = _table("raw claims", RAW_CLAIMS)
Claims = _table("claims", CLAIMS)
Observations = _table("observations", OBSERVATIONS, unique=KEY)
Findings = _table("findings", FINDINGS)
Assessments = _table("assessments", ASSESSMENTS)


_KNOWN = FINDINGS | ASSESSMENTS | LABELS | CLAIMS | OBSERVATIONS
_BARE_TEXTS = ("indicators", "path", "mandate", "target_ref_area")  # of targets.csv alone
_M49_DIGITS = 3


def as_loaded(table: Any) -> Any:
    """Return a table with the types that ``load`` gives it, also if it comes from a CSV file that pandas read.

    Such a file has lost which column is text: years and M49 codes are numbers and empty texts are missing. What is no
    table is returned as it is.

    Examples
    --------
    >>> read = pd.DataFrame({"ref_area": [35], "time_period": [2022], "role": [None], "obs_value": [14.4]})
    >>> as_loaded(read).to_dict("records")
    [{'ref_area': '035', 'time_period': '2022', 'role': '', 'obs_value': 14.4}]
    """
    if not isinstance(table, pd.DataFrame):
        return table
    kinds = {name: str(column.dtype) for name, column in _KNOWN.items()} | dict.fromkeys(_BARE_TEXTS, "str")
    return table.assign(**{
        name: mended
        for name in table.columns
        if (mended := _mended(table[name], kinds.get(name, ""))) is not None
    })  # fmt: skip


def _mended(column: pd.Series, kind: str) -> pd.Series | None:
    """Return a column in its type; None where it has it."""
    if kind in ("float64", "int64"):
        return None if pd.api.types.is_numeric_dtype(column.dtype) else _numbers(column)
    if kind == "boolean":
        return None if column.dtype == kind else column.astype("object").where(column.notna(), pd.NA).astype("boolean")
    is_text = pd.api.types.is_object_dtype(column.dtype) or pd.api.types.is_string_dtype(column.dtype)
    if not is_text and not kind:
        return None  # a column of the user's own
    missing = column.isna()
    if is_text and not missing.any():
        return None
    width = _M49_DIGITS if column.name == "ref_area" else 0
    return column.astype(object).map(lambda value: _as_text(value).zfill(width), na_action="ignore").where(~missing, "")


def _as_text(value: object) -> str:
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _numbers(column: pd.Series) -> pd.Series:
    found = pd.to_numeric(column.mask(column == ""), errors="coerce")
    if len(wrong := column[found.isna() & column.notna() & (column != "")]):
        raise RequestError(f"{column.name} {short(wrong.iloc[0])} (row {wrong.index[0]}) is no number.")
    return found.astype(float)


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
    lines = csv_rows(read_bytes(path), shown(path))
    if not lines:
        raise InputError([f"{shown(path)}: the file is empty; it needs at least its header line"])
    (_, header), rows = lines[0], lines[1:]
    problems = [
        f"{shown(path)} row {line}: {len(fields)} fields, but the header has {len(header)}; "
        "write every comma between fields, and a field that holds a comma in double quotes"
        for line, fields in rows
        if len(fields) != len(header)
    ]
    twice = sorted({name for name in header if header.count(name) > 1})
    problems += [f"{shown(path)}: column {name!r} stands twice in the header; keep one of them" for name in twice]
    if problems:
        raise InputError(problems)
    return pd.DataFrame(
        [fields for _, fields in rows], index=pd.Index([line for line, _ in rows], dtype=int), columns=header, dtype=str
    )


def grouped(rows: Iterable[dict[str, Any]], columns: Sequence[str]) -> dict[tuple, list[dict[str, Any]]]:
    """Return the rows that hold the same in some columns, each group in the order of its first."""
    groups: dict[tuple, list[dict[str, Any]]] = {}
    for row in rows:
        groups.setdefault(tuple(row[column] for column in columns), []).append(row)
    return groups


def in_runs(rows: Sequence[_Item], follows: Callable[[_Item, _Item], bool]) -> list[list[_Item]]:
    """Return rows in runs: a new one begins where a row does not follow the one before.

    Examples
    --------
    >>> in_runs([1999, 2000, 2012], lambda before, after: after - before < 10)
    [[1999, 2000], [2012]]
    """
    runs = [[row] for row in rows[:1]]
    for before, after in pairwise(rows):
        if follows(before, after):
            runs[-1].append(after)
        else:
            runs.append([after])
    return runs


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
    ends = rows["time_period"].map(lambda period: round(period_span(period)[1], 6)).astype(float)
    newest = ends.groupby([rows[column] for column in by]).transform("max")
    return rows[ends == newest].drop_duplicates(list(by), keep="last")


def womens_shares(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the rows that say which share of a whole women are, in percent.

    Examples
    --------
    >>> rows = pd.DataFrame({"measure": "composition", "sex": ["F", "M", "F"], "unit_measure": ["PT", "PT", "PS"]})
    >>> len(womens_shares(rows))
    1
    """
    return rows[(rows["measure"] == "composition") & (rows["sex"] == "F") & (rows["unit_measure"] == "PT")]


def require_columns(
    frame: pd.DataFrame, needed: Iterable[str], function: str, *, hint: str = "take observations from load()"
) -> None:
    """Raise a ``WpsError`` that names a public function and the columns it needs, or the table, and was not given."""
    if not isinstance(frame, pd.DataFrame):
        raise WpsError(f"{function} takes a table (DataFrame) as load() returns it, not {type(frame).__name__}.")
    if missing := [column for column in needed if column not in frame.columns]:
        raise WpsError(f"{function} needs the columns {', '.join(missing)}; {hint}.")


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
    """Write a table as CSV text, the same bytes on every machine: no index, line feeds, numbers in plain digits."""
    return in_plain_digits(frame).to_csv(index=False, lineterminator="\n")


def in_plain_digits(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a table with its numbers as they are written, each distinct one written once; a missing one is empty.

    Examples
    --------
    >>> in_plain_digits(pd.DataFrame({"obs_value": [21.4, 200 / 3, float("nan")]}))["obs_value"].to_list()
    ['21.4', '66.66666667', '']
    """
    return frame.assign(**{name: _written(column) for name, column in frame.select_dtypes("float64").items()})


def _written(numbers: pd.Series) -> pd.Series:
    # By their bits: 0 and -0 are written differently.
    codes, bits = pd.factorize(numbers.to_numpy(dtype=np.float64).view(np.int64))
    texts = ["" if math.isnan(number) else plain(number) for number in bits.view(np.float64).tolist()]
    return pd.Series(np.array(texts, dtype=object)[codes], index=numbers.index, dtype=object)


def _plain(check: str) -> str:
    return {"field_uniqueness": "stands twice", "multiple_fields_uniqueness": "stands twice"}.get(
        str(check), str(check)
    )
