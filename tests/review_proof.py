"""Prove that the notebook review stops what it must stop, and nothing else (``make review-proof``).

In copies of the project one thing at a time is changed: a raw figure, a target, a curve, two labels, the rule for which
claim speaks, a line on stderr. nbval runs the notebooks that show it and has to fail, with a difference that a reviewer
can read. What no committed notebook shows is spoilt too (files that a pack publishes, Khmer, a tie): there a test has
to fail. Then nothing is changed but the surroundings (place, working directory, language, time zone, date), and the
review has to pass.

Each run is one that `make review` would do too, of the cheapest notebooks, or of their charts alone. A cell added to
each says which package, project, clock and encoding the kernel sees, so that no run proves anything about another.
"""

import locale
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from pathlib import Path
from xml.etree import ElementTree

import nbformat
from nbformat.v4 import new_code_cell, new_output

PROJECT = Path(__file__).parents[1]
PARTS = ("data", "notebooks", "wps_analysis", "pyproject.toml", "tests/nbval_sanitise.cfg")
WORKERS = 2
# What `make review` keeps from its kernels, and what would make them save charts.
NOT_PASSED_ON = (
    "MPLBACKEND", "PYTEST_ADDOPTS", "PYTHONHOME", "PYTHONPATH", "VIRTUAL_ENV", "WPS_CHART_DIR", "WPS_ROOT",
)  # fmt: skip
WHOLE = ("pipeline", "overview")
CHARTS = (
    "data_audit",
    "reviewed/pillar-participation",
)  # of these the charts alone, which take seconds and not minutes

SEEN = """
# PROOF
import locale, pathlib, time, datetime
import wps_analysis.paths
print(pathlib.Path(wps_analysis.__file__).parents[1], wps_analysis.paths.project_root())
print(datetime.date.today().year, datetime.datetime.now().year, time.timezone, locale.getpreferredencoding(False))
""".strip()

SHIFT = 1_940_000_000 - int(time.time())  # to 23 June 2031
# Where there is a C compiler, every clock that tells the date is moved for everything in the kernel, compiled code too.
CLOCK_C = """
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stddef.h>
#include <sys/time.h>
#include <time.h>
int clock_gettime(clockid_t id, struct timespec *now) {
    int failed = ((int (*)(clockid_t, struct timespec *))dlsym(RTLD_NEXT, "clock_gettime"))(id, now);
    if (!failed && (id == CLOCK_REALTIME || id == CLOCK_REALTIME_COARSE)) now->tv_sec += SHIFT;
    return failed;
}
int gettimeofday(struct timeval *now, void *zone) {
    struct timespec t; clock_gettime(CLOCK_REALTIME, &t); now->tv_sec = t.tv_sec; now->tv_usec = t.tv_nsec / 1000;
    return 0;
}
time_t time(time_t *now) {
    struct timespec t; clock_gettime(CLOCK_REALTIME, &t); if (now) *now = t.tv_sec;
    return t.tv_sec;
}
"""
# Elsewhere, `time.time` and what asks it (`date.today`, `datetime.today`), but not `datetime.now`: pandas does not
# load with another class in the place of `datetime`. Python loads this file itself, at its start.
CLOCK_PY = """
import time
clock, nanoseconds, localtime = time.time, time.time_ns, time.localtime
time.time = lambda: clock() + SHIFT
time.time_ns = lambda: nanoseconds() + SHIFT * 10**9
time.localtime = lambda seconds=None: localtime(time.time() if seconds is None else seconds)
"""


@dataclass(frozen=True)
class Run:
    """One copy of the project, what is changed in it, and what nbval has to say of it."""

    name: str
    notebooks: tuple[str, ...]
    edits: Mapping[str, tuple[str, object]] = field(default_factory=dict)  # file: pattern found once, replacement
    test: str = ""  # a file of tests that sees what no English notebook shows, and which of them
    build: bool = False
    shows: str = ""  # what the difference has to name; empty: there must be none
    env: Mapping[str, str] = field(default_factory=dict)
    encoding: str = locale.getpreferredencoding(False)
    zone: int = time.timezone
    moved: bool = False  # the date
    elsewhere: bool = False


@dataclass
class Outcome:
    """Whether nbval said what it had to say, and the first lines of it."""

    run: Run
    good: bool
    lines: list[str]
    seconds: float = 0.0


def _raised(match: re.Match) -> str:
    return f"{match[1]}{float(match[2]) + 0.1:g}{match[3]}"


