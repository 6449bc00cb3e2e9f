"""The benchmarks: each loads its published form, asks its question, and scores a response."""
