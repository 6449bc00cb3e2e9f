"""The two ends of a question to the model: the prompt, and the code in its reply."""
