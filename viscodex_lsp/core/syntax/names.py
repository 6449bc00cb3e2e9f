"""Names that a text uses and does not bring in: by pyflakes for Python, by the tree for languages beside it.

For Python, JavaScript and TypeScript every name counts; in other languages only names of their standard library, as
a tree does not see what the other files of a package hold.
"""

import keyword
import re
from bisect import bisect_left
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final

from viscodex_lsp.core.language.data.known_imports import is_known, module_of
from viscodex_lsp.core.language.grammars import captures, text_of
from viscodex_lsp.core.language.language import Language
from viscodex_lsp.core.syntax.script_names import MOST_CHARACTERS, unbound_in_script
from viscodex_lsp.core.syntax.syntax import Tree

if TYPE_CHECKING:
    import ast

    from tree_sitter import Node


def unbound_names(tree: Tree, among: frozenset[str]) -> frozenset[str] | None:
    """The names of `among` that the text uses and nothing in it brings in; None where it cannot be told."""
    if tree.parsed is None or len(tree.text) > MOST_CHARACTERS:
        return None
    if tree.language.id == "python":
        return _python(tree.text, among)
    finder = _FINDERS.get(tree.language.id)
    return among & finder(tree) if finder is not None else None


def brings_all(texts: Sequence[str], language: Language) -> bool:
    """Whether pieces of Python use no name that they do not bring in themselves, so that nothing around them has to be
    looked at; False where that cannot be told."""
    if language.id != "python":
        return False
    # What is indented may stand in a class, whose names its functions do not see.
    framed = [f"class _:\n{text}" if text.lstrip("\n")[:1].isspace() else text for text in texts]
    text = "\n".join(framed) + "\n"
    return _python(text, frozenset(re.findall(r"\w+", text))) == frozenset()


def _python(text: str, among: frozenset[str]) -> frozenset[str] | None:
    import ast
    import warnings

    from pyflakes import checker, messages

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            module = ast.parse(text)
            module.body = _only(module.body, _lines_with(among, text))
            found = checker.Checker(module).messages
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    if any(isinstance(message, messages.ImportStarUsage) for message in found):
        return None
    undefined = (message for message in found if isinstance(message, messages.UndefinedName))
    return among & {str(message.message_args[0]) for message in undefined}


def _lines_with(names: frozenset[str], text: str) -> list[int]:
    """The lines, from 1, that hold one of the names; a keyword or a number is none."""
    wanted = [
        re.escape(name) for name in sorted(names) if name.isidentifier() and not keyword.iskeyword(name)
    ]
    if not wanted:
        return []
    found = re.compile(rf"\b(?:{'|'.join(wanted)})\b")
    return [number for number, line in enumerate(text.split("\n"), 1) if found.search(line)]


def _only(body: "list[ast.stmt]", lines: list[int]) -> "list[ast.stmt]":
    """The statements that hold one of the lines, of functions and classes those of their bodies, and `import *`.

    No other can use a name that is asked about, or bring it in; and looking at all is what takes pyflakes its time.
    """
    import ast

    left: list[ast.stmt] = []
    for statement in body:
        first = min([statement.lineno, *(one.lineno for one in getattr(statement, "decorator_list", ()))])
        at = bisect_left(lines, first)
        if at < len(lines) and lines[at] <= (statement.end_lineno or first):
            if isinstance(statement, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
                statement.body = _only(statement.body, lines) or [ast.copy_location(ast.Pass(), statement)]
            left.append(statement)
        elif isinstance(statement, ast.ImportFrom) and statement.names[0].name == "*":
            left.append(statement)
    return left


_USES: Final[dict[str, str]] = {
    "java": "(type_identifier) @used (method_invocation object: (identifier) @used) (field_access object: (identifier) "
    "@used)",
    "go": "(selector_expression operand: (identifier) @used) (qualified_type package: (package_identifier) @used)",
    "rust": "(type_identifier) @used (scoped_identifier path: (identifier) @used)",
}
_MAKES: Final[dict[str, str]] = {
    "java": "(import_declaration) @made (class_declaration name: (_) @made) (interface_declaration name: (_) @made) "
    "(enum_declaration name: (_) @made) (record_declaration name: (_) @made) (type_parameter) @made",
    "go": "(import_spec) @path (short_var_declaration left: (_) @made) (parameter_declaration name: (_) @made) "
    "(var_spec name: (_) @made) (range_clause left: (_) @made) (const_spec name: (_) @made)",
    "rust": "(use_declaration) @made (struct_item name: (_) @made) (enum_item name: (_) @made) "
    "(trait_item name: (_) @made) (type_item name: (_) @made) (type_parameter) @made (mod_item name: (_) @made)",
}


def _library(tree: Tree) -> frozenset[str]:
    """Names of the standard library that the file neither imports nor makes; not where a whole package is imported
    that has them."""
    assert tree.parsed is not None
    root, language = tree.parsed.root_node, tree.language
    used = {text_of(node) for node in captures(language, _USES[language.id], root).get("used", ())}
    used = {name for name in used if is_known(name, language.id)}
    if not used:
        return frozenset()
    found = captures(language, _MAKES[language.id], root)
    made = {name for node in found.get("made", ()) for name in _identifiers(node)}
    imports = [text_of(node) for node in found.get("path", ())]
    made |= {part.strip('"').rpartition("/")[2] for text in imports for part in text.split()}
    whole = [text_of(node) for node in found.get("made", ()) if "*" in text_of(node)]
    return frozenset(
        name
        for name in used - made
        if not any(text.startswith((f"import {module_of(name, language.id)}.*", "use ")) for text in whole)
    )


def _identifiers(node: "Node") -> set[str]:
    """Every identifier in a node: more than it binds, so that a name is called unbound only if it surely is."""
    names, waiting = set(), [node]
    while waiting:
        one = waiting.pop()
        if one.type.endswith("identifier") or "identifier_pattern" in one.type:
            names.add(text_of(one))
        waiting += one.named_children
    return names


_FINDERS: Final[dict[str, Callable[[Tree], frozenset[str]]]] = {
    "javascript": unbound_in_script,
    "javascriptreact": unbound_in_script,
    "typescript": unbound_in_script,
    "typescriptreact": unbound_in_script,
    "java": _library,
    "go": _library,
    "rust": _library,
}
