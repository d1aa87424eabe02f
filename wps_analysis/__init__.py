"""Published Women, Peace and Security figures as one table that can be trusted, and what follows from it."""

_HOMES = {
    "METHODS": "methods.cases",
    "areas": "registry",
    "assess": "assessment",
    "build": "dataset",
    "change": "series",
    "explore": "panel",
    "indicators": "registry",
    "load": "dataset",
    "load_claims": "dataset",
    "load_findings": "dataset",
    "parse_period": "periods",
    "parse_value": "clean",
    "plot_compare": "charts.compare",
    "plot_coverage": "charts.coverage",
    "plot_differences": "charts.differences",
    "plot_gap": "charts.gap",
    "plot_levels": "charts.levels",
    "plot_peers": "charts.peers",
    "plot_pipeline": "charts.ladder",
    "plot_trend": "charts.trend",
    "run_pack": "pack.run",
    "show": "charts.describe",
    "sources": "registry",
    "targets": "registry",
    "to_sdmx_csv": "sdmx_csv",
    "trend": "series",
    "verify_pack": "pack.verify",
}
_FOR_IPYTHON = {"load_ipython_extension": "completion", "unload_ipython_extension": "completion"}  # %load_ext
__all__ = ["__version__", *_HOMES]


def __getattr__(name: str) -> object:
    """Import what is used when it is first used: a command that prints its help does not pay for pandas."""
    if name == "__version__":
        from importlib.metadata import version

        return version("wps-analysis")
    home = _HOMES.get(name) or _FOR_IPYTHON.get(name)
    if home is None:
        raise AttributeError(f"module 'wps_analysis' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"wps_analysis.{home}"), name)


def __dir__() -> list[str]:
    """List the public names, for tab completion."""
    return __all__
