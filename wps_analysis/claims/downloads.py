"""A file as its publisher offers it, as claims: figures of mapped series and known areas, and what is left out."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pandas as pd

from wps_analysis.claims.bounds import COUNT_UNITS
from wps_analysis.claims.periods import parse_period
from wps_analysis.claims.readers.coded import as_text, by_distinct, by_rows, distinct_rows, repeated, stacked
from wps_analysis.claims.readers.figures import area_codes, fold
from wps_analysis.claims.readers.recognise import Recognised, recognise
from wps_analysis.claims.values import parse_value
from wps_analysis.claims.whole_columns import PLAIN
from wps_analysis.errors import InputError, WpsError
from wps_analysis.paths import shown
from wps_analysis.registry.load import Registry
from wps_analysis.registry.publishers import LEFT_OUT, place_areas
from wps_analysis.tables import RawClaims
from wps_analysis.texts import active

PREPARED = ["source", "file", "row", "ref_area", "scale", "decimals", "keyed"]
"""What a download knows of each claim beside the columns of ``tables.RawClaims``."""
_NO_FIGURE = {"", "..", "...", "…", "-", "--", "---", ". .", "na", "n/a", "n.a.", "nan", "null", "none", "xxx",
              "not available", "not applicable", "?"}  # fmt: skip
_SHOWN = 6
_LINE = ["publisher", "published_series", "breakdown", "sex", "unit"]
"""What the registry's codes of a figure depend on."""
_FROM_MAP = ["key", "indicator", "population", "series", "unit_measure"]
_SAID_ONCE = ["key", "ref_area", "period_text", "sex", "population", "breakdown", "value_text"]
_NUMBER, _DECIMALS = re.compile(PLAIN), re.compile(r"\d+\.\d*[1-9]\d*")


@dataclass(frozen=True, eq=False)
class Download:
    """What a file holds: the claims that it makes, and how many figures are left out for which reason."""

    file: str
    sheets: list[Recognised]
    figures: pd.DataFrame = field(repr=False)
    claims: pd.DataFrame = field(repr=False)
    used: pd.Index = field(repr=False)
    """The labels of the figures that make claims."""
    left_out: dict[str, int]
    """Figures (empty cells too) by the reason, each told once; with the claims they are all the file's figures."""
    unknown: list[str]
    """What is in the file that no reader knows."""

    @property
    def publisher(self) -> str:
        """The publisher's code; empty for a list that holds no figures."""
        return next(iter(self.figures["publisher"]), "")

    @property
    def about(self) -> dict[str, str]:
        """What the file says of itself."""
        return {name: text for sheet in self.sheets[::-1] for name, text in sheet.about().items()}


def read_download(path: Path, source: str, registry: Registry, *, series: str = "", areas: str = "") -> Download:
    """Read a file by its structure and map what it holds.

    Parameters
    ----------
    path
        The file as downloaded.
    source
        The source's id, with which the ids of its claims begin.
    registry
        Areas, publishers and their series.
    series, areas
        Only these, separated by commas: codes of the publisher's series, codes of areas. Of a file that names no
        area, the area that it is of.

    Returns
    -------
    Download
        Nothing is written.

    Raises
    ------
    InputError
        If the file cannot be opened, is cut off, or is of a kind that no reader knows.
    """
    sheets, unknown = recognise(path)
    if not sheets:
        raise InputError(unknown)
    tables = [sheet.read() for sheet in sheets]  # an extract names the publisher of each row itself
    tables = [
        table if "publisher" in table else table.assign(publisher=sheet.reader.PUBLISHER)
        for sheet, table in zip(sheets, tables, strict=True)
    ]
    figures = stacked(tables)
    chosen, left_out = _mapped(figures, registry, _codes(series), _codes(areas))
    claims = _claims(chosen, source, shown(path))
    return Download(shown(path), sheets, figures, claims, chosen.index, left_out, unknown)


def _codes(text: str) -> list[str]:
    return [code.strip() for code in text.split(",") if code.strip()]


class _Sieve:
    """Keeps the figures that are wanted, and counts the others by the reason."""

    def __init__(self) -> None:
        self.left_out: dict[str, int] = {}

    def keep(
        self, table: pd.DataFrame, wanted: pd.Series | np.ndarray, reason: str,
        names: Callable[[pd.DataFrame], pd.Series] | None = None,
    ) -> pd.DataFrame:  # fmt: skip
        """Return the wanted rows; ``names`` says what the others are called, each name told once."""
        wanted = np.asarray(wanted, dtype=bool)
        if wanted.all():
            return table
        out = table[~wanted]
        distinct = list(names(out).unique()) if names else []
        said = reason.format(n=len(distinct), names=_few(distinct), s="" if len(distinct) == 1 else "s")
        self.left_out[said] = len(out)
        return table[wanted]


def _of(name: str) -> Callable[[pd.DataFrame], pd.Series]:
    return lambda out: out[name]


