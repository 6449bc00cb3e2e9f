"""Lets IPython's own lines stand in the cells of a notebook: `%matplotlib inline`, `!pip list`.

They are no Python. For the checks their sign becomes that of a comment, which is as long, and in the edit it is
put back.
"""

import re
from dataclasses import replace

from viscodex_lsp.core.nouns import CheckedPatch, Document, Patch

_MAGIC = re.compile(r"^([ \t]*)[%!](?=[%!\w])", re.MULTILINE)
_HOLDS_ORDER = re.compile(r"^[ \t]*(?:#?!|[%#](?:pip|conda|mamba|uv)\b)|\A\s*[%#]%\w", re.MULTILINE)
_MASKED = re.compile(r"^[ \t]*#(?=[%!\w])", re.MULTILINE)


def is_cell(document: Document) -> bool:
    """Whether a document is a cell of Python in a notebook, as editors name them."""
    named = document.uri.startswith("vscode-notebook-cell:") or ".ipynb" in document.uri
    return named and document.language == "python"


def keeps_order(document: Document, code: str) -> bool:
    """Whether imports of code for a cell stay where they are: a line of IPython above one may be what installs it,
    or has to be the first. Where a cell is checked as Python, such a line is a comment here, with no blank behind
    its sign."""
    if document.language != "ipython" and not is_cell(document):
        return False
    own = _MAGIC if document.language == "ipython" else _MASKED
    return own.search(code) is not None or _HOLDS_ORDER.search(document.text) is not None


def without_magics(patch: Patch, document: Document) -> tuple[Patch, Document]:
    """Both with a comment's sign where a line is IPython's own."""
    return replace(patch, code=_masked(patch.code)), replace(document, text=_masked(document.text))


def with_magics(checked: CheckedPatch, patch: Patch, document: Document) -> CheckedPatch:
    """The edits for the document as it is, with the lines of IPython in it."""
    lines = f"{document.text}\n{patch.code}".split("\n")
    own = {_masked(line).strip(): line.strip() for line in lines if _MAGIC.match(line)}
    edits = tuple(
        replace(edit, text="\n".join(_unmasked(line, own) for line in edit.text.split("\n")))
        for edit in checked.replacements
    )
    return replace(checked, document=document, replacements=edits)


def _masked(text: str) -> str:
    return _MAGIC.sub(r"\1#", text)


def _unmasked(line: str, own: dict[str, str]) -> str:
    bare = line.strip()
    return line.replace(bare, own[bare]) if bare in own else line
