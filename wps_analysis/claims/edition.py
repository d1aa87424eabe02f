"""What is known by a date, told in a language, from a root: one object that reads each table once."""

from __future__ import annotations

from collections.abc import Collection
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from wps_analysis.claims.audit.run import run_checks
from wps_analysis.claims.embargo import confirmed, is_withheld
from wps_analysis.claims.labels import label
from wps_analysis.claims.processed import table_file, whole
from wps_analysis.claims.reconcile import known_by, reconcile
from wps_analysis.codes import PILLARS, Asked, AsOf, asked_codes, day_of, raise_first, unknown_codes
from wps_analysis.columns import numbers
from wps_analysis.paths import project_root
from wps_analysis.registry.asked import asked_areas
from wps_analysis.registry.load import Registry, load_registry
from wps_analysis.tables import Claims, Findings, Observations, read_text_table, validate_table
from wps_analysis.words.language import check_language, language_in_force, use_language

if TYPE_CHECKING:
    from wps_analysis.claims.build import Built

_SCHEMAS = {"claims": Claims, "observations": Observations, "findings": Findings}


@dataclass(frozen=True)
class Edition:
    """What is known by a date, told in a language, from a root.

    Its tables are read, or reconciled for an earlier date, when they are first asked for, and kept. They are never
    changed in place.

    Parameters
    ----------
    as_of
        A date, month or year, as text, a number or a date, whose last day counts: only documents published by then;
        it is kept as an ISO date. Empty: all, and the day by which the newest was surely published.
    language
        One of ``words.language.languages()``; empty: the language in force.
    root
        The project's root; found by ``paths.project_root`` if not given.
    only_confirmed
        Whether only the figures count that their custodian confirmed or put right (``confirmations.csv``).

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

    as_of: AsOf | None = ""
    language: str = ""
    root: str | Path | None = None
    only_confirmed: bool = False

    def __post_init__(self) -> None:
        """Find the root, and resolve what is left open."""
        object.__setattr__(self, "root", project_root(self.root))
        object.__setattr__(self, "language", self.language or language_in_force())
        check_language(self.language)
        is_open = self.as_of is None or (isinstance(self.as_of, str) and not self.as_of)
        day = self.registry.newest_day if is_open else day_of(self.as_of)
        object.__setattr__(self, "as_of", str(day))

    @classmethod
    def of(cls, built: Built, root: str | Path | None = None) -> Edition:
        """Open what was just built and stands in ``data/processed``: nothing is read again."""
        known = cls(str(built.registry.newest_day), root=root)
        tables = {"_processed_claims": built.claims, "_reconciled": built.observations, "findings": built.findings}
        vars(known).update(registry=built.registry, **tables)
        return known

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
        claims = self._processed_claims
        if self._is_whole:
            return claims
        claims = known_by(claims, self.registry, self.as_of)
        claims = claims[~is_withheld(claims, self.registry, day_of(self.as_of))].reset_index(drop=True)
        return confirmed(claims, self.registry) if self.only_confirmed else claims

    @cached_property
    def observations(self) -> pd.DataFrame:
        """One row a figure, with its labels as ``load`` describes them; names are in the edition's language."""
        return self._labelled(self._reconciled)

    def in_areas(self, codes: Collection[str]) -> pd.DataFrame:
        """Return the observations of some areas by their codes; those that have none are no error."""
        if "observations" in vars(self):
            return self.observations[self.observations["ref_area"].isin(codes)]
        return self._labelled(self._reconciled[self._reconciled["ref_area"].isin(codes)])

    def left_out_of(self, ref_area: str) -> pd.DataFrame:
        """Return the rows of ``exclusions.csv`` of the sources that an area's figures come from."""
        own = self.claims.loc[self.claims["ref_area"] == ref_area, "source"]
        return self.registry.exclusions[self.registry.exclusions["source"].isin(own)]

    @cached_property
    def main_area(self) -> str:
        """The area that most figures are of, those of publishers' files on all countries aside; empty without any."""
        areas = self.claims["ref_area"]
        counts = areas[~self.claims["source"].isin(self.registry.of_publishers)].value_counts()
        return next(iter((counts if len(counts) else areas.value_counts()).index), "")

    def _labelled(self, rows: pd.DataFrame) -> pd.DataFrame:
        with self.speaking():
            return label(rows, self.claims, self.findings, self.registry)

    @cached_property
    def findings(self) -> pd.DataFrame:
        """What the audit asks, with the columns of ``tables.Findings``."""
        if self._is_whole:
            return self._processed("findings")
        return run_checks(self.claims, self._reconciled, self.registry)

    def table(self, name: str) -> pd.DataFrame:
        """Return claims, observations or findings as ``data/processed`` would hold them."""
        return {"claims": self.claims, "observations": self._reconciled, "findings": self.findings}[name]

    @cached_property
    def targets(self) -> pd.DataFrame:
        """The targets that a document published by then names, with the columns of ``targets.csv``."""
        targets = self.registry.targets
        return targets[targets["claim_id"].isin(self.claims["claim_id"])].reset_index(drop=True)

    def figures(self, *, indicator: Asked = "", pillar: Asked = "", ref_area: Asked = "") -> pd.DataFrame:
        """Return the observations of indicators, pillars and areas, each one or a list; of all where one is empty.

        Areas may be named by ISO or M49 code or by name.

        Raises
        ------
        UnknownCodeError
            If a code is not known, with the nearest that is.
        """
        asked = self.asked(indicator=indicator, pillar=pillar, ref_area=ref_area)
        rows = self.in_areas(asked["ref_area"]) if asked["ref_area"] else self.observations
        for column, codes in asked.items():
            rows = rows[rows[column].isin(codes)] if codes else rows
        return rows.reset_index(drop=True)

    def asked(self, *, indicator: Asked = "", pillar: Asked = "", ref_area: Asked = "") -> dict[str, list[str]]:
        """Return the codes that are asked for, areas by their names too; an empty list asks for all.

        Raises
        ------
        UnknownCodeError
            If a code is not known, with the nearest that are: all of them at once.
        RequestError
            If one is neither a code nor a list of codes.
        """
        given = {"indicator": indicator, "pillar": pillar, "ref_area": ref_area}
        codes = {what: asked_codes(what, asked) for what, asked in given.items()}
        wrong = unknown_codes("indicator", codes["indicator"], set(self.registry.indicators["indicator"]))
        wrong += unknown_codes("pillar", codes["pillar"], PILLARS)
        if not self._areas.issuperset(codes["ref_area"]):
            named = {"areas": self.registry.areas, "aliases": self.registry.area_aliases}
            codes["ref_area"], unknown = asked_areas(codes["ref_area"], **named)
            wrong += unknown
        raise_first(wrong)
        return codes

    @cached_property
    def _areas(self) -> set[str]:
        return set(self.registry.areas["ref_area"])

    @cached_property
    def _is_whole(self) -> bool:
        """Whether all was published by then and may be shown, so that the processed tables hold as they are."""
        day = day_of(self.as_of)
        if self.only_confirmed or day < self.registry.newest_day:
            return False
        return not is_withheld(self._processed_claims, self.registry, day).any()

    @cached_property
    def _processed_claims(self) -> pd.DataFrame:
        return self._processed("claims")

    @cached_property
    def _reconciled(self) -> pd.DataFrame:
        if self._is_whole:
            return self._processed("observations")
        return validate_table(reconcile(self.claims, self.registry), Observations, "observations")

    def _processed(self, name: str) -> pd.DataFrame:
        frame, schema = read_text_table(table_file(self.root, name)), _SCHEMAS[name]
        frame = frame.assign(**{c: pd.to_numeric(frame[c]) for c in numbers(schema.columns)}).reset_index(drop=True)
        return whole(validate_table(frame, schema, f"data/processed/{name}.csv"), self.root, name)


def edition(as_of: AsOf | None = "", *, language: str | None = None, root: str | Path | None = None) -> Edition:
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
