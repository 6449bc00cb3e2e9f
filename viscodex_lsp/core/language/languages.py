"""Looks up what is known about a language by its id or by a file name.

The knowledge itself is data, in `data`. Nothing is parsed and no grammar is loaded here, so that a
server that only starts pays nothing for twenty languages.
"""

from functools import cache

from viscodex_lsp.core.language.data import LANGUAGES
from viscodex_lsp.core.language.language import Grammar, Language

NOTEBOOK_CELL = "vscode-notebook-cell:"
SCRIPTS = frozenset({"javascript", "javascriptreact", "typescript", "typescriptreact"})
"""The ids of JavaScript and TypeScript, with elements and without."""
PYTHON = frozenset({"python", "ipython"})
"""The ids of Python, a notebook's cells among them."""

SCRIPTS = frozenset({"javascript", "javascriptreact", "typescript", "typescriptreact"})
"""The ids of JavaScript and TypeScript, with elements of JSX or without."""

__all__ = [
    "LANGUAGES",
    "NOTEBOOK_CELL",
    "PYTHON",
    "SCRIPTS",
    "Grammar",
    "Language",
    "language_id",
    "language_of",
    "language_of_path",
]


def language_of(language_id: str) -> Language:
    """The language of an LSP id, or of another usual name of it (`tsx`, `bash`).

    A name that is not known gives a language without a grammar, which accepts every fence label but those of
    the languages of the table.
    """
    wanted = language_id.strip().lower()
    found = _by_id().get(wanted) or _by_label().get(wanted)
    if found is not None:
        return found
    foreign = (frozenset(_by_id()) | frozenset(_by_label())) - {wanted}
    name = language_id.strip() or "plain text"
    return Language(id=wanted, name=name, fence=wanted, foreign=foreign, known=False)


def language_of_path(path: str) -> Language:
    """The language of a file, by its name alone; plain text where the name says nothing."""
    name = path.replace("\\", "/").rpartition("/")[2].lower()
    for suffix in (name, *_suffixes_of(name)):
        found = _by_suffix().get(suffix)
        if found is not None:
            return found
    return language_of("plaintext")


def language_id(announced: str, path: str) -> str:
    """The id of a document: what its editor calls the language, or what its file is called where that is unknown.

    Emacs calls HTML `mhtml`, after its mode. The Python of a notebook's cell is a language of its own.
    """
    wanted = announced.strip().lower()
    if wanted == "python" and path.startswith(NOTEBOOK_CELL):
        return "ipython"
    if wanted == "html" and path.lower().endswith(".component.html"):
        return "angular"  # by the name that its tools give it; its editor calls it HTML
    if wanted in _by_id() or wanted in _by_label():
        return announced
    by_path = language_of_path(path).id
    return by_path if by_path != "plaintext" else announced or by_path


def _suffixes_of(name: str) -> list[str]:
    """The endings of a file name, longest first: `a.d.ts` has `.d.ts` and `.ts`."""
    parts = name.split(".")
    return ["." + ".".join(parts[start:]) for start in range(1, len(parts))]


@cache
def _by_id() -> dict[str, Language]:
    return {language.id: language for language in LANGUAGES}


@cache
def _by_label() -> dict[str, Language]:
    """Fence labels and suffixes are also names; the first language of the table that has one owns it."""
    owners: dict[str, Language] = {}
    for language in LANGUAGES:
        owners.setdefault(language.fence, language)
        for suffix in language.suffixes:
            owners.setdefault(suffix.removeprefix("."), language)
    for language in LANGUAGES:
        for label in language.labels:
            owners.setdefault(label, language)
    return owners


@cache
def _by_suffix() -> dict[str, Language]:
    return {suffix: language for language in reversed(LANGUAGES) for suffix in language.suffixes}
