"""Draws pages with a browser in a sandbox."""
