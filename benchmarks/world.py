"""Seconds, processor time and memory that packs of many countries take, and what is left to do after a kill half way.

The packs in English, with pages, of countries evenly spread from the one with most figures to the one with fewest, on
two processors, by the command that a person types. Then again: the command is killed once half of its notebooks have
ended, and given anew; it must take every finished notebook from the shelf and leave the same packs, byte for byte, or
the benchmark stops. Growth is the processor time an area beside that of the smallest number; 1.00 is linear.

Processor time and memory (as in ``pack.py``) are of the command and all its kernels, looked at five times a second.

Run: ``python benchmarks/world.py --areas 10 20``; ``--all`` adds every country that has figures (about half an hour,
twice).
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import pandas as pd
import psutil
from pack import PROJECT, total

from wps_analysis.claims.load import load
from wps_analysis.codes import area_kind
from wps_analysis.pack.kernel.environment import kernel_env
from wps_analysis.pack.plan.manifest import files_of
from wps_analysis.paths import hashes

DONE, SKIPPED = ": done", ": skipped"  # what the command prints of a notebook


class Measured(NamedTuple):
    """A command from its start to its end or kill: seconds, processor seconds, the most megabytes, and its words."""

    seconds: float
    processor: float
    megabytes: float
    said: str


def main(arguments: list[str] | None = None) -> None:
    """Make the packs of each number of countries, whole and interrupted, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--areas", type=int, nargs="+", default=[10, 20], help="default: 10 20")
    parser.add_argument("--all", action="store_true", help="also every country that has figures")
    options = parser.parse_args(arguments)
    os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:2])  # the commands inherit it
    ranked = countries()
    sizes = [*options.areas, *([len(ranked)] if options.all else [])]
    with tempfile.TemporaryDirectory(prefix="wps-world-") as folder:
        rows = [measure([ranked[place * len(ranked) // size] for place in range(size)], Path(folder)) for size in sizes]
    table = pd.DataFrame(rows)
    table.insert(5, "growth", table["processor s an area"] / table["processor s an area"].iloc[0])
    print(table.to_string(index=False, float_format="{:.2f}".format))
    print(f"\n{len(os.sched_getaffinity(0))} processors, {platform.platform()}, Python {platform.python_version()}")


def countries() -> list[str]:
    """Return the countries that have figures, the one with most of them first."""
    figures = load(root=PROJECT)["ref_area"].astype(str).value_counts()
    return [area for area in figures.index if area_kind(area) == "country"]


def measure(areas: Sequence[str], folder: Path) -> dict[str, object]:
    """Return the line of the table for some countries."""
    whole, again = folder / f"{len(areas)}", folder / f"{len(areas)}-again"
    once = run(areas, whole)
    runs = once.said.count(DONE)
    killed = run(areas, again, stop_after=runs // 2)
    rest = run(areas, again)
    shelf, left = rest.said.count(SKIPPED), rest.said.count(DONE)
    if shelf < killed.said.count(DONE) or shelf + left != runs:
        sys.exit(f"{killed.said.count(DONE)} of {runs} notebooks had ended, but {shelf} were taken from the shelf.")
    if wrong := sorted(dict(packs(whole).items() ^ packs(again).items())):
        sys.exit(f"The packs made in two goes are others, {len(wrong)} files: {', '.join(wrong[:5])} ...")
    return {
        "areas": len(areas),
        "notebooks": runs,
        "seconds": once.seconds,
        "s an area": once.seconds / len(areas),
        "processor s an area": once.processor / len(areas),
        "peak MB": round(once.megabytes),
        "killed after s": killed.seconds,
        "from the shelf": shelf,
        "rest, s": rest.seconds,
    }


def packs(output: Path) -> dict[str, str]:
    """Return the SHA-256 of each file of the packs."""
    return hashes(files_of(output), output)


def run(areas: Sequence[str], output: Path, stop_after: int | None = None) -> Measured:
    """Make the packs, and kill the command without warning once so many notebooks have ended."""
    words = ["pack", "--ref-area", ",".join(areas), "--formats", "html", "--output", str(output)]
    log, spent, peak, highest = output.with_suffix(".log"), dict[int, float](), 0, 0
    with log.open("w") as said:
        start = time.perf_counter()
        process = psutil.Popen(
            [sys.executable, "-m", "wps_analysis", *words], env=kernel_env(PROJECT), stdout=said, stderr=said
        )
        while process.poll() is None:
            time.sleep(0.2)
            tree = tree_of(process)
            spent |= processor_seconds(tree)
            if (size := total(tree, "rss")) > highest:
                highest, peak = size, total(tree, "pss")
            if stop_after is not None and log.read_text().count(DONE) >= stop_after:
                process.kill()
                psutil.wait_procs(tree)  # kernels end by themselves when their parent is gone
        seconds = time.perf_counter() - start
    if process.returncode and stop_after is None:
        sys.exit(f"wps {' '.join(words)} failed:\n{log.read_text()[-3000:]}")
    took = Measured(seconds, sum(spent.values()), peak / 2**20, log.read_text())
    print("{} areas: {:.1f} s, {:.1f} processor s, {:.0f} MB".format(len(areas), *took[:3]), file=sys.stderr)
    return took


def tree_of(process: psutil.Process) -> list[psutil.Process]:
    """Return a process and all that it has started, as far as they live."""
    try:
        return [process, *process.children(recursive=True)]
    except psutil.NoSuchProcess:
        return []


def processor_seconds(tree: Sequence[psutil.Process]) -> dict[int, float]:
    """Return what each process of a tree has spent on the processors so far."""
    found = {}
    for process in tree:
        try:
            times = process.cpu_times()
        except psutil.Error:
            continue
        found[process.pid] = times.user + times.system
    return found


if __name__ == "__main__":
    main()
