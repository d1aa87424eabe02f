"""What every reader returns: the figures of a sheet, each with the words of the file and the cell it stands in."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
import pandas as pd

from wps_analysis.claims.readers.coded import by_distinct, by_rows, coded, repeated
from wps_analysis.claims.readers.sheet import Sheet, cells_of

FIGURES = {
    "published_series": "the publisher's code of the series, or the name of its column",
    "series_name": "what the publisher calls it",
    "area": "the code of the area; its name where the file has no code",
    "area_name": "its name, as it stands",
    "sex": "F, M or _T; empty where the file does not say",
    "breakdown": "of whom or what within the series: age, class, mission, where it is not the whole",
    "period_text": "the year, month or day, as it stands",
    "value_text": "the figure, as it stands",
    "bounds": "the publisher's own bounds, as 12.1-18.0; empty where there are none",
    "unit": "the publisher's unit",
    "note": "nature, status and footnote",
    "row": "the row of the file",
    "column": "the column of the file",
}
"""The columns of a reader's table."""

_SEXES = {
    "F": "F", "FEMALE": "F", "FEMALES": "F", "WOMEN": "F", "WOMAN": "F", "FMLE": "F", "SEXFMLE": "F", "SEXF": "F",
    "M": "M", "MALE": "M", "MALES": "M", "MEN": "M", "MAN": "M", "MLE": "M", "SEXMLE": "M", "SEXM": "M",
    "T": "_T", "TOTAL": "_T", "BOTHSEX": "_T", "BOTHSEXES": "_T", "BTSX": "_T", "SEXBTSX": "_T", "SEXT": "_T",
    "ALL": "_T", "MF": "_T", "BOTHSEXESORNOBREAKDOWNBYSEX": "_T", "BOTH": "_T", "PERSONS": "_T",
}  # fmt: skip
_WHOLE = re.compile(
    r"_?t|total|all ?(ages?|areas?|sexes)?|allage|allarea|_z|na|not applicable|none|no breakdown|all age ranges.*"
)


@lru_cache(100_000)
def fold(name: str) -> str:
    """Reduce the name of a column to letters and digits, so that two spellings of it are one.

    Examples
    --------
    >>> fold("Country Name"), fold("country_name"), fold("2021 [YR2021]")
    ('countryname', 'countryname', '2021yr2021')
    """
    return "".join(char for char in unicodedata.normalize("NFKC", name).casefold() if char.isalnum())


@dataclass(frozen=True)
class Head:
    """The names of a row that may be a header: which reader knows it, and where its columns are."""

    names: tuple[str, ...]
    """As they stand."""

    @cached_property
    def folded(self) -> list[str]:
        """Without case and punctuation."""
        return [fold(name) for name in self.names]

    def at(self, *names: str) -> int | None:
        """Return the place of the first of some names that is there; None if none is."""
        folded = self.folded
        return next((folded.index(key) for key in map(fold, names) if key in folded), None)

    def has(self, *names: str | Sequence[str]) -> bool:
        """Tell whether every name is there; of a list of names, one of them."""
        return all(self.at(*([name] if isinstance(name, str) else name)) is not None for name in names)

    def years(self) -> dict[int, str]:
        """Return the columns whose names are years: 2021, X2021, YR2021, 2021 [YR2021], value_2021, 2021.0.

        Examples
        --------
        >>> Head(("Country", "X1960", "2021 [YR2021]", "value_2000", "2018.0")).years()
        {1: '1960', 2: '2021', 3: '2000', 4: '2018'}
        """
        found = {place: _YEAR.fullmatch(name.strip()) for place, name in enumerate(self.names)}
        return {place: match["year"] for place, match in found.items() if match}


_YEAR = re.compile(r"(?:X|YR|value_|Value |Y)?(?P<year>(?:19|20)\d\d)(?:\.0)?(?: ?\[YR\d{4}\])?", re.IGNORECASE)


def head_of(sheet: Sheet) -> Head:
    """Return the names of a sheet's columns."""
    return Head(tuple(sheet.header))


def sex_of(cells: pd.Series) -> pd.Series:
    """Return the code of a sex for each printed word; empty where there is none.

    Examples
    --------
    >>> sex_of(pd.Series(["Female", "BOTHSEX", "_T", "MLE", ""])).to_list()
    ['F', '_T', '_T', 'M', '']
    """
    return by_distinct(cells, lambda text: _SEXES.get(fold(text).upper(), ""))


def m49(cells: pd.Series) -> pd.Series:
    """Write M49 codes with three digits, however they stand: 4, "004", "8.0"."""
    return by_distinct(cells, lambda text: f"{int(float(text)):03}" if re.fullmatch(r"\d{1,3}(\.0)?", text) else text)


def area_codes(*columns: pd.Series) -> pd.Series:
    """Return of each row the first code or name that is filled in, codes first."""
    return by_rows(pd.DataFrame(dict(enumerate(columns))), lambda *texts: next(filter(None, texts), ""))


