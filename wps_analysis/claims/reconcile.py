"""Claims to observations: which claim speaks and why, how far others differ, segments, and derived shares."""

from __future__ import annotations

import pandas as pd

from wps_analysis.claims.bounds import envelope, implied_denominator, intervals_overlap
from wps_analysis.codes import last_day
from wps_analysis.columns import KEY
from wps_analysis.registry.load import Registry
from wps_analysis.tables import Observations, latest

_VALUE = ["obs_value", "lower", "upper", "qualifier"]
_DENOMINATOR = ["numerator", "denominator", "denominator_lower", "denominator_upper"]


def known_by(claims: pd.DataFrame, registry: Registry, as_of: str) -> pd.DataFrame:
    """Keep the claims of the documents that were published by a date.

    Parameters
    ----------
    claims
        Columns of ``tables.Claims``.
    registry
        Its ``sources`` say when each document was published.
    as_of
        An ISO date, month or year; the last day counts.

    Returns
    -------
    DataFrame
        The rows of ``claims`` whose ``source`` was published by then.
    """
    published = registry.sources.set_index("source_id")["published"].map(last_day)
    return claims[claims["source"].map(published) <= last_day(as_of)].reset_index(drop=True)


def reconcile(claims: pd.DataFrame, registry: Registry) -> pd.DataFrame:
    """Choose the claim that speaks for each figure, and say how far the others differ.

    The order of the rule: rank of the series; newest release of one origin; a claim that cites its primary source;
    body text before summary; among claims that overlap, the one with more printed digits; then ``claim_id``.

    Parameters
    ----------
    claims
        Columns of ``tables.Claims``. Rows with role ``target`` are left out: a target is not an observation.
    registry
        Ranks of series, releases of sources, breaks, and the counts that belong to shares.

    Returns
    -------
    DataFrame
        Columns of ``tables.Observations``, one row for each indicator, area, population, sex and period, sorted.
        ``choice_reason`` is the rule that decided; ``arbitrary`` where differing figures are told apart by their
        ``claim_id`` alone.
    """
    claims = _with_precedence(claims[claims["role"] != "target"], registry)
    size = claims.groupby(KEY)["claim_id"].transform("size")
    alone = claims[size == 1]
    alone = alone.assign(
        choice_reason="only_claim", n_claims=1, agreement="single",
        envelope_lower=alone["lower"], envelope_upper=alone["upper"],
    )  # fmt: skip
    several = [_choose(group) for _, group in claims[size > 1].groupby(KEY)]
    chosen = pd.concat([alone, pd.DataFrame(several, columns=alone.columns)], ignore_index=True)
    chosen = chosen.assign(segment=_segments(chosen, registry), derived="").assign(**dict.fromkeys(_DENOMINATOR))
    chosen = pd.concat([chosen, _derived_shares(chosen, registry)], ignore_index=True)
    chosen = chosen.assign(**_counts_beside_shares(chosen, claims, registry))
    return chosen[list(Observations.columns)].sort_values(KEY, ignore_index=True)


def _with_precedence(claims: pd.DataFrame, registry: Registry) -> pd.DataFrame:
    """Add what the rule compares; of each, less speaks first."""
    sources = registry.sources.set_index("source_id")
    cited = claims["origin"].where(claims["origin"] != "", claims["source"])
    return claims.assign(
        voice=cited,
        missing=claims["obs_status"] != "A",
        rank=claims["series"].map(registry.series.set_index("series")["rank"]),
        release_of=cited.map(sources["release_of"]),
        released=cited.map(sources["published"].map(last_day)),
        uncited=claims["origin"] == "",
        summary=claims["locator"].str.startswith("ES"),
        width=(claims["upper"] - claims["lower"]).fillna(float("inf")),
    )


