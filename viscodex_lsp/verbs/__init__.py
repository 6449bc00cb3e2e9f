"""What `viscodex-lsp` does in a shell, without an editor."""
