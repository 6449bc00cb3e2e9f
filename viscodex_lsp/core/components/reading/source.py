"""A script of a project, parsed: its statements by what they declare, import and export."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from viscodex_lsp.core.components.nouns import Reexport, Use
from viscodex_lsp.core.language.grammars import text_of
from viscodex_lsp.core.language.languages import language_of
from viscodex_lsp.core.syntax.syntax import parse

if TYPE_CHECKING:
    from tree_sitter import Node

MOST_USES: Final = 60
MOST_EXPORTS: Final = 2_000
_TYPES: Final = frozenset({"interface_declaration", "type_alias_declaration"})
_COMPONENT: Final = re.compile(r"[A-Z][\w$]*")


@dataclass
class Script:
    """What a script's statements bring in and give out.

    `values` are its declarations by name: the declarator, function or class; `statements` the statement each stands
    in, for its documentation. `exported` maps the names of exports to those of declarations. `imported_types` maps what
    may be a type to its name where it comes from, and the module.
    """

    root: "Node"
    values: "dict[str, Node]" = field(default_factory=dict)
    types: "dict[str, Node]" = field(default_factory=dict)
    statements: "dict[str, Node]" = field(default_factory=dict)
    exported: dict[str, str] = field(default_factory=dict)
    default: "Node | None" = None
    reexports: list[Reexport] = field(default_factory=list)
    uses: list[Use] = field(default_factory=list)
    imported: dict[str, str] = field(default_factory=dict)
    imported_types: dict[str, tuple[str, str]] = field(default_factory=dict)
    assigned: "dict[str, Node]" = field(default_factory=dict)


def read_script(text: str, language: str) -> Script | None:
    """The script, or None where its language has no grammar."""
    parsed = parse(text, language_of(language)).parsed
    if parsed is None:
        return None
    script = Script(parsed.root_node)
    for node in parsed.root_node.named_children:
        _read_statement(node, script)
    # `import { Button } from "./Button"; export { Button };` passes it on.
    modules = script.imported
    passed = {exported: local for exported, local in script.exported.items() if local in modules}
    for exported, local in passed.items():
        name = script.imported_types.get(local, (local, ""))[0]
        script.reexports.append(Reexport(modules[local], name, exported))
    return script


def _read_statement(node: "Node", script: Script) -> None:
    if node.type == "import_statement":
        _read_import(node, script)
    elif node.type == "export_statement":
        _read_export(node, script)
    elif node.type == "expression_statement":
        _read_assignment(node, script)
    else:
        _declare(node, node, script)


def _declare(node: "Node", statement: "Node", script: Script) -> list[str]:
    """Note what a declaration declares; the names come back."""
    if node.type == "ambient_declaration":
        return [name for child in node.named_children for name in _declare(child, statement, script)]
    if node.type in _TYPES:
        script.types[text_of(node.child_by_field_name("name"))] = node
        return []
    declared = (
        [child for child in node.named_children if child.type == "variable_declarator"]
        if node.type in {"lexical_declaration", "variable_declaration"}
        else [node]
    )
    names = []
    for each in declared:
        name = text_of(each.child_by_field_name("name"))
        # A namespace adds types to a value of its name, and is not the value.
        adds = each.type in {"internal_module", "module"} and name in script.values
        if name and not adds and each.type not in {"comment", "statement_block"}:
            script.values[name] = each
            script.statements[name] = statement
            names.append(name)
    return names


def _read_export(node: "Node", script: Script) -> None:
    source = node.child_by_field_name("source")
    module = string_of(source)
    clause = next((child for child in node.named_children if child.type == "export_clause"), None)
    declaration = node.child_by_field_name("declaration")
    is_default = any(child.type == "default" for child in node.children)
    if clause is not None:
        _read_clause(clause, module, script)
    elif source is not None:
        if not any(child.type == "namespace_export" for child in node.named_children):
            script.reexports.append(Reexport(module, "*", "*"))
    elif declaration is not None:
        names = _declare(declaration, node, script)
        if is_default:
            script.default = declaration
            if names:
                script.exported["default"] = names[0]
        else:
            script.exported.update({name: name for name in names})
    elif is_default:
        value = node.child_by_field_name("value")
        script.default = value
        script.statements.setdefault("default", node)
        if value is not None and value.type == "identifier":
            script.exported["default"] = text_of(value)


def _read_clause(clause: "Node", module: str, script: Script) -> None:
    for item in clause.named_children[:MOST_EXPORTS]:
        if item.type != "export_specifier" or text_of(item).startswith("type "):
            continue
        name = text_of(item.child_by_field_name("name"))
        exported = text_of(item.child_by_field_name("alias")) or name
        if module:
            script.reexports.append(Reexport(module, name, exported))
        else:
            script.exported[exported] = name


def _read_import(node: "Node", script: Script) -> None:
    module = string_of(node.child_by_field_name("source"))
    script.imported_types.update({local: (name, module) for name, local in _imported(node, types=True)})
    if text_of(node).startswith("import type"):
        return
    for exported, local in _imported(node):
        script.imported[local] = module
        if _COMPONENT.fullmatch(local) and len(script.uses) < MOST_USES:
            script.uses.append(Use(exported if exported != "default" else local, module))


def _imported(node: "Node", *, types: bool = False) -> Iterator[tuple[str, str]]:
    """The names of an import statement, those of `types` among them where asked for: as exported, and as bound here."""
    clause = next((child for child in node.named_children if child.type == "import_clause"), None)
    for part in clause.named_children if clause is not None else ():
        if part.type == "identifier":
            yield "default", text_of(part)
        elif part.type == "named_imports":
            for item in part.named_children:
                if item.type == "import_specifier" and (types or not text_of(item).startswith("type ")):
                    name = text_of(item.child_by_field_name("name"))
                    yield name, text_of(item.child_by_field_name("alias")) or name


def _read_assignment(node: "Node", script: Script) -> None:
    """`Button.propTypes = …`, under "Button.propTypes"; `customElements.define(…)` under "define"."""
    inner = node.named_children[0] if node.named_children else None
    if inner is None:
        return
    if inner.type == "assignment_expression":
        left, right = inner.child_by_field_name("left"), inner.child_by_field_name("right")
        if left is not None and right is not None:
            script.assigned[text_of(left)] = right
            if text_of(left) == "module.exports":
                script.default = right
                if right.type == "identifier":
                    script.exported["default"] = text_of(right)
    elif inner.type == "call_expression":
        called = text_of(inner.child_by_field_name("function"))
        script.assigned[f"{called}()"] = inner


def string_of(node: "Node | None") -> str:
    """The content of a string literal without escapes; "" of anything else."""
    text = text_of(node)
    return text[1:-1] if node is not None and node.type == "string" else ""


def first_of(node: "Node", kinds: frozenset[str], *, most: int = 3_000) -> "Node | None":
    """The first node of these kinds below `node`, in the order of the text; at most `most` nodes are looked at."""
    waiting = [node]
    while waiting and most > 0:
        most -= 1
        one = waiting.pop()
        if one.type in kinds:
            return one
        waiting += reversed(one.named_children)
    return None
