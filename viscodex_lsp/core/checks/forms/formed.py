"""What a reply becomes for its place, whatever form the place wants."""

from typing import NamedTuple

from viscodex_lsp.core.nouns import Replacement


class Formed(NamedTuple):
    """The code for the place; statements of imports; edits elsewhere; what the person is told; and which notes on the
    reply hold no more."""

    code: str
    imports: tuple[str, ...] = ()
    others: tuple[Replacement, ...] = ()
    notes: tuple[str, ...] = ()
    untold: tuple[str, ...] = ()
