import pytest

from wps_analysis.claims.numerals import normalise_characters, rewrite_value


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("Twenty-seven per cent", "27%"),
        ("two hundred thousand women", "200e3 women"),
        ("one hundred and five", "105"),
        ("between twenty and fifty", "between 20 and 50"),
        ("9.66 million", "9.66e6"),
        ("two-thirds", "2÷3"),
        ("one in five", "1÷5"),
        ("one woman for every three men", "1÷4"),
        ("four out of nine", "4 out of 9"),
        ("21.4¹²*", "21.4"),
        ("thousands of women", ""),
        ("1÷3", ""),
        ("2 trillion", ""),
        ("–22", "–22"),
        ("12 – 17", "12 - 17"),
        ("12–17", "12–17"),
        ("−22", "-22"),
    ],
)
def test_wordings_have_one_alphabet(text, written):
    assert rewrite_value(text) == written


def test_spaces_dashes_and_digits_have_one_form():
    assert normalise_characters(" 1\u2009234\u200b – ២១\u00a0％ ") == "1 234 - 21 %"
