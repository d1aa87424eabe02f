"""Published Women, Peace and Security figures as one table that can be trusted, and what follows from it."""

_HOMES = {
    "METHODS": "methods.cases",
    "areas": "registry",
    "assess": "assessment",
    "build": "dataset",
    "change": "series",
    "indicators": "registry",
    "load": "dataset",
    "load_claims": "dataset",
    "load_findings": "dataset",
    "parse_period": "periods",
    "parse_value": "clean",
    "plot_compare": "charts.compare",
    "plot_differences": "charts.differences",
    "plot_levels": "charts.levels",
    "plot_trend": "charts.trend",
    "run_pack": "pack.run",
    "show": "charts.describe",
    "sources": "registry",
    "targets": "registry",
    "trend": "series",
}
__all__ = ["__version__", *_HOMES]


def __getattr__(name: str) -> object:
    """Import what is used when it is first used: a command that prints its help does not pay for pandas."""
    if name == "__version__":
        from importlib.metadata import version

        return version("wps-analysis")
    if name not in _HOMES:
        raise AttributeError(f"module 'wps_analysis' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"wps_analysis.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    """List the public names, for tab completion."""
    return __all__
