"""Imports of a module beside those that its file has: names join an import of the same module, and other statements are
written as the file writes its own."""

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from viscodex_lsp.core.checks.imports.go_imports import join_go
from viscodex_lsp.core.checks.imports.names import Name, names_of, statements_of
from viscodex_lsp.core.checks.imports.python_joining import join_python
from viscodex_lsp.core.language.grammars import text_of
from viscodex_lsp.core.language.languages import SCRIPTS
from viscodex_lsp.core.nouns import Replacement, Span, Style
from viscodex_lsp.core.syntax.syntax import Tree

if TYPE_CHECKING:
    from tree_sitter import Node

_FROM = re.compile(r"""from\s*(["'])([^"'\n]+)["']\s*+;?\s*+$""")
_EXTENSION = re.compile(r"\.(?:[cm]?[jt]s|[jt]sx)$")
_LAST_COMMA = re.compile(r",[ \t]*\r?\n[ \t]*[}\])]")
# What formatters take where nothing else is said, and what most of those who set a limit allow at most.
_SHORTEST, _LONGEST = 80, 120
_REACT = ("React", "* as React")
_USES_REACT = re.compile(r"\bReact\b")
_ELEMENT = re.compile(r"<[A-Za-z][\w.]*(?:\s[^<>]*)?/?>")


class Joined(NamedTuple):
    """Edits of imports that the file has, the statements that are still to be written, and what the person is told."""

    edits: tuple[Replacement, ...]
    statements: tuple[str, ...]
    notes: tuple[str, ...] = ()


def join(statements: Sequence[str], code: str, tree: Tree, style: Style) -> Joined:
    """The statements, none of which the file has already, parted into edits of its imports and others.

    Args:
        code: what the statements are imported for.
    """
    if tree.language.id == "python" and tree.parsed is not None:
        return Joined(*join_python(statements, tree))
    if tree.language.id == "go":
        return Joined(*join_go(statements, tree))
    if tree.language.id not in SCRIPTS or tree.parsed is None:
        return Joined((), tuple(statements))
    there = [node for node in tree.parsed.root_node.named_children if node.type == "import_statement"]
    bound = {name: _module(text_of(node)) for node in there for name in locals_of(text_of(node), tree)}
    joining: dict[int, list[str]] = {}
    rest: list[str] = []
    notes: list[str] = []
    defaults: list[Replacement] = []
    for statement in statements:
        waiting: list[Name] = []
        names = names_of(statement, tree.language)
        for name in names:
            taker = _taker(name, _module(statement), there)
            if _is_same(name, statement, bound):
                notes.append(_left_out(name, statement))
            elif _only_for_jsx(name, statement, code, tree.text):
                notes.append("left out the import of `React`: the file does without")
            elif taker is not None:
                joining.setdefault(taker, []).append(name.name)
            elif (beside := _taker_of_default(name, _module(statement), there)) is not None:
                defaults.append(_led(there[beside], name.name, tree))
            else:
                waiting.append(name)
        rest += [statement] if len(waiting) == len(names) else statements_of(waiting)
    edits = tuple(_joined(there[row], tuple(names), tree, style) for row, names in sorted(joining.items()))
    return Joined(
        (*defaults, *edits), tuple(_in_style(each, there, tree, style.quote) for each in rest), tuple(notes)
    )


def locals_of(statement: str, tree: Tree) -> Iterator[str]:
    """The names that an import statement binds."""
    for name in names_of(statement, tree.language):
        if name.head:
            yield _local(name)


def _local(name: Name) -> str:
    return name.name.rpartition(" as ")[2].removeprefix("type ").strip()


def _module(statement: str) -> str:
    found = _FROM.search(statement)
    return found[2] if found is not None else ""


def _is_module(one: str, other: str) -> bool:
    """Whether both are one module: a file of the project goes with its extension or without."""
    return one == other or (one.startswith(".") and _EXTENSION.sub("", one) == _EXTENSION.sub("", other))


def _is_same(name: Name, statement: str, bound: dict[str, str]) -> bool:
    """Whether the file has such a name of a module that ends alike (`./ui/card` and `@/components/ui/card`), or of a
    part of the package, or the package itself: `Box` of `@mui/material` and of `@mui/material/Box`."""
    local = _local(name)
    other, own = bound.get(local, "") if name.head else "", _module(statement)
    if f"{own}/{local}" == other or own == f"{other}/{local}":
        return True
    if not other or other == own or not ("/" in other and "/" in own):
        return False
    return other.rpartition("/")[2] == own.rpartition("/")[2]


def _left_out(name: Name, statement: str) -> str:
    return (
        f"left out the import of `{_local(name)}` from `{_module(statement)}`: the file imports one already"
    )


