"""Writes a checkpoint folder as files for other engines: GGUF, for llama.cpp and what is built on it."""
