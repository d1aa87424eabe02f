import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from wps_analysis.claims.build import compute
from wps_analysis.claims.load import load_claims
from wps_analysis.codes import last_day
from wps_analysis.front.cli import app
from wps_analysis.registry.load import load_registry

PROJECT = Path(__file__).parents[1]
SMALL = Path(__file__).parent / "data" / "project"


def wps(*arguments, root=SMALL):
    return CliRunner().invoke(app, [*arguments, "--root", str(root)])


def shell(*arguments, cwd, **env):
    command = [sys.executable, "-m", "wps_analysis", *arguments]
    return subprocess.run(command, cwd=cwd, env={**os.environ, **env}, capture_output=True, text=True, encoding="utf-8")


@pytest.fixture
def project_with_a_message_that_does_not_hold(tiny_project):
    """Return the tiny project with a message of a change where there is one figure, and one of a figure not there."""
    messages = tiny_project / "data" / "registry" / "messages.csv"
    rows = ("KHM,,participation,1,share_change,press.commune_chiefs.F.2022,,,", "KHM,,protection,1,rate,nowhere,,,")
    messages.write_text("\n".join([messages.read_text(encoding="utf-8").strip(), *rows, ""]), encoding="utf-8")
    return tiny_project


def test_a_message_that_does_not_hold_is_listed_by_build_and_fails_a_check(project_with_a_message_that_does_not_hold):
    root = project_with_a_message_that_does_not_hold
    built = wps("build", root=root)
    assert built.exit_code == 0
    assert (
        "left out of the brief: messages.csv: KHM protection 1, rate: no latest figure rests on nowhere" in built.stderr
    )
    checked = wps("build", "--check", root=root)
    assert checked.exit_code == 1
    assert "Messages that do not hold on these figures:" in checked.stderr
    assert "Traceback" not in checked.output


def test_a_strict_pack_is_refused_where_a_message_does_not_hold(project_with_a_message_that_does_not_hold):
    root = project_with_a_message_that_does_not_hold
    assert wps("build", root=root).exit_code == 0
    refused = wps("pack", "--ref-area", "KHM", "--strict", "--dry-run", root=root)
    assert refused.exit_code == 1
    assert "KHM protection 1, rate" in refused.stderr
    assert wps("pack", "--ref-area", "KHM", "--dry-run", root=root).exit_code == 0


def test_the_command_starts_without_heavy_imports():
    heavy = "{'papermill', 'matplotlib', 'nbformat', 'rapidfuzz', 'rich.table'} & {*sys.modules}"
    code = f"import sys, wps_analysis.front.cli; print({heavy})"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout == "set()\n"


@pytest.mark.parametrize("command", ["", "build", "audit", "list", "pack"])
def test_help_is_useful(command):
    result = CliRunner().invoke(app, [*command.split(), "--help"])
    assert result.exit_code == 0
    assert ("Examples:" in result.output) == bool(command)


def test_the_version_is_printed():
    result = CliRunner().invoke(app, ["--version"])
    assert result.exit_code == 0
    assert result.stdout.startswith("wps ")


