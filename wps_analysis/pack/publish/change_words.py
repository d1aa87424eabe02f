"""What changed since the previous pack, in sentences and in a table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

import pandas as pd

from wps_analysis.claims.periods import decimal_year
from wps_analysis.columns import KEY
from wps_analysis.pack.publish.assessment_table import figure_words
from wps_analysis.pack.publish.content import Content
from wps_analysis.pack.publish.layout import Cell, Column, Layout, Row, lay_out
from wps_analysis.words.figures import target_text, unique
from wps_analysis.words.language import N_, _, ngettext
from wps_analysis.words.said import joined

CHANGE_WORDS = {
    "figure_added": N_("figure added"), "figure_withdrawn": N_("figure withdrawn"),
    "figure_revised": N_("figure revised"), "target_added": N_("target added"),
    "target_withdrawn": N_("target withdrawn"), "target_changed": N_("target changed"),
    "status_changed": N_("status changed"),
}  # fmt: skip


def change_lines(table: pd.DataFrame) -> list[str]:
    """Say what changed, for people, in the language in force.

    Parameters
    ----------
    table
        As `changes.compare_tables` returns it.

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


def changes_table(content: Content, kind: str = "") -> Layout:
    """Lay out what changed since the previous pack, with what now stands resting on its claims.

    Parameters
    ----------
    content
        Its ``changes`` as `changes.compare_tables` returns them.
    kind
        ``figure``, ``target`` or ``status``; all of them where none is named.
    """
    spoken = {str(sentence): sentence for sentence in content.assessments["sentence"]}
    now = _words_now(content)

    def happened(row: Row, when: str) -> str:
        words = _(row[when]) if row["change"] == "status_changed" else row[when]
        printed = now.get((row["target_id"],) if row["change"].startswith("target") else tuple(row[c] for c in KEY), "")
        if when == "before" or not (printed and words.startswith(printed)):
            return words
        return joined("", [printed, words.removeprefix(printed)])

    def period(row: Row) -> Cell:
        return Cell(row["period"], decimal_year(row["time_period"]) if row["time_period"] else None)

    columns = [
        Column(_("Change"), lambda row: _(CHANGE_WORDS.get(row["change"], row["change"])), 16, 3),
        Column(_("What"), lambda row: row["name"], 36, 1),
        Column(_("Period"), period, 12, 2),
        Column(_("Before"), lambda row: happened(row, "before"), 30, 4),
        Column(_("After"), lambda row: happened(row, "after"), 30, 5),
        Column(_("Statement before"), lambda row: row["sentence_before"], 60, 6),
        Column(_("Statement after"), lambda row: spoken.get(row["sentence_after"], row["sentence_after"]), 60, 7),
    ]
    about = _("What changed since the previous pack: figures, targets and statuses.")
    rows = [row for row in content.changes.to_dict("records") if row["change"].startswith(kind)]
    return lay_out(_("Changes"), about, columns, rows)


def _words_now(content: Content) -> dict[tuple[str, ...], str]:
    """Return how each figure and target reads now, by what it is known by."""
    return figure_words(content) | {(row["target_id"],): target_text(row) for row in content.targets.to_dict("records")}


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
