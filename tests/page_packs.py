"""Pages without kernels: the committed notebooks with what their briefs hand over in a run, and what links lead to."""

import base64
import re
from html import unescape
from pathlib import Path

import nbformat
import pandas as pd
import pytest

from wps_analysis.codes import PILLARS
from wps_analysis.pack.kernel.notebook import in_language_of
from wps_analysis.pack.plan.outcome import Outcome
from wps_analysis.pack.plan.plan import Run
from wps_analysis.pack.plan.task import Failure
from wps_analysis.report.data_brief import DataBrief
from wps_analysis.report.display import PARTS
from wps_analysis.report.overview_brief import OverviewBrief
from wps_analysis.report.peers_brief import PeersBrief
from wps_analysis.report.pillar_brief import PillarBrief
from wps_analysis.report.pipeline_brief import PipelineBrief
from wps_analysis.words.figures import value_text
from wps_analysis.words.language import use_language

NOTEBOOKS = Path(__file__).parents[1] / "notebooks"
_PICTURE = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
_YEAR = re.compile(r"(?:19|20)\d\d")
_NUMBER = re.compile(r"[-+−]?\d+(?:[.,]\d+)*")


def run_of(name, failure=None, ref_area="KHM", language="en"):
    notebook = name.split("-")[0]
    parameters = {"pillar": name.removeprefix("pillar-")} if notebook == "pillar" else {}
    parameters |= {"ref_area": ref_area, "language": language}
    return Outcome(Run(notebook, name, parameters), failure and Failure(1, failure))


def outcomes_of(**parameters):
    """Return how the runs of a whole pack end."""
    names = ["overview", *(f"pillar-{pillar}" for pillar in PILLARS), "pipeline", "peers", "data_audit"]
    return [run_of(name, **parameters) for name in names]


def write_pack(folder, edition, ref_area, *, horizon=0, drawn=False):
    """Write the notebooks of a pack as a run leaves them, each chart a point, or drawn for a page."""
    briefs = {
        "overview": OverviewBrief(edition, ref_area, horizon=horizon), "pipeline": PipelineBrief(edition, ref_area),
        "peers": PeersBrief(edition, ref_area), "data_audit": DataBrief(edition, ref_area),
        **{f"pillar-{pillar}": PillarBrief(edition, ref_area, pillar, horizon) for pillar in PILLARS},
    }  # fmt: skip
    outcomes = outcomes_of(ref_area=ref_area, language=edition.language)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("WPS_CHART_DIR", str(folder))
        for run in (outcome.run for outcome in outcomes):
            notebook = in_language_of(run.parameters, NOTEBOOKS / f"{run.notebook}.ipynb")
            for number, cell in enumerate(notebook.cells):
                if cell.cell_type == "code":
                    brief = briefs[run.name]
                    charts = brief.charts if drawn and cell.source.strip() == "brief.charts" else ()
                    handed = [{PARTS: {"chart": c._parts(f, c.name)}} for c in charts for f in c.figures]
                    outputs = [nbformat.v4.new_output("display_data", data) for data in handed]
                    cell.outputs = outputs or list(_outputs(folder, run.name, number, cell, brief))
            nbformat.write(notebook, folder / f"{run.name}.ipynb")
    (folder / "manifest.json").write_text("{}")
    return outcomes


def _outputs(folder, name, number, cell, brief):
    part = cell.source.strip().removeprefix("brief.")
    if "chart" in cell.metadata.get("tags", []):
        base = folder / "charts" / name / f"chart_{number}"
        base.parent.mkdir(parents=True, exist_ok=True)
        base.with_suffix(".png").write_bytes(base64.b64decode(_PICTURE))
        base.with_suffix(".txt").write_text(f"Chart {number} of {name}\n")
        yield nbformat.v4.new_output("display_data", {"image/png": _PICTURE, "text/plain": f"Chart {number} of {name}"})
    elif part.isidentifier() and cell.source.strip().startswith("brief."):
        yield nbformat.v4.new_output("display_data", getattr(brief, part)._repr_mimebundle_())


def plain(html):
    return unescape(re.sub(r"<[^>]+>", "", html))


def links(html):
    """Return the links to claims and places, of this page or of the other: text, name of the place, title."""
    found = re.findall(r'<a class="claim" href="(?:evidence\.html)?#([^"]+)"(?: title="([^"]*)")?>(.*?)</a>', html)
    return [(unescape(text), place, unescape(title)) for place, title, text in found]


def wrong_links(page, claims, computed="Computed from"):
    """Say which numbers lead to a claim that does not print them, and which are no figures at all."""
    printed = {f"claim-{row['claim_id']}": row for row in claims.to_dict("records")}
    wrong = [
        f"a name is a link: {text}" for text in re.findall(r'1990/<a.*?</a>|<a class="claim"[^>]*>1990</a>/', page)
    ]
    for text, place, title in links(page):
        row = printed.get(place)
        if place.startswith("claim-") and row is None:
            wrong.append(f"{text}: {place} is no claim")
        elif title.startswith(computed) and "); “" not in title:
            wrong.append(f"{text}: computed from one figure, {title}")
        elif row is not None and not title.startswith(computed) and not _prints(row, text):
            wrong.append(f"{text}: {place} prints {row['value_text']}")
        elif _YEAR.fullmatch(text) and (row is None or title.startswith(computed)):
            wrong.append(f"a year is a link: {text}")
    return wrong


def _prints(claim, text):
    """Tell whether each number of a text is one that a claim prints; in whatever way a language groups digits."""
    if text == claim["value_text"]:
        return True
    with use_language("en"):
        words = value_text(claim)
    if any(word in words for word in ("million", "billion")):
        text = f"{claim['obs_value']:.0f}" if _NUMBER.search(words)[0] in text.replace(",", ".") else text
    step = 1 if claim["unit_measure"] in ("PS", "NUMBER", "RANK") else 0
    ends = [claim["obs_value"], claim["lower"], claim["upper"], claim["lower"] - step, claim["upper"] + step]
    known = {round(end, digits) for end in ends if pd.notna(end) for digits in (1, 3)}
    numbers = _NUMBER.findall(text)
    return bool(numbers) and all(known & _readings(number) for number in numbers)


def _readings(number):
    commas, points = number.replace(",", ""), number.replace(".", "").replace(",", ".")
    return {float(reading.replace("−", "-")) for reading in (commas, points) if reading.count(".") < 2}
