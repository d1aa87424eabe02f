"""What the project may keep of a publisher's file: its used figures in one layout, compressed and repeatable."""

from __future__ import annotations

import gzip

from wps_analysis.claims.downloads import Download
from wps_analysis.claims.readers.figures import FIGURES
from wps_analysis.errors import InputError

LAYOUT = ["publisher", *FIGURES]
"""The columns of an extract: the publisher's code, and each figure as it stands in the file."""
_LARGEST = 2_000_000


def extract(download: Download) -> bytes:
    """Write the figures of a download that are used as a compressed CSV file.

    Parameters
    ----------
    download
        From ``downloads.read_download``; of its figures, those that make claims are kept.

    Returns
    -------
    bytes
        A gzip of CSV with the columns ``LAYOUT``; no clock and no name in it, so that the same file gives the same
        bytes. The reader ``extract`` reads it back to the same claims.

    Raises
    ------
    InputError
        If no figure is used, or the extract is larger than a file of the project may be.
    """
    rows = download.figures.loc[download.used, LAYOUT]
    if rows.empty:
        raise InputError([f"{download.file}: no figure of it is used, so there is nothing to extract"])
    data = gzip.compress(rows.to_csv(index=False, lineterminator="\n").encode("utf-8"), mtime=0)
    if len(data) > _LARGEST:
        size = f"{len(data) / 1e6:.1f} MB, and at most {_LARGEST / 1e6:.0f} MB are kept"
        raise InputError([f"{download.file}: its extract has {size}; name some --series or --areas"])
    return data
