"""Takes what is new out of a block that the place is in and that the reply writes again: `type Query { … }` in it.

The other blocks of the reply go behind the one around the place. Which words stand before a block's name (`pub`,
`final`), and what is written above it, is the file's own matter.
"""

import re
from bisect import bisect_left
from typing import NamedTuple

from viscodex_lsp.core.checks.echo import alike
from viscodex_lsp.core.checks.forms.formed import Formed
from viscodex_lsp.core.checks.indentation import read_fragment, without_margin
from viscodex_lsp.core.checks.placement import Place
from viscodex_lsp.core.counted import THERE_ALREADY, counted, left_out
from viscodex_lsp.core.nouns import Replacement, Span
from viscodex_lsp.core.text.style import leading

_SCHEMAS = frozenset({"graphql", "prisma", "proto", "proto3", "protobuf"})
_WORDS = {
    **dict.fromkeys(
        _SCHEMAS, "type|input|interface|enum|union|model|message|service|extend type|datasource|generator"
    ),
    "rust": "enum|struct|trait|mod",
    "php": "class|interface|trait|enum",
    "java": "class|interface|enum|record",
    "csharp": "class|interface|enum|struct|record",
    "kotlin": "class|interface|object|enum class|data class",
    "swift": "class|struct|enum|protocol|extension",
    "go": "type",
    "dart": "class|enum|mixin|extension",
    **dict.fromkeys(("typescript", "typescriptreact"), "interface|enum|class|namespace|type"),
    **dict.fromkeys(("dot", "graphviz"), "subgraph"),
}
_TOKEN = re.compile(
    r"\"\"\"[\s\S]*?(?:\"\"\"|\Z)|\"(?:[^\"\\\n]|\\.)*\"|//[^\n]*|#[^\n\[]*|/\*[\s\S]*?(?:\*/|\Z)|[{}]"
)
_ATTRIBUTE = re.compile(r"\s*(?:#\[.*\]|@\w+(?:\(.*\))?|\[[\w.(), \"]+\])\s*$")
# Behind a name and before its brace: that it has none, which is another one's.
_NO_BLOCK = re.compile(r";|\n[ \t]*\n|\bunion\b|^[ \t]*=[^{]*\n")
_OF_FILE = re.compile(r"(?:package|namespace|library)\b")
_REMARK = ("//", "/*", "*")
_MOST = 100_000


class _Block(NamedTuple):
    """A block by the line that names it, what is in its braces, and where both begin and end."""

    name: str
    start: int
    opened: int
    closed: int
    end: int


def out_of_own_block(code: str, place: Place) -> Formed | None:
    """What the reply's block adds to the same one around the place; None where it has not just that one."""
    text, words = place.lines.text, _WORDS.get(place.language.id)
    if words is None or not place.span.empty or len(text) + len(code) > _MOST:
        return None
    holder = next((block for block in reversed(_blocks(text, words)) if _holds(block, place)), None)
    mine = _blocks(code, words)
    own = [block for block in mine if holder is not None and block.name == holder.name]
    if holder is None or len(own) != 1 or any(block.start < own[0].start for block in mine):
        return None
    own_text, behind = code[own[0].opened : own[0].closed], code[own[0].end :].rstrip()
    while behind.endswith("}") and behind.count("}") > behind.count("{"):
        behind = behind[:-1].rstrip()  # of a namespace around it
    head = code[: own[0].start].rstrip("\n").split("\n")
    attributes = [line for line in head if _ATTRIBUTE.match(line)]
    known = _flat(text[holder.opened : holder.closed].split("\n"))
    theirs = {alike(line) for line in text[: holder.start].split("\n")}
    lines = without_margin(own_text.strip("\n")).rstrip().split("\n")
    new = [
        line
        for rows in _members(lines)
        if _flat(lines[rows.start : rows.stop]) not in known
        for line in lines[rows.start : rows.stop]
    ]
    notes = [THERE_ALREADY] if len(new) < len(lines) or not attributes else []
    notes += left_out([line for line in attributes if alike(line) not in theirs])
    first = code[own[0].start : own[0].opened].strip(" \n{")
    if alike(first) not in alike(text[holder.start : holder.opened]):
        notes += left_out([first])
    others = (_behind(behind, holder, place),) if behind else ()
    notes += (
        [f"put {counted(max(len(mine) - 1, 1), 'block')} behind the one that the place is in"]
        if behind
        else []
    )
    upper = [line for line in head if line.strip(" \t{") and line not in attributes]
    upper = [line for line in upper if not (_OF_FILE.match(line) and alike(line) in theirs)]
    if place.language.id in _SCHEMAS or "{" in "".join(head):
        # What a file has at its top is none of what goes into its block.
        brought = [line for line in upper if place.language.is_import_line(line.strip())]
        notes += left_out([line for line in upper if line not in brought and alike(line) not in theirs])
        upper = brought
    # What is said of the whole block, its own says.
    remarks = [line for line in upper if line.lstrip().startswith(_REMARK)]
    notes += left_out([line for line in remarks if alike(line) not in theirs and any(map(str.isalnum, line))])
    upper = [line for line in upper if line not in remarks]
    return Formed(
        "\n".join((*upper, *([""] if upper else ()), *new)).strip("\n"), others=others, notes=tuple(notes)
    )


def _members(lines: list[str]) -> list[range]:
    """The rows of each member: from a line at the margin to the one before the next, attributes and ends included."""
    starts = [
        row
        for row, line in enumerate(lines)
        if line[:1].strip() and line[0] not in "{})]" and not (row and _ATTRIBUTE.match(lines[row - 1]))
    ]
    return (
        [range(start, end) for start, end in zip([0, *starts[1:]], [*starts[1:], len(lines)], strict=True)]
        if starts
        else []
    )


def _flat(lines: list[str]) -> str:
    """The lines that are not blank, written alike, each between line ends."""
    return "\n".join(("", *(alike(line) for line in lines if line.strip()), ""))


def _behind(code: str, holder: _Block, place: Place) -> Replacement:
    newline, margin = place.style.newline, leading(place.lines.text[holder.start : holder.opened])
    fragment = read_fragment(without_margin(code.strip("\n")), place.language, place.style)
    return Replacement(Span(holder.end, holder.end), newline * 2 + newline.join(fragment.at(margin)))


def _holds(block: _Block, place: Place) -> bool:
    return block.opened <= place.span.start <= block.closed


def _blocks(text: str, words: str) -> list[_Block]:
    """The blocks of a text that such a word and a name begin, in their order."""
    pattern = re.compile(rf"^[ \t]*(?:[a-z]+[ \t]+)*?(?P<word>{words})[ \t]+(?P<name>\w+)", re.MULTILINE)
    braces = [token for token in _TOKEN.finditer(text) if token[0] in ("{", "}")]
    ends: dict[int, re.Match[str]] = {}
    opened: list[int] = []
    for row, brace in enumerate(braces):
        if brace[0] == "{":
            opened.append(row)
        elif opened:
            ends[opened.pop()] = brace
    starts = [brace.start() for brace in braces]
    found: list[_Block] = []
    for head in pattern.finditer(text):
        first = bisect_left(starts, head.end())
        end = ends.get(first)
        if end is not None and not _NO_BLOCK.search(text[head.end() : braces[first].start()]):
            name = f"{head['word']} {head['name']}"
            found.append(_Block(name, head.start(), braces[first].end(), end.start(), end.end()))
    return found
