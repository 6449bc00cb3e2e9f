"""Turns pictures of websites, applications and documents into a tree of elements, and that into markup with styles."""
