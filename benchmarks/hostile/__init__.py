"""The replies that `benchmarks/hostile_replies.py` lets loose on the checks."""
