"""The imports of a language without a grammar, known by the look of their lines.

A file of such a language often takes imports only above all other code (Dart, "Libraries and imports"): those that a
reply begins with go below the document's last one, and those that are there already are left out.
"""

import re

from viscodex_lsp.core.checks.indentation import Fragment
from viscodex_lsp.core.counted import counted
from viscodex_lsp.core.language.language import Language
from viscodex_lsp.core.nouns import Replacement, Span

_QUOTES = re.compile(r"[\"']")


def imports_by_line(
    fragment: Fragment, language: Language, text: str, span: Span, newline: str
) -> tuple[Fragment, tuple[Replacement, ...], str]:
    """The fragment without the imports at its top, the edit that brings in those that `text` lacks above `span`, and
    a note; the fragment as it is where the document has no imports."""
    end, present = _of_document(text[: span.start], language)
    count = next(
        (
            row
            for row, line in enumerate(fragment.lines)
            if line.strip() and not language.is_import_line(line)
        ),
        len(fragment.lines),
    )
    imports = [line for line in fragment.lines[:count] if line.strip()]
    if not end or not imports:
        return fragment, (), ""
    missing = [line for line in imports if _key(line) not in present]
    rest = fragment.part(count, len(fragment.lines))
    added = (Replacement(Span(end, end), newline + newline.join(missing)),) if missing else ()
    notes = [f"moved {counted(len(missing), 'import')} to the import block"] if missing else []
    if len(missing) < len(imports):
        notes.append(
            f"left out {counted(len(imports) - len(missing), 'import')} that the document has already"
        )
    return rest, added, "; ".join(notes)


def _of_document(above: str, language: Language) -> tuple[int, frozenset[str]]:
    """The end of the last import of a text, 0 for none, and all of them."""
    end, at, found = 0, 0, set()
    for line in above.split("\n"):
        if language.is_import_line(line):
            end = at + len(line.rstrip("\r"))
            found.add(_key(line))
        at += len(line) + 1
    return end, frozenset(found)


def _key(line: str) -> str:
    return _QUOTES.sub('"', " ".join(line.split()))
