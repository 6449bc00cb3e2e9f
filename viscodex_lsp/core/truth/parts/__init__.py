"""The parts of a likeness: words, order, places, colours, structure and lines, each measured by itself."""
