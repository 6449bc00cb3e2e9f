"""What a server says of its menu before anything else of it is loaded: the answer to `initialize` needs no more."""

KIND = "refactor.rewrite.imageToCode"
"""The kind of every code action (LSP 3.17, CodeActionKind): editors offer what rewrites."""

TRIGGERS = (":", ">")
"""The characters after which editors ask for completions by themselves: the ends of `# image:` and `<!-- image -->`."""
