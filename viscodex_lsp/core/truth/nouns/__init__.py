"""The two sides of a comparison, the rendering between them, and the likeness that comes of it."""
