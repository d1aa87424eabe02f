"""Claims to observations: which claim speaks and why, how far others differ, segments, and derived shares."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from wps_analysis.claims.audit.refuted import refuted_by_counts, refuted_claims
from wps_analysis.claims.bounds import implied_denominator
from wps_analysis.claims.choice import COMPARED, SAID, VALUE, choose
from wps_analysis.claims.gaps import is_long_gap
from wps_analysis.claims.periods import decimal_year
from wps_analysis.claims.superseded import is_superseded
from wps_analysis.codes import last_day
from wps_analysis.columns import KEY, SUBJECT
from wps_analysis.registry.load import Registry
from wps_analysis.tables import Observations, Row, grouped, latest

_HULLS = ["envelope_lower", "envelope_upper", "choice_lower", "choice_upper"]
_PRINTED_WITH = ["pair_id", "indicator", "sex"]
_OF_SHARES = [*KEY, "series", "pair_id", "lower", "upper"]
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

    What a newer release of a publisher's file says again is left out. The order of the rule for the others: a claim
    that held counts or a finding refute never speaks while another stands; rank of the series; newest release of one
    origin or publisher; a claim that cites its primary source; body text before summary; then ``claim_id``. Claims of
    one series that all overlap are read together: their common part is the figure's interval, and the narrowest gives
    the value. A share that counts refute gives way to the share that they give.

    Parameters
    ----------
    claims
        Columns of ``tables.Claims``, as read or as ``describe`` returns them. Rows with role ``target`` are left out:
        a target is not an observation.
    registry
        Ranks of series, releases of sources, breaks, and the counts that belong to shares.

    Returns
    -------
    DataFrame
        Columns of ``tables.Observations``, one row for each indicator, area, population, sex and period, sorted.
        ``choice_reason`` is the rule that decided; ``arbitrary`` where differing figures are told apart by their
        ``claim_id`` alone.
    """
    older = is_superseded(claims, registry)
    revised = pd.MultiIndex.from_frame(claims.loc[older, KEY])
    claims = claims[(claims["role"] != "target") & ~older]
    by_counts = {each.share.claim_id for each in refuted_by_counts(claims, registry)}
    refuted = by_counts | refuted_claims(claims, registry)
    claims = _with_precedence(claims, registry)
    size = claims.groupby(KEY)["claim_id"].transform("size")
    alone = claims[size == 1]
    alone = alone.assign(
        choice_reason=np.where(pd.MultiIndex.from_frame(alone[KEY]).isin(revised), "newest_release", "only_claim"),
        n_claims=1, agreement="single",
        envelope_lower=alone["lower"], envelope_upper=alone["upper"],
        choice_lower=alone["lower"], choice_upper=alone["upper"],
        refuted=alone["claim_id"].where(alone["claim_id"].isin(refuted), ""),
    )  # fmt: skip
    chosen = pd.concat([alone, _chosen(claims[size > 1], refuted)[alone.columns]], ignore_index=True)
    chosen = chosen.assign(segment=_segments(chosen, claims, registry), derived="")
    chosen = chosen.assign(**dict.fromkeys(_DENOMINATOR))
    chosen = _with_derived_shares(chosen, _derived_shares(chosen, registry), by_counts)
    chosen = chosen.assign(**_counts_beside_shares(chosen, claims, registry))
    return chosen[list(Observations.columns)].sort_values(KEY, ignore_index=True)


def _chosen(claims: pd.DataFrame, refuted: set[str]) -> pd.DataFrame:
    """Return the claims that speak among several on one figure, with what ``choose`` says of each."""
    compared = claims[list(COMPARED)].assign(
        place=range(len(claims)), figure=claims.groupby(KEY, sort=False).ngroup(),
        value=claims.groupby(list(VALUE), sort=False, dropna=False).ngroup(), refuted=claims["claim_id"].isin(refuted),
    )  # fmt: skip
    together = grouped(compared.to_dict("records"), ["figure"]).values()
    said = pd.DataFrame(map(choose, together), columns=[*compared.columns, *SAID[:-1]])
    return claims.iloc[said["place"]].reset_index(drop=True).assign(**said[["lower", "upper", *SAID]])


def _with_precedence(claims: pd.DataFrame, registry: Registry) -> pd.DataFrame:
    """Add what the rule compares; of each, less speaks first."""
    sources = registry.sources.set_index("source_id")
    cited = claims["origin"].where(claims["origin"] != "", claims["source"])
    named = cited.map(sources["release_of"])
    # What is no release by its row is one of all that its publisher prints: the newest speaks, whom either cites.
    release = cited.where(named != "", claims["source"])
    return claims.assign(
        voice=cited,
        missing=claims["obs_status"] != "A",
        rank=claims["series"].map(registry.series.set_index("series")["rank"]),
        release_of=named.where(named != "", claims["source"].map(sources["producer"])),
        released=release.map(sources["published"].map(last_day)),
        uncited=claims["origin"] == "",
        summary=claims["locator"].str.startswith("ES"),
        width=(claims["upper"] - claims["lower"]).fillna(float("inf")),
    )


