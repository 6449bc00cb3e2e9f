"""The two ends of a question to the model: the prompt, and the code in its reply.

Most modules read one form in which models give code, each of which may be met in any reply; `blocks` puts several
fenced ones together.
"""