def breakdown(*columns: pd.Series) -> pd.Series:
    """Join what the rows are of, but for what is the whole (total, all ages, _T).

    Examples
    --------
    >>> ages, places = pd.Series(["15 to 49 years", "Total"]), pd.Series(["Urban", "_T"])
    >>> breakdown(ages, places).to_list()
    ['15 to 49 years; Urban', '']
    """
    parts = [by_distinct(cells, lambda text: "" if _WHOLE.fullmatch(text.casefold()) else text) for cells in columns]
    return by_rows(pd.DataFrame(dict(enumerate(parts))), lambda *texts: "; ".join(filter(None, texts)))


def joined(**parts: pd.Series) -> pd.Series:
    """Join what is filled in as "nature: C; footnote: ...", each distinct row once."""
    labels = [name.replace("_", " ") for name in parts]
    return by_rows(
        pd.DataFrame(parts),
        lambda *texts: "; ".join(f"{name}: {text}" for name, text in zip(labels, texts, strict=True) if text),
    )


def figures(sheet: Sheet, values: Mapping[int, Mapping[str, str]], **of_row: pd.Series | str) -> pd.DataFrame:
    """Lay the cells of some columns out as figures, one row a cell.

    Parameters
    ----------
    sheet
        The sheet, its header found.
    values
        The places of the columns that hold figures, each with what its name says of them: a year, a sex, a series.
    **of_row
        What the other columns say of all figures of a row, by the names of ``FIGURES``.

    Returns
    -------
    DataFrame
        The columns of ``FIGURES``, texts as categories; empty cells are rows with an empty ``value_text``.
    """
    count, places = len(sheet.frame), list(values)
    cell, at = np.repeat(np.arange(len(places)), count), np.tile(np.arange(count), len(places))
    index = pd.RangeIndex(len(at))
    table: dict[str, object] = {}
    for name in FIGURES:
        constants = [values[place].get(name) for place in places]
        if name in of_row and not isinstance(of_row[name], str):
            table[name] = coded(of_row[name]).iloc[at].set_axis(index)
        elif any(constant is not None for constant in constants):
            table[name] = repeated([constant or "" for constant in constants], cell, index)
        else:
            table[name] = repeated([of_row.get(name, "")], np.zeros(len(at), dtype=int), index)
    if places:
        table["value_text"] = cells_of(sheet, *places).set_axis(index)
        table["column"] = repeated([sheet.header[place] for place in places], cell, index)
    table["row"] = sheet.frame.index.to_numpy()[at]
    laid = pd.DataFrame(table, columns=list(FIGURES))
    return laid.assign(
        value_text=_with_points(laid["value_text"], sheet.kind),
        period_text=by_distinct(laid["period_text"], lambda text: text.removesuffix(".0")),
    )


def as_texts(table: pd.DataFrame) -> pd.DataFrame:
    """Return figures whose texts can be joined and replaced: objects, no categories."""
    return table.astype({name: object for name in FIGURES if name != "row"})


def _with_points(cells: pd.Series, kind: str) -> pd.Series:
    """Write decimal commas as points, in a file whose columns are not separated by commas and that has no points."""
    if kind.startswith("a comma"):
        return cells
    distinct = pd.Series(cells.unique().astype(object), dtype=object)
    commas = distinct[distinct.str.fullmatch(r"-?\d+(?:\.\d{3})*,\d+").astype(bool)]
    points = distinct.str.fullmatch(r"-?\d+\.\d+").any()
    if points or commas.empty or commas.str.fullmatch(r"-?\d{1,3},\d{3}").all():
        return cells
    changed = {text: text.replace(".", "").replace(",", ".") for text in commas}
    return by_distinct(cells, lambda text: changed.get(text, text))


def with_sums(table: pd.DataFrame, parts: str) -> pd.DataFrame:
    """Add the sum over the breakdowns of each area, period, series and sex, where all are whole numbers.

    Parameters
    ----------
    table
        Columns of ``FIGURES``; each breakdown is one part, and no figure of the whole is printed.
    parts
        What the parts are, in the plural, for the note: the sum is computed and stands in no cell.

    Examples
    --------
    >>> rows = {"area": ["ALB"] * 2, "breakdown": ["UNMIL", "UNMISS"], "value_text": ["13", "1"], "row": [2, 3]}
    >>> table = with_sums(pd.DataFrame(dict.fromkeys(FIGURES, "") | rows), "missions")
    >>> table.iloc[-1][["value_text", "note"]].to_list()
    ['14', 'computed: sum of 2 missions']
    """
    table = as_texts(table)
    keys = ["published_series", "series_name", "area", "area_name", "sex", "period_text", "unit"]
    counted = table["value_text"].str.fullmatch(r"\d+").astype(bool) & (table["breakdown"] != "")
    numbers = table.assign(number=pd.to_numeric(table["value_text"].where(counted, "0")), counted=counted)
    sums = numbers.groupby(keys, sort=False).agg(
        number=("number", "sum"), parts=("counted", "size"), whole=("counted", "all"), row=("row", "first")
    ).reset_index()  # fmt: skip
    sums = sums[sums["whole"]]
    added = sums.assign(
        value_text=sums["number"].astype(str), note="computed: sum of " + sums["parts"].astype(str) + f" {parts}",
        breakdown="", bounds="", column="sum",
    )  # fmt: skip
    return pd.concat([table, added[list(FIGURES)]], ignore_index=True)
