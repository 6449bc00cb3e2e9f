"""Reads which file the words around a block, or its first line, name; and whether that is the one asked about."""

import re

from viscodex_lsp.core.asking.blocks.fences import Block
from viscodex_lsp.core.asking.roles.words import Said, plain
from viscodex_lsp.core.language.languages import language_of_path

_PATH = r"(?P<path>(?:\.{0,2}/)?[\w@()./\[\]+-]*[\w\])]\.[A-Za-z][A-Za-z0-9]{0,9})"
_FIRST = re.compile(
    rf"\s*(?://|#|--|/\*|<!--|\{{/\*)\s*+(?:file(?:name)?:\s*+)?{_PATH}\s*+(?:\*/\}}?|-->)?\s*+$",
    re.IGNORECASE,
)
_QUOTED_ALONE = re.compile(rf"[^`*]{{0,60}}[`*]+{_PATH}[`*]+[^`*]{{0,60}}$")
_ALONE = re.compile(
    rf"\W*(?:(?:new|create|update|edit|add|the)\s+)*(?:file)?\W*{_PATH}\W*(?:\([^()]*\))?\W*$", re.IGNORECASE
)
# A word that says that the code goes into the file which is named behind it.
_INTO = re.compile(
    rf"\b(?:in|into|to|inside|create|add|update|open|edit|file|called|named|dans|en|crea|créez|erstelle|datei)\s+"
    rf"(?:(?:the|your|a|an|new|separate|file|named|called|component|die|der|le|la|el|un|une)\s+){{0,4}}[`*\"]+{_PATH}[`*\"]+",
    re.IGNORECASE,
)
_ON_FENCE = re.compile(rf"`{{3,}}[\w+#-]*(?:[ \t:]+(?:title=|file(?:name)?=)?[\"']?){_PATH}[\"']?\s*\}}?\s*$")
_NEW = re.compile(
    r"\b(?:create|new|separate|another|own file|extract|erstelle|crée|créez|crea|nuevo|neue)\b", re.IGNORECASE
)
_DATA = frozenset({"txt", "env", "cfg", "ini", "conf", "lock", "csv"})
_PAGES = frozenset({"html", "htm", "xml", ""})


def named_file(block: Block, said: Said, row: str) -> str:
    """The file that a block is said to be for; "" for none. `row` is the line of its opening fence."""
    for found in (_FIRST.match(first_line(block)), _ON_FENCE.search(row)):
        if found is not None and _is_file(found["path"]):
            return found["path"]
    texts = (said.near, said.before, *reversed(said.headings))
    return next((name for text in texts if (name := _in_text(text, block))), "")


def _in_text(text: str, block: Block) -> str:
    """The file that a text names: alone or in quotes on its line, or as what the code goes into."""
    alone = _QUOTED_ALONE.match(text) or _ALONE.match(plain(text))
    names = [alone["path"]] if alone is not None else [found["path"] for found in _INTO.finditer(text)]
    fitting = [name for name in names if _is_file(name) and _fits(name, block)]
    return fitting[-1] if fitting else ""


def says_new(said: Said) -> bool:
    """Whether the words say that the file they name is not there yet."""
    return any(map(_NEW.search, (said.near, *said.headings[-1:])))


def is_of(name: str, path: str) -> bool:
    """Whether a path in a reply may be that of the file: it ends as that does, or that ends as it does."""
    name = name.lower().removeprefix("./").lstrip("/")
    return bool(name) and (f"/{path.lower()}".endswith(f"/{name}") or name.endswith(f"/{path.lower()}"))


def without_name(block: Block) -> Block:
    """The block without the first line that names its file."""
    first = first_line(block)
    if _FIRST.match(first) is None:
        return block
    at = block.lines.index(first)
    return block._replace(lines=(*block.lines[:at], *block.lines[at + 1 :]))


def first_line(block: Block) -> str:
    """The first line of a block that is not blank."""
    return next((line for line in block.lines if line.strip()), "")


def _is_file(name: str) -> bool:
    suffix = name.rpartition(".")[2].lower()
    return (language_of_path(name).known and language_of_path(name).id != "plaintext") or suffix in _DATA


def _fits(name: str, block: Block) -> bool:
    """Whether a file's name may be that of the block's code, as far as the label of the block says."""
    return block.label in _PAGES or language_of_path(name).accepts(block.label)
