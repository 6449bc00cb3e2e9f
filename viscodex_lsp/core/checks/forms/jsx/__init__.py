"""The form that a reply takes at a place in JSX: markup between tags, one value, statements."""
