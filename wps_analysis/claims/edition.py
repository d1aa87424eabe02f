"""What is known by a date, told in a language, from a root: one object that reads each table once."""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pandas as pd

from wps_analysis.claims.audit.run import run_checks
from wps_analysis.claims.labels import label
from wps_analysis.claims.reconcile import known_by, reconcile
from wps_analysis.codes import PILLARS, check_code, day_of
from wps_analysis.columns import numbers
from wps_analysis.errors import StaleError
from wps_analysis.paths import processed_dir, project_root
from wps_analysis.registry.load import Registry, load_registry
from wps_analysis.tables import Claims, Findings, Observations, read_text_table, validate_table
from wps_analysis.words.language import check_language, language_in_force, use_language

_SCHEMAS = {"claims": Claims, "observations": Observations, "findings": Findings}


@dataclass(frozen=True)
class Edition:
    """What is known by a date, told in a language, from a root.

    Its tables are read, or reconciled for an earlier date, when they are first asked for, and kept. They are never
    changed in place.

    Parameters
    ----------
    as_of
        A date, month or year, whose last day counts: only documents published by then. Empty: all; ``as_of`` is then
        the day by which the newest was surely published.
    language
        One of ``words.language.languages()``; empty: the language in force.
    root
        The project's root; found by ``paths.project_root`` if not given.

    Raises
    ------
    WpsError
        If ``as_of`` is no date, there is no such language, or no project at the root.

    Examples
    --------
    >>> known = Edition("2023")
    >>> known.as_of, known.language
    ('2023-12-31', 'en')
    >>> "parity_decision_making" in set(known.targets["target_id"])
    False
    """

    as_of: str = ""
    language: str = ""
    root: str | Path | None = None

    def __post_init__(self) -> None:
        """Find the root, and resolve what is left open."""
        object.__setattr__(self, "root", project_root(self.root))
        object.__setattr__(self, "language", self.language or language_in_force())
        check_language(self.language)
        day = day_of(self.as_of) if self.as_of else self.registry.newest_day
        object.__setattr__(self, "as_of", str(day))

    def speaking(self) -> AbstractContextManager[str]:
        """Print in the edition's language inside a ``with`` block."""
        return use_language(self.language)

    @cached_property
    def registry(self) -> Registry:
        """The tables of ``data/registry``."""
        return load_registry(self.root)

    @cached_property
    def claims(self) -> pd.DataFrame:
        """Every figure published by then, with the columns of ``tables.Claims``."""
        claims = self._processed("claims")
        return claims if self._is_whole else known_by(claims, self.registry, self.as_of)

    @cached_property
    def observations(self) -> pd.DataFrame:
        """One row a figure, with its labels as ``load`` describes them; names are in the edition's language."""
        with self.speaking():
            return label(self._reconciled, self.claims, self.findings, self.registry)

    @cached_property
    def findings(self) -> pd.DataFrame:
        """What the audit asks, with the columns of ``tables.Findings``."""
        if self._is_whole:
            return self._processed("findings")
        return run_checks(self.claims, self._reconciled, self.registry)

    @cached_property
    def targets(self) -> pd.DataFrame:
        """The targets that a document published by then names, with the columns of ``targets.csv``."""
        targets = self.registry.targets
        return targets[targets["claim_id"].isin(self.claims["claim_id"])].reset_index(drop=True)

    def figures(self, *, indicator: str = "", pillar: str = "", ref_area: str = "") -> pd.DataFrame:
        """Return the observations of an indicator, a pillar, an area, or of all where a code is empty.

        Raises
        ------
        UnknownCodeError
            If a code is not known, with the nearest that is.
        """
        self.check(indicator=indicator, pillar=pillar, ref_area=ref_area)
        rows = self.observations
        for column, code in (("indicator", indicator), ("pillar", pillar), ("ref_area", ref_area)):
            rows = rows[rows[column] == code] if code else rows
        return rows.reset_index(drop=True)

    def check(self, *, indicator: str = "", pillar: str = "", ref_area: str = "") -> None:
        """Refuse a code that is not known; an empty one asks for nothing.

        Raises
        ------
        UnknownCodeError
            With the nearest codes that are known.
        """
        check_code("indicator", indicator or None, set(self.registry.indicators["indicator"]))
        check_code("pillar", pillar or None, PILLARS)
        if ref_area:
            areas = {*self.observations["ref_area"], *self.registry.areas["ref_area"]}
            check_code("reference area", ref_area, areas)

    @cached_property
    def _is_whole(self) -> bool:
        """Whether every source was published by then, so that the processed tables hold as they are."""
        return day_of(self.as_of) >= self.registry.newest_day

    @cached_property
    def _reconciled(self) -> pd.DataFrame:
        if self._is_whole:
            return self._processed("observations")
        return validate_table(reconcile(self.claims, self.registry), Observations, "observations")

    def _processed(self, name: str) -> pd.DataFrame:
        path = processed_dir(self.root) / f"{name}.csv"
        if not path.exists():
            raise StaleError(f"data/processed/{name}.csv is missing. Run `wps build`.")
        frame, schema = read_text_table(path), _SCHEMAS[name]
        frame = frame.assign(**{c: pd.to_numeric(frame[c]) for c in numbers(schema.columns)}).reset_index(drop=True)
        return validate_table(frame, schema, f"data/processed/{name}.csv")


def edition(as_of: str = "", *, language: str | None = None, root: str | Path | None = None) -> Edition:
    """Open what is known by a date, told in a language.

    Parameters
    ----------
    as_of
        Only documents published by this date, month or year. Empty: all.
    language
        ``"en"`` or another of ``words.language.languages()``; the language in force if not given.
    root
        The project's root; found by ``paths.project_root`` if not given.

    Returns
    -------
    Edition
        Its ``registry``, ``claims``, ``observations``, ``findings`` and ``targets`` are each read once, so that many
        questions to one edition cost little.

    Raises
    ------
    WpsError
        If ``as_of`` is no date, there is no such language, or no project at the root.

    Examples
    --------
    >>> known = edition(as_of="2024-12-31")
    >>> police = known.figures(indicator="police", ref_area="KHM")
    >>> len(police) > 0
    True
    """
    return Edition(as_of, language or "", root)
