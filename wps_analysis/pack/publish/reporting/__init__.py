"""Reporting tables: what each framework asks, beside the figures that answer it."""
