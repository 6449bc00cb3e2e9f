"""The two ends of a question to the model: the prompt, and the code in its reply.

Sixteen modules: most of them read one form in which models give code, each of which may be met in any reply.
"""
