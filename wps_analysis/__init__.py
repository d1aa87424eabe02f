"""Published Women, Peace and Security figures as one table that can be trusted, and what follows from it."""

from importlib.metadata import version

from wps_analysis.areas import area_name as area_name  # first: the function `areas` takes this module's name
from wps_analysis.clean import parse_value
from wps_analysis.dataset import build, load, load_claims, load_findings
from wps_analysis.periods import parse_period
from wps_analysis.registry import areas, indicators, sources, targets

__version__ = version("wps-analysis")
__all__ = [
    "__version__", "areas", "build", "indicators", "load", "load_claims", "load_findings", "parse_period",
    "parse_value", "plot_compare", "plot_differences", "plot_levels", "plot_trend", "run_pack", "show", "sources",
    "targets",
]  # fmt: skip
_LAZY = {
    "plot_compare": "charts.compare", "plot_differences": "charts.differences", "plot_levels": "charts.levels",
    "plot_trend": "charts.trend", "run_pack": "pack.run", "show": "charts.describe",
}  # fmt: skip


def __getattr__(name: str) -> object:
    """Import what draws and runs when it is first used: a kernel that reads figures does not pay for it."""
    if name not in _LAZY:
        raise AttributeError(f"module 'wps_analysis' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"wps_analysis.{_LAZY[name]}"), name)


def __dir__() -> list[str]:
    """List the public names, those that are imported late too."""
    return __all__
