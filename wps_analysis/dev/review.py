"""Rewrite the reviewed notebooks (``make review-accept``): executed, without times or paths, ready to commit.

``notebooks/*.ipynb`` are run with their own parameters, in place; ``notebooks/reviewed/`` holds an executed copy of
``pillar`` for each pillar; the picture in the README is drawn again. ``make review`` runs them all again and compares
every output.
"""

import argparse
import sys
import tempfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from wps_analysis.charts.sheet.files import render
from wps_analysis.claims.edition import Edition
from wps_analysis.codes import PILLARS
from wps_analysis.errors import PackError, WpsError
from wps_analysis.pack.kernel import notebook
from wps_analysis.pack.kernel.environment import kernel_env
from wps_analysis.pack.kernel.kernels import allow_kernels
from wps_analysis.pack.plan.outcome import Outcome
from wps_analysis.pack.plan.plan import Run
from wps_analysis.pack.run import default_jobs
from wps_analysis.paths import project_root, write_atomic
from wps_analysis.report.brief import Brief
from wps_analysis.report.views import draw_view

_SHOWN = "posts"
"""The chart that the README shows."""


def accept(*, root: str | Path | None = None) -> list[Path]:
    """Run every notebook and rewrite the committed copies; if one fails, none is changed.

    Returns
    -------
    list of Path
        The files written.

    Raises
    ------
    PackError
        Naming each notebook that failed, its cell and its error.

    Examples
    --------
    >>> accept()  # doctest: +SKIP
    [PosixPath('.../notebooks/data_audit.ipynb'), ...]
    """
    base = project_root(root)
    folder = base / "notebooks"
    runs = [Run(path.stem, path.stem, {}) for path in sorted(folder.glob("*.ipynb"))]
    targets = [folder / f"{run.name}.ipynb" for run in runs]
    if (folder / "pillar.ipynb").is_file():
        copies = [Run("pillar", f"pillar-{pillar}", {"pillar": pillar}) for pillar in PILLARS]
        targets += [folder / "reviewed" / f"{run.name}.ipynb" for run in copies]
        runs += copies
    with tempfile.TemporaryDirectory(prefix="wps-") as scratch:

        def execute(run: Run) -> Outcome:
            work = Path(scratch) / f"{run.name}.work"
            work.mkdir()
            source, target = folder / f"{run.notebook}.ipynb", Path(scratch) / f"{run.name}.ipynb"
            env = kernel_env(base)
            return Outcome(run, notebook.execute(source, target, parameters=run.parameters, folder=work, env=env))

        allow_kernels()
        with ThreadPoolExecutor(default_jobs()) as pool:
            outcomes = list(pool.map(execute, runs))
        failed = [str(outcome) for outcome in outcomes if outcome.failure]
        if failed:
            raise PackError("\n- ".join(["No notebook was rewritten, because some failed:", *failed]))
        for run, path in zip(runs, targets, strict=True):
            write_atomic(path, (Path(scratch) / f"{run.name}.ipynb").read_bytes())
    picture = base / "docs" / f"{_SHOWN}.png"
    if picture.is_file():
        write_atomic(picture, render(draw_view(_SHOWN, Brief(Edition(root=base), "KHM", "participation")).figures[0]))
        targets.append(picture)
    return targets


def main(arguments: Sequence[str] | None = None) -> int:
    """Rewrite the reviewed notebooks and print their names."""
    parser = argparse.ArgumentParser(prog="python -m wps_analysis.dev.review", description=main.__doc__)
    parser.add_argument("--root", help="the project's folder")
    try:
        written = accept(root=parser.parse_args(arguments).root)
    except WpsError as error:
        sys.stderr.write(f"Error: {error}\n")
        return 1
    sys.stdout.write("".join(f"{path}\n" for path in written))
    return 0


if __name__ == "__main__":
    sys.exit(main())
