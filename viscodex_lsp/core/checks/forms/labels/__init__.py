"""Replies labelled as another language than the file, which may stand at their place, or can be written in its own."""
