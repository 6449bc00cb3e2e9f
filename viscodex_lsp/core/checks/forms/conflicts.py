"""What a grammar takes and a file does not: a name defined twice, code behind a `return`, a function of C within one, a
table of TOML twice."""

import re
import tomllib
from collections.abc import Iterator
from typing import TYPE_CHECKING

from viscodex_lsp.core.checks.forms.keys_twice import key_twice
from viscodex_lsp.core.checks.forms.nested import misplaced
from viscodex_lsp.core.checks.forms.plain.own_root import LANGUAGES as XML
from viscodex_lsp.core.checks.forms.plain.own_root import unsound_xml
from viscodex_lsp.core.checks.forms.python.blocks import other_block
from viscodex_lsp.core.checks.forms.second_names import inserted, is_new, second_definition, second_import
from viscodex_lsp.core.checks.forms.selectors import unread_by_css
from viscodex_lsp.core.language.data.traits import nodes
from viscodex_lsp.core.language.grammars import captures, text_of
from viscodex_lsp.core.language.languages import SCRIPTS
from viscodex_lsp.core.nouns import Reason, Refusal, Replacement
from viscodex_lsp.core.syntax.syntax import Tree, reparse
from viscodex_lsp.core.text.difference import apply_replacements

if TYPE_CHECKING:
    from tree_sitter import Node

_LEAVES = nodes("return_statement throw_statement")
# What counts wherever it stands in its block.
_IGNORED = nodes(
    "comment line_comment block_comment function_declaration generator_function_declaration local_function_statement "
    "interface_declaration type_alias_declaration empty_statement"
)
_WITHIN = {
    "php": "(method_declaration body: (compound_statement (class_declaration) @one))",
    "java": "(block (class_declaration) @one) (constructor_body (class_declaration) @one)",
    "rust": "(impl_item body: (declaration_list "
    "[(mod_item) (struct_item) (enum_item) (trait_item) (impl_item)] @one))",
}
# A class in a method of Java has none of these (Java Language Specification, 14.3).
_OF_MEMBERS = ("public", "protected", "private", "static")
_DECLARES_CLASS = re.compile(
    r"^[ \t]*(?:(?:abstract|final|readonly|public|private|static|pub)\s+){0,8}(?:class|mod|struct|enum|trait|impl)\b",
    re.MULTILINE,
)
_WITHOUT_INNER = frozenset({"c", "cpp"})
_QUOTED = 60
_LEAVING = ("return", "continue", "break")
_LEAVE = "[(return_statement) (continue_statement) (break_statement)] @one"
_LOOPS = nodes("for_statement for_in_statement while_statement do_statement switch_statement")
_FUNCTIONS = nodes(
    "function_declaration function_expression arrow_function method_definition generator_function "
    "generator_function_declaration class_static_block"
)
_BLOCKS = nodes("block statement_block compound_statement function_body constructor_body")


def conflict_of(
    before: Tree, replacements: tuple[Replacement, ...], main: Replacement | None
) -> Refusal | None:
    """Why edits are refused that make such a text; None where they do not."""
    return (
        second_definition(before, replacements)
        or second_import(before, replacements)
        or _leaves_nothing(before, replacements)
        or _never_run(before, replacements, main)
        or _function_within(before, replacements)
        or misplaced(before, replacements)
        or _class_within(before, replacements)
        or unread_by_css(before, replacements)
        or _toml(before, replacements)
        or _caught_twice(before, replacements)
        or other_block(before, replacements, main)
        or key_twice(before, replacements)
        or (unsound_xml(before.text, replacements) if before.language.id in XML else None)
    )


def _leaves_nothing(before: Tree, replacements: tuple[Replacement, ...]) -> Refusal | None:
    """A `return` that no function is around, a `continue` or `break` that no loop is around."""
    if before.language.id not in SCRIPTS or before.parsed is None:
        return None
    if not any(word in part.text for word in _LEAVING for part in replacements):
        return None
    after = reparse(before, replacements)
    places = inserted(replacements)
    found = captures(after.language, _LEAVE, after.parsed.root_node).get("one", ()) if after.parsed else ()
    for node in found:
        if is_new(node, after, places) and not _is_held(node):
            word = node.type.removesuffix("_statement")
            holder = "function" if word == "return" else "loop"
            return Refusal(
                Reason.SYNTAX,
                f"The reply has a `{word}`, but the place is in no {holder}, so nothing was changed. Choose a place in "
                f"one, or ask for a whole {holder} in the instruction.",
                f"it has a `{word}`, but the mark is in no {holder}. Write a whole one, or code without `{word}`.",
            )
    return None


def _is_held(node: "Node") -> bool:
    """Whether what a statement leaves is around it; what a label names is not looked for."""
    wanted = _FUNCTIONS if node.type == "return_statement" else _LOOPS
    at = node.parent
    while at is not None and at.type not in wanted:
        if at.type in _FUNCTIONS:
            return False
        at = at.parent
    return at is not None or (node.named_child_count > 0 and node.type != "return_statement")


