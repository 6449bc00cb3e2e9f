"""Chat completions over HTTP: addresses, connections, streams, and what servers say when they refuse."""
