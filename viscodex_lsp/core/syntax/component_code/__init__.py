"""The code in the markup of components, to be judged by the grammar of its own language."""
