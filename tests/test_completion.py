"""Codes on the Tab key, with IPython's own completer."""

import pytest
from IPython.core.completer import provisionalcompleter
from IPython.core.interactiveshell import InteractiveShell

import wps_analysis as wps
from wps_analysis.errors import UnknownCodeError


@pytest.fixture(scope="module")
def shell():
    shell = InteractiveShell()
    shell.run_cell("import wps_analysis as wps\nfrom wps_analysis import load as read\n%load_ext wps_analysis")
    yield shell
    shell.run_cell("%unload_ext wps_analysis")
    assert completed(shell, 'wps.load("commune_chi') == []


def completed(shell, text, end=""):
    with provisionalcompleter():
        found = list(shell.Completer.completions(text + end, len(text)))
    return [text[: c.start] + c.text for c in found]


@pytest.mark.parametrize("jedi", [True, False])
@pytest.mark.parametrize(
    ("text", "full"),
    [
        ('wps.load("police_', 'wps.load("police_recruits'),
        ("x = 1\nrows = wps.load('police_", "x = 1\nrows = wps.load('police_recruits"),
        ('read("police_', 'read("police_recruits'),
        ('wps.load(pillar="prev', 'wps.load(pillar="prevention'),
        ('wps.load("police", ref_area="KH', 'wps.load("police", ref_area="KHM'),
        ('wps.explore(language="k', 'wps.explore(language="km'),
    ],
)
def test_the_tab_key_completes_codes(shell, jedi, text, full):
    shell.Completer.use_jedi = jedi
    assert completed(shell, text) == [full]


def test_codes_are_completed_inside_closed_brackets(shell):
    assert completed(shell, 'wps.load("police_', '")') == ['wps.load("police_recruits']


@pytest.mark.parametrize(
    "text",
    [
        'open("police_',
        'wps.load(as_of="police_',
        'wps.load("police", "police_',
        'print("police_',
        '"police_',
        "police_",
    ],
)
def test_codes_stay_out_of_other_strings(shell, text):
    assert completed(shell, text) == []


def test_importing_registers_nothing():
    assert InteractiveShell().Completer.custom_matchers == []


def test_an_unknown_code_in_a_cell_is_answered_with_the_nearest():
    with pytest.raises(UnknownCodeError, match="Did you mean 'police'"):
        wps.load("polise")
