"""What each column of the published tables means: its unit, its codes, and when it is empty."""

from __future__ import annotations

from collections.abc import Iterable

from wps_analysis.assessment.columns import COLUMNS as ASSESSMENT

_SHARED = {
    "indicator": "code of the indicator (indicators.csv)",
    "ref_area": "code of the area: ISO 3166-1 alpha-3, ISO 3166-2, M49 digits, or X_... for a group",
    "population": "_T or the group that the figure speaks of",
    "sex": "F, M or _T",
    "time_period": "reference period: a year, a month, or an ISO range such as 2017-01-01/P5Y",
    "freq": "A a year, M a month, _O another length",
    "period_basis": "stated, other_section, study or publication: how the period is known",
    "obs_value": "the figure, in unit_measure; empty for a range or a one-sided figure",
    "lower": "lower end of what the printed figure can be; empty where it has none",
    "upper": "upper end of what the printed figure can be; empty where it has none",
    "qualifier": "exact, about, over, at_least, under, at_most or range",
    "unit_measure": "PT (percent 0-100), PS (persons), NUMBER, IX (index), RANK, YR (years) or HA (hectares)",
    "source": "the document that prints the figure (sources.csv)",
    "origin": "the primary source that the document cites; empty if it is its own",
    "series": "the origin's register and definition, whichever document repeats it",
    "locator": "section of the document",
    "table_id": "the printed table of which the figure is a row",
    "role": "part or total of a table, or target; empty otherwise",
    "obs_status": "A a figure, O missing, M not applicable",
    "claim_id": "the claim; two, separated by a space, for a share computed from counts",
    "name": "name of the indicator",
    "pillar": "the pillar that counts the indicator",
    "also_pillar": "other pillars that it belongs to",
    "rpa_output": "output of the ASEAN Regional Plan of Action that it measures",
    "theme": "what it is about",
    "measure": "composition (women's share of a whole), rate, count, amount, index or rank",
    "kind": "headcount, body, deployment, flow, cumulative, survey, process or index",
    "government_level": "national, province, district or commune",
    "rank": "rank of the post within its ladder",
    "ladder": "the posts whose ranks are compared",
    "custodian": "the body that would confirm the figure",
    "basis": "data quality of the series: register, election, census, survey..., estimate or press",
    "published": "date, month or year of publication",
}
_OF_TABLE = {
    "claims": {
        "claim_id": "the published figure",
        "pair_id": "shared by a count and a share that are printed together",
        "area": "the area as printed",
        "period_text": "the period as printed",
        "value_text": "the figure as printed",
        "note": "what the reader of the document must know",
    },
    "observations": {
        "numerator": "women counted, where printed",
        "denominator": "the whole, where printed",
        "denominator_lower": "lowest whole that count and share imply",
        "denominator_upper": "highest whole that count and share imply",
        "derived": "share_from_counts where the share was computed from published counts; empty otherwise",
        "segment": "the run of one series within which figures are compared",
        "choice_reason": "the rule that chose the claim among those on this figure",
        "n_claims": "distinct published values and origins on this figure",
        "agreement": "single, agree or differ: whether the claims on the figure overlap",
        "envelope_lower": "lowest value that any claim on the figure allows",
        "envelope_upper": "highest value that any claim on the figure allows",
        "n": "persons asked, for a survey; empty where it is not published",
        "series_name": "name of the series",
        "population_name": "name of the population; empty for _T",
        "area_name": "name of the area",
        "source_title": "short title of the document",
    },
    "findings": {
        "finding_id": "the finding",
        "check": "the rule that found it",
        "severity": "error, question or note",
        "claim_ids": "the claims it rests on, separated by spaces; the first twelve of many",
        "expected": "what the rule expects",
        "found": "what the documents print",
        "message": "the question to the custodian, in words",
    },
    "sources": {
        "source_id": "the document",
        "held": "yes where the document is held; empty for one that another cites",
        "producer": "who published it",
        "title": "its title",
        "short_title": "its title in charts and tables",
        "url": "its address",
        "published_basis": "stated, or not_before",
        "reference_period": "the period it speaks of",
        "date_accessed": "when it was fetched",
        "release_of": "the source of which it is a release",
        "licence": "under which it may be used",
        "citation": "how to cite it",
        "file": "its file among those held",
        "sha256": "fingerprint of that file",
    },
    "targets": {
        "target_id": "the target",
        "indicators": "codes of the indicators it binds, separated by spaces",
        "operator": ">= (a floor), <= (a ceiling), = or range, parity (50 %)",
        "lower": "the number to reach, percent",
        "upper": "upper end of a range, percent",
        "target_year": "calendar year; empty where the target has none",
        "kind": "stock or flow: a target on recruits does not bind the staff",
        "legal_force": "law, plan, guideline or benchmark",
        "basis": "the document or plan that sets it",
        "mandate": "what it asks for, in words",
        "claim_id": "the claim that prints it",
    },
    "indicators": {
        "direction": "up, down or parity: the way to the target",
        "complement": "yes where women's and men's shares add up to 100",
        "valid_min": "lowest value that can be",
        "valid_max": "highest value that can be; empty where there is none",
        "count_indicator": "the indicator that counts the women of this share",
        "unit_count_indicator": "the indicator that counts the units of this share",
        "sdg_indicator": "number of the SDG indicator",
        "sdg_series": "code of the SDG series",
        "definition": "what is measured",
        "not_measured": "what is not",
    },
    "assessments": ASSESSMENT,
}  # fmt: skip
TABLES = tuple(_OF_TABLE)
"""The published tables whose columns are described."""


def column_meanings(table: str, columns: Iterable[str]) -> dict[str, str]:
    """Say what the columns of a published table mean.

    Parameters
    ----------
    table
        One of ``TABLES``.
    columns
        The columns asked for.

    Raises
    ------
    KeyError
        If a column has no description: one is to be written above.

    Examples
    --------
    >>> column_meanings("targets", ["lower"]), column_meanings("claims", ["sex"])
    ({'lower': 'the number to reach, percent'}, {'sex': 'F, M or _T'})
    """
    meanings = _SHARED | _OF_TABLE[table]
    return {column: meanings[column] for column in columns}
