"""The arithmetic of merging two tensors: pure functions."""
