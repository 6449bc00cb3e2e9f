"""GGUF files: what they hold, which two belong together, and how their chat template marks pictures."""
