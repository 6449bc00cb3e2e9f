"""Builds front-end code into a page, or parses it into a tree, by its own compilers in the sandbox."""
