"""What the words around a fence say of its block: that it is for this place, for another one, or only shown."""
