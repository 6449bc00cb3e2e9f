"""Writes Less as SCSS: variables, interpolation and mixins, which differ by their signs alone.

Whatever else Less has (guards, escapes, detached rules, functions of its own) is not carried over: such code is
refused as that of another language (Less, "Features"; Sass, "Syntax").
"""

import re
from dataclasses import replace

from viscodex_lsp.core.language.language import Language
from viscodex_lsp.core.nouns import Patch

_AT_RULES = (
    "charset|container|counter-style|font-face|font-feature-values|import|keyframes|layer|media|namespace|page|property"
    "|scope|starting-style|supports|tailwind|apply|view-transition|-webkit-keyframes|-moz-document|-moz-keyframes"
)
# Strings and comments are matched whole: an `@` in them is none of a variable.
_VARIABLE = re.compile(
    rf"""/\*[\s\S]*?(?:\*/|\Z)|(?<!:)//[^\n]*|"[^"\n]*"|'[^'\n]*'
    |@(?:media|container|supports)\b(?P<query>[^{{}};"']{{0,1000}})|@(?!(?:{_AT_RULES})\b)(?P<name>[A-Za-z_][\w-]*)""",
    re.VERBOSE,
)
_INTERPOLATED = re.compile(r"@\{(?P<name>[\w-]+)\}")
_MIXIN = re.compile(r"^(?P<margin>[ \t]*)\.(?P<name>[\w-]+)\((?P<given>[^(){}]*)\)[ \t]*\{", re.MULTILINE)
_CALL = re.compile(
    r"(?P<before>[{;]\s*|^[^\S\n]*)[.#](?P<name>[\w-]+)\((?P<given>[^;{}]{0,400})\)\s*;", re.MULTILINE
)
_PLAIN_CALL = re.compile(r"(?P<before>[{;])(?P<space>\s*)\.(?P<name>[\w-]+)\s*;")
_PARENTHESES_OR_NAME = re.compile(r"(?P<value>\([^()]*+\))|(?<![\w@])@(?P<name>[A-Za-z_][\w-]*)")
_OF_LESS_ALONE = re.compile(
    r"~[\"'`]|@@|@plugin\b|@arguments\b|@rest\b|\bwhen\b|!important\s*+;?\s*+\}?\s*+\)|:extend\(|@[\w-]+\s*:\s*\{|@[\w-]+\(\)"
    r"|\b(?:e|unit|fade|fadein|fadeout|spin|tint|shade|luma|data-uri|iscolor|range|each|escape)\("
)


def in_scss(patch: Patch, language: Language) -> Patch:
    """The patch as SCSS where it is Less that has a counterpart; else as it is."""
    if language.id != "scss" or patch.label != "less" or _OF_LESS_ALONE.search(patch.code):
        return patch
    code = _MIXIN.sub(r"\g<margin>@mixin \g<name>(\g<given>) {", patch.code)
    code = _CALL.sub(r"\g<before>@include \g<name>(\g<given>);", code)
    code = _PLAIN_CALL.sub(r"\g<before>\g<space>@extend .\g<name>;", code)
    code = _INTERPOLATED.sub(r"#{$\g<name>}", code)
    code = _VARIABLE.sub(_variable, code)
    return replace(patch, code=code, label=None, notes=(*patch.notes, "wrote the Less as SCSS"))


def _variable(found: re.Match[str]) -> str:
    """A variable by SCSS's sign; its own at-rules stay, which are Less's names no more."""
    if found["query"] is not None:
        return found[0].removesuffix(found["query"]) + _PARENTHESES_OR_NAME.sub(_in_query, found["query"])
    of_scss = found["name"] in {None, "mixin", "include", "extend"}
    return found[0] if of_scss else f"${found['name']}"


def _in_query(found: re.Match[str]) -> str:
    """SCSS takes a variable for a query, or a part of one, only interpolated; in parentheses stands a value."""
    return _VARIABLE.sub(_variable, found[0]) if found["value"] else f"#{{${found['name']}}}"
