"""Several files of one reply: which it names, which belong to the edit, and where each of them lies."""
