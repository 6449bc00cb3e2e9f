"""Joins objects of a reply with those that the file has under the same name: styles, configurations, exports.

A reply to a file of React Native ends with `const styles = StyleSheet.create({ … })` of its own, one to a configuration
repeats `module.exports = { … }` around what is new. Members that the file lacks go into its own object; one that it
has with another value is refused, as it is used elsewhere.
"""

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from viscodex_lsp.core.checks.forms.script.object_members import Addition, edit_of, here_of
from viscodex_lsp.core.counted import left_out, quoted
from viscodex_lsp.core.language.grammars import text_of
from viscodex_lsp.core.language.languages import SCRIPTS
from viscodex_lsp.core.nouns import Reason, Refusal, Replacement, Span, Style
from viscodex_lsp.core.syntax.syntax import Tree, parse
from viscodex_lsp.core.text.difference import apply_replacements

if TYPE_CHECKING:
    from tree_sitter import Node

_MOST = 60_000
_MOST_TOLD = 6
_DECLARES = frozenset(
    {
        "lexical_declaration",
        "function_declaration",
        "class_declaration",
        "export_statement",
        "interface_declaration",
        "type_alias_declaration",
    }
)
_WITHIN = frozenset({"object", "array"})
_WRAPPED = frozenset({"as_expression", "satisfies_expression", "parenthesized_expression"})
# Blanks, remarks and the quotes of strings.
_SET_FREELY = re.compile(
    r"[\s;]+|/\*.*?(?:\*/|\Z)|(?<!:)//[^\n]*"
    r"|(?P<quote>[\"'])(?P<words>(?:\\.|(?!(?P=quote))[^\\\n])*+)(?P=quote)|`(?P<lines>(?:\\.|[^\\`])*+)`",
    re.DOTALL,
)
_NAMED = re.compile(r"(?:const|let|var|interface|type)(?P<name>[\w$]+)|(?P<exports>module\.exports)")


class Slot(NamedTuple):
    """An object in a statement, and the statement around it as `same` compares it."""

    head: str
    held: "Node"
    statement: "Node"

    @property
    def shown(self) -> str:
        """What the person knows the object by."""
        named = _NAMED.match(self.head)
        if named is not None:
            return named["name"] or named["exports"]
        return "export default" if self.head.startswith("exportdefault") else "const { … }"


class Joined(NamedTuple):
    """The reply with its objects as the file has them (`as_own`) and without them (`rest`), what goes into those of the
    file, and the members for the object that the place is in (`here`)."""

    as_own: str
    rest: str
    edits: tuple[Replacement, ...]
    here: str
    notes: tuple[str, ...]


class _Rest(NamedTuple):
    """The reply without its objects: its code, the declarations to stand `above` and `behind` the file's, and notes."""

    code: str
    above: list[str]
    behind: list[str]
    notes: list[str]


def join_objects(code: str, tree: Tree, span: Span, style: Style) -> Joined | Refusal | None:
    """What the objects of a reply add to those of the file; None where it has none that the file has too."""
    if tree.language.id not in SCRIPTS or tree.parsed is None or len(code) + len(tree.text) > _MOST:
        return None
    own = {slot.head: slot for slot in _slots(tree) if span.empty or not _touches(slot, span, tree)}
    given = parse(code, tree.language) if own else tree
    pairs = [(slot, own[slot.head]) for slot in _slots(given) if slot.head in own] if own else []
    pairs = [(slot, mine) for slot, mine in pairs if same(text_of(slot.held)) != same(text_of(mine.held))]
    if not pairs:
        return None
    added: list[Addition] = []
    for slot, mine in pairs:
        differs = compared(slot.held, mine.held, added, deep=_touches(mine, span, tree))
        if differs:
            return _differs(differs, mine.shown)
    if not added or _is_alone(given, added, pairs, tree, span):
        return None
    inside = any(_touches(mine, span, tree) for _, mine in pairs)
    rest = _without(given, [slot for slot, _ in pairs], tree if inside else None)
    if rest is None:
        return None
    here = [one for one in added if inside and _holds(one.holder, tree, span)]
    edits = [edit_of(one, given, tree, style) for one in added if one not in here]
    as_own = _replaced(given, [(slot.statement, text_of(mine.statement)) for slot, mine in pairs])
    members = "\n".join(here_of(one, given) for one in here)
    edits += _beside(rest, [mine.statement for _, mine in pairs], tree, style.newline)
    return Joined(as_own, rest.code, tuple(edits), members, (_note(added, pairs), *rest.notes))


