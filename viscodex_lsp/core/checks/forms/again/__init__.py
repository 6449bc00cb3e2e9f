"""Replies that give the lines around the place, or the whole file, again."""
