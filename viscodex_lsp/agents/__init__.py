"""Doors for agents to the one flow in `suggest`: MCP and ACP. Checks, masks and settings are those of the editor."""
