"""Arithmetic and plausibility checks on the claims: each asks what a careful reviewer would ask."""
