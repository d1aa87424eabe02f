"""The commands of a plan's monitoring: where their files go, and what they refuse in words."""

import pytest
from typer.testing import CliRunner

from wps_analysis.front.cli import app


def run(*arguments):
    return CliRunner().invoke(app, [*map(str, arguments)])


@pytest.mark.parametrize("command", ["matrix", "requests", "report"])
def test_each_command_names_the_files_that_it_wrote(command, small_project, tmp_path):
    told = run(command, "--ref-area", "KHM", "--root", small_project, "--output", tmp_path)
    assert told.exit_code == 0, told.output
    assert sorted(told.stdout.split()) == sorted(str(path) for path in tmp_path.iterdir())


def test_an_unknown_area_is_answered_with_the_nearest(small_project, tmp_path):
    told = run("matrix", "--ref-area", "KMH", "--root", small_project, "--output", tmp_path)
    assert told.exit_code == 2
    assert "Did you mean" in told.stderr
    assert not list(tmp_path.iterdir())


def test_unreviewed_texts_are_refused_unless_they_may_be_printed_as_draft(small_project, tmp_path):
    told = run("report", "--ref-area", "KHM", "--language", "km", "--root", small_project, "--output", tmp_path)
    assert told.exit_code == 2
    assert "--allow-draft" in told.stderr


def test_confirmed_figures_lie_beside_the_others(copied_data):
    told = run("matrix", "--ref-area", "KHM", "--only-confirmed", "--root", copied_data)
    assert told.exit_code == 0, told.output
    assert all(".confirmed/" in line for line in told.stdout.split())
