"""How well the likeness tells true code from foreign code, and damaged code from whole."""
