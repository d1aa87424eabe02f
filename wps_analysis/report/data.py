"""What the data of an area themselves are: sources, claims, differing figures and findings at a glance."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from wps_analysis.claims import load as dataset
from wps_analysis.registry.load import load_registry
from wps_analysis.report.peers import peer_figures
from wps_analysis.report.pillar_tables import current_targets
from wps_analysis.words.language import _, in_language

_BOUNDS = ("lower", "upper")


def claims_of(ref_area: str, *, as_of: str = "", root: str | Path | None = None) -> pd.DataFrame:
    """Return an area's claims, those of the figures that it is compared with, and those of the targets that bind it.

    Parameters
    ----------
    ref_area
        An area's code.
    as_of
        ISO date; only documents published by then. Empty: all.
    root
        The project's root.

    Returns
    -------
    DataFrame
        Columns of ``tables.Claims``.

    Examples
    --------
    >>> sorted(set(claims_of("LAO")["ref_area"]) - {"001"})
    ['IDN', 'KHM', 'LAO']
    """
    claims = dataset.load_claims(as_of=as_of or None, root=root)
    compared = peer_figures(ref_area, as_of=as_of, root=root)
    needed = {*" ".join(compared["claim_id"]).split(), *targets_of(ref_area, as_of=as_of, root=root)["claim_id"]}
    return claims[(claims["ref_area"] == ref_area) | claims["claim_id"].isin(needed)].reset_index(drop=True)


def targets_of(ref_area: str, *, as_of: str = "", root: str | Path | None = None) -> pd.DataFrame:
    """Return the targets that bind an area and are not long past, with the columns of ``targets.csv``.

    Parameters as for ``claims_of``.
    """
    targets = current_targets(as_of, root)
    return targets[targets["ref_area"].isin(["", ref_area])].reset_index(drop=True)


def findings_of(ref_area: str, *, as_of: str = "", root: str | Path | None = None) -> pd.DataFrame:
    """Return what the audit asks of an area's figures, with the columns of ``tables.Findings``.

    Parameters as for ``claims_of``.
    """
    findings = dataset.load_findings(as_of=as_of or None, root=root)
    return findings[findings["ref_area"].isin(["", ref_area])].reset_index(drop=True)


@in_language
def overview_lines(ref_area: str, *, as_of: str = "", root: str | Path | None = None) -> list[str]:
    """Say how many claims, figures and findings there are.

    Parameters
    ----------
    ref_area
        An area's code.
    as_of
        ISO date; only documents published by then. Empty: all.
    root
        The project's root.
    language
        ``"en"`` or another of ``translation.languages()``; the language in force if not given.

    Returns
    -------
    list of str
        One sentence each.
    """
    claims = claims_of(ref_area, as_of=as_of, root=root)
    observations = dataset.load(ref_area=ref_area, as_of=as_of or None, root=root)
    findings = findings_of(ref_area, as_of=as_of, root=root)["severity"].value_counts()
    exclusions = load_registry(root).exclusions
    differ = (observations["agreement"] == "differ").sum()
    derived = (observations["derived"] != "").sum()
    return [
        _(
            "{claims} claims from {sources} documents and pages speak of {indicators} indicators; {targets} of the"
            " claims are targets."
        ).format(
            claims=len(claims),
            sources=claims["source"].nunique(),
            indicators=claims["indicator"].nunique(),
            targets=(claims["role"] == "target").sum(),
        ),  # fmt: skip
        _(
            "They give {figures} figures, {derived} of them shares computed from counts; for {differ} figures the"
            " published figures differ."
        ).format(figures=len(observations), derived=derived, differ=differ),
        _(
            "The audit asks {questions} questions, finds {errors} errors in what is printed and notes {notes} things"
            " to know."
        ).format(
            questions=findings.get("question", 0), errors=findings.get("error", 0), notes=findings.get("note", 0)
        ),  # fmt: skip
        _("{count} printed numbers are not keyed; each stands in a table with the reason.").format(
            count=len(exclusions)
        ),
    ]


@in_language
def sources_table(ref_area: str, *, as_of: str = "", root: str | Path | None = None) -> pd.DataFrame:
    """List the documents and pages with the claims taken from each.

    Returns
    -------
    DataFrame
        Columns Source, Producer, Published, Claims, Indicators, Held.
    """
    claims = claims_of(ref_area, as_of=as_of, root=root)
    counts = claims.groupby("source").agg(Claims=("claim_id", "size"), Indicators=("indicator", "nunique"))
    sources = load_registry(root).sources.set_index("source_id").join(counts, how="inner").reset_index()
    later = sources["published"].map(lambda day: _("{date} or later").format(date=day))
    about = sources["published"].where(sources["published_basis"] == "stated", later)
    held = sources["held"].map({"yes": _("document"), "": _("as quoted")})
    table = sources.assign(published=about, held=held).sort_values("Claims", ascending=False)
    columns = {
        "title": _("Source"), "producer": _("Producer"), "published": _("Published"), "Claims": _("Claims"),
        "Indicators": _("Indicators"), "held": _("Held"),
    }  # fmt: skip
    return table[list(columns)].rename(columns=columns)


@in_language
def findings_table(severity: str, ref_area: str, *, as_of: str = "", root: str | Path | None = None) -> pd.DataFrame:
    """List the findings of one severity.

    Parameters
    ----------
    severity
        ``error``, ``question`` or ``note``.
    ref_area
        An area's code.
    as_of
        ISO date; only documents published by then. Empty: all.
    root
        The project's root.
    language
        ``"en"`` or another of ``translation.languages()``; the language in force if not given.

    Returns
    -------
    DataFrame
        Columns Check, What a reviewer would ask.
    """
    findings = findings_of(ref_area, as_of=as_of, root=root)
    chosen = findings[findings["severity"] == severity]
    return pd.DataFrame(
        {_("Check"): chosen["check"].str.replace("_", " "), _("What a reviewer would ask"): chosen["message"]}
    )


@in_language
def exclusions_table(*, root: str | Path | None = None) -> pd.DataFrame:
    """Count the printed numbers that are not keyed, by document and reason.

    Returns
    -------
    DataFrame
        Columns Source, Reason, Numbers.
    """
    registry = load_registry(root)
    titles = registry.sources.set_index("source_id")["title"]
    excluded = registry.exclusions.assign(Source=registry.exclusions["source"].map(titles))
    counts = excluded.groupby(["Source", "reason"]).size().rename("Numbers").reset_index()
    return counts.rename(columns={"Source": _("Source"), "reason": _("Reason"), "Numbers": _("Numbers")})


@in_language
def claims_table(ref_area: str, *, as_of: str = "", root: str | Path | None = None) -> pd.DataFrame:
    """List every claim with its words and what was read from them.

    Returns
    -------
    DataFrame
        Columns Claim, Source, Section, Period, As printed, Lower, Upper, Unit; bounds in the unit.
    """
    claims = claims_of(ref_area, as_of=as_of, root=root)
    titles = load_registry(root).sources.set_index("source_id")["short_title"]
    lower, upper = (claims[end].map(lambda value: "" if pd.isna(value) else f"{value:.10g}") for end in _BOUNDS)
    return pd.DataFrame(
        {
            _("Claim"): claims["claim_id"],
            _("Source"): claims["source"].map(titles),
            _("Section"): claims["locator"],
            _("Period"): claims["time_period"],
            _("As printed"): claims["value_text"],
            _("Lower"): lower,
            _("Upper"): upper,
            _("Unit"): claims["unit_measure"],
        }
    )
