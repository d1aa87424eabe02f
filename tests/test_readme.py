"""The README shows what the code draws, and its Python runs."""

import re
from pathlib import Path

import pytest

from wps_analysis.charts.sheet.files import render
from wps_analysis.claims.edition import Edition
from wps_analysis.report.brief import Brief
from wps_analysis.report.views import draw_view

PROJECT = Path(__file__).parents[1]
README = (PROJECT / "README.md").read_text(encoding="utf-8")


def test_the_picture_is_the_chart_of_today():
    (fig,) = draw_view("posts", Brief(Edition(), "KHM", "participation")).figures
    assert render(fig, "png") == (PROJECT / "docs/posts.png").read_bytes()


@pytest.mark.parametrize("code", re.findall(r"```python\n(.*?)```", README, re.DOTALL))
def test_the_python_runs(code):
    exec(compile(code, "README.md", "exec"), {})


def test_every_make_target_named_exists():
    makefile = (PROJECT / "Makefile").read_text(encoding="utf-8")
    for target in re.findall(r"`?make ([a-z-]+)", README):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target
