"""The pure core: no file, socket, clock or environment; text and pictures in, checked edits out."""
