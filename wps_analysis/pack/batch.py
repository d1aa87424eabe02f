"""The runs of several packs in one pool; each pack is published when its last run has ended."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor, as_completed, wait
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wps_analysis.pack.kernel.fork_server import start_fork_server
from wps_analysis.pack.kernel.kernels import allow_kernels, stop_kernels
from wps_analysis.pack.kernel.perform import perform
from wps_analysis.pack.plan.manifest import fonts
from wps_analysis.pack.plan.outcome import Outcome, PackResult
from wps_analysis.pack.plan.plan import PackPlan, Run
from wps_analysis.pack.plan.request import Job, Request
from wps_analysis.pack.plan.task import Failure, Result, Task
from wps_analysis.pack.publish.publish import fill, publish

if TYPE_CHECKING:
    from wps_analysis.claims.edition import Edition


@dataclass(frozen=True)
class Event:
    """Something to tell who waits: `kind` is plan, waiting, run or pack; `done` of `total` runs have ended."""

    kind: str
    text: str
    done: int = 0
    total: int = 0
    fields: dict[str, Any] = field(default_factory=dict)


Report = Callable[[Event], None]


class Batch:
    """What has become of each run and pack of a request.

    Parameters
    ----------
    jobs, request, root
        The packs, what was asked for, and the project's folder.
    keep, report
        As for `run.run_packs`.
    """

    def __init__(self, jobs: Sequence[Job], request: Request, root: Path, keep: int | None, report: Report) -> None:
        self.jobs, self.request, self.root, self.keep, self.report = jobs, request, root, keep, report
        self.total, self.done = sum(len(job.tasks) for job in jobs), 0
        self.outcomes: dict[int, dict[str, Outcome]] = {place: {} for place in range(len(jobs))}
        self.results: dict[int, dict[str, Result]] = {place: {} for place in range(len(jobs))}
        self.packs: dict[int, PackResult] = {}
        self.editions: dict[tuple[str, str], Edition] = {}

    def make(self, pool: Executor) -> tuple[PackResult, ...]:
        """Do the runs that are not finished and publish; when interrupted, put aside what there is and raise."""
        allow_kernels()
        self.report(Event("plan", f"{self.total} runs in {len(self.jobs)} packs", 0, self.total))
        waiting = self._submit(pool)
        if waiting:
            for job in self.jobs:
                fonts(job.plan.language)  # looked up while the first kernels start
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
                    self._skip(place, run, task)
                folder = job.shelf.folder / job.plan.name
                job.shelf.remove(f"{job.plan.name}.failed")
                self._end_pack(place, folder, unchanged=True)
                continue
            for number, (run, task) in enumerate(zip(job.plan.runs, job.tasks, strict=True)):
                finished = None if self.request.force else job.store.get(task)
                if finished:
                    self.results[place][run.name] = finished
                    self._skip(place, run, task)
                else:
                    if not waiting and not self.request.cold and isinstance(pool, ThreadPoolExecutor):
                        start_fork_server()
                    waiting[pool.submit(perform, task)] = place, number
        return waiting

    def _skip(self, place: int, run: Run, task: Task) -> None:
        self._end(place, Outcome(run, key=task.key, skipped=True, note="nothing changed"))

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
        job = self.jobs[place]
        shelf, name = job.shelf, job.plan.name
        outcomes = [self.outcomes[place][run.name] for run in job.plan.runs]
        edition = self._edition(job.plan) if set(formats) - {"notebooks"} else None
        options = {"formats": formats, "edition": edition, "root": self.root, "changes_of": self.request.changes_of}
        with shelf.building(name) as building:
            fill(building, outcomes, self.results[place])
            publish(building, job.plan, outcomes, shelf=shelf, **options)
            if any(outcome.failure for outcome in outcomes):
                return shelf.move_in(building, f"{name}.failed")
            folder = shelf.move_in(building, name)
        shelf.remove(f"{name}.failed")
        return folder

    def _edition(self, plan: PackPlan) -> Edition:
        """Open what is known by a pack's date in its language: once for the packs of all areas."""
        from wps_analysis.claims.edition import Edition  # which takes longer to import than to find nothing changed

        key = plan.as_of, plan.language
        if key not in self.editions:
            self.editions[key] = Edition(*key, self.root)
        return self.editions[key]

    def _end_pack(self, place: int, folder: Path, *, unchanged: bool = False) -> None:
        job, removed = self.jobs[place], []
        self.results[place].clear()
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
        """After an interruption keep each notebook that was begun, with the reason at its top, beside the packs.

        A pack whose runs have all ended well is not published in haste: they are kept, and the next call does that.
        """
        for future, (place, number) in waiting.items():
            run, task = self.jobs[place].plan.runs[number], self.jobs[place].tasks[number]
            failure = Failure(0, "Interrupted: the pack was stopped before it began")
            if future.done() and not future.cancelled():
                self._take(place, number, _result_of(future, task))
            else:
                self._end(place, Outcome(run, failure, task.key))
        for place, outcomes in self.outcomes.items():
            if place not in self.packs and any(outcome.failure for outcome in outcomes.values()):
                self._end_pack(place, self._publish(place, ("notebooks",)))


def _result_of(future: Future, task: Task) -> Result:
    """Return a run's result; one that could not even be begun, or brought back, is a failure before its first cell."""
    try:
        return future.result()
    except Exception as error:  # a full disk, a lost worker: one run's end must not end the others
        return Result(task.notebook, {}, Failure(0, f"{type(error).__name__}: {error}"))
