"""What every stage shares: errors, recipes, provenance, and a sandbox for programs.

Seventeen modules, each of which stands alone: there is no step that a folder could be named after.
"""
