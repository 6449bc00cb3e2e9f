"""Remarks that stand for code a model did not write: found in every form of comment, and put right or refused."""
