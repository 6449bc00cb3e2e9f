"""The training stage: makes a checkpoint folder from a recipe and packed data."""