def _beside(rest: "_Rest", statements: "Sequence[Node]", tree: Tree, newline: str) -> Iterator[Replacement]:
    """The edits that write statements above and behind those of the file that get members."""
    start, end = (
        tree.offsets.to_points(at)
        for at in (min(one.start_byte for one in statements), max(one.end_byte for one in statements))
    )
    if rest.above:
        text = "".join(one.replace("\n", newline) + newline * 2 for one in rest.above)
        yield Replacement(Span(start, start), text)
    if rest.behind:
        text = "".join(newline * 2 + one.replace("\n", newline) for one in rest.behind)
        yield Replacement(Span(end, end), text)


def same(text: str) -> str:
    """Code without what programs that format it set in their own way, to be compared; what its strings say stays."""
    bare = _SET_FREELY.sub(_without_form, text)
    return re.sub(r"\((\w+)\)=>", r"\1=>", re.sub(r",(?=[)}\]])", "", bare))


def _without_form(found: re.Match[str]) -> str:
    words, lines = found["words"], found["lines"]
    if words is None and lines is None:
        return ""
    return f'"{words}"' if words is not None else f'"{"".join(lines.split())}"'


def _slots(tree: Tree) -> Iterator[Slot]:
    for statement in tree.parsed.root_node.named_children if tree.parsed is not None else ():
        held = None if statement.has_error else _held(statement)
        if held is not None:
            source = text_of(statement)
            start = len((statement.text or b"")[: held.start_byte - statement.start_byte].decode())
            end = start + len(text_of(held))
            head = same(f"{source[:start]}@{source[end:]}")
            yield Slot(re.sub(r"^export(?!default)", "", head), held, statement)


def _held(statement: "Node") -> "Node | None":
    """The object that a statement declares, exports, or takes apart."""
    declared = statement.child_by_field_name("declaration") or statement
    if declared.type == "interface_declaration":
        return declared.child_by_field_name("body")
    if declared.type == "type_alias_declaration":
        value = declared.child_by_field_name("value")
        return value if value is not None and value.type == "object_type" else None
    if declared.type in ("lexical_declaration", "variable_declaration"):
        if len(declared.named_children) != 1:
            return None
        name = declared.named_children[0].child_by_field_name("name")
        if name is not None and name.type == "object_pattern":
            return name
        return object_of(declared.named_children[0].child_by_field_name("value"))
    if statement.type == "export_statement":
        return object_of(statement.child_by_field_name("value"))
    first = statement.named_children[0] if statement.type == "expression_statement" else None
    if first is None or first.type != "assignment_expression":
        return None
    is_export = text_of(first.child_by_field_name("left")) == "module.exports"
    return object_of(first.child_by_field_name("right")) if is_export else None


def object_of(value: "Node | None") -> "Node | None":
    """The object that a value is, or that the one call it is takes as its one argument."""
    while value is not None and value.type in _WRAPPED:
        value = value.named_children[0] if value.named_children else None
    if value is not None and value.type == "call_expression":
        given = value.child_by_field_name("arguments")
        value = given.named_children[0] if given is not None and len(given.named_children) == 1 else None
    if value is not None and value.type == "arrow_function":  # a store: `create((set) => ({ … }))`
        body = value.child_by_field_name("body")
        held = body.named_children if body is not None and body.type == "parenthesized_expression" else []
        value = held[0] if len(held) == 1 else None
    return value if value is not None and value.type == "object" else None


def _names(holder: "Node") -> "dict[str, Node] | None":
    """The members of an object by name; None where two have the same."""
    members = [child for child in holder.named_children if child.type != "comment"]
    found = {_name(member): member for member in members}
    return found if len(found) == len(members) else None


def _name(member: "Node") -> str:
    key = member.child_by_field_name("key") or member.child_by_field_name("name")
    return text_of(key).strip("\"'") if key is not None else same(text_of(member))


