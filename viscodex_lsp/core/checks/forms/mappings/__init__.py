"""What a reply adds to the mappings and lists of a file of YAML or JSON that it writes again."""
