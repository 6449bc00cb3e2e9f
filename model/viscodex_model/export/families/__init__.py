"""The families that can be exported: what each half of a model is called in llama.cpp, and what is changed for it."""
