"""Executes a plan tensor by tensor with bounded memory; resumes, and writes provenance."""
