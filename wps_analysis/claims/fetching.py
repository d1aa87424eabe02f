"""A publisher's file from its address: fetched whole and known by its checksum, or refused; never from a notebook."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

import pandas as pd

from wps_analysis.claims.adding import Added
from wps_analysis.codes import nearest_hint
from wps_analysis.errors import RequestError, WpsError
from wps_analysis.paths import MOST_BYTES
from wps_analysis.registry.load import Registry

_SECONDS = (10, 60)
"""How long an address may take to answer, and to send its next bytes."""
_HEADERS = {"User-Agent": "wps_analysis", "Accept-Encoding": "identity"}
"""The bytes as they lie there, of which the checksum is."""
_CHUNK = 1 << 16
_PAGE = re.compile(rb"\s*(?:<!doctype html|<html|<head|<\?xml[^>]*>\s*<!doctype html)", re.IGNORECASE)
_TITLE = re.compile(rb"<title[^>]*>\s*([^<]{1,80})", re.IGNORECASE)


class FetchError(WpsError):
    """A file that did not come from its address as ``fetch.csv`` describes it."""


def fetchable(name: str, registry: Registry) -> pd.Series:
    """Return the row of ``fetch.csv`` that a word of the command line names.

    Raises
    ------
    RequestError
        If there is none, or a notebook asks: a notebook reads what lies in ``data``, so that it can be run again.
    """
    if "JPY_PARENT_PID" in os.environ:  # set by whoever starts a kernel, and inherited by its shells
        raise RequestError("fetch: a notebook fetches nothing; run `wps fetch` in a terminal, then `wps build`")
    rows = registry.fetch[registry.fetch["fetch"] == name]
    if rows.empty:
        hint = nearest_hint(name, registry.fetch["fetch"])
        raise RequestError(f"fetch: {name!r} is not in fetch.csv{hint}; `wps list fetch` shows what is")
    return rows.iloc[0]


def fetch(row: pd.Series, folder: Path, say: Callable[[str], None]) -> Path:
    """Bring a file into a folder, whole and as its checksum says, or leave nothing there.

    Parameters
    ----------
    row
        A row of ``fetch.csv``.
    folder
        Where the file is put; not the project's, since it is still to be read.
    say
        Is told where an address has moved to.

    Returns
    -------
    Path
        The file.

    Raises
    ------
    FetchError
        If the address cannot be reached or answers with an error, the file breaks off, is a web page or is not the one
        that the checksum is of.
    """
    import pooch
    import requests

    def download(url: str, target: object, _: object) -> None:
        _download(url, target, lambda moved: say(f"{row['fetch']}: moved to {moved}; write that into fetch.csv"))

    pooch.get_logger().setLevel("ERROR")
    known = f"sha256:{row['sha256']}" if row["sha256"] else None
    try:
        return Path(pooch.retrieve(row["url"], known, fname=row["file"], path=folder, downloader=download))
    except requests.RequestException as error:
        what = _reason(error)
    except ValueError as error:  # of pooch: the checksum
        found = re.search(r"but got ([0-9a-f]{64})", str(error))
        what = (
            f"is not the file that fetch.csv describes: its sha256 is {found[1] if found else 'another'}, "
            f"not {row['sha256']}; if its publisher has revised it, write the new one into fetch.csv"
        )
    except FetchError as error:
        what = str(error)
    raise FetchError(f"{row['fetch']}: {row['url']} {what}; nothing was kept")


def _download(url: str, target: object, moved: Callable[[str], None]) -> None:
    """Write what an address answers into a file, and refuse what is no file."""
    import requests

    size = 0
    with requests.get(url, stream=True, timeout=_SECONDS, headers=_HEADERS) as answer:
        answer.raise_for_status()
        if answer.history:
            if urlsplit(url).scheme == "https" != urlsplit(answer.url).scheme:
                raise FetchError(f"leads to {answer.url}, which is not encrypted")
            moved(answer.url)
        with Path(target).open("wb") as file:
            for number, chunk in enumerate(answer.iter_content(_CHUNK)):
                if number == 0 and _PAGE.match(chunk):
                    title = _TITLE.search(chunk)
                    called = f" ({title[1].decode('utf-8', 'replace').strip()!r})" if title else ""
                    raise FetchError(f"sent a web page{called} in the place of a file; open it in a browser and see")
                if (size := size + len(chunk)) > MOST_BYTES:
                    raise FetchError(f"sent more than {MOST_BYTES // 1_000_000} MB")
                file.write(chunk)
    if not size:
        raise FetchError("sent an empty file")


def _reason(error: Exception) -> str:
    """Say in words why nothing came."""
    import requests

    if isinstance(error, requests.HTTPError):
        answer = error.response
        return f"answered {answer.status_code} {answer.reason}".rstrip()
    if isinstance(error, requests.Timeout):
        return "did not answer in time"
    if isinstance(error, requests.TooManyRedirects):
        return "leads from address to address without end"
    if isinstance(error, requests.exceptions.SSLError):
        return "has no certificate that this machine trusts"
    if isinstance(error, requests.exceptions.ChunkedEncodingError):
        cut = re.search(r"IncompleteRead\((\d+) bytes read, (\d+) more expected\)", str(error))
        whole = f" after {int(cut[1]):,} of {int(cut[1]) + int(cut[2]):,} bytes" if cut else ""
        return f"broke off{whole}; try again"
    if isinstance(error, requests.ConnectionError) and "Read timed out" in str(error):
        return "fell silent before the file was whole; try again"
    if isinstance(error, requests.ConnectionError):
        return "cannot be reached; is there a network?"
    return f"cannot be fetched ({type(error).__name__})"


def as_fetched(added: Added, row: pd.Series, day: date) -> Added:
    """Write into the source of a file where it was fetched, and on which day."""
    source, when = added.source, f"{day.day} {day:%B %Y}"
    said = {"url": row["url"], "date_accessed": day.isoformat()}
    citation = source["citation"].removesuffix(f" {source['url'].rstrip('.')}.")
    source = source | said | {"citation": f"{citation} {row['url']}; accessed {when}."}
    return replace(added, source=source, not_known=[name for name in added.not_known if name not in said])
