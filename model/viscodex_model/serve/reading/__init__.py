"""The reader as an engine of the local server: chat completions and `/v1/read`, with no language model and no torch."""
