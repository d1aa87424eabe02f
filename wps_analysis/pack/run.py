"""Do a plan's runs, on this machine or on a cluster, and publish the packs, each whole or not at all."""

import contextlib
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from pathlib import Path

from wps_analysis import paths
from wps_analysis.codes import AsOf
from wps_analysis.errors import PackError, reason_of
from wps_analysis.pack.batch import Batch, Event, Report
from wps_analysis.pack.kernel.caches import provide_caches
from wps_analysis.pack.kernel.cluster_address import check_address
from wps_analysis.pack.plan.outcome import PackResult
from wps_analysis.pack.plan.plan import FORMATS, Request
from wps_analysis.pack.plan.request import Job, plan_jobs
from wps_analysis.pack.plan.snapshot import snapshot
from wps_analysis.words.language import SOURCE_LANGUAGE

_AHEAD, _AHEAD_ON_CLUSTER = 4, 1000
"""Runs handed in before they begin: for each notebook that runs at once; in all, where their number is not known."""


def run_pack(
    ref_area: str | int,
    *,
    as_of: AsOf = "",
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
        The area by any of its codes, such as ``KHM``, or by its name.
    as_of
        A date, month or year: what was published by then. Empty: all, as of the newest date of publication.
    pillars
        Some of the four pillars; all by default. The pack of some lies in ``<as_of>.partial``.
    language
        ``"en"`` or another of ``words.language.languages()``; the pack then lies in ``<as_of>.<language>``.
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
    insecure_cluster: bool = False,
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
    insecure_cluster
        Whether that may be a ``tcp://`` address of another machine, neither encrypted nor authenticated.
    keep
        How many whole packs of an area and language are kept; all by default.
    root, output
        As for `run_pack`.
    report
        Told what happens, as `Event`.

    Returns
    -------
    tuple of PackResult
        One a pack, in the order of the plan. Of several areas an atlas is written beside them.

    Raises
    ------
    PlanError, StaleError, PackError
        As for `run_pack`.
    """
    if scheduler:
        check_address(scheduler, insecure=insecure_cluster)
    provide_caches()
    base = paths.project_root(root)
    outputs = Path(output).resolve() if output else paths.outputs_dir(base)
    try:
        with contextlib.ExitStack() as held:
            planned = plan_jobs(request, root=base, source=held.enter_context(snapshot(base)), output=outputs)
            shelves = {job.plan.ref_area: job.shelf for job in planned}
            locks = [shelves[area].locked(lambda text: report(Event("waiting", text))) for area in sorted(shelves)]
            # In one order, so that two batches never wait for each other.
            if any([held.enter_context(lock) for lock in locks]):
                # The data may have changed meanwhile.
                planned = plan_jobs(request, root=base, source=held.enter_context(snapshot(base)), output=outputs)
            _refuse_to_remove(planned, keep)
            batch = Batch(planned, keep, report)
            with _executor(jobs, scheduler) as pool:
                results = batch.make(pool, _AHEAD_ON_CLUSTER if scheduler else _AHEAD * (jobs or default_jobs()))
            if len(shelves) > 1 and "html" in request.formats and not request.only_confirmed:
                _write_atlas(batch, outputs)
            return results
    except OSError as error:
        raise PackError(f"The pack could not be written under {outputs}: {reason_of(error)}") from error


def _write_atlas(batch: Batch, outputs: Path) -> None:
    """Write the page that leads to the packs of all countries, in each language in which one was made anew."""
    if batch.editions:
        from wps_analysis.pack.publish.atlas.write import write_atlas  # pandas: a batch that skips does without
    for edition in batch.editions.values():
        write_atlas(edition, outputs=outputs)


def _refuse_to_remove(planned: Sequence[Job], keep: int | None) -> None:
    """Stop before anything runs where a pack could not be moved in, or somebody's own file would be removed."""
    wrong = []
    for job in planned:
        whole = job.shelf.whole(job.plan.language_suffix)
        names = [
            *({job.plan.name} if not job.standing() else ()),
            f"{job.plan.name}.failed",
            *(whole[:-keep] if keep else ()),
        ]
        wrong += job.shelf.in_the_way(dict.fromkeys(names))
    if wrong:
        raise PackError("\n- ".join(["Nothing was run, because it could not be kept:", *dict.fromkeys(wrong)]))


def default_jobs() -> int:
    """Return how many notebooks run at once on this machine."""
    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return usable + 1


@contextlib.contextmanager
def _executor(jobs: int | None, scheduler: str | None) -> Iterator[Executor]:
    if scheduler:
        from wps_analysis.pack.kernel.cluster import cluster_executor

        with cluster_executor(scheduler) as pool:
            yield pool
    else:
        pool = ThreadPoolExecutor(jobs or default_jobs())
        try:
            yield pool
        finally:
            pool.shutdown(cancel_futures=True)
