"""What a caller asks of the reader besides the picture."""

from collections.abc import Callable
from dataclasses import dataclass

from viscodex_model.read.recognition.engine import Engine


@dataclass(frozen=True, slots=True)
class Order:
    """The open file's language (an LSP identifier) and the names known there, and when to stop.

    With `tailwind` a page's looks are written as classes of Tailwind; with `cut_outs` its photos, logos and icons have
    the addresses of regions, which the language server cuts out.
    """

    engine: Engine
    language: str | None = None
    names: frozenset[str] = frozenset()
    stop: Callable[[], bool] | None = None
    tailwind: bool = False
    cut_outs: bool = False
