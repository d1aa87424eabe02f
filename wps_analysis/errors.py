"""The errors a user can cause, each saying what is wrong, where, and what to do."""

from __future__ import annotations

import re
from collections.abc import Sequence

_MAX_SHOWN = 20
_ROWS_NAMED = 5
_OF_ROW = re.compile(r"(.+?) row (\d+)(: .*)", re.DOTALL)
_LONGEST = 100


def short(value: object) -> str:
    """Return what a user gave as it would be typed, cut where it is long: a message is read on one line.

    Examples
    --------
    >>> short("soon"), short("9" * 199)[-4:], short(int("f" * 5000, 16))
    ("'soon'", '999…', 'a number of thousands of digits')
    """
    try:
        text = repr(value)
    except ValueError:  # Python writes no number of more than 4300 digits
        return "a number of thousands of digits"
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


class WpsError(Exception):
    """Base of every error that wps_analysis raises on purpose."""


class InputError(WpsError):
    """Raw or registry files that cannot be used, all their problems gathered.

    Parameters
    ----------
    problems
        One sentence a problem, each naming its file and row.

    Examples
    --------
    >>> print(InputError(["data/raw/un/police.csv row 3: value 'c. a few' is not understood"]))
    1 problem in the input files:
    - data/raw/un/police.csv row 3: value 'c. a few' is not understood
    """

    def __init__(self, problems: Sequence[str]) -> None:
        self.problems = [problems] if isinstance(problems, str) else list(problems)
        super().__init__(self.problems)

    def __str__(self) -> str:
        """Return the number of problems and the first of them, what is wrong with several rows of a file once."""
        told, count = _once_a_cause(self.problems), len(self.problems)
        alike = "" if len(told) == count else f", of {len(told)} kind{'' if len(told) == 1 else 's'}"
        lines = [f"{count} problem{'' if count == 1 else 's'} in the input files{alike}:"]
        lines += [f"- {problem}" for problem in told[:_MAX_SHOWN]]
        if len(told) > _MAX_SHOWN:
            lines.append(f"... and {len(told) - _MAX_SHOWN} more")
        return "\n".join(lines)


def _once_a_cause(problems: Sequence[str]) -> list[str]:
    """Return problems in their order, those of several rows of a file that say the same as one with its rows."""
    rows: dict[tuple[str, str], list[str]] = {}
    for problem in problems:
        found = _OF_ROW.fullmatch(problem)
        file, row, said = found.groups() if found else (problem, "", "")
        rows.setdefault((file, said), []).append(row)
    return [f"{file}{_rows_text(own)}{said}" for (file, said), own in rows.items()]


def _rows_text(rows: list[str]) -> str:
    if not rows[0]:  # a problem of a file, not of a row
        return ""
    if len(rows) == 1:
        return f" row {rows[0]}"
    more = f" and {len(rows) - _ROWS_NAMED} more" if len(rows) > _ROWS_NAMED else ""
    return f" rows {', '.join(rows[:_ROWS_NAMED])}{more}"


def reason_of(error: OSError) -> str:
    """Say in words why the system refused a file.

    Examples
    --------
    >>> reason_of(PermissionError(13, "Permission denied", "outputs/KHM"))
    "Permission denied: 'outputs/KHM'"
    """
    named = "".join(f": {str(name)!r}" for name in (error.filename,) if name and "/." not in str(name))
    return f"{error.strerror or type(error).__name__}{named}" if error.errno else str(error)


class UnknownCodeError(WpsError):
    """A code that the registry does not hold, with the nearest that it does.

    Parameters
    ----------
    what
        What kind of code was looked for, e.g. ``"indicator"``.
    code
        The code as it was given.
    suggestions
        Known codes that resemble it, the nearest first.

    Examples
    --------
    >>> print(UnknownCodeError("indicator", "polise", ["police", "police_recruits"]))
    Unknown indicator 'polise'. Did you mean 'police' or 'police_recruits'?
    """

    def __init__(self, what: str, code: str, suggestions: Sequence[str] = ()) -> None:
        self.what, self.code, self.suggestions = what, code, list(suggestions)
        self.others: list[UnknownCodeError] = []
        super().__init__(what, code, self.suggestions)

    def __str__(self) -> str:
        """Return what is unknown and the nearest known codes, then what else is."""
        message = f"Unknown {self.what} {short(self.code)}."
        if self.suggestions:
            message += f" Did you mean {' or '.join(repr(s) for s in self.suggestions)}?"
        return "\n".join([message, *map(str, self.others)])


class RequestError(WpsError):
    """A command or call that asks for something that there is not, or hands in what cannot be used."""


def refuse(function: str, problems: Sequence[str]) -> None:
    """Raise a RequestError that says all that is wrong with what a function was given; nothing where nothing is.

    Examples
    --------
    >>> refuse("observations", [])
    >>> refuse("observations", ["column year is missing", "row 3: 'x' is no number"])
    Traceback (most recent call last):
    ...
    wps_analysis.errors.RequestError: observations, 2 problems:
    - column year is missing
    - row 3: 'x' is no number
    """
    distinct = list(dict.fromkeys(problems))
    if len(distinct) == 1:
        raise RequestError(f"{function}: {distinct[0].rstrip('.')}.")
    if distinct:
        more = [f"... and {len(distinct) - _MAX_SHOWN} more"] if len(distinct) > _MAX_SHOWN else []
        raise RequestError("\n- ".join([f"{function}, {len(distinct)} problems:", *distinct[:_MAX_SHOWN], *more]))


class StaleError(WpsError):
    """The tables in data/processed do not follow from data/raw and data/registry."""


class PackError(WpsError):
    """A pack could not be planned, run or written."""


class UnreadableValueError(WpsError, ValueError):
    """A printed value that the grammar of ``claims.values`` does not understand."""


class UnreadablePeriodError(WpsError, ValueError):
    """A printed period that the grammar of ``claims.periods`` does not understand."""
