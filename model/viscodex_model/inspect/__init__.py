"""The inspect verb: what a checkpoint folder is, and what it needs to be served."""