def test_build_prints_counts_and_its_tables_are_fresh_until_a_figure_changes(tiny_project):
    built = wps("build", root=tiny_project)
    assert built.exit_code == 0
    assert "observations by agreement" in built.stdout
    assert wps("build", "--check", root=tiny_project).exit_code == 0
    observations = tiny_project / "data" / "processed" / "observations.csv"
    observations.write_text(observations.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    stale = wps("build", "--check", root=tiny_project)
    assert stale.exit_code == 1
    assert "observations.csv" in stale.stderr
    assert "claims.csv" not in stale.stderr


def test_a_bad_file_is_one_message_and_changes_nothing(tiny_project):
    processed = tiny_project / "data" / "processed"
    before = {path.name: path.read_bytes() for path in processed.iterdir()}
    raw = tiny_project / "data" / "raw" / "survey_2024" / "claims.csv"
    raw.write_text(raw.read_text(encoding="utf-8").replace("claim_id", "claim", 1), encoding="utf-8")
    result = wps("build", root=tiny_project)
    assert result.exit_code == 1
    assert result.stdout == ""
    assert "data/raw/survey_2024/claims.csv: missing column claim_id" in " ".join(result.stderr.split())
    assert {path.name: path.read_bytes() for path in processed.iterdir()} == before


def test_audit_reads_the_raw_figures_and_prints_every_finding_whole(tiny_project):
    findings = compute(tiny_project).findings
    (tiny_project / "data" / "processed" / "findings.csv").unlink()
    shown = wps("audit", root=tiny_project).stdout
    assert all(" ".join(message.split()) in shown for message in findings["message"])
    result = wps("audit", "--severity", "question", "--format", "json", root=tiny_project)
    questions = json.loads(result.stdout)
    assert len(questions) == (findings["severity"] == "question").sum() > 0
    assert {row["severity"] for row in questions} == {"question"}


@pytest.mark.parametrize("what", ["indicators", "targets", "sources", "areas", "populations", "series", "outputs"])
def test_lists_are_the_same_in_each_format(what):
    from_json = json.loads(wps("list", what, "--format", "json").stdout)
    from_csv = list(csv.DictReader(io.StringIO(wps("list", what, "--format", "csv").stdout)))
    table = wps("list", what)
    assert len(from_json) == len(from_csv) > 0
    assert list(from_json[0]) == list(from_csv[0])
    assert len(table.stdout.splitlines()) == len(from_csv) + 1
    assert table.stderr == f"{len(from_csv)} {what}\n"


def test_revisions_are_listed_by_area():
    rows = json.loads(wps("list", "revisions", "--ref-area", "Japan", "--format", "json", root=PROJECT).stdout)
    assert {row["ref_area"] or "" for row in rows} == {"", "JPN"}
    assert ("revised", 8) in {(row["change"], row["figures"]) for row in rows}


def test_lists_by_pillar():
    outputs = json.loads(wps("list", "outputs", "--pillar", "protection", "--format", "json").stdout)
    assert {row["pillar"] for row in outputs} == {"protection"}
    targets = wps("list", "targets", "--pillar", "participation", "--format", "csv").stdout
    assert "leadership" in targets


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["list", "indicators", "--pillar", "protecton"], "did you mean 'protection'"),
        (["list", "areas", "--pillar", "protection"], "not to areas"),
        (["list", "areas", "--ref-area", "KHM"], "--ref-area applies to revisions, not to areas"),
        (["list", "revisions", "--ref-area", "Cambodja"], "Did you mean 'KHM (Cambodia)'"),
        (["list", "indicator"], "'indicators'"),
        (["audit", "--severity", "grave"], "'question'"),
        (["pack", "--ref-area", "khm"], "did you mean 'KHM' or 'KH-11'?"),
        (["pack", "--ref-area", "KHM", "--pillar", "protecton,prevention"], "did you mean 'protection'"),
        (["pack", "--ref-area", "KHM", "--as-of", "31.12.2024"], "31 October 2025), a month"),
        (["assess", "--ref-area", "KHM", "--as-of", "05/06/2024"], "31 October 2025), a month"),
        (["pack"], "--ref-area"),
    ],
)
def test_a_wrong_request_is_answered_with_what_would_be_right(tiny_project, arguments, message):
    result = wps(*arguments, root=tiny_project)
    assert result.exit_code == 2
    assert message in " ".join(result.stderr.split())
    assert result.stdout == ""


def test_an_unknown_command_is_answered_with_the_nearest():
    result = CliRunner().invoke(app, ["pakc"])
    assert result.exit_code == 2
    assert "Did you mean 'pack'?" in result.stderr


def test_a_folder_that_is_no_project(tmp_path):
    result = wps("list", root=tmp_path)
    assert result.exit_code == 1
    assert result.stderr.startswith("Error: No data/raw")


def test_a_pack_from_a_shell(tiny_project):
    result = shell("pack", "--ref-area", "KHM", cwd=tiny_project, WPS_ROOT=str(tiny_project))
    assert result.returncode == 0, result.stderr
    page = Path(result.stdout.strip())
    assert page.parent.parent == tiny_project / "outputs" / "KHM"
    assert result.stderr.splitlines()[-1].startswith("[8/8] ")
    text = page.read_text(encoding="utf-8")
    assert "Women, Peace and Security: Cambodia" in text
    assert page.parent.name in text


def test_a_failed_notebook_from_a_shell(tiny_project, use_notebooks):
    use_notebooks(pillar="failing")
    result = shell("pack", "--ref-area", "KHM", "--pillar", "protection", cwd=tiny_project, WPS_ROOT=str(tiny_project))
    assert result.returncode == 1
    assert result.stdout == ""
    assert "pillar-protection (pillar.ipynb, code cell 5): ValueError: no figure for" in result.stderr
    assert "Traceback" not in result.stderr
    assert result.stderr.splitlines()[-1].startswith("Error: 1 of 5 notebooks failed")


