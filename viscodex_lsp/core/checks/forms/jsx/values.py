"""Markup in JSX as one value: in a fragment where it has several roots, behind `return` where a statement is wanted.

A function that shows something ends with `return`. An element among statements does nothing, so that markup alone is
given back where the function has no other `return`, or where it takes the place of one.
"""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from viscodex_lsp.core.checks.forms.formed import Formed
from viscodex_lsp.core.checks.forms.jsx.parts import Parts, bare_expression, part, several_roots
from viscodex_lsp.core.checks.indentation import read_fragment, without_margin
from viscodex_lsp.core.checks.placement import Place
from viscodex_lsp.core.language.grammars import text_of
from viscodex_lsp.core.nouns import Reason, Refusal, Span
from viscodex_lsp.core.syntax.syntax import Tree

if TYPE_CHECKING:
    from tree_sitter import Node

_COMPONENT = re.compile(
    r"(?:export\s+)?(?:default\s+)?(?:function\s+(?P<function>[A-Z]\w*)\s*\((?P<parameters>[^)]*)\)[^{]*\{"
    r"|const\s+(?P<constant>[A-Z]\w*)[^=]*=\s*\((?P<given>[^)]*)\)[^=]*=>\s*(?P<opens>[({]))(?P<body>.*)[})]\s*\)?;?\s*$",
    re.DOTALL,
)
_COMMENTS_ALONE = re.compile(r"(?:\s++|//[^\n]*+|/\*(?:[^*]|\*(?!/))*+\*/)++")
_WAITS = re.compile(r"(?:\breturn|=>|[^=!<>]=|&&|\|\||\?\??|:)[ \t]*$")
_ENDS = re.compile(r"[ \t]*+(?:[;)}\]]*[;,]?|:.*)[ \t]*+")
_ATTRIBUTE = re.compile(r"[\w:.@#*()\[\]-]+(?:=(?:\"[^\"]*\"|'[^']*'|\{.*\}))?|\{\.\.\.[^{}]+\}")
_LONGEST_LINE = 100
_RETURN_TAKEN_OUT = "took the markup out of its return"
_DOES = re.compile(
    r"(?:describe|it|test|suite)(?:\.\w+)*|(?:before|after)(?:Each|All)?|(?:React\.)?use(?:Layout|Insertion)?Effect"
    r"|(?:[\w$]+\.)*(?:addEventListener|on|subscribe|forEach|setTimeout|then)|set(?:Timeout|Interval)"
)
_HANDLES = re.compile(
    r"handle(?![a-z])|on[A-Z]|(?:submit|save|toggle|delete|remove|update|fetch|load|reset|send)(?![a-z])"
)
_FUNCTIONS = frozenset(
    {
        "function_declaration",
        "function_expression",
        "arrow_function",
        "method_definition",
        "generator_function",
    }
)


_NOTHING_SHOWN = Refusal(
    Reason.SYNTAX,
    "The reply is markup alone, which shows nothing outside of a component, so nothing was changed. Choose a place in "
    "a component's markup, or ask for a whole component in the instruction.",
    "it is markup alone, but the mark is outside of any component. Write a whole component.",
)
_NOTHING_DONE = Refusal(
    Reason.SYNTAX,
    "The reply is markup alone, which does nothing among statements, so nothing was changed. Choose a place between "
    "tags, or select the `return` to replace.",
    "it is markup alone, but the mark is among statements. Write statements.",
)


def as_value(markup: str, place: Place) -> tuple[str, list[str]]:
    """The markup as one value, and what the person is told of it."""
    bare = bare_expression(markup, place.language)
    if bare is not None:
        return bare, ["took the expression out of its braces"]
    if not several_roots(markup, place.language) and not markup.lstrip().startswith("{/*"):
        return markup, []
    return f"<>\n{deeper(markup, place)}\n</>", ["put the elements into a fragment"]


def in_parentheses(value: str, place: Place) -> str:
    """Markup of several lines in parentheses, where it is the value of a statement on the cursor's line."""
    begins = _WAITS.search(place.prefix) is not None and _ENDS.fullmatch(place.suffix) is not None
    if not begins or "\n" not in value or not value.lstrip().startswith("<"):
        return value
    return f"(\n{deeper(value, place)}\n)"


def as_attributes(code: str, place: Place) -> str:
    """Attributes that go on in the line of their tag: on that line where they are short, else one step deeper."""
    lines = [line.strip() for line in code.strip().split("\n")]
    is_flat = all(_ATTRIBUTE.fullmatch(line) for line in lines)
    if not place.prefix.strip() or len(lines) < 2 or not is_flat:
        return code
    joined = " ".join(lines)
    if len(place.prefix) + len(joined) + len(place.suffix) <= _LONGEST_LINE:
        return joined
    return f"\n{place.style.indent}".join(lines)


