"""Whether a piece of code is sound by itself, in one of the places that its language has for pieces."""

import textwrap
from collections.abc import Iterator

from viscodex_lsp.core.language.language import Language
from viscodex_lsp.core.syntax.opinions.python import is_readable_python
from viscodex_lsp.core.syntax.syntax import parse

_PYTHON = frozenset({"python", "ipython"})


def stands_alone(text: str, language: Language) -> bool:
    """Whether `text` is sound in one of the frames for it. Nothing is said of what it needs around it, such as the
    function that a `return` belongs to."""
    is_markup = text.lstrip().startswith("<")
    frames = (*language.stand_ins, *(language.markup_stand_ins if is_markup else ()))
    return any(
        _is_sound(frame.format(piece), language) for piece in _pieces(text, language) for frame in frames
    )


def _pieces(text: str, language: Language) -> Iterator[str]:
    """The text; of Python at the left margin, where the margin of its first line may have been left in the file."""
    if language.id not in _PYTHON:
        yield text
        return
    flat = textwrap.dedent(text)
    yield flat
    first, newline, rest = flat.partition("\n")
    margin = min((len(line) - len(line.lstrip()) for line in rest.split("\n") if line.strip()), default=0)
    if margin:
        yield textwrap.dedent(" " * margin + first + newline + rest)


def _is_sound(text: str, language: Language) -> bool:
    tree = parse(text, language)
    if language.markup:
        return not tree.faults
    if tree.parsed is not None and tree.parsed.root_node.has_error:
        return False
    if language.id == "python":
        return is_readable_python(text)
    return language.id == "ipython" or not tree.faults
