"""What changed since the previous pack, in sentences."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

import pandas as pd

from wps_analysis.pack.publish.changes import Row
from wps_analysis.words.figures import unique
from wps_analysis.words.language import N_, _, in_language, ngettext


@in_language
def change_lines(table: pd.DataFrame) -> list[str]:
    """Say what changed, for people.

    Parameters
    ----------
    table
        As `compare_tables` returns it.
    language
        That of the packs; the language in force if not given.

    Returns
    -------
    list of str
        How many figures, targets and statuses changed, then a line for each change in the order of the table.

    Examples
    --------
    >>> from wps_analysis.pack.publish.changes import no_changes
    >>> change_lines(no_changes())
    ['No figure, target or status changed.']
    """
    if table.empty:
        return [_("No figure, target or status changed.")]
    return [_counts(Counter(table["change"])), *(_line(row) for row in table.to_dict("records"))]


def _counts(n: Mapping[str, int]) -> str:
    figures = [
        (n["figure_added"], ngettext("{n} figure added", "{n} figures added", n["figure_added"])),
        (n["figure_withdrawn"], ngettext("{n} figure withdrawn", "{n} figures withdrawn", n["figure_withdrawn"])),
        (n["figure_revised"], ngettext("{n} figure revised", "{n} figures revised", n["figure_revised"])),
    ]
    targets = [
        (n["target_added"], ngettext("{n} target added", "{n} targets added", n["target_added"])),
        (n["target_withdrawn"], ngettext("{n} target withdrawn", "{n} targets withdrawn", n["target_withdrawn"])),
        (n["target_changed"], ngettext("{n} target changed", "{n} targets changed", n["target_changed"])),
    ]
    statuses = [(n["status_changed"], ngettext("{n} status changed", "{n} statuses changed", n["status_changed"]))]
    groups = (", ".join(words.format(n=count) for count, words in g if count) for g in (figures, targets, statuses))
    return "; ".join(filter(None, groups))


def _line(row: Row) -> str:
    kind, _of, happened = row["change"].partition("_")
    if kind == "status":
        words = _("{name}: {before} → {after}.").format(
            name=row["name"], before=_(row["before"]), after=_(row["after"])
        )
        return " ".join(unique([
            words,
            _("Before: {sentence}").format(sentence=row["sentence_before"]) if row["sentence_before"] else "",
            _("Now: {sentence}").format(sentence=row["sentence_after"]) if row["sentence_after"] else "",
        ]))  # fmt: skip
    what = ", ".join(unique([row["name"], row["period"]])) if kind == "figure" else _("Target")
    words = {
        "added": N_("{what}: {after} (added)"), "withdrawn": N_("{what}: {before} (withdrawn)"),
    }.get(happened, N_("{what}: {before} → {after}"))  # fmt: skip
    return _(words).format(what=what, before=row["before"], after=row["after"])
