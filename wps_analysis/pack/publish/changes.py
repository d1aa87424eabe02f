"""What changed since the previous pack: figures, targets and statuses."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from wps_analysis.columns import ASSESSMENTS, KEY, OBSERVATIONS, SUBJECT, numbers
from wps_analysis.errors import InputError, PackError
from wps_analysis.registry.load import PILLARS
from wps_analysis.registry.rows import Target
from wps_analysis.tables import Row, read_text_table
from wps_analysis.words.figures import count_text, known, number_of, period_text, row_name, target_text, text_of, unique
from wps_analysis.words.language import N_, _, ngettext
from wps_analysis.words.names import SEX_NAMES

COLUMNS = [
    "change", *KEY, "target_id", "name", "period", "before", "after", "sentence_before", "sentence_after",
]  # fmt: skip
"""Codes as in the tables compared; ``name``, ``period``, ``before`` and ``after`` are words as printed."""
STATUS = [*SUBJECT, "target_id"]
_VALUES = [
    "obs_value", "lower", "upper", "qualifier", "unit_measure", "numerator", "denominator", "denominator_lower",
    "denominator_upper", "agreement",
]  # fmt: skip
_AIMS = [
    "indicators", "population", "sex", "ref_area", "operator", "lower", "upper", "target_year", "kind", "legal_force",
    "basis",
]  # fmt: skip
_NEEDED = {
    "observations": [*KEY, *_VALUES],
    "targets": ["target_id", *_AIMS],
    "assessments": [*STATUS, "status", "sentence"],
}
_NUMBERS = {
    "observations": numbers(OBSERVATIONS), "targets": Target.numbers(), "assessments": numbers(ASSESSMENTS),
}  # fmt: skip
_AGREEMENTS = {
    "single": N_("one published figure"), "agree": N_("published figures agree"),
    "differ": N_("published figures differ"),
}  # fmt: skip
_NAMES_SHOWN, _SHOWN_DIGITS = 3, (5, 10)


@dataclass(frozen=True, repr=False, eq=False)
class Tables:
    """The tables that packs are compared by, with the columns of ``content.Content``."""

    observations: pd.DataFrame
    targets: pd.DataFrame
    assessments: pd.DataFrame


def no_changes() -> pd.DataFrame:
    """Return the table of changes without a row."""
    return pd.DataFrame(columns=COLUMNS, dtype=str)


def read_tables(pack: Path) -> Tables | None:
    """Read the tables of a pack from its folder ``data``.

    Parameters
    ----------
    pack
        The pack's folder.

    Returns
    -------
    Tables or None
        Codes and words are text ("NA" stays "NA", nothing is an empty text), numbers are numbers. None if the pack does
        not carry the three tables, or not the columns that are compared.

    Raises
    ------
    PackError
        If a table is there and cannot be read.
    """
    paths = {name: pack / "data" / f"{name}.csv" for name in _NEEDED}
    if not all(path.is_file() for path in paths.values()):
        return None
    frames = {name: _read(path, pack) for name, path in paths.items()}
    if any(column not in frames[name].columns for name, columns in _NEEDED.items() for column in columns):
        return None
    return Tables(**frames)


def read_changes(path: Path) -> pd.DataFrame:
    """Read back what `changes_csv` wrote; a table without a row where there is no such file, or one of other columns.

    Raises
    ------
    PackError
        If the file is there and cannot be read.
    """
    frame = _read(path, path.parent) if path.is_file() else no_changes()
    return frame.reset_index(drop=True) if list(frame.columns) == COLUMNS else no_changes()


def compare_tables(before: Tables, after: Tables) -> pd.DataFrame:
    """List what changed between the tables of two packs of one area, in words of the language in force.

    Parameters
    ----------
    before, after
        The tables of the earlier and of the later pack.

    Returns
    -------
    DataFrame
        With the columns ``COLUMNS``, one row a change. ``change`` is ``figure_added``, ``figure_withdrawn``,
        ``figure_revised`` (another value, bound, unit, count or agreement of the same indicator, area, population, sex
        and period), ``target_added``, ``target_withdrawn``, ``target_changed`` or ``status_changed`` (the same figure
        held to the same target). Figures first, then targets, then statuses; figures and statuses by pillar and
        indicator. ``before`` and ``after`` are printed words, of a status the words of ``status.STATUSES``.

    Examples
    --------
    >>> from wps_analysis.claims.edition import Edition
    >>> from wps_analysis.pack.publish.content import gather
    >>> content = gather(Edition("2025-10-31"), "KHM")
    >>> len(compare_tables(content, content))
    0
    """
    names = {
        text_of(row, "indicator"): row_name({"name": text_of(row, "name"), "indicator": row["indicator"]})
        for tables in (before, after)
        for row in tables.observations.to_dict("records")
    }
    rows = [
        *_figures(before.observations, after.observations),
        *_targets(before.targets, after.targets, names),
        *_statuses(before.assessments, after.assessments),
    ]
    return pd.DataFrame(rows, columns=COLUMNS, dtype=str).fillna("") if rows else no_changes()


def _read(path: Path, pack: Path) -> pd.DataFrame:
    try:
        frame = read_text_table(path)
        return frame.assign(**{c: pd.to_numeric(frame[c]) for c in _NUMBERS.get(path.stem, ()) if c in frame})
    except (InputError, ValueError) as error:
        told = error.problems[0] if isinstance(error, InputError) else f"{path.name}: {error}"
        raise PackError(
            f"The earlier pack {pack.name} cannot be compared with: {told}. Make it again, or move it away."
        ) from error


def _figures(before: pd.DataFrame, after: pd.DataFrame) -> Iterator[dict[str, str]]:
    for old, new in _pairs(before, after, KEY):
        row = new or old
        about = _codes(row, KEY) | {"name": _label(row), "period": period_text(row)}
        yield from _happened("figure", "revised", about, old, new, _VALUES, _figure)


def _targets(before: pd.DataFrame, after: pd.DataFrame, names: Mapping[str, str]) -> Iterator[dict[str, str]]:
    for old, new in _pairs(before, after, ["target_id"]):
        row = new or old
        about = _codes(row, ["target_id", "ref_area", "population", "sex"])
        about |= {"indicator": text_of(row, "indicators"), "name": _(text_of(row, "basis"))}
        yield from _happened("target", "changed", about, old, new, _AIMS, lambda aim, _differing: _aim(aim, names))


def _happened(
    kind: str, otherwise: str, about: Row, old: Row | None, new: Row | None, columns: list[str],
    words: Callable[[Row, list[str]], str],
) -> Iterator[dict[str, str]]:  # fmt: skip
    """Say what was added, withdrawn, or is otherwise in some columns, in words that know the columns that differ."""
    if not old:
        yield {"change": f"{kind}_added", **about, "after": words(new, [])}
    elif not new:
        yield {"change": f"{kind}_withdrawn", **about, "before": words(old, [])}
    elif differing := _differing(old, new, columns):
        told = _distinct(words(old, differing), words(new, differing), old, new, differing)
        yield {"change": f"{kind}_{otherwise}", **about, **told}


def _statuses(before: pd.DataFrame, after: pd.DataFrame) -> Iterator[dict[str, str]]:
    for old, new in _pairs(before, after, STATUS):
        if old and new and text_of(old, "status") != text_of(new, "status"):
            before = {"before": text_of(old, "status"), "sentence_before": text_of(old, "sentence")}
            yield status_now(new) | before


def status_now(row: Row) -> dict[str, str]:
    """Say of a change of status what stands now."""
    said = {"after": text_of(row, "status"), "sentence_after": text_of(row, "sentence")}
    return {"change": "status_changed", **_codes(row, STATUS), "name": _label(row), **said}


def _pairs(before: pd.DataFrame, after: pd.DataFrame, key: list[str]) -> list[tuple[Row | None, Row | None]]:
    """Return the rows of both tables side by side, by pillar and key; None where a table has no such row."""
    old, new = (
        {tuple(text_of(row, column) for column in key): row for row in frame.to_dict("records")}
        for frame in (before, after)
    )
    place = {pillar: at for at, pillar in enumerate(PILLARS)}
    ordered = sorted(
        old.keys() | new.keys(), key=lambda k: (place.get(text_of(new.get(k) or old[k], "pillar"), len(place)), k)
    )
    return [(old.get(k), new.get(k)) for k in ordered]


def _codes(row: Row, columns: list[str]) -> dict[str, str]:
    return {column: text_of(row, column) for column in columns}


def _label(row: Row) -> str:
    """Return the name of a figure, its group, and whom it counts where the name does not say that."""
    share_of_women = text_of(row, "measure") == "composition" and row["sex"] == "F"
    whom = "" if share_of_women or row["sex"] == "_T" else _(SEX_NAMES[row["sex"]])
    group = ", ".join(unique([_(text_of(row, "population_name")), whom]))
    name = row_name({"name": text_of(row, "name"), "indicator": row["indicator"]})
    return f"{name} ({group})" if group else name


def _figure(row: Row, differing: list[str]) -> str:
    held = text_of(row, "qualifier") or any(known(number_of(row, c)) for c in ("obs_value", "lower", "upper"))
    words = count_text(row) if held else _("no figure in the reports used here")
    return f"{words}; {_(_AGREEMENTS.get(row['agreement'], ''))}" if "agreement" in differing else words


def _aim(target: Row, names: Mapping[str, str]) -> str:
    codes = text_of(target, "indicators").split()
    bound = ", ".join(names.get(code) or row_name({"indicator": code}) for code in codes)
    if len(codes) > _NAMES_SHOWN:
        bound = ngettext("{n} indicator", "{n} indicators", len(codes)).format(n=len(codes))
    return _("{target}; for {indicators}").format(target=target_text(target), indicators=bound)


def may_say(text: str, row: Row, plain: str) -> bool:
    """Tell whether words of what stands now are those of a row, whichever of its columns a change says to differ.

    Parameters
    ----------
    text
        The words, such as ``14.4 % [14.35–14.45]``.
    row
        An observation or a target.
    plain
        Its words where nothing is said of a column.
    """
    agreement = _AGREEMENTS.get(text_of(row, "agreement"))
    begun = [plain, f"{plain}; {_(agreement)}"] if agreement else [plain]
    exact = [f"{column} {_exact(row, column, digits)}".rstrip() for column in row for digits in _SHOWN_DIGITS]
    exact += [_differs(row, ["lower", "upper"], digits) for digits in _SHOWN_DIGITS if {"lower", "upper"} <= row.keys()]
    one = "|".join(sorted(map(re.escape, exact), key=len, reverse=True))
    return any(re.fullmatch(rf"{re.escape(words)}( \[(({one})(, ({one}))*)?\])?", text) for words in begun)


def _exact(row: Row, column: str, digits: int = 10) -> str:
    """Return a cell as a table writes it: a number of ten digits is the same in a file and in memory."""
    value = row.get(column)
    return f"{value + 0.0:.{digits}g}" if isinstance(value, float | int) and value == value else text_of(row, column)


def _differing(old: Row, new: Row, columns: list[str]) -> list[str]:
    return [column for column in columns if _exact(old, column) != _exact(new, column)]


def _distinct(before: str, after: str, old: Row, new: Row, columns: list[str]) -> dict[str, str]:
    """Add what differs where the words do not show it: 3.14 and 3.12 may both be printed as 3.1."""
    if before == after:
        found = ([_differs(row, columns, digits) for row in (old, new)] for digits in _SHOWN_DIGITS)
        differing = next((pair for pair in found if pair[0] != pair[1]), ["", ""])
        before, after = (f"{before} [{what}]" for what in differing)
    return {"before": before, "after": after}


def _differs(row: Row, columns: list[str], digits: int) -> str:
    if {"lower", "upper"} & set(columns):
        return "–".join(unique([_exact(row, column, digits) for column in ("lower", "upper")]))
    return ", ".join(f"{column} {_exact(row, column, digits)}".rstrip() for column in columns)
