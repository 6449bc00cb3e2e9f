"""Carrying a plan out, tensor by tensor, with bounded memory; resuming and writing provenance."""
