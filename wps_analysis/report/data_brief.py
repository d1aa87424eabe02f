"""What the data of an area themselves are: sources, claims, differing figures and findings at a glance."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pandas as pd

from wps_analysis.codes import AsOf
from wps_analysis.digits import plain
from wps_analysis.report.brief import Brief, opened
from wps_analysis.report.counts import Counts, count_all
from wps_analysis.report.display import Chart, Lines, Table, spoken, table_of
from wps_analysis.report.peers_brief import PeersBrief
from wps_analysis.report.small_groups import in_small_group
from wps_analysis.report.views import draw_view
from wps_analysis.words.language import _

_BOUNDS = ("lower", "upper")


def data_audit(
    ref_area: str | int, *, as_of: AsOf | None = "", language: str | None = None, root: str | Path | None = None
) -> DataBrief:
    """Open what is held of an area: sources, claims, differing figures and findings.

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
    DataBrief
        Its parts show themselves as the last line of a cell, and are made when they are first asked for.

    Examples
    --------
    >>> sorted(set(data_audit("LAO").claims["ref_area"]) - {"001"})
    ['035', 'BRN', 'IDN', 'KHM', 'LAO', 'MMR', 'MYS', 'PHL', 'SGP', 'THA', 'TLS', 'VNM']
    """
    known, given = opened("data_audit", ref_area, as_of=as_of, language=language, root=root)
    return DataBrief(known, given["ref_area"])


@dataclass(frozen=True, eq=False)
class DataBrief(Brief):
    """What is held of an area, of the figures that it is compared with, and of the targets that bind it."""

    @spoken
    def peers(self) -> pd.DataFrame:
        """The figures that the area is compared with, as ``PeersBrief.compared`` has them."""
        return PeersBrief(self.edition, self.ref_area).compared

    @spoken
    def binding(self) -> pd.DataFrame:
        """The targets that the area's figures are held against, past ones too, with the columns of ``targets.csv``."""
        targets = self.edition.targets
        return targets[targets["target_id"].isin(self.assessed["target_id"])].reset_index(drop=True)

    @spoken
    def claims(self) -> pd.DataFrame:
        """The area's claims, those printed together with them or compared with them, and those of its targets."""
        claims, indicators = self.edition.claims, self.edition.registry.indicators
        claims = claims[~in_small_group(claims, indicators)]
        needed = {*" ".join(self.peers["claim_id"]).split(), *self.binding["claim_id"]}
        own = claims["ref_area"] == self.ref_area
        beside = claims["pair_id"].isin(set(claims.loc[own, "pair_id"]) - {""})  # the countries of its rank
        return claims[own | beside | claims["claim_id"].isin(needed)].reset_index(drop=True)

    @spoken
    def findings(self) -> pd.DataFrame:
        """What the audit asks of the area's figures, with the columns of ``tables.Findings``."""
        findings, claims = self.edition.findings, self.edition.claims
        hidden = set(claims.loc[in_small_group(claims, self.edition.registry.indicators), "claim_id"])
        told = findings["claim_ids"].map(lambda codes: hidden.isdisjoint(codes.split())).astype(bool)
        return findings[findings["ref_area"].isin(["", self.ref_area]) & told].reset_index(drop=True)

    @cached_property
    def counts(self) -> Counts:
        """How many claims and observations there are."""
        return count_all(self.claims, self.figures, self.ref_area)

    @spoken
    def messages(self) -> Lines:
        """How many claims, figures and findings there are."""
        counts, findings = self.counts, self.findings["severity"].value_counts()
        left_out = len(self.edition.left_out_of(self.ref_area))
        told = [
            _(
                "{claims} published figures of {area} from {sources} documents and pages are of {indicators}"
                " indicators; beside them stand {others} of other areas and {targets} targets."
            ).format(area=self.area, **counts._asdict()),
            _(
                "They give {observations} observations, {derived} of them shares computed from counts; for {differing}"
                " observations the published figures differ."
            ).format(**counts._asdict()),
            _(
                "The audit asks {questions} questions, finds {errors} errors in what is printed and notes {notes}"
                " things to know."
            ).format(
                questions=findings.get("question", 0), errors=findings.get("error", 0), notes=findings.get("note", 0)
            ),
        ]  # fmt: skip
        if left_out:
            words = _("{count} printed numbers were left out; each stands in a table with the reason.")
            told.append(words.format(count=left_out))
        return Lines(told)

    @spoken
    def sources(self) -> Table:
        """The documents and pages with the figures taken from each."""
        counts = self.claims.groupby("source").agg(Claims=("claim_id", "size"), Indicators=("indicator", "nunique"))
        sources = self.edition.registry.sources.set_index("source_id").join(counts, how="inner").reset_index()
        later = sources["published"].map(lambda day: _("{date} or later").format(date=day))
        about = sources["published"].where(sources["published_basis"] == "stated", later)
        held = sources["file"].map(lambda file: _("document") if file else _("as quoted"))
        table = sources.assign(published=about, held=held).sort_values("Claims", ascending=False)
        columns = {
            "title": _("Source"), "producer": _("Producer"), "published": _("Published"), "Indicators": _("Indicators"),
            "Claims": _("Published figures"), "held": _("Read as"),
        }  # fmt: skip
        return table_of(table[list(columns)].rename(columns=columns))

    @spoken
    def differing(self) -> Chart:
        """Each figure whose published figures differ: every claim as the interval of its rounding."""
        return draw_view("differences", self)

    @spoken
    def errors(self) -> Table:
        """What does not add up in what is printed."""
        return self._of_severity("error")

    @spoken
    def questions(self) -> Table:
        """What a reviewer would ask the bodies that published the figures."""
        return self._of_severity("question")

    @spoken
    def notes(self) -> Table:
        """What to know of the figures."""
        return self._of_severity("note")

    @spoken
    def excluded(self) -> Table:
        """How many printed numbers were left out, by document and reason."""
        titles = self.edition.registry.sources.set_index("source_id")["title"]
        excluded = self.edition.left_out_of(self.ref_area)
        excluded = excluded.assign(Source=excluded["source"].map(titles))
        counts = excluded.groupby(["Source", "reason"]).size().rename("Numbers").reset_index()
        return table_of(counts.rename(columns={"Source": _("Source"), "reason": _("Reason"), "Numbers": _("Numbers")}))

    @spoken
    def every_claim(self) -> Table:
        """Every claim with its words, and the interval that was read from them, in its unit."""
        claims = self.claims
        lower, upper = (claims[end].map(lambda value: "" if pd.isna(value) else plain(value)) for end in _BOUNDS)
        return table_of(
            pd.DataFrame(
                {
                    _("As printed"): claims["value_text"],
                    _("Period"): claims["time_period"],
                    _("Source"): claims["source"].map(self.edition.registry.titles),
                    _("Section"): claims["locator"],
                    _("Lower"): lower,
                    _("Upper"): upper,
                    _("Unit"): claims["unit_measure"],
                    _("Code"): claims["claim_id"],
                }
            )
        )

    def _of_severity(self, severity: str) -> Table:
        chosen = self.findings[self.findings["severity"] == severity]
        checks = chosen["check"].str.replace("_", " ")
        return table_of(pd.DataFrame({_("Check"): checks, _("What a reviewer would ask"): chosen["message"]}))
