"""The same digits said of another population, or of another year."""

from functools import cache
from itertools import combinations

import pandas as pd

from wps_analysis.claims.audit.finding import Found, check, cite, few, finding, subject
from wps_analysis.claims.audit.spans import overlap, span_of
from wps_analysis.claims.audit.statements import DATED, SUMMED_UNITS, groups, periods_meet, several, stated
from wps_analysis.registry.load import Registry

# Two-digit counts coincide by chance; from three digits on the same count is worth a question.
_SMALLEST_TELLING_COUNT = 100
_SAME_DIGITS = ["ref_area", "unit_measure", "obs_value"]

Quantity = tuple[str, str]
# What a place (source, locator) prints of a quantity: values and units by sex.
Printed = dict[tuple[str, str, Quantity], dict[str, set[tuple[str, float]]]]


@check("question")
def check_same_digits_different_population(
    claims: pd.DataFrame, observations: pd.DataFrame, registry: Registry
) -> Found:
    """Find one figure that a document seems to state twice, of different indicators or populations.

    Two figures are taken for one restated when their digits, sex, theme, source and origin are the same,
    their periods meet, and neither place prints the other's quantity: a text that gives both as separate
    facts gives them side by side. Where both places print women and men, both must agree.
    """
    frame = _with_quantity(claims, registry)
    by = [*_SAME_DIGITS, "source", "sex", "theme"]
    alike = several(_telling(frame), by, column="line")
    printed = _printed(_sharing(frame, alike, ["source", "locator"]))
    pairs: dict[tuple, dict[str, tuple]] = {}
    for rows in groups(alike, by):
        for pair in combinations(rows, 2):
            one, other = sorted(pair, key=_key)
            if _restated(one, other, printed):
                members = pairs.setdefault((one.source, one.ref_area, _key(one), _key(other)), {})
                members |= {one.claim_id: one, other.claim_id: other}
    yield from (_said_of_two(list(members.values())) for _, members in sorted(pairs.items()))


@check("question")
def check_figure_of_other_population(claims: pd.DataFrame, observations: pd.DataFrame, registry: Registry) -> Found:
    """Find figures that another source prints for another population, while it gives this one otherwise.

    Where one source says 22 of all staff, and a second says 22 of the heads and 41 of all staff for the same
    period, the first may have taken the wrong line.
    """
    yield from (_wrong_line(*each) for each in wrong_lines(claims, registry))


def wrong_lines(claims: pd.DataFrame, registry: Registry) -> list[tuple[tuple, tuple, list]]:
    """Return each such figure with the other population's, and with what is said there of its own population."""
    telling = _telling(_with_quantity(claims, registry))
    dated = telling[telling["period_basis"].isin(DATED)]
    by = [*_SAME_DIGITS, "sex", "theme"]
    alike = several(several(dated, by, column="line"), by, column="source")
    own: dict[tuple, list] = {}
    for row in _sharing(dated, alike, ["ref_area", "sex", "unit_measure", "line"]).itertuples(index=False):
        own.setdefault((row.source, row.ref_area, row.sex, row.unit_measure, _key(row)), []).append(row)

    @cache  # asked for each figure of the same digits, which are many
    def said_otherwise(source: str, *line: object) -> list:
        *of_line, time_period, span = line
        there = own.get((source, *of_line), [])
        return [row for row in there if periods_meet(row.time_period, time_period) and not overlap(span_of(row), span)]

    found = []
    for rows in groups(alike, by):
        lines = _lines(rows)
        for one in rows:
            line = one.ref_area, one.sex, one.unit_measure, _key(one), one.time_period, span_of(one)
            for (source, key), others in lines.items():
                if source == one.source or key == _key(one):
                    continue
                other = next((row for time, row in others.items() if periods_meet(time, one.time_period)), None)
                if other is not None and (otherwise := said_otherwise(source, *line)):
                    found.append((one, other, otherwise))
    return found


def _lines(rows: list) -> dict[tuple[str, Quantity], dict[str, tuple]]:
    """Return what each source prints of each quantity: the first figure of each period."""
    lines: dict[tuple[str, Quantity], dict[str, tuple]] = {}
    for row in rows:
        lines.setdefault((row.source, _key(row)), {}).setdefault(row.time_period, row)
    return lines


def _with_quantity(claims: pd.DataFrame, registry: Registry) -> pd.DataFrame:
    """Name a count by the share it belongs to, so that "176 (10.7 per cent)" raises one question."""
    frame = stated(claims, registry)
    shares = registry.indicators[registry.indicators["count_indicator"] != ""]
    single = shares.drop_duplicates("count_indicator", keep=False)
    share_of = dict(zip(single["count_indicator"], single["indicator"], strict=True))
    quantity = frame["indicator"].map(lambda name: share_of.get(name, name)).astype(object)
    return frame.assign(quantity=quantity, line=quantity + " " + frame["population"])


