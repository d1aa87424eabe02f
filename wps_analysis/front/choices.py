"""What can be explored, and what one choice shows: options, chart, sentences and claims. Widgets stand in ``panel``."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields

import pandas as pd
from matplotlib.figure import Figure

from wps_analysis.assessment.assess import assess_known
from wps_analysis.assessment.series import trend_lines
from wps_analysis.assessment.targets import binding_targets
from wps_analysis.charts.compare import plot_compare
from wps_analysis.charts.levels import plot_levels
from wps_analysis.charts.trend import plot_trend
from wps_analysis.claims.edition import Edition
from wps_analysis.claims.labels import with_basis
from wps_analysis.codes import PILLARS
from wps_analysis.digits import plain
from wps_analysis.registry.areas import local_area_name
from wps_analysis.words.figures import row_name, target_text, unique
from wps_analysis.words.language import _
from wps_analysis.words.names import PILLAR_NAMES, SEX_NAMES

ALL, NONE = "*all", "*none"
"""Stand among the targets for every target that binds, and for no target."""
_HORIZON_YEARS = 25
Options = list[tuple[str, str | int]]


@dataclass(frozen=True)
class Choice:
    """What is chosen: codes, each narrowing those after it; ``horizon`` is a year, 0 for none."""

    pillar: str = ""
    indicator: str = ""
    population: str = ""
    ref_area: str = ""
    target: str = ALL
    horizon: int = 0


CONTROLS = tuple(field.name for field in fields(Choice))


def options(held: Edition, control: str, choice: Choice) -> Options:
    """List what a control offers, as names in the language in force and codes, given the choices before it.

    Parameters
    ----------
    held
        What can be explored.
    control
        One of ``CONTROLS``.
    choice
        What is chosen so far.

    Returns
    -------
    list of tuple
        Name and code. Pillars, indicators, populations and areas are those that have figures.

    Examples
    --------
    >>> options(Edition(), "pillar", Choice())[0]
    ('Participation', 'participation')
    """
    if control == "target":
        return _target_options(held, choice)
    if control == "horizon":
        first = int(held.as_of[:4]) + 1
        return [(_("None"), 0), *((str(year), year) for year in range(first, first + _HORIZON_YEARS))]
    before = CONTROLS[: CONTROLS.index(control)]
    codes = set(_narrowed(held.observations, choice, before)[control])
    return [(name, code) for name, code in _named(held, control, codes) if code in codes]


def preferred(held: Edition, control: str, choice: Choice, codes: list[str]) -> str:
    """Return the code to begin with: the first that has figures in the area chosen, else the first."""
    wanted = [name for name in CONTROLS[: CONTROLS.index(control)] if name in ("pillar", "indicator")]
    here = _narrowed(held.observations, choice, [*wanted, "ref_area"])
    return next((code for code in codes if control in here and code in set(here[control])), codes[0])


def rows_of(held: Edition, choice: Choice) -> pd.DataFrame:
    """Return the figures of a choice, the area named in the language in force."""
    rows = _narrowed(held.observations, choice, ("indicator", "population", "ref_area"))
    return rows.assign(area_name=local_area_name(choice.ref_area, held.registry.areas)) if len(rows) else rows


def targets_of(held: Edition, choice: Choice) -> pd.DataFrame:
    """Return the targets chosen, of those that bind the figures of a choice."""
    wanted = {target["target_id"] for target in _binding(held, choice)}
    if choice.target != ALL:
        wanted &= {choice.target}
    return held.targets[held.targets["target_id"].isin(wanted)]


def draw(held: Edition, choice: Choice) -> Figure:
    """Draw the figures of a choice, as their measure asks for.

    Parameters
    ----------
    held
        What can be explored.
    choice
        What is chosen.

    Returns
    -------
    Figure
        Women beside men for a rate, one dot for a share with a single period, else the figures over time.

    Raises
    ------
    WpsError
        If there is nothing to draw.
    """
    rows, targets = rows_of(held, choice), targets_of(held, choice)
    words = {"as_of": held.as_of}
    if len(rows):
        about = rows.iloc[0].to_dict()
        definitions = held.registry.indicators.set_index("indicator")["definition"]
        words |= {"title": row_name(about, area=True), "subtitle": _(definitions[choice.indicator])}
    measures, sexes, periods = (set(rows[column]) for column in ("measure", "sex", "time_period"))
    if set(rows["unit_measure"]) == {"PT"}:
        if measures == {"rate"} and sexes & {"F", "M"}:
            return plot_compare(rows, **words)
        if measures == {"composition"} and "F" in sexes and len(periods) == 1:
            return plot_levels(rows, targets=targets, **words)
    claims = with_basis(held.claims, held.registry)
    beside = {"elections": held.registry.elections, "claims": claims, "lines": trend_lines(rows)}
    return plot_trend(rows, targets=targets, **beside, **words)


def sentences_of(held: Edition, choice: Choice) -> list[str]:
    """Say what the figures of a choice say, against the targets chosen; says so where there is no figure.

    Parameters
    ----------
    held
        What can be explored.
    choice
        What is chosen; the horizon is printed as the user's assumption.

    Returns
    -------
    list of str
        One or a few sentences for each latest figure and target.
    """
    rows = rows_of(held, choice)
    if rows.empty:
        return [_("No figure for this choice in the reports used here, at {date}.").format(date=held.as_of)]
    assessed = assess_known(
        rows,
        targets_of(held, choice),
        horizon=choice.horizon or None,
        as_of=held.as_of,
        claims=held.claims,
        elections=held.registry.elections,
        findings=held.findings,
    )
    return unique(assessed["sentence"])


def claims_of(held: Edition, choice: Choice) -> pd.DataFrame:
    """List every claim on the figures of a choice, and those that a derived share is computed from.

    Parameters
    ----------
    held
        What can be explored.
    choice
        What is chosen.

    Returns
    -------
    DataFrame
        Columns As printed, Period as printed, Sex, Lower, Upper, Source, Section, Used, headed in the language in
        force; the words of documents stay as printed.
    """
    used = {claim for ids in rows_of(held, choice)["claim_id"] for claim in ids.split()}
    claims = held.claims[held.claims["role"] != "target"]
    same = (claims[list(_KEY)] == [getattr(choice, name) for name in _KEY]).all(axis=1)
    claims = claims[same | claims["claim_id"].isin(used)].sort_values(["time_period", "sex", "claim_id"])
    columns = {
        _("As printed"): claims["value_text"],
        _("Period as printed"): claims["period_text"],
        _("Sex"): claims["sex"].map(SEX_NAMES).map(_),
        **{name: claims[end].map(_bound) for end, name in zip(("lower", "upper"), bound_names(), strict=True)},
        _("Source"): claims["source"].map(held.registry.titles),
        _("Section"): claims["locator"],
        _("Used"): claims["claim_id"].isin(used).map({True: _("yes"), False: ""}),
    }
    return pd.DataFrame(columns).reset_index(drop=True)


def bound_names() -> tuple[str, str]:
    """Name the two columns of bounds in the language in force."""
    return _("Lower"), _("Upper")


_KEY = ("indicator", "population", "ref_area")


def _narrowed(figures: pd.DataFrame, choice: Choice, controls: Iterable[str]) -> pd.DataFrame:
    for control in controls:
        figures = figures[figures[control] == getattr(choice, control)]
    return figures


def _named(held: Edition, control: str, codes: set[str]) -> Options:
    """Return every code with its name, in the order in which they are offered."""
    if control == "pillar":
        return [(_(PILLAR_NAMES[code]), code) for code in PILLARS]
    if control == "ref_area":
        return sorted((local_area_name(code, held.registry.areas), code) for code in codes)
    known = getattr(held.registry, f"{control}s")
    names = [(_(name), code) for name, code in zip(known["name"], known[control], strict=True)]
    return [(_("All"), "_T"), *names] if control == "population" else names


def _target_options(held: Edition, choice: Choice) -> Options:
    binding = _binding(held, choice)
    if not binding:
        return [(_("No target applies to these figures"), ALL)]
    each = [(target_text(target), target["target_id"]) for target in binding]
    return [(_("All that apply"), ALL), (_("None"), NONE), *each]


def _binding(held: Edition, choice: Choice) -> list[dict]:
    rows = _narrowed(held.observations, choice, _KEY).drop_duplicates("sex").to_dict("records")
    found = {target["target_id"]: target for row in rows for target in binding_targets(row, held.targets)}
    return list(found.values())


def _bound(end: float) -> str:
    return "" if pd.isna(end) else plain(end, ",")
