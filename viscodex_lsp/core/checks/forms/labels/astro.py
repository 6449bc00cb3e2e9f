"""Markup of React for an Astro component, whose markup is nearly the same: attributes have the names of HTML."""

import re
from dataclasses import replace

from viscodex_lsp.core.language.language import Language
from viscodex_lsp.core.nouns import Patch

_LABELS = frozenset({"jsx", "tsx"})
# Nothing runs in the markup of Astro: no handlers, hooks, references.
_RUNS = re.compile(r"\son[A-Z]\w*=|\b(?:ref|dangerouslySetInnerHTML)=|\buse[A-Z]\w*\(")
_NAME = re.compile(r"(?<=\s)(className|htmlFor)(?==)")
_HTML = {"className": "class", "htmlFor": "for"}
_KEY = re.compile(r"\skey=\{[^{}]*\}")


def for_astro(patch: Patch, language: Language) -> Patch:
    """A patch of markup alone as Astro takes it; any other as it is."""
    code = patch.code.strip()
    if language.id != "astro" or patch.label not in _LABELS or not code.startswith("<") or _RUNS.search(code):
        return patch
    written = _KEY.sub("", _NAME.sub(lambda found: _HTML[found[1]], patch.code))
    notes = ("wrote attributes as Astro has them",) if written != patch.code else ()
    return replace(patch, code=written, label=None, notes=(*patch.notes, *notes))
