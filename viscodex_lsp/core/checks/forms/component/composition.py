"""Writes the options of a component of Vue as the statements of a `<script setup>`: data as refs, methods as functions.

Only options whose form there is certain are written so (Vue, "Composition API FAQ" and "Reactivity Fundamentals").
"""

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from viscodex_lsp.core.checks.forms.component.members import Member, members_of, object_in
from viscodex_lsp.core.checks.forms.component.setup import LONG_LITERAL, export_of, options_of
from viscodex_lsp.core.checks.indentation import without_margin
from viscodex_lsp.core.language.grammars import captures
from viscodex_lsp.core.language.languages import language_of
from viscodex_lsp.core.syntax.syntax import Tree, parse

if TYPE_CHECKING:
    from tree_sitter import Node

_HOOKS = {
    "beforeMount": "onBeforeMount", "mounted": "onMounted", "beforeUpdate": "onBeforeUpdate", "updated": "onUpdated",
    "beforeUnmount": "onBeforeUnmount", "unmounted": "onUnmounted", "beforeDestroy": "onBeforeUnmount",
    "destroyed": "onUnmounted", "activated": "onActivated", "deactivated": "onDeactivated",
}  # fmt: skip
# A script setup has its name of its file, and the components that it imports.
_LEFT = frozenset({"name", "components"})
_THIS = re.compile(r"\bthis\b(?:\.(?P<name>[A-Za-z_]\w*))?")
_LOCAL = re.compile(r"\b(?:const|let|var)\s++(?P<names>[^=;]{1,300}?)(?:(?<!\s)\s++)?(?:=|;|\bof\b|\bin\b)")
_NOT_SO = re.compile(r"\bfunction\b|\bclass\b")


def as_composition(script: str) -> str | None:
    """The script as a `<script setup>`; None where an option has no certain form there."""
    tree = parse(script, language_of("typescript"))
    options, export = options_of(tree), export_of(tree)
    if options is None or export is None or tree.parsed is None or tree.parsed.root_node.has_error:
        return None
    if LONG_LITERAL.search(script):
        return None
    members = members_of(options, tree)
    groups = {member.name: _items(member, tree) for member in members}
    refs = {item.name for name in ("data", "computed") for item in groups.get(name) or ()}
    written = _Written(tree, refs, {item.name for item in groups.get("methods") or ()})
    parts = [written.option(member, groups[member.name]) for member in members if member.name not in _LEFT]
    if not parts or any(part is None for part in parts):
        return None
    needed = ", ".join(sorted(written.needed))
    head = [f"import {{ {needed} }} from 'vue'"] if needed else []
    before = _between(tree, 0, export.start_byte)
    behind = _between(tree, export.end_byte, len(tree.offsets.data))
    body = "\n\n".join(part for part in parts if part)
    if not body:
        return None
    return "\n".join(filter(None, (*head, before, f"\n{body}", behind)))


class _Written:
    """The options as statements; `needed` are the functions of Vue that they call."""

    def __init__(self, tree: Tree, refs: set[str], functions: set[str]) -> None:
        self.needed: set[str] = set()
        self._tree, self._refs, self._functions = tree, refs, functions

    def option(self, member: Member, items: list[Member] | None) -> str | None:
        """One option as statements; None where it has no certain form."""
        if member.name in _HOOKS or member.name == "created":
            return self._hook(member)
        writers = {"data": self._value, "computed": self._computed, "methods": self._function}
        writer = writers.get(member.name)
        if writer is None or items is None:
            return None
        texts = [writer(item) for item in items]
        apart = "\n" if member.name == "data" else "\n\n"
        return None if None in texts else apart.join(filter(None, texts))

    def _value(self, item: Member) -> str | None:
        value = item.node.child_by_field_name("value")
        if item.node.type != "pair" or value is None or _nodes_of_this(value, self._tree):
            return None
        self.needed.add("ref")
        return self._above(item) + f"const {item.name} = ref({_at_margin(value, self._tree)})"

    def _computed(self, item: Member) -> str | None:
        code = self._body(item)
        if code is None or item.node.type != "method_definition" or not _is_plain(item.node):
            return None
        self.needed.add("computed")
        only = re.fullmatch(
            r"return\s++(?P<value>[^;\n{][^;\n]*)", code[1:-1].strip().removesuffix(";").rstrip()
        )
        inner = only["value"] if only is not None else code
        return self._above(item) + f"const {item.name} = computed(() => {inner})"

    def _function(self, item: Member) -> str | None:
        code, parameters = self._body(item), item.node.child_by_field_name("parameters")
        if code is None or parameters is None or item.node.type != "method_definition":
            return None
        is_async = "async " if self._tree.source(item.node).startswith("async ") else ""
        return self._above(item) + f"{is_async}function {item.name}{self._tree.source(parameters)} {code}"

    def _hook(self, member: Member) -> str | None:
        code = self._body(member)
        if code is None or member.node.type != "method_definition":
            return None
        if member.name == "created":
            return (
                None
                if "return" in code
                else self._above(member) + without_margin(code[1:-1].strip("\n")).strip()
            )
        self.needed.add(_HOOKS[member.name])
        is_async = "async " if self._tree.source(member.node).startswith("async ") else ""
        return self._above(member) + f"{_HOOKS[member.name]}({is_async}() => {code})"

    def _above(self, item: Member) -> str:
        return "".join(f"{self._tree.source(comment)}\n" for comment in item.comments)

    def _body(self, item: Member) -> str | None:
        """The block of a method, with the names that `this` has; None where that is not certain."""
        body, parameters = item.node.child_by_field_name("body"), item.node.child_by_field_name("parameters")
        if body is None or parameters is None:
            return None
        code = _at_margin(body, self._tree)
        found_by_name = [found["name"] for found in _THIS.finditer(code)]
        used = set(found_by_name)
        if len(found_by_name) != _nodes_of_this(body, self._tree):  # as in a text
            return None
        local = self._tree.source(parameters) + " ".join(found["names"] for found in _LOCAL.finditer(code))
        known = self._refs | self._functions
        if _NOT_SO.search(code) or not used <= known or used & set(re.findall(r"\w+", local)):
            return None
        suffixes: Mapping[str, str] = dict.fromkeys(self._refs, ".value")
        return _THIS.sub(lambda found: found["name"] + suffixes.get(found["name"], ""), code)


def _items(member: Member, tree: Tree) -> list[Member] | None:
    """What `data` gives back, or `computed` and `methods` hold."""
    if member.name not in ("data", "computed", "methods"):
        return None
    body = member.node.child_by_field_name("body")
    if member.name == "data" and body is not None and len(body.named_children) != 1:
        return None
    holder = object_in(member.node)
    return members_of(holder, tree) if holder is not None else None


def _nodes_of_this(node: "Node", tree: Tree) -> int:
    return len(captures(tree.language, "(this) @this", node).get("this", ()))


def _is_plain(node: "Node") -> bool:
    parameters = node.child_by_field_name("parameters")
    return parameters is not None and not parameters.named_children


def _at_margin(node: "Node", tree: Tree) -> str:
    """The text of a node with its further lines as deep as at column 0."""
    first, *rest = tree.source(node).split("\n")
    last = rest[-1] if rest else ""
    depth = len(last) - len(last.lstrip())
    return "\n".join((first, *(line[depth:] if not line[:depth].strip() else line.lstrip() for line in rest)))


def _between(tree: Tree, start: int, end: int) -> str:
    return tree.text[tree.offsets.to_points(start) : tree.offsets.to_points(end)].strip("\n ;")
