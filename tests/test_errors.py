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
