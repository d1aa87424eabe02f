"""The tables of ``data/processed`` in a notebook: what was known by a date, with its labels."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from wps_analysis.claims.edition import edition
from wps_analysis.codes import Asked, AsOf


def load(
    indicator: Asked = "",
    *,
    pillar: Asked = "",
    ref_area: Asked = "",
    as_of: AsOf | None = "",
    language: str | None = None,
    root: str | Path | None = None,
) -> pd.DataFrame:
    """Load observations with their labels.

    Each call reads the tables; who asks often keeps an ``edition`` and asks its ``figures``.

    Parameters
    ----------
    indicator
        An indicator's code, e.g. ``"police"``, or a list of codes; all if not given.
    pillar
        ``participation``, ``protection``, ``prevention`` or ``relief_recovery``: the pillar that counts the indicator;
        or a list of them.
    ref_area
        A country or area by its code, e.g. ``"KHM"``, ``"KH"``, ``"116"`` or ``"KH-12"``, or by its name; or a list.
    as_of
        Only what had been published by this date, month or year (``"2024-05-31"``, ``2024``, a date), reconciled again.
        Empty: all.
    language
        Of the areas' names: ``"en"`` or another of ``words.language.languages()``; that in force if not given.
    root
        The project's root; found by ``paths.project_root`` if not given.

    Returns
    -------
    DataFrame
        Columns of ``tables.Observations`` (``obs_value``, ``lower``, ``upper`` in ``unit_measure``, percent 0-100) and
        ``name``, ``pillar``, ``also_pillar``, ``rpa_output``, ``theme``, ``measure``, ``kind``, ``government_level``,
        ``rank``, ``ladder``, ``custodian``, ``population_name``, ``area_name``, ``basis``, ``n``,
        ``series_name``, ``source_title``, and of the claim that speaks (of the count of women, where a share is
        derived) ``locator``, ``role`` and ``table_id``.

    Raises
    ------
    UnknownCodeError
        If the indicator, pillar or area is not known, with the nearest that is.
    StaleError
        If ``data/processed`` is missing.

    Examples
    --------
    >>> police = load("police", ref_area="KHM")
    >>> police.loc[police["time_period"] == "2024", ["obs_value", "lower", "upper", "unit_measure"]].values.tolist()
    [[11.0, 10.5, 11.5, 'PT']]
    """
    known = edition(as_of, language=language, root=root)
    return known.figures(indicator=indicator, pillar=pillar, ref_area=ref_area)


def load_claims(*, indicator: Asked = "", as_of: AsOf | None = "", root: str | Path | None = None) -> pd.DataFrame:
    """Load the claims: every published figure with its words, source and section.

    Parameters
    ----------
    indicator
        An indicator's code or a list of codes; all if not given.
    as_of
        Only claims of documents published by this date, month or year. Empty: all.
    root
        The project's root; found by ``paths.project_root`` if not given.

    Returns
    -------
    DataFrame
        Columns of ``tables.Claims``.

    Raises
    ------
    UnknownCodeError
        If the indicator is not known.
    StaleError
        If ``data/processed`` is missing.

    Examples
    --------
    >>> chiefs = load_claims(indicator="commune_chiefs")
    >>> sorted(set(chiefs["value_text"]))
    ['10.7 per cent', '7.9 per cent']
    """
    known = edition(as_of, root=root)
    codes = known.asked(indicator=indicator)["indicator"]
    claims = known.claims
    return claims[claims["indicator"].isin(codes)].reset_index(drop=True) if codes else claims


def load_findings(*, as_of: AsOf | None = "", root: str | Path | None = None) -> pd.DataFrame:
    """Load what the audit asks, with the columns of ``tables.Findings``.

    Parameters
    ----------
    as_of
        What it would have asked of the documents published by this date, month or year. Empty: all.
    root
        The project's root.

    Examples
    --------
    >>> "figures_differ" in set(load_findings()["check"])
    True
    """
    return edition(as_of, root=root).findings
