"""Every file of ``data/raw``: hand-keyed claims, and files as their publishers offer them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd

from wps_analysis.claims.downloads import PREPARED, read_download
from wps_analysis.claims.readers import claims_csv
from wps_analysis.claims.readers.coded import stacked
from wps_analysis.errors import InputError
from wps_analysis.paths import is_beside_data, is_table, shown
from wps_analysis.registry.load import Registry
from wps_analysis.tables import RawClaims, check_table
from wps_analysis.texts import active, text_problems

_DEEPEST = 4
"""Folders below ``data/raw`` that are looked into: a link may lead in a circle."""
_LOOKALIKES = str.maketrans("lIO", "110")
_OWN_ID = "give each claim an id of its own"


def read_all(folder: Path, registry: Registry | None) -> tuple[pd.DataFrame, list[str]]:
    """Read every source's folder under ``data/raw``, in the order of their names.

    Notes such as ``README.md`` may lie beside the tables.

    Parameters
    ----------
    folder
        ``data/raw``.
    registry
        What the series and areas of publishers' files are in the registry; without it, keyed files alone are read.

    Returns
    -------
    tuple
        Columns of ``tables.RawClaims`` and ``downloads.PREPARED``, one file below the other; and a sentence for each
        reason for which figures of a publisher's file are left out.

    Raises
    ------
    InputError
        For the problems of all files at once, a table in another place or format, a ``claim_id`` that stands in two
        files, and for no claim at all.
    """
    frames, said, (tables, problems) = [], [], _files(folder)
    for path in tables:
        try:
            frame, left_out = _read(path, registry)
            frames.append(frame)
            said += left_out
        except InputError as error:
            problems += error.problems
    broken = _broken([frame for frame in frames if len(frame) and frame["keyed"].all()])
    problems += [problem for found in broken.values() for problem in found]
    frames = [frame for frame in frames if frame.empty or frame["file"].iloc[0] not in broken]
    claims = stacked(frames) if frames else _none()
    problems += _alike(claims)
    if not problems and claims.empty:
        problems = ["data/raw: no claims in any folder; add data/raw/<source_id>/<name>.csv"]
    if problems:
        raise InputError(problems)
    return claims, said


def _alike(claims: pd.DataFrame) -> list[str]:
    """Find claim_ids that stand twice, or that a reader could take for each other."""
    ids = claims["claim_id"].to_list()
    keys = [claim_id.casefold() for claim_id in ids], [claim_id.translate(_LOOKALIKES).casefold() for claim_id in ids]
    suspect = np.any([pd.Index(key, dtype=object).duplicated(keep=False) for key in keys], axis=0)
    first: dict[str, tuple] = {}
    problems = []
    for claim in claims.loc[suspect, ["claim_id", "file", "row"]].itertuples(index=False):
        same_letters = first.setdefault(claim.claim_id.casefold(), claim)
        earlier = first.setdefault(f"like {claim.claim_id.translate(_LOOKALIKES).casefold()}", same_letters)
        if earlier is not claim:
            how = "stands twice" if earlier.claim_id == claim.claim_id else f"looks like {earlier.claim_id!r}"
            problems.append(
                f"{claim.file} row {claim.row}: claim_id {claim.claim_id!r} {how} "
                f"(first in {earlier.file} row {earlier.row}): {_OWN_ID}"
            )
    return problems


def _none() -> pd.DataFrame:
    return pd.DataFrame(columns=[*RawClaims.columns, *PREPARED])


def _read(path: Path, registry: Registry | None) -> tuple[pd.DataFrame, list[str]]:
    """Return the claims of a file, and what of it is left out; without a registry, of a keyed file alone."""
    if claims_csv.recognises(path):
        keyed = claims_csv.read(path, source=path.parent.name)
        return keyed.assign(ref_area="", scale=1.0, decimals=0, keyed=True), []
    if registry is None:
        return _none(), []
    chosen = registry.downloads.set_index("source").reindex([path.parent.name]).fillna("").iloc[0]
    download = read_download(path, path.parent.name, registry, series=chosen["series"], areas=chosen["areas"])
    said = [
        f"{shown(path)}: {count:,} figure{'' if count == 1 else 's'} left out: {reason}"
        for reason, count in download.left_out.items()
    ]
    if download.figures.empty:
        said.append(f"{shown(path)}: a list that a publisher puts beside its figures; it holds none")
    said += [f"{unknown}; not read" for unknown in download.unknown]
    said += [f"{shown(path)}: {note}" for sheet in download.sheets for note in sheet.notes()]
    return download.claims, said


def _broken(frames: list[pd.DataFrame]) -> dict[str, list[str]]:
    """Say of each file of keyed claims what breaks their contract: all are asked at once, and each only if one does."""
    columns = list(RawClaims.columns)
    if not frames:
        return {}
    every = pd.concat([frame[columns] for frame in frames], ignore_index=True)
    holds = not check_table(every, RawClaims, "data/raw")
    if holds and not any(active(text) for column in columns for text in every[column].unique()):
        return {}
    problems: dict[str, list[str]] = {}
    for frame in frames:
        file, rows = frame["file"].iloc[0], frame.set_index("row")[columns]
        found = [] if holds else check_table(rows, RawClaims, file)
        found = [f"{problem}: {_OWN_ID}" if problem.endswith("stands twice") else problem for problem in found]
        for row, texts in zip(rows.index, rows.to_dict("records"), strict=True):
            found += text_problems(texts, f"{file} row {row}")
        if found:
            problems[file] = found
    return problems


def _files(folder: Path) -> tuple[list[Path], list[str]]:
    """List the tables in the sources' folders, and say of anything else what to do with it."""
    tables, problems = [], []
    for path in _walk(folder, problems):
        place = path.relative_to(folder)
        if is_beside_data(path):
            continue
        if len(place.parts) == 2 and is_table(path):
            tables.append(path)
        elif is_table(path):
            problems.append(f"{shown(path)}: not in a source's folder; move it into data/raw/<source_id>/")
        else:
            problems.append(
                f"{shown(path)}: only tables are read (csv, tsv, xlsx, xls, json, SDMX, and zip or gz of them); save "
                "it as one of them, or keep it outside data/raw"
            )
    return tables, problems


def _walk(folder: Path, problems: list[str], *, depth: int = 0) -> Iterator[Path]:
    """Yield every file below a folder, those of folders linked to it too; a link that leads nowhere is a file."""
    try:
        found = sorted(folder.iterdir())
    except OSError as error:
        reason = error.strerror or type(error).__name__
        problems.append(f"{shown(folder)}: the folder cannot be read ({reason}); it must be one that you may read")
        return
    for path in found:
        is_folder = os.path.isdir(path) and not is_table(path)  # noqa: PTH112 - False for a link to itself
        if is_folder and depth < _DEEPEST and not is_beside_data(path):
            yield from _walk(path, problems, depth=depth + 1)
        else:
            yield path
