"""What a person points at: a region of the picture by its text, an element of a file by its position."""
