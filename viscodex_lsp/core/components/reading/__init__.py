"""Reads what one file of a project offers to others, framework by framework."""
