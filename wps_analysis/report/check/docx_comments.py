"""A copy of a Word draft with a comment at each number that needs a look; its text stays as it is."""

from __future__ import annotations

import copy
import io
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from wps_analysis.report.check.read_office import _W, paragraph_text
from wps_analysis.report.check.text import severity
from wps_analysis.report.check.verdicts import VERDICTS, Finding

if TYPE_CHECKING:
    from docx.text.run import Run

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


def _placed(runs: Sequence[Run]) -> Iterator[tuple[Run, int, int]]:
    """Yield each run with the places of the paragraph's text from which to which it reaches."""
    at = 0
    for run in runs:
        start, at = at, at + len(paragraph_text(run._r))
        yield run, start, at


def _cut(runs: Sequence[Run], place: int) -> list[Run]:
    """Cut the run of plain text that a place of the paragraph falls into."""
    cut = []
    for run, start, end in _placed(runs):
        cut.append(run)
        inside = [child for child in run._r if child.tag != f"{_W}rPr"]
        if start < place < end and [child.tag for child in inside] == [f"{_W}t"]:
            rest, words = type(run)(copy.deepcopy(run._r), run._parent), inside[0].text
            run._r.addnext(rest._r)
            for each, part in ((run, words[: place - start]), (rest, words[place - start :])):
                text = each._r.find(f"{_W}t")
                text.text = part
                text.set(_SPACE, "preserve")
            cut.append(rest)
    return cut


def _spanned(runs: Sequence[Run], start: int, end: int) -> list[Run]:
    """Return the runs from the one in which a number begins to the one in which it ends."""
    return [run for run, first, last in _placed(runs) if first < end and last > start]
