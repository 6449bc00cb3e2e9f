"""Talking to models: the completer port, the chat client, its errors and retries, the local server."""
