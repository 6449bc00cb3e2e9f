"""Takes style sheets out of a reply for an Angular template: a component keeps its rules in a sheet of its own."""

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from viscodex_lsp.core.checks.indentation import without_margin
from viscodex_lsp.core.checks.pages.parts import without_elements
from viscodex_lsp.core.checks.pages.tags import elements, read_tags
from viscodex_lsp.core.checks.sheets.joining import joined
from viscodex_lsp.core.counted import quoted
from viscodex_lsp.core.language.grammars import text_of
from viscodex_lsp.core.language.languages import language_of
from viscodex_lsp.core.nouns import Patch, Replacement, Span
from viscodex_lsp.core.syntax.syntax import parse
from viscodex_lsp.core.text.difference import one_edit_a_place
from viscodex_lsp.core.text.style import leading, read_style

if TYPE_CHECKING:
    from tree_sitter import Node

_MOST_TOLD = 20
_SHEET = re.compile(r"\bstyles\s*:\s*(?:\[\s*)?`(?P<rules>[^`$\\]*)`")


def without_sheet(patch: Patch, there: str, script: str = "") -> Patch:
    """The patch without its `<style>` elements, whose rules join the component's `styles` or are named.

    Args:
        there: the template; where it has such an element itself, the patch stays as it is.
        script: the script that the template is in, where it is in one; `others` are edits of it.
    """
    sheets = elements(read_tags(patch.code), "style") if "<style" in patch.code else []
    code = without_elements(patch.code, sheets).strip("\n")
    if not sheets or not code.strip() or "<style" in there:
        return patch
    rules = "\n".join(
        without_margin(patch.code[one.inner.start : one.inner.end].strip("\n")) for one in sheets
    )
    own = _own(script)
    if own is None:
        known = _heads(rules) or rules.split("\n")
        note = f"left out {quoted(known, _MOST_TOLD)}: the component has its rules in its own style sheet"
        return replace(patch, code=code, notes=(*patch.notes, note))
    others, notes = _among(rules, own, script)
    others, notes = (*patch.others, *others), (*patch.notes, *notes)
    return replace(patch, code=code, notes=notes, others=others)


def _among(rules: str, own: re.Match[str], script: str) -> tuple[tuple[Replacement, ...], tuple[str, ...]]:
    """The edits that bring rules among those of the component, and what the person is told."""
    sheet = own["rules"]
    style = replace(read_style(sheet, language_of("css")), newline="\r\n" if "\r\n" in script else "\n")
    rest, edits, notes = joined(rules, sheet, style, at=len(sheet))
    edits = tuple(edit.moved(own.start("rules")) for edit in edits)
    if not rest.strip():
        return edits, notes
    heads, there = _heads(rest), set(_heads(sheet))
    told = (f"added to the component's `styles`: {quoted(heads, _MOST_TOLD)}", *notes)
    again = [head for head in heads if head in there and not head.startswith("@")]
    if again:
        told = (*told, f"the component has a rule for {quoted(again, _MOST_TOLD)} already")
    return one_edit_a_place((*edits, _below(rest.strip("\n"), own, script))), told


def _heads(rules: str) -> list[str]:
    """What comes before the braces of the outermost rules."""
    tree = parse(rules, language_of("css"))
    nodes = tree.parsed.root_node.named_children if tree.parsed is not None else ()
    return [_head(node) for node in nodes if node.type != "comment"]


def _head(node: "Node") -> str:
    return " ".join(text_of(node).partition("{")[0].split())


def _own(script: str) -> re.Match[str] | None:
    """The component's style sheet, where it has one alone, in lines of its own."""
    found = list(_SHEET.finditer(script))
    only = found[0] if len(found) == 1 else None
    return only if only is not None and only["rules"].strip() and "\n" in only["rules"].strip(" \t") else None


def _below(rules: str, own: re.Match[str], script: str) -> Replacement:
    """The edit that writes rules below those of the component."""
    newline = "\r\n" if "\r\n" in script else "\n"
    margin = leading(next(line for line in own["rules"].splitlines() if line.strip()))
    rows = [f"{margin}{row}".rstrip() for row in rules.split("\n")]
    apart = newline if len(rows) > len(_heads(rules)) else ""
    at = own.start("rules") + len(own["rules"].rstrip())
    return Replacement(Span(at, at), apart + "".join(newline + row for row in rows))
