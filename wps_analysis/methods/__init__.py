"""Changes, trends, gaps and representation: pure functions, shares in percent 0-100, no table and no file.

Each is imported from here, ``from wps_analysis.methods import posts_by_replacement``, and its module when it is asked
for. What has no answer is None beside a reason; figures that were rounded in print are given as an ``Interval``.
"""

_NAMES = {
    "aarr": ["aarr_endpoint", "aarr_regression", "aarr_required", "unicef_category"],
    "cagr": ["cagr_ratio", "cagr_without_target", "parity_cagr_ratio"],
    "change": ["compute_change", "compute_process_variability"],
    "comparability": ["check_break"],
    "edges": ["Figure", "edge_state"],
    "escap": ["anticipated_progress", "current_status_index", "time_weights", "weighted_logit_extrapolation"],
    "intervals": ["Interval", "corners", "difference", "extremes", "point", "rounding_interval"],
    "nonparametric": ["mann_kendall"],
    "posts": [
        "posts_by_addition",
        "posts_by_replacement",
        "posts_by_replacement_bounds",
        "recruit_share_required",
        "seats_at_parity",
        "stock_flow_recruitment",
    ],
    "progress": ["compute_gap_pp", "compute_pace", "linear_years_to_target", "required_pace", "share_of_gap_closed"],
    "proportions": ["fisher_p", "newcombe_interval", "share_from_counts", "wilson_interval"],
    "rates": ["growth_rate", "parity_transform"],
    "representation": [
        "duncan_dissimilarity",
        "glass_ceiling_index",
        "kitagawa_two_way",
        "pipeline_ratio",
    ],
    "trend": ["fit_trend", "predict_mean"],
    "verdicts": [
        "destatis_symbol",
        "istat_category",
        "mean_annual_change",
        "sdsn_trend_arrow",
        "unsd_expected_progress",
    ],
}
_HOMES = {name: module for module, names in _NAMES.items() for name in names}
__all__ = sorted(_HOMES)


def __getattr__(name: str) -> object:
    """Import a method when it is first used: a gap in points does not pay for statsmodels."""
    if name not in _HOMES:
        raise AttributeError(f"module 'wps_analysis.methods' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"wps_analysis.methods.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    """List the public names, for tab completion."""
    return __all__
