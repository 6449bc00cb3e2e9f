"""Whether what is written at a place is to be styled with Tailwind's utility classes, since its project is.

Told from what the project depends on and configures, or from a page that loads Tailwind itself; never from classes
that merely look like it.
"""

import re
from collections.abc import Sequence

from viscodex_lsp.core.components.project import Project, brings_tailwind
from viscodex_lsp.core.nouns import Document

MARKUP = frozenset(
    {
        "astro",
        "html",
        "javascript",
        "javascriptreact",
        "php",
        "svelte",
        "typescript",
        "typescriptreact",
        "vue",
    }
)
_LOADED = re.compile(
    r"<script[^<>]+src=[\"'][^\"']*(?:cdn\.tailwindcss\.com|@tailwindcss/browser)", re.IGNORECASE
)


def uses_tailwind(document: Document, dependencies: Sequence[str], project: Project | None) -> bool:
    """Whether the document is markup of a project, or a page, that has Tailwind."""
    if document.language not in MARKUP:
        return False
    told = brings_tailwind(dependencies) or (project is not None and project.has_tailwind)
    return told or bool(_LOADED.search(document.text))
