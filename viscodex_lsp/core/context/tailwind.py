"""Whether what is written at a place is to be styled with Tailwind's utility classes, since its project is.

Told from what the project depends on and configures, or from a page that loads Tailwind itself; never from classes
that merely look like it.
"""

import re
from collections.abc import Sequence

from viscodex_lsp.core.components.project import Project
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
PACKAGES = frozenset({"tailwindcss", "@nuxtjs/tailwindcss", "@astrojs/tailwind"})
# Integrations of Tailwind 4 bear its name: @tailwindcss/vite, @tailwindcss/postcss.
_SCOPE = "@tailwindcss/"
_LOADED = re.compile(
    r"<script[^>]+src=[\"'][^\"']*(?:cdn\.tailwindcss\.com|@tailwindcss/browser)", re.IGNORECASE
)


def uses_tailwind(document: Document, dependencies: Sequence[str], project: Project | None) -> bool:
    """Whether the document is markup of a project, or a page, that has Tailwind."""
    if document.language not in MARKUP:
        return False
    known = set(dependencies)
    if project is not None:
        if any(token.token.kind.startswith("tailwind") for token in project.tokens):
            return True
        package = project.workspace.package_of(project.path)
        known |= package.dependencies if package is not None else set()
    named = known & PACKAGES or any(name.startswith(_SCOPE) for name in known)
    return bool(named) or bool(_LOADED.search(document.text))
