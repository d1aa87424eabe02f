"""Seconds and memory that a chart pack's notebooks take: ``wps pack`` beside the usual ways, and the floor.

(a) ``papermill`` one by one, (b) papermill in two threads, (c) ``jupyter nbconvert --execute`` one by one,
(d) ``pytest --nbmake -n 2``, (e) ``wps pack --force --formats notebooks``, (f) the floor: one plain Python process
that has imported everything, forked on all processors (``pack_floor.py``). Each way does the same runs on the rows
that ``wps pack`` gives each run, and must leave the same chart files, byte for byte; otherwise the benchmark stops.

One area is the project as it is. More areas are a copy in which Cambodia's rows stand again under other countries'
codes, each in a group of its own with Cambodia's neighbours, so that each draws what Cambodia draws. Publishing is a
further ``wps pack`` that makes all formats of the finished runs; a second run one in which nothing has changed. Memory
is the sum over all processes of their proportional share (PSS), or of RSS where the system does not tell it, at the
moments in which their RSS reached a new high, looked at ten times a second.

Run: ``python benchmarks/pack.py --areas 1 2 4 8 --rounds 3``
"""

from __future__ import annotations

import argparse
import contextlib
import importlib.metadata
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import pandas as pd
import papermill
import psutil
import pycountry

from wps_analysis.claims.freshness import MANIFEST, made_from
from wps_analysis.pack.kernel.environment import kernel_env
from wps_analysis.pack.plan.inputs import TABLES
from wps_analysis.pack.plan.manifest import files_of
from wps_analysis.pack.plan.plan import Request
from wps_analysis.pack.plan.request import plan_jobs
from wps_analysis.pack.plan.task import Task
from wps_analysis.paths import hashes

PROJECT = Path(__file__).resolve().parents[1]
SOURCE = "KHM"
AREAS = (SOURCE, "BGD", "BTN", "LKA", "MDV", "MNG", "NPL", "PAK")  # not in areas.csv, and in no group
GROUP, NEIGHBOURS = "X_ASEAN", ("IDN", "LAO")
IDS = ("claim_id", "claim_ids", "pair_id", "finding_id", "target_id", "election_id")
REPEATED = [*(f"processed/{name}" for name in TABLES), "registry/targets", "registry/elections"]
BIN = Path(sys.executable).parent
WAYS = {
    "a": "papermill, one by one",
    "b": "papermill, two threads",
    "c": "nbconvert, one by one",
    "d": "pytest --nbmake -n 2",
    "e": "wps pack",
    "f": "floor: plain Python, forked",
}
TWO_THREADS = """
import sys, concurrent.futures, papermill
def run(path):
    resources = {"metadata": {"path": path.removesuffix("run.ipynb")}}
    papermill.execute_notebook(path, path + ".done.ipynb", progress_bar=False, resources=resources)
with concurrent.futures.ThreadPoolExecutor(2) as pool:
    list(pool.map(run, sys.argv[1:]))
"""
STARTS = {
    "a": [BIN / "papermill", "-k", "python3"],
    "b": [sys.executable, "-c", TWO_THREADS],
    "c": [BIN / "jupyter", "nbconvert", "--to", "notebook", "--execute", "--output", "done.ipynb"],
    "d": [BIN / "pytest", "--nbmake", "-n", "2", "-p", "no:cacheprovider"],
    "f": [sys.executable, Path(__file__).resolve().with_name("pack_floor.py")],
}
PACKAGES = ("papermill", "nbconvert", "nbclient", "nbmake", "pytest-xdist", "ipykernel", "matplotlib", "pandas")

Command = tuple[list[str], Path]  # what is run, and where


class Measured(NamedTuple):
    """One way once: seconds, the most megabytes, and for ``wps pack`` the seconds of the two commands after it."""

    seconds: float
    megabytes: float
    again: float = float("nan")
    publishing: float = float("nan")


class Workload(NamedTuple):
    """The project whose notebooks are run, the areas, and their runs by area and name."""

    project: Path
    areas: tuple[str, ...]
    runs: dict[str, Task]


