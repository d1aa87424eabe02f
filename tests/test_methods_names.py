"""The public methods: each can be imported by its name, says how it is called, and costs nothing until then."""

import subprocess
import sys
from doctest import DocTestParser

import pytest

from wps_analysis import methods


@pytest.mark.parametrize("name", methods.__all__)
def test_every_method_shows_how_it_is_called(name):
    shown = [example.source for example in DocTestParser().get_examples(getattr(methods, name).__doc__)]
    assert any(f"{name}(" in source for source in shown)
    assert name in dir(methods)


def test_an_unknown_method_is_no_attribute():
    with pytest.raises(AttributeError, match="no attribute 'parity_index'"):
        _ = methods.parity_index


def test_the_names_alone_import_no_library():
    heavy = "{'numpy', 'pandas', 'scipy', 'statsmodels'} & {*sys.modules}"
    code = f"import sys, wps_analysis.methods; sys.exit(bool({heavy}))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
