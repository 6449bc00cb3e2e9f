"""Reads a reply that is meant for a Markdown file, where fences are part of the text.

A reply may be fenced as Markdown, may be Markdown with code in it, or may be one diagram or piece of code that
belongs into the file with its fence. Only the model's words to the person go.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from viscodex_lsp.core.asking.blocks.assembly import NOT_OF_THIS_FILE, told_of
from viscodex_lsp.core.asking.blocks.fences import Block
from viscodex_lsp.core.asking.prose import is_sentence, without_address
from viscodex_lsp.core.asking.roles.home import Home
from viscodex_lsp.core.asking.roles.parted import parted
from viscodex_lsp.core.counted import counted
from viscodex_lsp.core.language.language import Language

LANGUAGES = frozenset({"markdown", "mdx", "rmd", "quarto"})
_MARKDOWN = frozenset({"markdown", "md", "mdx", "gfm", "rmd", "qmd"})
_PLAIN = frozenset({"", "text", "txt", "plaintext", "html", "htm", *_MARKDOWN})
_ELEMENTS = frozenset({"jsx", "tsx"})
_UNNAMED = frozenset({"", "text", "txt", "plaintext"})
_MARKDOWN_SIGNS = ("#", "- ", "* ", "> ", "|", "1. ", "<", "[", "!", "**", "+ ")
_UNKNOWN = Home()
_DIAGRAMS = frozenset({"mermaid", "plantuml", "puml", "dot", "graphviz", "d2"})
_EXPLAINS = re.compile(
    r"[#*_\s]*(?:explanation|how it works|key (?:points|features)|notes?)\b[\s:*_]*$", re.IGNORECASE
)
_SHOWN = re.compile(
    r"(?:here(?:['’]s| is| are)|below (?:is|are)|the following (?:is|are)|this is)\b.*"
    r"\b(?:image|screenshot|picture|photo)\b"
    r".*:\s*$",
    re.IGNORECASE,
)
_OF_PROGRAMS = re.compile(r"[{}();=\\@$_]|^\s*\$ |\wError\b|Traceback|^>>>")


class MarkdownText(NamedTuple):
    """The text for the file, the label of the fence it was in, whether that was closed, and notes of what is left out
    beside words to the person."""

    text: str
    label: str
    closed: bool
    notes: tuple[str, ...] = ()


def read_markdown(
    lines: Sequence[str], blocks: Sequence[Block], language: Language, home: Home = _UNKNOWN
) -> MarkdownText:
    """The Markdown that a reply means, for a file of `language` at the place that `home` describes; it may be blank."""
    outer = [block for block in blocks if block.label in _MARKDOWN]
    if outer:
        roles = parted(outer, lines, language, home)
        gone = [*((block, NOT_OF_THIS_FILE) for block in blocks if block not in outer), *roles.left]
        texts = [block.code.strip("\n") for block in roles.blocks]
        return MarkdownText("\n\n".join(texts), outer[0].label, outer[-1].closed, told_of(gone))
    alone = len(blocks) == 1 and _is_text(blocks[0], language.id)
    if alone and _only_words_around(lines, blocks[0]):
        return MarkdownText(blocks[0].code, blocks[0].label, blocks[0].closed)
    rows = _without_shown(_normalized(lines, blocks))
    start = _explanation(rows, blocks)
    left = sum(bool(line.strip()) for line in rows[start:])
    notes = (f"left out the explanation below the diagram ({counted(left, 'line')})",) if left else ()
    text = "\n".join(without_address(rows[:start]))
    return MarkdownText(text, "", all(block.closed for block in blocks), notes)


def _without_shown(lines: Sequence[str]) -> list[str]:
    """The lines without those that only present to the person what was seen: `Here is the table from the image:`."""
    kept: list[str] = []
    in_fence = False
    for row, line in enumerate(lines):
        in_fence ^= line.lstrip().startswith(("```", "~~~"))
        alone = not any(near.strip() for near in (*lines[row - 1 : row], *lines[row + 1 : row + 2]))
        if alone and not in_fence and _SHOWN.match(line):
            del kept[-1:]
        else:
            kept.append(line)
    return kept


def _explanation(lines: Sequence[str], blocks: Sequence[Block]) -> int:
    """The row where a model begins to explain the diagram that its reply is; behind the last one where it does not."""
    if len(blocks) != 1 or blocks[0].label not in _DIAGRAMS:
        return len(lines)
    ends = range(blocks[0].last + 1, len(lines))
    return next((row for row in ends if _EXPLAINS.match(lines[row])), len(lines))


def _is_text(block: Block, language: str) -> bool:
    """Whether a block holds what the file itself is written in: MDX has elements of JSX beside its words."""
    if language == "mdx" and block.label in _ELEMENTS:
        return block.code.lstrip().startswith(("<", "import ", "{"))
    return block.label in _PLAIN and not _is_listing(block)


def _is_listing(block: Block) -> bool:
    """Whether a block that names no language holds the output of a program or code, which needs its fence."""
    filled = [line for line in block.lines if line.strip()]
    if block.label not in _UNNAMED or any(line.startswith(_MARKDOWN_SIGNS) for line in filled):
        return False
    coded = sum(line[0] in " \t" or _OF_PROGRAMS.search(line) is not None for line in filled)
    return 3 * coded >= len(filled) > 0 and 2 * sum(map(is_sentence, filled)) < len(filled)


def _only_words_around(lines: Sequence[str], block: Block) -> bool:
    around = [*lines[: block.first], *lines[block.last + 1 :]]
    return not any(line.lstrip().startswith(("#", "- ", "* ", "|", "> ", "1. ")) for line in around)


def _normalized(lines: Sequence[str], blocks: Sequence[Block]) -> list[str]:
    """The lines, with fences that share their line with code or words on lines of their own."""
    rows = list(lines)
    for block in reversed(blocks):
        if block.first == block.last and block.closed:
            mark = "~~~" if "```" in block.code else "```"
            rows[block.first : block.last + 1] = [mark + block.label, *block.lines, mark]
    return rows