def _with_derived_shares(chosen: pd.DataFrame, derived: pd.DataFrame, by_counts: set[str]) -> pd.DataFrame:
    """Add the shares that no claim prints, and those that counts give in the place of a claim which they refute."""
    printed, given = (pd.MultiIndex.from_frame(rows[KEY]) for rows in (chosen, derived))
    gives_way = chosen["claim_id"].isin(by_counts) & printed.isin(given)
    refuted = chosen[gives_way].set_index(KEY)
    derived = derived[given.isin(refuted.index) | ~given.isin(printed)]
    stands_for = refuted.reindex(pd.MultiIndex.from_frame(derived[KEY])).set_axis(derived.index)
    instead = stands_for["claim_id"].notna()
    hulls = {
        name: both.min(axis=1) if name.endswith("lower") else both.max(axis=1)
        for name in _HULLS
        for both in [pd.concat([derived[name], stands_for[name]], axis=1).astype(float)]
    }
    derived = derived.assign(
        **hulls,
        n_claims=derived["n_claims"].where(~instead, derived["n_claims"] + stands_for["n_claims"]).astype(int),
        agreement=derived["agreement"].where(~instead, "differ"),
        choice_reason=derived["choice_reason"].where(~instead, "refuted"),
        refuted=stands_for["refuted"].fillna(""),
    )
    return pd.concat([chosen[~gives_way], derived], ignore_index=True)


def _segments(chosen: pd.DataFrame, claims: pd.DataFrame, registry: Registry) -> pd.Series:
    """Name the run that each figure belongs to: series, population, frequency, and the breaks and long gaps passed."""
    breaks = registry.breaks.groupby("series")["time_period"].agg(list).to_dict()
    gaps = _long_gaps(claims[~claims["missing"]])
    rows = zip(*_columns(chosen, [*SUBJECT, "series", "time_period"]), strict=True)
    passed = [
        sum(period <= time for period in breaks.get(subject[-1], ()))
        + sum(year <= decimal_year(time) for year in gaps.get(tuple(subject), ()))
        for *subject, time in rows
    ]
    runs = pd.Series(passed, index=chosen.index, dtype=int).astype(str)
    return chosen["series"] + ":" + chosen["population"] + ":" + chosen["freq"] + ":" + runs


def _long_gaps(claims: pd.DataFrame) -> dict[tuple, list[float]]:
    """Return, of each subject and series, the years of the figures that stand after a long gap."""
    known = {time: decimal_year(time) for time in claims["time_period"].unique()}
    subject = [*SUBJECT, "series"]
    rows = claims[subject].assign(year=claims["time_period"].map(known).astype(float))
    rows = rows.assign(number=rows.groupby(subject, sort=False).ngroup()).sort_values(["number", "year"])
    before = rows["year"].shift().where(rows["number"] == rows["number"].shift())
    later = rows[is_long_gap(before, rows["year"])]
    return {key: list(years) for key, years in later.groupby(subject, sort=False)["year"]}


def _derived_shares(chosen: pd.DataFrame, registry: Registry) -> pd.DataFrame:
    """Compute women's shares from counts of women and of all in one series.

    Counts that do not add up (women and men against all) give no share: the audit asks about them.
    """
    where = registry.indicators["measure"].eq("composition") & registry.indicators["count_indicator"].ne("")
    shares = registry.indicators.loc[where, ["indicator", "count_indicator"]]
    counts = shares.merge(chosen, left_on="count_indicator", right_on="indicator", suffixes=("", "_counted"))
    keys = ["indicator", "ref_area", "population", "time_period", "series"]
    numbers = ["claim_id", "agreement", "n_claims", "obs_value", "lower", "upper", *_HULLS]
    by_sex = {sex: counts[(counts["sex"] == sex) & counts["obs_value"].notna()] for sex in ("F", "M", "_T")}
    pairs = by_sex["F"].merge(by_sex["_T"][[*keys, *numbers]], on=keys, suffixes=("", "_all"))
    pairs = pairs.merge(by_sex["M"][[*keys, "obs_value"]], on=keys, how="left", suffixes=("", "_men"))
    adds_up = pairs["obs_value_men"].isna() | (pairs["obs_value"] + pairs["obs_value_men"] == pairs["obs_value_all"])
    pairs = pairs[adds_up & (pairs["obs_value_all"] > 0)]
    return pairs.assign(
        obs_value=_ten_digits(100 * pairs["obs_value"] / pairs["obs_value_all"]),
        unit_measure="PT",
        claim_id=pairs["claim_id"] + " " + pairs["claim_id_all"],
        derived="share_from_counts",
        choice_reason="derived",
        n_claims=pairs[["n_claims", "n_claims_all"]].max(axis=1),
        agreement=pairs["agreement"].where(pairs["agreement_all"] != "differ", "differ"),
        pair_id="",
        **{
            f"{what}{end}": _ten_digits((100 * pairs[f"{what}{end}"] / pairs[f"{what}{opposite}_all"]).clip(upper=100))
            for what in ("", "envelope_", "choice_")
            for end, opposite in (("lower", "upper"), ("upper", "lower"))
        },
    )[chosen.columns]


