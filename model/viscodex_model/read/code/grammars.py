"""What a grammar says of a text: how many faults it has and where the first ones are."""

import importlib
from collections.abc import Callable, Iterator, Mapping
from functools import cache

from tree_sitter import Language, Node, Parser

# LSP identifier: module and function of its tree-sitter grammar.
GRAMMARS: Mapping[str, tuple[str, str]] = {
    "python": ("tree_sitter_python", "language"),
    "javascript": ("tree_sitter_javascript", "language"),
    "javascriptreact": ("tree_sitter_javascript", "language"),
    "typescript": ("tree_sitter_typescript", "language_typescript"),
    "typescriptreact": ("tree_sitter_typescript", "language_tsx"),
    "html": ("tree_sitter_html", "language"),
    "css": ("tree_sitter_css", "language"),
    "json": ("tree_sitter_json", "language"),
    "yaml": ("tree_sitter_yaml", "language"),
    "shellscript": ("tree_sitter_bash", "language"),
    "c": ("tree_sitter_c", "language"),
    "cpp": ("tree_sitter_cpp", "language"),
    "csharp": ("tree_sitter_c_sharp", "language"),
    "java": ("tree_sitter_java", "language"),
    "kotlin": ("tree_sitter_kotlin", "language"),
    "go": ("tree_sitter_go", "language"),
    "rust": ("tree_sitter_rust", "language"),
    "ruby": ("tree_sitter_ruby", "language"),
    "php": ("tree_sitter_php", "language_php"),
    "swift": ("tree_sitter_swift", "language"),
}
# A text is parsed many times to compare spellings: longer ones are not.
MOST_BYTES = 60_000
MOST_STEPS = 20_000


@cache
def parser_of(language: str) -> Parser | None:
    """The parser of an LSP language identifier; None where there is no grammar."""
    if language not in GRAMMARS:
        return None
    module, function = GRAMMARS[language]
    grammar: Callable[[], object] = getattr(importlib.import_module(module), function)
    return Parser(Language(grammar()))


def fault_rows(text: str, language: str) -> list[int] | None:
    """The rows (from 0) of each fault, in order; None where the text cannot be judged."""
    parser = parser_of(language)
    source = text.encode()
    if parser is None or len(source) > MOST_BYTES:
        return None
    steps = 0

    def read(offset: int, _point: object) -> bytes:
        return source[offset : offset + 4096]

    def too_long(_offset: int, _error: bool) -> bool:
        nonlocal steps
        steps += 1
        return steps > MOST_STEPS

    try:
        tree = parser.parse(read, progress_callback=too_long)
    except ValueError:  # given up
        return None
    return [node.start_point.row for node in _faults(tree.root_node)]


def _faults(root: Node) -> Iterator[Node]:
    waiting = [root]
    while waiting:
        node = waiting.pop()
        if node.is_error or node.is_missing:
            yield node
        if node.has_error:
            waiting.extend(reversed(node.children))
