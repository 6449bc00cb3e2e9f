"""Takes what is new out of the function around the place that a reply gives once more, with functions that it calls.

Asked for a few lines of a body, models write the function again: head, the lines that it has, the new ones. Where it
has all lines of the file's own in their order, what stands between them is new, and the body becomes the reply's; the
further functions go behind it. Where it has other lines, the function is another one, and it is refused as a second.
"""

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import takewhile
from typing import TYPE_CHECKING, NamedTuple

from viscodex_lsp.core.checks.echo import alike
from viscodex_lsp.core.checks.forms.formed import Formed
from viscodex_lsp.core.checks.forms.second_names import defined_twice
from viscodex_lsp.core.checks.indentation import parse_fragment, read_fragment
from viscodex_lsp.core.checks.placement import Place
from viscodex_lsp.core.counted import THERE_ALREADY, counted
from viscodex_lsp.core.language.grammars import text_of
from viscodex_lsp.core.nouns import Refusal, Replacement, Span
from viscodex_lsp.core.syntax.syntax import Tree, parse
from viscodex_lsp.core.text.style import leading

if TYPE_CHECKING:
    from tree_sitter import Node

_LANGUAGES = frozenset(
    {"rust", "c", "cpp", "kotlin", "swift", "php", "csharp", "java", "go", "ruby", "shellscript"}
    | {"javascript", "typescript"}
)
_FUNCTIONS = frozenset(
    {
        "function_item",
        "function_definition",
        "function_declaration",
        "method_declaration",
        "method_definition",
    }
    | {"method", "constructor_declaration", "local_function_statement"}
)
_LEADS = re.compile(r"//|#(?!!|include\b)|@|\*|/\*|\[\w")
_NO_HEAD = re.compile(r"@|\[\w+[^\]]*\]$|#\[")
_CLOSES = re.compile(r"(?:\}|end\b)")
_ONCE = re.compile(r"(?:package|namespace)\b|<\?php|#!")
_NAME = re.compile(r"([\w$]+)\s*(?:\(|\{|$)")
_MOST = 60_000


class _Chunk(NamedTuple):
    """Lines of a reply that belong together: what stands above the head, the head, the body, and the end."""

    lead: tuple[str, ...]
    head: str
    body: tuple[str, ...]
    end: str

    @property
    def text(self) -> str:
        return "\n".join((*self.lead, self.head, *self.body, self.end)).rstrip("\n")


class _Own(NamedTuple):
    """The function around a place: its head, the lines of its body with their ends in the document, and its node."""

    head: str
    lines: tuple[tuple[str, int], ...]
    at: int
    node: "Node"


def out_of_own_function(code: str, place: Place) -> Formed | Refusal | None:
    """What is new in the function; None for other code, and for a place in none."""
    language = place.language
    if language.id not in _LANGUAGES or not place.span.empty or place.prefix.strip() or place.suffix.strip():
        return None
    if len(code) > _MOST or "</" in code or "/>" in code:
        return None
    tree = parse(place.lines.text, language)
    own = _own_function(tree, place)
    if own is None or own.head not in {alike(line) for line in code.split("\n")} | {_joined(code, own.head)}:
        return None
    chunks = list(_chunks(code.split("\n")))
    again = [one for one in chunks if alike(one.head) == own.head]
    if len(again) != 1 or not any(line.strip() for line in again[0].body):
        return None
    rest = [one for one in chunks if one is not again[0]]
    imports = [one for one in rest if _is_import(one.text, place)]
    known = {alike(line) for line in place.lines.text.split("\n")}
    there = [one for one in rest if not one.body and _ONCE.match(one.head) and alike(one.head) in known]
    further = [one for one in rest if one not in imports and one not in there]
    if not all(one.body and one.end and alike(one.head) not in known for one in further):
        return None
    parts = _new_lines(again[0].body, own)
    name = _NAME.search(own.head)
    if parts is None:  # alone, it may be the head and the end around what is new
        return None if not further else defined_twice(f"`{name[1] if name is not None else own.head}`")
    here, elsewhere = parts
    if not "".join(here).strip():
        return None
    others = [_written(lines, at, place) for lines, at in elsewhere]
    notes = [THERE_ALREADY]
    before = [one for one in further if chunks.index(one) < chunks.index(again[0])]
    behind = [one for one in further if one not in before]
    if before:
        notes.append(f"put {counted(len(before), 'function')} above the one that the place is in")
        others.append(_above(before, own, place))
    if behind:
        notes.append(f"put {counted(len(behind), 'function')} behind the one that the place is in")
        others.append(_behind(behind, own, tree, place))
    return Formed(
        "\n".join(here),
        imports=tuple(one.text for one in imports),
        others=tuple(others),
        notes=tuple(notes),
    )


def _joined(code: str, head: str) -> str:
    """The head where the code has it over several lines."""
    return head if head and head in " ".join(code.split()) else ""


