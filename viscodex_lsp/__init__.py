"""VisCodex-LSP: pictures to code as code actions of a language server."""

__version__ = "0.1.0"
