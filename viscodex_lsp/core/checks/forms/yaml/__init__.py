"""What a reply in YAML becomes for a place below keys that it has itself."""
