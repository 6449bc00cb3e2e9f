"""Says which function and which statement of a script hold a place, and where hooks of React may stand above it."""

import re
from typing import TYPE_CHECKING

from viscodex_lsp.core.checks.forms.script.twins import names_made
from viscodex_lsp.core.context.script_place import with_probe
from viscodex_lsp.core.language.grammars import text_of
from viscodex_lsp.core.nouns import Reason, Refusal, Span
from viscodex_lsp.core.syntax.syntax import Tree

if TYPE_CHECKING:
    from tree_sitter import Node

_STATEMENTS = frozenset({"program", "statement_block"})
_NAME = re.compile(r"[A-Za-z_$][\w$]*")
_FUNCTIONS = frozenset({"function_declaration", "arrow_function", "function_expression"})
HOOK = re.compile(r"\buse[A-Z]\w*(?:<[^()\n]{0,300}>)?\(")
# Next.js, "Server Components" and "Metadata": neither is there in what runs in a browser.
_OF_SERVER = re.compile(r"^export\s+(?:const\s+metadata\b|default\s+async\b)", re.MULTILINE)


def runs_on_server(text: str) -> bool:
    """Whether the components of a file run on a server alone, which has no hooks."""
    return _OF_SERVER.search(text) is not None


def statement_around(tree: Tree, span: Span, *, hooks: str = "") -> tuple[Span, bool] | None:
    """The statement that holds the place, before which further ones may stand, and whether it is at the top of the
    file; None where there is none (an arrow function without a block in it).

    Statements with `hooks` are run each time that a function component is (React, "Rules of Hooks"): they stand above
    what may return before, and nowhere in a class.
    """
    probed, node = with_probe(tree, span)
    while node is not None and node.parent is not None:
        if node.type == "arrow_function" and not _has_block(node):
            return None
        if node.parent.type in _STATEMENTS:
            found = _above_returns(node, hooks) if hooks else node
            if found is None:
                return None
            place = Span(probed.offsets.to_points(found.start_byte), probed.offsets.to_points(found.end_byte))
            return place, node.parent.type == "program"
        node = node.parent
    return None


def _above_returns(statement: "Node", hooks: str) -> "Node | None":
    """The first statement of a function's own block that may return, at the latest `statement`; None where the hooks
    use a name that is made further down, and outside of such blocks."""
    block = statement.parent
    holder = block.parent if block is not None else None
    if block is None or holder is None or holder.type not in _FUNCTIONS:
        return statement if block is not None and block.type == "program" else None
    above = [one for one in block.named_children if one.end_byte <= statement.start_byte]
    first = next((row for row, one in enumerate(above) if _may_return(one)), len(above))
    words = set(_NAME.findall(hooks))
    made = {name for one in above[first:] for name in _NAME.findall(_declared(one))}
    return None if words & made else [*above, statement][first]


def _declared(statement: "Node") -> str:
    """The names that a statement makes, as they are written."""
    parts = [child.child_by_field_name("name") for child in (statement, *statement.named_children)]
    return " ".join(map(text_of, parts))


def _may_return(node: "Node") -> bool:
    if node.type in _FUNCTIONS or node.type == "class_declaration":
        return False
    return node.type == "return_statement" or any(_may_return(child) for child in node.named_children)


def function_head(tree: Tree, span: Span) -> tuple[str, str]:
    """The name and the parameters of the function that holds the place, without the blanks; both "" for none."""
    _, node = with_probe(tree, span)
    while node is not None and node.type not in _FUNCTIONS:
        node = node.parent
    if node is None:
        return "", ""
    named = node if node.type == "function_declaration" else node.parent
    name = named.child_by_field_name("name") if named is not None else None
    given = node.child_by_field_name("parameters") or node.child_by_field_name("parameter")
    return _text(name), _text(given)


def stand_alone(statements: tuple[str, ...], tree: Tree, span: Span) -> bool:
    """Whether statements are constants that use nothing of what the functions around the place are given."""
    words = _NAME.findall("\n".join(statements))
    return all(one.strip().startswith("const ") for one in statements) and _given(tree, span).isdisjoint(
        words
    )


def no_place(statements: tuple[str, ...]) -> Refusal:
    """Why statements are refused that cannot stand where they mean what they say."""
    first = statements[0].split("\n")[0].strip()[:60]
    return Refusal(
        Reason.SYNTAX,
        f"The reply has statements (`{first}`) that cannot stand between tags, and there is no other place where "
        "they would mean the same. Nothing was changed; choose another place, or ask for markup alone.",
        f"it has statements (`{first}`), but only markup can stand at the mark. Write markup alone.",
    )


def _given(tree: Tree, span: Span) -> set[str]:
    """The names that the functions around a place are given or declare."""
    _, node = with_probe(tree, span)
    found: set[str] = set()
    while node is not None:
        given = node.child_by_field_name("parameters") or node.child_by_field_name("parameter")
        if node.type in _FUNCTIONS and given is not None:
            found.update(_NAME.findall(text_of(given)))
        if node.type == "statement_block":
            found.update(
                word for one in node.named_children for word in _NAME.findall(" ".join(names_made(one)))
            )
        node = node.parent
    return found


def _text(node: "Node | None") -> str:
    return "".join(text_of(node).split())


def _has_block(function: "Node") -> bool:
    body = function.child_by_field_name("body")
    return body is not None and body.type == "statement_block"
