"""Check a text or a document: one row a number, with its verdict and the claims it rests on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

import pandas as pd

from wps_analysis.claims.edition import Edition
from wps_analysis.codes import area_kind
from wps_analysis.errors import RequestError, short
from wps_analysis.report.check.lookup import Reading, Tables
from wps_analysis.report.check.numbers import find_numbers
from wps_analysis.report.check.passages import Passage, from_lines
from wps_analysis.report.check.readings import read_numbers
from wps_analysis.report.check.relations import relate
from wps_analysis.report.check.said import areas_named
from wps_analysis.report.check.verdicts import ALARMS, VERDICTS, Finding, judge

COLUMNS = [
    "place", "page", "section", "kind", "number", "verdict", "severity", "certainty", "why", "claims", "indicator",
    "ref_area", "population", "sex", "time_period", "sentence", "at",
]  # fmt: skip
_QUESTIONS = frozenset({"older", "contested", "may_differ", "no_count", "trend", "unlike"})
_BATCH = 200


def check_text(text: str, ref_area: str = "", *, strict: bool = False, edition: Edition | None = None) -> pd.DataFrame:
    """Hold every number of a text against the figures of the tables.

    Parameters
    ----------
    text
        A paragraph or a whole report, as plain text.
    ref_area
        The area that the text is about where it names none, such as ``"KHM"``; if empty, the one that it names most.
    strict
        For reviewers: a question counts as an error.
    edition
        What to check against; all that is known if not given.

    Returns
    -------
    DataFrame
        One row a number: ``number`` and ``sentence`` as printed, ``verdict`` (see ``report.check.verdicts.VERDICTS``),
        ``severity`` (``ok``, ``question``, ``error`` or ``none``), ``certainty``, ``why``, the ``claims`` it rests on,
        and what it was read as.

    Raises
    ------
    RequestError
        If it is no text.
    UnknownCodeError
        If the area is unknown.

    Examples
    --------
    >>> draft = "In 2024, women held 17.7 per cent of the seats of the Senate and 12 per cent of the police."
    >>> table = check_text(draft)
    >>> table[["number", "verdict"]].values.tolist()
    [['2024', 'not about an indicator'], ['17.7 per cent', 'agrees'], ['12 per cent', 'differs']]
    """
    if not isinstance(text, str):
        raise RequestError(f"check_text takes plain text, not {short(text)}; `wps check` reads files.")
    passages = from_lines((line, None) for line in text.splitlines())
    return as_table(check_passages(passages, ref_area, edition=edition), strict=strict)


def check_passages(
    passages: Sequence[Passage],
    ref_area: str = "",
    *,
    edition: Edition | None = None,
    tables: Tables | None = None,
    report: Callable[[int, int], None] | None = None,
) -> list[Finding]:
    """Judge the numbers of passages, in the order of the text; ``report`` is told how many of how many are done."""
    tables = tables or Tables(edition or Edition())
    known = tables.edition
    ref_area = "".join(known.asked(ref_area=ref_area)["ref_area"])
    numbers = find_numbers(passages)
    findings = [Finding(each, "none", "sure", each.not_a_figure) for each in numbers if each.not_a_figure]
    readings: list[Reading] = read_numbers((each for each in numbers), tables)
    home = ref_area or _home(passages, tables)
    judged: list[Finding] = []
    for start in range(0, len(readings), _BATCH):
        judged += [judge(each, tables, home) for each in readings[start : start + _BATCH]]
        if report:
            report(min(start + _BATCH, len(readings)), len(readings))
    findings += relate(judged, tables)
    return sorted(findings, key=lambda each: each.number.order)


def _home(passages: Sequence[Passage], tables: Tables) -> str:
    """Return the country that a text and its headings name most, else the one that most figures are of."""
    known, held = tables.edition, set(tables.edition.claims["ref_area"])
    texts = [*(each.text for each in passages), *{each.section for each in passages}]
    named = Counter(code for text in texts for code in areas_named(text, tables.words.areas))
    countries = {code: count for code, count in named.items() if code in held and area_kind(code) == "country"}
    return max(countries, key=lambda code: (countries[code], code), default=known.main_area)


def severity(finding: Finding, *, strict: bool = False) -> str:
    """Say how grave a finding is: an error only where it is sure; strictly, a question is one too."""
    if finding.verdict == "none":
        return "none"
    if finding.verdict in ALARMS - _QUESTIONS and finding.certainty != "doubtful":
        return "error"
    if finding.verdict in ALARMS | _QUESTIONS:
        return "error" if strict and finding.verdict != "contested" else "question"
    return "question" if strict and finding.verdict == "unknown" else "ok"


def as_table(findings: Sequence[Finding], *, strict: bool = False) -> pd.DataFrame:
    """Lay findings out, one row a number."""
    return pd.DataFrame([_row(each, place, strict) for place, each in enumerate(findings, 1)], columns=COLUMNS)


def _row(finding: Finding, place: int, strict: bool) -> dict[str, object]:
    number, reading = finding.number, finding.reading
    passage = number.passage
    sentence = number.sentence if passage.kind != "table" else f"{passage.around}: {number.sentence}"
    at = number.at + len(sentence) - len(number.sentence)
    return {
        "place": place, "page": "" if passage.page is None else str(passage.page), "section": passage.section,
        "kind": passage.kind, "number": number.text, "verdict": VERDICTS[finding.verdict],
        "severity": severity(finding, strict=strict), "certainty": finding.certainty, "why": finding.why,
        "claims": " ".join(finding.claims), "sentence": sentence, "at": at, **_read_as(reading),
    }  # fmt: skip


def _read_as(reading: Reading | None) -> dict[str, str]:
    if reading is None or not reading.candidates:
        return {"indicator": "", "ref_area": "", "population": "", "sex": "", "time_period": ""}
    return {
        "indicator": reading.candidates[0].indicator, "ref_area": reading.area.code,
        "population": max(reading.populations, key=reading.populations.get, default=""),
        "sex": reading.sex.code, "time_period": reading.period.code,
    }  # fmt: skip
