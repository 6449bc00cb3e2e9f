"""Reads a reply beside the script that it is for: what its objects and imports add to those of the file.

Where the reply gives the whole file again, it is read as if it had the file's own objects and imports, so that what is
left is new.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from viscodex_lsp.core.checks.forms.again.whole_file import without_file
from viscodex_lsp.core.checks.forms.script.exports import as_one_object
from viscodex_lsp.core.checks.forms.script.objects import Joined, join_objects
from viscodex_lsp.core.checks.forms.script.twins import names_made
from viscodex_lsp.core.checks.forms.second_names import IMPORTED, local_name
from viscodex_lsp.core.counted import quoted
from viscodex_lsp.core.language.grammars import captures, text_of
from viscodex_lsp.core.language.languages import SCRIPTS
from viscodex_lsp.core.nouns import Document, Patch, Refusal, Replacement, Span, Style
from viscodex_lsp.core.syntax.syntax import Tree, parse
from viscodex_lsp.core.text.difference import apply_replacements

if TYPE_CHECKING:
    from tree_sitter import Node

_MOST_TOLD = 3


def beside_own_script(
    patch: Patch, document: Document, span: Span, tree: Tree, style: Style
) -> Patch | Refusal:
    """The patch without what its objects have of those in the file, and with what they add; as it is for others."""
    if tree.language.id not in SCRIPTS or tree.parsed is None or patch.hunks:
        return patch
    patch = _without_imported(patch, tree, span)
    joined = join_objects(as_one_object(patch.code, tree.text), tree, span, style)
    if isinstance(joined, Refusal):
        return joined
    whole, named = _with_own_imports(joined.as_own if joined is not None else patch.code, tree, span)
    if whole != patch.code and not (joined is not None and joined.here):
        found = without_file(replace(patch, code=whole), document, span)
        if isinstance(found, Refusal):
            return found
        if found.code != whole:
            others = tuple(sorted((*found.others, *named), key=lambda edit: edit.span.start))
            added = [f"added to an import of the file: `{edit.text[2:]}`" for edit in named]
            return _with(replace(found, others=others, notes=(*found.notes, *added)), joined)
    return patch if joined is None else _with(replace(patch, code=_rest(joined)), joined)


def _without_imported(patch: Patch, tree: Tree, span: Span) -> Patch:
    """The patch without declarations of what the file imports, which are for the file that it is imported from."""
    imported = {
        local_name(name)
        for node in _staying(tree, span)
        for name in captures(tree.language, IMPORTED, node).get("name", ())
    }
    given = parse(patch.code, tree.language) if imported else tree
    statements = given.parsed.root_node.named_children if given.parsed is not None and imported else []
    gone = [
        one
        for one in statements
        if not one.has_error and (made := names_made(one)) and imported.issuperset(made)
    ]
    if not gone or not any(one not in gone and one.type != "import_statement" for one in statements):
        return patch
    spans = [
        Span(given.offsets.to_points(one.start_byte), given.offsets.to_points(one.end_byte)) for one in gone
    ]
    code = apply_replacements(patch.code, [Replacement(span, "") for span in spans]).strip("\n")
    names = quoted([text_of(one).split("\n")[0].strip(" {") for one in gone], _MOST_TOLD)
    note = f"left out {names}: the file imports it"
    return replace(patch, code=code, notes=(*patch.notes, note))


def _rest(joined: Joined) -> str:
    return "\n".join(filter(None, (joined.rest, joined.here)))


def _with(patch: Patch, joined: Joined | None) -> Patch:
    if joined is None:
        return patch
    others = sorted((*patch.others, *joined.edits), key=lambda edit: edit.span.start)
    return replace(patch, others=tuple(others), notes=(*patch.notes, *joined.notes))


def _with_own_imports(code: str, tree: Tree, span: Span) -> tuple[str, list[Replacement]]:
    """The code with each import that names more than the file's own written as that one, and the edits that bring in
    the other names there."""
    own = {found.module: found for node in _staying(tree, span) if (found := _read(node)) is not None}
    given = parse(code, tree.language)
    edits: list[Replacement] = []
    named: list[Replacement] = []
    for node in _statements(given):
        found = _read(node)
        mine = own.get(found.module) if found is not None else None
        if found is None or mine is None or not mine.names or not mine.names < found.names:
            continue
        start, end = (given.offsets.to_points(at) for at in (node.start_byte, node.end_byte))
        edits.append(Replacement(Span(start, end), mine.text))
        at = tree.offsets.to_points(mine.last.end_byte)
        more = [name for name in found.ordered if name not in mine.names]
        named.append(Replacement(Span(at, at), "".join(f", {name}" for name in more)))
    return apply_replacements(code, edits), named


class _Import(NamedTuple):
    """The names in braces that a statement imports, the last of them, the module, and the statement's text."""

    ordered: tuple[str, ...]
    last: "Node"
    module: str
    text: str

    @property
    def names(self) -> frozenset[str]:
        return frozenset(self.ordered)


def _statements(tree: Tree) -> "Iterator[Node]":
    for node in tree.parsed.root_node.named_children if tree.parsed is not None else ():
        if node.type == "import_statement" and not node.has_error:
            yield node


def _staying(tree: Tree, span: Span) -> "Iterator[Node]":
    """The imports that no selected line takes away."""
    for node in _statements(tree):
        start, end = (tree.offsets.to_points(at) for at in (node.start_byte, node.end_byte))
        if span.empty or end <= span.start or span.end <= start:
            yield node


def _read(node: "Node") -> _Import | None:
    """What a statement imports in braces; None where it has another form."""
    clause = next((child for child in node.named_children if child.type == "import_clause"), None)
    source = node.child_by_field_name("source")
    if clause is None or source is None or any(child.type == "type" for child in node.children):
        return None
    named = [child for child in clause.named_children if child.type == "named_imports"]
    parts = [child for child in named[0].named_children if child.type == "import_specifier"] if named else []
    if not parts:
        return None
    return _Import(tuple(map(text_of, parts)), parts[-1], text_of(source).strip("\"'"), text_of(node))