def _mapped(
    figures: pd.DataFrame, registry: Registry, series: list[str], areas: list[str]
) -> tuple[pd.DataFrame, dict[str, int]]:
    """Keep the figures that become claims, and count the others by their reason."""
    sieve = _Sieve()
    empty = by_distinct(figures["value_text"], lambda text: "yes" if text and text.casefold() in _NO_FIGURE else "")
    table = figures.assign(empty=empty)
    table = sieve.keep(table, table["value_text"] != "", "empty cells")
    table = sieve.keep(table, table["empty"] != "yes", "cells without a figure ({names})", _of("value_text"))
    if series:
        wanted = {fold(code) for code in series}
        asked = by_distinct(table["published_series"], lambda code: "yes" if fold(code) in wanted else "")
        table = sieve.keep(table, asked == "yes", "series not asked for")
    if len(areas) == 1:
        table = table.assign(area=by_distinct(table["area"], lambda area: area or areas[0]))
    if table.empty:
        return table.assign(ref_area="", kind=""), sieve.left_out
    table = _placed(table, registry)
    for kind, words in LEFT_OUT.items():
        reason = f"{{n}} area{{s}}: {words} ({{names}})"
        wanted = (table["ref_area"] != "") | (table["kind"] != kind)
        if kind == "" and (table.loc[~wanted, ["area_name", "area"]] == "").all(axis=None):
            reason = "the file names no area: say which with --areas"
        table = sieve.keep(
            table, wanted, reason, lambda out: area_codes(out["area_name"], out["area"])
        )  # fmt: skip
    if areas:
        table = sieve.keep(table, table["ref_area"].isin(areas), "areas not asked for")
    return _with_map(table, registry, sieve), sieve.left_out


def _placed(table: pd.DataFrame, registry: Registry) -> pd.DataFrame:
    """Put beside each figure which area of the registry it is of, or why it is left out."""
    number, firsts = distinct_rows(table[["publisher", "area"]])
    lines = table[["publisher", "area"]].iloc[firsts].astype(object).reset_index(drop=True)
    for publisher, own in lines.groupby("publisher", sort=False):
        placed = place_areas(
            own["area"], str(publisher), known=registry.publisher_areas, areas=registry.areas,
            aliases=registry.area_aliases,
        )  # fmt: skip
        lines.loc[own.index, ["ref_area", "kind"]] = placed.loc[own["area"]].to_numpy()
    return table.assign(**{name: repeated(lines[name], number, table.index) for name in ("ref_area", "kind")})


def _with_map(table: pd.DataFrame, registry: Registry, sieve: _Sieve) -> pd.DataFrame:
    """Put the registry's codes beside each figure: what is asked of a line of a series is asked once."""
    number, firsts = distinct_rows(table[_LINE])
    lines = _mapped_lines(table[_LINE].iloc[firsts].astype(object).reset_index(drop=True), registry)
    flags = {name: lines[name].to_numpy(dtype=bool)[number] for name in ("known", "grouped", "same_unit")}
    columns = {name: repeated(lines[name], number, table.index) for name in (*_FROM_MAP, "sex")}
    printed = {"printed_sex": table["sex"], "scale": lines["scale"].to_numpy()[number],
               "decimals": lines["decimals"].to_numpy()[number]}  # fmt: skip
    codes = {"", *table["published_series"].unique()}
    table = table.assign(**columns, **printed, **flags)
    table = sieve.keep(
        table, table["known"], "{n} series without a row in series_map.csv ({names})",
        lambda out: by_rows(
            out[["published_series", "series_name"]], lambda code, name: code if name in codes else f"{code} {name}"
        ),
    )  # fmt: skip
    table = sieve.keep(
        table, table["grouped"], "groups of mapped series that are not mapped ({names})",
        lambda out: by_rows(out[["breakdown", "printed_sex"]], lambda group, sex: group or f"sex {sex}"),
    )  # fmt: skip
    table = sieve.keep(table, table["same_unit"], "figures in another unit ({names})", _of("unit"))
    broken = table["unit_measure"].isin(COUNT_UNITS) & (table["bounds"] == "") & table["scale"].isna()
    counted = by_distinct(table.loc[broken, "value_text"], lambda text: "yes" if _DECIMALS.fullmatch(text) else "")
    broken &= (counted == "yes").reindex(table.index, fill_value=False)
    reason = "figures with decimals where whole numbers are counted ({names})"
    table = sieve.keep(table, ~broken, reason, _of("value_text"))
    unread = by_distinct(table["period_text"], lambda text: "" if _is_read(parse_period, text) else "no")
    table = sieve.keep(table, unread == "", "periods that are not understood ({names})", _of("period_text"))
    if (table["bounds"] != "").any():
        both = table[["value_text", "bounds"]]
        table = table.assign(value_text=by_rows(both, lambda text, ends: f"{text} [{ends}]" if ends else text))
    unread = by_distinct(
        table["value_text"], lambda text: "" if _NUMBER.fullmatch(text) or _is_read(parse_value, text) else "no"
    )
    table = sieve.keep(table, unread == "", "cells that hold no single figure ({names})", _of("value_text"))
    again = pd.Series(distinct_rows(table[_SAID_ONCE])[0], index=table.index).duplicated()
    return sieve.keep(table, ~again, "figures that stand in the file again")