def _ten_digits(quotients: pd.Series) -> pd.Series:
    """Round what is computed to the digits that are written of it, so that it is the same before and after."""
    return quotients.map(lambda quotient: float(f"{quotient:.10g}")).astype(float)


def _counts_beside_shares(chosen: pd.DataFrame, claims: pd.DataFrame, registry: Registry) -> pd.DataFrame:
    """Find the count and the denominator of each share, where they are printed or implied."""
    links = registry.indicators.set_index("indicator")[["count_indicator", "unit_count_indicator"]]
    linked = links[(links != "").any(axis=1)]
    paired = claims[claims["pair_id"] != ""].drop_duplicates(_PRINTED_WITH)
    printed = claims[(claims["pair_id"] != "") & claims["obs_value"].notna()]
    newest = latest(chosen[chosen["indicator"].isin(links["unit_count_indicator"])], by=["indicator", "ref_area"])
    counts = _Counts(
        _by(paired, _PRINTED_WITH),
        _by(chosen[chosen["indicator"].isin(links["count_indicator"])], KEY),
        {key: count.obs_value for key, count in _by(newest, ["indicator", "ref_area"]).items()},
        grouped(printed[[*_PRINTED_WITH, "obs_value"]].to_dict("records"), _PRINTED_WITH),
    )
    shares = chosen[chosen["indicator"].isin(linked.index)]
    of_indicator = linked.to_dict("index")
    rows = [_beside(row, of_indicator[row["indicator"]], counts) for row in shares[_OF_SHARES].to_dict("records")]
    found = pd.DataFrame(rows, index=shares.index, columns=_DENOMINATOR, dtype=float)
    return found.reindex(chosen.index)


class _Counts(NamedTuple):
    """The counts that may stand beside a share, by what they are looked up with."""

    paired: dict[tuple, Any]
    by_key: dict[tuple, Any]
    units: dict[tuple, float]
    printed: dict[tuple, list[Row]]


def _by(frame: pd.DataFrame, keys: list[str]) -> dict[tuple, Any]:
    """Return the counts of a table by some of its columns."""
    counts = frame[["obs_value", "lower", "upper", "series"]].itertuples(index=False)
    return dict(zip(zip(*_columns(frame, keys), strict=True), counts, strict=True))


def _columns(frame: pd.DataFrame, names: list[str]) -> list[np.ndarray]:
    """Return columns as arrays of Python objects, which are walked through in a tenth of the time."""
    return [frame[name].to_numpy(dtype=object) for name in names]


def _beside(row: Row, indicator: Row, counts: _Counts) -> dict[str, float]:
    counted = indicator["count_indicator"]
    found = dict.fromkeys(_DENOMINATOR, float("nan"))
    if not counted and indicator["unit_count_indicator"]:
        return found | _of_units((row["pair_id"], indicator["unit_count_indicator"], "_T"), counts.printed)
    if not counted or pd.isna(row["lower"]) or pd.isna(row["upper"]):
        return found
    key = (counted, row["ref_area"], row["population"])
    paired = counts.paired.get((row["pair_id"], counted, row["sex"]))
    beside = paired or counts.by_key.get((*key, row["sex"], row["time_period"]))
    total = counts.by_key.get((*key, "_T", row["time_period"]))
    total = total.obs_value if total else float("nan")
    if beside is None:
        return found
    ends = (beside.lower, beside.upper)
    low, high = total, total
    if row["upper"] > row["lower"]:
        low, high = implied_denominator(ends, (row["lower"], row["upper"]))
    unit = counts.units.get((indicator["unit_count_indicator"], row["ref_area"]))
    fits = [n for n in (total, unit) if _within(n, low, high)]
    if not paired and (beside.series != row["series"] or not fits):
        return found  # a count of another register, which this share does not belong to
    return {
        "numerator": beside.obs_value,
        "denominator": fits[0] if fits else low if low == high else float("nan"),
        "denominator_lower": low,
        "denominator_upper": high,
    }  # fmt: skip


def _of_units(paired: tuple[str, str, str], printed: dict[tuple, list[Row]]) -> dict[str, float]:
    """Return the units printed together with a rank or a count, such as the countries ranked; several are added up."""
    if paired not in printed:
        return {}
    whole = float(sum(claim["obs_value"] for claim in printed[paired]))
    return {"denominator": whole, "denominator_lower": whole, "denominator_upper": whole}


def _within(number: float | None, low: float | None, high: float | None) -> bool:
    if number is None or pd.isna(number):
        return False
    return (low is None or low <= number) and (high is None or number <= high)
