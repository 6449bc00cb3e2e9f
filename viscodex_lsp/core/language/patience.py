"""Says when parsing gives up.

Some texts of a few lines keep a parser busy for ever, or make it fill the memory. Whoever parses for a person says by
`ended_by` when it is too much; core knows neither clock nor memory. Without that, parsing takes as long as it takes.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

from viscodex_lsp.core.errors import TooHardToParse

if TYPE_CHECKING:
    import tree_sitter

_CHUNK_BYTES = 4096
"""How much of a text is handed out at a time. `Node.text` copies as much to give a word of it."""
_stop: ContextVar[Callable[[], str]] = ContextVar("stop", default=lambda: "")


@contextmanager
def ended_by(stop: Callable[[], str]) -> Iterator[None]:
    """Within the block parsing ends once `stop` gives a reason ("over 10 s"); it is asked thousands of times a second,
    from the thread that parses."""
    token = _stop.set(stop)
    try:
        yield
    finally:
        _stop.reset(token)


def look_up() -> None:
    """For other long work: end here if it is too much.

    Raises:
        TooHardToParse: it is.
    """
    reason = _stop.get()()
    if reason:
        raise TooHardToParse(reason)


def parse_patiently(
    parser: "tree_sitter.Parser", data: bytes, old: "tree_sitter.Tree | None" = None
) -> "tree_sitter.Tree":
    """The tree of `data`, with what `old` has in common with it.

    Raises:
        TooHardToParse: it was too much.
    """
    stop, reason = _stop.get(), ""

    def is_too_much(_offset: int, _has_error: bool) -> bool:
        nonlocal reason
        reason = stop()
        return bool(reason)

    def read(offset: int, _: object) -> bytes:
        return data[offset : offset + _CHUNK_BYTES]

    # Only a text that is read by a function can be given up; given as bytes it would also keep other threads out.
    try:
        if old is None:
            return parser.parse(read, progress_callback=is_too_much)
        return parser.parse(read, old, progress_callback=is_too_much)
    except ValueError as error:
        if not reason:
            raise
        raise TooHardToParse(reason) from error
