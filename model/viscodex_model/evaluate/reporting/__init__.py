"""Shows scores as tables, plots, a gallery and the pages of sweeps."""