MUTATIONS = (
    Run(
        "a curve upside down", CHARTS[1:],
        {"wps_analysis/charts/trend.py": (
            r"(            points = \[\(panel\.x\(row\), .*\n)",
            r"\1            points = [(x, points[0][1] + points[-1][1] - y) for x, y in points]\n",
        )},
        shows=r"line #\w+ .*\(\d{4}",
    ),
    Run(
        "two labels exchanged", CHARTS[1:],
        {"wps_analysis/charts/levels.py": (
            r"(\n    return \[Item\(name=n, side=c, .*\n)",
            r"\n    names[:2] = names[1::-1]\1",
        )},
        shows=r"text at|%",
    ),
    Run(
        "another claim speaks", CHARTS[:1],
        {"wps_analysis/claims/choice.py": (
            r'"rank": _least\("rank"\)',
            '"rank": lambda claims: [one for one in claims if one["rank"] == max(each["rank"] for each in claims)]',
        )},
        build=True,
        shows=r"Published figures differ|figures differ|differ",
    ),
    Run(
        "a raw figure 0.1 higher", WHOLE[:1],
        {"data/raw/situation_analysis_2025/leadership.csv": (
            r"(?m)^(sa25\.es_s4\.commune_deputy_chiefs\.F,.*,)([\d.]+)( per cent,)", _raised,
        )},
        build=True,
        shows=r"19\.8",
    ),
    Run(
        "a target dropped", WHOLE[1:],
        {"data/registry/targets.csv": (r"(?m)^parity_decision_making,.*\n", "")},  # its claim stays, and binds nothing
        build=True,
        shows=r"CEDAW",
    ),
    Run(
        "points mirrored", WHOLE[:1],
        {"wps_analysis/charts/sheet/marks.py": (
            r"xy = \(at, value\) if vertical else \(value, at\)",
            "xy = (at, value) if vertical else (100 - value, at)",
        )},
        shows=r"point o",
    ),
    Run(
        "a warning on stderr", WHOLE[:1],
        {"wps_analysis/report/display.py": (r"\Z", '\nimport sys\nprint("a warning", file=sys.stderr)\n')},
        shows=r"stderr",
    ),
    Run(
        "a drawing without points", (),
        {"wps_analysis/report/display.py": (
            r'svg, parts = render\(fig, "svg"\),',
            r'svg, parts = __import__("re").sub(rb"<use [^>]*x=[^>]*>", b"", render(fig, "svg")),',
        )},
        test="test_published_charts.py -k elected_bodies-en",
        shows=r"test_the_drawing_has_each_point",
    ),
    Run(
        "a chart's table a row off", (),
        {"wps_analysis/report/display.py": (r"csv = self\.data\.to_csv", "csv = self.data.shift(1).to_csv")},
        test="test_published_charts.py -k elected_bodies-en",
        shows=r"test_the_table_of_a_chart",
    ),
    Run(
        "a tie rounded down", (), {"wps_analysis/words/rounding.py": (r", ROUND_HALF_UP\)", ", ROUND_FLOOR)")},
        test="test_rounding.py",
        shows=r"test_a_tie_goes_up",
    ),
    Run(
        "Khmer lines too close", (), {"wps_analysis/charts/sheet/lettering.py": (r"1\.62 if", "1.32 if")},
        test="test_khmer_letters.py",
        shows=r"test_two_lines_do_not_touch",
    ),
    Run(
        "a subscript torn off", (),
        {"wps_analysis/charts/sheet/lettering.py": (r" and line\[n - 1\] != _COENG\]", "]")},
        test="test_khmer_letters.py",
        shows=r"test_a_line_never_ends_before_a_subscript",
    ),
)  # fmt: skip

CONTROLS = (
    Run("nothing", (*WHOLE, *CHARTS)),
    Run(
        "place, directory, language", WHOLE, elsewhere=True, encoding="ANSI_X3.4-1968",
        env={"LC_ALL": "C", "LANG": "C", "LANGUAGE": "km:de", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0",
             "PYTHONIOENCODING": "utf-8"},
    ),
    Run("date, time zone", WHOLE, env={"TZ": "AAA-14"}, zone=-14 * 3600, moved=True),
)  # fmt: skip


def prove(run: Run, folder: Path) -> Outcome:
    """Make a run's copy, change it, let nbval judge it, and judge nbval."""
    start = time.perf_counter()
    try:
        lines, good = _judged(run, folder), True
    except (RuntimeError, subprocess.SubprocessError) as error:
        lines, good = str(error).splitlines(), False
    return Outcome(run, good, lines, time.perf_counter() - start)


