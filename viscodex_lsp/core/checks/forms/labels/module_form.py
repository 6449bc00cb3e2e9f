"""Imports of a reply as its file writes them: `require` in a CommonJS module, `import` in one of ECMAScript.

Node reads a file as one or the other (its documentation, "Determining module system"); both in one file are refused.
"""

import re
from dataclasses import replace

from viscodex_lsp.core.language.languages import SCRIPTS
from viscodex_lsp.core.nouns import Document, Patch, Span

_IMPORT = re.compile(
    r"""^import\s+(?:(?P<all>\*\s*as\s+\w+)|(?P<default>\w+)|(?P<named>\{[^{}]*\}))\s*from\s*(?P<module>["'][^"'\n]+["'])
    (?P<end>\s*;)?[ \t]*$""",
    re.MULTILINE | re.VERBOSE,
)
_REQUIRE = re.compile(
    r"""^(?:const|let|var)\s+(?:(?P<default>\w+)|(?P<named>\{[^{}:.=]*\}))\s*=\s*require\((?P<module>["'][^"'\n]+["'])\)
    (?P<end>;)?[ \t]*$""",
    re.MULTILINE | re.VERBOSE,
)
_OWN_REQUIRE = re.compile(r"^(?:const|let|var)\s++[^=\n]+=\s*require\(|^module\.exports\b", re.MULTILINE)
_OWN_IMPORT = re.compile(r"^(?:import|export)\b", re.MULTILINE)
_EXPORT = re.compile(
    r"^export\s+(?:default\s+)?(?=(?:async\s+)?function\b|class\b|const\b|let\b)", re.MULTILINE
)
_DEFAULT = re.compile(r"^export\s+default\s+\w+[ \t]*+;?[ \t]*+$\n?", re.MULTILINE)
_QUOTED = 60
_EXPORTS = re.compile(r"^module\.exports\s*=[^;\n{]*(?:\{[^{}]*\})?[ \t]*+;?[ \t]*+$\n?", re.MULTILINE)


def in_module_form(patch: Patch, document: Document, span: Span) -> Patch:
    """The patch with its imports and exports in the form of the file, and a note; as it is where that has none."""
    if document.language not in SCRIPTS or patch.hunks:
        return patch
    around = document.text[: span.start] + document.text[span.end :]
    common, own = _OWN_REQUIRE.search(around) is not None, _OWN_IMPORT.search(around) is not None
    if common == own:
        return patch
    code = _IMPORT.sub(_as_require, patch.code) if common else _REQUIRE.sub(_as_import, patch.code)
    word = "require" if common else "import"
    notes = (f"wrote its imports with `{word}`, as the file does",) if code != patch.code else ()
    exports = _EXPORTS.search(code) if own and "export default" in around else None
    if exports is not None:
        code = _EXPORTS.sub("", code).rstrip("\n")
        notes = (*notes, f"left out `{' '.join(exports[0].split())[:_QUOTED]}`: the file has its own export")
    if common and "module.exports" in around and _EXPORTS.search(code):
        left = ", ".join(f"`{' '.join(found[0].split())[:_QUOTED]}`" for found in _EXPORTS.finditer(code))
        code = _EXPORTS.sub("", code).rstrip("\n")
        notes = (*notes, f"left out {left}: the file has its own `module.exports`")
    default = _DEFAULT.search(code) if common and "module.exports" in around else None
    if default is not None:
        code = _DEFAULT.sub("", code).rstrip("\n")
        notes = (*notes, f"left out `{default[0].strip()}`: the file has its own `module.exports`")
    if common and _EXPORT.search(code):
        code = _EXPORT.sub("", code)
        notes = (*notes, "left out `export`: the file exports by `module.exports`")
    return replace(patch, code=code, notes=(*patch.notes, *notes)) if notes and code.strip() else patch


def _as_require(found: re.Match[str]) -> str:
    named = re.sub(r"(?<!\s)\s+as\s+", ": ", found["named"] or "")
    name = (found["all"] or "").rpartition(" ")[2] or found["default"] or named
    return f"const {name} = require({found['module']}){(found['end'] or '').strip()}"


def _as_import(found: re.Match[str]) -> str:
    return f"import {found['default'] or found['named']} from {found['module']}{found['end'] or ''}"
