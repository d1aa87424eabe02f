"""What the data themselves are: sources, claims, differing figures and findings at a glance."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from wps_analysis import dataset
from wps_analysis.registry import load_registry

_BOUNDS = ("Lower", "Upper")


def overview_lines(*, as_of: str = "", root: str | Path | None = None) -> list[str]:
    """Say how many claims, figures and findings there are.

    Parameters
    ----------
    as_of
        ISO date; only documents published by then. Empty: all.
    root
        The project's root.

    Returns
    -------
    list of str
        One sentence each.
    """
    claims = dataset.load_claims(as_of=as_of or None, root=root)
    observations = dataset.load(as_of=as_of or None, root=root)
    findings = dataset.load_findings(as_of=as_of or None, root=root)["severity"].value_counts()
    exclusions = load_registry(root).exclusions
    differ = (observations["agreement"] == "differ").sum()
    derived = (observations["derived"] != "").sum()
    return [
        f"{len(claims)} claims from {claims['source'].nunique()} documents and pages"
        f" speak of {claims['indicator'].nunique()} indicators;"
        f" {(claims['role'] == 'target').sum()} of the claims are targets.",
        f"They give {len(observations)} figures, {derived} of them shares computed from counts;"
        f" for {differ} figures the published figures differ.",
        f"The audit asks {findings.get('question', 0)} questions, finds {findings.get('error', 0)} errors"
        f" in what is printed and notes {findings.get('note', 0)} things to know.",
        f"{len(exclusions)} printed numbers are not keyed; each stands in a table with the reason.",
    ]


def sources_table(*, as_of: str = "", root: str | Path | None = None) -> pd.DataFrame:
    """List the documents and pages with the claims taken from each.

    Returns
    -------
    DataFrame
        Columns Source, Producer, Published, Claims, Indicators, Held.
    """
    claims = dataset.load_claims(as_of=as_of or None, root=root)
    counts = claims.groupby("source").agg(Claims=("claim_id", "size"), Indicators=("indicator", "nunique"))
    sources = load_registry(root).sources.set_index("source_id").join(counts, how="inner").reset_index()
    about = sources["published"].where(sources["published_basis"] == "stated", sources["published"] + " or later")
    table = sources.assign(Published=about, Held=sources["held"].map({"yes": "document", "": "as quoted"}))
    table = table.rename(columns={"title": "Source", "producer": "Producer"}).sort_values("Claims", ascending=False)
    return table[["Source", "Producer", "Published", "Claims", "Indicators", "Held"]]


def findings_table(severity: str, *, as_of: str = "", root: str | Path | None = None) -> pd.DataFrame:
    """List the findings of one severity.

    Parameters
    ----------
    severity
        ``error``, ``question`` or ``note``.
    as_of
        ISO date; only documents published by then. Empty: all.
    root
        The project's root.

    Returns
    -------
    DataFrame
        Columns Check, What a reviewer would ask.
    """
    findings = dataset.load_findings(as_of=as_of or None, root=root)
    chosen = findings[findings["severity"] == severity]
    return pd.DataFrame(
        {"Check": chosen["check"].str.replace("_", " "), "What a reviewer would ask": chosen["message"]}
    )


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
    return counts.rename(columns={"reason": "Reason"})


def claims_table(*, as_of: str = "", root: str | Path | None = None) -> pd.DataFrame:
    """List every claim with its words and what was read from them.

    Returns
    -------
    DataFrame
        Columns Claim, Source, Section, Period, As printed, Lower, Upper, Unit; bounds in the unit.
    """
    claims = dataset.load_claims(as_of=as_of or None, root=root)
    titles = load_registry(root).sources.set_index("source_id")["short_title"]
    bounds = {name: claims[name.lower()].map(lambda end: "" if pd.isna(end) else f"{end:.10g}") for name in _BOUNDS}
    return pd.DataFrame(
        {
            "Claim": claims["claim_id"],
            "Source": claims["source"].map(titles),
            "Section": claims["locator"],
            "Period": claims["time_period"],
            "As printed": claims["value_text"],
            **bounds,
            "Unit": claims["unit_measure"],
        }
    )
