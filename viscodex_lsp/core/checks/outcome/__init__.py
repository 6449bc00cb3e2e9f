"""Judges the file as a reply would leave it, compared with what it was, whatever way the reply was mended."""
