"""What editors show and ask for: code actions, completions, ghost text, the form of a request."""
