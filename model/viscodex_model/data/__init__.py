"""Training data: made here, in the record format of MCD (images, messages, category)."""
