"""`viscodex-lsp web`: the same flow on a page of its own, for people who have not chosen an editor yet."""
