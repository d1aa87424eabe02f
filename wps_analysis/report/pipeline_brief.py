"""How women's share changes from rank to rank within the state, province, district and commune."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from wps_analysis.assessment.ranks import pipeline_ratios
from wps_analysis.codes import AsOf
from wps_analysis.report.brief import Brief, opened
from wps_analysis.report.display import Cell, Chart, Table, spoken
from wps_analysis.report.views import draw_view
from wps_analysis.words.figures import period_text
from wps_analysis.words.language import N_, _
from wps_analysis.words.rounding import fixed
from wps_analysis.words.said import figure, joined

_LEVELS = {"province": N_("Province"), "district": N_("District"), "commune": N_("Commune")}


def pipeline(
    ref_area: str | int, *, as_of: AsOf | None = "", language: str | None = None, root: str | Path | None = None
) -> PipelineBrief:
    """Open what the figures say of women's share from rank to rank.

    Parameters
    ----------
    ref_area
        An area by any of its codes or by its name.
    as_of
        Only documents published by this date, month or year (``"2024-05-31"``, ``2024``, a date). Empty: all.
    language
        ``"en"`` or another of ``words.language.languages()``; the language in force if not given.
    root
        The project's root.

    Returns
    -------
    PipelineBrief
        Its parts show themselves as the last line of a cell, and are made when they are first asked for.

    Examples
    --------
    >>> pipeline("KHM").ranks.frame["Level"].unique().tolist()
    ['Province', 'District', 'Commune']
    """
    known, given = opened("pipeline", ref_area, as_of=as_of, language=language, root=root)
    return PipelineBrief(known, given["ref_area"], "participation")


@dataclass(frozen=True, eq=False)
class PipelineBrief(Brief):
    """Women's share from rank to rank in an area."""

    @spoken
    def shares(self) -> Chart:
        """Women's share by rank, and the ratio of each rank to the rank below."""
        return draw_view("heads_and_deputies", self)

    @spoken
    def ranks(self) -> Table:
        """How women's share in each rank compares with the rank below, within province, district and commune."""
        pairs = pipeline_ratios(self.figures)
        pairs = pairs[pairs["government_level"].isin(list(_LEVELS))].to_dict("records")
        headings = (
            _("Level"), _("Upper rank"), _("Share, period"), _("Rank below"), _("Share below, period"),
            _("Ratio (within rounding)"), _("Odds ratio"),
        )  # fmt: skip
        return Table(headings, tuple(_row(pair) for pair in pairs))


def _row(pair: dict) -> tuple[Cell, ...]:
    claims = pair["upper_claim_id"], pair["lower_claim_id"]
    ratio, low, high = (fixed(pair[column], 2) for column in ("ratio", "ratio_lower", "ratio_upper"))
    within = f" ({low}–{high})" if low != high else ""
    return (
        Cell(_(_LEVELS[pair["government_level"]])),
        Cell(_(pair["upper"])),
        _share(pair, "upper"),
        Cell(_(pair["lower"])),
        _share(pair, "lower"),
        Cell(figure(f"{ratio}{within}", *claims), pair["ratio"]),
        Cell(figure(fixed(pair["odds_ratio"], 2), *claims), pair["odds_ratio"]),
    )


def _share(pair: dict, side: str) -> Cell:
    share = pair[f"{side}_share_pct"]
    words = figure(f"{share:.10g} %", pair[f"{side}_claim_id"])
    when = period_text({"time_period": pair[f"{side}_period"], "period_basis": pair[f"{side}_period_basis"]})
    return Cell(joined(", ", [words, when]), share)
