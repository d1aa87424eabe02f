"""The runs of several packs in one pool; each pack is published when its last run has ended."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wps_analysis.errors import PackError
from wps_analysis.pack.kernel.fork_server import start_fork_server
from wps_analysis.pack.kernel.kernels import allow_kernels, stop_kernels
from wps_analysis.pack.kernel.perform import perform
from wps_analysis.pack.plan.manifest import fonts
from wps_analysis.pack.plan.outcome import Outcome, PackResult
from wps_analysis.pack.plan.plan import Run
from wps_analysis.pack.plan.request import NOTHING_CHANGED, Job
from wps_analysis.pack.plan.shelf import Shelf
from wps_analysis.pack.plan.task import Failure, Result, Task, is_plain
from wps_analysis.pack.publish.publish import publish

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


@dataclass
class _Pack:
    """A pack of a batch, how its runs ended, and how it ended itself, once it has."""

    job: Job
    outcomes: dict[str, Outcome] = field(default_factory=dict)
    results: dict[str, Result] = field(default_factory=dict)
    ended: PackResult | None = None

    @property
    def in_order(self) -> tuple[Outcome, ...]:
        """How its runs ended, in the order of the plan."""
        return tuple(self.outcomes[run.name] for run in self.job.plan.runs)

    @property
    def failed(self) -> bool:
        """Tell whether one of its runs has failed."""
        return any(outcome.failure for outcome in self.outcomes.values())


_LONGEST_WAIT_S = 1
_Waiting = dict[Future, tuple[_Pack, Run, Task]]


class Batch:
    """What has become of each run and pack of a request.

    Parameters
    ----------
    jobs
        The packs.
    keep, report
        As for `run.run_packs`.
    """

    def __init__(self, jobs: Sequence[Job], keep: int | None, report: Report) -> None:
        self.packs, self.keep, self.report = [_Pack(job) for job in jobs], keep, report
        self.total, self.done = sum(len(job.plan.runs) for job in jobs), 0
        self.starting = True
        self.editions: dict[tuple[str, str], Edition] = {}

    def make(self, pool: Executor, ahead: int) -> tuple[PackResult, ...]:
        """Do the runs that are not finished and publish; when interrupted, put aside what there is and raise.

        So many runs at most are handed in before they begin, since each carries the rows that it sees.
        """
        allow_kernels()
        self.report(Event("plan", f"{self.total} runs in {len(self.packs)} packs", 0, self.total))
        waiting: _Waiting = {}
        try:
            for pack, run, task in self._to_do():
                if self.starting and not pack.job.request.cold and isinstance(pool, ThreadPoolExecutor):
                    start_fork_server()
                self.starting = False
                waiting[pool.submit(perform, task)] = pack, run, task
                fonts(pack.job.plan.language)  # looked up, once, while the first kernels start
                while len(waiting) >= ahead:
                    self._take_next(waiting)
            while waiting:
                self._take_next(waiting)
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
        return tuple(pack.ended for pack in self.packs)

    def _to_do(self) -> Iterator[tuple[_Pack, Run, Task]]:
        """Yield the runs that must be done, and end the others; in a pack that stands as it must, nothing is taken."""
        for pack in self.packs:
            job, standing = pack.job, pack.job.standing()
            for run in job.plan.runs:
                if standing:
                    self._end(pack, Outcome(run, key=standing[run.name], skipped=True, note=NOTHING_CHANGED))
                    continue
                task = job.task(run)
                if finished := job.finished(task):
                    pack.results[run.name] = finished
                    self._end(pack, Outcome(run, key=task.key, skipped=True, note=NOTHING_CHANGED))
                else:
                    yield pack, run, task
            if standing:
                job.shelf.remove(f"{job.plan.name}.failed")
                self._end_pack(pack, job.folder, unchanged=True)
            else:
                self._publish_if_complete(pack)

    def _take_next(self, waiting: _Waiting) -> None:
        # A signal that comes just before a wait begins does not end it.
        for future in wait(waiting, timeout=_LONGEST_WAIT_S, return_when=FIRST_COMPLETED).done:
            pack, run, task = waiting.pop(future)
            self._take(pack, run, task, _result_of(future, task))
            self._publish_if_complete(pack)

    def _take(self, pack: _Pack, run: Run, task: Task, result: Result) -> None:
        note = pack.job.why_again(task)
        pack.results[run.name] = result
        if result.failure is None:
            pack.job.store.put(task, result)
        self._end(pack, Outcome(run, result.failure, task.key, note=note))

    def _end(self, pack: _Pack, outcome: Outcome) -> None:
        pack.outcomes[outcome.run.name] = outcome
        self.done += 1
        name = str(pack.job.plan)
        state = "failed" if outcome.failure else "skipped" if outcome.skipped else "done"
        fields = {"pack": name, "run": outcome.run.name, "status": state, "note": outcome.note}
        if outcome.failure:
            fields |= {"cell": outcome.failure.cell, "error": outcome.failure.error}
        self.report(Event("run", f"{name} {outcome}", self.done, self.total, fields))

    def _publish_if_complete(self, pack: _Pack) -> None:
        if not pack.ended and len(pack.outcomes) == len(pack.job.plan.runs):
            self._end_pack(pack, self._publish(pack, pack.job.request.formats))

    def _publish(self, pack: _Pack, formats: Sequence[str]) -> Path:
        """Build a pack aside and move it in whole; one with failures goes beside and replaces no other."""
        shelf, name = pack.job.shelf, pack.job.plan.name
        edition = self._edition(pack.job) if set(formats) - {"notebooks"} else None
        with shelf.building(name) as building:
            publish(building, pack.job, pack.in_order, pack.results, formats=formats, edition=edition)
            if pack.failed:
                return shelf.move_in(building, f"{name}.failed")
            folder = shelf.move_in(building, name)
        shelf.remove(f"{name}.failed")
        return folder

    def _edition(self, job: Job) -> Edition:
        """Open what is known by a pack's date in its language: once for the packs of all areas."""
        from wps_analysis.claims.edition import Edition  # which takes longer to import than to find nothing changed

        key = job.plan.as_of, job.plan.language
        if key not in self.editions:
            self.editions[key] = Edition(*key, job.source, job.plan.only_confirmed)
        return self.editions[key]

    def _end_pack(self, pack: _Pack, folder: Path, *, unchanged: bool = False) -> None:
        plan, shelf = pack.job.plan, pack.job.shelf
        pack.results.clear()
        if self.keep and not pack.failed:
            shelf.keep(self.keep, language=plan.language_suffix)
        pack.ended = result = PackResult(plan.ref_area, plan.as_of, plan.language, folder, pack.in_order, unchanged)
        self._forget_unused_runs(plan.ref_area, shelf)
        fields = {"pack": str(plan), "folder": str(folder), "failed": len(result.failures)}
        how = NOTHING_CHANGED if unchanged else f"{len(result.failures)} failed" if result.failures else "complete"
        self.report(Event("pack", f"{plan}: {how}", self.done, self.total, fields))

    def _forget_unused_runs(self, ref_area: str, shelf: Shelf) -> None:
        """Clear an area's shelf once its last pack has ended: before, it may hold finished runs of the next."""
        packs = [pack for pack in self.packs if pack.job.plan.ref_area == ref_area]
        if all(pack.ended for pack in packs):
            shelf.forget_unused_runs([outcome.key for pack in packs for outcome in pack.outcomes.values()])

    def _put_aside(self, waiting: _Waiting) -> None:
        """After an interruption keep each notebook that was begun, with the reason at its top, beside the packs.

        Of a pack that was not begun nothing is. One whose runs have all ended well is not published in haste: they are
        kept, and the next call does that.
        """
        failure = Failure(0, "Interrupted: the pack was stopped before it began")
        for future, (pack, run, task) in waiting.items():
            if future.done() and not future.cancelled():
                self._take(pack, run, task, _result_of(future, task))
            else:
                self._end(pack, Outcome(run, failure, task.key))
        for pack in self.packs:
            if not pack.ended and pack.failed:
                for run in (run for run in pack.job.plan.runs if run.name not in pack.outcomes):
                    self._end(pack, Outcome(run, failure, pack.job.task(run).key))
                self._end_pack(pack, self._publish(pack, ("notebooks",)))


def _result_of(future: Future, task: Task) -> Result:
    """Return a run's result; one that could not even be begun, or brought back, is a failure before its first cell."""
    try:
        result = future.result()
        if odd := [name for name in result.charts if not is_plain(name)]:
            raise PackError(f"a chart's file has a name that leads elsewhere: {odd[0]!r}")
        return result
    except Exception as error:  # a full disk, a lost worker: one run's end must not end the others
        return Result(task.notebook, {}, Failure(0, f"{type(error).__name__}: {error}"))
