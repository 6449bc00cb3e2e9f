"""The items of a list that a reply gives as a constant, for a place in a list of JavaScript, with the comma that they
need behind them."""

from dataclasses import replace
from typing import TYPE_CHECKING

from viscodex_lsp.core.checks.forms.labels.members import JSON, QUOTED_KEY
from viscodex_lsp.core.checks.indentation import without_margin
from viscodex_lsp.core.language.languages import SCRIPTS, language_of
from viscodex_lsp.core.nouns import Patch, Replacement, Span
from viscodex_lsp.core.syntax.syntax import Tree, parse, reparse

if TYPE_CHECKING:
    from tree_sitter import Node

_PROBE = "vx0"
_ENDS = "]},"


def as_items(patch: Patch, tree: Tree, span: Span) -> Patch:
    """The patch as the items of its only list, where the place is between those of another, and with a comma where
    items follow; else as it is. Imports above it stay."""
    if tree.language.id not in SCRIPTS or tree.parsed is None or patch.hunks or not _in_list(tree, span):
        return patch
    code, notes = patch.code, patch.notes
    if "[" in code:
        items = _out_of_list(code)
        code, notes = (
            (code, notes) if items is None else (items, (*notes, "took the items out of their list"))
        )
    if patch.label in JSON and _are_items(code):
        code = QUOTED_KEY.sub(r"\g<before>\g<name>:", code)
        patch = replace(patch, label=None)
    follows = tree.text[span.end :].lstrip()[:1]
    bare = code.rstrip()
    if follows and follows not in _ENDS and not bare.endswith(",") and _are_items(bare):
        code, notes = f"{bare},", (*notes, "put a comma behind the items")
    return replace(patch, code=code, label=None, notes=notes) if code != patch.code else patch


def _out_of_list(code: str) -> str | None:
    """The items of the only list that code has, below its imports and what it says of the list."""
    tree = parse(code, language_of("typescriptreact"))
    root = tree.parsed.root_node if tree.parsed is not None else None
    nodes = root.named_children if root is not None and not root.has_error else []
    imports = [tree.source(node) for node in nodes if node.type == "import_statement"]
    comments = [tree.source(node) for node in nodes if node.type == "comment"]
    rest = [node for node in nodes if node.type not in ("import_statement", "comment")]
    items = _items(rest[0], tree) if len(rest) == 1 else None
    return "\n".join((*imports, *comments, items)) if items is not None else None


def _are_items(code: str) -> bool:
    parsed = parse(f"[\n{code}\n]", language_of("typescriptreact")).parsed
    return parsed is not None and not parsed.root_node.has_error


def _items(statement: "Node", tree: Tree) -> str | None:
    """The items of a list that is a constant, or stands by itself, one below the other as they are written."""
    declared = statement.child_by_field_name("declaration") or statement
    only = declared.named_children[0] if len(declared.named_children) == 1 else None
    value = (
        only.child_by_field_name("value") if only is not None and only.type == "variable_declarator" else only
    )
    if value is None or value.type != "array":
        return None
    inner = tree.source(value)[1:-1].strip("\n").rstrip()
    return without_margin(inner).strip() if inner.strip() else None


def _in_list(tree: Tree, span: Span) -> bool:
    """Whether what stands at the place is an item of a list."""
    probed = reparse(tree, [Replacement(span, f" {_PROBE}, ")])
    at = probed.offsets.to_bytes(span.start + 1)
    found = probed.parsed.root_node.descendant_for_byte_range(at, at + len(_PROBE)) if probed.parsed else None
    return found is not None and found.parent is not None and found.parent.type == "array"
