"""A plan says everything that is wrong with a request before any kernel starts."""

import pytest

from wps_analysis.codes import PILLARS
from wps_analysis.pack.plan.plan import FORMATS, PlanError, Request, in_order, plan_packs

AS_OF = "2025-09-30"


@pytest.fixture
def plan(tiny_project):
    def make(*ref_areas, **options):
        request = Request(ref_areas or ("KHM",), **{"as_of": AS_OF, **options})
        return plan_packs(request, areas={"KHM", "LAO"}, groups={"X_ASEAN"}, notebooks=tiny_project / "notebooks")

    return make


def test_a_plan_has_a_run_for_each_pillar_and_one_of_each_other_notebook(plan):
    (pack,) = plan()
    assert [run.name for run in pack.runs] == [
        "overview", *(f"pillar-{pillar}" for pillar in PILLARS), "pipeline", "peers", "data_audit",
    ]  # fmt: skip
    assert pack.runs[2].parameters == {"pillar": "protection", "ref_area": "KHM", "as_of": AS_OF, "language": "en"}
    assert pack.runs[-1].parameters == {"ref_area": "KHM", "as_of": AS_OF, "language": "en"}


def test_a_plan_has_a_pack_for_each_area_and_language(plan):
    packs = plan("KHM", "LAO", "KHM", languages=["en", "km"], allow_draft=True)
    assert [str(pack) for pack in packs] == [
        f"KHM/{AS_OF}", f"KHM/{AS_OF}.km", f"LAO/{AS_OF}", f"LAO/{AS_OF}.km",
    ]  # fmt: skip


def test_a_pack_of_some_pillars_never_has_the_name_of_a_whole_one(plan):
    assert plan(pillars=["protection"])[0].name == f"{AS_OF}.partial"


@pytest.mark.parametrize("as_of", ["2025-9-30", "20250930", "2025-02-30", "today", "../.."])
def test_one_way_to_write_a_date(plan, as_of):
    with pytest.raises(PlanError, match=f"as_of '{as_of}' is not a date .2025-10-31"):
        plan(as_of=as_of)


def test_all_that_is_wrong_with_a_request_is_said_at_once(plan, tiny_project):
    (tiny_project / "notebooks" / "peers.ipynb").unlink()
    wrong = {"horizn": 2030, "horizon": "soon", "group": "X_ASEEN", "password": "x"}
    with pytest.raises(PlanError) as caught:
        plan("KMH", as_of="soon", pillars=["protecton"], formats=["htm"], languages=["kn"], parameters=wrong)
    text = str(caught.value)
    for part in (
        "'KMH'; did you mean 'KHM'?", "'protecton'; did you mean 'protection'", "as_of 'soon' is not a date",
        "unknown format 'htm'; did you mean 'html'?", "language 'kn' has no catalogue", "'horizn'; did you mean 'hori",
        "horizon 'soon' is not a year", "group 'X_ASEEN' is no group or region; did you mean 'X_ASEAN'?",
        "unknown parameter 'password'", "peers.ipynb: there is no such notebook", "overview.ipynb: its cell tagged",
    ):  # fmt: skip
        assert part in text
    assert text.count("\n- ") == len(caught.value.problems) == 11


def test_a_parameter_goes_to_the_notebooks_that_have_it_in_its_type(plan, tiny_project):
    for name, line in {"overview": "horizon: int = 0\\n", "peers": "group: str = ''\\n"}.items():
        path = tiny_project / "notebooks" / f"{name}.ipynb"
        path.write_text(path.read_text().replace('"ref_area: str', f'"{line}", "ref_area: str', 1))
    (pack,) = plan(parameters={"horizon": "2030", "group": "X_ASEAN"})
    given = {run.name: run.parameters for run in pack.runs}
    assert given["overview"]["horizon"] == 2030
    assert given["peers"]["group"] == "X_ASEAN"
    assert "horizon" not in given["pillar-protection"]


@pytest.mark.parametrize("name", ["ref_area", "as_of", "language", "pillar"])
def test_what_the_plan_sets_is_no_further_parameter(plan, name):
    with pytest.raises(PlanError, match=f"unknown parameter '{name}'"):
        plan(parameters={name: "KHM"})


def test_a_notebook_must_declare_what_it_is_given(plan, tiny_project):
    with pytest.raises(PlanError, match=r"overview\.ipynb: its cell tagged 'parameters' does not declare horizon"):
        plan(parameters={"horizon": 2030})
    path = tiny_project / "notebooks" / "pillar.ipynb"
    path.write_text(path.read_text().replace("as_of: str", "until: str"))
    with pytest.raises(PlanError, match="does not declare as_of"):
        plan()


def test_a_file_that_is_no_notebook_is_named(plan, tiny_project):
    (tiny_project / "notebooks" / "pillar.ipynb").write_text("{}")
    with pytest.raises(PlanError, match=r"pillar\.ipynb: not a readable notebook"):
        plan()


def test_formats_stand_in_one_order():
    assert in_order(["csv", "html", "csv"]) == ["html", "csv"]
    assert in_order(FORMATS) == list(FORMATS)
