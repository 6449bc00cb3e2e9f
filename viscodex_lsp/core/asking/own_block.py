"""Of blocks that each name a file, in their first line or in the line above, takes the one for the file asked about."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from viscodex_lsp.core.asking.blocks.fences import Block
from viscodex_lsp.core.language.language import Language

_PATH = r"(?P<path>[\w@()./\[\]-]*[\w\])]\.[A-Za-z]{1,10})"
_FIRST = re.compile(
    rf"\s*(?://|#|/\*|<!--|\{{/\*)\s*(?:file(?:name)?:\s*)?{_PATH}\s*(?:\*/\}}?|-->)?\s*$", re.IGNORECASE
)
_ABOVE = re.compile(rf"[^`*]{{0,60}}[`*]+{_PATH}[`*]+[^`*]{{0,60}}$")
FOR_ANOTHER_FILE = "it is for another file"


class Own(NamedTuple):
    """The blocks for the file, and those for others, each with the reason why it is left out."""

    blocks: list[Block]
    left: list[tuple[Block, str]]


def own_blocks(blocks: Sequence[Block], lines: Sequence[str], language: Language, path: str) -> Own:
    """The blocks without those for other files, where one of at least two names the file at `path`; else all."""
    named = {block.first: name for block in blocks if (name := _named(block, lines))}
    mine = [block for block in blocks if _is_of(named.get(block.first, ""), path)]
    others = [
        block
        for block in blocks
        if block.first in named and block not in mine and language.accepts(block.label)
    ]
    if len(mine) != 1 or not others or not language.accepts(mine[0].label):
        return Own([*blocks], [])
    own = [_bare(block) if block in mine else block for block in blocks if block not in others]
    return Own(own, [(block, FOR_ANOTHER_FILE) for block in others])


def _named(block: Block, lines: Sequence[str]) -> str:
    above = next((line for line in reversed(lines[: block.first]) if line.strip()), "")
    found = _FIRST.match(_first(block)) or _ABOVE.match(above.strip())
    return found["path"] if found is not None else ""


def _first(block: Block) -> str:
    return next((line for line in block.lines if line.strip()), "")


def _is_of(name: str, path: str) -> bool:
    """Whether a path in a reply may be that of the file: it ends as that does, or that ends as it does."""
    return bool(name) and f"/{path}".endswith(f"/{name.removeprefix('./').lstrip('/')}")


def _bare(block: Block) -> Block:
    """The block without the first line that names its file."""
    first = _first(block)
    if _FIRST.match(first) is None:
        return block
    at = block.lines.index(first)
    return block._replace(lines=(*block.lines[:at], *block.lines[at + 1 :]))
