"""Parts a reply in JSX into imports, statements, markup and what stands behind it.

Models write a component where its markup was wanted: a constant above, `return ( … );` around, an export below. The
markup is found line by line, and each part has to be sound by itself, so that nothing is parted by a guess.
"""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from viscodex_lsp.core.checks.indentation import without_margin
from viscodex_lsp.core.language.grammars import captures, text_of
from viscodex_lsp.core.language.language import Language
from viscodex_lsp.core.syntax.syntax import Tree, parse

if TYPE_CHECKING:
    from tree_sitter import Node

_RETURN = re.compile(
    r"return\s*+\([ \t]*+\n?(?P<inner>.*)\)\s*+;?\s*+|return\s++(?P<bare><.*>)\s*+;?\s*+", re.DOTALL
)
_STATEMENT = re.compile(
    r"[;)]+$|return(?:\s*\(?$)|(?:const|let|var|import|export|return|function|class|interface|type|enum|async|if|for|while|switch|throw|try)\b"
    r"(?!\s*(?:$|[.!?]))|[\"']use (?:client|server)[\"']|.*\)\s*;\s*$|\w[\w.]*\(.*\);?$|//|/\*|<!--"
)
_DECLARED = re.compile(r"(?:export\s+)?(?:const|let|var|function|import)\s+[\w{[*].*?(?:[=(`]|from\s*[\"'])")
_BEHIND = re.compile(r"(?:export|module\.exports|const|let|function)\b")
_EXPORT = re.compile(r"export default \w+;?$")
_HTML_COMMENT = re.compile(r"<!--(?P<words>(?:(?!-->).)*+)(?P<end>-->)?", re.DOTALL)
_LINE_COMMENT = re.compile(r"([ \t]*+)//++(?P<words>.*)$")
_BLOCK_COMMENT = re.compile(r"([ \t]*+)/\*++(?P<words>.*)\*/[ \t]*+$")
_MOST_STARTS = 40
_LONG = 400
_DIRECTIVES = ("'use client'", '"use client"', "'use server'", '"use server"', "'use strict'", '"use strict"')


class Parts(NamedTuple):
    """A reply in parts, each as its lines."""

    imports: tuple[str, ...]
    statements: tuple[str, ...]
    markup: tuple[str, ...]
    left: tuple[str, ...]
    changed: tuple[str, ...]


def is_markup(code: str, language: Language) -> bool:
    """Whether code can stand between tags as it is: sound there, and no text in it that reads like a statement."""
    tree = _between_tags(code, language)
    if tree.parsed is None or tree.parsed.root_node.has_error or "<!--" in code or _comment_rows(tree):
        return False
    return not any(_STATEMENT.match(line.strip()) for line in _texts(tree) if line.strip())


def shows_statements(code: str, language: Language) -> bool:
    """Whether code between tags would show a declaration as text."""
    tree = _between_tags(code, language)
    is_sound = tree.parsed is not None and not tree.parsed.root_node.has_error
    return is_sound and any(_DECLARED.match(line.strip()) for line in _texts(tree))


def part(code: str, language: Language) -> Parts | None:
    """The parts of a reply; None where it cannot be parted with certainty."""
    lines = code.split("\n")
    for start, end in _ranges(lines):
        head, tail = lines[:start], lines[end:]
        comments, changed = _comments_above(head)
        head = head[: len(head) - len(comments)]
        body, more = _as_markup("\n".join(lines[start:end]), language)
        changed += more
        markup = "\n".join([*(_braced(line) for line in comments if line.strip()), body]).strip("\n")
        if not (
            _is_sound(head, language)
            and _is_sound(tail, language)
            and (not body or is_markup(markup, language))
        ):
            continue
        imports, statements, left = _sorted_out(head, tail, language)
        return Parts(imports, statements, tuple(markup.split("\n")) if markup else (), left, tuple(changed))
    return None


def several_roots(markup: str, language: Language) -> bool:
    """Whether markup has more than one element or text at its outermost level."""
    root = fragment_of(_between_tags(markup, language))
    if root is None:
        return False
    inner = [
        child for child in root.children if child.type not in {"jsx_opening_element", "jsx_closing_element"}
    ]
    return sum(child.type != "jsx_text" or bool((child.text or b"").strip()) for child in inner) > 1


def bare_expression(markup: str, language: Language) -> str | None:
    """The expression of markup that is one expression in braces (`{days.map(…)}`), as it stands where a value is
    wanted; None for any other."""
    tree = _between_tags(markup, language)
    root = fragment_of(tree)
    inner = (
        [child for child in root.named_children if child.type == "jsx_expression"] if root is not None else []
    )
    if len(inner) != 1 or tree.source(inner[0]).strip() != markup.strip():
        return None
    held = [child for child in inner[0].named_children if child.type != "comment"]
    bare = markup.strip()[1:-1].strip()
    return bare if len(held) == 1 and held[0].type != "spread_element" else None


