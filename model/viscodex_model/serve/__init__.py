"""Serves a checkpoint folder as chat completions over HTTP."""