def _mapped_lines(lines: pd.DataFrame, registry: Registry) -> pd.DataFrame:
    """Say of each line of a publisher's series what it is in the registry, and whether it is there."""
    mapped = registry.series_map.rename(columns={"sex": "map_sex", "unit": "map_unit"})
    mapped = mapped.assign(key=mapped["published_series"].map(fold), group=mapped["breakdown"].str.split("|"))
    mapped = mapped.explode("group")
    mapped = mapped.assign(group=mapped["group"].map(lambda text: "*" if text == "*" else fold(text)))
    lines = lines.assign(key=by_distinct(lines["published_series"], fold), group=by_distinct(lines["breakdown"], fold))
    known = pd.MultiIndex.from_frame(lines[["publisher", "key"]]).isin(
        pd.MultiIndex.from_frame(mapped[["publisher", "key"]])
    )
    any_group = mapped["group"] == "*"
    codes = mapped.drop(columns=["published_series", "breakdown"])
    rows = pd.concat([
        lines.reset_index().merge(codes[~any_group], on=["publisher", "key", "group"]),
        lines.reset_index().merge(codes[any_group].drop(columns="group"), on=["publisher", "key"]),
    ])  # fmt: skip
    asked = (rows["map_sex"] == "") | (rows["sex"] == "") | (rows["map_sex"] == rows["sex"])
    rows = rows[asked & ~((rows["map_sex"] == "") & (rows["sex"] == ""))].drop_duplicates("index").set_index("index")
    grouped = lines.index.isin(rows.index)
    rows = rows.reindex(lines.index)
    found = {name: rows[name].fillna("") for name in ("indicator", "population", "series", "map_sex", "map_unit")}
    units = {text: {fold(unit) for unit in text.split("|")} for text in found["map_unit"].unique()}
    same = [
        not unit or not wanted or fold(unit) in units[wanted]
        for unit, wanted in zip(lines["unit"], found["map_unit"], strict=True)
    ]
    unit_measure = found["indicator"].map(registry.indicators.set_index("indicator")["unit_measure"]).fillna("")
    return lines.assign(
        **{name: found[name] for name in ("indicator", "population", "series")}, unit_measure=unit_measure,
        sex=lines["sex"].where(found["map_sex"] == "", found["map_sex"]), known=known, grouped=grouped, same_unit=same,
        scale=pd.to_numeric(rows["scale"]), decimals=pd.to_numeric(rows["decimals"]),
    )  # fmt: skip


def _is_read(parse, text: str) -> bool:
    try:
        parse(text)
    except WpsError:
        return False
    return True


def _said(text: str) -> str:
    """Write a text of a file on one line, without a character that hides or a beginning that a spreadsheet runs."""
    if _NUMBER.fullmatch(text):
        return text
    plain = " ".join("".join(char if unicodedata.category(char)[0] != "C" else " " for char in text).split())
    return f"“{plain.replace(';', ',')}”" if active(plain) else plain


def _few(names: list[str]) -> str:
    shown_ = [name[:60] or "no name" for name in names[:_SHOWN]]
    return ", ".join(shown_) + (f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else "")


def _claims(rows: pd.DataFrame, source: str, file: str) -> pd.DataFrame:
    """Lay the figures out as raw claims, each with an id made of what it says."""
    if rows.empty:
        return pd.DataFrame(columns=[*RawClaims.columns, *PREPARED])
    parts = [
        by_rows(rows[["key", "ref_area"]], lambda key, area: f"{source}.{key}.{area.lower()}."),
        by_distinct(rows["period_text"], lambda text: parse_period(text).time_period.lower().replace("/", "_")),
        by_rows(rows[["sex", "population"]], lambda sex, group: f".{sex}" + ("" if group == "_T" else f".{group}")),
    ]
    ids = as_text(parts[0]) + as_text(parts[1]) + as_text(parts[2])
    number, firsts = distinct_rows(pd.concat(parts, axis=1, keys=range(len(parts))))
    if len(firsts) < len(ids):
        again = pd.Series(number, index=ids.index).groupby(number).cumcount()
        ids = ids + np.where(again > 0, "." + (again + 1).astype(str), "")
    said = {name: by_distinct(rows[name], _said) for name in ("area", "period_text", "value_text")}
    constant = {"origin": "", "pair_id": "", "table_id": "", "role": "", "source": source, "file": file}
    everywhere = np.zeros(len(rows), dtype=int)
    claims = rows.assign(
        claim_id=ids, locator=by_distinct(rows["published_series"], _said),
        note=by_rows(rows[["breakdown", "note"]], lambda *texts: _said("; ".join(filter(None, texts)))),
        **said, **{name: repeated([text], everywhere, rows.index) for name, text in constant.items()},
        keyed=False, scale=rows["scale"].fillna(1.0), decimals=rows["decimals"].fillna(0).astype(int),
    )  # fmt: skip
    return claims[[*RawClaims.columns, *PREPARED]].reset_index(drop=True)
