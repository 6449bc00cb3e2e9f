"""GGUF files served by llama.cpp, from its wheel, in a process of its own below the local server."""
