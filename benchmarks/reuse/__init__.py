"""Small repositories with components, a model that answers with raw markup, and judges of what becomes of it."""
