"""How long a publisher's file takes to become claims: ours beside a good pandas script, polars and DuckDB.

Generated files in the layouts of the World Bank (a column a year) and of the UN SDG portal (a row a figure, with
footnotes and ``<5``). Every tool makes the same columns and bounds, which is checked; each run is a process of its own,
the tools take turns, and medians are printed with their ratios and the highest memory. Of ours also as a multiple of
the size of the claims that come out, as Arrow holds them, and of the whole build the ratio to reading and harmonising.

Run: ``python benchmarks/harmonise.py --sizes 500000 --rounds 3 --polars PYTHON --duckdb PYTHON``, with the interpreters
of environments that hold polars and duckdb; a tool without one is left out. ``build`` is our whole way: validation,
reconciliation and audit too.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

WIDE = {f"{code}.FE.ZS": indicator for code, indicator in {
    "SL.TLF.CACT": "labour_force_participation", "SL.UEM.TOTL": "unemployment", "SL.EMP.VULN": "vulnerable_employment",
    "SL.EMP.WORK": "wage_workers", "SL.EMP.SELF": "self_employed", "SL.AGR.EMPL": "agricultural_workers",
    "SE.ADT.LITR": "adult_literacy", "FX.OWN.TOTL": "bank_account", "IT.NET.USER": "internet_users",
    "SL.FAM.WORK": "contributing_family_workers",
}.items()}  # fmt: skip
LONG = {
    "SP_LGL_LNDAGSEC": ("agricultural_land_rights", "PERCENT"), "IT_MOB_OWN": ("mobile_phone_owners", "PERCENT"),
    "VC_IHR_PSRCN": ("homicide_victims_number", "NUMBER"), "VC_HTF_DETV": ("trafficking_victims_number", "NUMBER"),
}  # fmt: skip
FIRST, LAST = 1920, 2020


def generate(layout: str, size: int, folder: Path) -> Path:
    """Write a file of about so many figures of countries and their provinces, the same each time."""
    import pycountry

    draw = random.Random(1)
    areas = [place.alpha_3 for place in pycountry.countries] + sorted(place.code for place in pycountry.subdivisions)
    path = folder / f"{layout}-{size}.csv"
    years = [str(year) for year in range(FIRST, LAST)]
    with path.open("w", encoding="utf-8") as out:
        if layout == "wide":
            out.write('"Data Source","World Development Indicators",\n\n"Last Updated Date","2023-10-26",\n\n')
            names = ["Country Name", "Country Code", "Indicator Name", "Indicator Code", *years]
            out.write(",".join(f'"{name}"' for name in names) + ",\n")
            for area in areas[: round(size / len(WIDE) / len(years) / 0.65)]:
                for code in WIDE:
                    cells = (_share(draw) if draw.random() < 0.65 else "" for _ in years)
                    out.write(",".join(f'"{cell}"' for cell in (area, area, code, code, *cells)) + ",\n")
            return path
        out.write("Goal,Target,Indicator,SeriesCode,SeriesDescription,GeoAreaCode,GeoAreaName,TimePeriod,Value,"
                  "FootNote,Nature,Sex,Units\n")  # fmt: skip
        for area in areas[: round(size / len(LONG) / 2 / len(years))]:
            for code, (_, unit) in LONG.items():
                for sex in ("FEMALE", "MALE"):
                    for year in years:
                        count = draw.randrange(5, 5000)
                        value = f"{draw.uniform(0, 100):.1f}" if unit == "PERCENT" else "<5" if count < 450 else count
                        out.write(
                            f"5,5.1,5.1.1,{code},{code},{area},{area},{year},{value},As reported,C,{sex},{unit}\n"
                        )
    return path


def _share(draw: random.Random) -> str:
    return f"{draw.uniform(0, 100):.{draw.choice('123')}f}"


def by_pandas(path: Path, layout: str):
    """Do what a good script does: whole columns, each name mapped once, the rare text apart."""
    import numpy as np
    import pandas as pd

    if layout == "wide":
        frame = pd.read_csv(path, skiprows=4, engine="pyarrow", dtype=str)
        years = [str(year) for year in range(FIRST, LAST)]
        frame = frame.melt(["Country Code", "Indicator Code"], years, "time_period", "value_text")
        frame = frame[frame["value_text"].fillna("") != ""].rename(columns={"Country Code": "ref_area"})
        frame = frame.assign(indicator=frame["Indicator Code"].map(WIDE), sex="F", count=False)
    else:
        frame = pd.read_csv(path, engine="pyarrow", dtype=str)
        names = {"GeoAreaCode": "ref_area", "TimePeriod": "time_period", "Value": "value_text"}
        frame = frame.rename(columns=names).assign(count=frame["Units"] == "NUMBER")
        frame["indicator"] = frame["SeriesCode"].map({code: name for code, (name, _) in LONG.items()})
        frame["sex"] = frame["Sex"].map({"FEMALE": "F", "MALE": "M"})
    value = pd.to_numeric(frame["value_text"], errors="coerce")
    digits = frame["value_text"].str.extract(r"\.(\d+)$")[0].str.len().fillna(0).astype(int)
    half = np.where(frame["count"], 0, 0.5 * 10.0**-digits)
    few = frame["value_text"] == "<5"
    frame = frame.assign(
        obs_value=value,
        lower=np.where(few, 0, (value - half).clip(lower=0)),
        upper=np.where(few, 4, np.where(frame["count"], value, (value + half).clip(upper=100))),
    )
    return frame[["indicator", "ref_area", "sex", "time_period", "value_text", "obs_value", "lower", "upper"]]


def by_polars(path: Path, layout: str):
    """Do the same in polars, lazily."""
    import polars as pl

    if layout == "wide":
        rows = pl.scan_csv(path, skip_rows=4, infer_schema=False, truncate_ragged_lines=True)
        years = [str(year) for year in range(FIRST, LAST)]
        codes = ["Country Code", "Indicator Code"]
        rows = rows.unpivot(on=years, index=codes, variable_name="time_period", value_name="value_text")
        rows = rows.filter(pl.col("value_text").fill_null("") != "").with_columns(
            indicator=pl.col("Indicator Code").replace_strict(WIDE), sex=pl.lit("F"), count=pl.lit(False)
        )
        rows = rows.rename({"Country Code": "ref_area"})
    else:
        rows = pl.scan_csv(path, infer_schema=False).with_columns(
            indicator=pl.col("SeriesCode").replace_strict({code: name for code, (name, _) in LONG.items()}),
            sex=pl.col("Sex").replace_strict({"FEMALE": "F", "MALE": "M"}), count=pl.col("Units") == "NUMBER",
        )  # fmt: skip
        rows = rows.rename({"GeoAreaCode": "ref_area", "TimePeriod": "time_period", "Value": "value_text"})
    digits = pl.col("value_text").str.extract(r"\.(\d+)$").str.len_chars().fill_null(0)
    half = pl.when("count").then(0.0).otherwise(0.5 * pl.lit(10.0).pow(-digits.cast(pl.Float64)))
    rows = rows.with_columns(obs_value=pl.col("value_text").cast(pl.Float64, strict=False), half=half)
    few, value = pl.col("value_text") == "<5", pl.col("obs_value")
    upper = pl.when("count").then(value).otherwise((value + pl.col("half")).clip(upper_bound=100))
    return rows.select(
        "indicator", "ref_area", "sex", "time_period", "value_text", "obs_value",
        lower=pl.when(few).then(0.0).otherwise((value - pl.col("half")).clip(0)),
        upper=pl.when(few).then(4.0).otherwise(upper),
    ).collect()  # fmt: skip


def by_duckdb(path: Path, layout: str):
    """Do the same in SQL."""
    import duckdb

    if layout == "wide":
        names = "CASE " + " ".join(f"WHEN code = '{code}' THEN '{name}'" for code, name in WIDE.items()) + " END"
        years = ", ".join(f'"{year}"' for year in range(FIRST, LAST))
        source = f"""SELECT {names} AS indicator, ref_area, 'F' AS sex, time_period, value_text, false AS counted FROM (
            UNPIVOT (SELECT "Country Code" AS ref_area, "Indicator Code" AS code, {years}
                     FROM read_csv('{path}', skip=4, header=true, all_varchar=true, null_padding=true))
            ON {years} INTO NAME time_period VALUE value_text) WHERE value_text <> ''"""
    else:
        cases = " ".join(f"WHEN SeriesCode = '{code}' THEN '{name}'" for code, (name, _) in LONG.items())
        source = f"""SELECT CASE {cases} END AS indicator, GeoAreaCode AS ref_area, Sex[1] AS sex,
            TimePeriod AS time_period, Value AS value_text, Units = 'NUMBER' AS counted
            FROM read_csv('{path}', header=true, all_varchar=true)"""
    return duckdb.sql(f"""CREATE TABLE made AS SELECT indicator, ref_area, sex, time_period, value_text, obs_value,
        CASE WHEN value_text = '<5' THEN 0 ELSE greatest(obs_value - half, 0) END AS lower,
        CASE WHEN value_text = '<5' THEN 4 WHEN counted THEN obs_value ELSE least(obs_value + half, 100) END AS upper
        FROM (SELECT *, try_cast(value_text AS DOUBLE) AS obs_value, CASE WHEN counted THEN 0
              ELSE 0.5 * pow(10, -length(regexp_extract(value_text, '\\.(\\d+)$', 1))) END AS half FROM ({source}));
        SELECT count(*), sum(lower), sum(upper) FROM made""").fetchall()[0]  # fmt: skip


def by_us(path: Path, layout: str):
    """Our reading, mapping and harmonising; the series and areas are recognised."""
    from wps_analysis.claims.downloads import read_download
    from wps_analysis.claims.harmonise import harmonise
    from wps_analysis.registry.load import load_registry

    registry = load_registry()
    source = next(iter(registry.sources.loc[registry.sources["release_of"] == "world_bank", "source_id"]))
    return harmonise(read_download(path, source, registry).claims, registry)


def by_build(path: Path, layout: str):
    """Our whole build of a project that holds the file alone beside its registry and keyed claims."""
    from wps_analysis.claims.build import build
    from wps_analysis.paths import project_root

    home = project_root()
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        shutil.copytree(home / "data/registry", root / "data/registry")
        shutil.copytree(home / "data/raw", root / "data/raw", ignore=shutil.ignore_patterns("*.gz"))
        kept = next(home.glob("data/raw/world_bank*/*.gz")).parent.name
        shutil.copy(path, root / "data/raw" / kept / path.name)
        sources = root / "data/registry/sources.csv"  # the other extracts are not here
        theirs = {file.parent.name for file in home.glob("data/raw/*/*.gz")} - {kept}
        lines = sources.read_text(encoding="utf-8").splitlines(keepends=True)
        sources.write_text("".join(line for line in lines if line.partition(",")[0] not in theirs), encoding="utf-8")
        (root / "data/registry/downloads.csv").write_text("source,series,areas\n", encoding="utf-8")
        claims = build(root).claims
        return claims[claims["source"] == kept]


TOOLS = {"pandas": by_pandas, "polars": by_polars, "duckdb": by_duckdb, "ours": by_us, "build": by_build}
OURS = ("ours", "build")


class Run(NamedTuple):
    """A tool once: seconds, the most megabytes, what it made in numbers, and megabytes of that as an Arrow table."""

    seconds: float
    megabytes: float
    made: list[float]
    arrow: float


def arrow_megabytes(made) -> float:
    """Return the size of claims as an Arrow table, repeated texts once a column; 0 of what is no table of pandas."""
    import pandas as pd
    import pyarrow as pa

    return pa.Table.from_pandas(made, preserve_index=False).nbytes / 1e6 if isinstance(made, pd.DataFrame) else 0


def summary(made) -> list[float]:
    """Return rows and the sums of their bounds, by which the tools are compared."""
    if isinstance(made, tuple):
        return [float(number) for number in made]
    return [float(len(made)), float(made["lower"].sum()), float(made["upper"].sum())]


def timed(python: str, tool: str, path: Path, layout: str) -> Run:
    """Run a tool in a process of its own."""
    told = path.with_suffix(".json")
    command = [python, __file__, "--tool", tool, "--file", str(path), "--layout", layout]
    started = time.perf_counter()
    if os.waitpid(os.posix_spawn(python, command, os.environ), 0)[1]:
        sys.exit(f"{tool} failed on {path.name}")
    return Run(time.perf_counter() - started, **json.loads(told.read_text(encoding="utf-8")))


def main() -> None:
    """Generate, run the tools in turn, check that they made the same, and print medians and ratios."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", default="500000,1000000,5000000")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--tools", default="pandas,polars,duckdb,ours,build")
    for name in ("polars", "duckdb", "tool", "file", "layout"):
        parser.add_argument(f"--{name}", default="", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.tool:
        path = Path(asked.file)
        made = TOOLS[asked.tool](path, asked.layout)
        used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024  # before the claims are measured
        told = {"megabytes": used, "made": summary(made), "arrow": arrow_megabytes(made) if asked.tool in OURS else 0}
        path.with_suffix(".json").write_text(json.dumps(told), encoding="utf-8")
        return
    pythons = dict.fromkeys(TOOLS, sys.executable) | {"polars": asked.polars, "duckdb": asked.duckdb}
    tools = [tool for tool in asked.tools.split(",") if pythons[tool]]
    with tempfile.TemporaryDirectory() as folder:
        for size in map(int, asked.sizes.split(",")):
            for layout in ("wide", "long"):
                path = generate(layout, size, Path(folder))
                runs = {tool: [] for tool in tools}
                for _ in range(asked.rounds):
                    for tool in tools:
                        runs[tool].append(timed(pythons[tool], tool, path, layout))
                report(layout, path, runs)
                path.unlink()


def report(layout: str, path: Path, runs: dict[str, list[Run]]) -> None:
    """Print what each tool took, its ratio to the first, and of ours what else there is to say."""
    expected = next(iter(runs.values()))[0].made
    seconds = {tool: statistics.median(run.seconds for run in times) for tool, times in runs.items()}
    base = next(iter(seconds.values()))
    print(f"{layout}, {expected[0]:,.0f} figures, {path.stat().st_size / 1e6:.0f} MB")
    for tool, times in runs.items():
        same = all(abs(a - b) <= 1e-6 * abs(a) for run in times for a, b in zip(expected, run.made, strict=True))
        memory, arrow = max(run.megabytes for run in times), times[0].arrow
        found = "the same" if same else times[0].made
        of_claims = f"; memory {memory / arrow:.1f} x the claims' {arrow:.0f} MB in Arrow" if arrow else ""
        of_ours = f"; {seconds[tool] / seconds['ours']:.1f} x ours" if tool == "build" and "ours" in seconds else ""
        took = f"{tool:8}{seconds[tool]:8.2f} s{seconds[tool] / base:7.2f} x{memory:8.0f} MB"
        print(f"  {took}  {found}{of_claims}{of_ours}")


if __name__ == "__main__":
    main()
