"""Writes code for a Makefile as make reads it: rules and variables at column 0, recipes behind one TAB."""

import re
from dataclasses import replace

from viscodex_lsp.core.checks.indentation import Fragment
from viscodex_lsp.core.checks.placement import Place
from viscodex_lsp.core.nouns import Document, Patch, Span
from viscodex_lsp.core.text.style import leading

_RULE = re.compile(r"[\w./%$(){}*~-]+(?:[ \t]+[\w./%$(){}*~-]+)*[ \t]*::?(?=\s|$)")
_SHELL = frozenset({"bash", "sh", "shell", "zsh", "shellscript"})
_TOP = re.compile(
    r"(?:[\w.$(){}%-]+\s*(?:[:+?!]{0,2}=)|(?:-?include|ifeq|ifneq|ifdef|ifndef|else|endif|define|endef|export|unexport"
    r"|override|vpath)\b)"
)


def in_makefile(fragment: Fragment, place: Place) -> tuple[Fragment, Place]:
    """The fragment with its recipes behind TABs, and its place at column 0 if it has a rule or variable."""
    if place.language.id != "makefile":
        return fragment, place
    lines = [line for line in fragment.lines if line.strip() and not line.startswith("#")]
    rules = [line for line in lines if _RULE.match(line) or _TOP.match(line)]
    if not rules or not lines or lines[0] not in rules:
        return fragment, place
    rows, in_rule = [], False
    for line in fragment.lines:
        margin = leading(line)
        if not margin and line.strip():
            in_rule = bool(_RULE.match(line)) or (in_rule and line.startswith("#"))
        rows.append(f"\t{line.lstrip()}" if margin.startswith(" ") and in_rule and line.strip() else line)
    return Fragment(tuple(rows), fragment.kept), replace(place, depth="")


def as_recipe(patch: Patch, document: Document, span: Span) -> Patch:
    """The patch without its label where that says shell and the place is in a recipe: a recipe is shell code."""
    if document.language != "makefile" or patch.label not in _SHELL:
        return patch
    above = next(
        (line for line in reversed(document.text[: span.start].split("\n")[:-1]) if line.strip()), ""
    )
    in_recipe = above.startswith("\t") or _RULE.match(above) is not None
    return replace(patch, label=None) if in_recipe else patch
