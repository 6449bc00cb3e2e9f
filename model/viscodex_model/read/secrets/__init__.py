"""Secrets in a picture: where keys, tokens, passwords and card numbers stand, so that they can be covered.

What is found is told by its kind and its box only; the text of a secret never leaves this package.
"""

from viscodex_model.read.secrets.find import Secret, find_secrets
from viscodex_model.read.secrets.search import search_secrets

__all__ = ["Secret", "find_secrets", "search_secrets"]
