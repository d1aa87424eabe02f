"""Run a plan's notebooks and publish the pack, whole or not at all."""

import hashlib
import importlib.metadata
import json
import os
import platform
import shutil
import tempfile
import zlib
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import asdict, dataclass
from pathlib import Path

from filelock import FileLock

from wps_analysis import dataset, paths
from wps_analysis.errors import PackError, StaleError
from wps_analysis.pack import notebook, publish_html
from wps_analysis.pack.plan import Run, plan_pack
from wps_analysis.pack.warm_kernel import SEED
from wps_analysis.registry import PILLARS
from wps_analysis.translation import SOURCE_LANGUAGE

# The work is in the kernels, each a process of its own; more than two gain nothing on two cores.
WORKERS = 2
_DRAWING = ("ipykernel", "matplotlib", "numpy", "pandas", "papermill", "seaborn", "statsmodels")


@dataclass(frozen=True)
class Outcome:
    """A run that has ended; `failure` is None if it ended well."""

    run: Run
    failure: notebook.Failure | None = None

    def __str__(self) -> str:
        """Say in one line how the run ended."""
        if self.failure is None:
            return f"{self.run.name}: done"
        place = f"{self.run.notebook}.ipynb, code cell {self.failure.cell}"
        return f"{self.run.name} ({place}): {self.failure.error}"


@dataclass(frozen=True)
class PackResult:
    """A pack: where it lies and how each of its runs ended."""

    ref_area: str
    as_of: str
    folder: Path
    outcomes: tuple[Outcome, ...]

    @property
    def failures(self) -> tuple[Outcome, ...]:
        """The runs that failed."""
        return tuple(outcome for outcome in self.outcomes if outcome.failure)


Progress = Callable[[int, int, Outcome | None], None]


def run_pack(
    ref_area: str,
    *,
    as_of: str | None = None,
    pillars: Sequence[str] | None = None,
    language: str = SOURCE_LANGUAGE,
    allow_draft: bool = False,
    root: str | Path | None = None,
    output: str | Path | None = None,
    on_progress: Progress | None = None,
) -> PackResult:
    """Run the notebooks for one area and publish what they made under ``outputs/<ref_area>/<as_of>/``.

    Parameters
    ----------
    ref_area
        The area's code, such as ``KHM``.
    as_of
        ISO date: what was published by then. By default the newest date of publication among the sources.
    pillars
        Some of the four pillars; all by default.
    language
        ``"en"`` or another of ``translation.languages()``; the pack then lies in ``<as_of>.<language>``.
    allow_draft
        Whether texts may be printed that no reader of the language has checked; DRAFT then stands on every page and
        chart.
    root, output
        The project's folder, and the folder that takes the packs in place of its ``outputs``.
    on_progress
        Called with the number of finished runs, of all runs, and the run that has just ended (None at the
        start).

    Returns
    -------
    PackResult
        If a notebook failed, `failures` names it, the pack lies in ``<as_of>.failed`` and an earlier pack of
        that date is left as it was.

    Raises
    ------
    PlanError
        If the request is wrong, before anything runs.
    StaleError
        If the tables do not follow from the raw figures.
    PackError
        If there is no figure as of that date, or the pack cannot be written.

    Examples
    --------
    >>> run_pack("KHM", pillars=["participation"]).failures  # doctest: +SKIP
    ()
    """
    base = paths.project_root(root)
    _refuse_stale(base)
    as_of = as_of or dataset.default_as_of(base)
    runs = plan_pack(
        ref_area,
        as_of=as_of,
        pillars=pillars,
        language=language,
        allow_draft=allow_draft,
        areas=set(dataset.load(root=base)["ref_area"]),
        notebooks=base / "notebooks",
    )
    if dataset.load(ref_area=ref_area, as_of=as_of, root=base).empty:
        raise PackError(f"No figure for {ref_area} had been published by {as_of} in the documents held")
    shelf = (Path(output).resolve() if output else paths.outputs_dir(base)) / ref_area
    name = as_of if language == SOURCE_LANGUAGE else f"{as_of}.{language}"
    building = shelf / f".building-{name}-{os.getpid()}"
    lock = FileLock(shelf.with_name(f".{ref_area}.lock"))
    try:
        shelf.mkdir(parents=True, exist_ok=True)
        lock.acquire()  # a second pack of this area waits for the first
        shutil.rmtree(building, ignore_errors=True)
        building.mkdir()
        outcomes = _fill(building, runs, root=base, on_progress=on_progress)
        folder = _publish(building, outcomes, name=name, root=base)
    except OSError as error:
        raise PackError(f"The pack could not be written under {shelf}: {error}") from error
    finally:
        shutil.rmtree(building, ignore_errors=True)
        lock.release()
    return PackResult(ref_area, as_of, folder, outcomes)


