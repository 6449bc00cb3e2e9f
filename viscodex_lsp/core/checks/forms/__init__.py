"""The form that a reply takes at its place: a file that came whole, markup among statements, parts of a component."""