def compared(given: "Node", own: "Node", added: list[Addition], *, deep: bool) -> str:
    """The name of a member that both have and that differs; "" for none. What the file lacks is `added`: also to the
    objects and lists within, where the file's is `deep`, as that of a configuration is."""
    there, brought = _names(own), _names(given)
    if there is None or brought is None:
        return "…"
    new = tuple(member for name, member in brought.items() if name not in there)
    if own.type == "array" and there.keys() - brought.keys():
        return text_of(own)
    for name in (name for name in brought if name in there):
        theirs, mine = (one.child_by_field_name("value") for one in (brought[name], there[name]))
        if deep and mine is not None and theirs is not None and mine.type == theirs.type in _WITHIN:
            differs = compared(theirs, mine, added, deep=True)
            if differs:
                return name if mine.type == "array" else differs
        elif same(text_of(brought[name])) != same(text_of(there[name])):
            return name
    added += [Addition(own, new)] if new else []
    return ""


def _is_alone(
    given: Tree, added: Sequence[Addition], pairs: Sequence[tuple[Slot, Slot]], tree: Tree, span: Span
) -> bool:
    """Whether the reply is nothing but the object that the place is in, whose members are the code then."""
    root = given.parsed.root_node if given.parsed is not None else None
    statements = [one for one in root.named_children if one.type != "comment"] if root is not None else []
    only = len(statements) == len(pairs) == len(added) == 1 and added[0].holder == pairs[0][1].held
    return only and _holds(added[0].holder, tree, span)


def _touches(slot: Slot, span: Span, tree: Tree) -> bool:
    start, end = (tree.offsets.to_points(at) for at in (slot.statement.start_byte, slot.statement.end_byte))
    return start < span.end and span.start < end if not span.empty else start < span.start < end


def _holds(holder: "Node", tree: Tree, span: Span) -> bool:
    """Whether the place is among the members of an object, in none of them."""
    at = tree.offsets.to_bytes(span.start)
    inside = holder.start_byte < at < holder.end_byte
    return inside and not any(child.start_byte < at < child.end_byte for child in holder.named_children)


def _without(given: Tree, slots: Sequence[Slot], own: Tree | None) -> _Rest | None:
    """The reply without the statements of `slots`, and without those that the file has, where that is given: then
    nothing but imports and declarations may be left. None where more is."""
    joined = {slot.statement.start_byte for slot in slots}
    gone, left = [slot.statement for slot in slots], list[str]()
    beside: list[Node] = []
    root = given.parsed.root_node if given.parsed is not None else None
    if own is not None and own.parsed is not None and root is not None:
        known = {same(text_of(one)) for one in own.parsed.root_node.named_children}
        for one in root.named_children:
            if one.start_byte in joined or one.type == "import_statement":
                continue
            if one.type == "comment":
                left += [] if text_of(one) in own.text else [text_of(one)]
            elif same(text_of(one)) not in known:
                if one.type not in _DECLARES or any(child.type == "default" for child in one.children):
                    return None
                beside.append(one)
            gone.append(one)
    notes = left_out(left)
    first = min(joined, default=0)
    above, behind = (
        [text_of(one) for one in beside if (one.start_byte < first) is is_above] for is_above in (True, False)
    )
    for texts, where in ((above, "above"), (behind, "behind")):
        if texts:
            told = quoted([text.split("\n")[0] for text in texts], _MOST_TOLD)
            notes.append(f"put {told} {where} the statement that the place is in")
    rest = _replaced(given, [(one, "") for one in gone]).strip("\n")
    return _Rest(rest, above, behind, notes)


def _replaced(tree: Tree, parts: Sequence[tuple["Node", str]]) -> str:
    edits = [
        Replacement(
            Span(tree.offsets.to_points(node.start_byte), tree.offsets.to_points(node.end_byte)), text
        )
        for node, text in parts
    ]
    return apply_replacements(tree.text, sorted(edits, key=lambda edit: edit.span.start))


def _note(added: Sequence[Addition], pairs: Sequence[tuple[Slot, Slot]]) -> str:
    names = dict.fromkeys(_name(member) for one in added for member in one.members)
    holders = " and ".join(dict.fromkeys(f"`{mine.shown}`" for _, mine in pairs))
    return f"added to {holders} of the file: {quoted([*names], _MOST_TOLD)}"


def _differs(name: str, holder: str) -> Refusal:
    what = f"`{name}` of `{holder}`"
    return Refusal(
        Reason.SECOND_NAME,
        f"The reply gives {what} another value than the file has, so nothing was changed. Select the old one to "
        "replace it, or ask for another name in the instruction.",
        f"it gives {what} another value than the file has. Use another name for it.",
    )
