"""Training of small models from nothing."""
