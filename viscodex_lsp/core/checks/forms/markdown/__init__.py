"""Replies for Markdown files: code between fences, what such a file has once, the marks and gaps of its lines."""
