"""What a reply in LaTeX becomes: the body of a document, a formula without a second pair of signs, what it loads."""
