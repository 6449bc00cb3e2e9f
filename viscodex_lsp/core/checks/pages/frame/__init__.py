"""The frame of a whole page: its doctype, its head, the tags around its content, and what becomes of each."""