def main(arguments: list[str] | None = None) -> None:
    """Measure the ways in turn, round by round, and print the table."""
    how_long = "A round of all ways takes about 3 minutes for each area; 1 2 4 8 in 3 rounds, 2 to 3 hours."
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0], epilog=how_long)
    parser.add_argument("--areas", type=int, nargs="+", default=[1], choices=range(1, 9), help="default: 1")
    parser.add_argument("--rounds", type=int, default=3, help="default: 3")
    parser.add_argument("--ways", nargs="+", default=list(WAYS), choices=WAYS, help="default: all")
    options = parser.parse_args(arguments)
    tables = []
    with tempfile.TemporaryDirectory(prefix="wps-bench-") as folder:
        for count in options.areas:
            work = prepare(AREAS[:count], Path(folder) / f"project-{count}")
            tables.append(table(work, compare(work, options.ways, options.rounds, Path(folder))))
    print(pd.concat(tables).to_string(index=False, na_rep="", float_format="{:.2f}".format))
    print(f"\nSeconds: medians of {options.rounds} rounds (least-most); ratios: medians of the rounds' ratios.")
    print(f"{len(os.sched_getaffinity(0))} processors, {platform.platform()}, Python {platform.python_version()}")
    print(", ".join(f"{name} {importlib.metadata.version(name)}" for name in PACKAGES))


def prepare(areas: tuple[str, ...], folder: Path) -> Workload:
    """Make the project of some areas and list the runs of its packs."""
    project = copy_project(areas, folder) if len(areas) > 1 else PROJECT
    jobs = plan_jobs(Request(areas), root=project, output=folder.with_name(f"{folder.name}-plan"))
    return Workload(
        project, areas, {f"{job.plan.ref_area}/{run.name}": job.task(run) for job in jobs for run in job.plan.runs}
    )


def copy_project(areas: Sequence[str], folder: Path) -> Path:
    """Copy tables, registry and notebooks, with the rows of the first area again under each other code."""
    for name in ("data/processed", "data/registry", "notebooks"):
        shutil.copytree(PROJECT / name, folder / name)
    (folder / "data" / "raw").mkdir()
    for name in (*REPEATED, "registry/areas"):
        path = folder / "data" / f"{name}.csv"
        rows = pd.read_csv(path, dtype=str, keep_default_na=False)
        further = [area_rows(rows, code) if name == "registry/areas" else rows_as(rows, code) for code in areas[1:]]
        pd.concat([rows, *further]).to_csv(path, index=False, lineterminator="\n")
    tables = folder / "data" / "processed"
    manifest = {**made_from(folder), "outputs": hashes(tables.glob("*.csv"), tables)}
    (tables / MANIFEST).write_text(json.dumps(manifest), encoding="utf-8")
    return folder


def rows_as(every: pd.DataFrame, code: str) -> pd.DataFrame:
    """Return the source area's rows under another code, with names of their own."""
    rows = every[every["ref_area"] == SOURCE].assign(ref_area=code)
    names = rows.columns.intersection(IDS)
    return rows.assign(**{name: rows[name].str.replace(r"(\S+)", rf"\1.{code}", regex=True) for name in names})


def area_rows(every: pd.DataFrame, code: str) -> pd.DataFrame:
    """Return an area's rows of areas.csv: those of the source area, in a group of its own with the neighbours."""
    group = every[every["ref_area"] == GROUP].assign(ref_area=f"X_{code}", name_en=f"group of {code}")
    country = rows_as(every, code).assign(name_en=pycountry.countries.get(alpha_3=code).name)
    near = every[every["ref_area"].isin(NEIGHBOURS) & (every["parent"] == GROUP)]
    return pd.concat([group, country, near]).replace({"parent": {GROUP: f"X_{code}"}})


def compare(work: Workload, ways: Sequence[str], rounds: int, folder: Path) -> dict[str, list[Measured]]:
    """Measure each way once a round, and stop where one leaves other charts than the first."""
    found: dict[str, list[Measured]] = {way: [] for way in ways}
    first: dict[str, str] = {}
    for number in range(1, rounds + 1):
        for way in ways:
            with tempfile.TemporaryDirectory(prefix=f"{way}-", dir=folder) as place:
                measured, charts = measure(way, work, Path(place))
            first = first or charts
            wrong = sorted(name for name in {*first, *charts} if first.get(name) != charts.get(name))
            if wrong or not charts:
                sys.exit(f"({way}) left other charts than ({ways[0]}), {len(wrong)} files: {', '.join(wrong[:5])} ...")
            found[way].append(measured)
            print(f"{len(work.areas)} areas, round {number}, ({way}): {measured.seconds:.1f} s", file=sys.stderr)
    return found


def measure(way: str, work: Workload, place: Path) -> tuple[Measured, dict[str, str]]:
    """Do all runs in one way; return what it took, and the chart files by path as their SHA-256."""
    if way == "e":
        output = place / "outputs"
        start = [sys.executable, "-m", "wps_analysis", "pack", "--ref-area", ",".join(work.areas)]
        start += ["--output", str(output), "--formats"]
        once, again, publishing = (
            run_all([([*start, *options], place)], kernel_env(work.project), place)
            for options in (("notebooks", "--force"), ("notebooks",), ("all",))
        )
        folders = {name: output / name.replace("/", "/latest/charts/") for name in work.runs}
        return once._replace(again=again.seconds, publishing=publishing.seconds), chart_hashes(folders)
    for name, task in work.runs.items():
        lay_out(task, place / name)
    (place / "pytest.ini").write_text("[pytest]\n", encoding="utf-8")  # none of a project's
    # Root and charts lie in the run's folder, where its notebook works.
    measured = run_all(commands(way, work.runs, place), kernel_env(Path("root"), charts="charts"), place)
    return measured, chart_hashes({name: place / name / "charts" for name in work.runs})


