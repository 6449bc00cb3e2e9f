"""What the reader found in a picture: the one noun that its rooms fill and its callers use."""

from dataclasses import dataclass
from typing import Literal, Protocol, get_args

from viscodex_model.read.recognition.lines import Line

Kind = Literal["code", "terminal", "table", "page", "chart", "diagram", "photograph"]
KINDS: tuple[Kind, ...] = get_args(Kind)


class Found(Protocol):
    """What a room recognised: a code listing, a table, a page, a chart, a diagram."""

    @property
    def doubts(self) -> tuple[str, ...]:
        """Plain sentences about what may be wrong."""
        ...


@dataclass(frozen=True, slots=True)
class Reading:
    """A picture, read.

    `kind_confidence` is 0 to 1. `code` is what to put into a file, in `language` (an LSP identifier); it is empty
    where `refusal` says why nothing useful was read. `doubts` are plain sentences for the person.
    """

    kind: Kind
    kind_confidence: float
    width: int
    height: int
    lines: tuple[Line, ...]
    found: Found | None = None
    code: str = ""
    language: str = "plaintext"
    doubts: tuple[str, ...] = ()
    refusal: str = ""
