"""Supervised fine-tuning of real checkpoints."""
