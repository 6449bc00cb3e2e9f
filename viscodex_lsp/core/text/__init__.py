"""Text alone: positions, differences between two texts, the style a text is written in."""
