"""What is missing: sample sizes of surveys, and outputs of the plan that no figure measures."""

import pandas as pd

from wps_analysis.claims.audit.finding import MOST_NAMED, Found, check, finding, join_words, sections
from wps_analysis.claims.audit.statements import groups, stated
from wps_analysis.columns import KEY
from wps_analysis.registry.load import Registry

_NAMED = [*KEY, "claim_id", "series", "source_title", "locator", "custodian"]
"""What is said of the figures of a survey, which are many."""


@check("note")
def check_survey_without_n(claims: pd.DataFrame, observations: pd.DataFrame, registry: Registry) -> Found:
    """Find surveys whose sample size is not known: of documents one finding a series and area, of a file one."""
    frame = stated(claims, registry)
    series = registry.series
    surveys = series[series["basis"].str.startswith("survey") & (series["n"] == "")]
    surveys = surveys.set_index("series")
    frame = frame[frame["series"].isin(list(surveys.index))]
    of_publishers = frame["source"].isin(registry.of_publishers)
    for source, figures in frame[of_publishers].groupby("source"):
        yield _file_without_n(str(source), figures)
    for rows in groups(frame.loc[~of_publishers, _NAMED], ["series"]):
        survey = surveys.loc[rows[0].series]
        what = f"{survey['name']}: {len(rows)} figures ({sections(rows)}) are printed without the sample size"
        question = "how many were asked, women and men apart"
        yield finding(rows, what=what, question=question, expected="sample size", found="none printed")


def _file_without_n(source: str, figures: pd.DataFrame) -> dict[str, str]:
    """Say once of a publisher's file, which has no place for a sample size, how many figures lack one."""
    title, custodian = figures["source_title"].iloc[0], join_words(sorted(set(figures["custodian"])))
    counts = {"survey figure": len(figures), "area": figures["ref_area"].nunique()}
    said = " of ".join(f"{number} {what}{'s' * (number != 1)}" for what, number in counts.items())
    return {
        **dict.fromkeys(KEY, ""),
        "claim_ids": " ".join(figures["claim_id"].sort_values().iloc[:MOST_NAMED]),
        "expected": f"sample sizes of {source}",
        "found": "none in the file",
        "message": (
            f"{title}: {said} without the sample size, which the file does not hold; "
            f"to be confirmed with {custodian}: how many were asked?"
        ),
    }


@check("note")
def check_outputs_without_figure(claims: pd.DataFrame, observations: pd.DataFrame, registry: Registry) -> Found:
    """Find outputs of the plan that no stated figure measures, one finding an output."""
    used = set(stated(claims, registry)["indicator"])
    indicators = registry.indicators[registry.indicators["rpa_relation"] == "measures"]
    measured = set(" ".join(indicators.loc[indicators["indicator"].isin(list(used)), "rpa_output"]).split())
    for row in registry.plan_outputs.sort_values("output").itertuples(index=False):
        if row.output in measured:
            continue
        message = (
            f"Output {row.output} ({row.text}): no figure in the reports used here; "
            f"can {row.data_holder.replace('; ', ' or ')} provide one?"
        )
        yield {
            **dict.fromkeys([*KEY, "claim_ids"], ""),
            "expected": f"a figure for output {row.output}",
            "found": "no figure",
            "message": message,
        }
