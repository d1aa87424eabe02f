"""Every figure read by eye from the public files is among the figures that a reader makes of its file."""

import csv
import re
from functools import cache
from pathlib import Path

import pycountry
import pytest

from wps_analysis.claims.downloads import read_download
from wps_analysis.claims.readers.figures import by_distinct
from wps_analysis.claims.readers.recognise import recognise
from wps_analysis.paths import is_table
from wps_analysis.registry.load import load_registry as load
from wps_analysis.registry.place_names import normalise_name
from wps_analysis.registry.publishers import known_areas

PROJECT = Path(__file__).parents[1]
load_registry = cache(load)
DATA = Path(__file__).parents[2] / "shared/data"
SEX = {"female": "F", "male": "M", "total": "_T", "both sexes": "_T"}
LISTS = "Gender_StatsCountry.csv"  # facts of a list of countries, which holds no figure

pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="needs ../shared/data, the public files as downloaded")


def facts():
    if not DATA.is_dir():
        return []
    with (DATA / "FACTS.csv").open(encoding="utf-8", newline="") as file:
        return [fact for fact in csv.DictReader(file) if LISTS not in fact["file"]]


def files():
    """The smaller files: the others are read by the facts."""
    every = sorted(path for path in DATA.rglob("*") if is_table(path) and path.is_file() and path.name != "FACTS.csv")
    return [path for path in every if path.stat().st_size < 500_000]


@cache
def figures_of(file):
    return [known.read() for known in recognise(DATA / file)[0]]


def same_number(text, expected):
    try:
        return abs(float(text.rstrip("%")) - float(expected.rstrip("%"))) <= 1e-9 * max(
            1, abs(float(expected.rstrip("%")))
        )
    except ValueError:
        return text == expected


def of_area(figures, name):
    registry = load_registry(PROJECT)
    codes = known_areas([name], areas=registry.areas, aliases=registry.area_aliases).values()
    said = by_distinct(figures["area_name"], normalise_name).eq(normalise_name(name))
    return figures[said | figures["area"].isin([*codes, name.replace("KH", "KH-")])]


def rows_of(figures, fact):
    """The figures of a fact's area, year and sex; a list may name its rows by code, a file of one country by none."""
    rows = of_area(figures, fact["area"])
    if rows.empty and (code := re.match(r"(?:row )?([A-Z]{3})(?:$|[/ ])", fact["locator"])):
        rows = figures[figures["area"] == code[1]]
    if rows.empty and (number := re.match(r"(?:geo_area )?(\d+)$", fact["locator"])):
        rows = figures[figures["area"] == f"{int(number[1]):03}"]
    if rows.empty and set(figures["area"]) == {""}:
        rows = figures
    rows = rows[rows["period_text"].str.contains(fact["year"][:4], regex=False) | (rows["period_text"] == "")]
    said = fact["sex_from"] == "file" and fact["sex"]
    return rows[rows["sex"].isin({SEX[fact["sex"]], ""})] if said else rows


def holds(rows, value):
    behind = rows["note"].str.contains(f"numeric value: {value}", regex=False)
    return behind.any() or any(same_number(text, value) for text in rows["value_text"])


@pytest.mark.parametrize("fact", facts(), ids=lambda fact: f"{fact['file'].rpartition('/')[2]}:{fact['locator']}")
def test_a_figure_read_by_eye_is_found(fact):
    tables = [rows_of(figures, fact) for figures in figures_of(fact["file"])]
    if fact["value"] == "(no row)":
        assert all(rows.empty for rows in tables)
    else:
        value = "" if fact["value"] == "(empty)" else fact["value"]
        assert any(holds(rows, value) for rows in tables)


@pytest.mark.parametrize("file", files(), ids=lambda path: path.name)
def test_every_figure_of_a_file_is_a_claim_or_left_out_and_no_aggregate_is_a_country(file):
    registry = load_registry(PROJECT)
    download = read_download(file, "x", registry)
    assert len(download.claims) + sum(download.left_out.values()) == len(download.figures)
    countries = download.claims[download.claims["ref_area"].str.fullmatch("[A-Z]{3}").astype(bool)]
    assert set(countries["ref_area"]) <= {country.alpha_3 for country in pycountry.countries}
    assert not countries["area"].str.contains(r"World|income|OWID_WRL|ZZ|WLD", regex=True).any()