def _sharing(frame: pd.DataFrame, rows: pd.DataFrame, columns: list[str]) -> pd.DataFrame:
    """Keep the rows of a frame whose texts in some columns are those of one of some rows."""
    held, wanted = (pd.MultiIndex.from_frame(each[columns]) for each in (frame, rows))
    return frame[held.isin(wanted.unique())]


def _key(row) -> Quantity:
    return row.quantity, row.population


def _printed(frame: pd.DataFrame) -> Printed:
    printed: Printed = {}
    for row in frame.itertuples(index=False):
        values = printed.setdefault((row.source, row.locator, _key(row)), {}).setdefault(row.sex, set())
        values.add((row.unit_measure, row.obs_value))
    return printed


def _telling(frame: pd.DataFrame) -> pd.DataFrame:
    share = frame["unit_measure"] == "PT"
    large = frame["unit_measure"].isin(SUMMED_UNITS) & (frame["obs_value"] >= _SMALLEST_TELLING_COUNT)
    return frame[frame["obs_value"].notna() & (share | large) & (frame["theme"] != "")]


def _restated(one, other, printed: Printed) -> bool:
    if _key(one) == _key(other) or not (_same_origin(one, other) and _same_time(one, other)):
        return False
    side_by_side = (one.source, one.locator, _key(other)) in printed
    side_by_side |= (other.source, other.locator, _key(one)) in printed
    return not side_by_side and _sexes_agree(one, other, printed)


def _same_origin(one, other) -> bool:
    same_series = one.series != "" and one.series == other.series
    return same_series or one.origin == other.origin or not (one.origin and other.origin)


def _same_time(one, other) -> bool:
    dated = one.period_basis in DATED and other.period_basis in DATED
    return not dated or periods_meet(one.time_period, other.time_period)


def _sexes_agree(one, other, printed: Printed) -> bool:
    first = printed[one.source, one.locator, _key(one)]
    second = printed[other.source, other.locator, _key(other)]
    return all(first[sex] & second[sex] for sex in first.keys() & second.keys())


def _said_of_two(rows: list) -> dict[str, str]:
    first_key, second_key = sorted({_key(row) for row in rows})
    first = [row for row in rows if _key(row) == first_key]
    second = [row for row in rows if _key(row) == second_key]
    sexes = len({row.sex for row in rows}) > 1
    what = (
        f"The same digits are said of {_what(first[0])}, {cite(first, sex=sexes)}, "
        f"and of {_what(second[0])}, {cite(second, sex=sexes)}"
    )
    return finding(
        rows,
        what=what,
        question="which of the two does the figure describe",
        expected="one population",
        found=_what_both(first[0], second[0]),
    )


def _wrong_line(one, other, otherwise: list) -> dict[str, str]:
    what = (
        f"{subject(one)}: {cite([one])} is what {cite([other])} says of {_what(other)}, "
        f"while {cite(otherwise)} is said there of this population"
    )
    return finding(
        [one],
        also=[other, *otherwise],
        what=what,
        question="was the figure of the other population taken",
        expected=otherwise[0].value_text,
        found=_what_both(one, other),
    )


def _what(row) -> str:
    return subject(row, sex=False, period=False)


def _what_both(first, second) -> str:
    return f"{first.indicator} {first.population}; {second.indicator} {second.population}"


@check("note")
def check_same_digits_different_year(claims: pd.DataFrame, observations: pd.DataFrame, registry: Registry) -> Found:
    """Find one figure that a document gives for two years, each in a place that gives one year alone."""
    frame = _with_quantity(claims, registry)
    dated = frame[frame["period_basis"].eq("stated")].assign(year=frame["time_period"].str[:4])
    by = [*_SAME_DIGITS, "source", "sex", "indicator", "population"]
    for rows in groups(several(_telling(dated), by, column="year"), by):
        years = {year: [row for row in rows if row.year == year] for year in sorted({r.year for r in rows})}
        places = [{row.locator for row in said} for said in years.values()]
        side_by_side = any(one & other for one, other in combinations(places, 2))
        if side_by_side:
            continue
        printed = " and for ".join(few(f"{year}, {cite(said)}," for year, said in years.items())).rstrip(",")
        what = f"{subject(rows[0], period=False)}: the same digits are printed for {printed}"
        question = "for which year does the figure hold"
        yield finding(rows, what=what, question=question, expected="one year", found=" ".join(few(years)))