def _judged(run: Run, folder: Path) -> list[str]:
    root = folder / "wps proof" if run.elsewhere else folder / "wps"
    for part in PARTS:
        copy = shutil.copytree if (PROJECT / part).is_dir() else shutil.copy2
        (root / part).parent.mkdir(parents=True, exist_ok=True)
        copy(PROJECT / part, root / part)
    for name, (pattern, replacement) in run.edits.items():
        _edit(root / name, pattern, replacement)
    env = {name: value for name, value in os.environ.items() if name not in NOT_PASSED_ON} | dict(run.env)
    env["PYTHONPATH"] = str(root)
    years = [time.localtime().tm_year] * 2
    if run.moved:
        years = _move_clock(folder, env, years[0])
    if run.build:
        built = _call(["-m", "wps_analysis", "build"], root, env)
        if built.returncode:
            raise RuntimeError(f"the build failed: {built.stderr or built.stdout}")
    if run.test:
        return _tested(run, root, env)
    desk = folder / "desk" if run.elsewhere else root / "notebooks"
    facts = " ".join(map(str, [*years, run.zone, run.encoding]))
    paths = [_prepare(root, name, desk, facts) for name in run.notebooks]
    return _verdict(run, *_review(paths, root, folder if run.elsewhere else root, env))


def _move_clock(folder: Path, env: dict[str, str], year: int) -> list[int]:
    """Move the date for what is started in an environment, and return the years that two ways of asking then give."""
    compiler = shutil.which("cc") if sys.platform == "linux" else None
    if compiler:
        (folder / "clock.c").write_text(CLOCK_C, encoding="utf-8")
        made = [compiler, "-shared", "-fPIC", f"-DSHIFT={SHIFT}L", "-o", "clock.so", "clock.c", "-ldl"]
        subprocess.run(made, cwd=folder, check=True, capture_output=True)
        env["LD_PRELOAD"] = str(folder / "clock.so")
        return [2031, 2031]
    (folder / "clock").mkdir()
    (folder / "clock" / "sitecustomize.py").write_text(f"SHIFT = {SHIFT}\n{CLOCK_PY}", encoding="utf-8")
    env["PYTHONPATH"] = os.pathsep.join([str(folder / "clock"), env["PYTHONPATH"]])
    return [2031, year]


def _edit(path: Path, pattern: str, replacement: object) -> None:
    text, found = re.subn(pattern, replacement, path.read_text(encoding="utf-8"))
    if found != 1:
        raise RuntimeError(f"{path.name}: the text to change was found {found} times, not once: {pattern!r}")
    path.write_text(text, encoding="utf-8")
    for compiled in path.parent.glob(f"__pycache__/{path.stem}.*.pyc"):
        compiled.unlink()


def _prepare(root: Path, name: str, desk: Path, facts: str) -> Path:
    """Leave of a notebook what is run, and let it say at its end what its kernel sees."""
    notebook = nbformat.read(root / "notebooks" / f"{name}.ipynb", as_version=4)
    if name in CHARTS:
        notebook.cells = [cell for cell in notebook.cells if _is_needed(cell)]
    output = new_output("stream", name="stdout", text=f"{root} {root}\n{facts}\n")
    notebook.cells.append(new_code_cell(SEEN, execution_count=1, outputs=[output]))
    path = desk / f"{name}.ipynb"
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(notebook, path)
    return path


def _is_needed(cell: nbformat.NotebookNode) -> bool:
    opens = cell.cell_type == "code" and re.match(r"(from|import) |brief = ", cell.source)
    return bool(opens or {"parameters", "injected-parameters", "chart"} & set(cell.metadata.get("tags", [])))


def _call(arguments: list[str], folder: Path, env: Mapping[str, str]) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, *arguments], cwd=folder, env=dict(env), capture_output=True, encoding="utf-8",
        errors="replace", timeout=300, check=False,
    )  # fmt: skip


def _review(paths: list[Path], root: Path, folder: Path, env: Mapping[str, str]) -> tuple[int, str, list[str]]:
    """Return nbval's exit code, what it printed, and what it says of each cell that failed."""
    report = root / "report.xml"
    options = ["-m", "pytest", "-p", "no:cacheprovider", "--color=no", f"--junitxml={report}", "--nbval"]
    # pytest cuts differences after some lines, and then compares no more than it prints.
    options += ["-vv", "-o", "truncation_limit_lines=0", "-o", "truncation_limit_chars=0"]
    options += ["--nbval-kernel-name", "wps", "--nbval-sanitize-with", str(root / "tests" / "nbval_sanitise.cfg")]
    done = _call([*options, *map(str, paths)], folder, env)
    printed = f"{done.stdout[-2000:]}{done.stderr[-2000:]}"
    if not report.is_file():
        return done.returncode, printed, []
    cells = ElementTree.parse(report).iter("testcase")
    said = [found.text or "" for cell in cells for found in (*cell.findall("failure"), *cell.findall("error"))]
    return done.returncode, printed, said


