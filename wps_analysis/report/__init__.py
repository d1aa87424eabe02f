"""What notebooks and pages say and show of an area: a brief of each kind, made of parts that show themselves."""

from importlib import import_module

_HOMES = {
    "data_audit": "data_brief",
    "overview": "overview_brief",
    "peers": "peers_brief",
    "pillar": "pillar_brief",
    "pipeline": "pipeline_brief",
}
__all__ = [*_HOMES]


def __getattr__(name: str) -> object:
    """Import a brief when it is first asked for."""
    if name not in _HOMES:
        raise AttributeError(f"module 'wps_analysis.report' has no attribute {name!r}")
    return getattr(import_module(f"wps_analysis.report.{_HOMES[name]}"), name)
