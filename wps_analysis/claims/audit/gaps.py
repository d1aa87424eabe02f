"""What is missing: sample sizes of surveys, and outputs of the plan that no figure measures."""

import pandas as pd

from wps_analysis.claims.audit.finding import Found, check, finding, sections
from wps_analysis.claims.audit.statements import groups, stated
from wps_analysis.columns import KEY
from wps_analysis.registry.load import Registry

_NAMED = [*KEY, "claim_id", "series", "source", "source_title", "locator", "custodian"]
"""What is said of the figures of a survey, which are many."""


@check("note")
def check_survey_without_n(claims: pd.DataFrame, observations: pd.DataFrame, registry: Registry) -> Found:
    """Find surveys whose sample size is not known: one finding a series and area, of a publisher's file one an area."""
    frame = stated(claims, registry)
    series = registry.series
    surveys = series[series["basis"].str.startswith("survey") & (series["n"] == "")]
    surveys = surveys.set_index("series")
    frame = frame[frame["series"].isin(list(surveys.index))]
    of_publishers = frame["source"].isin(registry.of_publishers)
    for rows in groups(frame.loc[of_publishers, _NAMED], ["source"]):
        count = f"{len(rows)} survey figure{'s' * (len(rows) != 1)}"
        what = f"{rows[0].source_title}: {count} without the sample size, which the file does not hold"
        question = "how many were asked"
        yield finding(rows, what=what, question=question, expected="sample size", found="none in the file")
    for rows in groups(frame.loc[~of_publishers, _NAMED], ["series"]):
        survey = surveys.loc[rows[0].series]
        what = f"{survey['name']}: {len(rows)} figures ({sections(rows)}) are printed without the sample size"
        question = "how many were asked, women and men apart"
        yield finding(rows, what=what, question=question, expected="sample size", found="none printed")


@check("note")
def check_outputs_without_figure(claims: pd.DataFrame, observations: pd.DataFrame, registry: Registry) -> Found:
    """Find outputs of the plan that no stated figure of the holders' country measures, one finding an output."""
    said = stated(claims, registry)
    indicators = registry.indicators[registry.indicators["rpa_relation"] == "measures"]
    for row in registry.plan_outputs.sort_values("output").itertuples(index=False):
        used = set(said.loc[said["ref_area"] == row.holder_area, "indicator"])
        measured = set(" ".join(indicators.loc[indicators["indicator"].isin(used), "rpa_output"]).split())
        if row.output in measured:
            continue
        message = (
            f"Output {row.output} ({row.text}): no figure in the reports used here; "
            f"can {row.data_holder.replace('; ', ' or ')} provide one?"
        )
        yield {
            **dict.fromkeys([*KEY, "claim_ids"], ""),
            "ref_area": row.holder_area,
            "expected": f"a figure for output {row.output}",
            "found": "no figure",
            "message": message,
        }
