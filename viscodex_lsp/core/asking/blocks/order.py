"""The order of blocks that are one text: models write imports, and values, below the code that needs them."""

import re
from itertools import dropwhile, takewhile

from viscodex_lsp.core.asking.blocks.fences import Block
from viscodex_lsp.core.language.grammars import text_of
from viscodex_lsp.core.language.language import Language
from viscodex_lsp.core.language.languages import SCRIPTS
from viscodex_lsp.core.syntax.syntax import parse

_HEADS_FILE = re.compile(r"\s*(?:#!.*|<\?php|(?:declare|package|namespace)\b[^{}]*)\s*")


def in_order(taken: list[Block], language: Language) -> list[Block]:
    """The imports above what uses them; of a script the values that models write below the markup, too."""
    if language.id not in SCRIPTS or not taken[0].code.lstrip().startswith("<"):
        above = [one for one in taken[1:] if only_imports(one, language)]
        if not above:
            return taken
        rest = [one for one in taken[1:] if one not in above]
        return [*_head_of(taken[0]), *map(_without_head, above), _without_head(taken[0]), *rest]
    marked = {block.first: block.code.lstrip().startswith(("<", "{")) for block in taken}
    return sorted(
        taken, key=lambda block: 2 if marked[block.first] else int(not only_imports(block, language))
    )


def _head_of(block: Block) -> list[Block]:
    """What a block begins with and nothing may stand above: `<?php`, a package clause."""
    lines = tuple(takewhile(lambda line: not line.strip() or _HEADS_FILE.fullmatch(line), block.lines))
    return [block._replace(lines=lines)] if any(line.strip() for line in lines) else []


def _without_head(block: Block) -> Block:
    lines = dropwhile(lambda line: not line.strip() or _HEADS_FILE.fullmatch(line), block.lines)
    return block._replace(lines=tuple(lines))


def only_imports(block: Block, language: Language) -> bool:
    """Whether a block brings names in and does nothing else."""
    code = f"<?php\n{_without_head(block).code}" if language.id == "php" else block.code
    tree = parse(code, language)
    nodes = tree.parsed.root_node.children if tree.parsed is not None else []
    texts = [(node.type, text_of(node)) for node in nodes if node.type != "php_tag"]
    return bool(texts) and all(language.is_import(kind, text) for kind, text in texts)
