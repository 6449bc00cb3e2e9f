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

_FIRST_BYTES, _CHUNK_BYTES = 64, 4096
"""How much of a text is handed out at a time: twice as much whenever the reader goes on where it was. `Node.text` walks
over all that it is given, to return a word of it."""
_LONGEST_CHARACTER = 4
_stop: ContextVar[Callable[[], str]] = ContextVar("stop", default=lambda: "")


class _NotWorthMore(Exception):
    """A search has taken the parser as many steps as it may."""


class _Effort:
    """How many steps a search may still take: a step is a look at the text, or some hundred tokens, about 20 µs."""

    def __init__(self, steps: int | None = None) -> None:
        self._left = steps

    def spend(self, steps: int) -> bool:
        """Whether there is none left."""
        if self._left is None:
            return False
        self._left -= steps
        return self._left < 0


_effort: ContextVar[_Effort] = ContextVar("effort", default=_Effort())  # noqa: B039 - it never changes


@contextmanager
def ended_by(stop: Callable[[], str]) -> Iterator[None]:
    """Within the block parsing ends once `stop` gives a reason ("over 10 s"); it is asked thousands of times a second,
    from the thread that parses."""
    token = _stop.set(stop)
    try:
        yield
    finally:
        _stop.reset(token)


def found_within(steps: int, search: Callable[[], bool]) -> bool:
    """Whether a search among many texts finds what it looks for; it does not where that takes more steps of a parser:
    where each text is hard to parse, few of them are tried. The same texts always take the same steps."""
    token = _effort.set(_Effort(steps))
    try:
        return search()
    except _NotWorthMore:
        return False
    finally:
        _effort.reset(token)


def look_up() -> None:
    """For other long work: end here if it is too much.

    Raises:
        TooHardToParse: it is.
    """
    if _effort.get().spend(1):
        raise _NotWorthMore
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
    effort, is_over = _effort.get(), False

    def is_too_much(_offset: int, _has_error: bool) -> bool:
        nonlocal reason, is_over
        is_over = effort.spend(1)
        reason = stop()
        return is_over or bool(reason)

    read = _reader(data, effort)
    # Only a text that is read by a function can be given up; given as bytes it would also keep other threads out.
    try:
        if old is None:
            return parser.parse(read, progress_callback=is_too_much)
        return parser.parse(read, old, progress_callback=is_too_much)
    except ValueError as error:
        if is_over:
            raise _NotWorthMore from error
        if not reason:
            raise
        raise TooHardToParse(reason) from error


def _reader(data: bytes, effort: _Effort) -> Callable[[int, object], bytes]:
    expected, latest = -1, _FIRST_BYTES

    def read(offset: int, _: object) -> bytes:
        nonlocal expected, latest
        # A character that was cut in two is asked for once more from its beginning.
        goes_on = expected - _LONGEST_CHARACTER < offset <= expected
        size = min(2 * latest, _CHUNK_BYTES) if goes_on else _FIRST_BYTES
        expected, latest = offset + size, size
        effort.spend(1)
        return data[offset : offset + size]

    return read
