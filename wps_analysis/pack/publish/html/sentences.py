"""Sentences of the notebooks with each number linked to the claim that it prints or was computed from."""

from __future__ import annotations

import re

from markupsafe import Markup

from wps_analysis.pack.publish.html.figures import (
    DIFFERING,
    Expected,
    Figures,
    Record,
    each_sex,
    earlier_claim,
    figure_key,
    label_of,
    percent,
    target_claim,
    target_year,
    words_of_figure,
    words_of_targets,
)
from wps_analysis.pack.publish.html.links import Anchor, link_numbers
from wps_analysis.words.figures import NBSP, known, number_of, number_text, period_text, text_of, value_text
from wps_analysis.words.language import _


def link_line(figures: Figures, text: str, *, table: str) -> Markup:
    """Link the numbers of a sentence of a notebook.

    Parameters
    ----------
    figures
        As ``page_figures.index_figures`` returns them.
    text
        A sentence of ``brief.key_messages``, ``brief.limits`` or ``overview.sentences``.
    table
        The ``id`` of the table that a sentence on how many figures there are has counted; empty: there is none.
    """
    if text in figures.sentences:
        return link_sentence(figures, text)
    for key, anchor in figures.differing.items():
        label = label_of(figures.observations[key])
        if text.startswith(label):
            return link_numbers(text, [], otherwise=anchor, names=[label])
    name = max((name for name in figures.groups if text.startswith(name)), key=len, default="")
    if name:
        rows = each_sex(figures, figures.groups[name])
        expected = [(value_text(row), figures.claims.anchor(row["claim_id"])) for row in rows]
        names = [name, *map(period_text, rows)]
        return link_numbers(text, expected, otherwise=figures.claims.computed(rows[0]["claim_id"]), names=names)
    return link_numbers(text, [], otherwise=Anchor(f"#{table}") if table else None)


def link_count(figures: Figures, text: str, *, table: str) -> Markup:
    """Link the numbers of the first key message: the figures counted, then those that differ.

    Parameters as for ``link_line``.
    """
    counted = re.search(r"\d+", text)
    if not (table and counted):
        return Markup.escape(text)
    differing = Anchor(f"#{DIFFERING}") if figures.differing else None
    return link_numbers(text, [(counted[0], Anchor(f"#{table}"))], otherwise=differing)


def link_sentence(figures: Figures, text: str) -> Markup:
    """Link the numbers of a sentence of ``assess``; one that is not of these figures is left as it is."""
    row = figures.sentences.get(text)
    if row is None:
        return Markup.escape(text)
    otherwise = figures.claims.computed(row["claim_id"])
    return link_numbers(text, _expected(figures, row), otherwise=otherwise, names=_names(row))


def link_figure(figures: Figures, text: str, row: Record) -> Markup:
    """Link the numbers of an observation as ``phrases.count_text`` prints it."""
    computed = figures.claims.computed(row["claim_id"])
    return link_numbers(text, words_of_figure(figures, row), otherwise=computed)


def _expected(figures: Figures, row: Record) -> Expected:
    """Return what a sentence prints, in its order, each with the claims that it rests on."""
    earlier, latest = earlier_claim(figures, row, "base"), row["claim_id"]
    changed = figures.claims.computed(latest, earlier)
    missed = figures.claims.computed(earlier_claim(figures, row, "judged") or latest, target_claim(figures, row))
    aims = [row] if text_of(row, "target_id") else []
    judged = number_of(row, "judged")
    return [
        *_level(figures, row, "base", earlier),
        *_level(figures, row, "latest", latest),
        *((words, changed) for words in _difference(row, "change", signed=True)),
        *words_of_targets(figures, aims),
        *([(percent(judged), figures.claims.anchor(earlier_claim(figures, row, "judged")))] if known(judged) else []),
        *((words, missed) for words in _difference(row, "gap", signed=False)),
        *_doubts(figures, row),
    ]


def _level(figures: Figures, row: Record, which: str, claim: str) -> Expected:
    if not claim or not text_of(row, f"{which}_period"):
        return []
    figure = {
        "obs_value": row[which], "lower": row[f"{which}_lower"], "upper": row[f"{which}_upper"],
        "qualifier": row[f"{which}_qualifier"], "unit_measure": row["unit_measure"],
    }  # fmt: skip
    count = number_of(row, f"{which}_count")
    beside = [(number_text(count), figures.claims.count(claim, count))] if known(count) else []
    return [(value_text(figure), figures.claims.anchor(claim)), *beside]


def _difference(row: Record, what: str, *, signed: bool) -> list[str]:
    """Return how a change or a gap is printed, and its ends where the sentence prints them."""
    value, low, high = (number_of(row, f"{what}{end}_pp") for end in ("", "_lower", "_upper"))
    if not known(value):
        return []
    ends = (f"{low:.1f}", f"{high:.1f}")
    within = _("({low} to {high} within rounding)").format(low=ends[0], high=ends[1])
    number = f"{value:+.1f}" if signed else f"{value:.1f}"
    return [number, *ends] if within in row["sentence"] else [number]


def _doubts(figures: Figures, row: Record) -> Expected:
    """Return the ends between which published figures differ: they rest on all claims on the figure."""
    expected, places = [], []
    for which, prefix in (("base", "base_"), ("latest", "")):
        anchor = figures.differing.get(figure_key(row, text_of(row, f"{which}_period")))
        if anchor and text_of(row, f"{prefix}agreement") == "differ":
            places.append(anchor)
            ends = (f"{number_of(row, f'{prefix}envelope_{end}'):,.10g}" for end in ("lower", "upper"))
            expected += [(words, anchor) for end in ends for words in (end, f"{end}{NBSP}%")]
    choice = (number_of(row, f"change_choice_{end}_pp") for end in ("lower", "upper"))
    return expected + [(f"{end:+.1f}", places[0]) for end in choice if places and known(end)]


def _names(row: Record) -> list[str]:
    """Return the words of a sentence that hold digits and are no figure."""
    periods = (text_of(row, f"{which}_period") for which in ("base", "latest", "judged"))
    name = text_of(row, "name")
    return [
        _(name), _(name.removesuffix(", number")), _(text_of(row, "population_name")), text_of(row, "area_name"),
        _(text_of(row, "target_basis")), _(text_of(row, "custodian")), target_year(row),
        *(period_text({"time_period": period}) for period in periods if period),
    ]  # fmt: skip
