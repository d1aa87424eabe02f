"""Write ``requests/``: for each custodian a letter to be edited and an empty table."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from wps_analysis.pack.publish.documents.document import add_table, document_bytes, open_document
from wps_analysis.pack.publish.requests.table import table_bytes
from wps_analysis.paths import write_atomic
from wps_analysis.report.monitoring.plan import Plan
from wps_analysis.report.monitoring.requests import Ask, requests
from wps_analysis.words.figures import day_text
from wps_analysis.words.language import _

_WIDTHS = (1.0, 4.6, 2.3, 3.2, 3.0, 3.3)
_NOT_IN_SLUGS = re.compile(r"[^a-z0-9]+")


def write_requests(folder: Path, plan: Plan) -> list[Path]:
    """Write the requests of a plan into a folder, in the language of its edition.

    Returns
    -------
    list of Path
        ``request-<area>-<custodian>.docx`` and ``.xlsx``; the same edition gives the same bytes.
    """
    made: dict[Path, bytes] = {}
    with plan.brief.edition.speaking():
        for custodian, asks in requests(plan).items():
            slug = slug_of(custodian)
            path = folder / f"request-{plan.brief.ref_area}-{slug}"
            made[path.with_suffix(".docx")] = _letter(plan, custodian, asks)
            made[path.with_suffix(".xlsx")] = table_bytes(
                asks, title=_title(custodian), ref_area=plan.brief.ref_area, as_of=plan.brief.edition.as_of,
                slug=slug.replace("-", "_"),
            )  # fmt: skip
    for path, data in made.items():
        write_atomic(path, data)
    return list(made)


def slug_of(custodian: str) -> str:
    """Return the name of a custodian as the name of a file.

    Examples
    --------
    >>> slug_of("Ministry of Women's Affairs"), slug_of("")
    ('ministry-of-womens-affairs', 'holder-not-named')
    """
    return _NOT_IN_SLUGS.sub("-", custodian.lower().replace("'", "")).strip("-") or "holder-not-named"


def _title(custodian: str) -> str:
    return _("Request for data: {custodian}").format(custodian=_(custodian) or _("holder not named"))


def _letter(plan: Plan, custodian: str, asks: Sequence[Ask]) -> bytes:
    document = open_document(_title(custodian), as_of=plan.brief.edition.as_of)
    for label, words in (
        (_("To:"), _(custodian) or _("[the institution that holds the figures]")),
        (_("From:"), _("[institution and office]")),
        (_("Date:"), _("[date]")),
        (_("Subject:"), _("Figures for the monitoring of women, peace and security in {area}").format(
            area=plan.brief.area)),
    ):  # fmt: skip
        paragraph = document.add_paragraph()
        paragraph.add_run(f"{label} ").bold = True
        paragraph.add_run(words)
    for words in _opening(asks, plan.brief.edition.as_of):
        document.add_paragraph(words)
    headings = (
        _("No."), _("Figure"), _("Period"), _("Broken down by"), _("Why it is asked for"), _("Published so far"),
    )  # fmt: skip
    rows = [
        (str(number), [(f"{ask.item.name}.", _(ask.item.facts["definition"]))], ask.period,
         plan.wanted_groups(ask.item), ask.why(), "\n".join(ask.published) or "–")
        for number, ask in enumerate(asks, start=1)
    ]  # fmt: skip
    add_table(document, headings, rows, _WIDTHS, points=8.5)
    for words in _closing():
        document.add_paragraph(words)
    return document_bytes(document)


def _opening(asks: Sequence[Ask], as_of: str) -> list[str]:
    lines = [
        _("For the monitoring of women, peace and security we work with published figures. We would be grateful for "
          "the figures listed below, as your institution holds them. The list follows from the reports that had been "
          "published by {date}; a figure may well be held that these reports do not print.").format(
              date=day_text(as_of)),
        _("The table sent with this letter has a row for each number, and returned to us it is read as it stands."),
    ]  # fmt: skip
    if any("differing" in ask.reasons for ask in asks):
        lines.append(_("Where published figures differ, we would be grateful to know which of them holds, or what each "
                       "of them counts."))  # fmt: skip
    return lines


def _closing() -> list[str]:
    return [
        _("A number of posts, with the number held by women, is of more use than a share alone."),
        _("If a figure is not to be published yet, please tell us until which date. It will then stand in no document "
          "of ours."),
        _("We would gladly answer any question."),
        _("Yours sincerely,"),
        _("[name, office]"),
    ]  # fmt: skip
