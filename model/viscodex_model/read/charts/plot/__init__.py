"""The plot of a chart: where it lies, its colours, and how it looks beside its marks."""