def _tested(run: Run, root: Path, env: Mapping[str, str]) -> list[str]:
    """Let a copy of the tests judge, where what is spoilt is in no committed notebook; return the lines that failed."""
    file, *which = run.test.split()
    for name in ("conftest.py", file):
        shutil.copy2(PROJECT / "tests" / name, root / "tests" / name)
    options = ["-m", "pytest", "-p", "no:cacheprovider", "--color=no", "-q", "-o", "addopts="]
    done = _call([*options, f"tests/{file}", *which], root, {**env, "MPLBACKEND": "agg"})
    if done.returncode == 0:
        raise RuntimeError("NOT CAUGHT: the tests passed")
    lines = [f"{'now':9}  {line}" for line in done.stdout.splitlines() if line.startswith("FAILED")]
    if done.returncode != 1 or not any(re.search(run.shows, line) for line in lines):
        raise RuntimeError(f"no test names {run.shows!r}:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
    return lines


def _verdict(run: Run, code: int, printed: str, said: list[str]) -> list[str]:
    for text in said:
        if "# PROOF" in text:
            raise RuntimeError(f"the kernel sees something else:\n{text}")
        if "Cell outputs differ" not in text:
            raise RuntimeError(f"a cell failed for another reason than its output:\n{text}")
    if code != (1 if said else 0):
        raise RuntimeError(f"nbval ended with {code}:\n{printed}")
    lines = [line for text in said for line in _difference(text)]
    if not run.shows:
        if said:
            raise RuntimeError("\n".join(["nothing was changed, and yet:", *lines]))
        return ["passed"]
    if not said:
        raise RuntimeError("NOT CAUGHT: nbval passed")
    if not any(re.search(run.shows, line) for line in lines):
        raise RuntimeError("\n".join([f"no difference names {run.shows!r}:", *lines]))
    return lines


def _difference(text: str) -> list[str]:
    """Return the lines that differ; pytest marks the newly computed ones with a minus."""
    found = re.findall(r"(?m)^ *([-+]) (.*\S)", text.partition("failed:")[2])
    words = {"+": "committed", "-": "now"}
    if not found:
        return [line.strip() for line in text.partition("Traceback:")[2].splitlines() if line.strip()]
    return [f"{words[sign]:9}  {line}" for sign, line in found]


def _window(lines: list[str], shows: str, width: int = 118) -> list[str]:
    """Return the first line that names what was changed and its like on the other side, from where they differ."""
    first = next(line for line in lines if re.search(shows, line))
    others = [line for line in lines if line[:11] != first[:11]]
    like = max(others, key=lambda line: SequenceMatcher(None, first[11:400], line[11:400]).quick_ratio(), default="")
    pair = sorted(filter(None, (first, like)))
    start = max(len(os.path.commonprefix([line[11:] for line in pair])) - 50, 0) if like else 0
    return [(line[:11] + ("…" if start else "") + line[11:][start:])[:width] for line in pair]


def main() -> int:
    """Run everything, print a table, and return 1 if a change slipped through or a control failed."""
    start = time.perf_counter()
    with tempfile.TemporaryDirectory(prefix="wps-proof-") as scratch:
        base = Path(scratch).resolve()
        runs = [CONTROLS[0], *MUTATIONS, *CONTROLS[1:]]
        folders = [base / str(number) for number, _ in enumerate(runs)]
        with ThreadPoolExecutor(WORKERS) as pool:
            outcomes = list(pool.map(prove, runs, folders))
    print(f"{'changed':27}{'notebooks':41}{'as it must be':15}{'seconds':>7}")
    for outcome in outcomes:
        names = [name.removeprefix("reviewed/") for name in outcome.run.notebooks] or [outcome.run.test]
        notebooks = ", ".join(names)
        said = ("caught" if outcome.run.shows else "passed") if outcome.good else "NO"
        print(f"{outcome.run.name:27}{notebooks[:40]:41}{said:15}{outcome.seconds:7.1f}")
        shown = _window(outcome.lines, outcome.run.shows) if outcome.good and outcome.run.shows else outcome.lines[:20]
        print("".join(f"    {line}\n" for line in shown if line != "passed"), end="")
    failed = sum(not outcome.good for outcome in outcomes)
    print(f"{len(outcomes) - failed} of {len(outcomes)} as they must be, {time.perf_counter() - start:.0f} seconds.")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
