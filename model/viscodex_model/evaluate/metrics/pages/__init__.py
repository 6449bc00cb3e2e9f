"""Measures of pages beside their originals: text blocks, nesting and pixels."""
