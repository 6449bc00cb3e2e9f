"""Learning from the likeness to pictures: a model's own answers are rewarded by how like the picture they are."""
