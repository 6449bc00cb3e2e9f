"""Scores as tables, plots, a gallery and sweeps."""
