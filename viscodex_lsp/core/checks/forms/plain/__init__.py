"""What a reply becomes in languages whose grammar is not read here: diagrams, rows of values, schemas."""
