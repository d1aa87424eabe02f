"""The filled table of a request: its numbers as claims of the custodian, with the registry's rows that they need."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from wps_analysis.codes import last_day
from wps_analysis.columns import RAW_CLAIMS
from wps_analysis.errors import InputError
from wps_analysis.pack.publish.requests.table import CLAIMS
from wps_analysis.pack.publish.requests.write import slug_of
from wps_analysis.paths import raw_dir, read_bytes, registry_dir, sha256, write_atomic
from wps_analysis.registry.areas import area_name
from wps_analysis.registry.frameworks import load_crosswalk
from wps_analysis.registry.load import Registry
from wps_analysis.registry.rows import Indicator, Series, Source
from wps_analysis.texts import csv_text, text_problems

_COUNTED = "_number"
_KINDS = {"composition": "headcount", "rate": "process", "count": "flow"}

Row = Mapping[str, str]


@dataclass(frozen=True)
class Returned:
    """What a reply holds: its source, its claims, and the rows that the registry lacks of them."""

    source: dict[str, str]
    claims: list[dict[str, str]]
    indicators: list[dict[str, str]] = field(default_factory=list)
    series: list[dict[str, str]] = field(default_factory=list)
    counts: dict[str, str] = field(default_factory=dict)
    """Shares that are in the registry, each with the new indicator of its count."""


def is_returned(path: Path) -> bool:
    """Tell whether a file is a table that ``wps requests`` wrote."""
    if path.suffix.lower() != ".xlsx":
        return False
    rows = _claim_rows(path)
    return bool(rows) and rows[0] == list(RAW_CLAIMS)


def read_returned(path: Path, registry: Registry, *, published: str, root: str | Path | None = None) -> Returned:
    """Read what a custodian filled in.

    Parameters
    ----------
    path
        The table.
    registry
        Indicators, series and custodians that are there.
    published
        The day, month or year of the reply.
    root
        The project's root, whose planned indicators may be answered.

    Returns
    -------
    Returned
        A claim for each number that was filled in.

    Raises
    ------
    InputError
        If no number is filled in, one has no date, the reply no day, or an indicator is known nowhere.
    """
    rows = [dict(zip(RAW_CLAIMS, row, strict=False)) for row in _claim_rows(path)[1:]]
    filled = [row for row in rows if row["value_text"]]
    problems = [
        f"{path.name}, sheet {CLAIMS!r}: the number {row['value_text']!r} of {row['claim_id']} has no date; fill it in"
        for row in filled
        if not row["period_text"]
    ]
    if not filled:
        problems.append(
            f"{path.name}: no number is filled in; if there are some, open the table once in Excel or LibreOffice and "
            f"save it, so that the sheet {CLAIMS!r} takes them over"
        )
    try:
        last_day(published)
    except ValueError:
        problems.append(f"{path.name}: {published!r} is no date of the reply; say it: --published 2026-01-15")
    planned = load_crosswalk(registry, root).planned.set_index("indicator", drop=False).to_dict("index")
    known = registry.indicators.set_index("indicator", drop=False).to_dict("index")
    problems += [
        f"{path.name}: indicator {code!r} is neither in indicators.csv nor in monitoring/planned.csv"
        for code in dict.fromkeys(row["indicator"] for row in filled)
        if not {code, code.removesuffix(_COUNTED)} & {*known, *planned}
    ]
    for row in filled:
        problems += text_problems(row, f"{path.name}, sheet {CLAIMS!r}, {row['claim_id']}")
    if problems:
        raise InputError(problems)
    return _returned(path, filled, registry, known, planned, published)


def add_returned(returned: Returned, root: str | Path | None = None) -> list[Path]:
    """Write a reply into ``data/raw`` and the rows that it needs into the registry.

    Returns
    -------
    list of Path
        The files that were written.
    """
    registry = registry_dir(root)
    folder = raw_dir(root) / returned.source["source_id"]
    if folder.exists():
        raise InputError([f"data/raw/{folder.name} is there already; take it out to add the reply anew"])
    new = {row["indicator"] for row in returned.indicators}
    files = {
        folder / "claims.csv": _csv(list(RAW_CLAIMS), returned.claims),
        registry / "sources.csv": _more(registry / "sources.csv", [returned.source]),
    }
    if returned.series:
        files[registry / "series.csv"] = _more(registry / "series.csv", returned.series)
    if returned.indicators:
        files[registry / "indicators.csv"] = _more(registry / "indicators.csv", returned.indicators, returned.counts)
    themes = dict.fromkeys(row["theme"] for row in returned.indicators)
    known = {row["theme"] for row in _rows(registry / "themes.csv")[1]}
    if unknown := [theme for theme in themes if theme not in known]:
        rows = [{"theme": theme, "group": theme.replace("_", " ").capitalize()} for theme in unknown]
        files[registry / "themes.csv"] = _more(registry / "themes.csv", rows)
    planned = registry / "monitoring" / "planned.csv"
    if planned.is_file():
        header, rows = _rows(planned)
        if len(kept := [row for row in rows if row["indicator"] not in new]) < len(rows):
            files[planned] = _csv(header, kept)
    for path, text in files.items():
        write_atomic(path, text)
    return list(files)


def _returned(
    path: Path, filled: Sequence[Row], registry: Registry, known: Mapping[str, Row], planned: Mapping[str, Row],
    published: str,
) -> Returned:  # fmt: skip
    slug = filled[0]["claim_id"].partition(".")[0]
    custodian = _custodian(slug, registry, planned)
    source = _source(path, slug, custodian, area_name(filled[0]["area"], areas=registry.areas), published)
    indicators, counts = _indicators(filled, known, planned)
    about = {**known, **{row["indicator"]: row for row in indicators}}
    series = {code: f"{slug}_{code.removesuffix(_COUNTED)}" for code in (row["indicator"] for row in filled)}
    unknown = {series[row["indicator"]]: row["indicator"] for row in filled if not row["series"]}
    held = set(registry.series["series"])
    return Returned(
        source=source,
        claims=[
            {**row, "claim_id": source["source_id"] + row["claim_id"].removeprefix(slug),
             "pair_id": row["pair_id"] and f"{source['source_id']}.{row['pair_id']}",
             "series": row["series"] or series[row["indicator"]], "locator": row["locator"] or "reply"}
            for row in filled
        ],
        indicators=indicators,
        series=[_series(code, about[of], custodian) for code, of in unknown.items() if code not in held],
        counts=counts,
    )  # fmt: skip


def _indicators(
    filled: Sequence[Row], known: Mapping[str, Row], planned: Mapping[str, Row]
) -> tuple[list[dict[str, str]], dict[str, str]]:
    """Return rows for the indicators that have none yet, and the shares in the registry that get a count by it."""
    codes = dict.fromkeys(row["indicator"] for row in filled)
    made, counts = {}, {}
    for code in (code for code in codes if code not in known):
        share = code.removesuffix(_COUNTED)
        if share != code:
            made[code] = _count_row(code, known.get(share) or _planned_row(planned[share], code))
            counts |= {share: code} if share in known else {}
            if share in planned and share not in codes:
                made[share] = _planned_row(planned[share], code)
        else:
            count = f"{code}{_COUNTED}"
            made[code] = _planned_row(planned[code], count if count in codes else "")
    return list(made.values()), counts


def _planned_row(row: Row, count: str) -> dict[str, str]:
    """Return a planned indicator as one that has figures; how it moves and reads is for its keeper to look through."""
    share = row["unit_measure"] == "PT"
    measure = row["measure"] if share else "count"
    same = {name: row[name] for name in ("indicator", "name", "pillar", "theme", "rpa_output", "unit_measure",
                                         "definition", "not_measured", "custodian")}  # fmt: skip
    return dict.fromkeys(Indicator.model_fields, "") | same | {
        "short_name": row["name"][:32].strip() if share else "", "wording": row["name"].lower() if share else "",
        "message": "list", "rpa_relation": "measures" if row["rpa_output"] else "", "measure": measure,
        "kind": _KINDS[measure], "direction": "up" if measure == "composition" else "",
        "complement": "yes" if measure == "composition" else "", "rate_of": "other" if measure == "rate" else "",
        "valid_min": "0", "valid_max": "100" if share else "", "count_indicator": count,
    }  # fmt: skip


def _count_row(code: str, share: Row) -> dict[str, str]:
    """Return the indicator that counts the persons of a share."""
    same = {name: str(share[name]) for name in ("pillar", "also_pillar", "rpa_output", "rpa_relation", "theme", "kind",
                                                "government_level", "rank", "custodian", "not_measured")}  # fmt: skip
    return dict.fromkeys(Indicator.model_fields, "") | same | {
        "indicator": code, "name": f"{share['name']}, number", "message": "list", "measure": "count",
        "unit_measure": "PS", "valid_min": "0", "definition": f"{share['name']} who are women (F) or all (_T).",
    }  # fmt: skip


def _series(code: str, indicator: Row, custodian: str) -> dict[str, str]:
    name = indicator["name"].removesuffix(", number")
    return dict.fromkeys(Series.model_fields, "") | {
        "series": code, "name": f"{name}, by {custodian}", "definition": "As the custodian's reply counts them.",
        "population": name, "basis": "register", "rank": "1", "custodian": custodian,
    }  # fmt: skip


def _source(path: Path, slug: str, custodian: str, area: str, published: str) -> dict[str, str]:
    title = f"Reply to a request for data on women, peace and security, {area}"
    return dict.fromkeys(Source.model_fields, "") | {
        "source_id": f"{slug}_reply_{published.replace('-', '_')}", "committed": "yes", "producer": custodian,
        "title": title, "short_title": f"{custodian}, reply {published[:4]}", "published": published,
        "published_basis": "stated", "date_accessed": last_day(published).isoformat(),
        "citation": f"{custodian}. {title}. {published}.", "file": path.name, "sha256": sha256(read_bytes(path)),
    }  # fmt: skip


def _custodian(slug: str, registry: Registry, planned: Mapping[str, Row]) -> str:
    """Return the custodian whose name gives the slug with which the claims of a request begin."""
    held = (registry.custodians["name"], registry.indicators["custodian"], registry.series["custodian"])
    names = [*(name for column in held for name in column), *(p["custodian"] for p in planned.values())]
    return next((name for name in names if name and slug_of(name).replace("-", "_") == slug), slug.replace("_", " "))


def _claim_rows(path: Path) -> list[list[str]]:
    """Return the rows of the sheet of claims as texts; none where the file has no such sheet."""
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        with CalamineWorkbook.from_path(path) as book:
            if CLAIMS not in book.sheet_names:
                return []
            return [[_text(cell) for cell in row] for row in book.get_sheet_by_name(CLAIMS).to_python()]
    except (CalamineError, OSError):
        return []  # whatever it is, it is for another reader to say


def _text(cell: object) -> str:
    return f"{cell:g}" if isinstance(cell, float) else str(cell).strip()


def _more(path: Path, rows: Sequence[Row], counts: Mapping[str, str] | None = None) -> str:
    """Return a file of the registry with rows behind its own, and the counts that some of its shares get."""
    header, held = _rows(path)
    held = [{**row, "count_indicator": counts[row["indicator"]]} if row.get("indicator") in (counts or {}) else row
            for row in held]  # fmt: skip
    return _csv(header, [*held, *rows])


def _rows(path: Path) -> tuple[list[str], list[dict[str, str]]]:
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        return list(reader.fieldnames or []), list(reader)


def _csv(header: Sequence[str], rows: Sequence[Row]) -> str:
    return csv_text([header, *([row.get(name, "") for name in header] for row in rows)])
