"""Pages rendered by a browser in a sandbox."""
