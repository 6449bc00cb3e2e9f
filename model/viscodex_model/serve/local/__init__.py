"""The local server: one process on the loopback for all editors of a user."""
