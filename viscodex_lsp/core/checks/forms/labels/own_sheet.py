"""Takes style sheets out of a reply for an Angular template: a component keeps its rules in a sheet of its own."""

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from viscodex_lsp.core.checks.indentation import without_margin
from viscodex_lsp.core.checks.pages.parts import without_elements
from viscodex_lsp.core.checks.pages.tags import elements, read_tags, with_line
from viscodex_lsp.core.counted import quoted
from viscodex_lsp.core.language.grammars import text_of
from viscodex_lsp.core.language.languages import language_of
from viscodex_lsp.core.nouns import Patch, Replacement, Span
from viscodex_lsp.core.syntax.syntax import parse
from viscodex_lsp.core.text.difference import apply_replacements
from viscodex_lsp.core.text.style import leading

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
    new, known = _parted(rules, own["rules"] if own is not None else "")
    if own is None or not new.strip():
        known, new, own = _heads(rules) or rules.split("\n"), "", None
    notes, others = [*patch.notes], patch.others
    if own is not None:
        notes.append(f"added to the component's `styles`: {quoted(_heads(new), _MOST_TOLD)}")
        others = (*others, _below(new.strip("\n"), own, script))
    if known:
        what = "has its rules in its own style sheet" if own is None else "has rules for that already"
        notes.append(f"left out {quoted(known, _MOST_TOLD)}: the component {what}")
    return replace(patch, code=code, notes=tuple(notes), others=others)


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


def _parted(rules: str, own: str) -> tuple[str, list[str]]:
    """The rules without those for selectors that a sheet has already, and those selectors."""
    tree, there = parse(rules, language_of("css")), set(_heads(own))
    nodes = tree.parsed.root_node.named_children if tree.parsed is not None else ()
    known = [node for node in nodes if node.type == "rule_set" and _head(node) in there]
    gone = [
        (tree.offsets.to_points(node.start_byte), tree.offsets.to_points(node.end_byte)) for node in known
    ]
    left = apply_replacements(rules, [Replacement(with_line(rules, Span(*span)), "") for span in gone])
    return left, [_head(node) for node in known]


def _below(rules: str, own: re.Match[str], script: str) -> Replacement:
    """The edit that writes rules below those of the component."""
    newline = "\r\n" if "\r\n" in script else "\n"
    margin = leading(next(line for line in own["rules"].splitlines() if line.strip()))
    rows = [f"{margin}{row}".rstrip() for row in rules.split("\n")]
    apart = newline if len(rows) > len(_heads(rules)) else ""
    at = own.start("rules") + len(own["rules"].rstrip())
    return Replacement(Span(at, at), apart + "".join(newline + row for row in rows))
