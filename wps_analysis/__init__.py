"""Published Women, Peace and Security figures as one table that can be trusted, and what follows from it."""

_HOMES = {
    "areas": "registry.load",
    "assess": "assessment.assess",
    "build": "claims.build",
    "change": "assessment.series",
    "check_text": "report.check.text",
    "edition": "claims.edition",
    "explore": "front.panel",
    "indicators": "registry.load",
    "load": "claims.load",
    "load_claims": "claims.load",
    "load_findings": "claims.load",
    "observations": "claims.own",
    "parse_period": "claims.periods",
    "parse_value": "claims.values",
    "plot_areas": "charts.areas",
    "plot_classes": "charts.classes",
    "plot_compare": "charts.compare",
    "plot_coverage": "charts.coverage",
    "plot_differences": "charts.differences",
    "plot_gap": "charts.gap",
    "plot_levels": "charts.levels",
    "plot_neighbours": "charts.neighbours",
    "plot_peers": "charts.peers",
    "plot_pipeline": "charts.ladder",
    "plot_register": "charts.register",
    "plot_trend": "charts.trend",
    "revisions": "claims.releases",
    "run_pack": "pack.run",
    "sources": "registry.load",
    "targets": "registry.load",
    "to_sdmx_csv": "pack.publish.sdmx.write",
    "trend": "assessment.series",
    "verify_pack": "pack.verify.verify",
}
_FOR_IPYTHON = {
    "load_ipython_extension": "front.completion",
    "unload_ipython_extension": "front.completion",
}  # %load_ext
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
