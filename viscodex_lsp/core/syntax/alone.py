"""Whether a piece of code is sound by itself, in one of the places that its language has for pieces."""

import re
import textwrap
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from viscodex_lsp.core.language.language import Language
from viscodex_lsp.core.language.languages import PYTHON
from viscodex_lsp.core.syntax.faults import Fault
from viscodex_lsp.core.syntax.opinions.python import is_readable_python
from viscodex_lsp.core.syntax.syntax import parse

_OF_FRAME = re.compile(r"`</>` does not close (`<[^`]*>`)")


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
    if language.id not in PYTHON:
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
        return tree.is_sound
    if tree.parsed is not None and tree.parsed.root_node.has_error:
        return False
    if language.id == "python":
        return is_readable_python(text)
    return language.id == "ipython" or tree.is_sound


@lru_cache(maxsize=2)
def own_faults(text: str, language: Language) -> tuple[Fault, ...]:
    """The faults that code has by itself, in the most lenient of those places, with their lines in it; none where it
    is sound and only does not fit where it was put. Each edit that is tried for one reply asks for the same."""
    markup = language.markup_stand_ins if text.lstrip().startswith("<") else ()
    frames = markup or ("{}", *language.stand_ins)
    best: tuple[Fault, ...] | None = None
    for frame in dict.fromkeys(frames):
        above = frame.partition("{}")[0].count("\n")
        faults = tuple(
            replace(each, line=each.line - above, what=_OF_FRAME.sub(r"\1 is never closed", each.what))
            for each in parse(frame.format(text), language).faults
        )
        if best is None or len(faults) < len(best):
            best = faults
        if not best:
            break
    own = tuple(each for each in best or () if each.line >= 1)
    return own or best or ()