def commands(way: str, runs: Mapping[str, Task], place: Path) -> list[Command]:
    """Return what is run one after another."""
    start = [str(word) for word in STARTS[way]]
    if way == "a":
        return [([*start, *_given(task), "source.ipynb", "done.ipynb"], place / name) for name, task in runs.items()]
    if way == "c":
        return [([*start, "run.ipynb"], place / name) for name in runs]
    return [([*start, *(str(place / name / "run.ipynb") for name in runs)], place)]


def _given(task: Task) -> list[str]:
    return [word for name, value in task.parameters.items() for word in ("-p", name, str(value))]


def lay_out(task: Task, folder: Path) -> None:
    """Fill a run's folder: its notebook as it is and with the parameters in it, and the project that it sees."""
    for name in ("raw", "registry", "processed"):
        (folder / "root" / "data" / name).mkdir(parents=True)
    for name, data in task.files.items():
        (folder / "root" / name).write_bytes(data)
    (folder / "source.ipynb").write_bytes(task.notebook)
    papermill.execute_notebook(folder / "source.ipynb", folder / "run.ipynb", task.parameters, prepare_only=True)


def run_all(given: Sequence[Command], env: dict[str, str], place: Path) -> Measured:
    """Run commands one after another; stop with their last words where one fails."""
    log = place / "log.txt"
    with watched() as peaks, log.open("w") as said:
        start = time.perf_counter()
        for command, folder in given:
            if subprocess.run(command, cwd=folder, env=env, stdout=said, stderr=subprocess.STDOUT).returncode:
                sys.exit(f"{' '.join(command)} failed:\n{log.read_text()[-3000:]}")
        seconds = time.perf_counter() - start
    return Measured(seconds, max(peaks) / 2**20)


@contextlib.contextmanager
def watched() -> Iterator[list[int]]:
    """Collect the memory that this process's children and theirs hold together, whenever their RSS is at a new high.

    Their share (PSS) is dear to find out, and would slow down what is measured if asked each time. A process that has
    left its parents to run on its own would be missed; none of the ways has such.
    """
    peaks, ended = [0], threading.Event()

    def watch() -> None:
        highest = 0
        while not ended.wait(0.1):
            processes = psutil.Process().children(recursive=True)
            if (size := total(processes, "rss")) > highest:
                highest = size
                peaks.append(total(processes, "pss"))

    thread = threading.Thread(target=watch, daemon=True)
    thread.start()
    try:
        yield peaks
    finally:
        ended.set()
        thread.join()


def total(processes: Sequence[psutil.Process], kind: str) -> int:
    """Add up the memory of processes that live: ``rss``, or ``pss`` where the system tells it."""
    found = 0
    for process in processes:
        with contextlib.suppress(psutil.Error):
            info = process.memory_info() if kind == "rss" else process.memory_full_info()
            found += getattr(info, kind, info.rss)
    return found


def chart_hashes(folders: Mapping[str, Path]) -> dict[str, str]:
    """Return the SHA-256 of each run's chart files (PNG, SVG, CSV, alt texts)."""
    of_each = {name: hashes(files_of(folder), folder) for name, folder in folders.items()}
    return {f"{name}/{path}": digest for name, found in of_each.items() for path, digest in found.items()}


def table(work: Workload, found: dict[str, list[Measured]]) -> pd.DataFrame:
    """Return the lines of the table for one number of areas, one a way."""
    rounds = {way: pd.DataFrame(measured) for way, measured in found.items()}
    first, floor = (rounds[way]["seconds"] if way in rounds else float("nan") for way in ("a", "f"))
    return pd.DataFrame(
        {
            "areas": len(work.areas),
            "notebooks": len(work.runs),
            "way": f"({way}) {WAYS[way]}",
            "seconds": f"{took.seconds.median():.1f} ({took.seconds.min():.1f}-{took.seconds.max():.1f})",
            "a / it": (first / took.seconds).median(),
            "it / f": (took.seconds / floor).median(),
            "publishing": took.publishing.median(),
            "second run": took.again.median(),
            "% of a": (100 * took.again / first).median(),
            "peak MB": round(took.megabytes.max()),
        }
        for way, took in rounds.items()
    )


if __name__ == "__main__":
    main()
