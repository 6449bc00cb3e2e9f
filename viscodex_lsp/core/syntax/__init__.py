"""From text to a syntax tree and its faults, with code inside pages judged in its own language."""
