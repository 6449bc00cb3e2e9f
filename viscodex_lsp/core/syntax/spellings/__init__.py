"""How sound text that a grammar does not know is spelled otherwise, by its language."""
