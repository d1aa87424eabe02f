import pickle

import pytest

from wps_analysis.errors import InputError, UnknownCodeError, UnreadableValueError, WpsError


def test_an_input_error_counts_all_and_shows_twenty():
    message = str(InputError([f"row {n}" for n in range(23)]))
    assert message.startswith("23 problems")
    assert "row 19" in message
    assert "row 20" not in message
    assert message.endswith("... and 3 more")


def test_an_unknown_code_suggests():
    assert "Did you mean 'police'?" in str(UnknownCodeError("indicator", "polise", ["police"]))
    assert str(UnknownCodeError("indicator", "x")) == "Unknown indicator 'x'."


@pytest.mark.parametrize("error", [InputError(["a", "b"]), UnknownCodeError("area", "x", ["y"])])
def test_errors_survive_a_process_boundary(error):
    assert isinstance(error, WpsError)
    assert str(pickle.loads(pickle.dumps(error))) == str(error)


def test_an_unreadable_value_is_a_value_error_too():
    assert issubclass(UnreadableValueError, WpsError)
    assert issubclass(UnreadableValueError, ValueError)


def test_what_is_wrong_with_many_rows_is_said_once_with_their_number():
    alike = [f"claims.csv row {row}: period_text '1880': not understood" for row in range(2, 1402)]
    error = InputError([*alike, "claims.csv row 3: sex 'X'", "other.csv: no header"])
    assert str(error).splitlines() == [
        "1402 problems in the input files, of 3 kinds:",
        "- claims.csv rows 2, 3, 4, 5, 6 and 1395 more: period_text '1880': not understood",
        "- claims.csv row 3: sex 'X'",
        "- other.csv: no header",
    ]
    assert error.problems[1] == alike[1]
