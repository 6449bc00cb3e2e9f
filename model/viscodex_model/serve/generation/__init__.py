"""Answers generated from a checkpoint folder by transformers."""
