"""A copy of a Word draft with a comment at each number that needs a look; its text stays as it is."""

from __future__ import annotations

import io
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from wps_analysis.report.check.read_office import _W, paragraph_text
from wps_analysis.report.check.text import severity
from wps_analysis.report.check.verdicts import VERDICTS, Finding

_AUTHOR = "wps check"


def commented(path: Path, findings: Sequence[Finding], *, strict: bool = False) -> bytes:
    """Return the draft with comments at its questions and errors.

    A comment spans the runs that hold the number; no run is split, so that the text and its form stay as they are.
    """
    import docx
    from docx.text.paragraph import Paragraph
    from docx.text.run import Run

    document = docx.Document(io.BytesIO(path.read_bytes()))
    paragraphs = list(document.element.body.iter(f"{_W}p"))
    by_place: dict[int, list[Finding]] = defaultdict(list)
    for finding in findings:
        if finding.number.passage.place is not None and severity(finding, strict=strict) in {"error", "question"}:
            by_place[finding.number.passage.place].append(finding)
    for place, found in sorted(by_place.items()):
        paragraph = Paragraph(paragraphs[place], document)
        runs = [Run(each, paragraph) for each in paragraphs[place].iter(f"{_W}r") if paragraph_text(each)]
        for finding in found:
            if spanned := _spanned(runs, finding, paragraphs[place]):
                verdict = f"{VERDICTS[finding.verdict]} ({finding.certainty})"
                text = f"“{finding.number.text}”: {verdict}: {finding.why}"  # a run may hold several numbers
                comment = document.add_comment(spanned, text=text, author=_AUTHOR, initials="wps")
                comment._comment_elm.attrib.pop(f"{_W}date", None)  # the same draft makes the same copy
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _spanned(runs: list, finding: Finding, paragraph: object) -> list:
    """Return the runs from the one in which a number begins to the one in which it ends."""
    lead = len(paragraph_text(paragraph)) - len(paragraph_text(paragraph).lstrip())
    start, end = finding.number.start + lead, finding.number.end + lead
    at, found = 0, []
    for run in runs:
        size = len(paragraph_text(run._r))
        if at < end and at + size > start:
            found.append(run)
        at += size
    return found