def _own_function(tree: Tree, place: Place) -> _Own | None:
    byte = tree.offsets.to_bytes(place.span.start)
    node = tree.parsed.root_node.descendant_for_byte_range(byte, byte) if tree.parsed is not None else None
    while node is not None and node.type not in _FUNCTIONS:
        node = node.parent
    body = _body_of(node) if node is not None else None
    if node is None or body is None or node.has_error:
        return None
    opens = tree.text[tree.offsets.to_points(body.start_byte)] == "{"
    start = tree.offsets.to_points(node.start_byte)
    head = tree.text[start : tree.offsets.to_points(body.start_byte)]
    if body.type == "body_statement":  # of Ruby, whose body begins with the first line below the head
        head = head.rstrip()
    first = body.start_point.row + 1 if opens else node.start_point.row + 1
    last = node.end_point.row - 1
    here = place.lines.line_at(place.span.start)
    if not first <= here <= last:
        return None
    rows = [row for row in range(first, last + 1) if row != here]
    lines = [(tree.text[span.start : span.end], span.end) for span in map(place.lines.line_span, rows)]
    at = sum(1 for row, (line, _) in zip(rows, lines, strict=True) if row < here and line.strip())
    told = [line for line in head.split("\n") if line.strip() and not _NO_HEAD.match(line.strip())]
    filled = tuple((alike(line), end) for line, end in lines if line.strip())
    return _Own(alike(f"{' '.join(told)} {'{' if opens else ''}"), filled, at, node)


def _body_of(node: "Node") -> "Node | None":
    body = node.child_by_field_name("body")
    return body or next((one for one in node.children if one.type == "function_body"), None)


def _chunks(lines: Sequence[str]) -> Iterator[_Chunk]:
    """The stretches of code at column 0, each with what stands right above it."""
    lead: list[str] = []
    row = 0
    while row < len(lines):
        line = lines[row]
        if not line.strip() or _LEADS.match(line):
            lead = [*lead, line] if line.strip() else lead
            row += 1
            continue
        head = [line, *takewhile(lambda each: each[:1] in ("{", ")"), lines[row + 1 : row + 2])]
        end = _end_of(lines, row + len(head))
        body = tuple(lines[row + len(head) : end]) if end is not None else ()
        yield _Chunk(tuple(lead), "\n".join(head), body, lines[end] if end is not None else "")
        lead, row = [], end + 1 if end is not None else row + len(head)
    if lead:
        yield _Chunk((), "\n".join(lead), (), "")


def _end_of(lines: Sequence[str], start: int) -> int | None:
    """The row that closes what is indented from `start` on; None where nothing is."""
    for row in range(start, len(lines)):
        if lines[row].strip() and not lines[row][0].isspace():
            return row if row > start and _CLOSES.match(lines[row]) else None
    return None


def _new_lines(body: Sequence[str], own: _Own) -> tuple[list[str], list[tuple[list[str], int]]] | None:
    """The lines of a body for the place, and those for other places of the function, each behind an offset; None where
    it lacks lines of the function."""
    there = [line for line, _ in own.lines]
    rows = [row for row, line in enumerate(body) if line.strip()]
    given = [alike(body[row]) for row in rows]
    below = len(there) - own.at
    if (
        given[: own.at] == there[: own.at]
        and (given[len(given) - below :] if below else []) == there[own.at :]
    ):
        if len(given) <= len(there):
            return None
        return list(body[rows[own.at] : rows[len(given) - below - 1] + 1]), []
    here: list[str] = []
    elsewhere: list[tuple[list[str], int]] = []
    for kind, old, _, new, stop in SequenceMatcher(None, there, given, autojunk=False).get_opcodes():
        if kind in ("delete", "replace"):
            return None
        if kind == "insert":
            lines = list(body[rows[new] : rows[stop - 1] + 1])
            if old == own.at:
                here = lines
            elif old == 0:
                return None
            else:
                elsewhere.append((lines, own.lines[old - 1][1]))
    return here, elsewhere


def _written(lines: Sequence[str], at: int, place: Place) -> Replacement:
    """Lines of a body behind the line that ends at an offset."""
    margin = min(len(leading(line)) for line in lines if line.strip())
    rows = read_fragment("\n".join(line[margin:] for line in lines), place.language, place.style)
    return Replacement(Span(at, at), "".join(f"\n{line}" for line in rows.at(place.depth)))


def _above(functions: Sequence[_Chunk], own: _Own, place: Place) -> Replacement:
    """Functions above that around the place and what belongs to it."""
    row = own.node.start_point.row
    margin = leading(_line(place, row))
    while row and _LEADS.match(_line(place, row - 1).strip()):
        row -= 1
    at = place.lines.line_span(row).start
    texts = (read_fragment(one.text, place.language, place.style).at(margin) for one in functions)
    return Replacement(Span(at, at), "".join("\n".join(lines) + "\n\n" for lines in texts))


def _behind(functions: Sequence[_Chunk], own: _Own, tree: Tree, place: Place) -> Replacement:
    """Functions as further ones behind that around the place."""
    at = tree.offsets.to_points(own.node.end_byte)
    margin = leading(_line(place, own.node.start_point.row))
    texts = (read_fragment(one.text, place.language, place.style).at(margin) for one in functions)
    return Replacement(Span(at, at), "".join("\n\n" + "\n".join(lines) for lines in texts))


def _line(place: Place, row: int) -> str:
    span = place.lines.line_span(row)
    return place.lines.text[span.start : span.end]


def _is_import(text: str, place: Place) -> bool:
    tree = parse_fragment(text, place.language)
    nodes = tree.parsed.root_node.children if tree.parsed is not None else []
    kinds = [(node.type, text_of(node)) for node in nodes if node.type not in ("php_tag", ";")]
    return bool(kinds) and all(place.language.is_import(kind, source) for kind, source in kinds)
