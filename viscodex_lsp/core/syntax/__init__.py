"""From text to a syntax tree and its faults, with code inside pages judged in its own language.

Sixteen modules: three of them find the names that a text uses, one for each family of languages.
"""
