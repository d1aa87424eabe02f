"""The tables of ``data/processed``: of keyed claims for a reviewer to read, of publishers' files in a folder beside."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from wps_analysis.codes import KEY, SEVERITIES
from wps_analysis.errors import StaleError
from wps_analysis.paths import processed_dir, read_bytes

if TYPE_CHECKING:  # heavy, and not needed to see that nothing has changed
    import pandas as pd

MANIFEST = "manifest.json"
EXTRACTS = "extracts"
"""The folder of what rests on no keyed claim: built, and not committed."""
LARGE = 100_000
"""Rows of claims above which the tables in the folder are Parquet."""
ORDER = {"claims": ["claim_id"], "observations": KEY, "findings": ["severity", "check", *KEY, "expected", "finding_id"]}
"""What the rows of each table are sorted by."""


def apart(tables: Mapping[str, pd.DataFrame], keyed: Iterable[str]) -> dict[str, pd.DataFrame]:
    """Take apart what rests on a keyed claim, and what rests on publishers' files alone.

    Parameters
    ----------
    tables
        Claims, observations and findings.
    keyed
        The ids of the claims that a person keyed.

    Returns
    -------
    dict
        By name; those of publishers' files are named ``extracts/...`` and there only if one of them has a row.
    """
    claims, keyed = tables["claims"], set(keyed)
    by_hand = claims["claim_id"].astype(object).isin(keyed)
    keys, figures = (_index(rows) for rows in (claims[by_hand], tables["observations"]))
    rests = {
        "claims": by_hand,
        "observations": figures.isin(keys) | _names(tables["observations"]["claim_id"], keyed),
        "findings": (tables["findings"]["claim_ids"] == "") | _names(tables["findings"]["claim_ids"], keyed),
    }
    found = {name: table[rests[name]].reset_index(drop=True) for name, table in tables.items()}
    if all(rows.all() for rows in rests.values()):
        return found
    beside = {f"{EXTRACTS}/{name}": table[~rests[name]].reset_index(drop=True) for name, table in tables.items()}
    return found | beside


def _index(rows: pd.DataFrame) -> pd.MultiIndex:
    import pandas as pd

    return pd.MultiIndex.from_frame(rows[KEY])


def _names(ids: pd.Series, keyed: set[str]) -> pd.Series:
    """Tell whether one of the ids of each row is that of a keyed claim."""
    one, of_several = ids.astype(object).isin(keyed), ids.str.contains(" ", regex=False)
    return one | ids[of_several].str.split(" ").map(keyed.isdisjoint).eq(False).reindex(ids.index, fill_value=False)


def as_files(tables: Mapping[str, pd.DataFrame]) -> dict[str, str | bytes]:
    """Write each table as the content of its file: CSV, and Parquet where publishers' claims are very many.

    Parameters
    ----------
    tables
        As ``apart`` returns them.
    """
    from wps_analysis.tables import to_csv_text

    many = len(tables.get(f"{EXTRACTS}/claims", ())) > LARGE
    return {
        f"{name}.parquet" if many and name.startswith(EXTRACTS) else f"{name}.csv": (
            _parquet(table) if many and name.startswith(EXTRACTS) else to_csv_text(table)
        )
        for name, table in tables.items()
    }


def _parquet(table: pd.DataFrame) -> bytes:
    out = io.BytesIO()
    table.to_parquet(out, index=False, compression="zstd")
    return out.getvalue()


def read_extracts(data: bytes, name: str) -> pd.DataFrame:
    """Read a table of publishers' figures from the content of its file.

    Parameters
    ----------
    data
        As ``as_files`` writes it.
    name
        The file's name, which ends in ``.csv`` or ``.parquet``.
    """
    import pandas as pd

    from wps_analysis.columns import CLAIMS, FINDINGS, OBSERVATIONS, numbers

    if name.endswith(".parquet"):
        return pd.read_parquet(io.BytesIO(data))
    columns = {"claims": CLAIMS, "observations": OBSERVATIONS, "findings": FINDINGS}[Path(name).stem]
    kinds = dict.fromkeys(columns, "str") | {column: columns[column].dtype.type for column in numbers(columns)}
    missing = {column: [""] for column in numbers(columns)}
    return pd.read_csv(io.BytesIO(data), dtype=kinds, na_values=missing, keep_default_na=False)


def table_file(root: str | Path | None, name: str) -> Path:
    """Return the file of a table of keyed claims.

    Raises
    ------
    StaleError
        If it is missing.
    """
    path = processed_dir(root) / f"{name}.csv"
    if not path.is_file():
        raise _missing(path, root)
    return path


def extracts_file(root: str | Path | None, name: str) -> Path | None:
    """Return the file of a table of publishers' figures; None where the tables were built of keyed claims alone.

    Raises
    ------
    StaleError
        If the manifest names one that is missing.
    """
    folder = processed_dir(root) / EXTRACTS
    paths = [folder / f"{name}.{kind}" for kind in ("csv", "parquet")]
    found = next((path for path in paths if path.is_file()), None)
    if found is None and (named := [path for path in paths if f"{EXTRACTS}/{path.name}" in _outputs(root)]):
        raise _missing(named[0], root)
    return found


def _outputs(root: str | Path | None) -> set[str]:
    try:
        return set(json.loads((processed_dir(root) / MANIFEST).read_text(encoding="utf-8"))["outputs"])
    except (OSError, ValueError, KeyError, TypeError):
        return set()


def _missing(path: Path, root: str | Path | None) -> StaleError:
    place = path.relative_to(processed_dir(root)).as_posix()
    return StaleError(f"data/processed/{place} is missing in {root}. Run `wps build`.")


def whole(keyed: pd.DataFrame, root: str | Path | None, name: str) -> pd.DataFrame:
    """Put the rows of publishers' figures beside those of keyed claims, in the order of the table.

    Parameters
    ----------
    keyed
        The table as it stands in ``table_file``.
    root
        The project's root.
    name
        claims, observations or findings.

    Raises
    ------
    StaleError
        If the rows of publishers' figures are missing.
    """
    import pandas as pd

    if (path := extracts_file(root, name)) is None:
        return keyed
    both = pd.concat([keyed, read_extracts(read_bytes(path), path.name)], ignore_index=True)
    order = {"severity": both["severity"].map(SEVERITIES.index)} if name == "findings" else {}
    places = both[ORDER[name]].assign(**order).sort_values(ORDER[name]).index
    return both.loc[places].reset_index(drop=True)
