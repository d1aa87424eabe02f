"""What each column of the project's tables holds: its type, the words that it may use, and what it means."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandera.pandas as pa

from wps_analysis.codes import KEY as KEY
from wps_analysis.codes import SEVERITIES as SEVERITIES
from wps_analysis.codes import SUBJECT as SUBJECT

SEXES, FREQUENCIES, STATES = ("F", "M", "_T"), ("A", "M", "_O"), ("A", "O", "M")
ROLES = ("", "part", "total", "target")
QUALIFIERS = ("", "exact", "about", "nearly", "over", "at_least", "under", "at_most", "range", "typically")
UNITS = ("PT", "PS", "NUMBER", "IX", "RANK", "YR", "HA")
PERIOD_BASES = ("stated", "other_section", "study", "publication")
AGREEMENTS = ("single", "agree", "differ")
CHOICES = (
    "only_claim", "same_value", "refuted", "rank", "newest_release", "cites_primary", "body_before_summary",
    "narrowest", "claim_id", "arbitrary", "derived",
)  # fmt: skip
DERIVED = "", "share_from_counts"
_FILLED = pa.Check.str_length(min_value=1, error="must not be empty")
_ID = pa.Check.str_matches("^(?:[A-Za-z0-9][A-Za-z0-9._-]*)?$", error="must be of letters a-z, digits and . - _ alone")
_CODE = pa.Check.str_matches(r"^[a-z][a-z0-9_]*$", error="a code of small letters, digits and underscores")


def text(meaning: str, *checks: pa.Check, **options: bool) -> pa.Column:
    """Make a column of texts; nothing is an empty text."""
    return pa.Column(str, list(checks), coerce=True, description=meaning, **options)


def filled(meaning: str, *checks: pa.Check, **options: bool) -> pa.Column:
    """Make a column of texts that are never empty."""
    return text(meaning, _FILLED, *checks, **options)


def words(meaning: str, known: Sequence[str]) -> pa.Column:
    """Make a column of the words of a list."""
    return text(meaning, pa.Check.isin(known, error=f"must be one of {', '.join(map(repr, known))}"))


def number(meaning: str) -> pa.Column:
    """Make a column of numbers, which may be missing."""
    return pa.Column(float, nullable=True, coerce=True, description=meaning)


def whole(meaning: str, *checks: pa.Check) -> pa.Column:
    """Make a column of whole numbers, none missing."""
    return pa.Column(int, list(checks), coerce=True, description=meaning)


def flag(meaning: str) -> pa.Column:
    """Make a column that is true or false, or missing."""
    return pa.Column("boolean", nullable=True, coerce=True, description=meaning)


def label(meaning: str) -> pa.Column:
    """Make a column of texts, which may be missing."""
    return text(meaning, nullable=True)


def numbers(columns: Mapping[str, pa.Column]) -> list[str]:
    """Name the columns that hold numbers.

    Examples
    --------
    >>> numbers(CLAIMS)
    ['obs_value', 'lower', 'upper']
    """
    return [name for name, column in columns.items() if str(column.dtype) in ("float64", "int64")]


FIGURE = {
    "indicator": filled("code of the indicator (indicators.csv)"),
    "ref_area": filled("code of the area: ISO 3166-1 alpha-3, ISO 3166-2, M49 digits, or X_... for a group"),
    "population": filled("_T or the group that the figure speaks of"),
    "sex": words("F, M or _T", SEXES),
    "time_period": filled("reference period: a year, a month, or an ISO range such as 2017-01-01/P5Y"),
    "freq": words("A a year, M a month, _O another length", FREQUENCIES),
    "period_basis": words("stated, other_section, study or publication: how the period is known", PERIOD_BASES),
    "obs_value": number("the figure, in unit_measure; empty for a range or a one-sided figure"),
    "lower": number("lower end of what the printed figure can be; empty where it has none"),
    "upper": number("upper end of what the printed figure can be; empty where it has none"),
    "qualifier": words(f"{', '.join(QUALIFIERS[1:-1])} or {QUALIFIERS[-1]}", QUALIFIERS),
    "unit_measure": words("PT (percent 0-100), PS (persons), NUMBER, IX (index), RANK, YR or HA (hectares)", UNITS),
}
"""What every table of figures begins with."""
_PRINTED = {
    "source": filled("the document that prints the figure (sources.csv)"),
    "origin": text("the primary source that the document cites; empty if it is its own"),
    "series": filled("the origin's register and definition, whichever document repeats it"),
    "locator": filled("section of the document"),
    "table_id": text("the printed table of which the figure is a row", _ID),
    "role": words("part or total of a table, or target; empty otherwise", ROLES),
    "obs_status": words("A a figure, O missing, M not applicable", STATES),
}


def _printed(*names: str) -> dict[str, pa.Column]:
    return {name: _PRINTED[name] for name in names}


CLAIMS = {
    "claim_id": filled("the published figure", _ID, unique=True),
    **FIGURE,
    **_printed("source", "origin", "series", "locator"),
    "pair_id": text("shared by a count and a share that are printed together", _ID),
    **_printed("table_id", "role", "obs_status"),
    "area": filled("the area as printed"),
    "period_text": text("the period as printed; words that name no date stand in quotation marks"),
    "value_text": filled("the figure as printed"),
    "note": text("what the reader of the document must know"),
}
"""Raw claims with their codes, period, value and bounds."""
_KEYED = (
    "claim_id", "indicator", "area", "population", "sex", "period_text", "value_text", "series", "origin", "locator",
    "pair_id", "table_id", "role", "note",
)  # fmt: skip
RAW_CLAIMS = {name: CLAIMS[name] for name in _KEYED} | {"indicator": filled(FIGURE["indicator"].description, _CODE)}
"""One row, one published figure as it was keyed: words of the document, codes of the registry."""
OBSERVATIONS = {
    **FIGURE,
    "numerator": number("women counted, where printed"),
    "denominator": number("the whole, where printed"),
    "denominator_lower": number("lowest whole that count and share imply"),
    "denominator_upper": number("highest whole that count and share imply"),
    "derived": words("share_from_counts where the share was computed from published counts; empty otherwise", DERIVED),
    **_printed("obs_status", "series"),
    "segment": filled("the run of one series within which figures are compared"),
    **_printed("origin", "source"),
    "claim_id": filled("the claim; two, separated by a space, for a share computed from counts"),
    "choice_reason": words("the rule that chose the claim among those on this figure", CHOICES),
    "n_claims": whole("distinct published values and origins on this figure", pa.Check.ge(1)),
    "agreement": words("single, agree or differ: whether the claims on the figure overlap", AGREEMENTS),
    "envelope_lower": number("lowest value that any claim on the figure allows"),
    "envelope_upper": number("highest value that any claim on the figure allows"),
    "choice_lower": number("lowest value under any of them, where claims of one series that overlap are read together"),
    "choice_upper": number("highest value under any of them, read in the same way"),
    "refuted": text("the claims that do not speak because held counts or a finding refute them, separated by spaces"),
}
"""One row for each indicator, area, population, sex and period: the claim that speaks, and how far others differ."""
OF_INDICATOR = {
    "name": text("name of the indicator"),
    "short_name": text("its name where room is short; empty where it has no other"),
    "wording": text("who are meant in running text, or what is said of them"),
    "message": text("yes, list or never: whether it may be a message, stands in the list of figures, or in neither"),
    "pillar": text("the pillar that counts the indicator"),
    "also_pillar": text("other pillars that it belongs to"),
    "rpa_output": text("output of the ASEAN Regional Plan of Action that it is attached to"),
    "rpa_relation": text("measures or related: whether it measures that output"),
    "theme": text("what it is about"),
    "measure": text("composition (women's share of a whole), rate, count, amount, index or rank"),
    "rate_of": text("of a rate: persons, women (by its own words) or other than persons"),
    "kind": text("headcount, body, deployment, flow, cumulative, survey, process, index or attendance"),
    "government_level": text("national, province, district or commune"),
    "rank": text("rank of the post within its ladder"),
    "ladder": text("the posts whose ranks are compared"),
    "custodian": text("the body that would confirm the figure"),
}
"""What the registry says of an indicator, beside each of its figures."""
LABELS = {
    **OF_INDICATOR,
    "basis": text("data quality of the series: register, election, census, survey..., estimate or press"),
    "n": text("persons asked, for a survey; empty where it is not in the reports used here"),
    "series_name": text("name of the series"),
    "population_name": text("name of the population; empty for _T"),
    "area_name": text("name of the area"),
    "source_title": text("short title of the document"),
    **_printed("locator", "role", "table_id"),
    "value_text": text("the figure as printed; empty for a share computed from counts"),
    "period_words": text("the document's words where they name no date, in quotation marks"),
    "units_name": text("what the units are that the figure is counted of, such as embassies; empty if nothing"),
    "part_of": text("the whole of which it is one of several parts (table_parts.csv); empty if it is none"),
    "part_of_name": text("name of that whole"),
    "part": text("name of the part"),
    "note": text("what the findings that touch the figure say, one clause each, the most serious first"),
    "cannot_hold": text("those of them that are errors: figures that cannot all be true"),
    "doubted": flag("True where a finding doubts whom the figure speaks of, or figures beside it cannot all be true"),
}
"""What stands beside an observation once it is loaded."""
FINDINGS = {
    "finding_id": filled("the finding"),
    "check": filled("the rule that found it"),
    "severity": words("error, question or note", SEVERITIES),
    **{name: text(FIGURE[name].description) for name in KEY},
    "claim_ids": text("the claims it rests on, separated by spaces; the first twelve of many"),
    "expected": text("what the rule expects"),
    "found": text("what the documents print"),
    "message": filled("the question to the custodian, in words"),
}
"""What a reviewer would ask, each with the claims it rests on."""
_VERDICTS = {
    "cagr": "Statistics Canada / Open SDG, ratio of growth rates; without a target year growth alone",
    "unsd": "UNSD, score 1 to 3 of expected progress; without a target year growth alone",
    "sdsn": "SDG Index, linear ratio; needs a target year",
    "destatis": "Destatis, linear projection; needs four consecutive years and a target year",
    "istat": "ISTAT, growth a year; for targets without a year",
    "unicef": "UNICEF, average annual rate of reduction; for shares that are to fall by a year",
    "escap": "ESCAP current status, cuts of UNICEF; needs a base within a year of 2015 and the target year 2030",
    "anticipated": "ESCAP anticipated progress, cuts of UNICEF; needs the same",
}
"""The published methods; each needs two figures."""
_ROBUST = {"rounding": "at all corners of the figures", "choice": "under every published value"}


def _same(*names: str) -> dict[str, pa.Column]:
    return {name: label({**OBSERVATIONS, **LABELS}[name].description) for name in names}


ASSESSMENTS = {
    **_same("indicator", "name", "pillar", "ref_area", "area_name", "population", "population_name"),
    **_same("sex", "measure", "kind", "unit_measure"),
    "target_id": label("the target; empty where none binds the figure"),
    "target_ref_area": label("area that it is set for: 001 is the world as a whole, empty every country"),
    "target_basis": label("the document or plan that sets it"),
    "legal_force": label("law, plan, guideline or benchmark"),
    "operator": label(">= (a floor), <= (a ceiling), = or range, parity (50 %)"),
    "target_lower": number("the number to reach, percent"),
    "target_upper": number("the upper end of a range, percent"),
    "target_year": number("calendar year, or the caller's horizon; missing where the target has none"),
    "year_assumed": flag("True where target_year is the caller's horizon"),
    "latest_period": label("period of the latest figure; empty where none is held"),
    "latest_period_basis": label("stated, other_section, study or publication: how the period is known"),
    "latest": number("the figure that speaks, as printed; missing for a range or a one-sided figure"),
    "latest_lower": number("lower end of what it can be"),
    "latest_upper": number("upper end of what it can be"),
    "latest_qualifier": label("as qualifier of the observations"),
    "latest_text": label("it, as the document prints it"),
    "latest_count": number("women counted, where printed"),
    "latest_denominator": number("the whole, where printed or implied as one number"),
    **_same("basis", "n", "source_title", "locator", "claim_id", "custodian", "agreement"),
    "envelope_lower": number("lowest value that any claim on it allows"),
    "envelope_upper": number("highest value that any claim on it allows"),
    "segment": label("the run of one series within which figures are compared"),
    "n_obs": whole("figures of the segment, the latest included; 1 for a survey without n"),
    "base_period": label("period of its first figure; empty with one figure"),
    "base_period_basis": label("how it is known, as for the latest"),
    "base": number("its first figure, as printed"),
    "base_lower": number("lower end of what it can be"),
    "base_upper": number("upper end of what it can be"),
    "base_qualifier": label("exact or about"),
    "base_text": label("it, as the document prints it"),
    "base_agreement": label("single, agree or differ, for the base"),
    "base_envelope_lower": number("lowest value that any claim on the base allows"),
    "base_envelope_upper": number("highest value that any claim on the base allows"),
    "base_count": number("women counted at the base, where printed"),
    "base_denominator": number("the whole at the base, where printed or implied as one number"),
    "change_stated": flag("True where the change has one sign under every published value and no end is in doubt"),
    "change_pp": number("latest less base, points, positive for a rise; missing where no change is stated"),
    "change_lower_pp": number("lowest change within rounding, points"),
    "change_upper_pp": number("highest change within rounding, points"),
    "change_choice_lower_pp": number("lowest change under any published value of both, points"),
    "change_choice_upper_pp": number("highest change under any published value of both, points"),
    "process_lower_pp": number("lower end of Newcombe's 95 % interval, points: process variability; needs counts"),
    "process_upper_pp": number("upper end of it"),
    "fisher_p": number("Fisher's exact two-sided p, 0 to 1: process variability; needs counts"),
    "break_suspected": flag("True where a headcount moved by more than 1.5 points or 0.10 logit a year"),
    "judged_period": label("period of the figure that the target is judged by: of its year, else the last before it"),
    "judged": number("that figure, as printed"),
    "gap_pp": number("points that the figure judged is short of the target; negative beyond it"),
    "gap_lower_pp": number("lowest gap within rounding, points"),
    "gap_upper_pp": number("highest gap within rounding, points"),
    "gap_choice_lower_pp": number("lowest gap under any published value, points"),
    "gap_choice_upper_pp": number("highest gap under any published value, points"),
    "gap_closed_pct": number("share of the way from base to target covered, percent; negative after a move away"),
    "required_pace_pp_per_year": number("points a year towards the target that the latest figure needs; a year ahead"),
    "observed_pace_pp_per_year": number("points a year towards the target, base to latest; no suspected break"),
    "observed_pace_lower": number("lowest observed pace within rounding, points a year"),
    "observed_pace_upper": number("highest observed pace within rounding, points a year"),
    "posts_lower": number("further posts held by women that meet the target, lowest within rounding; needs counts"),
    "posts_upper": number("the same, highest within rounding"),
    "elections_before_target": number("regular elections after the latest figure and by the target year; bodies only"),
    **{f"{method}_verdict": label(meaning) for method, meaning in _VERDICTS.items()},
    **{
        f"{method}_robust_to_{what}": flag(f"True where {method}_verdict is the same {where}; empty without one")
        for method in _VERDICTS
        for what, where in _ROBUST.items()
    },
    "anticipated": number("share that ESCAP's time-weighted line of log odds gives for 2030, percent"),
    "anticipated_lower": number("lowest share that it gives within rounding"),
    "anticipated_upper": number("highest share that it gives within rounding"),
    "aarr_pct": number("average annual rate of reduction (UNICEF), percent a year, positive for a decline"),
    "aarr_lower_pct": number("lowest rate within rounding"),
    "aarr_upper_pct": number("highest rate within rounding"),
    "years_to_parity": number("years to 50 % if the pace from the base went on: an extrapolation, and no forecast"),
    "years_to_parity_lower": number("fewest such years within rounding"),
    "years_to_parity_upper": number("most such years within rounding; missing where it may never be reached"),
    "status": label("the pack's one status, in the house words of assessment.status.STATUSES"),
    "methods_agree": flag("True where the verdicts and the status point one way; missing with fewer than two verdicts"),
    "robust_to_rounding": flag("True where the status is the same at all corners of base and latest figure"),
    "robust_to_choice": flag("True where the status is the same under every published value; missing without a figure"),
    "note": label("what limits the row, in words"),
    "sentence": label("one plain sentence or a few, made from this row alone"),
}
"""Of ``assess``, in its order."""