def execute_all(
    runs: Sequence[Run],
    *,
    notebooks: Path,
    target: Path,
    work: Path,
    env: Mapping[str, str],
    on_progress: Progress | None = None,
) -> tuple[Outcome, ...]:
    """Run each notebook in a folder of its own below `work`; write ``<name>.ipynb`` into `target`.

    A run that fails does not stop the others; one whose kernel died is tried once more. The outcomes stand in the order
    of `runs`.
    """

    def execute_one(run: Run) -> Outcome:
        failure = attempt(run, work / run.name)
        if failure and failure.kernel_died:  # short of memory, perhaps: an error in a cell would only come again
            shutil.rmtree(work / run.name)
            failure = attempt(run, work / run.name)
        return Outcome(run, failure)

    def attempt(run: Run, folder: Path) -> notebook.Failure | None:
        folder.mkdir()
        return notebook.execute(
            notebooks / f"{run.notebook}.ipynb",
            target / f"{run.name}.ipynb",
            parameters=run.parameters,
            folder=folder,
            env={**env, SEED: str(zlib.crc32(repr((run.notebook, sorted(run.parameters.items()))).encode()))},
        )

    report = on_progress or (lambda done, total, outcome: None)
    report(0, len(runs), None)
    with ThreadPoolExecutor(WORKERS) as pool:
        futures = [pool.submit(execute_one, run) for run in runs]
        try:
            for done, future in enumerate(as_completed(futures), start=1):
                report(done, len(runs), future.result())
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise
    return tuple(future.result() for future in futures)


def kernel_env(root: Path, *, charts: str | None = None) -> dict[str, str]:
    """Return a kernel's environment: this process's, this root, and where charts are saved, if at all."""
    env = {name: value for name, value in os.environ.items() if name not in ("MPLBACKEND", "WPS_CHART_DIR")}
    env["WPS_ROOT"] = str(root)
    return env | ({"WPS_CHART_DIR": charts} if charts else {})


def _refuse_stale(root: Path) -> None:
    stale = dataset.check(root)
    if stale:
        raise StaleError(f"data/processed is not what `wps build` makes: {'; '.join(map(str, stale))}")


def _fill(building: Path, runs: Sequence[Run], *, root: Path, on_progress: Progress | None) -> tuple[Outcome, ...]:
    """Run the notebooks and put them, and the charts they saved, in their places."""
    with tempfile.TemporaryDirectory(prefix="wps-pack-") as work:
        outcomes = execute_all(
            runs,
            notebooks=root / "notebooks",
            target=building,
            work=Path(work),
            env=kernel_env(root, charts="charts"),
            on_progress=on_progress,
        )
        for outcome in outcomes:
            name = outcome.run.name
            saved = Path(work) / name / "charts"
            if saved.is_dir():
                shutil.copytree(saved, building / "charts" / name, copy_function=shutil.copyfile)
            if outcome.failure:
                (building / "failed").mkdir(exist_ok=True)
                (building / f"{name}.ipynb").rename(building / "failed" / f"{name}.ipynb")
    return outcomes


def _publish(building: Path, outcomes: Sequence[Outcome], *, name: str, root: Path) -> Path:
    """Complete the pack and move it in whole; a pack with failures goes beside and replaces no other."""
    publish_html.write_index(building, outcomes, root=root, **outcomes[0].run.common)
    manifest = _manifest(building, outcomes, root=root)
    text = json.dumps(manifest, ensure_ascii=False, indent=1) + "\n"
    (building / "manifest.json").write_text(text, encoding="utf-8")
    # A pack of some pillars never stands in the place of a whole one.
    whole = {outcome.run.name for outcome in outcomes} >= {f"pillar-{pillar}" for pillar in PILLARS}
    good, bad = building.parent / (name if whole else f"{name}.partial"), building.parent / f"{name}.failed"
    if any(outcome.failure for outcome in outcomes):
        _move_in(building, bad)
        return bad
    _move_in(building, good)
    shutil.rmtree(bad, ignore_errors=True)
    return good


def _move_in(building: Path, final: Path) -> None:
    """Put a folder in the place of another one: the old one is lost only when the new one is there."""
    old = final.with_name(f".old-{final.name}-{os.getpid()}")
    if final.exists():
        final.rename(old)
    try:
        building.rename(final)
    except BaseException:
        if old.exists():
            old.rename(final)
        raise
    shutil.rmtree(old, ignore_errors=True)


def _manifest(building: Path, outcomes: Sequence[Outcome], *, root: Path) -> dict[str, object]:
    """Say what went in, what came out and with which versions; nothing about when or where."""
    used = sorted({f"{outcome.run.notebook}.ipynb" for outcome in outcomes})
    inputs = [*_files(root / "data"), *(root / "notebooks" / name for name in used)]
    return {
        **outcomes[0].run.common,
        "complete": not any(outcome.failure for outcome in outcomes),
        "runs": [asdict(outcome) for outcome in outcomes],
        "versions": {
            "python": platform.python_version(),
            "wps-analysis": importlib.metadata.version("wps-analysis"),
            **{name: importlib.metadata.version(name) for name in _DRAWING},
        },
        "inputs": {path.relative_to(root).as_posix(): _sha256(path) for path in inputs},
        "outputs": {path.relative_to(building).as_posix(): _sha256(path) for path in _files(building)},
    }


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("[!.]*") if path.is_file())


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
