"""Columns of texts as categories: what is asked of a text is asked once for each distinct text, or distinct row."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd


def is_coded(cells: pd.Series) -> bool:
    """Tell whether a column holds categories."""
    return isinstance(cells.dtype, pd.CategoricalDtype)


def coded(cells: pd.Series) -> pd.Series:
    """Return a column of texts as categories."""
    if is_coded(cells):
        return cells
    codes, distinct = pd.factorize(cells.to_numpy(dtype=object))
    return _of(codes, distinct, cells.index)


def repeated(texts: Sequence[str], at: np.ndarray, index: pd.Index) -> pd.Series:
    """Return a column of categories that holds at each place the text of a number.

    Examples
    --------
    >>> repeated(["F", "M", "F"], np.array([0, 1, 2, 1]), pd.RangeIndex(4)).to_list()
    ['F', 'M', 'F', 'M']
    """
    codes, distinct = pd.factorize(np.asarray(texts, dtype=object))
    return _of(codes.astype(np.int32)[at], distinct, index)


def by_distinct(cells: pd.Series, change: Callable[[str], str]) -> pd.Series:
    """Change each distinct text once; categories stay categories.

    Examples
    --------
    >>> by_distinct(pd.Series(["a", "b", "a"]), str.upper).to_list()
    ['A', 'B', 'A']
    """
    if not is_coded(cells):
        codes, distinct = pd.factorize(cells.to_numpy(dtype=object))
        changed = np.array([change(text) for text in distinct], dtype=object)
        return pd.Series(changed[codes], index=cells.index, dtype=object)
    codes, distinct = cells.cat.codes.to_numpy(), cells.cat.categories.to_numpy(dtype=object)
    used = np.bincount(codes, minlength=len(distinct)) > 0
    changed = [change(text) if is_used else "" for text, is_used in zip(distinct, used, strict=True)]
    return repeated(changed, codes, cells.index)


def distinct_rows(table: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Return the number of each row's distinct row, and where each of these stands first.

    Examples
    --------
    >>> table = pd.DataFrame({"area": ["KHM", "LAO", "KHM"], "sex": ["F", "F", "F"]}).astype("category")
    >>> [found.tolist() for found in distinct_rows(table)]
    [[0, 1, 0], [0, 1]]
    """
    number = np.zeros(len(table), dtype=np.int64)
    for name in table:
        cells = coded(table[name])
        number = pd.factorize(number * len(cells.cat.categories) + cells.cat.codes.to_numpy())[0]
    return number, np.flatnonzero(~pd.Series(number).duplicated())


def by_rows(table: pd.DataFrame, say: Callable[..., str]) -> pd.Series:
    """Say something of each distinct row once, as categories if all columns are.

    Examples
    --------
    >>> by_rows(pd.DataFrame({"area": ["KHM", "KHM"], "sex": ["F", "M"]}), "{}.{}".format).to_list()
    ['KHM.F', 'KHM.M']
    """
    number, firsts = distinct_rows(table)
    said = [say(*row) for row in table.iloc[firsts].itertuples(index=False, name=None)]
    found = repeated(said, number, table.index)
    return found if all(is_coded(table[name]) for name in table) else found.astype(object)


def as_text(cells: pd.Series) -> pd.Series:
    """Return a column of categories as texts; pandas' ``astype`` makes an object of each row on the way.

    Examples
    --------
    >>> as_text(coded(pd.Series(["F", "M", "F"]))).dtype == pd.Series(["F"]).dtype
    True
    """
    if not is_coded(cells):
        return cells.astype("str")
    distinct = pd.array(cells.cat.categories.to_numpy(dtype=object), dtype="str")
    return pd.Series(distinct.take(cells.cat.codes.to_numpy()), index=cells.index)


def stacked(tables: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Put tables with the same columns one below the other; a column is of categories where one table's is.

    Examples
    --------
    >>> one = pd.DataFrame({"sex": ["F"], "row": [2]})
    >>> both = stacked([one.astype({"sex": "category"}), one.assign(sex="M")])
    >>> both["sex"].cat.categories.to_list(), both["row"].to_list()
    (['F', 'M'], [2, 2])
    """
    return pd.DataFrame({name: _one_below_other([table[name] for table in tables]) for name in tables[0]})


def _one_below_other(columns: Sequence[pd.Series]) -> pd.Series:
    """Put columns below each other; pandas' ``union_categoricals`` takes ten times as long for many."""
    if len(columns) == 1 or not any(map(is_coded, columns)):
        return pd.concat(columns, ignore_index=True)
    cells = [coded(column).cat for column in columns]
    distinct = np.concatenate([each.categories.to_numpy(dtype=object) for each in cells])
    begins = np.cumsum([0, *(len(each.categories) for each in cells)])
    codes = np.concatenate([each.codes.to_numpy() + begin for each, begin in zip(cells, begins, strict=False)])
    return repeated(distinct, codes, pd.RangeIndex(len(codes)))


def _of(codes: np.ndarray, distinct: np.ndarray, index: pd.Index) -> pd.Series:
    categories = pd.CategoricalDtype(pd.Index(distinct, dtype=object))
    return pd.Series(pd.Categorical.from_codes(codes, dtype=categories, validate=False), index=index)