def _choose(group: pd.DataFrame) -> pd.Series:
    group = group.sort_values(["missing", "rank", "uncited", "summary", "width", "claim_id"])
    figures = group[~group["missing"]] if not group["missing"].all() else group
    reason, left = _decide(figures)
    distinct = len(figures.drop_duplicates([*_VALUE, "voice"]))
    lower, upper = envelope(figures)
    agreement = "single" if distinct == 1 else "agree" if intervals_overlap(figures) else "differ"
    verdict = {
        "choice_reason": reason, "n_claims": distinct, "agreement": agreement,
        "envelope_lower": lower, "envelope_upper": upper,
    }  # fmt: skip
    return pd.concat([left.iloc[0], pd.Series(verdict)])


def _decide(figures: pd.DataFrame) -> tuple[str, pd.DataFrame]:
    """Apply one rule after the other until one value is left."""
    if _values(figures) == 1:
        return "same_value", figures
    rules = {
        "rank": lambda f: f[f["rank"] == f["rank"].min()],
        "newest_release": _newest_releases,
        "cites_primary": lambda f: f[f["uncited"] == f["uncited"].min()],
        "body_before_summary": lambda f: f[f["summary"] == f["summary"].min()],
        "more_digits": lambda f: f[f["width"] == f["width"].min()] if intervals_overlap(f) else f,
    }
    left = figures
    for reason, rule in rules.items():
        left = rule(left)
        if _values(left) == 1:
            return reason, left
    return ("claim_id" if intervals_overlap(left) else "arbitrary"), left.sort_values("claim_id")


def _values(figures: pd.DataFrame) -> int:
    return len(figures.drop_duplicates(_VALUE))


def _newest_releases(figures: pd.DataFrame) -> pd.DataFrame:
    newest = figures.groupby("release_of")["released"].transform("max")
    return figures[(figures["release_of"] == "") | (figures["released"] == newest)]


def _segments(chosen: pd.DataFrame, registry: Registry) -> pd.Series:
    """Name the run that each figure belongs to: series, population, frequency, and the breaks passed."""
    breaks = registry.breaks.groupby("series")["time_period"].agg(list).to_dict()
    passed = [
        sum(period <= time for period in breaks.get(series, []))
        for series, time in zip(chosen["series"], chosen["time_period"], strict=True)
    ]
    return (
        chosen["series"]
        + ":"
        + chosen["population"]
        + ":"
        + chosen["freq"]
        + ":"
        + pd.Series(passed, dtype=int).astype(str)
    )


def _derived_shares(chosen: pd.DataFrame, registry: Registry) -> pd.DataFrame:
    """Compute women's shares that no claim prints from counts of women and of all in one series.

    Counts that do not add up (women and men against all) give no share: the audit asks about them.
    """
    where = registry.indicators["measure"].eq("composition") & registry.indicators["count_indicator"].ne("")
    shares = registry.indicators.loc[where, ["indicator", "count_indicator"]]
    counts = shares.merge(chosen, left_on="count_indicator", right_on="indicator", suffixes=("", "_counted"))
    keys = ["indicator", "ref_area", "population", "time_period", "series"]
    numbers = [
        "claim_id",
        "agreement",
        "n_claims",
        "obs_value",
        "lower",
        "upper",
        "envelope_lower",
        "envelope_upper",
    ]
    by_sex = {sex: counts[(counts["sex"] == sex) & counts["obs_value"].notna()] for sex in ("F", "M", "_T")}
    pairs = by_sex["F"].merge(by_sex["_T"][[*keys, *numbers]], on=keys, suffixes=("", "_all"))
    pairs = pairs.merge(by_sex["M"][[*keys, "obs_value"]], on=keys, how="left", suffixes=("", "_men"))
    adds_up = pairs["obs_value_men"].isna() | (pairs["obs_value"] + pairs["obs_value_men"] == pairs["obs_value_all"])
    printed = pd.MultiIndex.from_frame(pairs[KEY]).isin(pd.MultiIndex.from_frame(chosen[KEY]))
    pairs = pairs[adds_up & ~printed & (pairs["obs_value_all"] > 0)]
    return pairs.assign(
        obs_value=100 * pairs["obs_value"] / pairs["obs_value_all"],
        unit_measure="PT",
        claim_id=pairs["claim_id"] + " " + pairs["claim_id_all"],
        derived="share_from_counts",
        choice_reason="derived",
        n_claims=pairs[["n_claims", "n_claims_all"]].max(axis=1),
        agreement=pairs["agreement"].where(pairs["agreement_all"] != "differ", "differ"),
        pair_id="",
        **{
            low_or_high: (100 * pairs[low_or_high] / pairs[f"{opposite}_all"]).clip(upper=100)
            for low_or_high, opposite in (
                ("lower", "upper"), ("upper", "lower"),
                ("envelope_lower", "envelope_upper"), ("envelope_upper", "envelope_lower"),
            )
        },
    )[chosen.columns]  # fmt: skip


