"""Places that follow the person's typing: what belongs to a place, what touches it, and where it went."""
