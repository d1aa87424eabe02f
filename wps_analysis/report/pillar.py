"""What a pillar's brief says in words and tables: messages, limits, latest figures, gaps, definitions."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from wps_analysis.claims import load as dataset
from wps_analysis.registry.areas import local_area_name
from wps_analysis.registry.load import load_registry
from wps_analysis.report.pillar_tables import GROUP, assess_pillar, by_figure, group_words, latest_rows, pillar_rows
from wps_analysis.words.figures import is_survey, period_text, value_text
from wps_analysis.words.language import _, in_language
from wps_analysis.words.names import PILLAR_NAMES

_MESSAGES = 8


@in_language
def heading(pillar: str, ref_area: str, *, as_of: str = "", root: str | Path | None = None) -> str:
    """Name the pillar, the area and the date of the data."""
    area = local_area_name(ref_area, load_registry(root).areas)
    words = _("{pillar}, {area}: data as of {date}")
    return words.format(pillar=_(PILLAR_NAMES[pillar]), area=area, date=as_of or dataset.default_as_of(root))


@in_language
def key_messages(pillar: str, ref_area: str, *, as_of: str = "", root: str | Path | None = None) -> list[str]:
    """Say what the figures of a pillar show, the figures with a target or an earlier figure first.

    Parameters
    ----------
    pillar, ref_area
        Codes of a pillar and an area.
    as_of
        ISO date; only documents published by then. Empty: all.
    root
        The project's root.
    language
        ``"en"`` or another of ``translation.languages()``; the language in force if not given.

    Returns
    -------
    list of str
        A sentence on how many figures there are, then at most eight sentences on figures.
    """
    latest = latest_rows(pillar_rows(pillar, ref_area, as_of, root))
    assessed = assess_pillar(pillar, ref_area, as_of=as_of, root=root)
    shares = assessed[(assessed["measure"] == "composition") & (assessed["sex"] == "F")]
    planned = shares["legal_force"].isin(["law", "plan"])
    telling = 2 * planned + (shares["n_obs"] > 1) + shares["target_id"].notna() / 2
    shares = shares.assign(telling=telling).sort_values("telling", ascending=False, kind="stable")
    rates = latest[(latest["measure"] == "rate") & ~latest["folded"]]
    sentences = shares.drop_duplicates(["indicator", "population"])["sentence"].tolist()
    sentences += [_rate_sentence(rows) for rows in by_figure(rates.to_dict("records")).values()]
    return [_overview(latest), *sentences[:_MESSAGES]]


@in_language
def statements(pillar: str, ref_area: str, *, as_of: str = "", root: str | Path | None = None) -> list[str]:
    """Say every latest figure of a pillar in a sentence, once for each target that binds it.

    Parameters as for ``key_messages``.
    """
    return assess_pillar(pillar, ref_area, as_of=as_of, root=root)["sentence"].tolist()


@in_language
def limits(pillar: str, ref_area: str, *, as_of: str = "", root: str | Path | None = None) -> list[str]:
    """Say what the figures of a pillar cannot carry: trends, dates, samples, differences.

    Parameters and return value as for ``key_messages``: one sentence for each limit that holds.
    """
    rows = pillar_rows(pillar, ref_area, as_of, root)
    latest = latest_rows(rows[~rows["folded"]])
    longest = rows.groupby([*GROUP, "sex", "segment"]).size().max() if len(rows) else 0
    surveys = latest.loc[[is_survey(row) and not row["n"] for row in latest.to_dict("records")]]
    undated = latest[latest["period_basis"].isin(["study", "publication"])]
    lines = []
    if longest < 5:
        lines.append(
            _(
                "No trend is estimated: the longest run of figures of one series has {longest}, and the word is used"
                " from five on."
            ).format(longest=longest)
        )
    if len(undated):
        lines.append(
            _(
                "{count} of {total} latest figures are printed without a date; the period shown is that of the study or"
                " of the publication."
            ).format(count=len(undated), total=len(latest))
        )
    if len(surveys):
        lines.append(
            _(
                "{count} survey figures are printed without the number of persons asked; they are levels, and no"
                " comparison over time is made."
            ).format(count=len(surveys))
        )
    for row in latest[latest["agreement"] == "differ"].to_dict("records"):
        lines.append(
            _(
                "{name}, {period}: published figures differ ({low} to {high} with rounding); to be confirmed with"
                " {custodian}."
            ).format(
                name=_(row["name"]),
                period=period_text(row),
                custodian=_(row["custodian"]),
                low=f"{row['envelope_lower']:.10g}",
                high=f"{row['envelope_upper']:.10g}",
            )  # fmt: skip
        )
    return lines


@in_language
def missing_table(pillar: str, ref_area: str, *, as_of: str = "", root: str | Path | None = None) -> pd.DataFrame:
    """List the plan's outputs of a pillar with the figures that measure them, empty ones in plain sight.

    Returns
    -------
    DataFrame
        Columns Output, Content, Indicators with a figure, Would hold the data.
    """
    registry = load_registry(root)
    rows = dataset.load(ref_area=ref_area, as_of=as_of or None, root=root)
    as_of = as_of or dataset.default_as_of(root)
    lines = []
    for output in registry.plan_outputs[registry.plan_outputs["pillar"] == pillar].to_dict("records"):
        names = sorted({n.removesuffix(", number") for n in rows.loc[rows["rpa_output"] == output["output"], "name"]})
        held = "; ".join(map(_, names)) or _("no figure in the documents held at {date}").format(date=as_of)
        holder = _(output["data_holder"]) if output["holder_area"] == ref_area else ""
        lines.append((output["output"], _(output["text"]), held, holder))
    columns = [_("Output"), _("Content"), _("Indicators with a figure"), _("Would hold the data")]
    return pd.DataFrame(lines, columns=columns)


@in_language
def definitions_table(pillar: str, *, root: str | Path | None = None) -> pd.DataFrame:
    """List what each indicator of a pillar measures, and what it does not.

    Returns
    -------
    DataFrame
        Columns Indicator, Measures, Does not measure, SDG, Plan output, Also under.
    """
    indicators = load_registry(root).indicators
    mine = indicators[(indicators["pillar"] == pillar) & ~indicators["indicator"].isin(indicators["count_indicator"])]
    also = mine["also_pillar"].map(lambda codes: ", ".join(_(PILLAR_NAMES[c]) for c in codes.split()))
    return pd.DataFrame(
        {
            _("Indicator"): mine["name"].map(_),
            _("Measures"): mine["definition"].map(_),
            _("Does not measure"): mine["not_measured"].map(_),
            _("SDG"): mine["sdg_indicator"],
            _("Plan output"): mine["rpa_output"],
            _("Also under"): also,
        }
    ).reset_index(drop=True)


def _overview(latest: pd.DataFrame) -> str:
    shown = latest[~latest["folded"]]
    differ = (shown["agreement"] == "differ").sum()
    words = _("{count} indicators have a figure in the documents held; no latest figures differ.")
    if differ:
        words = _(
            "{count} indicators have a figure in the documents held; the published figures differ for {differ} of the"
            " latest."
        )
    return words.format(count=shown["indicator"].nunique(), differ=differ)


def _rate_sentence(rows: list[dict]) -> str:
    by_sex = {row["sex"]: row for row in rows}
    row = next(iter(by_sex.values()))
    words = {"F": _("{value} of women"), "M": _("{value} of men"), "_T": _("{value} of all")}
    shares = ", ".join(words[sex].format(value=value_text(by_sex[sex])) for sex in words if sex in by_sex)
    survey = f"; n = {row['n']}" if row["n"] else "; " + _("n not published") if is_survey(row) else ""
    subject = f"{_(row['name'])}{group_words(row)}"
    return _("{subject}: {statement}.").format(subject=subject, statement=f"{shares} ({period_text(row)}{survey})")
