"""The training stage: recipe and packed data in, a checkpoint folder out."""
