"""A file as its publisher offers it, as claims: figures of mapped series and known areas, and what is left out."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pandas as pd

from wps_analysis.claims.bounds import COUNT_UNITS
from wps_analysis.claims.periods import parse_period
from wps_analysis.claims.readers.figures import by_distinct, fold
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
    figures = pd.concat(tables, ignore_index=True)
    chosen, left_out = _mapped(figures, registry, _codes(series), _codes(areas))
    claims = _claims(chosen, source, shown(path))
    return Download(shown(path), sheets, figures, claims, chosen.index, left_out, unknown)


def _codes(text: str) -> list[str]:
    return [code.strip() for code in text.split(",") if code.strip()]


def _mapped(
    figures: pd.DataFrame, registry: Registry, series: list[str], areas: list[str]
) -> tuple[pd.DataFrame, dict[str, int]]:
    """Keep the figures that become claims, and count the others by their reason."""
    left_out: dict[str, int] = {}

    def keep(table: pd.DataFrame, wanted: pd.Series, reason: str, names: pd.Series | None = None) -> pd.DataFrame:
        out = table[~wanted]
        if len(out):
            distinct = list(dict.fromkeys(names[~wanted])) if names is not None else []
            left_out[reason.format(n=len(distinct), names=_few(distinct), s="" if len(distinct) == 1 else "s")] = len(
                out
            )
        return table[wanted]

    empty = by_distinct(figures["value_text"], lambda text: "yes" if text.casefold() in _NO_FIGURE else "") == "yes"
    table = keep(figures, figures["value_text"] != "", "empty cells")
    table = keep(table, ~empty.loc[table.index], "cells without a figure ({names})", table["value_text"])
    if series:
        wanted = {fold(code) for code in series}
        table = keep(table, table["published_series"].map(fold).isin(wanted), "series not asked for")
    if len(areas) == 1:
        table = table.assign(area=table["area"].where(table["area"] != "", areas[0]))
    for publisher in dict.fromkeys(table["publisher"]):
        own = table["publisher"] == publisher
        placed = place_areas(
            table.loc[own, "area"].unique(), publisher, known=registry.publisher_areas, areas=registry.areas,
            aliases=registry.area_aliases,
        )  # fmt: skip
        table.loc[own, ["ref_area", "kind"]] = placed.loc[table.loc[own, "area"]].to_numpy()
    if table.empty:
        return table.assign(ref_area="", kind=""), left_out
    known = table["ref_area"] != ""
    for kind, words in LEFT_OUT.items():
        names = table["area_name"].where(table["area_name"] != "", table["area"])
        reason = f"{{n}} area{{s}}: {words} ({{names}})"
        if kind == "" and (names[~known & (table["kind"] == "")] == "").all():
            reason = "the file names no area: say which with --areas"
        table = keep(table, known.loc[table.index] | (table["kind"] != kind), reason, names)
    if areas:
        table = keep(table, table["ref_area"].isin(areas), "areas not asked for")
    return _with_map(table, registry, keep), left_out


def _with_map(table: pd.DataFrame, registry: Registry, keep) -> pd.DataFrame:
    """Put the registry's codes beside each figure."""
    mapped = registry.series_map.rename(columns={"sex": "map_sex", "unit": "map_unit"})
    mapped = mapped.assign(key=mapped["published_series"].map(fold), group=mapped["breakdown"].str.split("|"))
    mapped = mapped.explode("group")
    mapped = mapped.assign(group=mapped["group"].map(lambda text: "*" if text == "*" else fold(text)))
    table = table.assign(key=by_distinct(table["published_series"], fold), group=by_distinct(table["breakdown"], fold))
    names = table["published_series"].where(
        table["series_name"].isin({"", *table["published_series"]}),
        table["published_series"] + " " + table["series_name"],
    )
    known = pd.MultiIndex.from_frame(table[["publisher", "key"]]).isin(
        pd.MultiIndex.from_frame(mapped[["publisher", "key"]])
    )
    table = keep(table, pd.Series(known, index=table.index),
                 "{n} series without a row in series_map.csv ({names})", names)  # fmt: skip
    any_group = mapped["group"] == "*"
    codes = mapped.drop(columns=["published_series", "breakdown"])
    rows = pd.concat([
        table.reset_index().merge(codes[~any_group], on=["publisher", "key", "group"]),
        table.reset_index().merge(codes[any_group].drop(columns="group"), on=["publisher", "key"]),
    ])  # fmt: skip
    asked = (rows["map_sex"] == "") | (rows["sex"] == "") | (rows["map_sex"] == rows["sex"])
    rows = rows[asked & ~((rows["map_sex"] == "") & (rows["sex"] == ""))]
    rows = rows.drop_duplicates("index").set_index("index").sort_index()
    table = keep(table, table.index.isin(rows.index) == np.True_,
                 "groups of mapped series that are not mapped ({names})",
                 table["breakdown"].where(table["breakdown"] != "", "sex " + table["sex"]))  # fmt: skip
    rows = rows.loc[table.index].rename_axis(None)
    rows = rows.assign(sex=rows["sex"].where(rows["map_sex"] == "", rows["map_sex"]))
    units = {text: {fold(unit) for unit in text.split("|")} for text in rows["map_unit"].unique()}
    same = [not unit or not wanted or fold(unit) in units[wanted]
            for unit, wanted in zip(rows["unit"], rows["map_unit"], strict=True)]  # fmt: skip
    rows = keep(rows, pd.Series(same, index=rows.index, dtype=bool), "figures in another unit ({names})", rows["unit"])
    rows = rows.assign(unit_measure=rows["indicator"].map(registry.indicators.set_index("indicator")["unit_measure"]))
    broken = (
        rows["unit_measure"].isin(COUNT_UNITS) & (rows["bounds"] == "") & (rows["scale"].astype(str).isin({"", "nan"}))
    )
    broken &= rows["value_text"].str.fullmatch(r"\d+\.\d*[1-9]\d*").astype(bool)
    rows = keep(rows, ~broken, "figures with decimals where whole numbers are counted ({names})", rows["value_text"])
    periods = by_distinct(rows["period_text"], lambda text: "" if _is_read(parse_period, text) else "no")
    rows = keep(rows, periods == "", "periods that are not understood ({names})", rows["period_text"])
    texts = rows["value_text"] + rows["bounds"].map(lambda text: f" [{text}]" if text else "")
    plain = re.compile(PLAIN)
    values = by_distinct(texts, lambda text: "" if plain.fullmatch(text) or _is_read(parse_value, text) else "no")
    rows = keep(rows.assign(value_text=texts), values == "", "cells that hold no single figure ({names})", texts)
    again = rows.duplicated(["key", "ref_area", "period_text", "sex", "population", "breakdown", "value_text"])
    return keep(rows, ~again, "figures that stand in the file again")


