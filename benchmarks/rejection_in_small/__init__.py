"""Rejection sampling in small: viscodex-nano tuned on its own best answers, chosen by their likeness."""
