"""The language server: documents, jobs and proposals of one editor, and the flow between them."""
