"""What every stage shares: errors, recipes, provenance, and a sandbox for programs."""
