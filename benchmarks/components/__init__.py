"""Components of the project instead of raw markup: how many, how right, how fast."""