def test_a_plan_is_printed_and_nothing_written(tiny_project):
    result = wps("pack", "--ref-area", "KHM", "--pillar", "protection", "--dry-run", root=tiny_project)
    assert result.exit_code == 0
    assert [line.split()[1] for line in result.stdout.splitlines()[1:]] == [
        "overview", "pillar-protection", "pipeline", "peers", "data_audit",
    ]  # fmt: skip
    assert result.stderr.splitlines()[-1] == "5 of 5 runs would be done."
    assert not (tiny_project / "outputs" / "KHM").exists()


def test_a_log_for_schedulers_is_one_object_a_line(tiny_project, use_notebooks):
    use_notebooks(pillar="failing")
    command = ["pack", "--ref-area", "KHM", "--pillar", "protection", "--formats", "notebooks", "--log-format", "json"]
    result = shell(*command, cwd=tiny_project, WPS_ROOT=str(tiny_project))
    lines = [json.loads(line) for line in result.stderr.splitlines()]
    assert [line["event"] for line in lines] == ["plan", *["run"] * 5, "pack", "error"]
    (failed,) = [line for line in lines if line.get("status") == "failed"]
    assert (failed["run"], failed["cell"], failed["error"]) == ("pillar-protection", 5, "ValueError: no figure for")
    assert result.returncode == 1


def test_targets_of_an_earlier_day_are_those_that_a_document_then_held_names():
    arguments = ("--ref-area", "KHM", "--as-of", "2018-12-31", "--format", "csv")
    result = shell("assess", *arguments, cwd=PROJECT, WPS_ROOT=str(PROJECT))
    held_against = {row["target_id"] for row in csv.DictReader(io.StringIO(result.stdout))} - {""}
    targets, claims = load_registry(PROJECT).targets, load_claims(root=PROJECT)
    source = targets.set_index("target_id")["claim_id"].map(claims.set_index("claim_id")["source"])
    published = load_registry(PROJECT).sources.set_index("source_id")["published"].map(last_day)
    later = {target for target in held_against if published[source[target]] > last_day("2018-12-31")}
    assert held_against and not later


def test_an_error_in_a_log_for_schedulers_is_an_object_too(tiny_project):
    for arguments, status in {("--ref-area", "khm"): 2, ("--ref-area", "LAO", "--as-of", "1990-01-01"): 1}.items():
        result = wps("pack", *arguments, "--log-format", "json", root=tiny_project)
        assert result.exit_code == status
        assert json.loads(result.stderr.splitlines()[-1])["event"] == "error"


def test_a_pack_is_verified_from_a_shell(tiny_project):
    made = shell("pack", "--ref-area", "KHM", "--pillar", "protection", cwd=tiny_project, WPS_ROOT=str(tiny_project))
    pack = Path(made.stdout.strip()).parent
    same = shell("verify", str(pack), cwd=tiny_project, WPS_ROOT=str(tiny_project))
    assert (same.returncode, same.stderr.splitlines()[-1]) == (0, f"{pack}: the same, byte for byte.")
    chart = pack / "charts" / "peers" / "levels.csv"
    chart.write_text("spoilt")
    differs = shell("verify", str(pack), cwd=tiny_project, WPS_ROOT=str(tiny_project))
    assert differs.returncode == 1
    assert "charts/peers/levels.csv" in differs.stdout
    assert differs.stderr.splitlines()[-1].startswith("Error: 1 files of ")


def test_what_is_no_pack_cannot_be_verified(tiny_project):
    result = wps("verify", str(tiny_project), root=tiny_project)
    assert result.exit_code == 1
    assert result.stderr.startswith("Error: ") and "holds no complete pack" in result.stderr


def test_a_parameter_that_is_given_twice_is_refused(tiny_project):
    result = wps("pack", "--ref-area", "KHM", "-p", "horizon=2030", "-p", "horizon=2040", root=tiny_project)
    assert result.exit_code == 2
    assert "--parameter is given twice for horizon (horizon=2030, horizon=2040): keep one of each." in result.stderr


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ["pack", "--ref-area", "KHM", "--ref-area", "LAO"],
            "--ref-area: given more than once. Give one value, in which",
        ),
        (["assess", "--ref-area", "KHM", "--horizon", "2030", "--horizon", "2035"], "--horizon: given more than once"),
        (["explore", "--browser", "--no-browser"], "--browser: given more than once"),
    ],
)
def test_an_option_that_can_have_one_value_is_refused_when_given_twice(tiny_project, arguments, message):
    result = wps(*arguments, root=tiny_project)
    assert result.exit_code == 2
    assert message in " ".join(result.output.replace("│", " ").split())
