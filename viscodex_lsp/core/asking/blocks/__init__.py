"""The fenced blocks of a reply, and how they become one text of their file."""
