"""Writes the strings and statements of a script as those of another: its quotes, and its semicolons or none.

Only what means the same is rewritten: a string without quotes and escapes, and a semicolon at the end of a line behind
which no line follows that would go on with it (ECMA-262, "Automatic Semicolon Insertion").
"""

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from viscodex_lsp.core.language.grammars import captures, text_of
from viscodex_lsp.core.language.languages import language_of
from viscodex_lsp.core.nouns import Replacement, Span
from viscodex_lsp.core.syntax.syntax import Tree, parse
from viscodex_lsp.core.text.difference import apply_replacements

if TYPE_CHECKING:
    from tree_sitter import Node

NOTE = "wrote quotes and semicolons as the file does"
_MOST_CHARACTERS = 60_000
# So many tell how a file is written; of five, one that does otherwise is an oversight.
_FEWEST_STRINGS, _FEWEST_ENDS, _CLEAR = 2, 3, 4
_STATEMENTS = """[(expression_statement) (lexical_declaration) (variable_declaration) (import_statement)
(return_statement) (throw_statement) (type_alias_declaration) (property_signature) (method_signature)] @statement"""
_STRINGS = "(string) @string"
# An object's members or a class's are none by themselves.
_FRAMES = (("", ""), ("({\n", "\n})"), ("class _ {\n", "\n}"))
_DEEDS = frozenset(
    {"assignment_expression", "augmented_assignment_expression", "await_expression", "call_expression"}
) | {"update_expression"}
_GOES_ON = frozenset("([`/+-*")


def as_written_in(own: str, code: str, *, jsx: bool = False) -> str:
    """`code` with the quotes and semicolons of `own`, both scripts; as it is where either is not sound, or `own` does
    not tell."""
    if len(own) > _MOST_CHARACTERS or len(code) > _MOST_CHARACTERS:
        return code
    language = language_of("typescriptreact" if jsx else "typescript")
    there = parse(own, language)
    if there.parsed is None:
        return code
    quote, ended = _clear(_quotes(there), _FEWEST_STRINGS), _clear(_ends(there), _FEWEST_ENDS)
    if quote is None and ended is None:
        return code
    for before, after in _FRAMES:
        tree = parse(before + code + after, language)
        if tree.parsed is not None and not tree.parsed.root_node.has_error:
            edits = [*(_requoted(tree, quote) if quote else ()), *(_reended(tree, ended) if ended else ())]
            text = apply_replacements(tree.text, edits)
            return text[len(before) : len(text) - len(after)]
    return code


def _clear(counts: Counter[str], fewest: int) -> str | None:
    """What nearly all have; None where that is not clear."""
    if counts.total() < fewest:
        return None
    (most, times), *others = counts.most_common()
    return most if times >= _CLEAR * sum(count for _, count in others) else None


def _nodes(tree: Tree, query: str, name: str) -> "list[Node]":
    return captures(tree.language, query, tree.parsed.root_node).get(name, []) if tree.parsed else []


def _strings(tree: Tree) -> "Iterator[Node]":
    """The strings of a script that are no values of attributes in JSX."""
    for node in _nodes(tree, _STRINGS, "string"):
        if node.parent is None or node.parent.type != "jsx_attribute":
            yield node


def _quotes(tree: Tree) -> Counter[str]:
    return Counter(text_of(node)[0] for node in _strings(tree))


def _requoted(tree: Tree, quote: str) -> Iterator[Replacement]:
    for node in _strings(tree):
        text = text_of(node)
        inner = text[1:-1]
        if text[0] != quote and not any(sign in inner for sign in "\"'\\"):
            start, end = tree.offsets.to_points(node.start_byte), tree.offsets.to_points(node.end_byte)
            yield Replacement(Span(start, start + 1), quote)
            yield Replacement(Span(end - 1, end), quote)


def _ended(tree: Tree) -> "Iterator[tuple[Node, int, bool]]":
    """The statements and signatures that end with their line: where each ends, and whether with a semicolon."""
    for node in _nodes(tree, _STATEMENTS, "statement"):
        parent, following = node.parent, node.next_sibling
        if parent is not None and parent.type == "for_statement":
            continue
        apart = following is not None and following.type == ";"
        last = following if apart and following is not None else node
        end = tree.offsets.to_points(last.end_byte)
        rest = tree.text[end:].partition("\n")[0].strip()
        if not rest or rest.startswith("//"):
            yield node, end, apart or text_of(node).endswith(";")


def _ends(tree: Tree) -> Counter[str]:
    return Counter(";" if has else "\n" for _, _, has in _ended(tree))


def _reended(tree: Tree, ended: str) -> Iterator[Replacement]:
    """The edits that set semicolons, or take those away behind which no line goes on."""
    for node, end, has in _ended(tree):
        if ended == ";" and not has and not _may_be_value(node):
            yield Replacement(Span(end, end), ";")
        elif ended == "\n" and has and not _goes_on(node):
            yield Replacement(Span(end - 1, end), "")


def _may_be_value(node: "Node") -> bool:
    """Whether what looks like a statement may be a value, an item of a list or an argument: it is all there is, or
    does nothing."""
    alone = node.parent is not None and node.parent.type == "program" and node.parent.named_child_count == 1
    inner = node.named_children[0].type if node.named_children else ""
    return node.type == "expression_statement" and (alone or inner not in _DEEDS)


def _goes_on(node: "Node") -> bool:
    """Whether what follows a statement would be read as its continuation without a semicolon between them."""
    following = node.next_named_sibling
    while following is not None and following.type == "comment":
        following = following.next_named_sibling
    return following is not None and text_of(following)[:1] in _GOES_ON