def _counts_beside_shares(chosen: pd.DataFrame, claims: pd.DataFrame, registry: Registry) -> dict[str, list]:
    """Find the count and the denominator of each share, where they are printed or implied."""
    indicators = registry.indicators.set_index("indicator")
    by_pair = claims[claims["pair_id"] != ""].set_index(["pair_id", "indicator", "sex"])
    printed = by_pair["obs_value"].dropna().sort_index()
    by_pair = by_pair[~by_pair.index.duplicated()]
    by_key = chosen.set_index(KEY)
    newest = latest(chosen, by=["indicator", "ref_area"])
    units = newest.set_index(["indicator", "ref_area"])["obs_value"]
    rows = [
        _beside(row, indicators.loc[row.indicator], by_pair, by_key, units, printed)
        for row in chosen.itertuples()
    ]  # fmt: skip
    return {name: [row[name] for row in rows] for name in _DENOMINATOR}


def _beside(
    row: tuple,
    indicator: pd.Series,
    by_pair: pd.DataFrame,
    by_key: pd.DataFrame,
    units: pd.Series,
    printed: pd.Series,
) -> dict:
    counted = indicator["count_indicator"]
    found = dict.fromkeys(_DENOMINATOR, float("nan"))
    if not counted and indicator["unit_count_indicator"]:
        return found | _of_units((row.pair_id, indicator["unit_count_indicator"], "_T"), printed)
    if not counted or pd.isna(row.lower) or pd.isna(row.upper):
        return found
    key = (counted, row.ref_area, row.population)
    paired = (row.pair_id, counted, row.sex)
    beside = by_pair.loc[paired] if paired in by_pair.index else _at(by_key, (*key, row.sex, row.time_period))
    total = _at(by_key, (*key, "_T", row.time_period))
    total = total["obs_value"] if total is not None else float("nan")
    if beside is None:
        return found
    count = (beside["lower"], beside["upper"])
    low, high = implied_denominator(count, (row.lower, row.upper)) if row.upper > row.lower else (total, total)
    fits = [n for n in (total, units.get((indicator["unit_count_indicator"], row.ref_area))) if _within(n, low, high)]
    denominator = fits[0] if fits else low if low == high else float("nan")
    if paired not in by_pair.index and not fits:
        return found  # a count of another register, which this share does not belong to
    return {
        "numerator": beside["obs_value"], "denominator": denominator,
        "denominator_lower": low,
        "denominator_upper": high,
    }  # fmt: skip


def _of_units(paired: tuple[str, str, str], printed: pd.Series) -> dict:
    """Return the units printed together with a rank or a count, such as the countries ranked; several are added up."""
    if paired not in printed.index:
        return {}
    whole = float(printed.loc[[paired]].sum())
    return {"denominator": whole, "denominator_lower": whole, "denominator_upper": whole}


def _at(frame: pd.DataFrame, key: tuple) -> pd.Series | None:
    return frame.loc[key] if key in frame.index else None


def _within(number: float | None, low: float | None, high: float | None) -> bool:
    if number is None or pd.isna(number):
        return False
    return (low is None or low <= number) and (high is None or number <= high)