def _only_for_jsx(name: Name, statement: str, code: str, text: str) -> bool:
    """Whether this is React for its elements, which builds bring in by themselves where a file does without."""
    is_react = name.name in _REACT and _module(statement) == "react"
    return (
        is_react
        and not _USES_REACT.search(code)
        and _ELEMENT.search(text) is not None
        and not _USES_REACT.search(text)
    )


def _taker(name: Name, module: str, there: Sequence["Node"]) -> int | None:
    """Which import of the same module takes the name beside its own."""
    typed = name.head.startswith("import type")
    for row, node in enumerate(there):
        text = text_of(node)
        same = _is_module(_module(text), module) and text.startswith("import type") == typed
        if name.joins and same and _last(node) is not None:
            return row
    return None


def _taker_of_default(name: Name, module: str, there: Sequence["Node"]) -> int | None:
    """Which import of the same module has names in braces alone, so that a default one goes before them."""
    if name.head != "import " or not name.name.isidentifier():
        return None
    for row, node in enumerate(there):
        clause = next((child for child in node.named_children if child.type == "import_clause"), None)
        alone = clause is not None and [child.type for child in clause.named_children] == ["named_imports"]
        if (
            alone
            and _is_module(_module(text_of(node)), module)
            and not text_of(node).startswith("import type")
        ):
            return row
    return None


def _led(node: "Node", name: str, tree: Tree) -> Replacement:
    clause = next(child for child in node.named_children if child.type == "import_clause")
    at = tree.offsets.to_points(clause.start_byte)
    return Replacement(Span(at, at), f"{name}, ")


def _last(node: "Node") -> "Node | None":
    """The node of an import that further names go behind: the last one in braces, or what stands alone there."""
    clause = next((child for child in node.named_children if child.type == "import_clause"), None)
    last = clause.named_children[-1] if clause is not None else None
    if last is None or last.type == "identifier":
        return last
    items = [child for child in last.named_children if child.type == "import_specifier"]
    return items[-1] if items else None


def _joined(node: "Node", names: tuple[str, ...], tree: Tree, style: Style) -> Replacement:
    last = _last(node)
    assert last is not None
    at = tree.offsets.to_points(last.end_byte)
    first = tree.offsets.to_points(last.start_byte)
    margin = tree.text[tree.text.rfind("\n", 0, first) + 1 : first]
    if last.type == "identifier":
        written = f", {{ {', '.join(names)} }}"
    else:
        between = f",{style.newline}{margin}" if not margin.strip() else ", "
        written = "".join(between + name for name in names)
    broken = (
        _broken(node, last, names, tree, style) if len(written) + _width(node) > _limit(tree.text) else None
    )
    if broken is not None:
        return broken
    return Replacement(Span(at, at), written)


def _width(node: "Node") -> int:
    """The length of an import on one line; none of one on several, which is broken already."""
    return len(text_of(node)) if node.start_point.row == node.end_point.row else -_LONGEST


def _limit(text: str) -> int:
    """How long the lines of a file may be, by its longest one."""
    return min(max(_SHORTEST, *map(len, text.splitlines())), _LONGEST)


def _broken(
    node: "Node", last: "Node", names: tuple[str, ...], tree: Tree, style: Style
) -> Replacement | None:
    """The edit that writes the names of an import in braces on lines of their own; None for one without braces."""
    braces = last.parent
    if braces is None or braces.type != "named_imports":
        return None
    own = [text_of(child) for child in braces.named_children if child.type == "import_specifier"]
    comma = "," if _LAST_COMMA.search(tree.text) or text_of(node).endswith(";") else ""
    rows = f",{style.newline}".join(f"{style.indent}{name}" for name in (*own, *names))
    start, end = (tree.offsets.to_points(at) for at in (braces.start_byte, braces.end_byte))
    return Replacement(Span(start, end), f"{{{style.newline}{rows}{comma}{style.newline}}}")


def _in_style(statement: str, there: Sequence["Node"], tree: Tree, quote: str) -> str:
    """The statement with the quotes and the sign at its end that the file's imports have, or its other lines."""
    own = [found for node in there if (found := _FROM.search(text_of(node))) is not None]
    mark = own[-1][1] if own else quote
    ended = any(text_of(node).rstrip().endswith(";") for node in there)
    if not own:
        ended = re.search(r";[ \t]*\r?$", tree.text, re.MULTILINE) is not None
    found = re.fullmatch(r"""(?P<head>import\b[^"';]*?)(["'])(?P<module>[^"'\n]+)\2\s*;?""", statement)
    if found is None or "\n" in statement:
        return statement
    return f"{found['head']}{mark}{found['module']}{mark}{';' if ended else ''}"
