"""A copy of a Word draft with a comment at each number that needs a look; its text stays as it is."""

from __future__ import annotations

import copy
import io
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from wps_analysis.report.check.read_office import _W, paragraph_text
from wps_analysis.report.check.text import severity
from wps_analysis.report.check.verdicts import VERDICTS, Finding

_AUTHOR = "wps check"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def commented(path: Path, findings: Sequence[Finding], *, strict: bool = False) -> bytes:
    """Return the draft with comments at its questions and errors.

    A comment spans the number: a run of plain text is cut before and behind it into runs of the same form. Other runs
    (with a field, a picture, a break) stay whole.
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
            start, end = _ends(finding, paragraphs[place])
            runs = _cut(_cut(runs, start), end)
            if spanned := _spanned(runs, start, end):
                verdict = f"{VERDICTS[finding.verdict]} ({finding.certainty})"
                text = f"“{finding.number.text}”: {verdict}: {finding.why}"  # a run may hold several numbers
                comment = document.add_comment(spanned, text=text, author=_AUTHOR, initials="wps")
                comment._comment_elm.attrib.pop(f"{_W}date", None)  # the same draft makes the same copy
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _ends(finding: Finding, paragraph: object) -> tuple[int, int]:
    """Say from where to where in the text of a paragraph a number stands."""
    lead = len(paragraph_text(paragraph)) - len(paragraph_text(paragraph).lstrip())
    return finding.number.start + lead, finding.number.end + lead


def _cut(runs: list, place: int) -> list:
    """Cut the run of plain text that a place of the paragraph falls into."""
    cut, at = [], 0
    for run in runs:
        cut.append(run)
        size, inner = len(paragraph_text(run._r)), place - at
        at += size
        texts = [child for child in run._r if child.tag != f"{_W}rPr"]
        if 0 < inner < size and [child.tag for child in texts] == [f"{_W}t"]:
            rest = type(run)(copy.deepcopy(run._r), run._parent)
            run._r.addnext(rest._r)
            for each, words in ((run, texts[0].text[:inner]), (rest, texts[0].text[inner:])):
                text = each._r.find(f"{_W}t")
                text.text = words
                text.set(_SPACE, "preserve")
            cut.append(rest)
    return cut


def _spanned(runs: list, start: int, end: int) -> list:
    """Return the runs from the one in which a number begins to the one in which it ends."""
    at, found = 0, []
    for run in runs:
        size = len(paragraph_text(run._r))
        if at < end and at + size > start:
            found.append(run)
        at += size
    return found
