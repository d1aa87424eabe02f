"""Do a plan's runs, on this machine or on a cluster, and publish the packs, each whole or not at all."""

import contextlib
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor, as_completed, wait
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from wps_analysis import paths
from wps_analysis.errors import PackError
from wps_analysis.pack.fork_server import start_fork_server
from wps_analysis.pack.kernels import allow_kernels, stop_kernels
from wps_analysis.pack.outcome import Outcome, PackResult
from wps_analysis.pack.plan import FORMATS
from wps_analysis.pack.request import Job, Request, plan_jobs
from wps_analysis.pack.task import Failure, Result, Task, perform
from wps_analysis.translation import SOURCE_LANGUAGE


@dataclass(frozen=True)
class Event:
    """Something to tell who waits: `kind` is plan, waiting, run or pack; `done` of `total` runs have ended."""

    kind: str
    text: str
    done: int = 0
    total: int = 0
    fields: dict[str, Any] = field(default_factory=dict)


Report = Callable[[Event], None]


def run_pack(
    ref_area: str,
    *,
    as_of: str | None = None,
    pillars: Sequence[str] | None = None,
    language: str = SOURCE_LANGUAGE,
    formats: Sequence[str] = FORMATS,
    allow_draft: bool = False,
    force: bool = False,
    root: str | Path | None = None,
    output: str | Path | None = None,
) -> PackResult:
    """Run the notebooks for one area and publish what they made under ``outputs/<ref_area>/<as_of>/``.

    Parameters
    ----------
    ref_area
        The area's code, such as ``KHM``.
    as_of
        ISO date: what was published by then. By default the newest date of publication among the sources.
    pillars
        Some of the four pillars; all by default. The pack of some lies in ``<as_of>.partial``.
    language
        ``"en"`` or another of ``translation.languages()``; the pack then lies in ``<as_of>.<language>``.
    formats
        Some of ``plan.FORMATS``.
    allow_draft
        Whether texts may be printed that no reader of the language has checked; DRAFT then stands on every page and
        chart.
    force
        Whether to do all runs, also those whose ingredients are the same as before.
    root, output
        The project's folder, and the folder that takes the packs in place of its ``outputs``.

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
    request = Request(
        (ref_area,), as_of, tuple(pillars) if pillars is not None else None, (language,), tuple(formats),
        allow_draft=allow_draft, force=force,
    )  # fmt: skip
    return run_packs(request, root=root, output=output)[0]


def run_packs(
    request: Request,
    *,
    jobs: int | None = None,
    scheduler: str | None = None,
    keep: int | None = None,
    root: str | Path | None = None,
    output: str | Path | None = None,
    report: Report = lambda event: None,
) -> tuple[PackResult, ...]:
    """Make a batch of packs; a run that ended well before with the same ingredients is not done again.

    Parameters
    ----------
    request
        Areas, date, pillars, languages, formats and parameters.
    jobs
        How many notebooks run at once; by default one more than there are processors, since a kernel also waits.
    scheduler
        Address of a Dask scheduler, whose workers then do the runs.
    keep
        How many whole packs of an area and language are kept; all by default.
    root, output
        As for `run_pack`.
    report
        Told what happens, as `Event`.

    Returns
    -------
    tuple of PackResult
        One a pack, in the order of the plan.

    Raises
    ------
    PlanError, StaleError, PackError
        As for `run_pack`.
    """
    base = paths.project_root(root)
    outputs = Path(output).resolve() if output else paths.outputs_dir(base)
    planned = plan_jobs(request, root=base, output=outputs)
    shelves = {job.plan.ref_area: job.shelf for job in planned}
    try:
        with contextlib.ExitStack() as held:
            for ref_area in sorted(shelves):  # in one order, so that two batches never wait for each other
                held.enter_context(shelves[ref_area].locked(lambda text: report(Event("waiting", text))))
            planned = plan_jobs(request, root=base, output=outputs)  # the data may have changed while this waited
            batch = _Batch(planned, request, base, keep, report)
            with _executor(jobs, scheduler) as pool:
                return batch.make(pool)
    except OSError as error:
        raise PackError(f"The pack could not be written under {outputs}: {error}") from error


def default_jobs() -> int:
    """Return how many notebooks run at once on this machine."""
    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return usable + 1


@contextlib.contextmanager
def _executor(jobs: int | None, scheduler: str | None) -> Iterator[Executor]:
    if scheduler:
        from wps_analysis.pack.cluster import cluster_executor

        with cluster_executor(scheduler) as pool:
            yield pool
    else:
        pool = ThreadPoolExecutor(jobs or default_jobs())
        try:
            yield pool
        finally:
            pool.shutdown(cancel_futures=True)


class _Batch:
    """The runs of several packs in one pool; each pack is published when its last run has ended."""

    def __init__(self, jobs: Sequence[Job], request: Request, root: Path, keep: int | None, report: Report) -> None:
        self.jobs, self.request, self.root, self.keep, self.report = jobs, request, root, keep, report
        self.total, self.done = sum(len(job.tasks) for job in jobs), 0
        self.outcomes: dict[int, dict[str, Outcome]] = {place: {} for place in range(len(jobs))}
        self.results: dict[int, dict[str, Result]] = {place: {} for place in range(len(jobs))}
        self.packs: dict[int, PackResult] = {}

    def make(self, pool: Executor) -> tuple[PackResult, ...]:
        allow_kernels()
        self.report(Event("plan", f"{self.total} runs in {len(self.jobs)} packs", 0, self.total))
        waiting = self._submit(pool)
        try:
            for place in range(len(self.jobs)):
                self._publish_if_complete(place)
            for future in as_completed(waiting):
                place, number = waiting.pop(future)
                self._take(place, number, _result_of(future, self.jobs[place].tasks[number]))
                self._publish_if_complete(place)
        except (KeyboardInterrupt, SystemExit):
            stop_kernels()
            for future in waiting:
                future.cancel()
            wait(waiting)
            self._put_aside(waiting)
            raise
        except BaseException:
            stop_kernels()
            raise
        return tuple(self.packs[place] for place in range(len(self.jobs)))

    def _submit(self, pool: Executor) -> dict[Future, tuple[int, int]]:
        """Take what is finished already and hand in the rest; in a pack that stands as it must, nothing is taken."""
        waiting = {}
        for place, job in enumerate(self.jobs):
            if not self.request.force and job.stands(self.request.formats, self.root):
                for run, task in zip(job.plan.runs, job.tasks, strict=True):
                    self._end(place, Outcome(run, key=task.key, skipped=True, note="nothing changed"))
                folder = job.shelf.folder / job.plan.name
                job.shelf.remove(f"{job.plan.name}.failed")
                self._end_pack(place, folder, unchanged=True)
                continue
            for number, (run, task) in enumerate(zip(job.plan.runs, job.tasks, strict=True)):
                finished = None if self.request.force else job.store.get(task)
                if finished:
                    self.results[place][run.name] = finished
                    self._end(place, Outcome(run, key=task.key, skipped=True, note="nothing changed"))
                else:
                    if not waiting and not self.request.cold and isinstance(pool, ThreadPoolExecutor):
                        start_fork_server()
                    waiting[pool.submit(perform, task)] = place, number
        return waiting

    def _take(self, place: int, number: int, result: Result) -> None:
        job = self.jobs[place]
        run, task = job.plan.runs[number], job.tasks[number]
        note = "--force" if self.request.force else job.store.why_again(task)
        self.results[place][run.name] = result
        if result.failure is None:
            job.store.put(task, result)
        self._end(place, Outcome(run, result.failure, task.key, note=note))

    def _end(self, place: int, outcome: Outcome) -> None:
        self.outcomes[place][outcome.run.name] = outcome
        self.done += 1
        pack = str(self.jobs[place].plan)
        state = "failed" if outcome.failure else "skipped" if outcome.skipped else "done"
        fields = {"pack": pack, "run": outcome.run.name, "status": state, "note": outcome.note}
        if outcome.failure:
            fields |= {"cell": outcome.failure.cell, "error": outcome.failure.error}
        self.report(Event("run", f"{pack} {outcome}", self.done, self.total, fields))

    def _publish_if_complete(self, place: int) -> None:
        job = self.jobs[place]
        if place not in self.packs and len(self.outcomes[place]) == len(job.tasks):
            self._end_pack(place, self._publish(place, self.request.formats))

    def _publish(self, place: int, formats: Sequence[str]) -> Path:
        """Build a pack aside and move it in whole; one with failures goes beside and replaces no other."""
        from wps_analysis.pack.publish import fill, publish

        job = self.jobs[place]
        shelf, name = job.shelf, job.plan.name
        outcomes = [self.outcomes[place][run.name] for run in job.plan.runs]
        building = shelf.building(name)
        fill(building, outcomes, self.results.pop(place))
        publish(building, job.plan, outcomes, formats=formats, shelf=shelf, root=self.root)
        if any(outcome.failure for outcome in outcomes):
            return shelf.move_in(building, f"{name}.failed")
        folder = shelf.move_in(building, name)
        shelf.remove(f"{name}.failed")
        return folder

    def _end_pack(self, place: int, folder: Path, *, unchanged: bool = False) -> None:
        job, removed = self.jobs[place], []
        outcomes = tuple(self.outcomes[place][run.name] for run in job.plan.runs)
        if self.keep and not any(outcome.failure for outcome in outcomes):
            removed = job.shelf.keep(self.keep, language=job.plan.language_suffix)
        job.shelf.forget_unused_runs([task.key for each in self.jobs for task in each.tasks])
        result = PackResult(
            job.plan.ref_area, job.plan.as_of, job.plan.language, folder, outcomes, unchanged, tuple(removed)
        )
        self.packs[place] = result
        fields = {"pack": str(job.plan), "folder": str(folder), "failed": len(result.failures)}
        how = "nothing changed" if unchanged else f"{len(result.failures)} failed" if result.failures else "complete"
        self.report(Event("pack", f"{job.plan}: {how}", self.done, self.total, fields))

    def _put_aside(self, waiting: dict[Future, tuple[int, int]]) -> None:
        """After an interruption keep each notebook that was begun, with the reason at its top, beside the packs."""
        for future, (place, number) in waiting.items():
            run, task = self.jobs[place].plan.runs[number], self.jobs[place].tasks[number]
            failure = Failure(0, "Interrupted: the pack was stopped before it began")
            if future.done() and not future.cancelled():
                self._take(place, number, _result_of(future, task))
            else:
                self._end(place, Outcome(run, failure, task.key))
        for place in range(len(self.jobs)):
            if place not in self.packs:
                self._end_pack(place, self._publish(place, ("notebooks",)))


def _result_of(future: Future, task: Task) -> Result:
    """Return a run's result; one that could not even be begun, or brought back, is a failure before its first cell."""
    try:
        return future.result()
    except Exception as error:  # a full disk, a lost worker: one run's end must not end the others
        return Result(task.notebook, {}, Failure(0, f"{type(error).__name__}: {error}"))