def returned(code: str, place: Place, tree: Tree, changes: tuple[str, ...]) -> Formed | Refusal | None:
    """Markup alone as the value that the function around the place gives back; a refusal where it gives back another
    one already; None for code that is more than markup, or that is in no function."""
    if _COMMENTS_ALONE.fullmatch(code):
        return None
    function = _function_around(tree, place.span)
    parts = part(code, place.language)
    around = tree.text[: place.span.start] + tree.text[place.span.end :]
    if parts is None or (function is None and not around.strip()):
        return None
    if function is None:
        if not parts.markup or parts.statements or _RETURN_TAKEN_OUT in parts.changed:
            return None
        return _NOTHING_SHOWN if _at_top(tree, place.span) else _NOTHING_DONE
    inner = out_of_component(parts, place) if not parts.markup else None
    beside = bool(parts.markup and parts.statements) and _RETURN_TAKEN_OUT not in parts.changed
    if beside and any(True for _ in _returns(function, tree, place.span)):
        return _NOTHING_DONE
    if inner is None and (not parts.markup or parts.statements or _RETURN_TAKEN_OUT in parts.changed):
        return None
    parts = inner or parts
    if _gives_nothing_back(function):
        return _NOTHING_DONE
    if any(True for _ in _returns(function, tree, place.span)):
        return Refusal(
            Reason.SYNTAX,
            "The reply is markup alone, which does nothing among statements, and the function returns something else "
            "already, so nothing was changed. Choose a place between tags, or select the `return` to replace.",
            "it is markup alone, but the mark is among statements. Write statements.",
        )
    value, notes = as_value("\n".join(parts.markup), place)
    left = [f"left out `{' '.join(line.split())}`" for line in parts.left]
    told = (*changes, *parts.changed, *notes, *left, "put the markup behind `return`")
    code = "\n".join((*parts.statements, f"return (\n{deeper(value, place)}\n);"))
    return Formed(code, parts.imports, notes=tuple(dict.fromkeys(told)))


def deeper(text: str, place: Place, *, steps: int = 1) -> str:
    """The lines as many steps of the file further in, but for those that begin inside a literal."""
    return "\n".join(read_fragment(text, place.language, place.style).at(steps * place.style.indent))


def out_of_component(parts: Parts, place: Place, *, holder: tuple[str, str] = ("", "")) -> Parts | None:
    """The parts inside a component that is all the reply has, and takes nothing or is the one that holds the place
    already, by its name and parameters; None for any other."""
    if len(parts.statements) != 1:
        return None
    match = _COMPONENT.match(parts.statements[0].strip())
    if match is None:
        return None
    given = "".join((match["parameters"] or match["given"] or "").split())
    if given and (match["function"] or match["constant"], f"({given})") != holder:
        return None
    body = match["body"]
    if match["constant"] is not None and match["opens"] == "(":
        body = f"return (\n{without_margin(body.strip(chr(10)).rstrip())}\n);"
    inner = part(read_fragment(body.strip("\n"), place.language, place.style).text, place.language)
    if inner is None or not inner.markup:
        return None
    name = match["function"] or match["constant"]
    note = f"took the markup out of the component {name}"
    return inner._replace(
        imports=parts.imports, left=(*parts.left, *inner.left), changed=(note, *inner.changed)
    )


def _function_around(tree: Tree, span: Span) -> "Node | None":
    """The function in whose outermost block the place is; None elsewhere."""
    if tree.parsed is None:
        return None
    start, end = tree.offsets.to_bytes(span.start), tree.offsets.to_bytes(span.end)
    node: Node | None = tree.parsed.root_node.descendant_for_byte_range(start, end)
    while node is not None and not (
        node.type == "statement_block" and node.start_byte < start and end < node.end_byte
    ):
        node = node.parent
    holder = node.parent if node is not None else None
    return holder if holder is not None and holder.type in _FUNCTIONS else None


def _gives_nothing_back(function: "Node") -> bool:
    """Whether a function is run for what it does: a test, an effect, what listens to an event, or what a component
    calls and has no name of one that shows anything."""
    holder = function.parent
    name = text_of(function.child_by_field_name("name")) if function.type == "function_declaration" else ""
    if name and holder is not None and holder.type == "statement_block" and _HANDLES.match(name):
        return True
    call = holder.parent if holder is not None and holder.type == "arguments" else None
    called = call.child_by_field_name("function") if call is not None else None
    return called is not None and _DOES.fullmatch(text_of(called)) is not None


def _at_top(tree: Tree, span: Span) -> bool:
    """Whether a place is in no block of the file."""
    if tree.parsed is None:
        return False
    start, end = tree.offsets.to_bytes(span.start), tree.offsets.to_bytes(span.end)
    node: Node | None = tree.parsed.root_node.descendant_for_byte_range(start, end)
    while node is not None and node.parent is not None and not node.start_byte < start <= end < node.end_byte:
        node = node.parent
    return node is None or node.parent is None


def _returns(function: "Node", tree: Tree, span: Span) -> Iterator["Node"]:
    """The statements of a function's own block that give something back, but for what is selected."""
    body = function.child_by_field_name("body")
    for child in body.named_children if body is not None else ():
        start, end = tree.offsets.to_points(child.start_byte), tree.offsets.to_points(child.end_byte)
        replaced = not span.empty and span.start <= start and end <= span.end
        if child.type == "return_statement" and not replaced:
            yield child
