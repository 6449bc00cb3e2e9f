"""Takes what is new at a place among the statements of a script out of a reply that writes the script again, with other
statements changed too."""

from dataclasses import replace
from typing import TYPE_CHECKING

from viscodex_lsp.core.checks.forms.script.needed import Texts, needed_at_top
from viscodex_lsp.core.checks.forms.script.objects import same
from viscodex_lsp.core.checks.forms.script.twins import names_made
from viscodex_lsp.core.checks.forms.script.written_again import source_of, told_of
from viscodex_lsp.core.context.script_place import with_probe
from viscodex_lsp.core.language.grammars import text_of
from viscodex_lsp.core.language.languages import SCRIPTS
from viscodex_lsp.core.nouns import Patch, Span, Style
from viscodex_lsp.core.syntax.syntax import Tree, parse

if TYPE_CHECKING:
    from tree_sitter import Node

_MOST = 60_000
_FEWEST = 3


def out_of_statements_again(patch: Patch, tree: Tree, span: Span, style: Style) -> Patch | None:
    """What is new at a cursor between statements of a script's top, of which the one above stands in the reply as it
    is, and the one below as it is or changed; None for any other reply."""
    if tree.language.id not in SCRIPTS or not span.empty or len(patch.code) + len(tree.text) > _MOST:
        return None
    probed, probe = with_probe(tree, span)
    holder = probe.parent if probe is not None and probe.type == "identifier" else None
    root = holder.parent if holder is not None and holder.type == "expression_statement" else None
    if holder is None or root is None or root.type != "program":
        return None
    given = parse(patch.code, tree.language)
    theirs = _statements(given.parsed.root_node) if given.parsed is not None else []
    above = [one for one in _statements(root) if one.end_byte <= holder.start_byte]
    below = [one for one in _statements(root) if one.start_byte >= holder.end_byte]
    texts = [same(text_of(one)) for one in theirs]
    both = sum(texts.count(same(text_of(one))) == 1 for one in (*above, *below))
    if not above or both < _FEWEST or texts.count(same(text_of(above[-1]))) != 1:
        return None
    first = texts.index(same(text_of(above[-1])))
    last = len(theirs)
    if below:
        last = next((row for row in range(first + 1, last) if _is_twin(below[0], theirs[row])), -1)
    new = theirs[first + 1 : last] if last > first else []
    if not new or any(one.has_error for one in theirs):
        return None
    code = source_of(new, given)
    brought = needed_at_top(code, new, Texts(tree, probed, given, span), style)
    others = tuple(sorted((*patch.others, *brought.edits), key=lambda edit: edit.span.start))
    notes = (*patch.notes, "took what is new at this place", *told_of(patch.code, code, brought, tree))
    return replace(patch, code="\n".join((*brought.imports, code)), others=others, notes=notes)


def _statements(root: "Node") -> "list[Node]":
    return [one for one in root.named_children if one.type != "comment"]


def _is_twin(own: "Node", other: "Node") -> bool:
    """Whether a statement is the same, declares the same, or calls the same."""
    if same(text_of(own)) == same(text_of(other)):
        return True
    if names_made(own) and names_made(own) == names_made(other):
        return True
    calls = [_called(one) for one in (own, other)]
    return own.type == other.type == "expression_statement" and calls[0] == calls[1] != ""


def _called(statement: "Node") -> str:
    call = statement.named_children[0] if statement.named_child_count == 1 else None
    return text_of(call.child_by_field_name("function")) if call is not None else ""
