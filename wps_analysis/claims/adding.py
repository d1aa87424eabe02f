"""A downloaded file into the project: unchanged into its source's folder, with its row in ``sources.csv``."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import Path

from wps_analysis.claims.downloads import Download, read_download
from wps_analysis.claims.extracts import extract
from wps_analysis.claims.periods import parse_period, period_end
from wps_analysis.codes import last_day
from wps_analysis.errors import InputError
from wps_analysis.paths import raw_dir, read_bytes, registry_dir, sha256, write_atomic
from wps_analysis.registry.load import Registry, load_registry
from wps_analysis.registry.rows import Source
from wps_analysis.texts import with_rows

_EMPTY = ("url", "licence", "date_accessed")
"""What a reader of sources.csv looks for, and a file often does not say."""


@dataclass(frozen=True, eq=False)
class Added:
    """A file that was read, the source that it is or would be, and what is not known of it."""

    download: Download
    source: dict[str, str]
    not_known: list[str]
    already: str
    """The source that holds the same bytes; empty if none does."""


def prepare(path: Path, registry: Registry, *, series: str = "", areas: str = "") -> Added:
    """Read a file and say what it is, without writing anything.

    Parameters
    ----------
    path
        The file as downloaded.
    registry
        Publishers, their series, and the sources that are there.
    series, areas
        Only these, as for ``downloads.read_download``.

    Raises
    ------
    InputError
        If the file cannot be read, or is of a kind that no reader knows.
    """
    digest = sha256(read_bytes(path))
    held = registry.sources.set_index("sha256")["source_id"]
    download = read_download(path, "source", registry, series=series, areas=areas)
    source = _source(path, download, registry, digest)
    claims = download.claims.assign(
        source=source["source_id"],
        claim_id=source["source_id"] + download.claims["claim_id"].str.removeprefix("source"),
    )
    download = replace(download, claims=claims)
    not_known = [name for name in _EMPTY if not source[name]]
    if source["published_basis"] == "not_before" and len(download.claims):
        not_known = ["published (taken as not before its newest figure)", *not_known]
    return Added(download, source, not_known, held.get(digest, "") if digest in held.index else "")


def _source(path: Path, download: Download, registry: Registry, digest: str) -> dict[str, str]:
    """Fill in the row of sources.csv from the file and from what is known of its publisher."""
    known = registry.publishers.set_index("publisher").reindex([download.publisher]).fillna("").iloc[0]
    about = {**_beside(path, registry), **download.about}
    published, basis = about.get("published", ""), "stated"
    if not published:
        newest = {
            f"{period_end(parse_period(text).time_period):%Y-%m-%d}" for text in download.claims["period_text"].unique()
        }
        published, basis = max(newest, default="")[:7].removesuffix("-12"), "not_before"
    title = about.get("title") or known["title"]
    url, licence = about.get("url") or known["url"], about.get("licence") or known["licence"]
    codes = download.figures["published_series"].unique()
    what = codes[0] if len(codes) == 1 else _stem(path.name)
    stem = re.sub(r"[^a-z0-9]+", "_", f"{download.publisher}_{what}"[:60].lower()).strip("_")
    source_id = f"{stem}_{published.replace('-', '_')}" if published and basis == "stated" else stem
    source_id = _free(source_id, registry, digest)
    said = [known["name"], about.get("citation") or title, _day(published) if published else "", url]
    return dict.fromkeys(Source.model_fields, "") | {
        "source_id": source_id, "committed": "yes" if known["commit"] else "no", "producer": known["name"],
        "title": title,
        "short_title": f"{title} {published[:4]}".strip(), "url": url, "published": published,
        "published_basis": basis, "release_of": download.publisher, "licence": licence,
        "citation": " ".join(f"{part.rstrip('.')}." for part in said if part),
        "file": _file_name(path), "sha256": digest,
    }  # fmt: skip


def _stem(name: str) -> str:
    """Return a file's name without its endings; the dots of an abbreviation or a number are none.

    Examples
    --------
    >>> _stem("Statistical Yearbook vol. 3.csv.gz"), _stem("goal5.2019.xlsx")
    ('Statistical Yearbook vol. 3', 'goal5.2019')
    """
    return re.sub(r"(?:\.[A-Za-z][A-Za-z0-9]{0,7})+$", "", name)


def _file_name(path: Path) -> str:
    """Write the name of a file without what another system could not bear in one."""
    return re.sub(r"[^\w. -]", "_", path.name).lstrip(" .")


def _beside(path: Path, registry: Registry) -> dict[str, str]:
    """Take the description of a file from the metadata that its publisher puts beside it."""
    beside = path.with_name(f"{_stem(path.name)}.metadata.json")
    if beside == path or not beside.is_file():
        return {}
    return read_download(beside, "source", registry).about


def _free(source_id: str, registry: Registry, digest: str) -> str:
    """Return an id that no other file bears, numbered if need be."""
    taken = dict(zip(registry.sources["source_id"], registry.sources["sha256"], strict=True))
    number, free = 1, source_id
    while taken.get(free, digest) != digest:
        number += 1
        free = f"{source_id}_{number}"
    return free


def _day(published: str) -> str:
    day = last_day(published)
    return published if len(published) < 10 else f"{day.day} {day:%B %Y}"


def add(
    added: Added, root: str | Path | None, *, path: Path, series: str = "", areas: str = "", extracted: bool = False
) -> Path:
    """Put the file into its source's folder and its row into ``sources.csv``; each file is written whole.

    Parameters
    ----------
    added
        From ``prepare``.
    root
        The project's root.
    path
        The file.
    series, areas
        Kept in ``downloads.csv`` where they are given.

    extracted
        Keep the figures that are used instead of the file, in a layout that the project may commit; only where the
        publisher's terms allow. ``sources.csv`` names the file and its fingerprint all the same.

    Returns
    -------
    Path
        The copy or extract in ``data/raw``, its name without signs such as brackets; git does not follow it
        unless the publisher's terms allow.

    Raises
    ------
    InputError
        If an extract is asked for and the terms are not known to allow one, or it is too large.
    """
    registry, source = load_registry(root), added.source
    folder = raw_dir(root) / source["source_id"]
    allowed = registry.publishers.set_index("publisher")["commit"].get(added.download.publisher, "")
    if extracted and not allowed:
        terms = f"the terms of {source['producer']} are not known to allow an extract (publishers.csv)"
        raise InputError([f"{added.download.file}: {terms}: add the file itself, which stays on your machine"])
    name = source["file"]
    kept = folder / (f"{_stem(name)}.csv.gz" if extracted else name)
    write_atomic(kept, extract(added.download) if extracted else read_bytes(path))
    if not allowed:
        write_atomic(folder / ".gitignore", "# The publisher's terms are not known to allow a copy.\n*\n")
    if series or areas:
        chosen = registry_dir(root) / "downloads.csv"
        write_atomic(chosen, with_rows(chosen, [[source["source_id"], series, areas]]))
    sources = registry_dir(root) / "sources.csv"
    write_atomic(sources, with_rows(sources, [source.values()]))
    return kept