def _never_run(
    before: Tree, replacements: tuple[Replacement, ...], main: Replacement | None
) -> Refusal | None:
    """Code that ends with `return` above other statements of its block, which would never run any more."""
    if main is None or before.parsed is None or not any(word in main.text for word in ("return", "throw")):
        return None
    after = reparse(before, replacements)
    if after.parsed is None:
        return None
    above = [part for part in replacements if part.span.start < main.span.start]
    moved = sum(len(part.text) - (part.span.end - part.span.start) for part in above)
    start = main.span.start + moved
    end = start + len(main.text.rstrip())
    node = after.parsed.root_node.descendant_for_byte_range(
        after.offsets.to_bytes(end - 1), after.offsets.to_bytes(end)
    )
    while node is not None and node.type not in _LEAVES:
        node = node.parent
    if node is None or node.parent is None or node.parent.type not in _BLOCKS:
        return None
    begins, ends = after.offsets.to_points(node.start_byte), after.offsets.to_points(node.end_byte)
    behind = _next_statement(node)
    if not start <= begins or ends < end or behind is None or behind.type == "labeled_statement":
        return None
    word = node.type.removesuffix("_statement")
    first = _first_line(behind)
    return Refusal(
        Reason.SYNTAX,
        f"The reply ends with `{word}`, so that what is below it (`{first}`) would never run, and nothing was changed. "
        "Select the lines to replace, or choose another place.",
        f"it ends with `{word}`, but the mark is above other statements (`{first}`), which would never run. Write only "
        "what comes before them.",
    )


def _first_line(node: "Node") -> str:
    return text_of(node).split("\n")[0][:_QUOTED]


def _next_statement(node: "Node") -> "Node | None":
    behind = node.next_named_sibling
    while behind is not None and behind.type in _IGNORED:
        behind = behind.next_named_sibling
    return behind


def _function_within(before: Tree, replacements: tuple[Replacement, ...]) -> Refusal | None:
    """A function of C or C++ defined in the body of another: the standards have none, be it that a compiler has."""
    if before.language.id not in _WITHOUT_INNER or before.parsed is None:
        return None
    after = reparse(before, replacements)
    if after.parsed is None:
        return None
    places = inserted(replacements)
    for node in _inner_functions(after.parsed.root_node, before):
        start, end = after.offsets.to_points(node.start_byte), after.offsets.to_points(node.end_byte)
        if any(part.start <= start and end <= part.end for part in places):
            first = _first_line(node).strip(" {")
            return Refusal(
                Reason.SYNTAX,
                f"The reply defines a function (`{first}`) inside of another one, which {after.language.name} does "
                "not have, and nothing was changed. Choose a place between the functions.",
                f"it defines a function (`{first}`), but the mark is inside of another one. Write only statements.",
            )
    return None


def _class_within(before: Tree, replacements: tuple[Replacement, ...]) -> Refusal | None:
    """A class of PHP or Java declared in a method of another one, or an item of Rust in the `impl` of one (PHP manual,
    "class"; The Rust Reference, "Implementations")."""
    pattern = _WITHIN.get(before.language.id)
    if pattern is None or not any(_DECLARES_CLASS.search(part.text) for part in replacements):
        return None
    after = reparse(before, replacements)
    places = inserted(replacements)
    root = after.parsed.root_node if after.parsed is not None else None
    for node in captures(before.language, pattern, root).get("one", ()) if root is not None else ():
        first = _first_line(node).strip(" {")
        if is_new(node, after, places) and (before.language.id != "java" or first.startswith(_OF_MEMBERS)):
            kind, name = "type" if before.language.id == "rust" else "class", before.language.name
            return Refusal(
                Reason.SYNTAX,
                f"The reply declares a {kind} (`{first}`) inside of another one, where {name} has none, and "
                "nothing was changed. Choose a place outside of it, or ask for the content alone in the instruction.",
                f"it declares a {kind} (`{first}`), but the mark is inside of one. Write only what goes there.",
            )
    return None


def _inner_functions(root: "Node", tree: Tree) -> Iterator["Node"]:
    """Functions with a type right in the body of one that is sound. Nodes are not asked for their parents, which takes
    time that grows with the text."""
    for holder in captures(tree.language, "(function_definition) @one", root).get("one", ()):
        body = holder.child_by_field_name("body") if not holder.has_error else None
        for node in body.named_children if body is not None else ():
            if node.type == "function_definition" and node.child_by_field_name("type") is not None:
                yield node


def _toml(before: Tree, replacements: tuple[Replacement, ...]) -> Refusal | None:
    """TOML that its parser of the standard library reads no more."""
    if before.language.id != "toml" or _fault_of_toml(before.text):
        return None
    fault = _fault_of_toml(apply_replacements(before.text, replacements))
    if not fault:
        return None
    return Refusal(
        Reason.SYNTAX,
        f"The reply is not sound TOML at this place ({fault}). Nothing was changed; try again, or say in the "
        "instruction what you want.",
        f"the file would be no TOML any more: {fault}.",
    )


def _caught_twice(before: Tree, replacements: tuple[Replacement, ...]) -> Refusal | None:
    """An `except` of Python, brought by the reply, for what another one of the same `try` is there for."""
    if before.language.id != "python" or not any("except" in part.text for part in replacements):
        return None
    after = reparse(before, replacements)
    if after.parsed is None:
        return None
    places = inserted(replacements)
    for holder in captures(after.language, "(try_statement) @one", after.parsed.root_node).get("one", ()):
        old, new = set[str](), set[str]()
        for clause in holder.named_children:
            if clause.type == "except_clause":
                (new if is_new(clause, after, places) else old).update(_caught(clause))
        again = sorted(old & new)
        if again:
            return Refusal(
                Reason.SECOND_NAME,
                f"The reply catches `{again[0]}`, as the file does below, so nothing was changed. Select the whole "
                "`try` to replace it, or ask for its body alone in the instruction.",
                f"it catches `{again[0]}`, which the file does itself. Write only what takes the mark's place.",
            )
    return None


def _caught(clause: "Node") -> set[str]:
    """The names of the exceptions that a clause is for; "everything" where it names none."""
    head = text_of(clause).split(":")[0].removeprefix("except")
    names = re.findall(r"[\w.]+", head.split(" as ")[0])
    return set(names) or {"everything"}


def _fault_of_toml(text: str) -> str:
    try:
        tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        return str(error)
    return ""
