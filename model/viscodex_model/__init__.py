"""Everything about the model: merge, train, evaluate, data, serve. Stages meet in files, never in imports."""

__version__ = "0.1.0"
