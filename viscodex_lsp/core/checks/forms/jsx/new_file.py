"""Markup alone for an empty file of React, which shows something only as a component that other files can import."""

import re
from dataclasses import replace
from pathlib import PurePosixPath
from urllib.parse import unquote

from viscodex_lsp.core.checks.forms.jsx.html import LABELS, as_jsx
from viscodex_lsp.core.checks.forms.jsx.page import out_of_page
from viscodex_lsp.core.checks.forms.jsx.parts import is_markup
from viscodex_lsp.core.checks.forms.jsx.values import as_value, deeper
from viscodex_lsp.core.checks.indentation import read_fragment
from viscodex_lsp.core.checks.placement import Place
from viscodex_lsp.core.nouns import Document, Patch
from viscodex_lsp.core.text.capitals import pascal_case

_LANGUAGES = frozenset({"javascriptreact", "typescriptreact"})
_OF_SITES = frozenset({"pages", "app", "src", "routes", ""})


def as_component(patch: Patch, document: Document, place: Place) -> tuple[Patch, str]:
    """The markup as the component that the file is named after, and a note; any other patch as it is."""
    if (
        place.language.id not in _LANGUAGES
        or document.text.strip()
        or not patch.code.lstrip().startswith("<")
    ):
        return patch, ""
    html = (patch.label or "") in LABELS
    inner, of_page = out_of_page(patch.code, place) if html else (patch.code, ())
    code = as_jsx(inner, place.style.quote) if html else inner
    code = read_fragment(code, place.language, place.style).text
    if not is_markup(code, place.language):
        return patch, ""
    value, notes = as_value(code, place)
    step, inner = place.style.indent, deeper(value, place, steps=2)
    name = _name(document.uri)
    written = f"export default function {name}() {{\n{step}return (\n{inner}\n{step});\n}}"
    told = "; ".join(
        (
            *of_page,
            *(("wrote the HTML as JSX",) if html else ()),
            *notes,
            f"put the markup into a component {name}",
        )
    )
    return replace(patch, code=written, label=None), told


def _name(uri: str) -> str:
    """The name of a file as that of a component: `user-card.tsx` is `UserCard`; that of its folder for an index, but
    for the first page of a site."""
    path = PurePosixPath(unquote(uri))
    stem = path.name.partition(".")[0]
    if stem == "index":
        stem = "home" if path.parent.name in _OF_SITES else path.parent.name or stem
    name = pascal_case(re.findall(r"[A-Za-z0-9]+", stem))
    return name if name[:1].isalpha() else f"Part{name}"