def _is_read(parse, text: str) -> bool:
    try:
        parse(text)
    except WpsError:
        return False
    return True


def _said(text: str) -> str:
    """Write a text of a file on one line, without a character that hides or a beginning that a spreadsheet runs."""
    plain = " ".join("".join(char if unicodedata.category(char)[0] != "C" else " " for char in text).split())
    return f"“{plain.replace(';', ',')}”" if active(plain) else plain


def _few(names: list[str]) -> str:
    shown_ = [name[:60] or "no name" for name in names[:_SHOWN]]
    return ", ".join(shown_) + (f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else "")


def _claims(rows: pd.DataFrame, source: str, file: str) -> pd.DataFrame:
    """Lay the figures out as raw claims, each with an id made of what it says."""
    if rows.empty:
        return pd.DataFrame(columns=[*RawClaims.columns, *PREPARED])
    period = by_distinct(rows["period_text"], lambda text: parse_period(text).time_period.lower().replace("/", "_"))
    group = by_distinct(rows["population"], lambda text: "" if text == "_T" else f".{text}")
    ids = f"{source}." + rows["key"] + "." + rows["ref_area"].str.lower() + "." + period + "." + rows["sex"] + group
    again = ids.groupby(ids).cumcount()
    ids = ids + np.where(again > 0, "." + (again + 1).astype(str), "")
    note = rows["breakdown"] + np.where((rows["breakdown"] != "") & (rows["note"] != ""), "; ", "") + rows["note"]
    claims = rows.assign(
        claim_id=ids,
        locator=by_distinct(rows["published_series"], _said),
        note=by_distinct(note, _said), origin="", pair_id="", table_id="", role="", source=source, file=file,
        keyed=False,
        **{name: by_distinct(rows[name], _said) for name in ("area", "period_text", "value_text")},
        scale=pd.to_numeric(rows["scale"]).fillna(1.0), decimals=pd.to_numeric(rows["decimals"]).fillna(0).astype(int),
    )  # fmt: skip
    return claims[[*RawClaims.columns, *PREPARED]].reset_index(drop=True)
