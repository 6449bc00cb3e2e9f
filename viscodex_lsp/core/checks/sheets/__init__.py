"""The rules of a style sheet, and how those of a reply join the ones that a file has."""