def _ranges(lines: list[str]) -> Iterator[tuple[int, int]]:
    """Where markup may begin and end, the likeliest first; at the end, that there is none."""
    starts = [row for row, line in enumerate(lines) if re.match(r"<(?!!--)|\{|return\b|\(\s*$", line)]
    behind = [row for row, line in enumerate(lines) if row and _BEHIND.match(line)]
    for start in starts[: _MOST_STARTS if len(lines) < _LONG else 2]:
        yield start, len(lines)
        ends = [end for end in behind if end > start]
        yield from ((start, end) for end in dict.fromkeys((*ends[-2:], *ends[:1])))
    yield len(lines), len(lines)


def _comments_above(head: list[str]) -> tuple[list[str], list[str]]:
    """The comments that the lines above the markup end with, which belong to it."""
    start = len(head)
    while start and (
        not head[start - 1].strip() or re.match(r"\s*(?://|/\*.*\*/\s*$|<!--.*-->\s*$)", head[start - 1])
    ):
        start -= 1
    comments = head[start:]
    return comments, ["wrote comments in braces"] if any(line.strip() for line in comments) else []


def _as_markup(code: str, language: Language) -> tuple[str, list[str]]:
    """The markup in `return ( … );`, with comments in braces and without a semicolon at its end."""
    changed: list[str] = []
    returned = _RETURN.fullmatch(code.strip())
    if returned is not None:
        code = returned["inner"].rstrip() if returned["inner"] is not None else returned["bare"]
        changed.append("took the markup out of its return")
    bare = code.rstrip()
    if bare.endswith((">;", ">,")):
        code = bare[:-1]
        changed.append("left out the sign behind the markup")
    commented = _HTML_COMMENT.sub(_in_braces, code)
    rows = commented.split("\n")
    of_text = _comment_rows(_between_tags(commented, language))
    outer = [_braced(line) if row in of_text else line for row, line in enumerate(rows)]
    if outer != code.split("\n"):
        changed.append("wrote comments in braces")
    return without_margin("\n".join(outer).strip("\n")).rstrip(), changed


def _comment_rows(tree: Tree) -> set[int]:
    """The rows of code between tags that would show a comment as text."""
    if tree.parsed is None or not ("//" in tree.text or "/*" in tree.text):
        return set()
    rows: set[int] = set()
    for node in captures(tree.language, "(jsx_text) @text", tree.parsed.root_node).get("text", ()):
        text = text_of(node)
        for row, line in enumerate(text.split("\n"), node.start_point.row):
            if _LINE_COMMENT.match(line) or _BLOCK_COMMENT.match(line):
                rows.add(row - 1)
    return rows


def _braced(line: str) -> str:
    """A comment of its own line as JSX has them between tags."""
    match = _LINE_COMMENT.match(line) or _BLOCK_COMMENT.match(line)
    if match is not None:
        return f"{match[1]}{{/* {match['words'].strip()} */}}"
    return _HTML_COMMENT.sub(_in_braces, line)


def _in_braces(comment: re.Match[str]) -> str:
    words = comment["words"].strip().replace("*/", "* /")
    return f"{{/* {words} */}}" if comment["end"] else comment[0]


def _is_sound(lines: list[str], language: Language) -> bool:
    """Whether lines are statements: markup is none, and two elements side by side would be read as a comparison."""
    tree = parse("\n".join(lines), language)
    if tree.parsed is None or tree.parsed.root_node.has_error:
        return False
    nodes = tree.parsed.root_node.children
    return not any(
        node.type == "expression_statement" and (node.text or b"").startswith(b"<") for node in nodes
    )


def _sorted_out(
    head: list[str], tail: list[str], language: Language
) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """Imports, statements, and what has no place here: directives and exports."""
    imports: list[str] = []
    statements: list[str] = []
    left: list[str] = []
    for lines in (head, tail):
        tree = parse("\n".join(lines), language)
        done = 0
        for node in tree.parsed.root_node.children if tree.parsed is not None else ():
            rows = lines[max(done, node.start_point.row) : node.end_point.row + 1]
            done = max(done, node.end_point.row + 1)
            text = "\n".join(rows)
            said = text.strip()
            if node.type == "import_statement":
                imports.append(text)
            elif said.rstrip(";") in _DIRECTIVES or _EXPORT.match(said):
                left.append(text)
            elif said:
                statements.append(text)
    return tuple(imports), tuple(statements), tuple(left)


def _between_tags(code: str, language: Language) -> Tree:
    return parse(f"(<>\n{code}\n</>)", language)


def fragment_of(tree: Tree) -> "Node | None":
    """The outermost element of a parsed text that is one."""
    node = tree.parsed.root_node if tree.parsed is not None else None
    while node is not None and node.type != "jsx_element":
        node = next((child for child in node.named_children if child.type != "comment"), None)
    return node


def _texts(tree: Tree) -> Iterator[str]:
    """The lines of text at the outermost level of a fragment, and comments of other languages anywhere."""
    root = fragment_of(tree)
    for child in root.children if root is not None else ():
        if child.type == "jsx_text":
            yield from text_of(child).split("\n")
