"""Markup alone for an empty file of React, which shows something only as a component that other files can import."""

import re
from dataclasses import replace
from pathlib import PurePosixPath
from urllib.parse import unquote

from viscodex_lsp.core.checks.forms.jsx.html import LABELS, as_jsx
from viscodex_lsp.core.checks.forms.jsx.page import out_of_page
from viscodex_lsp.core.checks.forms.jsx.parts import Parts, is_markup, part
from viscodex_lsp.core.checks.forms.jsx.values import as_value, deeper
from viscodex_lsp.core.checks.indentation import read_fragment
from viscodex_lsp.core.checks.placement import Place
from viscodex_lsp.core.nouns import Document, Patch
from viscodex_lsp.core.text.capitals import pascal_case

_LANGUAGES = frozenset({"javascriptreact", "typescriptreact"})
_COMPONENT = re.compile(r"\s*(?:export\b|(?:async\s+)?(?:function|class|const)\s+[A-Z])")
_OF_SITES = frozenset({"pages", "app", "src", "routes", ""})


def as_component(patch: Patch, document: Document, place: Place) -> tuple[Patch, str]:
    """The markup as the component that the file is named after, with what stands above it, and a note; any other patch
    as it is."""
    if place.language.id not in _LANGUAGES or document.text.strip() or patch.hunks:
        return patch, ""
    html = (patch.label or "") in LABELS
    content, of_page = out_of_page(patch.code, place) if html else (patch.code, ())
    code = as_jsx(content, place.style.quote) if html else content
    parts = _parts(read_fragment(code, place.language, place.style).text, place)
    if parts is None:
        return patch, ""
    value, notes = as_value("\n".join(parts.markup), place)
    step, name = place.style.indent, _name(document.uri)
    above = "".join(f"{deeper(text, place)}\n" for text in parts.statements)
    imports = "".join(f"{line}\n" for line in parts.imports) + ("\n" if parts.imports else "")
    body = f"{above}{step}return (\n{deeper(value, place, steps=2)}\n{step});\n"
    written = f"{imports}export default function {name}() {{\n{body}}}"
    as_html = ("wrote the HTML as JSX",) if html else ()
    told = (*of_page, *as_html, *parts.changed, *notes, f"put the markup into a component {name}")
    return replace(patch, code=written, label=None), "; ".join(told)


def _parts(code: str, place: Place) -> Parts | None:
    """Markup alone, or with imports and statements above it; None for a component, and for anything else."""
    if is_markup(code, place.language):
        return Parts((), (), tuple(code.split("\n")), (), ()) if code.lstrip().startswith("<") else None
    parts = part(code, place.language)
    if parts is None or not parts.markup or parts.left or any(map(_COMPONENT.match, parts.statements)):
        return None
    return parts


def _name(uri: str) -> str:
    """The name of a file as that of a component: `user-card.tsx` is `UserCard`; that of its folder for an index, but
    for the first page of a site."""
    path = PurePosixPath(unquote(uri))
    stem = path.name.partition(".")[0]
    if stem == "index":
        stem = "home" if path.parent.name in _OF_SITES else path.parent.name or stem
    name = pascal_case(re.findall(r"[A-Za-z0-9]+", stem))
    return name if name[:1].isalpha() else f"Part{name}"
