"""A checkpoint folder in, an HTTP server of chat completions out."""
