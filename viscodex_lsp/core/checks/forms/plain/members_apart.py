"""Takes definitions out of a reply for a place among the members of a type, which holds none: fields and their enum.

A struct of Rust, Go or C has fields in it, an interface of TypeScript members (The Rust Reference, "Items"; The Go
Programming Language Specification, "Struct types"). What a model defines beside them goes behind the type; in C above
it, where its fields may use it.
"""

import re
from itertools import takewhile
from typing import TYPE_CHECKING

from viscodex_lsp.core.checks.echo import alike
from viscodex_lsp.core.checks.forms.formed import Formed
from viscodex_lsp.core.checks.indentation import read_fragment
from viscodex_lsp.core.checks.placement import Place
from viscodex_lsp.core.counted import counted, quoted
from viscodex_lsp.core.nouns import Replacement, Span
from viscodex_lsp.core.syntax.syntax import Tree, parse

if TYPE_CHECKING:
    from tree_sitter import Node

_TYPES = r"(?:pub(?:\([^)]*\))? )?(?:struct|enum|union|trait|mod|type|impl\b[^\n]*\{|static|macro_rules!) ?"
_FUNCTIONS = (
    r"(?:pub(?:\([^)]*\))? )?(?:(?:async|unsafe|const|extern) )*fn |(?:pub(?:\([^)]*\))? )?const \w+:"
)
_SCRIPT = re.compile(
    r"(?:export )?(?:declare )?(?:abstract )?(?:interface|type|enum|class|(?:async )?function|const|let) \w"
)
_GO = re.compile(r"(?:type \w|func |var \w|const [\w(])")
# Where a place is among members, and what is no member there.
_DEFINES = {
    ("rust", "field_declaration_list"): re.compile(f"(?:{_TYPES}|{_FUNCTIONS})"),
    ("rust", "enum_variant_list"): re.compile(f"(?:{_TYPES}|{_FUNCTIONS})"),
    ("rust", "declaration_list"): re.compile(
        r"(?:pub(?:\([^)]*\))? )?(?:struct|enum|union|trait|mod) |impl\b[^\n]*\{"
    ),
    ("go", "field_declaration_list"): _GO,
    ("go", "interface_type"): _GO,
    ("typescript", "interface_body"): _SCRIPT,
    ("typescript", "object_type"): _SCRIPT,
    ("typescript", "enum_body"): _SCRIPT,
    ("typescriptreact", "interface_body"): _SCRIPT,
    ("typescriptreact", "object_type"): _SCRIPT,
    ("typescript", "switch_body"): _SCRIPT,
    ("typescriptreact", "switch_body"): _SCRIPT,
    ("javascript", "switch_body"): _SCRIPT,
    ("c", "field_declaration_list"): re.compile(r"(?:typedef )?(?:struct|enum|union) \w*\s*\{"),
}
_BODIES = frozenset({"declaration_list", "statement_block", "block", "class_body", "compound_statement"})
_WHAT = {"switch_body": "function"}
_ABOVE = frozenset({"c"})
_IMPORT = re.compile(r"(?:pub )?use [^;]+;|import (?:\"[^\"]*\"|\([^()]*\))$")
_LEADS = re.compile(r"#\[|///|//|/\*|\*")


def with_definitions_apart(code: str, place: Place) -> Formed | None:
    """The members for the place with the definitions beside the type; None for other code, and for other places."""
    wanted = {kind for language, kind in _DEFINES if language == place.language.id}
    if not wanted or not place.span.empty or place.prefix.strip() or place.suffix.strip():
        return None
    tree = parse(place.lines.text, place.language)
    around = _around(tree, place.span.start, wanted)
    if around is None:
        return None
    body, holder = around
    defines = _DEFINES[place.language.id, body.type]
    members, apart, imports = _parted(code.split("\n"), defines)
    if not apart or not "".join(members).strip():
        return None
    others: list[Replacement] = []
    notes: list[str] = []
    new: list[str] = []
    for rows in apart:
        text = read_fragment("\n".join(rows), place.language, place.style).text
        there = _there(rows, tree)
        if there is None:
            new.append(text)
        elif not _only_adds(text, tree.source(there)):
            return None
        elif alike(text) != alike(tree.source(there)):
            span = Span(tree.offsets.to_points(there.start_byte), tree.offsets.to_points(there.end_byte))
            others.append(Replacement(span, text))
            notes.append(f"added to the file's own: {quoted([rows[0]], 1)}")
    if new:
        above = place.language.id in _ABOVE
        at = tree.offsets.to_points(holder.start_byte if above else holder.end_byte)
        text = "\n\n".join(new)
        others.append(Replacement(Span(at, at), f"{text}\n\n" if above else f"\n\n{text}"))
        where = "above" if above else "behind"
        notes.append(
            f"put {counted(len(new), 'definition')} {where} the {_WHAT.get(body.type, 'type')} around the place"
        )
    return Formed(
        "\n".join(members).strip("\n"), imports=tuple(imports), others=tuple(others), notes=tuple(notes)
    )


def _there(rows: list[str], tree: Tree) -> "Node | None":
    """The definition of the file that begins as this one does."""
    head = next(row for row in rows if not _LEADS.match(row))
    root = tree.parsed.root_node if tree.parsed is not None else None
    nodes = root.named_children if root is not None else []
    return next((one for one in nodes if alike(tree.source(one).split("\n")[0]) == alike(head)), None)


def _only_adds(text: str, own: str) -> bool:
    """Whether a definition has all lines of the file's own, in their order."""
    lines = iter([alike(line) for line in text.split("\n")])
    return all(alike(line) in lines for line in own.split("\n") if line.strip())


def _around(tree: Tree, at: int, wanted: set[str]) -> "tuple[Node, Node] | None":
    """The list of members that a place is in, and the definition at the margin that this belongs to."""
    byte = tree.offsets.to_bytes(at)
    root = tree.parsed.root_node if tree.parsed is not None else None
    node = root.descendant_for_byte_range(byte, byte) if root is not None else None
    if node is None or node.type not in wanted or not node.start_byte < byte < node.end_byte:
        return None
    holder = node.parent
    while holder is not None and holder.parent is not None and holder.parent != root:
        is_hidden = holder.type in _BODIES and node.type != "switch_body"
        holder = holder.parent if not is_hidden else None
    is_at_margin = holder is not None and holder.parent is not None and not holder.start_point.column
    return (node, holder) if holder is not None and is_at_margin else None


def _parted(lines: list[str], defines: re.Pattern[str]) -> tuple[list[str], list[list[str]], list[str]]:
    """Members, definitions with what stands right above each, and imports; all at column 0."""
    members: list[str] = []
    apart: list[list[str]] = []
    imports: list[str] = []
    row = 0
    while row < len(lines):
        line = lines[row]
        if _IMPORT.match(line):
            imports.append(line)
            row += 1
        elif defines.match(line):
            lead = [*takewhile(_LEADS.match, reversed(members))][::-1]
            del members[len(members) - len(lead) :]
            end = _end_of(lines, row)
            apart.append([*lead, *lines[row : end + 1]])
            row = end + 1
        else:
            members.append(line)
            row += 1
    return members, apart, imports


def _end_of(lines: list[str], row: int) -> int:
    """The last row of a definition that begins at a row: the first at column 0 that closes it."""
    if not lines[row].rstrip().endswith(("{", "(")):
        return row + sum(1 for _ in takewhile(lambda line: line[:1].isspace(), lines[row + 1 :]))
    for end in range(row + 1, len(lines)):
        if lines[end].startswith(("}", ")")):
            return end
    return len(lines) - 1
